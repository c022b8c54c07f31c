//! Where the replay of a card's history begins.

use super::{DAY_MS, Histories, Row};
use crate::domain::event::Mode;
use crate::port::History;
use crate::port::apkg::cards::CardRow;

/// Retention that intervals without a memory model are taken to have been made for.
const OLD_RETENTION: f32 = 0.9;
/// Ease of a card that says none, in per mille.
const DEFAULT_EASE: u16 = 2500;
/// Factors up to this one are difficulties of the newer scheduler.
const MAX_DIFFICULTY_FACTOR: u16 = 1100;

/// How the replay begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// With the row of this index.
    Row(usize),
    /// With a memory estimated after the row of this index.
    Estimate(usize),
    /// There is nothing to replay.
    Nothing,
}

/// Walks back from the newest row.
fn start(rows: &[Row], ignored_before: i64) -> Start {
    let (mut learn, mut over_days) = (None, None);
    for (index, row) in rows.iter().enumerate().rev().filter(|(_, row)| !row.is_cramming()) {
        let is_counted = row.at >= ignored_before;
        if row.is_reset() {
            break;
        }
        if row.is_graded() && row.kind == 0 && is_counted {
            learn = Some(index);
        } else if learn.is_some() {
            break;
        }
        if row.is_replayed() && is_counted && row.days() >= 1 {
            over_days = Some(index);
        }
    }
    match (learn, over_days) {
        (Some(index), _) => Start::Row(index),
        (None, Some(index)) => Start::Estimate(index),
        (None, None) => Start::Nothing,
    }
}

impl Histories<'_> {
    /// The steps of one card.
    pub(super) fn card(&mut self, card: &CardRow, target: (usize, u16), rows: &[Row]) {
        let begin = start(rows, self.ignored_before(card));
        let first = match begin {
            Start::Row(index) => index,
            Start::Estimate(index) => {
                if let Some(row) = rows.get(index) {
                    self.seed_from_row(*row, target);
                }
                index + 1
            }
            Start::Nothing => {
                if !ends_in_reset(rows) {
                    self.seed_from_card(card, target, rows);
                }
                rows.len()
            }
        };
        for (index, row) in rows.iter().enumerate() {
            if row.is_cramming() && row.is_graded() {
                self.push_review(*row, target, Mode::Drill);
            } else if index >= first && row.is_replayed() {
                let mode = if row.kind == 2 { Mode::Relearn } else { Mode::Study };
                self.push_review(*row, target, mode);
            }
        }
    }

    fn seed_from_row(&mut self, row: Row, target: (usize, u16)) {
        let memory = self.estimated(row.factor, row.days());
        self.push_seed(target, row.at, memory);
    }

    /// Without rows: what the card itself says.
    fn seed_from_card(&mut self, card: &CardRow, target: (usize, u16), rows: &[Row]) {
        if card.kind == 0 {
            return;
        }
        let days = i32::try_from(card.interval).unwrap_or(0).clamp(0, 36_500);
        let day = self.first_day().saturating_add(card.due()).saturating_sub(i64::from(days));
        let planned = day.saturating_mul(DAY_MS);
        let newest = rows.iter().rev().find(|row| row.is_graded()).map(|row| row.at);
        let told = card.data.last_review.map(|seconds| seconds.saturating_mul(1000));
        let now = self.options.now.utc_ms;
        let at = told.or(newest).unwrap_or(planned).clamp(0, now);
        let stored = card.data.stability.zip(card.data.difficulty);
        if let Some(memory) = stored {
            self.push_seed(target, at, Some(memory));
        } else if days > 0 {
            let factor = card.factor.clamp(0, i64::from(u16::MAX)) as u16;
            let memory = self.estimated(factor, days);
            self.push_seed(target, at, memory);
        }
    }

    /// Stability and difficulty for an ease and an interval.
    fn estimated(&self, factor: u16, days: i32) -> Option<(f32, f32)> {
        let days = days.max(1) as f32;
        if (100..=MAX_DIFFICULTY_FACTOR).contains(&factor) {
            return Some((days, (f32::from(factor) / 1000.0 - 0.1) * 9.0 + 1.0));
        }
        let ease = if factor == 0 { DEFAULT_EASE } else { factor };
        let ease = f32::from(ease) / 1000.0;
        let state = self.fsrs.memory_state_from_sm2(ease, days, OLD_RETENTION).ok()?;
        Some((state.stability, state.difficulty))
    }

    fn push_seed(&mut self, (item, facet): (usize, u16), at: i64, memory: Option<(f32, f32)>) {
        let Some((stability, difficulty)) = memory else { return };
        let at = self.moment(at);
        self.steps.push(History::Seed { item, facet, at, stability, difficulty });
    }
}

/// Whether the newest row that is no cramming forgets everything.
fn ends_in_reset(rows: &[Row]) -> bool {
    rows.iter().rev().find(|row| !row.is_cramming()).is_some_and(|row| row.is_reset())
}
