//! Setting up a mock exam, the record of all, and what is done with a result.

use std::collections::HashMap;
use std::sync::Arc;

use rand::RngCore as _;

use crate::app::command::{Command, MockSpec, Screen};
use crate::app::exam::{Exam, Mock, ResultPlace};
use crate::app::notice::{Notice, Severity};
use crate::app::state::State;
use crate::domain::deck::{Blueprint, Body, Deck, digest::digest};
use crate::domain::event::EventBody;
use crate::domain::exam::assemble::{Form, Shortfall, assemble};
use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::bank::{BankItem, bank, domain_of};
use crate::domain::exam::clock::{ExamClock, Interruption, InterruptionKind};
use crate::domain::exam::shape::{Fit, Length, Shape, blueprint_on};
use crate::domain::exam::step::{Act, AttemptPlan, AttemptStep, Ending, PlanQuestion, PlanSection};
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
use crate::store::Heartbeat;

/// Seeds of new forms are easy to read out and to type.
const SEEDS: u64 = 10_000;

impl State {
    pub(super) fn apply_mock(&mut self, command: Command) {
        match command {
            Command::SetMock(spec) => self.change_prefs(|prefs| prefs.mock = Some(spec)),
            Command::StartMock => self.start_mock(),
            Command::ResumeMock => self.resume_mock(),
            Command::EndInterruptedMock => {
                self.resume_mock();
                self.exam_submit(Ending::ByLearner);
            }
            Command::Exam(step) => self.apply_exam(step),
            Command::ShowResult(id) => {
                self.result = ResultPlace { id, ..ResultPlace::default() };
                self.go(Screen::Result);
            }
            Command::ReviewQuestion(question) => self.show_reviewed(question),
            Command::FilterResult(filter) => self.result.filter = filter,
            Command::CorrectLoss(question, loss) => {
                self.after_exam(Act::Correct(question, loss));
            }
            Command::DiscardMock(id) => self.discard_mock(&id),
            Command::ExportReport(format) => self.export_report(format),
            Command::SetLine(percent) => {
                self.change_prefs(|prefs| prefs.line_percent = percent.clamp(1, 99));
            }
            _ => {}
        }
        self.touch();
    }

    fn show_reviewed(&mut self, question: Option<usize>) {
        self.result.question = question;
        let mock = self.mocks.iter().find(|mock| mock.id == self.result.id);
        let planned = mock.zip(question).and_then(|(mock, question)| {
            let plan = mock.attempt.plan();
            Some((plan.deck.clone(), plan.questions().nth(question)?.item.clone()))
        });
        if let Some(item) = planned.and_then(|(deck, item)| self.find_item(&deck, &item)) {
            self.want_picture(item);
        }
    }

    /// Reads the record of mock exams from the log.
    pub(in crate::app) fn reload_mocks(&mut self) {
        let steps = match self.store.attempts() {
            Ok(steps) => steps,
            Err(error) => {
                self.tell(Severity::Error, "Mock exams could not be read", &error.to_string());
                return;
            }
        };
        let mut groups: Vec<(String, Vec<(Moment, AttemptStep)>)> = Vec::new();
        for (at, id, step) in steps {
            match groups.iter_mut().rev().find(|(other, _)| *other == id) {
                Some((_, list)) => list.push((at, step)),
                None => groups.push((id, vec![(at, step)])),
            }
        }
        self.mocks = groups
            .into_iter()
            .filter_map(|(id, steps)| {
                let attempt = Attempt::replay(steps.iter().map(|(_, step)| step))?;
                let (began, ended) = (steps.first()?.0, steps.last()?.0);
                Some(Mock { id, began, ended, attempt })
            })
            .collect();
    }

    /// Says at the start that a mock exam waits.
    pub(in crate::app) fn offer_interrupted_mock(&mut self) {
        let Some(mock) = self.interrupted_mock() else { return };
        let left = (mock.attempt.plan().limit_ms - mock.attempt.spent_ms()).max(0) / 60_000;
        let detail = format!("{}, about {left} minutes are left.", mock.attempt.plan().title);
        let action = Some(("Go on".to_owned(), Command::ResumeMock));
        self.tell_with(Severity::Warning, "A mock exam was interrupted", &detail, action);
    }

