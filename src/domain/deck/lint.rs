//! Lints of single items and pairs of items, numbered as in the writing rules.

use std::collections::{BTreeMap, HashMap};

use super::diagnostic::Diagnostic;
use super::model::{Body, Choice, ChoiceOption, Deck, Item};
use super::words::{count, jaccard, sentences, shingles, words};

/// Options of at most this many characters are too short for lints of length.
const SHORT: usize = 25;

/// Absolute words (L11).
const ABSOLUTE: [&str; 20] = [
    "always",
    "never",
    "only",
    "must",
    "all",
    "every",
    "none",
    "immediately",
    "completely",
    "entirely",
    "totally",
    "cannot",
    "impossible",
    "guarantee",
    "guarantees",
    "nobody",
    "everyone",
    "everything",
    "nothing",
    "solely",
];

/// Words of stem and options that an exam's items have.
#[derive(Debug, Clone, Copy)]
struct House {
    stem: (usize, usize),
    options: (usize, usize),
    is_negative_allowed: bool,
}

fn house(deck: &str) -> House {
    let of = |stem, options, is_negative_allowed| House { stem, options, is_negative_allowed };
    match deck {
        "pmp" => of((10, 110), (1, 25), false),
        "csm" => of((10, 60), (1, 20), false),
        "project-plus" => of((12, 90), (1, 20), false),
        "itil-foundation" | "itil-4-foundation" => of((6, 60), (1, 15), true),
        _ => of((6, 110), (1, 30), true),
    }
}

/// Checks every item of a deck against the writing rules.
pub fn lint(deck: &Deck) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let house = house(&deck.id);
    for item in deck.askable() {
        let mut lint = Lint { item, house, found: &mut found };
        lint.common();
        match &item.body {
            Body::Choice(choice) => lint.choice(choice),
            Body::Card(card) => lint.card(&card.front, &card.back),
            Body::Cloze(cloze) => lint.cloze(&cloze.text),
            _ => {}
        }
    }
    for pair in near_duplicates(deck) {
        let (code, limit) = ("L17", 0.80);
        let message =
            format!("Its stem is {:.0} % like that of {}.", pair.likeness * 100.0, pair.other);
        let one = Diagnostic::error(code, "", message, "Change the situation or drop one.");
        let one = if pair.likeness >= limit { one } else { one.as_warning() };
        found.push(one.of_item(&pair.item));
    }
    found.extend(same_openings(deck));
    for one in &mut found {
        one.deck.clone_from(&deck.id);
    }
    found
}

struct Lint<'a> {
    item: &'a Item,
    house: House,
    found: &'a mut Vec<Diagnostic>,
}

