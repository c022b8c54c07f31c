//! Counts of a deck, for authors.

use std::collections::BTreeMap;

use serde::Serialize;

use super::digest::digest;
use super::lint::{key_ratio, near_duplicates};
use super::model::{Body, Choice, Deck, Item};

/// Counts of one deck.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Deck id.
    pub id: String,
    /// Items graded by the learner.
    pub cards: usize,
    /// Items that are marked; questions of cases are counted one by one.
    pub questions: usize,
    /// Cases.
    pub cases: usize,
    /// Items by type.
    pub by_type: BTreeMap<&'static str, usize>,
    /// Items by topic id; leaves without items are listed with 0.
    pub by_topic: BTreeMap<String, usize>,
    /// Findings that left something out or are wrong.
    pub errors: usize,
    /// Findings that look wrong.
    pub warnings: usize,
    /// Where the key stands in the file: A, B, C … of single-answer questions.
    pub key_positions: BTreeMap<char, usize>,
    /// Share of single-answer questions whose key is the longest option, ties split, 0..=1.
    pub longest_is_key: f64,
    /// The same for the shortest.
    pub shortest_is_key: f64,
    /// Mean of key length over mean distractor length.
    pub mean_length_ratio: f64,
    /// Pairs of questions that read alike.
    pub near_duplicates: usize,
    /// Items by difficulty.
    pub by_difficulty: BTreeMap<u8, usize>,
    /// Items by tag of the form `name:value`.
    pub by_tag: BTreeMap<String, usize>,
    /// Distractors by trap.
    pub traps: BTreeMap<String, usize>,
    /// Ids of the blueprints.
    pub blueprints: Vec<String>,
    /// Digest of each question, as the verification log names it.
    pub digests: BTreeMap<String, String>,
    /// Questions with a blind solve of the present text that agrees with the key.
    pub solved_blind: usize,
}

/// Counts a deck; errors and warnings are filled in by the caller.
pub fn stats(deck: &Deck) -> Stats {
    let items: Vec<&Item> = deck.askable().collect();
    let singles: Vec<&Choice> = items
        .iter()
        .filter_map(|item| match &item.body {
            Body::Choice(choice) if choice.select == 1 => Some(choice),
            _ => None,
        })
        .collect();
    let cards = items.iter().filter(|item| item.is_self_graded()).count();
    let ratios: Vec<f64> = singles.iter().filter_map(|choice| key_ratio(choice)).collect();
    let n_cases = deck.items.iter().filter(|item| matches!(item.body, Body::Case(_))).count();
    Stats {
        id: deck.id.clone(),
        cards,
        questions: items.len() - cards,
        cases: n_cases,
        by_type: tally(items.iter().map(|item| item.type_name())),
        by_topic: by_topic(deck, &items),
        errors: 0,
        warnings: 0,
        key_positions: tally(singles.iter().filter_map(|choice| {
            let place = choice.options.iter().position(|option| option.is_key)?;
            Some(char::from(b'A' + place as u8))
        })),
        longest_is_key: extreme_share(&singles, |a, b| a > b),
        shortest_is_key: extreme_share(&singles, |a, b| a < b),
        mean_length_ratio: ratios.iter().sum::<f64>() / ratios.len().max(1) as f64,
        near_duplicates: near_duplicates(deck).len(),
        by_difficulty: tally(
            items.iter().filter(|i| !i.is_self_graded()).map(|item| item.difficulty),
        ),
        by_tag: tally(items.iter().flat_map(|item| item.tags.iter().cloned())),
        traps: tally(singles.iter().flat_map(|c| c.options.iter().filter_map(|o| o.trap.clone()))),
        solved_blind: solved_blind(deck, &items),
        digests: items
            .iter()
            .filter(|item| !item.is_self_graded())
            .map(|item| (item.id.clone(), digest(item)))
            .collect(),
        blueprints: deck.blueprints.iter().map(|blueprint| blueprint.id.clone()).collect(),
    }
}

/// Questions whose present text was solved blind in agreement with the key.
fn solved_blind(deck: &Deck, items: &[&Item]) -> usize {
    let is_solved = |item: &Item| {
        let digest = digest(item);
        deck.reviews.iter().any(|review| {
            review.item == item.id
                && review.digest == digest
                && review.step == "blind"
                && review.agree
        })
    };
    items.iter().filter(|item| !item.is_self_graded() && is_solved(item)).count()
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn by_topic(deck: &Deck, items: &[&Item]) -> BTreeMap<String, usize> {
    fn leaves(topics: &[super::model::Topic], counts: &mut BTreeMap<String, usize>) {
        for topic in topics {
            if topic.topics.is_empty() {
                counts.insert(topic.id.clone(), 0);
            }
            leaves(&topic.topics, counts);
        }
    }
    let mut counts = BTreeMap::new();
    leaves(&deck.outline, &mut counts);
    for item in items {
        *counts.entry(item.topic.clone()).or_default() += 1;
    }
    counts
}

/// Share of questions whose key is the extreme one, ties split evenly.
fn extreme_share(singles: &[&Choice], is_beyond: impl Fn(usize, usize) -> bool) -> f64 {
    let share = |choice: &&Choice| {
        let lengths: Vec<(usize, bool)> =
            choice.options.iter().map(|o| (o.text.chars().count(), o.is_key)).collect();
        let best = lengths
            .iter()
            .map(|(length, _)| *length)
            .reduce(|a, b| if is_beyond(b, a) { b } else { a });
        let at_best: Vec<bool> = lengths
            .iter()
            .filter(|(length, _)| Some(*length) == best)
            .map(|(_, is_key)| *is_key)
            .collect();
        let keys = at_best.iter().filter(|is_key| **is_key).count();
        keys as f64 / at_best.len().max(1) as f64
    };
    singles.iter().map(share).sum::<f64>() / singles.len().max(1) as f64
}
