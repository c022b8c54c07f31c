//! Deck names as an outline: the first level is the deck, further levels are topics.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::limits::{TAGS, TOPIC_LEVELS};
use crate::domain::deck::Topic;

/// Longest id of a topic made from its title, in bytes.
const MAX_ID: usize = 40;

/// The decks that items are in, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Topics {
    paths: Vec<Vec<String>>,
    known: HashMap<Vec<String>, usize>,
    /// Ids that our own decks brought along.
    ids: HashMap<usize, String>,
    pub(super) has_cut_names: bool,
}

/// The outline and where each path went.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) title: Option<String>,
    pub(super) topics: Vec<Topic>,
    /// Id of the topic of each path.
    pub(super) ids: Vec<String>,
}

impl Topics {
    /// The number of a path of deck names.
    pub(super) fn place(&mut self, path: &[String]) -> usize {
        if let Some(number) = self.known.get(path) {
            return *number;
        }
        let number = self.paths.len();
        let tidy = self.tidy(path);
        self.paths.push(tidy);
        self.known.insert(path.to_vec(), number);
        number
    }

    /// Says that items of this path bear the topic `id` in our own deck.
    pub(super) fn set_id(&mut self, path: usize, id: &str) {
        self.ids.entry(path).or_insert_with(|| id.to_owned());
    }

    /// Names of limited length, at most eight levels.
    fn tidy(&mut self, path: &[String]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in path {
            let name = name.trim();
            let short: String = name.chars().filter(|c| !c.is_control()).take(TAGS).collect();
            self.has_cut_names |= short.chars().count() < name.chars().count();
            let name = if short.is_empty() { "…".to_owned() } else { short };
            names.push(name);
        }
        while names.len() > TOPIC_LEVELS {
            let deepest = names.pop().unwrap_or_default();
            if let Some(last) = names.last_mut() {
                *last = format!("{last} / {deepest}");
            }
        }
        names
    }

    /// Makes the outline. Cards that lie in a deck with parts get a part of the deck's own name.
    pub(super) fn outline(&self) -> Outline {
        let firsts: HashSet<&str> =
            self.paths.iter().filter_map(|path| path.first()).map(String::as_str).collect();
        let title = if let ([path, ..], 1) = (self.paths.as_slice(), firsts.len()) {
            path.first().cloned()
        } else {
            None
        };
        let n_skipped = usize::from(title.is_some());
        let mut root = Node::default();
        for (number, path) in self.paths.iter().enumerate() {
            let names = path.get(n_skipped..).unwrap_or_default();
            root.add(names, number);
        }
        let mut making = Making { ids: vec![String::new(); self.paths.len()], ..Making::default() };
        let own_title = title.clone().unwrap_or_else(|| "Imported".to_owned());
        making.taken.extend(self.ids.values().cloned());
        let topics = making.topics(&root, &own_title, &self.ids);
        Outline { title, topics, ids: making.ids }
    }
}

#[derive(Debug, Default)]
struct Node {
    children: Vec<(String, Node)>,
    by_name: BTreeMap<String, usize>,
    /// Paths that end here.
    paths: Vec<usize>,
}

impl Node {
    fn add(&mut self, names: &[String], number: usize) {
        let Some((name, rest)) = names.split_first() else {
            self.paths.push(number);
            return;
        };
        let next = self.children.len();
        let place = *self.by_name.entry(name.clone()).or_insert(next);
        if place == next {
            self.children.push((name.clone(), Self::default()));
        }
        if let Some((_, child)) = self.children.get_mut(place) {
            child.add(rest, number);
        }
    }
}

#[derive(Debug, Default)]
struct Making {
    taken: HashSet<String>,
    /// Last number given to topics of one slug.
    numbers: HashMap<String, usize>,
    /// Ids of our own that a topic has already.
    used: HashSet<String>,
    ids: Vec<String>,
}

impl Making {
    /// Topics of a node; recursion is as deep as deck names, at most eight levels.
    fn topics(&mut self, node: &Node, title: &str, own: &HashMap<usize, String>) -> Vec<Topic> {
        let mut topics = Vec::new();
        if !node.paths.is_empty() {
            topics.push(self.leaf(&node.paths, title, own));
        }
        for (name, child) in &node.children {
            if child.children.is_empty() {
                topics.push(self.leaf(&child.paths, name, own));
                continue;
            }
            let id = self.free_id(name);
            let topics_of_child = self.topics(child, name, own);
            topics.push(Topic {
                id,
                title: name.clone(),
                topics: topics_of_child,
                ..Topic::default()
            });
        }
        topics
    }

    fn leaf(&mut self, paths: &[usize], title: &str, own: &HashMap<usize, String>) -> Topic {
        let own_id = paths.iter().find_map(|path| own.get(path)).cloned();
        let id = match own_id.filter(|id| self.used.insert(id.clone())) {
            Some(id) => id,
            None => self.free_id(title),
        };
        for path in paths {
            if let Some(slot) = self.ids.get_mut(*path) {
                slot.clone_from(&id);
            }
        }
        Topic { id, title: title.to_owned(), ..Topic::default() }
    }

    fn free_id(&mut self, title: &str) -> String {
        let slug = slug(title);
        let mut id = slug.clone();
        while !self.taken.insert(id.clone()) {
            let number = self.numbers.entry(slug.clone()).or_insert(1);
            *number += 1;
            id = format!("{slug}-{number}");
        }
        id
    }
}

/// Lower-case letters, digits and dashes; a digest where nothing of the kind is left.
fn slug(title: &str) -> String {
    let mut id = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
        if id.len() >= MAX_ID {
            break;
        }
    }
    let id = id.trim_end_matches('-');
    if id.len() * 3 < title.chars().count() || id.is_empty() {
        return format!(
            "t{}",
            blake3::hash(title.as_bytes()).to_hex().get(..8).unwrap_or_default()
        );
    }
    id.to_owned()
}
