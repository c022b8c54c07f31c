//! A mock exam at work: steps into the log, the clock, the end.

use crate::app::command::{ExamCommand, Screen};
use crate::app::exam::{Exam, ResultPlace};
use crate::app::notice::Severity;
use crate::app::state::State;
use crate::domain::deck::{Item, Response, digest::digest};
use crate::domain::event::{Answer, EventBody, Mode, Rating};
use crate::domain::exam::attempt::{Given, Phase};
use crate::domain::exam::report::is_right;
use crate::domain::exam::step::{Act, AttemptStep, Ending};
use crate::domain::item::guess::guess_chance;
use crate::domain::schedule::rating::{RULE, RatingInput, rate};
use crate::store::Heartbeat;

/// Milliseconds between two heartbeats.
const BEAT_MS: i64 = 1_000;

/// Minutes left at which the learner is told.
const WARNINGS_MIN: [i64; 2] = [10, 5];

impl State {
    pub(super) fn apply_exam(&mut self, command: ExamCommand) {
        let Some(phase) = self.exam.as_ref().map(|exam| exam.attempt.phase()) else { return };
        let shown = match phase {
            Phase::Question(question) => Some(question),
            _ => None,
        };
        match (command, shown) {
            (ExamCommand::Begin, _) => self.exam_act(Act::Begin),
            (ExamCommand::Show(question), _) => self.exam_act(Act::Show(question)),
            (ExamCommand::Next, Some(question)) => self.exam_next(question),
            (ExamCommand::Previous, Some(question)) => {
                if let Some(before) = question.checked_sub(1) {
                    self.exam_act(Act::Show(before));
                }
            }
            (ExamCommand::Respond(response), Some(question)) => {
                self.exam_respond(question, response);
            }
            (ExamCommand::ToggleFlag, Some(question)) => {
                let is_on = self.given(question).is_some_and(|given| given.is_flagged);
                self.exam_act(Act::Flag(question, !is_on));
            }
            (ExamCommand::ToggleStrike(option), Some(question)) => {
                let is_on =
                    self.given(question).is_some_and(|given| given.struck.contains(&option));
                self.exam_act(Act::Strike(question, option, !is_on));
            }
            (ExamCommand::ToggleHighlight(range), Some(question)) => {
                let is_on = self.given(question).is_some_and(|given| given.marks.contains(&range));
                self.exam_act(Act::Highlight(question, range, !is_on));
            }
            (ExamCommand::Scratch(text), _) => self.exam_act(Act::Scratch(text)),
            (ExamCommand::Review, _) => self.exam_act(Act::Review),
            (ExamCommand::EndSection, _) => self.exam_end_section(),
            (ExamCommand::EndBreak, _) => self.exam_act(Act::EndBreak),
            (ExamCommand::Pause, _) => self.exam_act(Act::Pause),
            (ExamCommand::Resume, _) => self.exam_act(Act::Resume),
            (ExamCommand::Submit, _) => self.exam_submit(Ending::ByLearner),
            _ => {}
        }
        self.touch();
    }

    fn given(&self, question: usize) -> Option<&Given> {
        self.exam.as_ref()?.attempt.given().get(question)
    }

    fn exam_next(&mut self, question: usize) {
        let Some(exam) = &self.exam else { return };
        let plan = exam.attempt.plan();
        let section = exam.attempt.section();
        let is_last = question + 1 >= plan.range(section).end;
        self.exam_act(if is_last { Act::Review } else { Act::Show(question + 1) });
    }

    fn exam_respond(&mut self, question: usize, response: Response) {
        if self.given(question).and_then(|given| given.response.as_ref()) != Some(&response) {
            self.exam_act(Act::Respond(question, response));
        }
    }

    fn exam_end_section(&mut self) {
        let Some(exam) = &self.exam else { return };
        let is_last = exam.attempt.section() + 1 >= exam.attempt.plan().sections.len();
        if is_last {
            self.exam_submit(Ending::ByLearner);
        } else {
            if let Some(exam) = &mut self.exam {
                exam.break_ms = 0;
            }
            self.exam_act(Act::EndSection);
        }
    }

    /// Writes a step with the clocks as they are, then does it. Refused steps are not written.
    pub(super) fn exam_act(&mut self, act: Act) {
        let Some(exam) = &self.exam else { return };
        if exam.attempt.check(&act).is_err() {
            return;
        }
        let step = AttemptStep { spent_ms: exam.spent_ms, break_ms: exam.break_ms, act };
        let attempt = exam.id.clone();
        if self.append(&[EventBody::Attempt { attempt, step: step.clone() }]).is_none() {
            return;
        }
        if let Some(exam) = &mut self.exam {
            exam.attempt.apply(&step).ok();
            if !matches!(exam.attempt.phase(), Phase::Break(_)) {
                exam.break_ms = 0;
            }
        }
        self.want_exam_picture();
    }

    fn want_exam_picture(&mut self) {
        let Some(exam) = &self.exam else { return };
        if let Phase::Question(question) = exam.attempt.phase()
            && let Some(item) = exam.items.get(question).copied().flatten()
        {
            self.want_picture(item);
        }
    }