impl Lint<'_> {
    fn error(&mut self, code: &'static str, message: String) {
        self.found.push(Diagnostic::error(code, "", message, "").of_item(&self.item.id));
    }

    fn warn(&mut self, code: &'static str, message: String) {
        let found = Diagnostic::error(code, "", message, "").as_warning();
        self.found.push(found.of_item(&self.item.id));
    }

    /// An error outside the outer range, a warning outside the inner one.
    fn range(
        &mut self,
        code: &'static str,
        value: f64,
        outer: (f64, f64),
        inner: (f64, f64),
        what: &str,
    ) {
        let message = || format!("{what} is {value:.2}; {:.2} to {:.2} is fine.", inner.0, inner.1);
        if value < outer.0 || value > outer.1 {
            self.error(code, message());
        } else if value < inner.0 || value > inner.1 {
            self.warn(code, message());
        }
    }

    fn common(&mut self) {
        let is_question = !self.item.is_self_graded();
        if self.item.references.is_empty() {
            let message = "There is no reference.".to_owned();
            if is_question { self.error("L4", message) } else { self.warn("L4", message) }
        } else if self.item.references.iter().all(|reference| count(reference) < 3) {
            self.warn("L4", "The reference names no section.".to_owned());
        }
        if is_question && !self.item.tags.iter().any(|tag| tag.starts_with("level:")) {
            self.warn("L25", "The tag “level:…” is missing.".to_owned());
        }
    }

    fn choice(&mut self, choice: &Choice) {
        self.reasons(choice);
        self.explain(&choice.explain);
        self.stem(&choice.stem, choice.select);
        self.lengths(choice);
        self.cues(choice);
    }

    fn reasons(&mut self, choice: &Choice) {
        for option in &choice.options {
            let length = option.why.chars().count();
            let shown: String = option.text.chars().take(30).collect();
            if length < 20 {
                self.error("L2", format!("“{shown}…” has no reason, or too short a one."));
            } else if !(40..=450).contains(&length) && !is_number(&option.text) {
                self.warn(
                    "L2",
                    format!("The reason of “{shown}…” has {length} characters; 40 to 450 is fine."),
                );
            }
            if !option.is_key && option.trap.is_none() {
                self.warn("L5", format!("“{shown}…” names no trap."));
            }
            let n_words = count(&option.text);
            if n_words > 40 {
                self.error("L9", format!("“{shown}…” has {n_words} words."));
            } else if n_words > self.house.options.1 {
                let most = self.house.options.1;
                self.warn("L9", format!("“{shown}…” has {n_words} words; up to {most} is fine."));
            }
        }
    }

    fn explain(&mut self, explain: &str) {
        let length = explain.chars().count();
        if length == 0 {
            self.error("L3", "There is no explanation.".to_owned());
        } else if !(100..=800).contains(&length) {
            self.warn(
                "L3",
                format!("The explanation has {length} characters; 100 to 800 is fine."),
            );
        }
    }

    fn stem(&mut self, stem: &str, select: usize) {
        let (least, most) = self.house.stem;
        let n_words = count(stem) as f64;
        let (least, most) = (least as f64, most as f64);
        self.range(
            "L6",
            n_words,
            (0.6 * least, 1.3 * most),
            (least, most),
            "The number of words of the stem",
        );
        let asks = stem.contains("[?]") || stem.contains('?');
        if !asks || (select > 1 && !stem.to_lowercase().contains("(choose ")) {
            let message = "The stem does not end in a question (with “(Choose two.)” where several are right).";
            self.error("L13", message.to_owned());
        }
        let lengths = sentences(stem);
        let longest = lengths.iter().copied().max().unwrap_or_default();
        if longest > 45 {
            self.error("L24", format!("A sentence of the stem has {longest} words."));
        } else if longest > 35 {
            self.warn(
                "L24",
                format!("A sentence of the stem has {longest} words; up to 35 is fine."),
            );
        }
        self.negative(stem);
    }

    fn negative(&mut self, stem: &str) {
        let lead = stem.split(['.', '\n']).rfind(|part| part.contains('?')).unwrap_or_default();
        let has = words(lead).iter().any(|word| matches!(word.as_str(), "not" | "except"));
        if has
            && !(self.house.is_negative_allowed
                && (lead.contains("NOT") || lead.contains("EXCEPT")))
        {
            self.error("L12", "The question is asked in the negative.".to_owned());
        }
    }

    fn lengths(&mut self, choice: &Choice) {
        let lengths: Vec<f64> =
            choice.options.iter().map(|o| o.text.chars().count() as f64).collect();
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        let shortest = lengths.iter().copied().fold(f64::INFINITY, f64::min);
        if longest <= SHORT as f64 || choice.options.iter().all(|option| is_number(&option.text)) {
            return;
        }
        if choice.select == 1
            && let Some(ratio) = key_ratio(choice)
        {
            self.range(
                "L7",
                ratio,
                (0.55, 1.60),
                (0.70, 1.30),
                "Key length over mean distractor length",
            );
        }
        self.range(
            "L8",
            longest / shortest.max(1.0),
            (0.0, 3.0),
            (0.0, 2.0),
            "Longest over shortest option",
        );
    }

    fn cues(&mut self, choice: &Choice) {
        for option in &choice.options {
            let text = option.text.to_lowercase();
            if ["all of the above", "none of the above", "both a and b", "neither a nor b"]
                .iter()
                .any(|cue| text.contains(cue))
            {
                self.error(
                    "L10",
                    "“All/none of the above” and the like give keys away.".to_owned(),
                );
            }
        }
        let has = |option: &ChoiceOption| {
            words(&option.text).iter().any(|w| ABSOLUTE.contains(&w.as_str()))
        };
        let (keys, wrong): (Vec<_>, Vec<_>) =
            choice.options.iter().partition(|option| option.is_key);
        let in_keys = keys.iter().any(|option| has(option));
        let in_wrong = wrong.iter().any(|option| has(option));
        if in_keys != in_wrong {
            let where_ = if in_keys { "the key" } else { "distractors" };
            self.warn("L11", format!("An absolute word stands in {where_} only."));
        }
        self.alike(choice);
    }

    fn alike(&mut self, choice: &Choice) {
        let sets: Vec<_> = choice.options.iter().map(|option| shingles(&option.text, 1)).collect();
        for (place, a) in sets.iter().enumerate() {
            for b in sets.iter().skip(place + 1).filter(|b| a.len() > 3 && b.len() > 3) {
                let likeness = jaccard(a, b);
                if likeness >= 0.9 {
                    self.error("L16", "Two options say nearly the same.".to_owned());
                } else if likeness >= 0.75 {
                    self.warn(
                        "L16",
                        format!("Two options share {:.0} % of their words.", likeness * 100.0),
                    );
                }
            }
        }
    }

    fn card(&mut self, front: &str, back: &str) {
        let (front, back) = (count(front), count(back));
        if front > 30 || back > 40 {
            self.error("L28", format!("Front {front} and back {back} words; up to 30 and 40."));
        } else if front > 20 || back > 30 {
            self.warn(
                "L28",
                format!("Front {front} and back {back} words; up to 20 and 30 is fine."),
            );
        }
    }

    fn cloze(&mut self, text: &str) {
        let plain = crate::domain::item::text::cloze_plain(text);
        if count(&plain) > 40 {
            self.warn(
                "L28",
                format!("The sentence has {} words; up to 30 is fine.", count(&plain)),
            );
        }
    }
}

