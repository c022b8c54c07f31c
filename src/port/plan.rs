//! What of a file is new, changed or there already, before anything is written.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::identity::{content_digest, hex, whole_digest};
use super::imported::{Imported, ImportedItem, SourceKey};
use crate::domain::deck::digest::key_digest;
use crate::domain::deck::{Body, Deck, Item};

/// Share of letters in which two stems may differ and still be one question reworded.
const REWORDED: f64 = 0.15;
/// Share of letters in which two backs may differ and still say the same.
const BACK: f64 = 0.15;
/// Longest stem that is compared letter by letter, in characters.
const COMPARED: usize = 2_000;

/// What a deck remembers of an item that came from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Id in our deck.
    pub item: String,
    /// By what the file names it.
    pub source: SourceKey,
    /// Digest of everything about it when it was imported: what differs now was edited here.
    pub whole: String,
    /// Seconds UTC of its last change over there.
    pub modified_s: Option<i64>,
}

impl LedgerRow {
    /// The row of an item as it comes in from `source`.
    pub fn of(item: &Item, source: SourceKey, modified_s: Option<i64>) -> Self {
        Self { item: item.id.clone(), source, whole: hex(&whole_digest(item)), modified_s }
    }
}

/// How an incoming item stands to the deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The deck has nothing like it.
    New,
    /// It is there as it is.
    Same,
    /// Stem, explanation or tags differ: the memory stays.
    Reworded,
    /// An option was reworded, added or removed; the right one reads the same. The memory stays.
    Options,
    /// The right answer differs: by default the learner is asked, and the memory begins anew.
    Answer,
    /// The learner edited it here: mine stays unless theirs is wanted.
    Mine,
}

/// What would happen, item by item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// For each incoming item: how it stands, and the place in the deck of what it meets.
    pub steps: Vec<(Standing, Option<usize>)>,
    /// Places in the deck of items that came from a file and are not in this one.
    pub missing: Vec<usize>,
}

impl Plan {
    /// How many items stand so.
    pub fn count(&self, standing: Standing) -> usize {
        self.steps.iter().filter(|(found, _)| *found == standing).count()
    }

    /// How many are there and differ.
    pub fn n_changed(&self) -> usize {
        let is_changed = |s: &&(Standing, _)| !matches!(s.0, Standing::New | Standing::Same);
        self.steps.iter().filter(is_changed).count()
    }
}

/// Compares a file with a deck; none for a new deck. `edited` are ids with the learner's own version.
pub fn plan(
    imported: &Imported,
    deck: Option<&Deck>,
    ledger: &[LedgerRow],
    edited: &BTreeSet<String>,
) -> Plan {
    let Some(deck) = deck else {
        return Plan { steps: vec![(Standing::New, None); imported.items.len()], missing: vec![] };
    };
    Matching::new(deck, ledger, edited).run(imported)
}

struct Matching<'a> {
    deck: &'a Deck,
    rows: HashMap<&'a str, &'a LedgerRow>,
    edited: &'a BTreeSet<String>,
    by_source: HashMap<&'a SourceKey, usize>,
    by_id: HashMap<&'a str, usize>,
    by_whole: HashMap<[u8; 16], Vec<usize>>,
    by_content: HashMap<[u8; 16], Vec<usize>>,
    by_key: HashMap<String, Vec<usize>>,
    is_met: Vec<bool>,
}

impl<'a> Matching<'a> {
    fn new(deck: &'a Deck, ledger: &'a [LedgerRow], edited: &'a BTreeSet<String>) -> Self {
        let by_id: HashMap<&str, usize> =
            deck.items.iter().enumerate().map(|(place, item)| (item.id.as_str(), place)).collect();
        let rows: HashMap<&str, &LedgerRow> =
            ledger.iter().map(|row| (row.item.as_str(), row)).collect();
        let by_source = ledger
            .iter()
            .filter_map(|row| Some((&row.source, *by_id.get(row.item.as_str())?)))
            .collect();
        let mut matching = Self {
            deck,
            rows,
            edited,
            by_source,
            by_id,
            by_whole: HashMap::new(),
            by_content: HashMap::new(),
            by_key: HashMap::new(),
            is_met: vec![false; deck.items.len()],
        };
        for (place, item) in deck.items.iter().enumerate() {
            matching.by_whole.entry(whole_digest(item)).or_default().push(place);
            matching.by_content.entry(content_digest(item)).or_default().push(place);
            matching.by_key.entry(key_digest(item)).or_default().push(place);
        }
        matching
    }

