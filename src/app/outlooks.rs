//! Outlooks in the state: when they are made anew, what of them is kept in the log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;

use super::command::Screen;
use super::jobs::JobRequest;
use super::notice::Severity;
use super::outlook::{Certificate, DeckOutlook, Key, Outlook, OutlookTask};
use super::profile::DEFAULT_MINUTES;
use super::state::State;
use super::whatif::{WhatIf, WhatIfSpec, WhatIfTask};
use crate::domain::event::{EventBody, SettingName};
use crate::domain::exam::step::{AttemptPlan, PlanQuestion};
use crate::domain::item::guess::guess_chance;
use crate::domain::plan::fresh::FormQuestion;
use crate::domain::plan::outlook::Shown;
use crate::domain::plan::record::{FitRecord, ForecastKind, ForecastRecord, MODEL, OutlookRecord};
use crate::domain::plan::replay::seen_chance;
use crate::domain::schedule::fitting::Fitted;
use crate::domain::time::StudyDay;
use crate::store::StoreError;

/// The last outlook, and what is under way.
#[derive(Debug, Default)]
pub(super) struct Outlooks {
    last: Option<Outlook>,
    /// What the outlook that is under way, or the last one that failed, is made from.
    asked: Option<Key>,
    /// Trainable answers at the last try to fit, by deck.
    n_fit_tried: BTreeMap<String, u32>,
    pub(super) spec: WhatIfSpec,
    pub(super) what_if: Option<WhatIf>,
    /// The table of the deck and outlook that it was made for.
    pub(super) table: Option<(String, Key, WhatIf)>,
    newest: Arc<AtomicU64>,
    /// What the newest request asked for.
    wanted: Option<(WhatIfSpec, Key)>,
}

/// The crate that fits parameters, as the log names it.
const FITTED_BY: &str = "fsrs 6.6";

/// Draws of the forecast of a mock exam.
const FORM_DRAWS: usize = 400;

impl Outlooks {
    /// What the newest outlook is made from.
    pub(super) fn key(&self) -> Option<Key> {
        self.last.as_ref().map(|last| last.key)
    }
}

impl State {
    /// The outlook of a certificate, when there is one of today.
    pub(in crate::app) fn outlook_of(&self, deck: &str) -> Option<&DeckOutlook> {
        let last = self.outlooks.last.as_ref()?;
        (last.key.day == self.day).then(|| last.decks.get(deck))?
    }

    /// Whether the first outlook of today is still being made.
    pub(in crate::app) fn is_planning(&self) -> bool {
        let has_exam = || self.profile.enrolled.iter().any(|deck| self.exam_day(deck).is_some());
        let is_there = self.outlooks.last.as_ref().is_some_and(|last| last.key.day == self.day);
        !is_there && self.outlooks.asked.is_some() && has_exam()
    }

    /// Units that the plan chose for today, ascending.
    pub(in crate::app) fn chosen_today(&self, deck: &str) -> Option<&[u32]> {
        let plan = self.outlook_of(deck)?.plan.as_ref()?;
        let is_same = self.exam_day(deck) == Some(plan.exam);
        is_same.then_some(plan.units.as_slice())
    }

    fn outlook_key(&self) -> Key {
        Key {
            log_revision: self.log_revision,
            day: self.day,
            line_percent: self.prefs.line_percent,
        }
    }

    /// Starts an outlook when the last one is out of date and nothing is being answered.
    pub(in crate::app) fn refresh_outlook(&mut self) -> bool {
        let is_answering = matches!(self.screen, Screen::Study | Screen::Exam | Screen::FirstStart);
        if self.is_loading || is_answering || self.is_quiet {
            return false;
        }
        let key = self.outlook_key();
        if self.outlooks.asked == Some(key) || self.profile.enrolled.is_empty() {
            return self.refresh_what_if();
        }
        let Ok(log) = self.store.learning_reader() else { return false };
        let certificates = self.studied().into_iter().filter_map(|deck| self.certificate(deck));
        let task = OutlookTask {
            library: Arc::clone(&self.library),
            log,
            certificates: certificates.collect(),
            week: self.profile.week_minutes.unwrap_or([DEFAULT_MINUTES; 7]),
            today: self.day,
            seed: self.services.seed,
            key,
        };
        self.outlooks.asked = Some(key);
        self.jobs.start(JobRequest::Outlook(Box::new(task)));
        self.touch();
        true
    }

