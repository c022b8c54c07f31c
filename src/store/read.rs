//! Reading: derived tables as values, and the log in its order.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::domain::event::{Answer, Event, EventBody, SettingName};
use crate::domain::exam::step::AttemptStep;
use crate::domain::ids::{EventId, MemoryKey};
use crate::domain::schedule::memory::Memory;
use crate::domain::time::{Moment, StudyDay};

use super::backup::open_to_read;
use super::derived::{DayCount, Derived};
use super::rows::{self, EVENT_COLUMNS};
use super::{FILE_NAME, Store, StoreError, tables};

/// True in SQL when the log row `l` counts.
const IS_EFFECTIVE: &str = "NOT EXISTS (SELECT 1 FROM retracted r \
     WHERE r.sequence = l.sequence AND r.device = l.device)";

/// One event of an item's history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// The event.
    pub event: Event,
    /// Whether it counts: no effective retraction takes it back.
    pub is_effective: bool,
}

/// The undone step that a redo would bring back.
#[derive(Debug, Clone, PartialEq)]
pub struct Redoable {
    /// What the step was called.
    pub label: String,
    /// The events that would count again.
    pub events: Vec<Event>,
    /// The retractions that a redo takes back.
    pub(super) retractions: Vec<Event>,
}

/// Reads what planning needs through a connection of its own.
#[derive(Debug)]
pub enum LearningReader {
    /// From the database in this folder.
    Folder(PathBuf),
    /// Read already.
    Ready(Vec<EventBody>),
}

impl LearningReader {
    /// Reads it.
    pub fn read(self) -> Result<Vec<EventBody>, StoreError> {
        match self {
            Self::Folder(folder) => learning(&open_to_read(&folder.join(FILE_NAME))?),
            Self::Ready(bodies) => Ok(bodies),
        }
    }
}

fn learning(connection: &Connection) -> Result<Vec<EventBody>, StoreError> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM log l WHERE l.kind IN ('answer', 'seed', 'outlook') \
         AND {IS_EFFECTIVE} ORDER BY l.sequence, l.device"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut bodies = Vec::new();
    while let Some(row) = rows.next()? {
        bodies.push(rows::event(row)?.body);
    }
    Ok(bodies)
}

impl Store {
    /// All memories, in the order of their keys.
    pub fn memories(&self) -> Result<Vec<(MemoryKey, Memory)>, StoreError> {
        tables::memories(&self.connection)
    }

    /// The memory of one key.
    pub fn memory(&self, key: &MemoryKey) -> Result<Option<Memory>, StoreError> {
        tables::memory(&self.connection, key)
    }

