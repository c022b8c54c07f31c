//! What the rows of one step change in memories and days: gathered, and written once.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::domain::event::{Answer, MemorySeed};
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::Memory;
use crate::domain::time::StudyDay;

use super::derived::{DayCount, Models};
use super::error::StoreError;
use super::tables;

/// Memories and days that are ahead of their tables.
pub(super) struct Folds<'r> {
    /// The models that fold.
    pub(super) models: &'r dyn Models,
    memories: HashMap<&'r MemoryKey, Memory, foldhash::fast::RandomState>,
    days: BTreeMap<(&'r str, StudyDay), DayCount>,
    /// Whether a deck has memories in the table.
    decks: HashMap<&'r str, bool>,
}

impl<'r> Folds<'r> {
    pub(super) fn new(models: &'r dyn Models) -> Self {
        Self { models, memories: HashMap::default(), days: BTreeMap::new(), decks: HashMap::new() }
    }

    /// Folds the newest answer of its key into the memory and the day's counts.
    pub(super) fn answer(
        &mut self,
        connection: &Connection,
        answer: &'r Answer,
    ) -> Result<(), StoreError> {
        let before = match self.memories.get(&answer.key) {
            Some(memory) => Some(*memory),
            None => self.of_table(connection, &answer.key)?,
        };
        let after = self.models.model(&answer.key.deck).fold(before.as_ref(), answer);
        let count = DayCount::of(before.as_ref(), answer);
        self.days.entry((&answer.key.deck, answer.day)).or_default().add(&count, 1);
        self.memories.insert(&answer.key, after);
        Ok(())
    }

    /// Plants a memory that was taken over.
    pub(super) fn seed(&mut self, seed: &'r MemorySeed) {
        let memory = self.models.model(&seed.key.deck).planted(seed);
        self.memories.insert(&seed.key, memory);
    }

    fn of_table(
        &mut self,
        connection: &Connection,
        key: &'r MemoryKey,
    ) -> Result<Option<Memory>, StoreError> {
        if !self.decks.contains_key(&*key.deck) {
            self.decks.insert(&key.deck, tables::has_memories(connection, &key.deck)?);
        }
        match self.decks.get(&*key.deck) {
            Some(true) => tables::memory(connection, key),
            _ => Ok(None),
        }
    }

    /// Writes what was gathered, in the order of the tables.
    pub(super) fn write(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut memories: Vec<(&MemoryKey, Memory)> = self.memories.drain().collect();
        memories.sort_unstable_by_key(|(key, _)| *key);
        for (key, memory) in &memories {
            tables::put_memory(connection, key, Some(memory))?;
        }
        for ((deck, day), count) in std::mem::take(&mut self.days) {
            tables::add_to_day(connection, deck, day, &count)?;
        }
        self.decks.clear();
        Ok(())
    }
}
