//! The index: the folded text of every item in one piece.

use std::collections::HashMap;

use memchr::memmem::Finder;

use super::fold::{fold, fold_into};
use super::query::{Is, Query, Test};
use crate::domain::deck::{Body, Deck, Item};
use crate::domain::figure::{has_figure, written_out};
use crate::domain::item::text::{DropSegment, cloze_plain, dropdown_segments};
use crate::domain::library::Library;

/// Between the parts of an item, so that a phrase does not reach from one into the next.
const BETWEEN: char = '\n';

/// Names of the types, folded, in the order of [`type_number`].
const TYPES: [&str; 10] = [
    "card",
    "cloze",
    "choice",
    "order",
    "match",
    "dropdown",
    "numeric",
    "hotspot",
    "case",
    "generated",
];

/// What can be searched of a library.
#[derive(Debug, Default)]
pub struct SearchIndex {
    text: String,
    /// Where each item's text ends.
    ends: Vec<u32>,
    decks: Vec<u32>,
    topics: Vec<u32>,
    types: Vec<u8>,
    in_case: Vec<bool>,
    tag_names: Vec<String>,
    tags: Vec<u32>,
    tag_ends: Vec<u32>,
    deck_names: Vec<String>,
    /// Folded id and title of each topic and those above it.
    topic_names: Vec<String>,
}

impl SearchIndex {
    /// Folds the text of every item: prompt, answers, explanation, scenario of its case, and id.
    pub fn new(library: &Library) -> Self {
        let mut index = Self { deck_names: deck_names(library), ..Self::default() };
        index.topic_names = topic_names(library);
        let mut tag_numbers: HashMap<String, u32> = HashMap::new();
        for number in 0..library.n_items() {
            let Some(item) = library.item(number) else { continue };
            let case = library.case_of(number);
            add_text(item, &mut index.text);
            if let Some((_, case)) = case {
                add_part(&case.scenario, &mut index.text);
            }
            // Beyond 4 GiB of text the rest is not found, rather than found wrongly.
            index.ends.push(u32::try_from(index.text.len()).unwrap_or(u32::MAX));
            index.decks.push(library.deck_of(number).unwrap_or(u32::MAX));
            index.topics.push(library.topic_of(number).unwrap_or(u32::MAX));
            index.types.push(type_number(item));
            index.in_case.push(case.is_some());
            for tag in &item.tags {
                let tag = fold(tag);
                let next = tag_numbers.len() as u32;
                let known = tag_numbers.get(&tag).copied();
                let tag = known.unwrap_or_else(|| {
                    index.tag_names.push(tag.clone());
                    tag_numbers.insert(tag, next);
                    next
                });
                index.tags.push(tag);
            }
            index.tag_ends.push(index.tags.len() as u32);
        }
        index.text.shrink_to_fit();
        index
    }

    /// How many items there are.
    pub fn n_items(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Bytes that the index holds.
    pub fn n_bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 18 + self.tags.capacity() * 4
    }

    fn text_of(&self, item: u32) -> &str {
        self.text.get(span(&self.ends, item)).unwrap_or_default()
    }

    /// Items whose text contains `needle`, in order.
    fn containing(&self, needle: &str) -> Vec<u32> {
        let finder = Finder::new(needle.as_bytes());
        let single = Some(needle.as_bytes()).filter(|bytes| bytes.len() == 1);
        let single = single.and_then(|bytes| bytes.first().copied());
        let find = |rest: &[u8]| match single {
            Some(byte) => memchr::memchr(byte, rest),
            None => finder.find(rest),
        };
        let bytes = self.text.as_bytes();
        let mut found = Vec::new();
        let (mut at, mut item) = (0, 0);
        while let Some(hit) = bytes.get(at..).and_then(find) {
            let hit = at + hit;
            item += after(self.ends.get(item..).unwrap_or_default(), hit);
            let Some(end) = self.ends.get(item) else { break };
            if hit + needle.len() <= *end as usize {
                found.push(item as u32);
            }
            // A hit across the border of two items cannot be: a border is no part of a word.
            at = *end as usize;
        }
        found
    }
}