    fn certificate(&self, index: u32) -> Option<Certificate> {
        let id = self.library.deck(index)?.id.clone();
        let of_deck = |names: &BTreeSet<(String, String)>| {
            let ours = names.iter().filter(|(deck, _)| *deck == id);
            ours.map(|(_, item)| item.clone()).collect()
        };
        let mocks = self.mocks.iter().filter(|mock| {
            let attempt = &mock.attempt;
            attempt.plan().deck == id && attempt.is_over() && !attempt.is_discarded()
        });
        let share = |mock: &super::exam::Mock| {
            let all = self.score_of(mock)?.all;
            (all.n_scored > 0).then(|| (mock.id.clone(), all.points / f64::from(all.n_scored)))
        };
        Some(Certificate {
            deck: index,
            parameters: self.profile.parameters.get(&id).cloned().unwrap_or_default(),
            exam: self.exam_day(&id),
            suspended: of_deck(&self.profile.suspended),
            left_out: self.profile.left_out.get(&id).cloned().unwrap_or_default(),
            line_percent: self.prefs.line_percent,
            quarters: self.profile.quarters.get(&id).copied(),
            mocks: mocks.filter_map(share).collect(),
            real: self.profile.real_results.get(&id).copied(),
            n_fit_tried: self.outlooks.n_fit_tried.get(&id).copied(),
            id,
        })
    }

    /// Takes an outlook in: first its records go to the log, then it is shown.
    pub(in crate::app) fn take_outlook(&mut self, made: Result<Outlook, StoreError>) {
        let mut outlook = match made {
            Ok(outlook) => outlook,
            Err(error) => {
                self.tell(Severity::Warning, "The plan could not be made", &error.to_string());
                return;
            }
        };
        if outlook.key.day != self.day {
            return;
        }
        let mut bodies = Vec::new();
        for (deck, found) in &mut outlook.decks {
            for record in std::mem::take(&mut found.records) {
                bodies.push(EventBody::Outlook { deck: deck.clone(), record });
            }
        }
        // Kept quietly: what the program notes is no step of the learner and makes nothing stale.
        let at = self.services.clock.now();
        if !bodies.is_empty()
            && let Err(error) = self.store.append(at, &bodies, &self.models)
        {
            self.tell(Severity::Warning, "The plan could not be kept", &error.to_string());
        }
        let fits: Vec<(String, Fitted)> = outlook
            .decks
            .iter_mut()
            .filter_map(|(deck, found)| Some((deck.clone(), found.fitted.take()?)))
            .collect();
        for (deck, found) in &outlook.decks {
            if let Some(n) = found.n_fit_tried {
                self.outlooks.n_fit_tried.insert(deck.clone(), n);
            }
        }
        self.outlooks.last = Some(outlook);
        self.touch();
        for (deck, fitted) in fits {
            self.adopt(&deck, &fitted);
        }
    }

    /// Takes over fitted parameters and recomputes the memories with them.
    fn adopt(&mut self, deck: &str, fitted: &Fitted) {
        let record = OutlookRecord::Fitted(FitRecord {
            day: self.day,
            n_answers: fitted.n_answers,
            loss: fitted.loss,
            crate_version: FITTED_BY.to_owned(),
        });
        let name = SettingName::Parameters(deck.to_owned());
        let bodies = [
            EventBody::Outlook { deck: deck.to_owned(), record },
            EventBody::Set { name, value: json!(fitted.parameters) },
        ];
        if self.append(&bodies).is_some() {
            self.follow_parameters();
        }
    }

    /// Recomputes everything that depends on parameters.
    pub(in crate::app) fn follow_parameters(&mut self) {
        self.reload_profile();
        match self.store.rebuild(&self.models) {
            Ok(()) => self.reload_memories(),
            Err(error) => {
                self.tell(Severity::Error, "Schedules were not recomputed", &error.to_string());
            }
        }
    }

