//! Which misconceptions a learner falls for (learning model, section 13).

use std::collections::BTreeMap;

use crate::domain::deck::{Body, Item, Response};
use crate::domain::plan::ledger::proportion;

/// Offers from which a trap is listed.
const OFFERED: usize = 5;
/// Weight of the prior: 0.8 of 8.
const PRIOR: (f64, f64) = (0.8, 8.0);
/// How often members of a confusion pair were chosen in [`PAIR_DAYS`], and how far above the rate.
const PAIR_CHOSEN: usize = 3;
const PAIR_FACTOR: f64 = 2.0;
/// Days that confusion pairs look back.
pub const PAIR_DAYS: u32 = 60;
/// Answers to items with traps, and misses, from which a share of the misses is named.
const HEADLINE: (usize, usize) = (40, 10);

/// How one trap did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrapCount {
    /// Answered items that showed an option with it.
    pub offered: usize,
    /// Times such an option was chosen.
    pub chosen: usize,
}

impl TrapCount {
    /// The rate, drawn towards one in ten.
    pub fn rate(&self) -> f64 {
        (self.chosen as f64 + PRIOR.0) / (self.offered as f64 + PRIOR.1)
    }
}

/// Counts over answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Traps {
    counts: BTreeMap<String, TrapCount>,
    /// The same over the last days, for pairs.
    recent: BTreeMap<String, TrapCount>,
    n_answers: usize,
    n_wrong: usize,
}

/// A trap that is worth a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Trap id.
    pub id: String,
    /// Its counts.
    pub count: TrapCount,
    /// Whether it is a pair of terms that is mixed up.
    pub is_pair: bool,
}

impl Traps {
    /// Takes an answer to an item; `is_recent` when it lies within [`PAIR_DAYS`].
    pub fn take(&mut self, item: &Item, response: &Response, is_recent: bool) {
        let (Body::Choice(choice), Response::Options(chosen)) = (&item.body, response) else {
            return;
        };
        let mut offered: BTreeMap<&str, bool> = BTreeMap::new();
        for (place, option) in choice.options.iter().enumerate() {
            if let Some(trap) = option.trap.as_deref().filter(|_| !option.is_key) {
                *offered.entry(trap).or_default() |= chosen.contains(&place);
            }
        }
        if offered.is_empty() {
            return;
        }
        self.n_answers += 1;
        let is_wrong = choice
            .options
            .iter()
            .enumerate()
            .any(|(place, option)| option.is_key != chosen.contains(&place));
        self.n_wrong += usize::from(is_wrong);
        for (trap, is_chosen) in offered {
            add(&mut self.counts, trap, is_chosen);
            if is_recent {
                add(&mut self.recent, trap, is_chosen);
            }
        }
    }

    /// Traps that the learner falls for more often than for a wrong option in general, most marks
    /// lost first.
    pub fn listed(&self) -> Vec<Found> {
        let (offered, chosen) = self.counts.values().fold((0, 0), |(offered, chosen), count| {
            (offered + count.offered, chosen + count.chosen)
        });
        let overall = chosen as f64 / offered.max(1) as f64;
        let is_listed = |count: &TrapCount| {
            let (low, _) = proportion(count.chosen, count.offered - count.chosen, 0.1);
            count.offered >= OFFERED && low > overall
        };
        let mut list: Vec<Found> = self
            .counts
            .iter()
            .filter(|(_, count)| is_listed(count))
            .map(|(id, count)| found(id, *count))
            .collect();
        list.sort_by(|a, b| b.count.chosen.cmp(&a.count.chosen).then(a.id.cmp(&b.id)));
        list
    }

    /// Pairs of terms that are mixed up.
    pub fn pairs(&self) -> Vec<Found> {
        let is_pair = |id: &str| id.starts_with("mix-");
        let pairs = || self.recent.iter().filter(|(id, _)| is_pair(id));
        let (offered, chosen) = pairs().fold((0, 0), |(offered, chosen), (_, count)| {
            (offered + count.offered, chosen + count.chosen)
        });
        let overall = (chosen as f64 + PRIOR.0) / (offered as f64 + PRIOR.1);
        let is_mixed = |count: &TrapCount| {
            count.chosen >= PAIR_CHOSEN && count.rate() >= PAIR_FACTOR * overall
        };
        let mut list: Vec<Found> = pairs()
            .filter(|(_, count)| is_mixed(count))
            .map(|(id, count)| found(id, *count))
            .collect();
        list.sort_by(|a, b| b.count.chosen.cmp(&a.count.chosen).then(a.id.cmp(&b.id)));
        list
    }

    /// The trap behind most misses and its share of them, once there is enough to say so.
    pub fn headline(&self) -> Option<(String, f64)> {
        if self.n_answers < HEADLINE.0 || self.n_wrong < HEADLINE.1 {
            return None;
        }
        let first = self.listed().into_iter().next()?;
        let share = first.count.chosen as f64 / self.n_wrong as f64;
        Some((first.id, share))
    }
}

fn found(id: &str, count: TrapCount) -> Found {
    Found { id: id.to_owned(), count, is_pair: id.starts_with("mix-") }
}

fn add(counts: &mut BTreeMap<String, TrapCount>, trap: &str, is_chosen: bool) {
    let count = match counts.get_mut(trap) {
        Some(count) => count,
        None => counts.entry(trap.to_owned()).or_default(),
    };
    count.offered += 1;
    count.chosen += usize::from(is_chosen);
}
