//! Rows of the derived tables, one by one.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::domain::event::{Answer, EventBody, MemorySeed};
use crate::domain::ids::{EventId, MemoryKey};
use crate::domain::schedule::memory::Memory;
use crate::domain::time::StudyDay;

use super::derived::DayCount;
use super::error::StoreError;
use super::rows::{self, EVENT_COLUMNS};

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

/// Whether a deck has any memory.
pub(super) fn has_memories(connection: &Connection, deck: &str) -> Result<bool, StoreError> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM memory WHERE deck = ?1)")?
        .query_row([deck], |row| row.get(0))?)
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
        let deck = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let item = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
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
) -> Result<BTreeMap<(String, StudyDay), DayCount>, StoreError> {
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

/// One event of a key that moves its memory, as the fold reads it.
pub(super) struct KeyEvent {
    /// Its event.
    pub(super) id: EventId,
    /// Whether it counts.
    pub(super) mark: Mark,
    /// The answer or the seed.
    pub(super) mover: Mover,
}

/// What moves a memory.
pub(super) enum Mover {
    Answer(Answer),
    Seed(MemorySeed),
}

impl Mover {
    /// What an event moves a memory by; none when it moves none.
    pub(super) fn of(body: EventBody) -> Option<Self> {
        match body {
            EventBody::Answer(answer) if answer.mode.moves_memory() => Some(Self::Answer(answer)),
            EventBody::Seed(seed) => Some(Self::Seed(seed)),
            _ => None,
        }
    }
}

/// All events that move the memory of a key, in log order, counted or not.
pub(super) fn movers_of(
    connection: &Connection,
    key: &MemoryKey,
) -> Result<Vec<KeyEvent>, StoreError> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS}, r.sequence IS NOT NULL FROM log l \
         LEFT JOIN retracted r ON r.sequence = l.sequence AND r.device = l.device \
         WHERE l.deck = ?1 AND l.item = ?2 AND l.facet = ?3 ORDER BY l.sequence, l.device"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![&*key.deck, &*key.item, key.facet])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let event = rows::event(row)?;
        let mark = if row.get(9)? { Mark::Retracted } else { Mark::Effective };
        if let Some(mover) = Mover::of(event.body) {
            events.push(KeyEvent { id: event.id, mark, mover });
        }
    }
    Ok(events)
}
