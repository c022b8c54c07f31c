//! Lints of text: stems, explanations, references, tags, names (L3, L4, L6, L12, L13, L23–L25).

use std::collections::{HashMap, HashSet};

use super::house::{Exam, tag};
use super::lists::{CAPITALISED, CLAUSE, COMPANIES};
use super::{Limits, Setting, Sink};
use crate::domain::deck::diagnostic::Severity;
use crate::domain::deck::model::{Body, Choice, Deck, Item};
use crate::domain::deck::words::{count, grade, length, sentences, words, written};

/// What every item needs: reference and tags.
pub(super) fn common(sink: &mut Sink, item: &Item) {
    let is_card = item.is_self_graded();
    if item.references.is_empty() {
        let message = "There is no reference.".to_owned();
        if is_card {
            sink.put(Severity::Note, "L4", Some(item), message);
        } else {
            sink.missing("L4", Some(item), message);
        }
    } else if !is_card && !item.references.iter().any(|reference| names_section(reference)) {
        sink.warn("L4", item, "No reference names a section.".to_owned());
    }
    if is_card {
        return;
    }
    let is_pmp = sink.house.exam == Exam::Pmp;
    for (name, is_needed) in [("level", true), ("approach", is_pmp), ("key", is_pmp)] {
        if is_needed && tag(item, name).is_none() {
            sink.missing("L25", Some(item), format!("The tag “{name}:…” is missing."));
        }
    }
}

/// Whether a reference says more than the document's title.
fn names_section(reference: &str) -> bool {
    const NAMES: [&str; 9] = [
        "section",
        "task",
        "objective",
        "criterion",
        "criteria",
        "chapter",
        "domain",
        "principle",
        "part",
    ];
    let is_numbered =
        |word: &str| word.split('.').count() > 1 && word.starts_with(|c: char| c.is_ascii_digit());
    reference.contains(['"', '“', ',', ':', '§'])
        || words(reference).iter().any(|word| NAMES.contains(&word.as_str()))
        || reference.split_whitespace().any(is_numbered)
}

/// Stem and explanation of any question.
pub(super) fn question(sink: &mut Sink, item: &Item, setting: Setting) {
    if let Some(explain) = explanation(item) {
        let n_letters = length(explain);
        if n_letters == 0 {
            sink.missing("L3", Some(item), "There is no explanation.".to_owned());
        } else if !(100..=800).contains(&n_letters) {
            let message =
                format!("The explanation has {n_letters} characters; 100 to 800 is fine.");
            sink.warn("L3", item, message);
        }
    }
    let stem = asked(item);
    let is_exhibit = item.prompt().contains("\n|") || item.prompt().contains("![");
    let is_short_form = setting == Setting::Case || is_exhibit;
    let is_choice = matches!(item.body, Body::Choice(_));
    let (least, most) = sink.house.stem_words(item, is_short_form || !is_choice);
    let (least, most) =
        if is_choice { (least, most) } else { (8.0_f64.min(least), most.max(90.0)) };
    if !matches!(item.body, Body::Dropdown(_)) {
        let limits = Limits { outer: (0.6 * least, 1.3 * most), inner: (least, most) };
        let n_words = count(stem) as f64;
        sink.range("L6", item, "The number of words of the stem", n_words, limits);
    }
    if setting == Setting::Case && sink.house.exam != Exam::Pmp && count(stem) > 60 {
        sink.warn(
            "L26",
            item,
            format!("A case question of {} words; up to 60 is fine.", count(stem)),
        );
    }
    readability(sink, item, stem);
}

fn explanation(item: &Item) -> Option<&str> {
    match &item.body {
        Body::Choice(body) => Some(&body.explain),
        Body::Order(body) => Some(&body.explain),
        Body::Match(body) => Some(&body.explain),
        Body::Dropdown(body) => Some(&body.explain),
        Body::Numeric(body) => Some(&body.explain),
        Body::Hotspot(body) => Some(&body.explain),
        Body::Card(_) | Body::Cloze(_) | Body::Case(_) | Body::Generated(_) => None,
    }
}

/// The stem without the numbered statements of the list style.
fn asked(item: &Item) -> &str {
    let stem = item.prompt();
    statements(stem).and_then(|at| stem.get(..at)).unwrap_or(stem)
}

/// Where the numbered statements of a list-style stem begin.
fn statements(stem: &str) -> Option<usize> {
    let at = stem.find("\n1. ").or_else(|| stem.find("\n1) "))?;
    stem.get(..at)?.trim_end().ends_with(['?', ':']).then_some(at)
}

fn readability(sink: &mut Sink, item: &Item, stem: &str) {
    let lengths: Vec<usize> = sentences(stem).into_iter().map(count).collect();
    let longest = lengths.iter().copied().max().unwrap_or_default();
    if longest > 45 {
        sink.error("L24", item, format!("A sentence of the stem has {longest} words."));
    } else if longest > 35 {
        let message = format!("A sentence of the stem has {longest} words; up to 35 is fine.");
        sink.warn("L24", item, message);
    }
    let n_words: usize = lengths.iter().sum();
    let mean = n_words as f64 / lengths.len().max(1) as f64;
    if mean > 25.0 && longest <= 35 {
        sink.warn(
            "L24",
            item,
            format!("Sentences have {mean:.0} words on average; up to 25 is fine."),
        );
    }
    // The grade says little about a sentence or two: names alone push it up and down.
    let (grade, most) = (grade(stem), sink.house.grade);
    if n_words >= 40 && grade > most {
        let message =
            format!("The stem reads like school grade {grade:.0}; up to {most:.0} is fine.");
        sink.warn("L24", item, message);
    }
}

