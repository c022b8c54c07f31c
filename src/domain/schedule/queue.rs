//! The day's queue: which items are asked today, and in which order.

use rand::RngCore as _;

use super::cost::SCENARIO_SECS;
use super::interleave::{Block, interleave};
use super::memory::{Memory, Model};
use crate::domain::library::{Library, Unit, spread};
use crate::domain::seed::Seed;
use crate::domain::time::StudyDay;

/// New items a day where the learner set nothing.
pub const NEW_LIMIT: u32 = 20;

/// Reviews a day where the learner set nothing.
pub const REVIEW_LIMIT: u32 = 200;

/// How often an item comes back on one day after a wrong answer.
pub const MAX_COMEBACKS: u32 = 2;

/// What is asked of one certificate.
#[derive(Debug, Clone, Copy)]
pub struct DeckInput<'a> {
    /// Index of the deck in the library.
    pub deck: u32,
    /// Its memory model.
    pub model: &'a Model,
    /// Exam day, when one is set: items that will not hold then are left out.
    pub exam: Option<StudyDay>,
    /// New items a day, those of today included.
    pub new_limit: u32,
    /// Reviews a day, those of today included.
    pub review_limit: u32,
    /// Units that a plan chose for today, ascending; then neither limits nor due days count.
    pub chosen: Option<&'a [u32]>,
}

/// Everything that the queue depends on.
#[derive(Debug, Clone, Copy)]
pub struct QueueInput<'a> {
    /// The decks.
    pub library: &'a Library,
    /// Memories by unit; shorter than the library where the rest is unseen.
    pub memories: &'a [Option<Memory>],
    /// Units that wait or are never asked, sorted ascending.
    pub blocked: &'a [u32],
    /// The certificates studied, in any order.
    pub decks: &'a [DeckInput<'a>],
    /// Today.
    pub today: StudyDay,
    /// Root of randomness.
    pub seed: Seed,
}

/// Why an item is in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Wrong although "sure" on an earlier day.
    ConfidentError,
    /// Wrong today and not right since; only in a queue that is built again on the same day.
    Relearn,
    /// Due today or before.
    Due,
    /// Never answered.
    New,
}

/// One place of the queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Index of the unit in the library.
    pub unit: u32,
    /// Index of its item.
    pub item: u32,
    /// Why it is here.
    pub kind: Kind,
    /// Estimated seconds.
    pub secs: f32,
    /// How often it was answered wrong today.
    pub n_again: u8,
}

/// The day's queue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Queue {
    /// In the order of asking.
    pub entries: Vec<Entry>,
    /// Reviews that are due and left out by the limit.
    pub n_due_left_out: u32,
    /// Unseen items left out by the limit.
    pub n_new_left_out: u32,
}

impl Queue {
    /// Estimated seconds of the whole queue.
    pub fn secs(&self) -> f32 {
        self.entries.iter().map(|entry| entry.secs).sum()
    }
}

/// A unit that could be asked.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    unit: u32,
    kind: Kind,
    /// Chance of being known; 0 for new ones.
    recall: f32,
    /// Decides among equals, by the day.
    key: u64,
    n_again: u8,
}

/// Candidates of one certificate and what was done of it today.
#[derive(Debug, Default)]
struct Candidates {
    errors: Vec<Candidate>,
    relearn: Vec<Candidate>,
    due: Vec<Candidate>,
    new: Vec<Candidate>,
    n_new_today: u32,
    n_reviews_today: u32,
}

/// Builds the day's queue. The same input gives the same queue, whatever was asked for before.
pub fn build(input: &QueueInput<'_>) -> Queue {
    let day = input.seed.derive("queue", &[&input.today.0.to_string()]).next_u64();
    let lasting = input.seed.derive("new", &[]).next_u64();
    let mut all = candidates(input, day, lasting);
    let mut queue = Queue::default();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for (deck, found) in input.decks.iter().zip(&mut all) {
        let limit = |limit: u32, done: u32| match deck.chosen {
            Some(_) => usize::MAX,
            None => limit.saturating_sub(done) as usize,
        };
        let n_reviews = limit(deck.review_limit, found.n_reviews_today);
        let n_new = limit(deck.new_limit, found.n_new_today);
        queue.n_due_left_out += keep_weakest(&mut found.errors, n_reviews);
        queue.n_due_left_out += keep_weakest(&mut found.due, n_reviews - found.errors.len());
        queue.n_new_left_out += keep_new(input.library, &mut found.new, n_new, lasting);
        first.append(&mut found.errors);
        rest.append(&mut found.relearn);
        rest.append(&mut found.due);
        rest.append(&mut found.new);
    }
    queue.entries.reserve(first.len() + rest.len());
    place(input, &first, &mut queue.entries);
    place(input, &rest, &mut queue.entries);
    queue
}

