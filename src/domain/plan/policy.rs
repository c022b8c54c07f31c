//! Plans: what is done on each day with the minutes there are (learning model, section 7.2).

use serde::{Deserialize, Serialize};

/// A plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Policy {
    /// What is due first, then new items with what is left: what other programs do.
    ReviewsFirst {
        /// Retention at which an item is due.
        retention: f64,
    },
    /// An even quota of new items, then what is due by its gain a second, then more new items, and in
    /// the last quarter of the time anything by its gain.
    Paced {
        /// Retention at which an item is due.
        retention: f64,
        /// Share of the time in which new items are introduced, 0..=1.
        until: f64,
    },
    /// Always what gains most a second, new or seen, due or not.
    Greedy,
}

/// The plans among which one is chosen by simulation.
pub const CANDIDATES: [Policy; 3] = [
    Policy::Greedy,
    Policy::Paced { retention: 0.75, until: 0.60 },
    Policy::Paced { retention: 0.92, until: 0.60 },
];

impl Policy {
    /// In one sentence, for the learner. `last_new` is the last day for new items in words.
    pub fn words(self, n_new_a_day: usize, last_new: Option<&str>) -> String {
        match self {
            Self::Greedy => {
                "Each day takes what gains most a minute for the exam day, new or seen.".to_owned()
            }
            Self::Paced { retention, .. } => {
                let new = match last_new {
                    Some(day) => format!("about {n_new_a_day} new a day until {day}"),
                    None => "everything new has been seen".to_owned(),
                };
                format!("Reviews wait until recall falls under {:.0} %; {new}.", retention * 100.0)
            }
            Self::ReviewsFirst { .. } => {
                "Everything due first, then new items with what is left.".to_owned()
            }
        }
    }
}
