//! A deck with what a file brings: the pure end of an import.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::apkg::{item_from_json, item_to_json};
use super::imported::{Imported, ImportedItem, MediaFile};
use super::names::{folded, with_digest};
use super::plan::{LedgerRow, Plan, Standing};
use crate::domain::deck::{Body, Deck, Item, Topic};

/// What the learner decided about items that are there and differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Decision {
    /// Items whose right answer changed are taken as the file has them.
    pub takes_answers: bool,
    /// Items that the learner edited are taken as the file has them.
    pub takes_theirs: bool,
    /// Items that are no longer in the file go.
    pub drops_missing: bool,
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The deck as it will be.
    pub deck: Deck,
    /// What it remembers of its sources.
    pub ledger: Vec<LedgerRow>,
    /// Each incoming item, in the order of the file.
    pub came: Vec<Came>,
    /// Media to be written, under their final names.
    pub media: Vec<MediaFile>,
    /// Items that are new, and items that were replaced.
    pub n_new: usize,
    /// Items that took the file's wording.
    pub n_updated: usize,
}

/// What became of one incoming item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// Its id in the deck; none where the deck has nothing of it.
    pub id: Option<String>,
    /// Whether it comes in suspended.
    pub is_suspended: bool,
    /// Whether it comes in flagged.
    pub is_flagged: bool,
}

/// Puts the items of a file into a deck; those of `imported` are used up.
///
/// `deck` is the deck that is there, or a new one without items. `present` gives the digest of a
/// medium that the deck has already, by its name.
pub fn merge(
    imported: &mut Imported,
    plan: &Plan,
    mut deck: Deck,
    ledger: Vec<LedgerRow>,
    decision: Decision,
    present: &BTreeMap<String, String>,
) -> Merged {
    let (media, renamed) = settle_media(&imported.media, present);
    if deck.items.is_empty()
        && let Some(own) = imported.own.take()
    {
        deck = Deck { id: deck.id, title: deck.title, ..*own };
        deck.items = Vec::new();
        deck.reviews = Vec::new();
    }
    let dropped: BTreeSet<String> = plan
        .missing
        .iter()
        .filter(|_| decision.drops_missing)
        .filter_map(|place| deck.items.get(*place))
        .map(|item| item.id.clone())
        .collect();
    join_topics(&mut deck.outline, &imported.outline);
    for trap in &imported.traps {
        if !deck.traps.iter().any(|known| known.id == trap.id) {
            deck.traps.push(trap.clone());
        }
    }
    let mut merge = Merge {
        taken: deck.items.iter().flat_map(ids_of).collect(),
        rows: ledger.into_iter().map(|row| (row.item.clone(), row)).collect(),
        deck,
        renamed,
        came: Vec::with_capacity(imported.items.len()),
        n_new: 0,
        n_updated: 0,
    };
    for (one, (standing, place)) in imported.items.drain(..).zip(&plan.steps) {
        let (is_suspended, is_flagged) = (one.is_suspended, one.is_flagged);
        let id = merge.take(one, *standing, *place, decision);
        merge.came.push(Came { id, is_suspended, is_flagged });
    }
    merge.deck.items.retain(|item| !dropped.contains(&item.id));
    merge.rows.retain(|id, _| !dropped.contains(id));
    let mut ledger: Vec<LedgerRow> = merge.rows.into_values().collect();
    ledger.sort_unstable_by(|one, other| one.item.cmp(&other.item));
    Merged {
        deck: merge.deck,
        ledger,
        came: merge.came,
        media,
        n_new: merge.n_new,
        n_updated: merge.n_updated,
    }
}

fn ids_of(item: &Item) -> Vec<String> {
    let questions = match &item.body {
        Body::Case(case) => case.questions.as_slice(),
        _ => &[],
    };
    std::iter::once(item).chain(questions).map(|item| item.id.clone()).collect()
}

struct Merge {
    deck: Deck,
    taken: HashSet<String>,
    rows: HashMap<String, LedgerRow>,
    renamed: BTreeMap<String, String>,
    came: Vec<Came>,
    n_new: usize,
    n_updated: usize,
}

