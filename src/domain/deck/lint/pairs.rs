//! Lints of items against each other: copies, same keys, same openings (L17–L20).

use std::collections::{BTreeMap, HashMap};

use super::{Sink, is_number};
use crate::domain::deck::diagnostic::{Diagnostic, Severity};
use crate::domain::deck::model::{Body, Deck, Item};
use crate::domain::deck::words::{Set, count, letter_grams, shingles, similar, word_set, words};

/// Stems below this many words are compared letter by letter, with their key.
const SHORT_STEM: usize = 15;

/// Two questions that read alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The later item.
    pub item: String,
    /// The earlier one.
    pub other: String,
    /// Shared share of three-word runs (short stems: of four-letter runs), 0.5..=1.
    pub likeness: f64,
    /// Whether it is as good as the same question.
    pub is_copy: bool,
    code: &'static str,
}

/// A question with a wording of its own: neither a card nor made anew each time.
fn has_words(item: &Item) -> bool {
    !item.is_self_graded() && !matches!(item.body, Body::Generated(_))
}

/// Pairs of questions that read alike: stems of 15 words and more by their three-word runs, shorter
/// ones with their key by runs of four letters.
pub fn near_duplicates(deck: &Deck) -> Vec<Likeness> {
    let questions = || deck.askable().filter(|item| has_words(item));
    let is_short = |item: &&Item| count(item.prompt()) < SHORT_STEM;
    let long: Vec<&Item> = questions().filter(|item| !is_short(item)).collect();
    let short: Vec<&Item> = questions().filter(is_short).collect();
    let long_sets: Vec<Set> = long.iter().map(|item| shingles(item.prompt(), 3)).collect();
    let with_key = |item: &&Item| letter_grams(&format!("{} {}", item.prompt(), key_text(item)));
    let short_sets: Vec<Set> = short.iter().map(with_key).collect();
    let mut found = alike("L17", &long, &long_sets, (0.50, 0.80));
    found.extend(alike("L18", &short, &short_sets, (0.75, 0.90)));
    found
}

fn alike(
    code: &'static str,
    items: &[&Item],
    sets: &[Set],
    (least, copy): (f64, f64),
) -> Vec<Likeness> {
    let pair = |(earlier, later, likeness): (usize, usize, f64)| {
        let (item, other) = (items.get(later)?.id.clone(), items.get(earlier)?.id.clone());
        Some(Likeness { item, other, likeness, is_copy: likeness >= copy, code })
    };
    similar(sets, least).into_iter().filter_map(pair).collect()
}

/// The right answer as text.
fn key_text(item: &Item) -> String {
    match &item.body {
        Body::Choice(choice) => {
            let keys = choice.options.iter().filter(|option| option.is_key);
            keys.map(|option| option.text.as_str()).collect::<Vec<_>>().join(" ")
        }
        Body::Order(order) => order.steps.join(" "),
        Body::Match(matching) => {
            let sides = matching.pairs.iter().flat_map(|pair| [pair.left.as_str(), &pair.right]);
            sides.collect::<Vec<_>>().join(" ")
        }
        Body::Numeric(numeric) => numeric.answer.to_string(),
        Body::Generated(generated) => format!("{:?}", generated.parameters),
        _ => String::new(),
    }
}

pub(super) fn lint(sink: &mut Sink, deck: &Deck) {
    for pair in near_duplicates(deck) {
        let severity = if pair.is_copy { Severity::Error } else { Severity::Warning };
        let percent = pair.likeness * 100.0;
        let message = format!(
            "It reads like {} ({percent:.0} %): change the situation or drop one.",
            pair.other
        );
        let mut found = Diagnostic::error(pair.code, "", message, "").of_item(&pair.item);
        found.severity = severity;
        sink.found.push(found);
    }
    same_keys(sink, deck);
    same_openings(sink, deck);
}

/// L19: several questions of one topic with the same key.
fn same_keys(sink: &mut Sink, deck: &Deck) {
    let mut by_topic: BTreeMap<&str, Vec<(&Item, Set)>> = BTreeMap::new();
    for item in deck.askable() {
        let Body::Choice(_) = &item.body else { continue };
        let key = key_text(item);
        if !is_number(&key) {
            by_topic.entry(&item.topic).or_default().push((item, word_set(&key)));
        }
    }
    for entries in by_topic.into_values() {
        let (items, sets): (Vec<&Item>, Vec<Set>) = entries.into_iter().unzip();
        let mut likes: BTreeMap<usize, usize> = BTreeMap::new();
        for (earlier, _, _) in similar(&sets, 0.8) {
            *likes.entry(earlier).or_default() += 1;
        }
        for (place, others) in likes {
            let (Some(item), n_items) = (items.get(place), others + 1) else { continue };
            let message = format!("{n_items} questions of “{}” have this key.", item.topic);
            match n_items {
                5.. => sink.error("L19", item, message),
                3.. => sink.warn("L19", item, message),
                _ => {}
            }
        }
    }
}

/// L20: questions that begin with the same five words.
fn same_openings(sink: &mut Sink, deck: &Deck) {
    let mut openings: HashMap<Vec<String>, usize> = HashMap::new();
    let items: Vec<&Item> = deck.askable().filter(|item| has_words(item)).collect();
    for item in &items {
        let opening: Vec<String> = words(item.prompt()).into_iter().take(5).collect();
        let seen = openings.entry(opening.clone()).or_default();
        *seen += 1;
        let message = || format!("{seen} questions begin with “{}”.", opening.join(" "));
        if *seen > 5 && *seen * 100 > items.len() {
            sink.error("L20", item, message());
        } else if *seen > 3 {
            sink.warn("L20", item, message());
        }
    }
}
