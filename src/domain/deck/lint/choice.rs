//! Lints of one question's options: reasons, lengths and cues (L2, L5, L7–L11, L14–L16, L22).

use std::collections::HashSet;

use super::lists::{ABSOLUTE, STOP, wrong_version};
use super::{Limits, Sink, is_length_free, is_numeric, key_ratio};
use crate::domain::deck::model::{Choice, ChoiceOption, Deck, Item};
use crate::domain::deck::words::{count, jaccard, length, stemmed, word_set, words};

pub(super) fn lint(sink: &mut Sink, deck: &Deck, item: &Item, choice: &Choice) {
    for option in &choice.options {
        reason(sink, item, choice, option);
        if !option.is_key && option.trap.is_none() && !deck.traps.is_empty() {
            sink.warn("L5", item, format!("“{}” names no trap.", shown(option)));
        }
        let n_words = count(&option.text);
        let most = sink.house.option_words;
        if n_words > 40 {
            sink.error(
                "L9",
                item,
                format!("“{}” has {n_words} words; 40 is the most.", shown(option)),
            );
        } else if n_words > most {
            let message = format!("“{}” has {n_words} words; up to {most} is fine.", shown(option));
            sink.warn("L9", item, message);
        }
    }
    lengths(sink, item, choice);
    references_to_places(sink, item, choice);
    absolutes(sink, item, choice);
    alike(sink, item, choice);
    if let Some(message) = odd_first_word(choice) {
        sink.warn("L14", item, message);
    }
    if let Some(word) = repeated_word(choice) {
        sink.warn("L15", item, format!("“{word}” stands in the stem and in the key alone."));
    }
    versions(sink, item, choice);
}

fn shown(option: &ChoiceOption) -> String {
    crate::domain::deck::source::clip(&option.text, 40)
}

fn reason(sink: &mut Sink, item: &Item, choice: &Choice, option: &ChoiceOption) {
    let n_letters = length(&option.why);
    let least = if is_numeric(choice) { 25 } else { 40 };
    if n_letters == 0 {
        sink.missing("L2", Some(item), format!("“{}” has no reason.", shown(option)));
    } else if n_letters < 20 {
        let message = format!("The reason of “{}” has {n_letters} characters.", shown(option));
        sink.missing("L2", Some(item), message);
    } else if !(least..=450).contains(&n_letters) {
        let message = format!(
            "The reason of “{}” has {n_letters} characters; {least} to 450 is fine.",
            shown(option)
        );
        sink.warn("L2", item, message);
    }
}

fn lengths(sink: &mut Sink, item: &Item, choice: &Choice) {
    if is_length_free(choice) {
        return;
    }
    if let Some(ratio) = key_ratio(choice) {
        let limits = Limits { outer: (0.55, 1.60), inner: (0.70, 1.30) };
        sink.range("L7", item, "Key length over mean distractor length", ratio, limits);
    }
    let lengths = || choice.options.iter().map(|option| length(&option.text));
    let (longest, shortest) = (lengths().max().unwrap_or(1), lengths().min().unwrap_or(1).max(1));
    let limits = Limits { outer: (0.0, 3.0), inner: (0.0, 2.0) };
    sink.range(
        "L8",
        item,
        "Longest over shortest option",
        longest as f64 / shortest as f64,
        limits,
    );
}

/// L10: options that speak of other options, reasons that speak of letters.
fn references_to_places(sink: &mut Sink, item: &Item, choice: &Choice) {
    const WHOLE: [&str; 8] = [
        "all of the above",
        "none of the above",
        "all of these options",
        "none of these options",
        "both a and b",
        "neither a nor b",
        "both b and c",
        "both a and c",
    ];
    for option in &choice.options {
        let text = words(&option.text).join(" ");
        if WHOLE.iter().any(|cue| text.contains(cue)) {
            let message =
                format!("“{}” speaks of other options, which are shuffled.", shown(option));
            sink.error("L10", item, message);
        }
    }
    let reasons = choice.options.iter().map(|option| &option.why);
    for text in reasons.chain([&choice.explain, &choice.stem]) {
        let words = words(text);
        let speaks = words.windows(2).find(|pair| {
            let [head, place] = pair else { return false };
            let is_head = matches!(head.as_str(), "option" | "options" | "answer" | "choice");
            let is_letter = matches!(place.as_str(), "b" | "c" | "d" | "e" | "f");
            is_head && (is_letter || matches!(place.as_str(), "1" | "2" | "3" | "4" | "5" | "6"))
        });
        if let Some(pair) = speaks {
            let message = format!("“{}” names a place, but options are shuffled.", pair.join(" "));
            sink.error("L10", item, message);
        }
    }
}