    /// Lets the exam's clock run; true when something changed beside the clock's face.
    pub(in crate::app) fn tick_exam(&mut self) -> bool {
        let reading = self.services.clock.reading();
        let Some(exam) = &mut self.exam else { return false };
        let face = exam.face();
        let (ms, interruption) = exam.clock.advance(reading);
        let is_break = matches!(exam.attempt.phase(), Phase::Break(_));
        if exam.attempt.is_clock_running() {
            exam.spent_ms += ms;
        }
        if is_break {
            exam.break_ms += ms;
        }
        let is_new_face = exam.face() != face || interruption.is_some();
        let is_over = exam.left_ms() == 0;
        let is_break_over = is_break && exam.break_left_ms() == 0;
        self.beat();
        if let Some(interruption) = interruption {
            self.exam_act(Act::Interrupted(interruption));
        }
        if is_over {
            self.exam_submit(Ending::TimeOver);
        } else if is_break_over {
            self.exam_act(Act::EndBreak);
        } else {
            self.announce_time();
        }
        if is_new_face {
            self.touch();
        }
        is_new_face
    }

    /// Writes the clock down, once a second.
    fn beat(&mut self) {
        let Some(exam) = &mut self.exam else { return };
        let now = exam.spent_ms + exam.break_ms;
        if (now - exam.beaten_ms).abs() < BEAT_MS {
            return;
        }
        exam.beaten_ms = now;
        let beat = Heartbeat {
            attempt: exam.id.clone(),
            spent_ms: exam.spent_ms,
            break_ms: exam.break_ms,
        };
        if let Err(error) = beat.write(&self.services.data_dir) {
            tracing::warn!("the exam's clock could not be written: {error}");
        }
    }

    /// Says once that ten, and once that five minutes are left.
    fn announce_time(&mut self) {
        let Some(exam) = &mut self.exam else { return };
        let left = exam.left_ms();
        let limit = exam.attempt.plan().limit_ms;
        let due =
            WARNINGS_MIN.into_iter().filter(|min| left <= min * 60_000 && limit > min * 120_000);
        let Some(minutes) = due.min() else { return };
        if exam.announced_min.is_some_and(|said| said <= minutes) {
            return;
        }
        exam.announced_min = Some(minutes);
        let title = format!("{} minutes left", (left + 59_999) / 60_000);
        self.tell(Severity::Info, &title, "");
    }

    /// Ends the exam: the last step and every answer in one transaction, then the result.
    pub(super) fn exam_submit(&mut self, ending: Ending) {
        let Some(mut exam) = self.exam.clone() else { return };
        let act = Act::Submit(ending);
        if exam.attempt.check(&act).is_err() {
            return;
        }
        let step = AttemptStep { spent_ms: exam.spent_ms, break_ms: exam.break_ms, act };
        exam.attempt.apply(&step).ok();
        let answers = self.exam_answers(&exam);
        let mut bodies = vec![EventBody::Attempt { attempt: exam.id.clone(), step }];
        bodies.extend(answers.iter().cloned().map(EventBody::Answer));
        if self.append(&bodies).is_none() {
            return;
        }
        for answer in &answers {
            if let Some(unit) = self.library.find(&answer.key) {
                self.remember(unit, answer);
            }
        }
        Heartbeat::remove(&self.services.data_dir);
        self.exam = None;
        self.reload_mocks();
        self.result = ResultPlace { id: exam.id, ..ResultPlace::default() };
        self.go(Screen::Result);
        if ending == Ending::TimeOver {
            self.tell(Severity::Info, "Time is over", "Your exam was handed in as it stood.");
        }
    }

    /// One answer for every question that was on the screen (learning model, section 4.5).
    fn exam_answers(&self, exam: &Exam) -> Vec<Answer> {
        let plan = exam.attempt.plan();
        let given = exam.attempt.given().iter().zip(plan.questions()).enumerate();
        given
            .filter(|(_, (given, _))| given.n_shown > 0)
            .filter_map(|(place, (given, question))| {
                let number = exam.items.get(place).copied().flatten()?;
                let item = exam.item(&self.library, place)?;
                Some(Answer { seed: question.seed, ..self.exam_answer(given, number, item)? })
            })
            .collect()
    }

    /// `item` is the question as it was shown, `number` that of the item in the library.
    fn exam_answer(&self, given: &Given, number: u32, item: &Item) -> Option<Answer> {
        if !item.is_card {
            return None;
        }
        let unit = self.library.units_of(number).next()?;
        let key = self.library.key(unit)?;
        let is_right = given.response.as_ref().is_some_and(|response| is_right(item, response));
        let elapsed_ms = u32::try_from(given.shown_ms.max(0)).unwrap_or(u32::MAX);
        let memory = self.memory(unit);
        let rating = rate(&RatingInput {
            is_right,
            confidence: None,
            guess: guess_chance(item),
            retrievability: memory.map(|memory| {
                f64::from(self.models.of(&key.deck).retrievability(memory, self.day))
            }),
            elapsed_ms,
            typical_secs: self
                .library
                .unit(unit)
                .map_or(60.0, |unit| f64::from(unit.kind.cost().new)),
            mode: Mode::Mock,
            is_flagged: given.is_flagged,
        });
        let outcomes = self.outcomes(unit, &key, false);
        let due = outcomes.iter().find(|outcome| outcome.rating == rating)?.due;
        let due = if rating == Rating::Again { due.max(self.day.plus(1)) } else { due };
        Some(Answer {
            key,
            digest: digest(self.library.item(number)?),
            day: self.day,
            response: serde_json::to_value(&given.response).unwrap_or_default(),
            is_right: Some(is_right),
            confidence: None,
            elapsed_ms,
            mode: Mode::Mock,
            rating,
            rule: RULE,
            due,
            is_doubted: given.is_flagged || !given.former.is_empty(),
            seed: None,
        })
    }
}