    fn run(mut self, imported: &Imported) -> Plan {
        let mut found: Vec<Option<usize>> = vec![None; imported.items.len()];
        // Surer ways first for all items, so that order in the file never matters.
        let ways: [fn(&Self, &ImportedItem) -> Option<usize>; 4] =
            [Self::of_source, Self::of_whole, Self::of_content, Self::of_stem];
        for way in ways {
            for (slot, one) in found.iter_mut().zip(&imported.items) {
                if slot.is_some() {
                    continue;
                }
                let place = way(&self, one).filter(|place| self.is_free(*place));
                if let Some(met) = place.and_then(|place| self.is_met.get_mut(place)) {
                    *met = true;
                    *slot = place;
                }
            }
        }
        let steps = found
            .iter()
            .zip(&imported.items)
            .map(|(place, one)| match place {
                None => (Standing::New, None),
                Some(place) => (self.standing(*place, one), Some(*place)),
            })
            .collect();
        let is_from_file = |place: &usize| {
            self.deck.items.get(*place).is_some_and(|item| self.rows.contains_key(item.id.as_str()))
        };
        let missing = (0..self.deck.items.len())
            .filter(|place| self.is_free(*place) && is_from_file(place))
            .collect();
        Plan { steps, missing }
    }

    fn is_free(&self, place: usize) -> bool {
        self.is_met.get(place).is_some_and(|met| !met)
    }

    fn of_source(&self, one: &ImportedItem) -> Option<usize> {
        let of_ledger = self.by_source.get(&one.source).copied();
        of_ledger.or_else(|| match &one.source {
            SourceKey::Explicit(id) => self.by_id.get(id.as_str()).copied(),
            _ => None,
        })
    }

    fn of_whole(&self, one: &ImportedItem) -> Option<usize> {
        self.first_free(self.by_whole.get(&whole_digest(&one.item)))
    }

    fn of_content(&self, one: &ImportedItem) -> Option<usize> {
        self.first_free(self.by_content.get(&content_digest(&one.item)))
    }

    /// The same right answer, and a stem that differs by few letters.
    fn of_stem(&self, one: &ImportedItem) -> Option<usize> {
        let places = self.by_key.get(&key_digest(&one.item))?;
        // Items with one answer in common by the hundred ("True") are not compared letter by letter.
        let near = places.iter().copied().filter(|place| self.is_free(*place)).take(200);
        near.into_iter().find(|place| {
            self.deck.items.get(*place).is_some_and(|item| {
                item.type_name() == one.item.type_name()
                    && distance(item.prompt(), one.item.prompt()) <= REWORDED
            })
        })
    }

    fn first_free(&self, places: Option<&Vec<usize>>) -> Option<usize> {
        places?.iter().copied().find(|place| self.is_free(*place))
    }

    fn standing(&self, place: usize, one: &ImportedItem) -> Standing {
        let Some(known) = self.deck.items.get(place) else { return Standing::New };
        let row = self.rows.get(known.id.as_str());
        if whole_digest(known) == whole_digest(&one.item) {
            return Standing::Same;
        }
        let is_edited = self.edited.contains(&known.id)
            || row.is_some_and(|row| row.whole != hex(&whole_digest(known)));
        let is_as_imported = row.is_some_and(|row| row.whole == hex(&whole_digest(&one.item)));
        let is_not_newer =
            row.is_some_and(|row| row.modified_s.is_some() && one.modified_s <= row.modified_s);
        if is_as_imported || is_not_newer {
            // The file did not change; only the learner did.
            return Standing::Same;
        }
        if is_edited {
            return Standing::Mine;
        }
        standing_of(known, &one.item)
    }
}

fn standing_of(known: &Item, incoming: &Item) -> Standing {
    let same_key = key_digest(known) == key_digest(incoming);
    match (&known.body, &incoming.body) {
        (Body::Card(old), Body::Card(new)) if distance(&old.back, &new.back) <= BACK => {
            Standing::Reworded
        }
        (Body::Choice(old), Body::Choice(new)) if same_key => {
            let texts = |choice: &crate::domain::deck::Choice| -> BTreeSet<String> {
                choice.options.iter().map(|option| option.text.clone()).collect()
            };
            if texts(old) == texts(new) { Standing::Reworded } else { Standing::Options }
        }
        _ if same_key => Standing::Reworded,
        _ => Standing::Answer,
    }
}

/// Share of letters that differ, 0..=1.
fn distance(one: &str, other: &str) -> f64 {
    let short = |text: &str| -> String { text.chars().take(COMPARED).collect() };
    1.0 - strsim::normalized_levenshtein(&short(one), &short(other))
}
