//! Derived tables: what the log amounts to, as values and as rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;

use crate::domain::event::{Answer, Mode, Rating};
use crate::domain::ids::{EventId, MemoryKey};
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::StudyDay;

use super::error::StoreError;
use super::rows;

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
            memories: memories(connection)?.into_iter().collect(),
            daily: daily(connection)?.into_iter().collect(),
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
            set_retracted(connection, *id, Mark::Retracted)?;
        }
        for (key, memory) in &self.memories {
            put_memory(connection, key, Some(memory))?;
        }
        for (name, value) in &self.settings {
            connection
                .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2)")?
                .execute([name, value])?;
        }
        for ((deck, day), count) in &self.daily {
            add_to_day(connection, deck, *day, count)?;
        }
        Ok(())
    }

    /// Lists where `self` (the tables) departs from `expected` (the log), a line for each.
    pub(super) fn differences(&self, expected: &Self) -> Vec<String> {
        let mut lines = Vec::new();
        for id in self.retracted.symmetric_difference(&expected.retracted) {
            lines.push(format!("event {}@{} is marked wrongly", id.sequence, id.device));
        }
        compare(&self.memories, &expected.memories, same_bits, &mut lines, |key| key.to_string());
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

/// Columns of `memory` behind its key.
const MEMORY_COLUMNS: &str = "stability, difficulty, first_day, last_day, due, n_answers, \
     n_lapses, n_again_today, is_relearning, is_confident_error";

/// Reads a memory from ten columns that begin at `first`.
fn memory_of(row: &Row<'_>, first: usize) -> rusqlite::Result<Memory> {
    Ok(Memory {
        stability: row.get(first)?,
        difficulty: row.get(first + 1)?,
        first_day: StudyDay(row.get(first + 2)?),
        last_day: StudyDay(row.get(first + 3)?),
        due: StudyDay(row.get(first + 4)?),
        n_answers: row.get(first + 5)?,
        n_lapses: row.get(first + 6)?,
        n_again_today: row.get(first + 7)?,
        is_relearning: row.get(first + 8)?,
        is_confident_error: row.get(first + 9)?,
    })
}

/// The memory of one key.
pub(super) fn memory(
    connection: &Connection,
    key: &MemoryKey,
) -> Result<Option<Memory>, StoreError> {
    let sql =
        format!("SELECT {MEMORY_COLUMNS} FROM memory WHERE deck = ?1 AND item = ?2 AND facet = ?3");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params![&*key.deck, &*key.item, key.facet], |row| memory_of(row, 0))
        .optional()?)
}

/// All memories, in the order of their keys.
pub(super) fn memories(connection: &Connection) -> Result<Vec<(MemoryKey, Memory)>, StoreError> {
    let sql = format!(
        "SELECT deck, item, facet, {MEMORY_COLUMNS} FROM memory ORDER BY deck, item, facet"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut memories: Vec<(MemoryKey, Memory)> = Vec::new();
    while let Some(row) = rows.next()? {
        let deck = row.get_ref(0).map_err(StoreError::from)?.as_str().map_err(not_text)?;
        let item = row.get_ref(1).map_err(StoreError::from)?.as_str().map_err(not_text)?;
        // Neighbours share their deck's name: one copy for each deck, not for each item.
        let deck = match memories.last() {
            Some((last, _)) if *last.deck == *deck => last.deck.clone(),
            _ => deck.into(),
        };
        let key = MemoryKey { deck, item: item.into(), facet: row.get(2)? };
        memories.push((key, memory_of(row, 3)?));
    }
    Ok(memories)
}

fn not_text(error: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Damaged { detail: error.to_string() }
}

/// Writes or removes the memory of one key.
pub(super) fn put_memory(
    connection: &Connection,
    key: &MemoryKey,
    memory: Option<&Memory>,
) -> Result<(), StoreError> {
    let Some(memory) = memory else {
        connection
            .prepare_cached("DELETE FROM memory WHERE deck = ?1 AND item = ?2 AND facet = ?3")?
            .execute(params![&*key.deck, &*key.item, key.facet])?;
        return Ok(());
    };
    let sql = format!(
        "INSERT OR REPLACE INTO memory (deck, item, facet, {MEMORY_COLUMNS}) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    connection.prepare_cached(&sql)?.execute(params![
        &*key.deck,
        &*key.item,
        key.facet,
        memory.stability,
        memory.difficulty,
        memory.first_day.0,
        memory.last_day.0,
        memory.due.0,
        memory.n_answers,
        memory.n_lapses,
        memory.n_again_today,
        memory.is_relearning,
        memory.is_confident_error,
    ])?;
    Ok(())
}

