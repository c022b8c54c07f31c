//! Memories that a text file says of its items, without the reviews that made them.

use super::imported::History;
use crate::domain::time::{Moment, StudyDay};

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// One memory as another program left it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seed {
    /// Number of the item.
    pub(super) item: usize,
    pub(super) facet: u16,
    /// Day of the last review.
    pub(super) last: StudyDay,
    /// Day on which it is due.
    pub(super) due: StudyDay,
    /// Days, above 0.
    pub(super) stability: f32,
    /// 1..=10.
    pub(super) difficulty: f32,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Seeds {
    /// Where the present is known: reviews behind it are not believed.
    now: Option<Moment>,
    steps: Vec<History>,
    dues: Vec<History>,
}

impl Seeds {
    pub(super) fn set_now(&mut self, now: Moment) {
        self.now = Some(now);
    }

    /// Takes a memory in; false where it was last reviewed in the future.
    pub(super) fn plant(&mut self, seed: &Seed) -> bool {
        let Seed { item, facet, last, due, stability, difficulty } = *seed;
        let start = i64::from(last.0) * DAY_MS;
        // The hour is not known: noon is on that day wherever its border lies.
        let mut utc_ms = start + DAY_MS / 2;
        if let Some(now) = self.now {
            if start > now.utc_ms + i64::from(now.offset_min) * 60_000 {
                return false;
            }
            utc_ms = utc_ms.min(now.utc_ms);
        }
        let at = Moment { utc_ms, offset_min: 0 };
        self.steps.push(History::Seed { item, facet, at, stability, difficulty });
        let at = Moment { utc_ms: i64::from(due.0) * DAY_MS, offset_min: 0 };
        self.dues.push(History::Due { item, facet, at });
        true
    }

    /// Seeds oldest first, then the dates.
    pub(super) fn into_history(self) -> Vec<History> {
        let mut all = self.steps;
        all.sort_by_key(|step| match step {
            History::Review { at, .. } | History::Seed { at, .. } | History::Due { at, .. } => *at,
        });
        all.extend(self.dues);
        all
    }
}
