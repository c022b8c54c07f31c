//! Notetypes, decks and options of a collection, whichever way it keeps them.

mod new;
mod old;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::database::{Cell, Database};
use super::limits::HEAD;
use super::refuse::{damaged, newer};
use crate::port::Refusal;

/// Levels of a deck's name that are looked at.
const MAX_LEVELS: usize = 64;

/// What a collection says about itself.
#[derive(Debug, Default)]
pub(super) struct Collection {
    pub(super) notetypes: BTreeMap<i64, Notetype>,
    pub(super) decks: BTreeMap<i64, DeckRow>,
    /// Options by id: reviews before this moment (milliseconds UTC) count as absent.
    pub(super) ignored_before: BTreeMap<i64, i64>,
    /// Seconds UTC of the day that due days are counted from.
    pub(super) created_s: i64,
    /// Minutes east of UTC on that day.
    pub(super) offset_min: Option<i32>,
    /// The version of the scheduler, 1 if it does not say.
    pub(super) scheduler: i64,
    /// Parts that could not be read, in words.
    pub(super) unread: Vec<&'static str>,
}

/// A notetype.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Notetype {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Names of its fields, in order.
    pub(super) fields: Vec<String>,
    /// Its templates, in order.
    pub(super) templates: Vec<TemplateRow>,
}

/// What a notetype is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Normal,
    Cloze,
    Occlusion,
}

/// A template as it is stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TemplateRow {
    pub(super) ord: i64,
    pub(super) name: String,
    pub(super) front: String,
    pub(super) back: String,
}

/// A deck.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DeckRow {
    /// Levels of its name, outermost first.
    pub(super) path: Vec<String>,
    pub(super) is_filtered: bool,
    /// Id of its options.
    pub(super) options: i64,
    /// Its description, Markdown or HTML.
    pub(super) description: String,
}

impl Collection {
    pub(super) fn read(name: &str, database: &Database) -> Result<Self, Refusal> {
        let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
        let mut collection = Self { scheduler: 1, ..Self::default() };
        let version = collection.head(database).map_err(broken)?;
        if !(1..=18).contains(&version) {
            return Err(newer(name));
        }
        if database.has_table("notetypes") {
            new::notetypes(database, &mut collection.notetypes).map_err(broken)?;
        }
        if database.has_table("decks") {
            new::decks(database, &mut collection.decks).map_err(broken)?;
        }
        if database.has_table("deck_config") {
            new::options(database, &mut collection).map_err(broken)?;
        }
        if database.has_table("config") {
            new::config(database, &mut collection).map_err(broken)?;
        }
        database.row_came();
        Ok(collection)
    }

    /// Reads the row of `col`; gives the version of the schema.
    fn head(&mut self, database: &Database) -> rusqlite::Result<i64> {
        let json = |column: &str| {
            format!("CASE WHEN octet_length({column}) > {HEAD} THEN NULL ELSE {column} END")
        };
        let columns = ["models", "decks", "dconf", "conf"].map(json).join(", ");
        let sql = format!("SELECT ver, crt, {columns} FROM col LIMIT 1");
        database.connection.query_row(&sql, [], |row| {
            let (version, text) = (Cell::of(row, 0).int(), |column| Cell::of(row, column).text());
            self.created_s = Cell::of(row, 1).int();
            if !database.has_table("notetypes") {
                self.read_json("notetypes", &text(2), old::notetypes);
            }
            if !database.has_table("decks") {
                self.read_json("decks", &text(3), old::decks);
            }
            if !database.has_table("deck_config") {
                self.read_json("deck options", &text(4), old::options);
            }
            if !database.has_table("config") {
                self.read_json("settings", &text(5), old::config);
            }
            Ok(version)
        })
    }

    fn read_json(
        &mut self,
        what: &'static str,
        text: &str,
        take: fn(&mut Self, &serde_json::Map<String, serde_json::Value>),
    ) {
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::Object(map)) => take(self, &map),
            _ => self.unread.push(what),
        }
    }

    /// Takes notetypes by their numbers, as an old collection has them.
    pub(super) fn take_models(&mut self, models: &serde_json::Map<String, serde_json::Value>) {
        old::notetypes(self, models);
    }

    /// The deck that a card belongs to, never a filtered one; none if its deck is unknown.
    pub(super) fn home(&self, deck: i64, home: i64) -> Option<&DeckRow> {
        let own = self.decks.get(&if home == 0 { deck } else { home });
        if let Some(own) = own.filter(|own| !own.is_filtered) {
            return Some(own);
        }
        // A filtered deck is only a visit; without a home the card goes to the default deck.
        let is_visit = own.is_some() || self.decks.get(&deck).is_some_and(|deck| deck.is_filtered);
        self.decks.get(&1).filter(|_| is_visit)
    }
}

/// Milliseconds UTC at which `date` ("2024-05-01") begins; none without a date.
fn date_ms(date: &str, offset_min: i32) -> Option<i64> {
    let date = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").ok()?;
    let midnight = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis();
    Some(midnight - i64::from(offset_min) * 60_000)
}

/// Minutes east of UTC from Anki's minutes west of it; none when impossible.
fn offset_from_west(west: i64) -> Option<i32> {
    i32::try_from(-west).ok().filter(|east| (-1080..=1080).contains(east))
}
