//! Memories that were answered, numbered once: no answer is looked up by its names again.

use std::collections::HashMap;

use super::ExportInput;
use crate::domain::ids::MemoryKey;

/// The answered memories of an export.
pub(super) struct Answered<'a> {
    numbers: HashMap<&'a MemoryKey, u32, foldhash::fast::RandomState>,
    of_answer: Vec<u32>,
    all: Vec<One>,
}

/// One of them.
#[derive(Clone, Copy)]
struct One {
    /// Milliseconds UTC of its last answer.
    last_ms: i64,
    /// Its card in the package, once that is written.
    card: Option<i64>,
}

impl<'a> Answered<'a> {
    pub(super) fn of(input: &ExportInput<'a>) -> Self {
        let mut answered = Self {
            numbers: HashMap::default(),
            of_answer: Vec::with_capacity(input.answers.len()),
            all: Vec::new(),
        };
        for (at, answer) in input.answers {
            let next = answered.all.len() as u32;
            let number = *answered.numbers.entry(&answer.key).or_insert(next);
            match answered.all.get_mut(number as usize) {
                Some(one) => one.last_ms = at.utc_ms,
                None => answered.all.push(One { last_ms: at.utc_ms, card: None }),
            }
            answered.of_answer.push(number);
        }
        answered
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Number of a memory; none if it was never answered.
    pub(super) fn number(&self, key: &MemoryKey) -> Option<u32> {
        self.numbers.get(key).copied()
    }

    /// Milliseconds UTC of the last answer to it.
    pub(super) fn last_ms(&self, number: u32) -> Option<i64> {
        self.all.get(number as usize).map(|one| one.last_ms)
    }

    /// Remembers its card.
    pub(super) fn set_card(&mut self, number: u32, card: i64) {
        if let Some(one) = self.all.get_mut(number as usize) {
            one.card = Some(card);
        }
    }

    /// Number and card of the memory of each answer, in the order of the answers; no card where its item
    /// does not go out.
    pub(super) fn of_answers(&self) -> impl Iterator<Item = (u32, Option<i64>)> {
        let card = |number: u32| self.all.get(number as usize).and_then(|one| one.card);
        self.of_answer.iter().map(move |number| (*number, card(*number)))
    }
}