    /// The forecast of a mock exam, frozen before its first question; none with too little evidence.
    pub(in crate::app) fn mock_forecast(&self, id: &str, plan: &AttemptPlan) -> Option<EventBody> {
        let found = self.outlook_of(&plan.deck)?;
        found.now?;
        let model = &found.model;
        let question = |(place, question): (u32, &PlanQuestion)| {
            if plan.unscored.contains(&place) {
                return None;
            }
            let item = self.library.item(self.find_item(&plan.deck, &question.item)?)?;
            let guess = guess_chance(item);
            if let Some(recall) = question.recall {
                return Some(FormQuestion::Seen(seen_chance(recall, guess, model.bias)));
            }
            let standing = model.standings.get(question.domain).copied().unwrap_or_default();
            Some(FormQuestion::Fresh {
                domain: question.domain,
                known: standing.known,
                seen: standing.seen,
                difficulty: f64::from(item.difficulty.clamp(1, 5)),
                guess,
            })
        };
        let form: Vec<FormQuestion> = (0..).zip(plan.questions()).filter_map(question).collect();
        let correction = found.correction.unwrap_or((0.0, 0.0));
        let mut rng = self.services.seed.derive("mock forecast", &[id]);
        let forecast = model.fit.forecast_form(&form, FORM_DRAWS, correction, &mut rng);
        let shown = Shown::of(&forecast, found.line.share);
        let record = OutlookRecord::Forecast(ForecastRecord {
            day: self.day,
            kind: ForecastKind::Mock(id.to_owned()),
            model: MODEL,
            inputs: plan.seed,
            mean: shown.mean,
            range: shown.range,
            pass: None,
        });
        Some(EventBody::Outlook { deck: plan.deck.clone(), record })
    }

    /// Starts a "what if" when its page is open and it is out of date.
    fn refresh_what_if(&mut self) -> bool {
        if self.screen != Screen::Plan {
            return false;
        }
        let Some(key) = self.outlooks.last.as_ref().map(|last| last.key) else { return false };
        let spec = WhatIfSpec { minutes: None, ..self.what_if_spec() };
        let Some(plan) = self.outlook_of(&spec.deck).and_then(|found| found.plan.as_ref()) else {
            return false;
        };
        if self.outlooks.wanted.as_ref() == Some(&(spec.clone(), key)) {
            return false;
        }
        let table = self.outlooks.table.as_ref();
        let has_table = table.is_some_and(|(deck, of, _)| *deck == spec.deck && *of == key);
        let ticket = self.outlooks.newest.fetch_add(1, Ordering::Relaxed) + 1;
        let task = WhatIfTask {
            base: Arc::clone(&plan.ground),
            spec: spec.clone(),
            wants_table: !has_table,
            goal: plan.forecast_before.filter(|_| plan.n_missed > 0),
            ticket,
            newest: Arc::clone(&self.outlooks.newest),
        };
        self.outlooks.wanted = Some((spec, key));
        self.jobs.start(JobRequest::WhatIf(Box::new(task)));
        true
    }

    /// What is tried out, for the certificate that the page shows.
    pub(in crate::app) fn what_if_spec(&self) -> WhatIfSpec {
        let has_plan = |deck: &str| self.outlook_of(deck).is_some_and(|found| found.plan.is_some());
        if has_plan(&self.outlooks.spec.deck) {
            return self.outlooks.spec.clone();
        }
        let studied = self.studied().into_iter().filter_map(|deck| self.library.deck(deck));
        let mut dated: Vec<(StudyDay, &str)> = studied
            .filter(|deck| has_plan(&deck.id))
            .filter_map(|deck| Some((self.exam_day(&deck.id)?, deck.id.as_str())))
            .collect();
        dated.sort_unstable();
        let deck = dated.first().map_or_else(String::new, |(_, deck)| (*deck).to_owned());
        WhatIfSpec { deck, ..WhatIfSpec::default() }
    }

    /// Takes in what came of a "what if".
    pub(in crate::app) fn take_what_if(&mut self, done: Option<WhatIf>) {
        let Some(done) = done else { return };
        if done.ticket != self.outlooks.newest.load(Ordering::Relaxed) {
            return;
        }
        if done.table.is_some()
            && let Some((_, key)) = &self.outlooks.wanted
        {
            self.outlooks.table = Some((done.spec.deck.clone(), *key, done.clone()));
        }
        self.outlooks.what_if = Some(done);
        self.touch();
    }
}
