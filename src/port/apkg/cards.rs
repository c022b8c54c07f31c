//! The rows of `cards`: which notes they ask, and when they are due.

use serde_json::Value;

use super::database::{Cell, Database};
use super::limits::CARDS;
use super::refuse::{cancelled, damaged, refuse};
use super::{Progress, Stage, Watch};
use crate::port::Refusal;

/// A row of `cards`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct CardRow {
    pub(super) id: i64,
    pub(super) note: i64,
    pub(super) ord: i64,
    deck: i64,
    home: i64,
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub(super) kind: i64,
    /// −3 and −2 buried, −1 suspended, 0 new, 1 learning, 2 review, 3 learning over days.
    pub(super) queue: i64,
    due: i64,
    home_due: i64,
    /// Days, or negative seconds.
    pub(super) interval: i64,
    /// Ease in per mille.
    pub(super) factor: i64,
    flags: i64,
    pub(super) data: CardData,
    /// Index of the item that it became part of, and which memory of it.
    pub(super) target: Option<(usize, u16)>,
}

/// What `cards.data` says; only believed where it is sensible.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct CardData {
    pub(super) stability: Option<f32>,
    pub(super) difficulty: Option<f32>,
    /// Seconds UTC of the last review.
    pub(super) last_review: Option<i64>,
    pub(super) position: Option<i64>,
}

impl CardRow {
    /// A card that was never asked; notes follow each other by their ids.
    pub(super) fn fresh(note: i64, ord: i64, deck: i64) -> Self {
        Self { note, ord, deck, due: note, ..Self::default() }
    }

    /// Deck and home deck, for [`super::schema::Collection::home`].
    pub(super) fn decks(&self) -> (i64, i64) {
        (self.deck, self.home)
    }

    /// The due value of the home deck.
    pub(super) fn due(&self) -> i64 {
        if self.home == 0 { self.due } else { self.home_due }
    }

    /// Flag 1..=7, 0 for none.
    pub(super) fn flag(&self) -> i64 {
        self.flags & 7
    }

    pub(super) fn is_suspended(&self) -> bool {
        self.queue == -1
    }

    pub(super) fn is_buried(&self) -> bool {
        matches!(self.queue, -2 | -3)
    }

    /// Place in the queue of new cards.
    pub(super) fn position(&self) -> i64 {
        if self.kind == 0 { self.due() } else { self.data.position.unwrap_or(0) }
    }
}

/// Reads all cards, by note and then by place.
pub(super) fn read(
    name: &str,
    database: &Database,
    watch: Watch<'_>,
) -> Result<Vec<CardRow>, Refusal> {
    let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
    let sql = format!(
        "SELECT id, nid, ord, did, odid, type, queue, due, odue, ivl, factor, flags, \
         CASE WHEN octet_length(data) > 4096 THEN NULL ELSE data END FROM cards LIMIT {}",
        CARDS + 1
    );
    let mut statement = database.connection.prepare(&sql).map_err(broken)?;
    let mut rows = statement.query([]).map_err(broken)?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next().map_err(broken)? {
        database.row_came();
        cards.push(card(row));
        if cards.len() > CARDS {
            return refuse(format!("{name}: more than {CARDS} cards. Split it."));
        }
        let done = cards.len() as u64;
        if done.is_multiple_of(10_000)
            && watch(Progress { stage: Stage::Notes, done: 0, total: None }).is_break()
        {
            return Err(cancelled(name));
        }
    }
    cards.sort_unstable_by_key(|card| (card.note, card.ord, card.id));
    Ok(cards)
}

fn card(row: &rusqlite::Row<'_>) -> CardRow {
    let int = |column| Cell::of(row, column).int();
    CardRow {
        id: int(0),
        note: int(1),
        ord: int(2),
        deck: int(3),
        home: int(4),
        kind: int(5),
        queue: int(6),
        due: int(7),
        home_due: int(8),
        interval: int(9),
        factor: int(10),
        flags: int(11),
        data: data(&Cell::of(row, 12).text()),
        target: None,
    }
}

fn data(json: &str) -> CardData {
    if json.len() <= 2 {
        return CardData::default();
    }
    let Ok(Value::Object(map)) = serde_json::from_str::<Value>(json) else {
        return CardData::default();
    };
    let number = |key: &str| map.get(key).and_then(Value::as_f64).map(|n| n as f32);
    let whole = |key: &str| map.get(key).and_then(Value::as_i64);
    CardData {
        stability: number("s").filter(|s| (0.001..=36_500.0).contains(s)),
        difficulty: number("d").filter(|d| (1.0..=10.0).contains(d)),
        last_review: whole("lrt").filter(|at| *at > 0),
        position: whole("pos"),
    }
}