/// How many of the ascending `ends` lie at or before `hit`; near ones are found fastest.
fn after(ends: &[u32], hit: usize) -> usize {
    let is_before = |end: &u32| *end as usize <= hit;
    let mut width = 1;
    while ends.get(width - 1).is_some_and(is_before) {
        width *= 2;
    }
    ends.get(..width.min(ends.len())).unwrap_or(ends).partition_point(is_before)
}

fn span(ends: &[u32], item: u32) -> std::ops::Range<usize> {
    let end = |item: usize| ends.get(item).map_or(0, |end| *end as usize);
    let item = item as usize;
    item.checked_sub(1).map_or(0, end)..end(item)
}

/// A condition made ready: what it says of each deck, topic and tag.
enum Ready<'a> {
    Text(&'a str),
    Decks(Vec<bool>),
    Topics(Vec<bool>),
    Type(&'a str),
    Tags(Vec<bool>),
    Is(Is),
}

/// Finds the items that meet every condition, as indices in deck order.
///
/// `state` says whether an item is something at the moment.
pub fn search(index: &SearchIndex, query: &Query, state: &dyn Fn(u32, Is) -> bool) -> Vec<u32> {
    // The longest word is the rarest, more often than not.
    let longest = query
        .terms
        .iter()
        .enumerate()
        .filter_map(|(place, term)| match &term.test {
            Test::Text(text) if !term.is_negated => Some((text.len(), place, text)),
            _ => None,
        })
        .max_by_key(|(length, ..)| *length);
    let mut found = match longest {
        Some((_, _, needle)) => index.containing(needle),
        None => (0..index.n_items()).collect(),
    };
    let done = longest.map(|(_, place, _)| place);
    let mut rest: Vec<(bool, Ready<'_>)> = query
        .terms
        .iter()
        .enumerate()
        .filter(|(place, _)| Some(*place) != done)
        .map(|(_, term)| (term.is_negated, ready(index, &term.test)))
        .collect();
    // Cheap conditions first; text and state are looked up for what is left.
    rest.sort_by_key(|(_, ready)| match ready {
        Ready::Is(_) => 1,
        Ready::Text(_) => 2,
        _ => 0,
    });
    for (is_negated, ready) in &rest {
        match ready {
            // For most of the items one pass over all text is faster than a search in each.
            Ready::Text(word) if found.len() > index.ends.len() / 4 => {
                let with_word = index.containing(word);
                let mut with_word = with_word.into_iter().peekable();
                found.retain(|item| {
                    while with_word.next_if(|next| next < item).is_some() {}
                    (with_word.peek() == Some(item)) != *is_negated
                });
            }
            _ => found.retain(|item| holds(index, ready, *item, state) != *is_negated),
        }
    }
    found
}

fn ready<'a>(index: &SearchIndex, test: &'a Test) -> Ready<'a> {
    let containing = |names: &[String], part: &str| -> Vec<bool> {
        names.iter().map(|name| name.contains(part)).collect()
    };
    match test {
        Test::Text(word) => Ready::Text(word),
        Test::Deck(part) => Ready::Decks(containing(&index.deck_names, part)),
        Test::Topic(part) => Ready::Topics(containing(&index.topic_names, part)),
        Test::Type(start) => Ready::Type(start),
        Test::Tag(part) => Ready::Tags(containing(&index.tag_names, part)),
        Test::Is(is) => Ready::Is(*is),
    }
}

