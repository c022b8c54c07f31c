//! Practice sets: questions that the learner picks by what they are or by what happened to them.

use rand::seq::SliceRandom as _;
use serde::{Deserialize, Serialize};

use super::deck::{Body, Item};
use super::library::{Library, Unit};
use super::schedule::memory::Memory;
use super::schedule::queue::{Entry, Kind};
use super::seed::Seed;
use super::stats::past::Past;
use super::time::StudyDay;

/// What a set is made of and how it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PracticeSpec {
    /// Deck id of the certificate.
    pub deck: String,
    /// Ids of topics; parts of a topic are meant with it. Empty: all.
    pub topics: Vec<String>,
    /// Which items.
    pub pick: Pick,
    /// Questions, cards or both.
    pub what: What,
    /// At most this many, 1..=500.
    pub n_items: u32,
    /// Minutes on the clock; none: untimed.
    pub minutes: Option<u32>,
    /// When right and wrong are shown.
    pub feedback: Feedback,
    /// Whether the answers move the schedule.
    pub effect: Effect,
}

impl PracticeSpec {
    /// Ten questions of any kind, with feedback at once, as part of the schedule.
    pub fn of_deck(deck: &str) -> Self {
        Self {
            deck: deck.to_owned(),
            topics: Vec::new(),
            pick: Pick::Any,
            what: What::Questions,
            n_items: 10,
            minutes: None,
            feedback: Feedback::Instant,
            effect: Effect::Schedule,
        }
    }
}

/// Which items a set is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pick {
    /// Any.
    Any,
    /// Never answered.
    Unseen,
    /// Wrong at the last answer.
    Missed,
    /// Wrong at the last answer although "sure".
    ConfidentErrors,
    /// Flagged by the learner.
    Flagged,
    /// Seen, least likely to be known today.
    Weakest,
    /// Due today or before.
    Due,
    /// Calculations with new numbers each time, easy ones first.
    NewNumbers,
    /// With an option that feeds on this trap (its id); a confusion pair is such a trap.
    Trap(String),
}

/// Questions, cards or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum What {
    /// Items that are marked.
    Questions,
    /// Items graded by the learner.
    Cards,
    /// All.
    Both,
}

/// When right and wrong are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Feedback {
    /// After each answer.
    Instant,
    /// After the last.
    AtEnd,
}

/// Whether the answers move the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effect {
    /// They do, as in Study.
    Schedule,
    /// They are kept in the log and move nothing.
    None,
}

/// What a set is chosen from.
#[derive(Clone, Copy)]
pub struct PracticeInput<'a> {
    /// All decks.
    pub library: &'a Library,
    /// Memories by unit.
    pub memories: &'a [Option<Memory>],
    /// What happened to each unit.
    pub past: &'a [Option<Past>],
    /// Whether the learner flagged an item (its number).
    pub is_flagged: &'a dyn Fn(u32) -> bool,
    /// Whether an item (its number) is never asked.
    pub is_suspended: &'a dyn Fn(u32) -> bool,
    /// Chance of recall of a unit that was seen, 0..=1.
    pub recall: &'a dyn Fn(u32, &Memory) -> f32,
    /// Today.
    pub today: StudyDay,
}

/// Every unit that fits `spec`, in the order of the library.
pub fn candidates(spec: &PracticeSpec, input: &PracticeInput<'_>) -> Vec<u32> {
    let Some(deck) = input.library.deck_index(&spec.deck) else { return Vec::new() };
    let topics = wanted_topics(spec, input.library, deck);
    let units = input.library.units().iter().zip(0_u32..);
    units
        .filter(|(unit, _)| unit.deck == deck && !unit.is_shadowed)
        .filter(|(unit, _)| {
            topics.as_ref().is_none_or(|topics| topics.contains(&unit.topic))
                && !(input.is_suspended)(unit.item)
                && input.library.item(unit.item).is_some_and(|item| fits_what(spec.what, item))
        })
        .filter(|(unit, number)| fits_pick(&spec.pick, input, unit, *number))
        .map(|(_, number)| number)
        .collect()
}

