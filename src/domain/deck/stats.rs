//! Counts of a deck, for authors.

use std::collections::BTreeMap;

use serde::Serialize;

use super::digest::digest;
use super::lint::{key_ratio, near_duplicates};
use super::model::{Body, Choice, Deck, Item, Topic};
use super::words::{count, grade, length};

/// Counts of one deck.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Deck id.
    pub id: String,
    /// Items graded by the learner.
    pub cards: usize,
    /// Items that are marked; questions of cases are counted one by one.
    pub questions: usize,
    /// Questions whose numbers are made anew each time.
    pub made: usize,
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
    /// χ² of the key's place over the four places of four-option questions; 7.81 is much.
    pub key_chi_square: f64,
    /// Longest run of keys in the same place.
    pub key_run: usize,
    /// Words of a stem: tenth, fiftieth and ninetieth hundredth.
    pub stem_words: [usize; 3],
    /// Words of an option: the same.
    pub option_words: [usize; 3],
    /// Median Flesch–Kincaid grade of the stems.
    pub median_grade: f64,
    /// Share of choice questions with a reason for every option, 0..=1.
    pub with_reasons: f64,
    /// Share of questions with a reference, 0..=1.
    pub with_references: f64,
    /// Traps that no option uses.
    pub unused_traps: Vec<String>,
    /// Lines of the verification log by step.
    pub reviews: BTreeMap<String, usize>,
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
    // Made questions have no wording of their own that somebody could check.
    let is_made = |item: &&Item| matches!(item.body, Body::Generated(_));
    let made = items.iter().filter(|item| is_made(item)).count();
    let is_question = |item: &&Item| !item.is_self_graded() && !is_made(item);
    let questions: Vec<&Item> = items.iter().copied().filter(is_question).collect();
    let choices: Vec<&Choice> = questions.iter().filter_map(|item| choice(item)).collect();
    let singles = singles(deck);
    let ratios: Vec<f64> = singles.iter().filter_map(|choice| key_ratio(choice)).collect();
    let options = || choices.iter().flat_map(|choice| &choice.options);
    let traps = tally(options().filter_map(|option| option.trap.clone()));
    let has_reasons = |c: &&Choice| c.options.iter().all(|o| !o.why.trim().is_empty());
    let is_unused = |id: &String| !traps.contains_key(id);
    let mut grades: Vec<f64> = questions.iter().map(|item| grade(item.prompt())).collect();
    grades.sort_unstable_by(f64::total_cmp);
    Stats {
        id: deck.id.clone(),
        cards: items.len() - questions.len() - made,
        made,
        questions: questions.len(),
        cases: deck.items.iter().filter(|item| matches!(item.body, Body::Case(_))).count(),
        by_type: tally(items.iter().map(|item| item.type_name())),
        by_topic: by_topic(deck, &items),
        errors: 0,
        warnings: 0,
        key_positions: positions(&singles),
        longest_is_key: extreme_share(&singles, Extreme::Longest),
        shortest_is_key: extreme_share(&singles, Extreme::Shortest),
        mean_length_ratio: share(ratios.iter().sum(), ratios.len()),
        near_duplicates: near_duplicates(deck).len(),
        by_difficulty: tally(questions.iter().map(|item| item.difficulty)),
        by_tag: tally(items.iter().flat_map(|item| item.tags.iter().cloned())),
        unused_traps: deck.traps.iter().map(|trap| trap.id.clone()).filter(is_unused).collect(),
        traps,
        key_chi_square: chi_square(&singles),
        key_run: key_run(&singles),
        stem_words: spread(questions.iter().map(|item| count(item.prompt())).collect()),
        option_words: spread(options().map(|option| count(&option.text)).collect()),
        median_grade: grades.get(grades.len() / 2).copied().unwrap_or_default(),
        with_reasons: share(
            choices.iter().filter(|c| has_reasons(c)).count() as f64,
            choices.len(),
        ),
        with_references: share(
            questions.iter().filter(|item| !item.references.is_empty()).count() as f64,
            questions.len(),
        ),
        reviews: tally(deck.reviews.iter().map(|review| review.step.clone())),
        solved_blind: solved_blind(deck, &questions),
        digests: questions.iter().map(|item| (item.id.clone(), digest(item))).collect(),
        blueprints: deck.blueprints.iter().map(|blueprint| blueprint.id.clone()).collect(),
    }
}

