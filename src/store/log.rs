//! Writing to the log: every step is one transaction that also updates the derived tables.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior};

use crate::domain::event::{Event, EventBody, SettingName};
use crate::domain::ids::{EventId, MemoryKey};
use crate::domain::schedule::memory::Memory;
use crate::domain::time::{Moment, StudyDay};

use super::derived::{DayCount, Models};
use super::error::StoreError;
use super::folds::Folds;
use super::rows::{self, Columns, EVENT_COLUMNS, NewRow};
use super::tables::{self, KeyEvent, Mark, Mover};
use super::{Store, meta};
use crate::side_by_side;

/// Rows of one step from which on an index may be made anew.
const BULK: usize = 10_000;
/// As in the migrations.
const LOG_ITEM: &str = "CREATE INDEX log_item ON log (deck, item, facet) WHERE item IS NOT NULL";

/// A step that was taken back or brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// What the step was called.
    pub label: String,
    /// Its events: they no longer count after an undo and count again after a redo.
    pub events: Vec<Event>,
}

impl Store {
    /// Appends one step: all of `bodies` or, after an error, nothing.
    pub fn append(
        &mut self,
        at: Moment,
        bodies: &[EventBody],
        models: &dyn Models,
    ) -> Result<Vec<EventId>, StoreError> {
        let rows: Vec<(Moment, &EventBody)> = bodies.iter().map(|body| (at, body)).collect();
        self.append_rows(&rows, models)
    }

    /// Appends one step whose rows happened at different moments, such as a history from another
    /// program: all of `rows` or, after an error, nothing.
    pub fn append_dated(
        &mut self,
        rows: &[(Moment, EventBody)],
        models: &dyn Models,
    ) -> Result<Vec<EventId>, StoreError> {
        let rows: Vec<(Moment, &EventBody)> = rows.iter().map(|(at, body)| (*at, body)).collect();
        self.append_rows(&rows, models)
    }

    fn append_rows<'r>(
        &mut self,
        rows: &[(Moment, &'r EventBody)],
        models: &'r dyn Models,
    ) -> Result<Vec<EventId>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let device = self.device;
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate)?;
        // The next number is past those of every device, so that the order of sequences is an order
        // of cause and effect even after two logs were merged.
        let last: Option<i64> = transaction
            .prepare_cached("SELECT max(sequence) FROM log")?
            .query_row([], |row| row.get(0))?;
        let step = last.unwrap_or(0) + 1;
        // An index that mostly holds what comes in is faster made anew than kept in order.
        let is_bulk = rows.len() >= BULK && rows.len() as i64 >= step;
        if is_bulk {
            transaction.execute_batch("DROP INDEX log_item")?;
        }
        let mut ids = Vec::with_capacity(rows.len());
        let mut folds = Folds::new(models);
        let make = (step..).zip(rows.iter().copied()).map(|(sequence, (at, body))| {
            let id = EventId { device, sequence };
            Ok(NewRow { id, step, at, body, columns: Columns::of(body)? })
        });
        let take = |row: Result<NewRow<'r>, StoreError>| {
            let row = row?;
            append_one(&transaction, &row, &mut folds)?;
            ids.push(row.id);
            Ok::<(), StoreError>(())
        };
        // The JSON of many rows is made on a thread of its own.
        if is_bulk {
            side_by_side::pipe(make, take)?;
        } else {
            make.into_iter().try_for_each(take)?;
        }
        folds.write(&transaction)?;
        if is_bulk {
            transaction.execute_batch(LOG_ITEM)?;
        }
        transaction.commit()?;
        Ok(ids)
    }

    /// Takes back the step that `last_undoable` shows; `label` is its name for the toast.
    pub fn undo(
        &mut self,
        at: Moment,
        label: &str,
        since: Option<EventId>,
        models: &dyn Models,
    ) -> Result<Option<Undone>, StoreError> {
        let events = self.last_undoable(since)?;
        self.retract(at, label, &events, models)?;
        Ok((!events.is_empty()).then(|| Undone { label: label.to_owned(), events }))
    }

    /// Brings back the step that was undone last, unless something new was done since.
    pub fn redo(&mut self, at: Moment, models: &dyn Models) -> Result<Option<Undone>, StoreError> {
        let Some(redoable) = self.last_redoable()? else { return Ok(None) };
        self.retract(at, &redoable.label, &redoable.retractions, models)?;
        Ok(Some(Undone { label: redoable.label, events: redoable.events }))
    }

    fn retract(
        &mut self,
        at: Moment,
        label: &str,
        events: &[Event],
        models: &dyn Models,
    ) -> Result<(), StoreError> {
        let retract =
            |event: &Event| EventBody::Retract { target: event.id, label: label.to_owned() };
        self.append(at, &events.iter().map(retract).collect::<Vec<_>>(), models)?;
        Ok(())
    }
}

