//! Seconds that answers cost, before the learner's own times are known.

use crate::domain::deck::{Body, Item};

/// Seconds of one answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// The first answer.
    pub new: f32,
    /// Any later one.
    pub seen: f32,
    /// On top when it was wrong.
    pub wrong: f32,
}

/// Reading a case's scenario, once.
pub const SCENARIO_SECS: f32 = 90.0;

/// Items that cost about the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ItemKind {
    /// One option of some.
    Choice,
    /// Several options of some.
    MultiChoice,
    /// Steps, pairs, menus.
    Arrange,
    /// Numbers to work out, also made anew.
    Numeric,
    /// A place on a picture.
    Hotspot,
    /// Front and back.
    Card,
    /// Gaps.
    Cloze,
}

impl ItemKind {
    /// The kind of an item. A case takes the kind of a choice; its questions have their own.
    pub fn of(item: &Item) -> Self {
        match &item.body {
            Body::Choice(choice) if choice.select > 1 => Self::MultiChoice,
            Body::Choice(_) | Body::Case(_) => Self::Choice,
            Body::Order(_) | Body::Match(_) | Body::Dropdown(_) => Self::Arrange,
            Body::Numeric(_) | Body::Generated(_) => Self::Numeric,
            Body::Hotspot(_) => Self::Hotspot,
            Body::Card(_) => Self::Card,
            Body::Cloze(_) => Self::Cloze,
        }
    }

    /// Default seconds.
    pub fn cost(self) -> Cost {
        let (new, seen, wrong) = match self {
            Self::Choice => (80.0, 40.0, 20.0),
            Self::MultiChoice => (95.0, 50.0, 25.0),
            Self::Arrange => (100.0, 60.0, 25.0),
            Self::Numeric => (120.0, 90.0, 40.0),
            Self::Hotspot => (60.0, 35.0, 15.0),
            Self::Card => (15.0, 8.0, 8.0),
            Self::Cloze => (12.0, 7.0, 7.0),
        };
        Cost { new, seen, wrong }
    }
}

/// Answers that the default weighs as much as.
const PRIOR_ANSWERS: f64 = 20.0;

/// Typical seconds from the learner's own times, each capped at three medians, and the default.
pub fn typical_secs(default_secs: f64, own_secs: &[f64]) -> f64 {
    let mut sorted = own_secs.to_vec();
    sorted.sort_by(f64::total_cmp);
    let cap = sorted.get(sorted.len() / 2).map_or(f64::INFINITY, |median| 3.0 * median);
    let sum: f64 = sorted.iter().map(|secs| secs.min(cap)).sum();
    (sum + PRIOR_ANSWERS * default_secs) / (sorted.len() as f64 + PRIOR_ANSWERS)
}

/// Seconds for an item of so many words, given those for the mean length of its kind.
pub fn scaled_secs(secs: f64, n_words: usize, mean_words: f64) -> f64 {
    if mean_words > 0.0 { secs * (n_words.max(1) as f64 / mean_words).sqrt() } else { secs }
}
