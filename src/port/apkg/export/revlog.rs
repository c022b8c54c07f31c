//! Answers as rows of `revlog`.

use std::collections::HashSet;

use super::ExportInput;
use crate::domain::event::{Answer, Mode, Rating};
use crate::domain::schedule::memory::Memory;
use crate::domain::time::Moment;

/// Longest time of an answer that Anki keeps, in milliseconds.
const MAX_MS: u32 = 60_000;
/// Interval of an answer that comes again on the same day, in negative seconds.
const SAME_DAY: i64 = -600;

/// A row of `revlog`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) card: i64,
    pub(super) ease: i64,
    pub(super) interval: i64,
    pub(super) last_interval: i64,
    pub(super) factor: i64,
    pub(super) elapsed_ms: i64,
    pub(super) kind: i64,
}

/// Turns answers, oldest first, into rows.
pub(super) struct Rows<'a> {
    input: &'a ExportInput<'a>,
    /// By the numbers of answered memories.
    states: Vec<Option<State>>,
    taken: HashSet<i64, foldhash::fast::RandomState>,
    newest: i64,
}

#[derive(Clone)]
struct State {
    memory: Memory,
    interval: i64,
}

impl<'a> Rows<'a> {
    /// Rows of answers to so many memories.
    pub(super) fn new(input: &'a ExportInput<'a>, n_memories: usize) -> Self {
        Self { input, states: vec![None; n_memories], taken: HashSet::default(), newest: 0 }
    }

    /// The row of an answer to the memory with this number and card; none if its item does not go out.
    pub(super) fn row(
        &mut self,
        (at, answer): &(Moment, Answer),
        (number, card): (u32, Option<i64>),
    ) -> Option<Row> {
        let card = card?;
        let state = self.states.get_mut(number as usize)?;
        let before = state.as_ref();
        let kind = kind(before.map(|state| &state.memory), answer);
        let memory = self.input.model.fold(before.map(|state| &state.memory), answer);
        let days = i64::from(answer.due.0) - i64::from(answer.day.0);
        let interval = if days > 0 { days } else { SAME_DAY };
        let last_interval = before.map_or(0, |state| state.interval);
        let difficulty = f64::from(memory.difficulty);
        let factor = ((difficulty - 1.0) / 9.0 * 1000.0).round() as i64 + 100;
        *state = Some(State { memory, interval });
        Some(Row {
            id: self.free_id(at.utc_ms.min(self.input.now.utc_ms)),
            card,
            ease: answer.rating as i64,
            interval,
            last_interval,
            factor: if kind == 3 { 0 } else { factor },
            elapsed_ms: i64::from(answer.elapsed_ms.min(MAX_MS)),
            kind,
        })
    }

    /// The moment in milliseconds; the next free one where two answers share it.
    fn free_id(&mut self, wanted: i64) -> i64 {
        let mut id = wanted;
        if self.taken.contains(&id) {
            id = self.newest.max(wanted) + 1;
        }
        self.taken.insert(id);
        self.newest = self.newest.max(id);
        id
    }
}

/// 0 learning on the first day, 1 review, 2 after a lapse on the same day, 3 practice.
fn kind(before: Option<&Memory>, answer: &Answer) -> i64 {
    match before {
        _ if answer.mode == Mode::Drill => 3,
        None => 0,
        Some(memory) if memory.first_day == answer.day => 0,
        Some(memory) if memory.last_day == answer.day && memory.n_again_today > 0 => 2,
        Some(_) => 1,
    }
}

/// A rating as a button, for the compiler to check that they agree.
const _: () = assert!(Rating::Again as i64 == 1 && Rating::Easy as i64 == 4);