/// Finds what could be asked, at most one facet of an item.
fn candidates(input: &QueueInput<'_>, day: u64, lasting: u64) -> Vec<Candidates> {
    let mut all: Vec<Candidates> = input.decks.iter().map(|_| Candidates::default()).collect();
    let mut deck_places: Vec<Option<usize>> = vec![None; input.library.decks().len()];
    for (place, deck) in input.decks.iter().enumerate() {
        if let Some(slot) = deck_places.get_mut(deck.deck as usize) {
            *slot = Some(place);
        }
    }
    let mut blocked = input.blocked.iter().copied().peekable();
    let mut start = 0_u32;
    for facets in input.library.units().chunk_by(|one, other| one.item == other.item) {
        let first = start;
        start += facets.len() as u32;
        let place =
            facets.first().and_then(|unit| deck_places.get(unit.deck as usize).copied().flatten());
        let found = place.and_then(|place| Some((input.decks.get(place)?, all.get_mut(place)?)));
        let Some((deck, found)) = found else { continue };
        let (mut best, mut relearn): (Option<Candidate>, Option<Candidate>) = (None, None);
        let mut is_done = false;
        for (number, unit) in (first..).zip(facets) {
            while blocked.next_if(|next| *next < number).is_some() {}
            let memory = input.memories.get(number as usize).and_then(Option::as_ref);
            found.count(memory, input.today);
            is_done |= memory.is_some_and(|memory| memory.last_day >= input.today);
            if unit.is_shadowed || blocked.peek() == Some(&number) {
                continue;
            }
            let Some(mut candidate) = candidate(input, deck, number, unit, memory) else {
                continue;
            };
            let salt = if candidate.kind == Kind::New { lasting } else { day };
            candidate.key = spread(unit.hash ^ salt);
            let slot = if candidate.kind == Kind::Relearn { &mut relearn } else { &mut best };
            if slot.is_none_or(|best| candidate.is_before(&best)) {
                *slot = Some(candidate);
            }
        }
        // An item of which a facet was asked today waits until tomorrow with the others.
        let Some(best) = (if is_done { relearn } else { best }) else { continue };
        let is_valid = facets.first().is_none_or(|unit| {
            let date = deck.exam.unwrap_or(input.today).max(input.today).date();
            input.library.is_valid_on(unit, date)
        });
        if is_valid {
            found.push(best);
        }
    }
    all
}

fn candidate(
    input: &QueueInput<'_>,
    deck: &DeckInput<'_>,
    number: u32,
    unit: &Unit,
    memory: Option<&Memory>,
) -> Option<Candidate> {
    let is_chosen = deck.chosen.map(|chosen| chosen.binary_search(&number).is_ok());
    let Some(memory) = memory else {
        let key = unit.hash;
        return is_chosen.unwrap_or(true).then_some(Candidate {
            unit: number,
            kind: Kind::New,
            recall: 0.0,
            key,
            n_again: 0,
        });
    };
    let is_today = memory.last_day >= input.today;
    let kind = if is_today {
        let is_open = memory.is_relearning && memory.n_again_today <= MAX_COMEBACKS;
        is_open.then_some(Kind::Relearn)
    } else if memory.is_confident_error {
        Some(Kind::ConfidentError)
    } else {
        is_chosen.unwrap_or(memory.due <= input.today).then_some(Kind::Due)
    };
    kind.map(|kind| Candidate {
        unit: number,
        kind,
        recall: deck.model.retrievability(memory, input.today),
        key: unit.hash,
        n_again: if is_today { memory.n_again_today.min(255) as u8 } else { 0 },
    })
}

impl Candidate {
    /// Of two facets of an item: the more urgent kind, then the weaker, then the first.
    fn is_before(&self, other: &Self) -> bool {
        let weaker = self.recall.total_cmp(&other.recall);
        self.kind.cmp(&other.kind).then(weaker).then(self.unit.cmp(&other.unit)).is_lt()
    }
}

