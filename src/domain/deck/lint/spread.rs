//! Lints of a complete deck as a whole: how keys, lengths, topics and tags are spread (D1–D11).

use std::collections::BTreeMap;

use super::choice::{is_absolute, odd_option, repeated_word};
use super::house::{leaves, tag};
use super::{Sink, is_length_free, is_numeric, key_ratio};
use crate::domain::deck::diagnostic::Severity;
use crate::domain::deck::model::{Body, Choice, Deck, Item};
use crate::domain::deck::stats::{Extreme, chi_square, extreme_share, key_run, positions, singles};

pub(super) fn lint(sink: &mut Sink, deck: &Deck) {
    // Questions that are made anew have no wording of their own, and mock exams take few of them.
    let is_fixed =
        |item: &&Item| !item.is_self_graded() && !matches!(item.body, Body::Generated(_));
    let questions: Vec<&Item> = deck.askable().filter(is_fixed).collect();
    let singles = singles(deck);
    if questions.is_empty() {
        return;
    }
    keys(sink, &singles);
    lengths(sink, &singles);
    cues(sink, &singles);
    shares(sink, deck, &questions);
    coverage(sink, deck, &questions);
    mixes(sink, &questions);
    difficulty(sink, &questions);
    traps(sink, deck, &singles);
    let n_bare =
        singles.iter().filter(|c| c.options.iter().any(|o| o.why.trim().is_empty())).count();
    if n_bare > 0 {
        let message = format!("{n_bare} questions lack the reason of an option.");
        sink.put(Severity::Error, "D11", None, message);
    }
}

/// An error beyond the second limit, a warning beyond the first.
fn beyond(sink: &mut Sink, code: &'static str, value: f64, limits: (f64, f64), message: String) {
    if value > limits.1 {
        sink.put(Severity::Error, code, None, message);
    } else if value > limits.0 {
        sink.put(Severity::Warning, code, None, message);
    }
}

fn keys(sink: &mut Sink, singles: &[&Choice]) {
    let chi = chi_square(singles);
    let message = format!("Keys stand unevenly: {:?}, χ² {chi:.1}.", positions(singles));
    beyond(sink, "D1", chi, (7.81, 16.27), message);
    let run = key_run(singles);
    if run > 6 {
        let message = format!("{run} keys in a row stand in the same place.");
        sink.put(Severity::Warning, "D1", None, message);
    }
}

fn lengths(sink: &mut Sink, singles: &[&Choice]) {
    let worded: Vec<&Choice> = singles.iter().copied().filter(|c| !is_length_free(c)).collect();
    let n_items = worded.len() as f64;
    if worded.is_empty() {
        return;
    }
    let expected: f64 = worded.iter().map(|c| 1.0 / c.options.len() as f64).sum::<f64>() / n_items;
    let deviation = (0.1875 / n_items).sqrt();
    let limits = (expected + 2.0 * deviation, (expected + 3.0 * deviation).max(0.30));
    for (code, extreme, name) in
        [("D2", Extreme::Longest, "longest"), ("D3", Extreme::Shortest, "shortest")]
    {
        let share = extreme_share(&worded, extreme);
        let message = format!(
            "The key is the {name} option in {:.1} % of {n_items} questions; {:.1} % by chance.",
            share * 100.0,
            expected * 100.0
        );
        if code == "D3" && share < 0.12 {
            sink.put(Severity::Warning, code, None, message);
        } else {
            beyond(sink, code, share, limits, message);
        }
    }
    let ratios: Vec<f64> = worded.iter().filter_map(|choice| key_ratio(choice)).collect();
    let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    let message = format!("Keys are on average {mean:.3} times as long as distractors.");
    beyond(sink, "D4", (mean - 1.0).abs(), (0.06, 0.12), message);
}

fn percent(part: usize, whole: usize) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

