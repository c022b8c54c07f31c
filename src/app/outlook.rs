//! Plans, readiness and the record of forecasts of every certificate that is studied, worked out off
//! the window's thread from the log.

mod certificate;
mod notes;
mod shares;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::profile::RealResult;
use crate::domain::event::EventBody;
use crate::domain::library::Library;
use crate::domain::plan::campaign::{Campaign, DayLoad};
use crate::domain::plan::fresh::{Evidence, Fit};
use crate::domain::plan::ledger::{Calls, Resolved};
use crate::domain::plan::outlook::{DomainOutlook, Measure, Shown};
use crate::domain::plan::policy::Policy;
use crate::domain::plan::record::OutlookRecord;
use crate::domain::plan::replay::Standing;
use crate::domain::plan::whatif::Week;
use crate::domain::schedule::fitting::Fitted;
use crate::domain::seed::Seed;
use crate::domain::stats::traps::Traps;
use crate::domain::time::StudyDay;
use crate::store::{LearningReader, StoreError};

pub use certificate::line_of;

/// What is to be worked out.
#[derive(Debug)]
pub struct OutlookTask {
    /// All decks.
    pub library: Arc<Library>,
    /// The log.
    pub log: LearningReader,
    /// The certificates that are studied.
    pub certificates: Vec<Certificate>,
    /// Minutes for each weekday, Monday first.
    pub week: [u32; 7],
    /// Today.
    pub today: StudyDay,
    /// Root of randomness.
    pub seed: Seed,
    /// What this was made from; the result bears it.
    pub key: Key,
}

/// What an outlook was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// State of the log and the decks.
    pub log_revision: u64,
    /// Today.
    pub day: StudyDay,
    /// The learner's line in per cent.
    pub line_percent: u32,
}

/// One certificate as the learner has set it.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Index of the deck.
    pub deck: u32,
    /// Its id.
    pub id: String,
    /// Its parameters; empty for the standard ones.
    pub parameters: Vec<f32>,
    /// Its exam day, when one is set and not past.
    pub exam: Option<StudyDay>,
    /// Items that are never asked.
    pub suspended: BTreeSet<String>,
    /// Items that were given up until the exam.
    pub left_out: BTreeSet<String>,
    /// Share of right answers that the learner compares with where no mark is published, per cent.
    pub line_percent: u32,
    /// Quarters of the minutes that it gets, where fixed.
    pub quarters: Option<u8>,
    /// Mock exams that are over: id and share of right answers.
    pub mocks: Vec<(String, f64)>,
    /// What the real exam brought.
    pub real: Option<RealResult>,
    /// Trainable answers at the last try to fit parameters.
    pub n_fit_tried: Option<u32>,
}

/// Everything that was worked out.
#[derive(Debug)]
pub struct Outlook {
    /// What it was made from.
    pub key: Key,
    /// By deck id.
    pub decks: BTreeMap<String, DeckOutlook>,
}

/// One certificate.
#[derive(Debug)]
pub struct DeckOutlook {
    /// How much evidence there is.
    pub evidence: Evidence,
    /// The expected score if the exam were today; none below the least evidence.
    pub now: Option<Shown>,
    /// The expected score on the exam day if every day goes as planned.
    pub at_exam: Option<Shown>,
    /// What is compared with.
    pub line: Line,
    /// Each part of the exam.
    pub domains: Vec<DomainOutlook>,
    /// Whether the parts' weights are published.
    pub has_published_weights: bool,
    /// Whether the last answer was so long ago that all of it is from before a break.
    pub is_after_break: bool,
    /// The plan of today; none without an exam day ahead.
    pub plan: Option<Plan>,
    /// Reviews of the last four weeks: remembered, and all.
    pub recent: (u32, u32),
    /// How good calls of single answers were.
    pub calls: Calls,
    /// Forecasts of exams with their results, oldest first, and what they were of.
    pub resolved: Vec<(String, Resolved)>,
    /// Ids of the mock exams among them, in their order.
    pub resolved_ids: Vec<String>,
    /// Shift of forecasts that follows from these, with its standard deviation.
    pub correction: Option<(f64, f64)>,
    /// Misconceptions.
    pub traps: Traps,
    /// What mock forecasts are made from.
    pub model: ReadyModel,
    /// Newly fitted parameters, when they predict better.
    pub fitted: Option<Fitted>,
    /// Trainable answers, when a fit was tried.
    pub n_fit_tried: Option<u32>,
    /// What is to be kept in the log.
    pub records: Vec<OutlookRecord>,
}