    /// Finds the items of the running exam again, after decks were read.
    pub(in crate::app) fn find_exam_items(&mut self) {
        let Some(plan) = self.exam.as_ref().map(|exam| exam.attempt.plan()) else { return };
        let items = plan.questions().map(|question| self.find_item(&plan.deck, &question.item));
        let items: Vec<Option<u32>> = items.collect();
        let made = plan.questions().zip(&items).map(|(question, number)| {
            let item = self.library.item((*number)?)?;
            question.made(item).map(Arc::new)
        });
        let made = made.collect();
        if let Some(exam) = &mut self.exam {
            exam.items = items;
            exam.made = made;
        }
    }

    /// The mock exam that was begun and is neither over nor on the screen.
    pub(in crate::app) fn interrupted_mock(&self) -> Option<&Mock> {
        let is_open = |mock: &&Mock| !mock.attempt.is_over() && !mock.attempt.is_discarded();
        self.mocks.iter().rev().find(is_open).filter(|_| self.exam.is_none())
    }

    /// The mock exam that is set up: the last one, or the first certificate in full.
    pub(in crate::app) fn mock_spec(&self) -> Option<MockSpec> {
        let has_exam = |deck: &Deck| !deck.blueprints.is_empty();
        let is_there = |spec: &MockSpec| {
            let deck = self.library.deck_index(&spec.deck).and_then(|deck| self.library.deck(deck));
            deck.is_some_and(has_exam)
        };
        if let Some(spec) = self.prefs.mock.clone().filter(is_there) {
            return Some(spec);
        }
        let studied = self.studied().into_iter().filter_map(|deck| self.library.deck(deck));
        let deck = studied
            .chain(self.library.decks().iter().map(AsRef::as_ref))
            .find(|deck| has_exam(deck))?;
        Some(MockSpec {
            deck: deck.id.clone(),
            blueprint: None,
            length: Length::Full,
            extra_percent: 0,
            can_pause: false,
            seed: None,
        })
    }

    /// The date for which a mock of this deck is made: the exam's, or today's.
    pub(in crate::app) fn mock_date(&self, deck: &str) -> chrono::NaiveDate {
        self.exam_day(deck).unwrap_or(self.day).date()
    }