/// All daily counts, by deck and day.
pub(super) fn daily(
    connection: &Connection,
) -> Result<Vec<((String, StudyDay), DayCount)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT deck, day, answers, right, again, new, reviews, elapsed_ms FROM daily \
         ORDER BY deck, day",
    )?;
    let days = statement.query_map([], |row| {
        let count = DayCount {
            answers: row.get(2)?,
            right: row.get(3)?,
            again: row.get(4)?,
            new: row.get(5)?,
            reviews: row.get(6)?,
            elapsed_ms: row.get(7)?,
        };
        Ok(((row.get(0)?, StudyDay(row.get(1)?)), count))
    })?;
    Ok(days.collect::<rusqlite::Result<_>>()?)
}

/// Adds `count` (which may be negative) to a day; a day without answers has no row.
pub(super) fn add_to_day(
    connection: &Connection,
    deck: &str,
    day: StudyDay,
    count: &DayCount,
) -> Result<(), StoreError> {
    if *count == DayCount::default() {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO daily (deck, day, answers, right, again, new, reviews, elapsed_ms) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (deck, day) DO UPDATE SET \
             answers = answers + excluded.answers, right = right + excluded.right, \
             again = again + excluded.again, new = new + excluded.new, \
             reviews = reviews + excluded.reviews, elapsed_ms = elapsed_ms + excluded.elapsed_ms",
        )?
        .execute(params![
            deck,
            day.0,
            count.answers,
            count.right,
            count.again,
            count.new,
            count.reviews,
            count.elapsed_ms
        ])?;
    if count.answers < 0 {
        connection
            .prepare_cached("DELETE FROM daily WHERE deck = ?1 AND day = ?2 AND answers = 0")?
            .execute(params![deck, day.0])?;
    }
    Ok(())
}

/// Whether an event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It counts.
    Effective,
    /// An effective retraction takes it back.
    Retracted,
}

/// Writes down whether an event counts.
pub(super) fn set_retracted(
    connection: &Connection,
    id: EventId,
    mark: Mark,
) -> Result<(), StoreError> {
    let sql = match mark {
        Mark::Retracted => "INSERT INTO retracted (sequence, device) VALUES (?1, ?2)",
        Mark::Effective => "DELETE FROM retracted WHERE sequence = ?1 AND device = ?2",
    };
    connection.prepare_cached(sql)?.execute([id.sequence, id.device])?;
    Ok(())
}

/// Recomputes one setting: the last value of its name that counts; `null` removes it.
pub(super) fn refresh_setting(connection: &Connection, name: &str) -> Result<(), StoreError> {
    let value: Option<String> = connection
        .prepare_cached(
            "SELECT l.body FROM log l WHERE l.name = ?1 AND NOT EXISTS (SELECT 1 FROM retracted r \
             WHERE r.sequence = l.sequence AND r.device = l.device) \
             ORDER BY l.sequence DESC, l.device DESC LIMIT 1",
        )?
        .query_row([name], |row| row.get(0))
        .optional()?;
    match value.filter(|value| value != "null") {
        Some(value) => connection
            .prepare_cached("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")?
            .execute([name, &value])?,
        None => {
            connection.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?
        }
    };
    Ok(())
}

/// One answer of a key, as the fold reads it.
pub(super) struct KeyAnswer {
    /// Its event.
    pub(super) id: EventId,
    /// Whether it counts.
    pub(super) mark: Mark,
    /// The answer.
    pub(super) answer: Answer,
}

/// All answers of a key in log order, counted or not.
pub(super) fn answers_of(
    connection: &Connection,
    key: &MemoryKey,
) -> Result<Vec<KeyAnswer>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT l.sequence, l.device, r.sequence IS NOT NULL, l.body FROM log l \
         LEFT JOIN retracted r ON r.sequence = l.sequence AND r.device = l.device \
         WHERE l.deck = ?1 AND l.item = ?2 AND l.facet = ?3 ORDER BY l.sequence, l.device",
    )?;
    let answers = statement.query_map(params![&*key.deck, &*key.item, key.facet], |row| {
        let is_retracted: bool = row.get(2)?;
        Ok(KeyAnswer {
            id: EventId { sequence: row.get(0)?, device: row.get(1)? },
            mark: if is_retracted { Mark::Retracted } else { Mark::Effective },
            answer: rows::answer(row, 3)?,
        })
    })?;
    Ok(answers.collect::<rusqlite::Result<_>>()?)
}