    /// All settings that have a value.
    pub fn settings(&self) -> Result<BTreeMap<SettingName, serde_json::Value>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT name, value FROM setting")?;
        let settings = statement
            .query_map([], |row| Ok((rows::from_json(row, 0)?, rows::from_json(row, 1)?)))?;
        Ok(settings.collect::<rusqlite::Result<_>>()?)
    }

    /// Counts of every deck and study day, in this order.
    pub fn daily(&self) -> Result<BTreeMap<(String, StudyDay), DayCount>, StoreError> {
        tables::daily(&self.connection)
    }

    /// The derived tables, whole.
    pub fn derived(&self) -> Result<Derived, StoreError> {
        Derived::read(&self.connection)
    }

    /// Number of answers that count.
    pub fn count_answers(&self) -> Result<u64, StoreError> {
        let n: i64 = self
            .connection
            .prepare_cached("SELECT coalesce(sum(answers), 0) FROM daily")?
            .query_row([], |row| row.get(0))?;
        Ok(n.unsigned_abs())
    }

    /// Milliseconds UTC of the newest answer or seed of each memory of a deck.
    pub fn newest_answers(&self, deck: &str) -> Result<BTreeMap<MemoryKey, i64>, StoreError> {
        let mut statement = self.connection.prepare(&format!(
            "SELECT item, facet, max(utc_ms) FROM log l WHERE deck = ?1 \
             AND kind IN ('answer', 'seed') AND {IS_EFFECTIVE} GROUP BY item, facet"
        ))?;
        let rows = statement.query_map([deck], |row| {
            let (item, facet): (String, u16) = (row.get(0)?, row.get(1)?);
            Ok((MemoryKey::new(deck, &item, facet), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Everything that happened to an item, oldest first: answers, notes, flags and the like.
    pub fn history(&self, deck: &str, item: &str) -> Result<Vec<HistoryEntry>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS}, {IS_EFFECTIVE} FROM log l WHERE l.deck = ?1 AND l.item = ?2 \
             ORDER BY l.sequence, l.device"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let entries = statement.query_map([deck, item], |row| {
            Ok(HistoryEntry { event: rows::event(row)?, is_effective: row.get(9)? })
        })?;
        Ok(entries.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives every answer that counts to `visit`, in the order of the log.
    pub fn effective_answers(
        &self,
        mut visit: impl FnMut(EventId, Moment, Answer),
    ) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM log l WHERE l.kind = 'answer' AND {IS_EFFECTIVE} \
             ORDER BY l.sequence, l.device"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let event = rows::event(row)?;
            if let EventBody::Answer(answer) = event.body {
                visit(event.id, event.at, answer);
            }
        }
        Ok(())
    }

    /// Answers of one deck that count, in the order of the log.
    pub fn answers_of(&self, deck: &str) -> Result<Vec<(Moment, Answer)>, StoreError> {
        let sql = format!(
            "SELECT l.utc_ms, l.offset_min, l.body FROM log l \
             WHERE l.kind = 'answer' AND l.deck = ?1 AND {IS_EFFECTIVE} \
             ORDER BY l.sequence, l.device"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([deck])?;
        // The JSON is read on another thread while this one goes through the table.
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<Vec<(Moment, String)>>(16);
            let reader = scope.spawn(move || parsed(deck, receiver));
            let mut chunk = Vec::with_capacity(CHUNK);
            while let Some(row) = rows.next()? {
                let at = Moment { utc_ms: row.get(0)?, offset_min: row.get(1)? };
                chunk.push((at, row.get(2)?));
                if chunk.len() == CHUNK && sender.send(std::mem::take(&mut chunk)).is_err() {
                    break;
                }
            }
            sender.send(chunk).ok();
            drop(sender);
            let ended = || StoreError::System { detail: "a thread ended early".to_owned() };
            reader.join().unwrap_or_else(|_| Err(ended()))
        })
    }

    /// Everything that planning needs: answers, memories taken over and outlooks that count, in the
    /// order of the log.
    pub fn learning(&self) -> Result<Vec<EventBody>, StoreError> {
        learning(&self.connection)
    }

    /// The same to be read on another thread; a store in memory is read at once.
    pub fn learning_reader(&self) -> Result<LearningReader, StoreError> {
        Ok(match self.folder() {
            Some(folder) => LearningReader::Folder(folder.to_owned()),
            None => LearningReader::Ready(self.learning()?),
        })
    }

    /// The steps of every mock exam in the order of the log: moment, id of the mock, step.
    pub fn attempts(&self) -> Result<Vec<(Moment, String, AttemptStep)>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM log l WHERE l.kind = 'attempt' \
             ORDER BY l.sequence, l.device"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            let event = rows::event(row)?;
            if let EventBody::Attempt { attempt, step } = event.body {
                steps.push((event.at, attempt, step));
            }
        }
        Ok(steps)
    }

    /// The answers that were written together with the end of a mock exam and still count.
    pub fn answers_with_attempt(&self, attempt: &str) -> Result<Vec<EventId>, StoreError> {
        let sql = format!(
            "SELECT l.sequence, l.device FROM log a JOIN log l \
             ON l.device = a.device AND l.sequence > a.sequence AND l.step = a.step \
             WHERE a.kind = 'attempt' AND a.name = ?1 AND l.kind = 'answer' AND {IS_EFFECTIVE} \
             AND l.sequence <= a.sequence + 1000 ORDER BY l.sequence"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let ids = statement.query_map([attempt], |row| {
            Ok(EventId { sequence: row.get(0)?, device: row.get(1)? })
        })?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives every row of the log to `visit`, in its order.
    pub fn events(&self, mut visit: impl FnMut(Event)) -> Result<(), StoreError> {
        let sql = format!("SELECT {EVENT_COLUMNS} FROM log l ORDER BY l.sequence, l.device");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(rows::event(row)?);
        }
        Ok(())
    }

    /// The latest event of this data folder's own; a caller keeps it as the limit for `undo`.
    pub fn last_event(&self) -> Result<Option<EventId>, StoreError> {
        let sequence: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT sequence FROM log WHERE device = ?1 ORDER BY sequence DESC LIMIT 1",
            )?
            .query_row([self.device], |row| row.get(0))
            .optional()?;
        Ok(sequence.map(|sequence| EventId { device: self.device, sequence }))
    }

    /// The events that an undo would take back: the latest step written here that still counts and
    /// came after `since`. Undos themselves are never undone by an undo; that is what redo does.
    pub fn last_undoable(&self, since: Option<EventId>) -> Result<Vec<Event>, StoreError> {
        let sql = format!(
            "SELECT l.step FROM log l WHERE l.device = ?1 AND l.sequence > ?2 \
             AND l.kind NOT IN ('retract', 'attempt', 'outlook') AND NOT EXISTS (SELECT 1 FROM log a \
             WHERE a.sequence = l.step AND a.device = l.device \
             AND a.kind IN ('attempt', 'outlook')) \
             AND {IS_EFFECTIVE} ORDER BY l.sequence DESC LIMIT 1"
        );
        let step: Option<i64> = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params![self.device, since.map_or(0, |id| id.sequence)], |row| row.get(0))
            .optional()?;
        let Some(step) = step else { return Ok(Vec::new()) };
        let mut events = self.effective_of_step(step)?;
        events.retain(|event| !matches!(event.body, EventBody::Retract { .. }));
        Ok(events)
    }

    /// The step that a redo would bring back: the one undone last, as long as nothing but undos and
    /// redos was written here since.
    pub fn last_redoable(&self) -> Result<Option<Redoable>, StoreError> {
        let sql = format!(
            "SELECT l.step FROM log l \
             JOIN log t ON t.sequence = l.target_sequence AND t.device = l.target_device \
             WHERE l.device = ?1 AND l.kind = 'retract' AND t.kind <> 'retract' AND {IS_EFFECTIVE} \
             AND l.sequence > coalesce((SELECT n.sequence FROM log n WHERE n.device = ?1 \
             AND n.kind NOT IN ('retract', 'attempt', 'outlook') ORDER BY n.sequence DESC LIMIT 1), 0) \
             ORDER BY l.sequence DESC LIMIT 1"
        );
        let step: Option<i64> = self
            .connection
            .prepare_cached(&sql)?
            .query_row([self.device], |row| row.get(0))
            .optional()?;
        let Some(step) = step else { return Ok(None) };
        let mut redoable =
            Redoable { label: String::new(), events: Vec::new(), retractions: Vec::new() };
        for retraction in self.effective_of_step(step)? {
            if let EventBody::Retract { target, label } = &retraction.body
                && let Some(event) = self.undone_event(*target)?
            {
                redoable.label.clone_from(label);
                redoable.events.push(event);
                redoable.retractions.push(retraction);
            }
        }
        Ok(Some(redoable))
    }

    /// The event with this id, unless it is a retraction.
    fn undone_event(&self, id: EventId) -> Result<Option<Event>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS} FROM log l \
             WHERE l.sequence = ?1 AND l.device = ?2 AND l.kind <> 'retract'"
        );
        Ok(self
            .connection
            .prepare_cached(&sql)?
            .query_row([id.sequence, id.device], rows::event)
            .optional()?)
    }

    /// The events of one of this folder's steps that count; they follow each other in the log.
    fn effective_of_step(&self, step: i64) -> Result<Vec<Event>, StoreError> {
        let sql = format!(
            "SELECT {EVENT_COLUMNS}, l.step, {IS_EFFECTIVE} FROM log l \
             WHERE l.sequence >= ?1 AND l.device = ?2 ORDER BY l.sequence"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([step, self.device])?;
        let mut events = Vec::new();
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(9)? != step {
                break;
            }
            if row.get(10)? {
                events.push(rows::event(row)?);
            }
        }
        Ok(events)
    }
}

/// Rows that go to another thread at once.
const CHUNK: usize = 1_000;

/// Answers of one deck from their JSON.
fn parsed(
    deck: &str,
    chunks: mpsc::Receiver<Vec<(Moment, String)>>,
) -> Result<Vec<(Moment, Answer)>, StoreError> {
    let deck: Arc<str> = deck.into();
    let mut answers = Vec::new();
    for (at, json) in chunks.into_iter().flatten() {
        let mut answer: Answer = rows::of_json(&json, 2)?;
        // One copy of the deck's name for all.
        answer.key.deck = Arc::clone(&deck);
        answers.push((at, answer));
    }
    Ok(answers)
}