fn cues(sink: &mut Sink, singles: &[&Choice]) {
    let rate = |is_key: bool| {
        let options = singles.iter().flat_map(|c| &c.options).filter(|o| o.is_key == is_key);
        let hits: Vec<bool> = options.map(|option| is_absolute(&option.text)).collect();
        percent(hits.iter().filter(|hit| **hit).count(), hits.len())
    };
    let difference = rate(false) - rate(true);
    let message = format!(
        "Absolute words are {difference:.1} points more frequent in distractors than in keys."
    );
    beyond(sink, "D5", difference, (4.0, 8.0), message);
    let worded: Vec<&Choice> = singles.iter().copied().filter(|c| !is_numeric(c)).collect();
    let odd: Vec<bool> = worded.iter().filter_map(|c| odd_option(c)).map(|o| o.is_key).collect();
    let share = percent(odd.iter().filter(|is_key| **is_key).count(), odd.len());
    let message =
        format!("Where one option begins in another form, it is the key in {share:.0} %.");
    // A handful of hits says nothing.
    if odd.len() >= 10 {
        beyond(sink, "D6", share, (30.0, 40.0), message);
    }
    let n_repeated = worded.iter().filter(|choice| repeated_word(choice).is_some()).count();
    let share = percent(n_repeated, worded.len());
    let message = format!("In {share:.0} % of questions the key alone repeats a word of the stem.");
    beyond(sink, "D6", share, (15.0, 25.0), message);
}

/// D8: domains against the first blueprint.
fn shares(sink: &mut Sink, deck: &Deck, questions: &[&Item]) {
    let Some(blueprint) = deck.blueprints.first() else { return };
    let total: f64 = blueprint.mix.iter().map(|(_, weight)| weight).sum();
    for (topic, weight) in &blueprint.mix {
        let is_inside =
            |item: &&&Item| deck.topic_path(&item.topic).iter().any(|part| part.id == *topic);
        let share = percent(questions.iter().filter(is_inside).count(), questions.len());
        let wanted = weight * 100.0 / total.max(f64::MIN_POSITIVE);
        let message =
            format!("“{topic}” has {share:.1} % of the questions, {wanted:.1} % of the exam.");
        beyond(sink, "D8", (share - wanted).abs(), (2.0, 5.0), message);
    }
}

fn coverage(sink: &mut Sink, deck: &Deck, questions: &[&Item]) {
    let least = sink.house.least_per_leaf();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in questions {
        *counts.entry(item.topic.as_str()).or_default() += 1;
    }
    for leaf in leaves(&deck.outline) {
        match counts.get(leaf.id.as_str()).copied().unwrap_or_default() {
            0 => sink.put(Severity::Error, "D8", None, format!("“{}” has no question.", leaf.id)),
            n if n < least => {
                let message = format!("“{}” has {n} questions; {least} are asked for.", leaf.id);
                sink.put(Severity::Warning, "D8", None, message);
            }
            _ => {}
        }
    }
}

/// D9: shares of tags.
fn mixes(sink: &mut Sink, questions: &[&Item]) {
    for (name, wanted) in sink.house.mixes() {
        let tagged = questions.iter().filter(|item| tag(item, name).is_some()).count();
        for (value, wanted) in *wanted {
            let n_items = questions.iter().filter(|item| tag(item, name) == Some(value)).count();
            let share = percent(n_items, tagged);
            let message = format!("{name}:{value} has {share:.1} %; {wanted} % is asked for.");
            beyond(sink, "D9", (share - wanted).abs(), (5.0, 10.0), message);
        }
    }
}

fn difficulty(sink: &mut Sink, questions: &[&Item]) {
    for (level, wanted) in [(1, 8.0), (2, 22.0), (3, 40.0), (4, 22.0), (5, 8.0)] {
        let n_items = questions.iter().filter(|item| item.difficulty == level).count();
        let share = percent(n_items, questions.len());
        let message = format!("Difficulty {level} has {share:.1} %; {wanted} % is asked for.");
        beyond(sink, "D9", f64::abs(share - wanted), (5.0, 10.0), message);
    }
}

/// D10: traps that are used hardly ever, or for everything.
fn traps(sink: &mut Sink, deck: &Deck, singles: &[&Choice]) {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let options = deck.askable().filter_map(|item| match &item.body {
        Body::Choice(choice) => Some(&choice.options),
        _ => None,
    });
    for trap in options.flatten().filter_map(|option| option.trap.as_deref()) {
        *uses.entry(trap).or_default() += 1;
    }
    let fair = uses.values().sum::<usize>() as f64 / deck.traps.len().max(1) as f64;
    for trap in &deck.traps {
        let n_uses = uses.get(trap.id.as_str()).copied().unwrap_or_default();
        if n_uses < 5 || (singles.len() > 20 && n_uses as f64 > 3.0 * fair) {
            let message =
                format!("The trap “{}” is used {n_uses} times; {fair:.0} is fair.", trap.id);
            sink.put(Severity::Warning, "D10", None, message);
        }
    }
}