fn choice(item: &Item) -> Option<&Choice> {
    match &item.body {
        Body::Choice(choice) => Some(choice),
        _ => None,
    }
}

/// Questions with one right option, those of cases included.
pub(super) fn singles(deck: &Deck) -> Vec<&Choice> {
    let is_single = |choice: &&Choice| choice.select == 1;
    deck.items
        .iter()
        .flat_map(|item| match &item.body {
            Body::Case(case) => case.questions.iter().filter_map(choice).collect::<Vec<_>>(),
            _ => choice(item).into_iter().collect(),
        })
        .filter(is_single)
        .collect()
}

fn share(part: f64, n_all: usize) -> f64 {
    part / n_all.max(1) as f64
}

/// Tenth, fiftieth and ninetieth hundredth of some counts.
fn spread(mut counts: Vec<usize>) -> [usize; 3] {
    counts.sort_unstable();
    [10, 50, 90].map(|percent| {
        let place = (counts.len() * percent / 100).min(counts.len().saturating_sub(1));
        counts.get(place).copied().unwrap_or_default()
    })
}

/// Questions whose present text was solved blind in agreement with the key.
fn solved_blind(deck: &Deck, questions: &[&Item]) -> usize {
    let is_solved = |item: &&&Item| {
        let digest = digest(item);
        deck.reviews.iter().any(|review| {
            review.item == item.id
                && review.digest == digest
                && review.step == "blind"
                && review.agree
        })
    };
    questions.iter().filter(is_solved).count()
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn by_topic(deck: &Deck, items: &[&Item]) -> BTreeMap<String, usize> {
    fn leaves(topics: &[Topic], counts: &mut BTreeMap<String, usize>) {
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

fn key_place(choice: &Choice) -> Option<usize> {
    choice.options.iter().position(|option| option.is_key)
}

/// Where keys stand in the file: A to D always, further letters where they occur.
pub(super) fn positions(singles: &[&Choice]) -> BTreeMap<char, usize> {
    let mut counts: BTreeMap<char, usize> = ('A'..='D').map(|letter| (letter, 0)).collect();
    for place in singles.iter().filter_map(|choice| key_place(choice)) {
        *counts.entry(char::from(b'A' + place.min(25) as u8)).or_default() += 1;
    }
    counts
}

/// χ² of the key's place over the four places of four-option questions.
pub(super) fn chi_square(singles: &[&Choice]) -> f64 {
    let fours: Vec<&Choice> = singles.iter().copied().filter(|c| c.options.len() == 4).collect();
    let expected = fours.len() as f64 / 4.0;
    if fours.is_empty() {
        return 0.0;
    }
    positions(&fours).values().map(|n| (*n as f64 - expected).powi(2) / expected).sum()
}

/// Longest run of keys in the same place, in file order.
pub(super) fn key_run(singles: &[&Choice]) -> usize {
    let places: Vec<Option<usize>> = singles.iter().map(|choice| key_place(choice)).collect();
    places.chunk_by(|a, b| a == b).map(<[_]>::len).max().unwrap_or_default()
}

/// Which end of the options' lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    Longest,
    Shortest,
}

/// Share of questions whose key is the extreme option, ties split evenly.
pub(super) fn extreme_share(singles: &[&Choice], extreme: Extreme) -> f64 {
    let part = |choice: &&Choice| {
        let lengths = || choice.options.iter().map(|option| length(&option.text));
        let best = match extreme {
            Extreme::Longest => lengths().max(),
            Extreme::Shortest => lengths().min(),
        };
        let at_best = choice.options.iter().filter(|option| Some(length(&option.text)) == best);
        let are_keys: Vec<bool> = at_best.map(|option| option.is_key).collect();
        share(are_keys.iter().filter(|is_key| **is_key).count() as f64, are_keys.len())
    };
    share(singles.iter().map(part).sum(), singles.len())
}
