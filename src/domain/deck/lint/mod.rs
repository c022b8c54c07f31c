//! Lints of decks, numbered as in the writing rules: L… of items, D… of whole decks.

mod choice;
mod forms;
mod house;
mod lists;
mod log;
mod pairs;
mod prose;
mod spread;

use super::diagnostic::{Diagnostic, Severity};
use super::model::{Accepted, Body, Choice, Deck, Item, Status};
use super::words::length;
use house::House;

pub use pairs::{Likeness, near_duplicates};

/// Checks every item of a deck against the writing rules; a complete deck as a whole, too.
///
/// Findings have no place yet: [`super::parse::Reading::locate`] knows it.
pub fn lint(deck: &Deck) -> Vec<Diagnostic> {
    let mut sink = Sink { found: Vec::new(), house: House::of(&deck.id) };
    if deck.notice.trim().is_empty() {
        sink.missing("L25", None, "The deck has no “notice” of independence.".to_owned());
    }
    for item in &deck.items {
        if let Body::Case(case) = &item.body {
            forms::case(&mut sink, item, case);
            case.questions
                .iter()
                .for_each(|question| one(&mut sink, deck, question, Setting::Case));
        } else {
            one(&mut sink, deck, item, Setting::Alone);
        }
    }
    pairs::lint(&mut sink, deck);
    prose::names(&mut sink, deck);
    if deck.status == Status::Complete {
        spread::lint(&mut sink, deck);
        log::lint(&mut sink, deck);
    }
    accept(&mut sink.found, deck);
    for found in &mut sink.found {
        found.deck.clone_from(&deck.id);
    }
    sink.found
}

/// Warnings about the deck that have a written reason become notes with it.
fn accept(found: &mut [Diagnostic], deck: &Deck) {
    let warnings = found.iter_mut().filter(|f| f.severity == Severity::Warning && f.item.is_none());
    for warning in warnings {
        let is_meant = |one: &&Accepted| {
            one.lint == warning.code
                && !one.because.trim().is_empty()
                && warning.message.contains(&one.about)
        };
        if let Some(one) = deck.accepted.iter().find(is_meant) {
            warning.severity = Severity::Note;
            warning.message = format!("{} Accepted: {}", warning.message, one.because);
        }
    }
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// By itself.
    Alone,
    /// In a case, whose scenario tells the situation.
    Case,
}

fn one(sink: &mut Sink, deck: &Deck, item: &Item, setting: Setting) {
    prose::common(sink, item);
    if !item.is_self_graded() && !matches!(item.body, Body::Generated(_)) {
        prose::question(sink, item, setting);
    }
    match &item.body {
        Body::Choice(body) => {
            prose::choice_stem(sink, item, body);
            choice::lint(sink, deck, item, body);
        }
        Body::Card(card) => forms::card(sink, item, card),
        Body::Cloze(cloze) => forms::cloze(sink, item, cloze),
        _ => forms::shape(sink, item),
    }
}

/// Collects findings.
struct Sink {
    found: Vec<Diagnostic>,
    house: House,
}

impl Sink {
    fn put(
        &mut self,
        severity: Severity,
        code: &'static str,
        item: Option<&Item>,
        message: String,
    ) {
        // The writing rules bind the decks that ship; to learners they are advice.
        let is_advice = severity == Severity::Error && !self.house.is_shipped;
        let mut found = Diagnostic::error(code, "", message, "");
        found.severity = if is_advice { Severity::Warning } else { severity };
        self.found.push(match item {
            Some(item) => found.of_item(&item.id),
            None => found,
        });
    }

    fn error(&mut self, code: &'static str, item: &Item, message: String) {
        self.put(Severity::Error, code, Some(item), message);
    }

    fn warn(&mut self, code: &'static str, item: &Item, message: String) {
        self.put(Severity::Warning, code, Some(item), message);
    }

    /// What a shipped deck must have is a warning for the learner's own.
    fn missing(&mut self, code: &'static str, item: Option<&Item>, message: String) {
        let severity = if self.house.is_shipped { Severity::Error } else { Severity::Warning };
        self.put(severity, code, item, message);
    }

    /// An error outside the outer range, a warning outside the inner one.
    fn range(&mut self, code: &'static str, item: &Item, what: &str, value: f64, limits: Limits) {
        let Limits { outer, inner } = limits;
        let digits = if value.fract() == 0.0 { 0 } else { 2 };
        let message = || format!("{what} is {value:.digits$}; {} to {} is fine.", inner.0, inner.1);
        if value < outer.0 || value > outer.1 {
            self.error(code, item, message());
        } else if value < inner.0 || value > inner.1 {
            self.warn(code, item, message());
        }
    }
}

/// Two ranges: outside the outer one is an error, outside the inner one a warning.
#[derive(Debug, Clone, Copy)]
struct Limits {
    outer: (f64, f64),
    inner: (f64, f64),
}

/// Options of at most this many characters are too short for lints of length.
const SHORT: usize = 25;

/// Whether lints of length and form say nothing about this question.
fn is_length_free(choice: &Choice) -> bool {
    choice.options.iter().all(|option| length(&option.text) <= SHORT) || is_numeric(choice)
}

/// Whether the options are numbers, each with a unit at most.
fn is_numeric(choice: &Choice) -> bool {
    choice.options.iter().all(|option| is_number(&option.text))
}

/// Whether a text is a number with a word or two around it, or names two numbered statements.
pub(super) fn is_number(text: &str) -> bool {
    let words = super::words::words(text);
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let n_plain = words.iter().filter(|word| !has_digit(word)).count();
    words.iter().any(|word| has_digit(word)) && n_plain <= 2
}

/// Length of the keys over that of the distractors, means in characters.
pub(super) fn key_ratio(choice: &Choice) -> Option<f64> {
    let mean = |is_key: bool| {
        let lengths = choice.options.iter().filter(|option| option.is_key == is_key);
        let lengths: Vec<f64> = lengths.map(|option| length(&option.text) as f64).collect();
        let sum: f64 = lengths.iter().sum();
        (!lengths.is_empty() && sum > 0.0).then(|| sum / lengths.len() as f64)
    };
    Some(mean(true)? / mean(false)?)
}
