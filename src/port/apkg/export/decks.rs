//! Names of decks for topics: `Title::Topic::Topic`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};

use crate::domain::deck::{Deck, Topic};

/// Longest level of a name, in characters.
const MAX_NAME: usize = 100;
/// Range of the ids that decks get, milliseconds like all ids there.
const IDS: std::ops::Range<u64> = 1_400_000_000_000..1_690_000_000_000;

/// Decks and their ids.
#[derive(Debug, Default)]
pub(super) struct DeckIds {
    by_name: BTreeMap<String, i64>,
    taken: HashSet<i64>,
}

impl DeckIds {
    /// The id of a deck, the same at every export. Its parents get theirs too.
    pub(super) fn id(&mut self, name: &str) -> i64 {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        if let Some((parent, _)) = name.rsplit_once("::") {
            self.id(parent);
        }
        let digest = blake3::hash(name.as_bytes());
        let bytes = digest.as_bytes().first_chunk().copied().unwrap_or_default();
        let mut id = (IDS.start + u64::from_be_bytes(bytes) % (IDS.end - IDS.start)).cast_signed();
        while !self.taken.insert(id) {
            id += 1;
        }
        self.by_name.insert(name.to_owned(), id);
        id
    }

    pub(super) fn json(&self, mod_s: i64) -> Value {
        let default = std::iter::once(("Default", 1));
        let own = self.by_name.iter().map(|(name, id)| (name.as_str(), *id));
        let decks = default.chain(own).map(|(name, id)| {
            let deck = json!({"id": id, "name": name, "mod": mod_s, "usn": -1, "lrnToday": [0, 0],
                "revToday": [0, 0], "newToday": [0, 0], "timeToday": [0, 0], "collapsed": false,
                "browserCollapsed": false, "desc": "", "dyn": 0, "conf": 1, "extendNew": 10,
                "extendRev": 50});
            (id.to_string(), deck)
        });
        Value::Object(decks.collect())
    }
}

/// The full deck name of each topic, by its id; the empty id stands for the deck itself.
pub(in crate::port) fn names(deck: &Deck) -> HashMap<String, String> {
    let title = level(&deck.title);
    let mut names = HashMap::from([(String::new(), title.clone())]);
    let mut taken = HashSet::from([title.clone()]);
    walk(&deck.outline, &title, &mut names, &mut taken);
    names
}

fn walk(
    topics: &[Topic],
    parent: &str,
    names: &mut HashMap<String, String>,
    taken: &mut HashSet<String>,
) {
    for topic in topics {
        let mut name = format!("{parent}::{}", level(&topic.title));
        if !taken.insert(name.clone()) {
            // Two topics of one title must stay two.
            name = format!("{name} ({})", level(&topic.id));
            taken.insert(name.clone());
        }
        walk(&topic.topics, &name, names, taken);
        names.insert(topic.id.clone(), name);
    }
}

/// A level of a name: one line, no separators, not empty.
fn level(title: &str) -> String {
    let mut name: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    while name.contains("::") {
        name = name.replace("::", ":");
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let name: String = words.join(" ").trim_matches(':').chars().take(MAX_NAME).collect();
    let name = name.trim();
    if name.is_empty() { "Deck".to_owned() } else { name.to_owned() }
}
