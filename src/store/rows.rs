//! Log rows: events to columns and back.

use rusqlite::types::Type;
use rusqlite::{Row, params};

use crate::domain::event::{Answer, Event, EventBody, SettingName};
use crate::domain::ids::EventId;
use crate::domain::time::Moment;

use super::error::StoreError;

/// The columns that `event` reads, of a log table called `l`.
pub(super) const EVENT_COLUMNS: &str = "l.sequence, l.device, l.utc_ms, l.offset_min, l.kind, \
     l.name, l.target_sequence, l.target_device, l.body";

/// One row ready to be written.
pub(super) struct NewRow<'a> {
    /// Identity of the event.
    pub(super) id: EventId,
    /// Sequence of the first event of its step.
    pub(super) step: i64,
    /// When it happened.
    pub(super) at: Moment,
    /// What happened.
    pub(super) body: &'a EventBody,
    /// What the columns say of it.
    pub(super) columns: Columns<'a>,
}

/// What the columns of a row say of its event.
pub(super) struct Columns<'a> {
    kind: &'static str,
    place: Option<(&'a str, &'a str)>,
    facet: Option<u16>,
    day: Option<i32>,
    name: Option<String>,
    target: Option<EventId>,
    /// JSON.
    body: String,
}

impl<'a> Columns<'a> {
    /// The columns of an event.
    pub(super) fn of(event: &'a EventBody) -> Result<Self, StoreError> {
        let (mut place, mut facet, mut day, mut name, mut target) = (None, None, None, None, None);
        let (kind, body) = match event {
            EventBody::Answer(answer) => {
                place = Some((&*answer.key.deck, &*answer.key.item));
                facet = Some(answer.key.facet);
                day = Some(answer.day.0);
                ("answer", to_json(answer)?)
            }
            EventBody::Retract { target: id, label } => {
                target = Some(*id);
                ("retract", to_json(label)?)
            }
            EventBody::Set { name: setting, value } => {
                place = place_of(setting);
                name = Some(to_json(setting)?);
                ("set", to_json(value)?)
            }
            EventBody::Attempt { attempt, step } => {
                name = Some(attempt.clone());
                ("attempt", to_json(step)?)
            }
            EventBody::Outlook { deck, record } => {
                name = Some(deck.clone());
                day = Some(record.day().0);
                ("outlook", to_json(record)?)
            }
            EventBody::Seed(seed) => {
                place = Some((&*seed.key.deck, &*seed.key.item));
                facet = Some(seed.key.facet);
                day = Some(seed.day.0);
                ("seed", to_json(seed)?)
            }
        };
        Ok(Self { kind, place, facet, day, name, target, body })
    }
}

impl NewRow<'_> {
    /// Appends the row to the log.
    pub(super) fn insert(&self, connection: &rusqlite::Connection) -> Result<(), StoreError> {
        let Columns { kind, place, facet, day, name, target, body } = &self.columns;
        connection
            .prepare_cached(
                "INSERT INTO log (sequence, device, step, utc_ms, offset_min, kind, deck, item, \
                 facet, day, name, target_sequence, target_device, body) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                self.id.sequence,
                self.id.device,
                self.step,
                self.at.utc_ms,
                self.at.offset_min,
                kind,
                place.map(|(deck, _)| deck),
                place.map(|(_, item)| item),
                facet,
                day,
                name,
                target.map(|id| id.sequence),
                target.map(|id| id.device),
                body,
            ])?;
        Ok(())
    }
}

/// The deck and item that a setting is about.
fn place_of(name: &SettingName) -> Option<(&str, &str)> {
    match name {
        SettingName::Suspended(deck, item)
        | SettingName::Buried(deck, item)
        | SettingName::Flagged(deck, item)
        | SettingName::Note(deck, item)
        | SettingName::Doubt(deck, item)
        | SettingName::Overlay(deck, item) => Some((deck, item)),
        _ => None,
    }
}

/// Reads an event from a row of `EVENT_COLUMNS`.
pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let id = EventId { sequence: row.get(0)?, device: row.get(1)? };
    let at = Moment { utc_ms: row.get(2)?, offset_min: row.get(3)? };
    let kind = row.get_ref(4)?.as_str()?;
    let body = match kind {
        "answer" => EventBody::Answer(answer(row, 8)?),
        "retract" => EventBody::Retract {
            target: EventId { sequence: row.get(6)?, device: row.get(7)? },
            label: from_json(row, 8)?,
        },
        "attempt" => EventBody::Attempt { attempt: row.get(5)?, step: from_json(row, 8)? },
        "seed" => EventBody::Seed(from_json(row, 8)?),
        "outlook" => EventBody::Outlook { deck: row.get(5)?, record: from_json(row, 8)? },
        _ => EventBody::Set { name: from_json(row, 5)?, value: from_json(row, 8)? },
    };
    Ok(Event { id, at, body })
}

/// Reads an answer from a column with its JSON.
pub(super) fn answer(row: &Row<'_>, column: usize) -> rusqlite::Result<Answer> {
    from_json(row, column)
}

/// Reads a value from a column with its JSON.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    of_json(row.get_ref(column)?.as_str()?, column)
}

/// Reads a value from the JSON of a column.
pub(super) fn of_json<T: serde::de::DeserializeOwned>(
    text: &str,
    column: usize,
) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// Writes a value as JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::System { detail: error.to_string() })
}