/// Whether a text holds an absolute word; “at all” is none.
pub(super) fn is_absolute(text: &str) -> bool {
    let words = words(text);
    words.iter().enumerate().any(|(index, word)| {
        let before = index.checked_sub(1).and_then(|index| words.get(index));
        let is_at_all = word == "all" && before.is_some_and(|before| before == "at");
        ABSOLUTE.contains(&word.as_str()) && !is_at_all
    })
}

fn absolutes(sink: &mut Sink, item: &Item, choice: &Choice) {
    let has = |is_key: bool| {
        let mut side = choice.options.iter().filter(|option| option.is_key == is_key);
        side.any(|option| is_absolute(&option.text))
    };
    let place = match (has(true), has(false)) {
        (true, false) => "the key",
        (false, true) => "distractors",
        _ => return,
    };
    sink.warn(
        "L11",
        item,
        format!("An absolute word (such as “only”, “all”) stands in {place} only."),
    );
}

fn alike(sink: &mut Sink, item: &Item, choice: &Choice) {
    let is_formula = |text: &str| text.contains(['=', '÷', '×', '−', '/', '→']);
    if is_numeric(choice) || choice.options.iter().any(|option| is_formula(&option.text)) {
        return;
    }
    let sets: Vec<_> = choice.options.iter().map(|option| word_set(&option.text)).collect();
    let is_sequence = sets.windows(2).all(|pair| pair.first() == pair.last());
    if is_sequence {
        return;
    }
    for (place, a) in sets.iter().enumerate() {
        for b in sets.iter().skip(place + 1) {
            let likeness = jaccard(a, b);
            let message = format!("Two options share {:.0} % of their words.", likeness * 100.0);
            if likeness >= 0.9 {
                sink.error("L16", item, message);
            } else if likeness >= 0.75 {
                sink.warn("L16", item, message);
            }
        }
    }
}

/// How an option begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Doing,
    To,
    Article,
    Number,
    Plain,
}

fn form(text: &str) -> Form {
    let words = words(text);
    let first = words.first().map_or("", String::as_str);
    match first {
        "to" => Form::To,
        "a" | "an" | "the" => Form::Article,
        _ if first.starts_with(|c: char| c.is_ascii_digit()) => Form::Number,
        _ if first.len() > 5 && first.ends_with("ing") && !first.contains('-') => Form::Doing,
        _ => Form::Plain,
    }
}

/// L14: one option begins unlike all the others, which begin alike.
pub(super) fn odd_first_word(choice: &Choice) -> Option<String> {
    if choice.options.len() < 3 || is_numeric(choice) {
        return None;
    }
    let odd = odd_option(choice)?;
    let whose = if odd.is_key { " It is the key." } else { "" };
    Some(format!("“{}” begins in another form than the other options.{whose}", shown(odd)))
}

/// The option that begins unlike all the others.
pub(super) fn odd_option(choice: &Choice) -> Option<&ChoiceOption> {
    let forms: Vec<Form> = choice.options.iter().map(|option| form(&option.text)).collect();
    let uses = |wanted: Form| forms.iter().filter(|form| **form == wanted).count();
    let odd = forms.iter().position(|form| uses(*form) == 1)?;
    let others = forms.iter().enumerate().filter(|(index, _)| *index != odd);
    let others: Vec<Form> = others.map(|(_, form)| *form).collect();
    let are_alike = others.windows(2).all(|pair| pair.first() == pair.last());
    are_alike.then(|| choice.options.get(odd)).flatten()
}

/// L15: a word of the stem that stands in the key and in no distractor.
pub(super) fn repeated_word(choice: &Choice) -> Option<String> {
    if is_numeric(choice) {
        return None;
    }
    let stems = |text: &str| -> Vec<(String, String)> {
        let long = words(text).into_iter().filter(|word| word.chars().count() >= 6);
        long.map(|word| (stemmed(&word), word)).collect()
    };
    let side = |is_key: bool| -> HashSet<String> {
        let options = choice.options.iter().filter(|option| option.is_key == is_key);
        options.flat_map(|option| stems(&option.text)).map(|(stem, _)| stem).collect()
    };
    let (keys, wrong) = (side(true), side(false));
    let is_cue = |stem: &str| {
        keys.contains(stem)
            && !wrong.contains(stem)
            && !STOP.iter().any(|word| stemmed(word) == stem)
    };
    stems(&choice.stem).into_iter().find(|(stem, _)| is_cue(stem)).map(|(_, word)| word)
}

fn versions(sink: &mut Sink, item: &Item, choice: &Choice) {
    let keys = choice.options.iter().filter(|option| option.is_key);
    let keys: String = keys.map(|option| option.text.to_lowercase() + "\n").collect();
    let stem = choice.stem.to_lowercase();
    for phrase in wrong_version(sink.house.exam) {
        if keys.contains(phrase) {
            sink.error("L22", item, format!("“{phrase}” in the key belongs to another version."));
        } else if stem.contains(phrase) {
            sink.warn("L22", item, format!("“{phrase}” in the stem belongs to another version."));
        }
    }
}