/// L12 and L13: the question itself.
pub(super) fn choice_stem(sink: &mut Sink, item: &Item, choice: &Choice) {
    let stem = choice.stem.trim_end();
    let lower = stem.to_lowercase();
    let choose = lower.rfind("(choose ").filter(|_| stem.ends_with([')', '.']));
    let asked = asked(item).trim_end();
    let body = choose.and_then(|at| stem.get(..at)).unwrap_or(asked).trim_end();
    let body = body.trim_end_matches(['*', '_']);
    if choice.select > 1 && choose.is_none() && sink.house.is_shipped {
        sink.error(
            "L13",
            item,
            "Several options are right, but “(Choose …)” is missing.".to_owned(),
        );
    }
    if !body.ends_with('?') && !stem.contains("[?]") {
        sink.error("L13", item, "The stem does not end with its question.".to_owned());
    }
    let Some(lead) = sentences(body).into_iter().rfind(|sentence| sentence.contains('?')) else {
        return;
    };
    let n_words = count(lead);
    if n_words > 25 && !stem.contains("[?]") {
        sink.warn(
            "L13",
            item,
            format!("The question itself has {n_words} words; up to 25 is fine."),
        );
    }
    if let Some(word) = negative(lead) {
        let is_capital = word.chars().all(char::is_uppercase);
        if !sink.house.is_itil() && sink.house.is_shipped {
            sink.error("L12", item, format!("The question is asked in the negative (“{word}”)."));
        } else if !is_capital {
            sink.error("L12", item, format!("Write “{word}” in capitals, or ask without it."));
        }
    }
}

/// The word that turns a question into its contrary.
fn negative(lead: &str) -> Option<String> {
    let words = written(lead);
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if matches!(lower.first().map(String::as_str), Some("how" | "if" | "when" | "because" | "as")) {
        return None;
    }
    for (index, word) in lower.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| lower.get(index)).map(String::as_str);
        match word.as_str() {
            "not" | "except" => {}
            "least" if before != Some("at") => {}
            clause if index > 0 && CLAUSE.contains(&clause) => return None,
            _ => continue,
        }
        return words.get(index).cloned();
    }
    None
}

/// L23: companies, products and other names.
pub(super) fn names(sink: &mut Sink, deck: &Deck) {
    let texts: Vec<(&Item, String)> = deck.items.iter().flat_map(texts).collect();
    let mut uses: HashMap<String, HashSet<&str>> = HashMap::new();
    for (item, text) in &texts {
        for name in capitalised(text) {
            uses.entry(name.to_lowercase()).or_default().insert(&item.id);
        }
    }
    let known = known_words(deck);
    for (item, text) in &texts {
        let mut seen = HashSet::new();
        for name in capitalised(text).into_iter().filter(|name| seen.insert(name.clone())) {
            let lower = name.to_lowercase();
            if COMPANIES.contains(&lower.as_str()) {
                sink.error("L23", item, format!("“{name}” is a real company or product."));
            } else if sink.house.is_shipped
                && !known.contains(&lower)
                && !known.contains(lower.trim_end_matches('s'))
                && uses.get(&lower).is_some_and(|items| items.len() == 1)
            {
                let message = format!("Is “{name}” a real name? Use a role or a made-up one.");
                sink.put(Severity::Note, "L23", Some(item), message);
            }
        }
    }
}

/// The texts of an item that tell a situation.
fn texts(item: &Item) -> Vec<(&Item, String)> {
    let mut text = item.prompt().to_owned();
    let mut found = Vec::new();
    match &item.body {
        Body::Choice(choice) => {
            for option in &choice.options {
                text = text + "\n" + &option.text;
            }
        }
        Body::Case(case) => found.extend(case.questions.iter().flat_map(texts)),
        _ => {}
    }
    found.push((item, text));
    found
}

/// Words inside a sentence that begin with a capital and go on in small letters; listed companies
/// in any place.
fn capitalised(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        for (index, word) in written(sentence).into_iter().enumerate() {
            let mut letters = word.chars();
            let is_capital = letters.next().is_some_and(char::is_uppercase);
            let is_name = index > 0 && letters.all(char::is_lowercase) && word.chars().count() > 3;
            let is_company = is_capital && COMPANIES.contains(&word.to_lowercase().as_str());
            if (is_capital && is_name) || is_company {
                found.push(word);
            }
        }
    }
    found
}

fn known_words(deck: &Deck) -> HashSet<String> {
    let mut known: HashSet<String> = CAPITALISED.iter().map(|word| (*word).to_owned()).collect();
    let topics = super::house::leaves(&deck.outline).into_iter().map(|topic| topic.title.as_str());
    let traps = deck.traps.iter().flat_map(|trap| [trap.title.as_str(), trap.advice.as_str()]);
    let references = deck.askable().flat_map(|item| &item.references).map(String::as_str);
    for text in topics.chain(traps).chain(references).chain([deck.title.as_str(), &deck.notice]) {
        known.extend(words(text));
    }
    known
}