    /// The blueprint of a mock and how it lies to the date.
    pub(in crate::app) fn mock_blueprint<'a>(
        &self,
        deck: &'a Deck,
        spec: &MockSpec,
    ) -> Option<(&'a Blueprint, Fit)> {
        let date = self.mock_date(&spec.deck);
        let chosen = spec
            .blueprint
            .as_ref()
            .and_then(|id| deck.blueprints.iter().find(|blueprint| blueprint.id == *id));
        if let Some(blueprint) = chosen {
            return Some((blueprint, Fit::InForce));
        }
        let (at, fit) = blueprint_on(&deck.blueprints, date)?;
        Some((deck.blueprints.get(at)?, fit))
    }

    /// The questions that a mock can be made of.
    pub(in crate::app) fn mock_bank(
        &self,
        deck: u32,
        blueprint: &Blueprint,
        shape: &Shape,
    ) -> Vec<BankItem> {
        let id = self.library.deck(deck).map_or("", |deck| &deck.id);
        // Items are those of the exam that the blueprint is for, also when it is chosen for another day.
        let date = self.mock_date(id);
        let date = blueprint.valid.from.map_or(date, |from| date.max(from));
        let date = blueprint.valid.until.map_or(date, |until| date.min(until));
        let in_mocks = self.shown_in_mocks(id);
        bank(&self.library, deck, shape, date, |item| {
            // Items for exams only have no memory; earlier mocks say whether they were seen.
            if let Some(found) = self.library.item(item).filter(|item| !item.is_card) {
                return in_mocks.get(found.id.as_str()).copied().unwrap_or((0, 0));
            }
            let past = self
                .library
                .units_of(item)
                .next()
                .and_then(|unit| self.pasts().get(unit as usize).copied().flatten());
            past.map_or((0, 0), |past| (past.n_answers, past.last_day.0))
        })
    }

    /// How often each question of a deck was on the screen in mocks, and on which study day last.
    fn shown_in_mocks(&self, deck: &str) -> HashMap<&str, (u32, i32)> {
        let mut shown = HashMap::new();
        for mock in self.mocks.iter().filter(|mock| mock.attempt.plan().deck == deck) {
            let day = mock.began.study_day(self.prefs.rollover_hour).0;
            let questions = mock.attempt.plan().questions().zip(mock.attempt.given());
            for (question, _) in questions.filter(|(_, given)| given.n_shown > 0) {
                let entry = shown.entry(question.item.as_str()).or_insert((0, day));
                *entry = (entry.0 + 1, day);
            }
        }
        shown
    }

    fn start_mock(&mut self) {
        // One mock at a time: while one waits, the page offers to go on and no new form.
        if self.interrupted_mock().is_some() {
            return self.resume_mock();
        }
        self.commit_checked();
        self.refresh_pasts();
        let Some(spec) = self.mock_spec() else { return };
        let at = self.services.clock.now();
        let seed = spec.seed.unwrap_or_else(|| {
            use rand::Rng as _;
            let moment = at.utc_ms.to_string();
            self.services.seed.derive("mock", &[&moment]).random_range(1..SEEDS)
        });
        let Some(plan) = self.mock_plan(&spec, seed) else { return };
        if plan.n_questions() == 0 {
            let detail = "The deck has no question that fits this exam.";
            self.tell(Severity::Warning, "No form could be made", detail);
            return;
        }
        let id = format!("{}-{}", spec.deck, at.utc_ms);
        let act = Act::Plan(Box::new(plan.clone()));
        let step = AttemptStep { spent_ms: 0, break_ms: 0, act };
        let mut bodies = vec![EventBody::Attempt { attempt: id.clone(), step }];
        bodies.extend(self.mock_forecast(&id, &plan));
        if self.append(&bodies).is_none() {
            return;
        }
        self.reload_mocks();
        self.seat(id, Attempt::new(plan), 0, 0);
    }

    /// Puts a sitting on the screen.
    fn seat(&mut self, id: String, attempt: Attempt, spent_ms: i64, break_ms: i64) {
        let mut clock = ExamClock::default();
        clock.advance(self.services.clock.reading());
        self.exam = Some(Exam {
            id,
            attempt,
            items: Vec::new(),
            made: Vec::new(),
            spent_ms,
            break_ms,
            clock,
            beaten_ms: spent_ms,
            announced_min: None,
        });
        self.find_exam_items();
        self.go(Screen::Exam);
    }

    fn mock_plan(&self, spec: &MockSpec, seed: u64) -> Option<AttemptPlan> {
        let index = self.library.deck_index(&spec.deck)?;
        let deck = self.library.deck(index)?;
        let (blueprint, _) = self.mock_blueprint(deck, spec)?;
        let shape = Shape::of(blueprint, spec.length, spec.extra_percent);
        let bank = self.mock_bank(index, blueprint, &shape);
        let form = assemble(&shape, &bank, Seed(seed));
        let sections =
            shape.sections.iter().zip(&form.sections).filter(|(_, items)| !items.is_empty());
        let question = |item: &u32| self.plan_question(deck, &shape, (*item, seed));
        Some(AttemptPlan {
            deck: spec.deck.clone(),
            blueprint: blueprint.id.clone(),
            title: blueprint.title.clone(),
            length: spec.length,
            extra_percent: spec.extra_percent,
            seed,
            sections: sections
                .map(|(section, items)| PlanSection {
                    title: section.title.clone(),
                    questions: items.iter().filter_map(question).collect(),
                })
                .collect(),
            unscored: unscored_places(&form),
            domains: shape.quotas.iter().map(|(id, _)| id.clone()).collect(),
            limit_ms: time_for(&shape, &form),
            breaks: shape.breaks,
            can_pause: spec.can_pause || blueprint.is_pausable,
            shortfalls: shortfall_words(deck, &shape, &form),
        })
    }

    fn plan_question(&self, deck: &Deck, shape: &Shape, of: (u32, u64)) -> Option<PlanQuestion> {
        let (number, form) = of;
        let item = self.library.item(number)?;
        let numbers = || Seed(form).derive("numbers", &[&item.id]).next_u64();
        let unit = self.library.units_of(number).next();
        let memory = unit.and_then(|unit| self.memory(unit));
        let past = unit.and_then(|unit| self.pasts().get(unit as usize).copied().flatten());
        let model = self.models.of(&deck.id);
        Some(PlanQuestion {
            item: item.id.clone(),
            digest: digest(item),
            domain: domain_of(deck, shape, &item.topic)?,
            is_seen: memory.is_some(),
            recall: memory.map(|memory| f64::from(model.retrievability(memory, self.day))),
            n_right: past.map_or(0, |past| past.n_right),
            seed: matches!(item.body, Body::Generated(_)).then(numbers),
        })
    }

    /// Goes on with the interrupted mock at the time that the clock showed last.
    fn resume_mock(&mut self) {
        let Some(mock) = self.interrupted_mock().cloned() else { return };
        // The offer has been taken.
        let is_offer = |notice: &Notice| {
            notice.action.as_ref().is_some_and(|(_, command)| *command == Command::ResumeMock)
        };
        self.notices.retain(|notice| !is_offer(notice));
        let beat = Heartbeat::read(&self.services.data_dir).filter(|beat| beat.attempt == mock.id);
        let spent = beat.as_ref().map_or(0, |beat| beat.spent_ms).max(mock.attempt.spent_ms());
        let break_ms = beat.as_ref().map_or(0, |beat| beat.break_ms).max(mock.attempt.break_ms());
        let away = self.services.clock.now().utc_ms - mock.ended.utc_ms;
        self.seat(mock.id, mock.attempt, spent, break_ms);
        let interruption = Interruption { kind: InterruptionKind::Restart, ms: away.max(0) };
        self.exam_act(Act::Interrupted(interruption));
    }

    /// A step after the end, on the mock whose result is shown.
    fn after_exam(&mut self, act: Act) {
        let id = self.result.id.clone();
        let Some(mock) = self.mocks.iter_mut().find(|mock| mock.id == id) else { return };
        let (spent_ms, break_ms) = (mock.attempt.spent_ms(), mock.attempt.break_ms());
        let step = AttemptStep { spent_ms, break_ms, act };
        if mock.attempt.check(&step.act).is_err() {
            return;
        }
        if self.append(&[EventBody::Attempt { attempt: id.clone(), step: step.clone() }]).is_some()
            && let Some(mock) = self.mocks.iter_mut().find(|mock| mock.id == id)
        {
            mock.attempt.apply(&step).ok();
        }
    }

    /// Takes a mock out of the record and its answers out of the memory.
    fn discard_mock(&mut self, id: &str) {
        id.clone_into(&mut self.result.id);
        if self.interrupted_mock().is_some_and(|mock| mock.id == id) {
            self.resume_mock();
            self.exam_submit(Ending::ByLearner);
        }
        match self.store.answers_with_attempt(id) {
            Ok(answers) => {
                let retract = |target| EventBody::Retract { target, label: "mock exam".to_owned() };
                let bodies: Vec<EventBody> = answers.into_iter().map(retract).collect();
                self.after_exam(Act::Discard);
                if bodies.is_empty() || self.append(&bodies).is_some() {
                    self.reload_memories();
                    self.go(Screen::Mock);
                    let detail = "Its answers no longer count.";
                    self.tell(Severity::Info, "The mock exam was taken out of the record", detail);
                }
            }
            Err(error) => {
                self.tell(Severity::Error, "The mock exam was kept", &error.to_string());
            }
        }
    }
}

