//! When a card is due, in Anki's terms.

use super::ExportInput;
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::Memory;
use crate::domain::time::StudyDay;

/// Ease of cards that never had one, in per mille.
const EASE: i64 = 2500;

/// The scheduling columns of a card.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Schedule {
    pub(super) kind: i64,
    pub(super) queue: i64,
    pub(super) due: i64,
    pub(super) interval: i64,
    pub(super) factor: i64,
    pub(super) reps: i64,
    pub(super) lapses: i64,
    pub(super) data: String,
}

/// What all cards have in common.
pub(super) struct Scheduler<'a> {
    pub(super) input: &'a ExportInput<'a>,
    /// The day that due days are counted from.
    pub(super) first_day: StudyDay,
}

impl Scheduler<'_> {
    /// The schedule of one memory; `position` is its place among the new ones, `last_ms` the moment
    /// of its last answer where one is known.
    pub(super) fn schedule(
        &self,
        key: &MemoryKey,
        position: usize,
        last_ms: Option<i64>,
    ) -> Schedule {
        let is_suspended = !self.input.suspended.is_empty()
            && self.input.suspended.contains(&(key.deck.to_string(), key.item.to_string()));
        let queue = |queue| if is_suspended { -1 } else { queue };
        let Some(memory) = self.input.memories.get(key) else {
            let data = format!("{{\"pos\":{position}}}");
            return Schedule {
                kind: 0,
                queue: queue(0),
                due: position as i64,
                interval: 0,
                factor: 0,
                reps: 0,
                lapses: 0,
                data,
            };
        };
        let days = i64::from(memory.due.0) - i64::from(memory.last_day.0);
        Schedule {
            kind: 2,
            queue: queue(2),
            due: i64::from(memory.due.0) - i64::from(self.first_day.0),
            interval: days.max(1),
            factor: EASE,
            reps: i64::from(memory.n_answers),
            lapses: i64::from(memory.n_lapses),
            data: self.data(memory, position, last_ms),
        }
    }

    fn data(&self, memory: &Memory, position: usize, last_ms: Option<i64>) -> String {
        let offset_s = i64::from(self.input.now.offset_min) * 60;
        let noon = i64::from(memory.last_day.0) * 86_400 + 43_200 - offset_s;
        let told = last_ms.map_or(noon, |ms| ms.div_euclid(1000));
        let last_review = told.min(self.input.now.utc_ms.div_euclid(1000));
        let decay = self.input.decay;
        format!(
            "{{\"pos\":{position},\"s\":{:.4},\"d\":{:.3},\"dr\":{:.2},\"decay\":{decay:.3},\
             \"lrt\":{last_review}}}",
            memory.stability, memory.difficulty, self.input.retention,
        )
    }
}