/// The set itself: at most `spec.n_items`, weakest first or shuffled, cases together.
pub fn choose(
    spec: &PracticeSpec,
    input: &PracticeInput<'_>,
    seed: Seed,
    round: u64,
) -> Vec<Entry> {
    let mut units = candidates(spec, input);
    let mut rng = seed.derive("practice", &[&spec.deck, &round.to_string()]);
    if spec.pick == Pick::Weakest {
        let recall = |unit: &u32| {
            let memory = input.memories.get(*unit as usize).and_then(Option::as_ref);
            memory.map_or(1.0, |memory| (input.recall)(*unit, memory))
        };
        units.sort_by(|a, b| recall(a).total_cmp(&recall(b)));
    } else {
        units.shuffle(&mut rng);
    }
    if spec.pick == Pick::NewNumbers {
        let item = |unit: &u32| input.library.item(input.library.unit(*unit)?.item);
        units.sort_by_key(|unit| item(unit).map_or(0, |item| item.difficulty));
    }
    units.truncate(spec.n_items.clamp(1, 500) as usize);
    gather_cases(input.library, &mut units);
    let entries = units.iter().filter_map(|&unit| entry(input, unit));
    entries.collect()
}

/// Numbers of all topics that are asked for, or none for all.
fn wanted_topics(spec: &PracticeSpec, library: &Library, deck: u32) -> Option<Vec<u32>> {
    if spec.topics.is_empty() {
        return None;
    }
    let all = library.topics();
    let is_wanted = |mut number: u32| {
        loop {
            let Some(topic) = all.get(number as usize) else { return false };
            if topic.deck == deck && spec.topics.contains(&topic.id) {
                return true;
            }
            match topic.parent {
                Some(parent) => number = parent,
                None => return false,
            }
        }
    };
    Some((0..all.len() as u32).filter(|number| is_wanted(*number)).collect())
}

fn fits_what(what: What, item: &Item) -> bool {
    match what {
        What::Questions => !item.is_self_graded() && !matches!(item.body, Body::Case(_)),
        What::Cards => item.is_self_graded(),
        What::Both => !matches!(item.body, Body::Case(_)),
    }
}

fn fits_pick(pick: &Pick, input: &PracticeInput<'_>, unit: &Unit, number: u32) -> bool {
    let past = input.past.get(number as usize).copied().flatten();
    let memory = input.memories.get(number as usize).and_then(Option::as_ref);
    match pick {
        Pick::Any => true,
        Pick::Unseen => past.is_none() && memory.is_none(),
        Pick::Missed => past.is_some_and(|past| !past.is_last_right),
        Pick::ConfidentErrors => past.is_some_and(|past| past.is_last_confident_error),
        Pick::Flagged => (input.is_flagged)(unit.item),
        Pick::Weakest => memory.is_some(),
        Pick::Due => memory.is_some_and(|memory| memory.due <= input.today),
        Pick::NewNumbers => {
            let item = input.library.item(unit.item);
            item.is_some_and(|item| matches!(item.body, Body::Generated(_)))
        }
        Pick::Trap(id) => input.library.item(unit.item).is_some_and(|item| has_trap(item, id)),
    }
}

/// Whether an option of the item feeds on this trap.
pub fn has_trap(item: &Item, id: &str) -> bool {
    match &item.body {
        Body::Choice(choice) => {
            choice.options.iter().any(|option| option.trap.as_deref() == Some(id))
        }
        _ => false,
    }
}

/// Brings questions of one case together, in the order of the case, where its first one stands.
fn gather_cases(library: &Library, units: &mut Vec<u32>) {
    let case_of = |unit: &u32| library.unit(*unit).and_then(Unit::case);
    let mut gathered: Vec<u32> = Vec::with_capacity(units.len());
    for unit in units.iter() {
        match case_of(unit) {
            None => gathered.push(*unit),
            Some(case) if gathered.iter().any(|other| case_of(other) == Some(case)) => {}
            Some(case) => {
                let mut set: Vec<u32> =
                    units.iter().copied().filter(|other| case_of(other) == Some(case)).collect();
                set.sort_unstable();
                gathered.extend(set);
            }
        }
    }
    *units = gathered;
}

/// The place of a unit in a queue.
pub fn entry(input: &PracticeInput<'_>, number: u32) -> Option<Entry> {
    let unit = input.library.unit(number)?;
    let memory = input.memories.get(number as usize).and_then(Option::as_ref);
    let cost = unit.kind.cost();
    let (kind, secs) = match memory {
        None => (Kind::New, cost.new),
        Some(_) => (Kind::Due, cost.seen),
    };
    Some(Entry { unit: number, item: unit.item, kind, secs, n_again: 0 })
}
