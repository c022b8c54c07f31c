//! Derived tables: what the log amounts to, as values and as rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::Serialize;

use crate::domain::event::{Answer, Mode, Rating};
use crate::domain::ids::{EventId, MemoryKey};
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::StudyDay;

use super::error::StoreError;
use super::tables::{self, Mark};

/// Gives the memory model of a deck: the parameters of its certificate, or the defaults.
pub trait Models {
    /// The model that folds the answers of `deck`.
    fn model(&self, deck: &str) -> &Model;
}

impl Models for Model {
    fn model(&self, _deck: &str) -> &Model {
        self
    }
}

/// What was answered in one deck on one study day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DayCount {
    /// All answers.
    pub answers: i64,
    /// Answers that were right; a self-graded card counts unless rated Again.
    pub right: i64,
    /// Answers rated Again.
    pub again: i64,
    /// First answers of a memory.
    pub new: i64,
    /// Answers to a memory that was last answered on an earlier day.
    pub reviews: i64,
    /// Milliseconds from showing to answering, added up.
    pub elapsed_ms: i64,
}

impl DayCount {
    /// What one answer adds, given the memory before it.
    pub(super) fn of(before: Option<&Memory>, answer: &Answer) -> Self {
        let is_right = answer.is_right.unwrap_or(answer.rating != Rating::Again);
        let is_review = answer.mode != Mode::Relearn
            && before.is_some_and(|memory| memory.last_day < answer.day);
        Self {
            answers: 1,
            right: i64::from(is_right),
            again: i64::from(answer.rating == Rating::Again),
            new: i64::from(before.is_none()),
            reviews: i64::from(is_review),
            elapsed_ms: i64::from(answer.elapsed_ms),
        }
    }

    /// Adds `other`, `times` times (−1 takes it away).
    pub(super) fn add(&mut self, other: &Self, times: i64) {
        self.answers += times * other.answers;
        self.right += times * other.right;
        self.again += times * other.again;
        self.new += times * other.new;
        self.reviews += times * other.reviews;
        self.elapsed_ms += times * other.elapsed_ms;
    }
}

/// Everything that is derived from the log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Derived {
    /// Events that an effective retraction takes back.
    pub retracted: BTreeSet<EventId>,
    /// Memory of every key that has an effective answer.
    pub memories: BTreeMap<MemoryKey, Memory>,
    /// Value of every setting, as JSON, by the JSON of its name.
    pub settings: BTreeMap<String, String>,
    /// Counts by deck and study day.
    pub daily: BTreeMap<(String, StudyDay), DayCount>,
}

impl Derived {
    /// Reads the derived tables.
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut derived = Self {
            memories: tables::memories(connection)?.into_iter().collect(),
            daily: tables::daily(connection)?,
            ..Self::default()
        };
        let mut statement = connection.prepare_cached("SELECT sequence, device FROM retracted")?;
        let ids = statement
            .query_map([], |row| Ok(EventId { sequence: row.get(0)?, device: row.get(1)? }))?;
        derived.retracted = ids.collect::<rusqlite::Result<_>>()?;
        let mut statement = connection.prepare_cached("SELECT name, value FROM setting")?;
        let settings = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        derived.settings = settings.collect::<rusqlite::Result<_>>()?;
        Ok(derived)
    }

    /// Replaces the content of the derived tables.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), StoreError> {
        connection.execute_batch(
            "DELETE FROM retracted; DELETE FROM memory; DELETE FROM setting; DELETE FROM daily;",
        )?;
        for id in &self.retracted {
            tables::set_retracted(connection, *id, Mark::Retracted)?;
        }
        for (key, memory) in &self.memories {
            tables::put_memory(connection, key, Some(memory))?;
        }
        for (name, value) in &self.settings {
            connection
                .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2)")?
                .execute([name, value])?;
        }
        for ((deck, day), count) in &self.daily {
            tables::add_to_day(connection, deck, *day, count)?;
        }
        Ok(())
    }

    /// Lists where `self` (the tables) departs from `expected` (the log), a line for each.
    pub(super) fn differences(&self, expected: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for id in self.retracted.symmetric_difference(&expected.retracted) {
            lines.push(format!("event {}@{} is marked wrongly", id.sequence, id.device));
        }
        compare(&self.memories, &expected.memories, same_bits, &mut lines, MemoryKey::to_string);
        compare(&self.settings, &expected.settings, |a, b| a == b, &mut lines, Clone::clone);
        compare(
            &self.daily,
            &expected.daily,
            |a, b| a == b,
            &mut lines,
            |(deck, day)| format!("{deck} on {}", day.date()),
        );
        lines
    }
}

/// Adds a line for every key whose value is missing, superfluous or not the same.
fn compare<K: Ord, V: std::fmt::Debug>(
    tables: &BTreeMap<K, V>,
    log: &BTreeMap<K, V>,
    is_same: impl Fn(&V, &V) -> bool,
    lines: &mut Vec<String>,
    name: impl Fn(&K) -> String,
) {
    let keys: BTreeSet<&K> = tables.keys().chain(log.keys()).collect();
    for key in keys {
        let (found, expected) = (tables.get(key), log.get(key));
        let is_equal = match (found, expected) {
            (Some(found), Some(expected)) => is_same(found, expected),
            _ => false,
        };
        if !is_equal {
            lines.push(format!("{}: {found:?} instead of {expected:?}", name(key)));
        }
    }
}

/// Whether two memories are the same to the last bit.
fn same_bits(a: &Memory, b: &Memory) -> bool {
    a == b
        && a.stability.to_bits() == b.stability.to_bits()
        && a.difficulty.to_bits() == b.difficulty.to_bits()
}