impl DeckOutlook {
    /// The forecast of a mock exam (its id) and what came of it.
    pub fn resolved_mock(&self, id: &str) -> Option<&(String, Resolved)> {
        self.resolved.get(self.resolved_ids.iter().position(|other| other == id)?)
    }
}

/// The model behind a forecast of single questions.
#[derive(Debug, Clone)]
pub struct ReadyModel {
    /// Fresh questions.
    pub fit: Fit,
    /// Each domain today.
    pub standings: Vec<Standing>,
    /// Form of the day for questions seen before.
    pub bias: f64,
}

/// What a score is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Share of right answers, 0..=1.
    pub share: f64,
    /// Where it is from.
    pub basis: LineBasis,
}

/// Where a line is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineBasis {
    /// The exam's owner says so.
    Published,
    /// A published scaled score, turned into a share by a straight line.
    Estimated,
    /// The learner's own.
    Own,
}

/// The plan of a certificate.
#[derive(Debug)]
pub struct Plan {
    /// Units chosen for today, ascending.
    pub units: Vec<u32>,
    /// Expected seconds of today's items, wrong answers with what follows them, by those without.
    pub slowness: f64,
    /// What is done each day.
    pub policy: Policy,
    /// First day of the plan.
    pub start: StudyDay,
    /// The exam day.
    pub exam: StudyDay,
    /// Last day for new items, under a plan that has one.
    pub last_new: Option<StudyDay>,
    /// New items on each day until then, about.
    pub n_new_a_day: usize,
    /// Quarters of the minutes.
    pub quarters: u8,
    /// The days to come in one run of the plan, from today.
    pub days: Vec<DayLoad>,
    /// Seconds of items that are due today or before.
    pub due_secs: f64,
    /// Days of study that were missed just now.
    pub n_missed: u32,
    /// The last forecast for the exam day from before the missed days.
    pub forecast_before: Option<f64>,
    /// What "what if" starts from.
    pub ground: Arc<Base>,
}

/// What "what if" starts from.
#[derive(Debug)]
pub struct Base {
    /// The campaign as set.
    pub campaign: Campaign,
    /// Unit of each of its items.
    pub units: Vec<u32>,
    /// Days of study, far beyond the exam.
    pub week: Week,
    /// Mean minutes of a day of study, before they are shared among certificates.
    pub minutes: f64,
    /// The readiness model.
    pub fit: Fit,
    /// What a forecast is measured by.
    pub measure: Measure,
    /// Root of randomness.
    pub seed: Seed,
}

impl OutlookTask {
    /// Works it out; the log is read through a connection of its own.
    pub fn run(self) -> Result<Outlook, StoreError> {
        let bodies = self.log.read()?;
        let frame = certificate::Shared {
            library: &self.library,
            bodies: &bodies,
            week: self.week,
            today: self.today,
            seed: self.seed,
        };
        let mut readings: Vec<certificate::Reading<'_>> = self
            .certificates
            .iter()
            .filter_map(|certificate| certificate::Reading::new(&frame, certificate))
            .collect();
        shares::deal(&mut readings);
        let decks = readings.iter().map(|reading| (reading.id().to_owned(), reading.finish()));
        Ok(Outlook { key: self.key, decks: decks.collect() })
    }
}

/// The records about a deck, oldest first.
fn records_of<'a>(bodies: &'a [EventBody], deck: &str) -> Vec<&'a OutlookRecord> {
    let record = |body: &'a EventBody| match body {
        EventBody::Outlook { deck: of, record } if of == deck => Some(record),
        _ => None,
    };
    bodies.iter().filter_map(record).collect()
}