/// Whether an option is a number with at most a unit.
fn is_number(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_ascii_digit() || "-−$".contains(c)) && count(text) <= 3
}

/// Length of the key over the mean length of the distractors.
pub(super) fn key_ratio(choice: &Choice) -> Option<f64> {
    let length = |option: &ChoiceOption| option.text.chars().count() as f64;
    let key = choice.options.iter().find(|option| option.is_key).map(length)?;
    let wrong: Vec<f64> = choice.options.iter().filter(|o| !o.is_key).map(length).collect();
    let mean = wrong.iter().sum::<f64>() / wrong.len().max(1) as f64;
    (mean > 0.0).then(|| key / mean)
}

/// Two questions that read alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The later item.
    pub item: String,
    /// The earlier one.
    pub other: String,
    /// Shared share of three-word runs, 0.5..=1.
    pub likeness: f64,
}

/// Pairs of questions whose stems share at least half of their three-word runs.
pub fn near_duplicates(deck: &Deck) -> Vec<Likeness> {
    let stems: Vec<_> = deck
        .askable()
        .filter(|item| !item.is_self_graded() && count(item.prompt()) >= 15)
        .map(|item| (item, shingles(item.prompt(), 3)))
        .collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (place, (item, set)) in stems.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        let mut sorted: Vec<&u64> = set.iter().collect();
        sorted.sort_unstable();
        for shingle in sorted {
            let list = holders.entry(*shingle).or_default();
            for &other in list.iter() {
                *shared.entry(other).or_default() += 1;
            }
            list.push(place);
        }
        let mut near: Vec<usize> = shared
            .into_iter()
            .filter(|(_, n)| *n * 3 >= set.len())
            .map(|(other, _)| other)
            .collect();
        near.sort_unstable();
        for (other, others) in near.into_iter().filter_map(|other| stems.get(other)) {
            let likeness = jaccard(set, others);
            if likeness >= 0.5 {
                let (item, other) = (item.id.clone(), other.id.clone());
                found.push(Likeness { item, other, likeness });
            }
        }
    }
    found
}

/// L20: more than three questions that begin with the same five words.
fn same_openings(deck: &Deck) -> Vec<Diagnostic> {
    let mut openings: HashMap<Vec<String>, usize> = HashMap::new();
    let mut found = Vec::new();
    for item in deck.askable().filter(|item| matches!(item.body, Body::Choice(_))) {
        let opening: Vec<String> = words(item.prompt()).into_iter().take(5).collect();
        let seen = openings.entry(opening.clone()).or_default();
        *seen += 1;
        if *seen > 3 {
            let message = format!("{seen} questions begin with “{}”.", opening.join(" "));
            found.push(Diagnostic::error("L20", "", message, "").as_warning().of_item(&item.id));
        }
    }
    found
}
