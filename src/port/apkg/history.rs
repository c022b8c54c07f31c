//! Review rows of Anki as steps of our own history.

mod start;

use std::collections::HashMap;
use std::ops::ControlFlow;

use fsrs::FSRS;

use super::cards::CardRow;
use super::database::{Cell, Database};
use super::limits::{REVIEW_MS, REVIEWS};
use super::refuse::{cancelled, damaged};
use super::report::Report;
use super::schema::Collection;
use super::{Progress, ReadOptions, Stage, Watch};
use crate::domain::event::{Mode, Rating};
use crate::domain::time::{Moment, StudyDay};
use crate::port::{History, LossKind, Refusal};

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Days between which dates are believed: 2000-01-01 and 2100-12-31.
const DAYS: std::ops::RangeInclusive<i64> = 10_957..=47_846;

/// A row of `revlog`, packed: there may be millions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// Index of the card.
    card: u32,
    /// Milliseconds UTC.
    at: i64,
    elapsed_ms: u32,
    interval: i32,
    factor: u16,
    /// 1..=4, or 0 where nobody pressed a button.
    ease: u8,
    /// 0 learn, 1 review, 2 relearn, 3 filtered, 4 manual, 5 rescheduled.
    kind: u8,
}

impl Row {
    fn is_graded(self) -> bool {
        (1..=4).contains(&self.ease)
    }

    fn is_cramming(self) -> bool {
        self.kind == 3 && self.factor == 0
    }

    fn is_reset(self) -> bool {
        self.kind == 4 && self.factor == 0
    }

    /// Whether it moves the memory when the history is replayed.
    fn is_replayed(self) -> bool {
        self.is_graded() && (self.kind <= 2 || (self.kind == 3 && self.factor > 0))
    }

    fn rating(self) -> Rating {
        match self.ease {
            1 => Rating::Again,
            2 => Rating::Hard,
            3 => Rating::Good,
            _ => Rating::Easy,
        }
    }

    /// Days of the interval that it gave; 0 below one day.
    fn days(self) -> i32 {
        if self.interval < 0 { self.interval / -86_400 } else { self.interval }
    }
}

/// Where histories grow.
pub(super) struct Histories<'a> {
    pub(super) collection: &'a Collection,
    pub(super) options: ReadOptions,
    fsrs: FSRS,
    steps: Vec<History>,
    dues: Vec<History>,
}

impl<'a> Histories<'a> {
    pub(super) fn new(collection: &'a Collection, options: ReadOptions) -> Self {
        Self { collection, options, fsrs: FSRS::default(), steps: Vec::new(), dues: Vec::new() }
    }

    /// Reads all reviews: steps oldest first, then the due dates.
    pub(super) fn read(
        mut self,
        name: &str,
        database: &Database,
        cards: &[CardRow],
        report: &mut Report,
        watch: Watch<'_>,
    ) -> Result<Vec<History>, Refusal> {
        let mut rows = self.rows(name, database, cards, report, watch)?;
        rows.sort_unstable_by_key(|row| (row.card, row.at));
        let is_old = self.collection.scheduler <= 1 && cards.iter().any(|card| card.queue != 0);
        let mut by_card = rows.chunk_by(|a, b| a.card == b.card).peekable();
        for (index, card) in cards.iter().enumerate() {
            let own =
                by_card.next_if(|rows| rows.first().is_some_and(|row| row.card as usize == index));
            let Some((item, facet)) = card.target else { continue };
            let mut own = own.unwrap_or_default().to_vec();
            if is_old {
                own.iter_mut().for_each(old_buttons);
            }
            self.card(card, (item, facet), &own);
            self.due(card, (item, facet), is_old);
        }
        self.steps.sort_by_key(moment);
        self.steps.append(&mut self.dues);
        Ok(self.steps)
    }