impl Candidates {
    fn count(&mut self, memory: Option<&Memory>, today: StudyDay) {
        if let Some(memory) = memory.filter(|memory| memory.last_day == today) {
            if memory.first_day == today {
                self.n_new_today += 1;
            } else {
                self.n_reviews_today += 1;
            }
        }
    }

    fn push(&mut self, candidate: Candidate) {
        match candidate.kind {
            Kind::ConfidentError => self.errors.push(candidate),
            Kind::Relearn => self.relearn.push(candidate),
            Kind::Due => self.due.push(candidate),
            Kind::New => self.new.push(candidate),
        }
    }
}

/// Keeps the `limit` least likely to be known; gives how many were left out.
fn keep_weakest(found: &mut Vec<Candidate>, limit: usize) -> u32 {
    let n_left_out = found.len().saturating_sub(limit);
    if n_left_out > 0 {
        let order = |one: &Candidate, other: &Candidate| {
            one.recall.total_cmp(&other.recall).then(one.key.cmp(&other.key))
        };
        if limit > 0 {
            found.select_nth_unstable_by(limit - 1, order);
        }
        found.truncate(limit);
        found.sort_unstable_by_key(|candidate| candidate.unit);
    }
    n_left_out as u32
}

/// Keeps `limit` new ones in an order that lasts from day to day, whole cases where they fit.
fn keep_new(library: &Library, found: &mut Vec<Candidate>, limit: usize, lasting: u64) -> u32 {
    let n_found = found.len();
    if n_found <= limit {
        return 0;
    }
    if limit == 0 {
        found.clear();
        return n_found as u32;
    }
    for candidate in found.iter_mut() {
        let case = library.unit(candidate.unit).and_then(Unit::case);
        let first = case.and_then(|case| library.unit(library.units_of(case).start));
        if let Some(first) = first {
            candidate.key = spread(first.hash ^ lasting);
        }
    }
    // A case that does not fit is passed over, so more than `limit` may have to be looked at.
    let order = |candidate: &Candidate| (candidate.key, candidate.unit);
    let n_looked_at = (limit * 4 + 64).min(n_found);
    if n_looked_at < n_found {
        found.select_nth_unstable_by_key(n_looked_at - 1, order);
        found.truncate(n_looked_at);
    }
    found.sort_unstable_by_key(order);
    let mut kept: Vec<Candidate> = Vec::with_capacity(limit);
    let mut passed_over = Vec::new();
    for group in found.chunk_by(|one, other| one.key == other.key) {
        if kept.len() + group.len() <= limit {
            kept.extend_from_slice(group);
        } else {
            passed_over.extend_from_slice(group);
        }
    }
    // The last places go to parts of a case only when nothing else was found for them.
    kept.extend(passed_over.into_iter().take(limit - kept.len()));
    *found = kept;
    (n_found - found.len()) as u32
}

/// Mixes `chosen`, questions of a case in one block, and adds them to the entries.
fn place(input: &QueueInput<'_>, chosen: &[Candidate], entries: &mut Vec<Entry>) {
    let mut sorted: Vec<(Candidate, Unit)> = chosen
        .iter()
        .filter_map(|candidate| Some((*candidate, *input.library.unit(candidate.unit)?)))
        .collect();
    sorted.sort_unstable_by_key(|(candidate, _)| candidate.unit);
    let groups: Vec<&[(Candidate, Unit)]> = sorted
        .chunk_by(|(_, one), (_, other)| one.case().is_some() && one.case() == other.case())
        .collect();
    let blocks: Vec<Block> = groups
        .iter()
        .enumerate()
        .filter_map(|(id, group)| {
            let (candidate, unit) = group.first()?;
            let stream = u8::from(candidate.kind == Kind::New);
            Some(Block { id: id as u32, topic: unit.topic, stream, key: candidate.key })
        })
        .collect();
    for id in interleave(&blocks) {
        let group = groups.get(id as usize).into_iter().flat_map(|group| group.iter());
        for (index, (candidate, unit)) in group.enumerate() {
            let cost = unit.kind.cost();
            let is_new = candidate.kind == Kind::New;
            let mut secs = if is_new { cost.new } else { cost.seen };
            if index == 0 && unit.case().is_some() {
                secs += SCENARIO_SECS;
            }
            let Candidate { unit: number, kind, n_again, .. } = *candidate;
            entries.push(Entry { unit: number, item: unit.item, kind, secs, n_again });
        }
    }
}