/// Appends one row and carries it through to the derived tables, memories and days by way of `folds`.
fn append_one<'r>(
    transaction: &Transaction<'_>,
    row: &NewRow<'r>,
    folds: &mut Folds<'r>,
) -> Result<(), StoreError> {
    match row.body {
        EventBody::Answer(answer) => {
            row.insert(transaction)?;
            if answer.mode.moves_memory() {
                folds.answer(transaction, answer)?;
            }
            Ok(())
        }
        EventBody::Seed(seed) => {
            row.insert(transaction)?;
            folds.seed(seed);
            Ok(())
        }
        EventBody::Attempt { .. } | EventBody::Outlook { .. } => row.insert(transaction),
        EventBody::Set { name, .. } => {
            row.insert(transaction)?;
            tables::refresh_setting(transaction, &rows::to_json(name)?)?;
            mark_stale(transaction, name)
        }
        EventBody::Retract { target, .. } => {
            if find(transaction, *target)?.is_none() {
                return Err(StoreError::UnknownTarget(*target));
            }
            folds.write(transaction)?;
            row.insert(transaction)?;
            match spread(transaction, *target)? {
                Some(event) => refresh(transaction, &event, folds.models),
                None => Ok(()),
            }
        }
    }
}

/// Other parameters change every memory of a certificate: the derived tables wait for a rebuild.
fn mark_stale(transaction: &Transaction<'_>, name: &SettingName) -> Result<(), StoreError> {
    match name {
        SettingName::Parameters(_) => meta::put(transaction, meta::STALE, 1),
        _ => Ok(()),
    }
}

/// The event with this id.
fn find(transaction: &Transaction<'_>, id: EventId) -> Result<Option<Event>, StoreError> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM log l WHERE l.sequence = ?1 AND l.device = ?2");
    let event = transaction
        .prepare_cached(&sql)?
        .query_row([id.sequence, id.device], rows::event)
        .optional()?;
    Ok(event)
}

/// Recomputes whether `id` counts, and the event that it retracts, and so on down the chain. Gives
/// the answer or setting at the chain's end if that changed.
fn spread(transaction: &Transaction<'_>, id: EventId) -> Result<Option<Event>, StoreError> {
    let mut next = Some(id);
    while let Some(id) = next {
        let (was_retracted, is_retracted): (bool, bool) = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM retracted WHERE sequence = ?1 AND device = ?2), \
                 EXISTS (SELECT 1 FROM log l WHERE l.target_sequence = ?1 AND l.target_device = ?2 \
                 AND NOT EXISTS (SELECT 1 FROM retracted r \
                 WHERE r.sequence = l.sequence AND r.device = l.device))",
            )?
            .query_row([id.sequence, id.device], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if was_retracted == is_retracted {
            return Ok(None);
        }
        let mark = if is_retracted { Mark::Retracted } else { Mark::Effective };
        tables::set_retracted(transaction, id, mark)?;
        let event = find(transaction, id)?;
        match event.as_ref().map(|event| &event.body) {
            Some(EventBody::Retract { target, .. }) => next = Some(*target),
            _ => return Ok(event),
        }
    }
    Ok(None)
}

/// Recomputes what an event touches that has just begun or ceased to count.
fn refresh(
    transaction: &Transaction<'_>,
    event: &Event,
    models: &dyn Models,
) -> Result<(), StoreError> {
    match &event.body {
        EventBody::Answer(answer) if answer.mode.moves_memory() => {
            refold(transaction, &answer.key, event.id, models)
        }
        EventBody::Set { name, .. } => {
            tables::refresh_setting(transaction, &rows::to_json(name)?)?;
            mark_stale(transaction, name)
        }
        EventBody::Seed(seed) => refold(transaction, &seed.key, event.id, models),
        EventBody::Answer(_)
        | EventBody::Retract { .. }
        | EventBody::Attempt { .. }
        | EventBody::Outlook { .. } => Ok(()),
    }
}

/// Folds all answers of a key anew, after `changed` began or ceased to count.
fn refold(
    transaction: &Transaction<'_>,
    key: &MemoryKey,
    changed: EventId,
    models: &dyn Models,
) -> Result<(), StoreError> {
    let events = tables::movers_of(transaction, key)?;
    let mut days: BTreeMap<StudyDay, DayCount> = BTreeMap::new();
    let mut fold = |times: i64, counts: &dyn Fn(&KeyEvent) -> bool| {
        let mut memory: Option<Memory> = None;
        for KeyEvent { mover, .. } in events.iter().filter(|event| counts(event)) {
            let answer = match mover {
                Mover::Answer(answer) => answer,
                Mover::Seed(seed) => {
                    memory = Some(models.model(&key.deck).planted(seed));
                    continue;
                }
            };
            let count = DayCount::of(memory.as_ref(), answer);
            days.entry(answer.day).or_default().add(&count, times);
            memory = Some(models.model(&key.deck).fold(memory.as_ref(), answer));
        }
        memory
    };
    fold(-1, &|answer| (answer.mark == Mark::Effective) != (answer.id == changed));
    let memory = fold(1, &|answer| answer.mark == Mark::Effective);
    tables::put_memory(transaction, key, memory.as_ref())?;
    for (day, count) in days {
        tables::add_to_day(transaction, &key.deck, day, &count)?;
    }
    Ok(())
}