    fn rows(
        &self,
        name: &str,
        database: &Database,
        cards: &[CardRow],
        report: &mut Report,
        watch: Watch<'_>,
    ) -> Result<Vec<Row>, Refusal> {
        if !database.has_table("revlog") {
            return Ok(Vec::new());
        }
        let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
        let places: HashMap<i64, u32> =
            cards.iter().enumerate().map(|(index, card)| (card.id, index as u32)).collect();
        let sql = format!(
            "SELECT id, cid, ease, ivl, factor, time, type FROM revlog ORDER BY id DESC LIMIT {}",
            REVIEWS + 1
        );
        let mut statement = database.connection.prepare(&sql).map_err(broken)?;
        let mut found = statement.query([]).map_err(broken)?;
        let (mut rows, mut n_odd, mut n_seen) = (Vec::new(), 0, 0_u64);
        while let Some(row) = found.next().map_err(broken)? {
            database.row_came();
            n_seen += 1;
            if n_seen > REVIEWS as u64 {
                report.count("reviews before the newest 5,000,000 were left out");
                break;
            }
            let card = places.get(&Cell::of(row, 1).int());
            match card.and_then(|card| self.row(row, *card)) {
                Some(row) => rows.push(row),
                None => n_odd += 1,
            }
            let progress = Progress { stage: Stage::Reviews, done: n_seen, total: None };
            if n_seen.is_multiple_of(10_000) && watch(progress) == ControlFlow::Break(()) {
                return Err(cancelled(name));
            }
        }
        let cause = "reviews of cards that are not there, without a button or of an impossible date \
                     were left out";
        report.count_many(LossKind::Note, cause, n_odd);
        Ok(rows)
    }

    /// A row that can be believed.
    fn row(&self, row: &rusqlite::Row<'_>, card: u32) -> Option<Row> {
        let int = |column| Cell::of(row, column).int();
        let (at, ease, kind) = (int(0), int(2), int(6));
        let is_manual = matches!(kind, 4 | 5);
        let is_known = (0..=5).contains(&kind) && (is_manual || (1..=4).contains(&ease));
        if !is_known || !DAYS.contains(&at.div_euclid(DAY_MS)) || at > self.options.now.utc_ms {
            return None;
        }
        Some(Row {
            card,
            at,
            elapsed_ms: int(5).clamp(0, REVIEW_MS) as u32,
            interval: int(3).clamp(-86_400 * 365, 36_500) as i32,
            factor: int(4).clamp(0, i64::from(u16::MAX)) as u16,
            ease: ease.clamp(0, 4) as u8,
            kind: kind as u8,
        })
    }

    fn moment(&self, utc_ms: i64) -> Moment {
        Moment { utc_ms, offset_min: self.options.now.offset_min }
    }

    /// The date that was planned, for cards that have one.
    fn due(&mut self, card: &CardRow, target: (usize, u16), is_old: bool) {
        let is_learning = card.kind == 1 || (is_old && card.kind == 2 && card.queue == 1);
        let is_in_days = matches!(card.queue, 2 | 3) || matches!(card.kind, 2 | 3);
        let due = card.due();
        let day = if card.kind == 0 {
            return;
        } else if due > 1_000_000_000 && (is_learning || is_in_days) {
            let at = self.moment(due.saturating_mul(1000));
            i64::from(at.study_day(self.options.rollover_h).0)
        } else if is_in_days || card.queue == 3 {
            self.first_day().saturating_add(due)
        } else {
            return;
        };
        if !DAYS.contains(&day) {
            return;
        }
        let (item, facet) = target;
        let at = Moment { utc_ms: i64::from(StudyDay(day as i32).0) * DAY_MS, offset_min: 0 };
        self.dues.push(History::Due { item, facet, at });
    }

    /// The day that due days are counted from, as the collection's own clock saw it.
    fn first_day(&self) -> i64 {
        let offset = self.collection.offset_min.unwrap_or(self.options.now.offset_min);
        self.collection.created_s.saturating_add(i64::from(offset) * 60).div_euclid(86_400)
    }

    /// Reviews before this moment of a card's deck count as absent.
    fn ignored_before(&self, card: &CardRow) -> i64 {
        let (deck, home) = card.decks();
        let options = self.collection.home(deck, home).map(|deck| deck.options);
        let ignored = options.and_then(|options| self.collection.ignored_before.get(&options));
        ignored.map_or(i64::MIN, |ms| ms - i64::from(self.options.now.offset_min) * 60_000)
    }

    fn push_review(&mut self, row: Row, (item, facet): (usize, u16), mode: Mode) {
        self.steps.push(History::Review {
            item,
            facet,
            at: self.moment(row.at),
            rating: row.rating(),
            elapsed_ms: row.elapsed_ms,
            mode,
        });
    }
}

/// Before the second scheduler learning had three buttons: Again, Good, Easy.
fn old_buttons(row: &mut Row) {
    if matches!(row.kind, 0 | 2) && matches!(row.ease, 2 | 3) {
        row.ease += 1;
    }
}

fn moment(step: &History) -> i64 {
    match step {
        History::Review { at, .. } | History::Seed { at, .. } | History::Due { at, .. } => {
            at.utc_ms
        }
    }
}
