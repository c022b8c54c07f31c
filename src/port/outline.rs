//! Categories, decks and domains of a file as an outline.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::limits::{NAME, TOPIC_LEVELS};
use crate::domain::deck::Topic;

/// Longest id made from a title, in bytes.
const MAX_ID: usize = 40;

/// The topics that items are in, in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Topics {
    paths: Vec<Place>,
    known: HashMap<(Vec<String>, String), usize>,
    pub(super) n_cut: usize,
    pub(super) n_joined: usize,
}

#[derive(Debug)]
struct Place {
    names: Vec<String>,
    /// Id that the file gives, or nothing.
    id: String,
}

/// An outline, and the id of the topic of each path.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) topics: Vec<Topic>,
    pub(super) ids: Vec<String>,
}

impl Topics {
    /// The number of a path of titles; `id` is one that the file gives, or empty.
    pub(super) fn place(&mut self, path: &[String], id: &str) -> usize {
        let key = (path.to_vec(), id.to_owned());
        if let Some(number) = self.known.get(&key) {
            return *number;
        }
        let number = self.paths.len();
        let names = self.tidy(path);
        self.paths.push(Place { names, id: id.to_owned() });
        self.known.insert(key, number);
        number
    }

    /// Names of limited length, at most eight levels.
    fn tidy(&mut self, path: &[String]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in path.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            let mut letters = name.chars().filter(|letter| !letter.is_control());
            let short: String = letters.by_ref().take(NAME).collect();
            self.n_cut += usize::from(letters.next().is_some());
            names.push(short);
        }
        if names.len() > TOPIC_LEVELS {
            self.n_joined += 1;
            let deeper = names.split_off(TOPIC_LEVELS);
            if let Some(last) = names.last_mut() {
                *last = format!("{last} / {}", deeper.join(" / "));
            }
        }
        names
    }

    /// The first level as the title of the deck, if all items share it.
    pub(super) fn common_title(&self) -> Option<&str> {
        let mut firsts = self.paths.iter().map(|place| place.names.first());
        let first = firsts.next()??;
        firsts.all(|other| other == Some(first)).then_some(first)
    }

    /// Makes the outline. Items in a topic with parts get a part of the topic's own name; items
    /// without any topic one called `title`. `n_skipped` first levels are the deck itself.
    pub(super) fn outline(&self, title: &str, n_skipped: usize) -> Outline {
        let mut root = Node::default();
        for (number, place) in self.paths.iter().enumerate() {
            root.add(place.names.get(n_skipped..).unwrap_or_default(), number);
        }
        let mut making = Making { ids: vec![String::new(); self.paths.len()], ..Making::default() };
        making.taken.extend(self.paths.iter().map(|place| place.id.clone()));
        making.count(&root, title);
        let topics = making.topics(&root, title, &mut Vec::new(), &self.paths);
        Outline { topics, ids: making.ids }
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
    /// How many topics have titles that make the same id.
    n_alike: HashMap<String, usize>,
    ids: Vec<String>,
}

impl Making {
    fn count(&mut self, node: &Node, title: &str) {
        if !node.paths.is_empty() {
            *self.n_alike.entry(slug(title)).or_default() += 1;
        }
        for (name, child) in &node.children {
            if !child.children.is_empty() {
                *self.n_alike.entry(slug(name)).or_default() += 1;
            }
            self.count(child, name);
        }
    }

    /// Topics of a node; it recurses as deep as topics go, eight levels at most.
    fn topics<'a>(
        &mut self,
        node: &'a Node,
        title: &'a str,
        above: &mut Vec<&'a str>,
        paths: &[Place],
    ) -> Vec<Topic> {
        let mut topics = Vec::new();
        self.leaves(node, title, above, paths, &mut topics);
        for (name, child) in &node.children {
            above.push(name);
            if child.children.is_empty() {
                self.leaves(child, name, above, paths, &mut topics);
            } else {
                let id = self.free_id(name, above);
                let parts = self.topics(child, name, above, paths);
                topics.push(Topic { id, title: name.clone(), topics: parts, ..Topic::default() });
            }
            above.pop();
        }
        topics
    }

    /// One topic for all paths of one title that have no id of their own, one for each other id.
    fn leaves(
        &mut self,
        node: &Node,
        title: &str,
        above: &[&str],
        paths: &[Place],
        topics: &mut Vec<Topic>,
    ) {
        let mut made: BTreeMap<&str, String> = BTreeMap::new();
        for number in &node.paths {
            let own = paths.get(*number).map_or("", |place| place.id.as_str());
            if !made.contains_key(own) {
                let id = if own.is_empty() { self.free_id(title, above) } else { own.to_owned() };
                let title = title.to_owned();
                topics.push(Topic { id: id.clone(), title, ..Topic::default() });
                made.insert(own, id);
            }
            if let (Some(slot), Some(id)) = (self.ids.get_mut(*number), made.get(own)) {
                slot.clone_from(id);
            }
        }
    }

    /// The title's id; where several titles share one, with a part of the path's digest, so that
    /// the order of the file does not matter.
    fn free_id(&mut self, title: &str, above: &[&str]) -> String {
        let mut id = slug(title);
        if self.n_alike.get(&id).is_some_and(|n| *n > 1) || self.taken.contains(&id) {
            let digest = blake3::hash(format!("{}\n{title}", above.join("\n")).as_bytes()).to_hex();
            id = format!("{id}-{}", digest.get(..4).unwrap_or_default());
        }
        let stem = id.clone();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{stem}-{number}");
            number += 1;
        }
        id
    }
}

/// Lower-case letters, digits and dashes; a digest where little of the kind is left.
pub(super) fn slug(title: &str) -> String {
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
    if id.is_empty() || id.len() * 3 < title.chars().count().min(MAX_ID) {
        let digest = blake3::hash(title.as_bytes()).to_hex();
        return format!("t{}", digest.get(..8).unwrap_or_default());
    }
    id.to_owned()
}