impl Merge {
    /// Takes one item in; gives its id in the deck.
    fn take(
        &mut self,
        one: ImportedItem,
        standing: Standing,
        place: Option<usize>,
        decision: Decision,
    ) -> Option<String> {
        let ImportedItem { item, source, modified_s, .. } = one;
        let mut item = self.with_new_names(item);
        let known = place.and_then(|place| self.deck.items.get(place)).map(|item| item.id.clone());
        let (Some(place), Some(known)) = (place, known) else {
            item.id = self.free_id(&item.id);
            if let Body::Case(case) = &mut item.body {
                for question in &mut case.questions {
                    question.id = self.free_id(&question.id);
                }
            }
            let id = item.id.clone();
            self.rows.insert(id.clone(), LedgerRow::of(&item, source, modified_s));
            self.deck.items.push(item);
            self.n_new += 1;
            return Some(id);
        };
        let is_taken = match standing {
            Standing::New | Standing::Reworded | Standing::Options => true,
            Standing::Same => false,
            Standing::Answer => decision.takes_answers,
            Standing::Mine => decision.takes_theirs,
        };
        if !is_taken {
            return Some(known);
        }
        // Another right answer is another thing to know: its memory begins anew under a new id.
        item.id = if standing == Standing::Answer { self.free_id(&known) } else { known.clone() };
        if let Some(slot) = self.deck.items.get_mut(place) {
            if item.topic.is_empty() {
                item.topic.clone_from(&slot.topic);
            }
            self.rows.remove(&known);
            self.rows.insert(item.id.clone(), LedgerRow::of(&item, source, modified_s));
            let id = item.id.clone();
            *slot = item;
            self.n_updated += 1;
            return Some(id);
        }
        None
    }

    fn free_id(&mut self, wish: &str) -> String {
        let mut id = wish.to_owned();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{wish}-{number}");
            number += 1;
        }
        id
    }

    /// The item with the names that its media have in this deck.
    fn with_new_names(&self, item: Item) -> Item {
        if self.renamed.is_empty() {
            return item;
        }
        let mut text = item_to_json(&item).to_string();
        for (old, new) in &self.renamed {
            text = text.replace(&format!("media/{old}"), &format!("media/{new}"));
        }
        let json = serde_json::from_str(&text).ok();
        json.and_then(|json| item_from_json(&json)).unwrap_or(item)
    }
}

/// Media under names that are free in the deck, and which names changed.
fn settle_media(
    media: &[MediaFile],
    present: &BTreeMap<String, String>,
) -> (Vec<MediaFile>, BTreeMap<String, String>) {
    let mut there: BTreeMap<String, &String> =
        present.iter().map(|(name, digest)| (folded(name), digest)).collect();
    let (mut kept, mut renamed) = (Vec::new(), BTreeMap::new());
    let own: Vec<(usize, String)> = media
        .iter()
        .enumerate()
        .filter(|(_, file)| there.contains_key(&folded(&file.name)))
        .filter_map(|(place, file)| Some((place, digest_of(file)?)))
        .collect();
    for (place, file) in media.iter().enumerate() {
        let digest = own.iter().find(|(at, _)| *at == place).map(|(_, digest)| digest);
        match (there.remove(&folded(&file.name)), digest) {
            (Some(known), Some(digest)) if known == digest => {}
            (Some(_), Some(digest)) => {
                let name = with_digest(&file.name, digest);
                renamed.insert(file.name.clone(), name.clone());
                kept.push(MediaFile { name, bytes: file.bytes.clone() });
            }
            _ => kept.push(file.clone()),
        }
    }
    (kept, renamed)
}

/// Hex digest of a medium; none where it cannot be read.
pub fn digest_of(file: &MediaFile) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut file.bytes.open().ok()?, &mut hasher).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

/// Adds topics that are not there; the same id means the same topic.
fn join_topics(outline: &mut Vec<Topic>, incoming: &[Topic]) {
    for topic in incoming {
        match outline.iter_mut().find(|known| known.id == topic.id) {
            Some(known) => join_topics(&mut known.topics, &topic.topics),
            None => outline.push(topic.clone()),
        }
    }
}
