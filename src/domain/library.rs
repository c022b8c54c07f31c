//! All decks together, flattened to what can be asked, with numbers in place of names.

mod build;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::deck::{Body, Case, Deck, Item};
use super::ids::MemoryKey;
use super::schedule::cost::ItemKind;

/// Stands for "no case" and "no question".
const NONE: u32 = u32::MAX;

/// All decks and their flat lists. Numbers of items and units hold until the library is built anew.
#[derive(Debug, Default)]
pub struct Library {
    decks: Vec<Arc<Deck>>,
    items: Vec<ItemEntry>,
    units: Vec<Unit>,
    topics: Vec<TopicEntry>,
    lookup: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

/// Where an item that can be asked stands.
#[derive(Debug, Clone, Copy)]
struct ItemEntry {
    deck: u32,
    /// Index in the deck's list.
    place: u32,
    /// Index in the case's list.
    question: u32,
    topic: u32,
    /// Its units begin here and end where the next item's begin.
    first_unit: u32,
}

/// One memory: an item and a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Index of the deck.
    pub deck: u32,
    /// Index of the item among all that can be asked.
    pub item: u32,
    /// Index of the topic in [`Library::topics`].
    pub topic: u32,
    /// Index of the first item of its case.
    case: u32,
    /// The same on every machine for the same names; orders that should look random start from it.
    pub hash: u64,
    /// Which memory of the item.
    pub facet: u16,
    /// What it costs.
    pub kind: ItemKind,
    /// Whether it is valid between dates only.
    pub is_dated: bool,
    /// Whether another unit before it bears the same names: then it is never asked.
    pub is_shadowed: bool,
}

impl Unit {
    /// Index of the first item of its case, the same for all questions of the case.
    pub fn case(&self) -> Option<u32> {
        (self.case != NONE).then_some(self.case)
    }
}

/// A part of a deck's outline, flattened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicEntry {
    /// Index of the deck.
    pub deck: u32,
    /// Id in the deck.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// The topic above it, or none.
    pub parent: Option<u32>,
}

/// Passes a finished hash through.
#[derive(Debug, Default, Clone, Copy)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = fnv(self.0, bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

fn fnv(start: u64, bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Spreads the bits of a number (the finaliser of `splitmix64`).
pub(super) fn spread(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn hash_names(deck: &str, item: &str, facet: u16) -> u64 {
    let hash = fnv(0xcbf2_9ce4_8422_2325, deck.as_bytes());
    let hash = fnv(fnv(hash, &[0xff]), item.as_bytes());
    spread(fnv(fnv(hash, &[0xff]), &facet.to_le_bytes()))
}

impl Library {
    /// Flattens the decks. Of two items of a deck with the same id only the first has memories.
    pub fn new(decks: Vec<Deck>) -> Self {
        let mut library = Self::default();
        let n_items: usize = decks.iter().map(|deck| deck.items.len()).sum();
        library.items.reserve(n_items);
        library.units.reserve(n_items);
        library.lookup.reserve(n_items);
        library.decks = decks.into_iter().map(Arc::new).collect();
        build::fill(&mut library);
        library
    }

    /// The decks.
    pub fn decks(&self) -> &[Arc<Deck>] {
        &self.decks
    }

    /// A deck by its index.
    pub fn deck(&self, deck: u32) -> Option<&Deck> {
        self.decks.get(deck as usize).map(Arc::as_ref)
    }

    /// Index of the deck with this id.
    pub fn deck_index(&self, id: &str) -> Option<u32> {
        self.decks.iter().position(|deck| deck.id == id).map(|index| index as u32)
    }

    /// All memories that there can be, in deck order; the facets of an item follow one another.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit by its index.
    pub fn unit(&self, unit: u32) -> Option<&Unit> {
        self.units.get(unit as usize)
    }

    /// How many items can be asked.
    pub fn n_items(&self) -> u32 {
        self.items.len() as u32
    }

    /// An item by its index among all that can be asked.
    pub fn item(&self, item: u32) -> Option<&Item> {
        let entry = self.items.get(item as usize)?;
        let top = self.top(entry)?;
        match &top.body {
            Body::Case(case) => case.questions.get(entry.question as usize),
            _ => Some(top),
        }
    }

    /// The case that an item belongs to: its whole item and the case in it.
    pub fn case_of(&self, item: u32) -> Option<(&Item, &Case)> {
        let top = self.top(self.items.get(item as usize)?)?;
        match &top.body {
            Body::Case(case) => Some((top, case)),
            _ => None,
        }
    }

    /// Index of the deck of an item.
    pub fn deck_of(&self, item: u32) -> Option<u32> {
        self.items.get(item as usize).map(|entry| entry.deck)
    }

    /// Index of the topic of an item.
    pub fn topic_of(&self, item: u32) -> Option<u32> {
        self.items.get(item as usize).map(|entry| entry.topic)
    }

    /// All topics of all decks, parents before their parts. Items whose topic the outline lacks
    /// belong to an entry with their topic's id and no title.
    pub fn topics(&self) -> &[TopicEntry] {
        &self.topics
    }

    /// The units of an item; empty for items that are for exams only.
    pub fn units_of(&self, item: u32) -> Range<u32> {
        let first = |item: u32| self.items.get(item as usize).map(|entry| entry.first_unit);
        let end = self.units.len() as u32;
        let start = first(item).unwrap_or(end);
        start..first(item.saturating_add(1)).unwrap_or(end)
    }

    /// The unit with this key.
    pub fn find(&self, key: &MemoryKey) -> Option<u32> {
        self.find_names(&key.deck, &key.item, key.facet)
    }

    /// The unit with these names.
    pub fn find_names(&self, deck: &str, item: &str, facet: u16) -> Option<u32> {
        let mut hash = hash_names(deck, item, facet);
        loop {
            let unit = *self.lookup.get(&hash)?;
            if self.is_named(unit, deck, item, facet) {
                return Some(unit);
            }
            hash = hash.wrapping_add(1);
        }
    }

    /// The key of a unit.
    pub fn key(&self, unit: u32) -> Option<MemoryKey> {
        let unit = self.unit(unit)?;
        let deck = self.deck(unit.deck)?;
        Some(MemoryKey::new(&deck.id, &self.item(unit.item)?.id, unit.facet))
    }

    /// Whether the item of a unit holds on `date`.
    pub fn is_valid_on(&self, unit: &Unit, date: NaiveDate) -> bool {
        if !unit.is_dated {
            return true;
        }
        let case = self.case_of(unit.item).is_none_or(|(top, _)| top.valid.contains(date));
        case && self.item(unit.item).is_none_or(|item| item.valid.contains(date))
    }

    fn top(&self, entry: &ItemEntry) -> Option<&Item> {
        self.decks.get(entry.deck as usize)?.items.get(entry.place as usize)
    }

    fn is_named(&self, unit: u32, deck: &str, item: &str, facet: u16) -> bool {
        self.unit(unit).is_some_and(|unit| {
            unit.facet == facet
                && self.deck(unit.deck).is_some_and(|found| found.id == deck)
                && self.item(unit.item).is_some_and(|found| found.id == item)
        })
    }
}
