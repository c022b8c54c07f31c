//! What the program itself writes to the log: which plan is followed, what was forecast, and fitted
//! parameters. None of it is a step of the learner, so undo passes over it.

use serde::{Deserialize, Serialize};

use super::policy::Policy;
use crate::domain::time::StudyDay;

/// Version of the readiness model; part of every forecast.
pub const MODEL: u16 = 1;

/// One record about a certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OutlookRecord {
    /// The plan that is followed from this day on.
    Plan(PlanRecord),
    /// A number that was shown.
    Forecast(ForecastRecord),
    /// Parameters of the memory model were fitted; the values are a setting in the same step.
    Fitted(FitRecord),
}

impl OutlookRecord {
    /// The study day on which it was written.
    pub fn day(&self) -> StudyDay {
        match self {
            Self::Plan(plan) => plan.day,
            Self::Forecast(forecast) => forecast.day,
            Self::Fitted(fit) => fit.day,
        }
    }
}

/// The plan that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// When it was chosen.
    pub day: StudyDay,
    /// First day of the plan. The last day for new items counts from here, so it does not move.
    pub start: StudyDay,
    /// The exam day that it was made for.
    pub exam: StudyDay,
    /// Quarters of the day's minutes that this certificate gets, 0..=4.
    pub quarters: u8,
    /// What is done each day.
    pub policy: Policy,
    /// What it was made for: minutes, days off and what is left out, hashed.
    pub terms: u64,
}

/// What a forecast is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ForecastKind {
    /// Share of right answers, if the exam were today.
    Today,
    /// Share of right answers on the exam day, if every day goes as planned.
    ExamDay,
    /// Share of right answers in a mock exam (its id), frozen when it began.
    Mock(String),
}

/// A forecast as it was shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForecastRecord {
    /// When it was made.
    pub day: StudyDay,
    /// What it is about.
    pub kind: ForecastKind,
    /// Version of the model.
    pub model: u16,
    /// What it was made from, hashed.
    pub inputs: u64,
    /// Mean share, 0..=1.
    pub mean: f64,
    /// 10 % and 90 % quantiles.
    pub range: (f64, f64),
    /// Chance of passing, where the exam publishes a mark and enough is known.
    pub pass: Option<f64>,
}

/// How parameters were fitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitRecord {
    /// When.
    pub day: StudyDay,
    /// Trainable answers.
    pub n_answers: u32,
    /// Log loss on the last fifth of the answers with the parameters before, and with the new ones.
    pub loss: (f64, f64),
    /// Version of the `fsrs` crate.
    pub crate_version: String,
}