fn holds(
    index: &SearchIndex,
    ready: &Ready<'_>,
    item: u32,
    state: &dyn Fn(u32, Is) -> bool,
) -> bool {
    let of = |numbers: &[u32], marks: &[bool]| {
        let number = numbers.get(item as usize);
        number.and_then(|number| marks.get(*number as usize)).copied().unwrap_or(false)
    };
    match ready {
        Ready::Text(word) => index.text_of(item).contains(*word),
        Ready::Decks(marks) => of(&index.decks, marks),
        Ready::Topics(marks) => of(&index.topics, marks),
        Ready::Tags(marks) => {
            let tags = index.tags.get(span(&index.tag_ends, item)).unwrap_or_default();
            tags.iter().any(|tag| marks.get(*tag as usize).copied().unwrap_or(false))
        }
        Ready::Type(start) => {
            let number = index.types.get(item as usize).map_or(0, |number| usize::from(*number));
            let in_case = index.in_case.get(item as usize).copied().unwrap_or(false);
            TYPES.get(number).is_some_and(|name| name.starts_with(*start))
                || (in_case && "case".starts_with(*start))
        }
        Ready::Is(is) => state(item, *is),
    }
}

fn deck_names(library: &Library) -> Vec<String> {
    let name = |deck: &Deck| fold(&format!("{}{BETWEEN}{}", deck.id, deck.title));
    library.decks().iter().map(|deck| name(deck)).collect()
}

fn topic_names(library: &Library) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // Parents stand before their parts, so their names are there already.
    for topic in library.topics() {
        let mut name = fold(&format!("{}{BETWEEN}{}", topic.id, topic.title));
        if let Some(above) = topic.parent.and_then(|parent| names.get(parent as usize)) {
            name.push(BETWEEN);
            name.push_str(above);
        }
        names.push(name);
    }
    names
}

fn type_number(item: &Item) -> u8 {
    match &item.body {
        Body::Card(_) => 0,
        Body::Cloze(_) => 1,
        Body::Choice(_) => 2,
        Body::Order(_) => 3,
        Body::Match(_) => 4,
        Body::Dropdown(_) => 5,
        Body::Numeric(_) => 6,
        Body::Hotspot(_) => 7,
        Body::Case(_) => 8,
        Body::Generated(_) => 9,
    }
}

fn add_part(part: &str, text: &mut String) {
    if has_figure(part) {
        fold_into(&written_out(part), text);
    } else {
        fold_into(part, text);
    }
    text.push(BETWEEN);
}

fn add_text(item: &Item, text: &mut String) {
    let mut add = |part: &str| add_part(part, text);
    add(&item.id);
    match &item.body {
        Body::Card(card) => [&card.front, &card.back].into_iter().for_each(|part| add(part)),
        Body::Cloze(cloze) => {
            add(&cloze_plain(&cloze.text));
            add(&cloze.explain);
        }
        Body::Choice(choice) => {
            add(&choice.stem);
            choice.options.iter().for_each(|option| add(&option.text));
            add(&choice.explain);
        }
        Body::Order(order) => {
            add(&order.stem);
            order.steps.iter().for_each(|step| add(step));
            add(&order.explain);
        }
        Body::Match(matching) => {
            add(&matching.stem);
            let pairs = matching.pairs.iter();
            pairs.flat_map(|pair| [&pair.left, &pair.right]).for_each(|part| add(part));
            matching.extra_rights.iter().for_each(|right| add(right));
            add(&matching.explain);
        }
        Body::Dropdown(dropdown) => {
            add(&dropdown_plain(&dropdown.text));
            add(&dropdown.explain);
        }
        Body::Numeric(numeric) => {
            add(&numeric.stem);
            add(&numeric.explain);
        }
        Body::Hotspot(hotspot) => {
            add(&hotspot.stem);
            hotspot.regions.iter().for_each(|region| add(&region.name));
            add(&hotspot.explain);
        }
        Body::Case(case) => add(&case.scenario),
        Body::Generated(generated) => add(&generated.generator),
    }
}

/// The text with its right choices, then the other choices.
fn dropdown_plain(text: &str) -> String {
    let (mut plain, mut others) = (String::new(), String::new());
    for segment in dropdown_segments(text) {
        match segment {
            DropSegment::Text(text) => plain.push_str(&text),
            DropSegment::Blank { choices, key } => {
                for (index, choice) in choices.iter().enumerate() {
                    if index == key {
                        plain.push_str(choice);
                    } else {
                        others.push(BETWEEN);
                        others.push_str(choice);
                    }
                }
            }
        }
    }
    plain + &others
}