/// Question numbers of the items that do not count.
fn unscored_places(form: &Form) -> Vec<u32> {
    let places = form.sections.iter().flatten().zip(0_u32..);
    let is_unscored = |item: &u32| form.unscored.binary_search(item).is_ok();
    places.filter(|(item, _)| is_unscored(item)).map(|(_, at)| at).collect()
}

/// Time in proportion, when the bank could not fill the form.
fn time_for(shape: &Shape, form: &Form) -> i64 {
    let part = form.n_questions() as f64 / f64::from(shape.n_questions().max(1));
    (shape.limit_ms as f64 * part).round() as i64
}

/// What the bank could not give, in words.
pub(in crate::app) fn shortfall_words(deck: &Deck, shape: &Shape, form: &Form) -> Vec<String> {
    let title = |domain: usize| {
        let id = shape.quotas.get(domain).map_or("", |(id, _)| id);
        deck.topic_path(id).last().map_or_else(|| id.to_owned(), |topic| topic.title.clone())
    };
    let words = form.shortfalls.iter().map(|shortfall| match shortfall {
        Shortfall::Domain { domain, wanted, found } => format!(
            "{} has {found} of the {wanted} questions that the outline asks for; others stand in.",
            title(*domain)
        ),
        Shortfall::Cases { section, wanted, found } => {
            let title = shape.sections.get(*section).map_or("", |section| &section.title);
            format!(
                "\u{201c}{title}\u{201d} has {found} of {wanted} case questions; single questions stand in."
            )
        }
        Shortfall::Total { wanted, found } => {
            format!("The deck has {found} of {wanted} questions; the time is shortened with them.")
        }
    });
    words.collect()
}
