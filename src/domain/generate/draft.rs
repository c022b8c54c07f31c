//! From numbers to a question: options that differ, reasons, a worked solution.

use std::collections::BTreeMap;

use crate::domain::deck::{Body, Choice, ChoiceOption};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Whole dollars.
    Money,
    /// Two decimals.
    Ratio,
    /// One decimal and the word, singular and plural.
    Of(&'static str, &'static str),
    /// One decimal and a per cent sign.
    Percent,
    /// Two decimals and a per cent sign.
    FinePercent,
    /// A plain whole number.
    Count,
}

impl Unit {
    /// The number as it is shown.
    pub fn show(self, value: f64) -> String {
        let sign = if value < -1e-9 { "\u{2212}" } else { "" };
        let size = value.abs();
        match self {
            Self::Money => format!("{sign}${}", thousands(size.round() as u64)),
            Self::Ratio => format!("{sign}{size:.2}"),
            Self::Of(one, many) => {
                let number = plain(size);
                let word = if number == "1" { one } else { many };
                format!("{sign}{number} {word}")
            }
            Self::Percent => format!("{sign}{size:.1} %"),
            Self::FinePercent => format!("{sign}{size:.2} %"),
            Self::Count => format!("{sign}{}", thousands(size.round() as u64)),
        }
    }
}

/// At most one decimal, none where it is zero.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A figure as it stands in a text.
pub(super) fn figure(source: &str) -> String {
    format!("```figure\n{source}\n```")
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `$1,200`.
pub(super) fn money(value: f64) -> String {
    Unit::Money.show(value)
}

/// The numbers of a question by name: what a second method can work it out from.
pub type Facts = BTreeMap<&'static str, f64>;

/// A finished question.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// A choice of four, the right option first; it is shown shuffled.
    pub body: Body,
    /// The numbers that it was made from.
    pub facts: Facts,
    /// The answer before rounding.
    pub answer: f64,
    /// What the answer counts.
    pub unit: Unit,
}

/// A wrong answer and the mistake that leads to it.
pub(super) struct Slip {
    pub(super) text: String,
    /// None where the options are words.
    pub(super) value: Option<f64>,
    pub(super) why: String,
}

/// A question in the making.
pub(super) struct Draft {
    stem: String,
    key: String,
    answer: f64,
    unit: Unit,
    slips: Vec<Slip>,
    steps: Vec<String>,
    facts: Facts,
    is_sound: bool,
}

impl Draft {
    /// A question whose answer is a number.
    pub(super) fn number(stem: String, unit: Unit, answer: f64) -> Self {
        let (key, slips, steps) = (unit.show(answer), Vec::new(), Vec::new());
        let is_sound = answer.is_finite();
        Self { stem, key, answer, unit, slips, steps, facts: Facts::new(), is_sound }
    }

    /// A question whose answer is a word; `answer` stands for it in checks.
    pub(super) fn word(stem: String, key: String, answer: f64) -> Self {
        Self { key, ..Self::number(stem, Unit::Count, answer) }
    }

    /// Adds what a named mistake gives.
    pub(super) fn slip(mut self, value: f64, why: &str) -> Self {
        let text = self.unit.show(value);
        self.slips.push(Slip { text, value: Some(value), why: why.to_owned() });
        self
    }

    /// Adds a wrong word.
    pub(super) fn wrong(mut self, text: String, why: &str) -> Self {
        self.slips.push(Slip { text, value: None, why: why.to_owned() });
        self
    }

    /// Adds a line of the solution.
    pub(super) fn step(mut self, text: String) -> Self {
        self.steps.push(text);
        self
    }

    /// Names a number that the question was made from.
    pub(super) fn fact(mut self, name: &'static str, value: f64) -> Self {
        self.facts.insert(name, value);
        self
    }

    /// Drops the draft unless this holds: other numbers are drawn then.
    pub(super) fn only_if(mut self, holds: bool) -> Self {
        self.is_sound &= holds;
        self
    }

    /// The question; none when fewer than three mistakes give answers that differ.
    pub(super) fn finish(self) -> Option<Made> {
        // An answer on the edge of rounding could be read both ways.
        let is_edge = self.unit.show(self.answer * (1.0 + 1e-9))
            != self.unit.show(self.answer * (1.0 - 1e-9));
        if !self.is_sound || is_edge {
            return None;
        }
        let value = self.steps_value();
        let mut kept: Vec<&Slip> = Vec::with_capacity(3);
        for slip in &self.slips {
            let is_clear = !is_near(&slip.text, slip.value, (&self.key, value))
                && !kept.iter().any(|k| is_near(&slip.text, slip.value, (&k.text, k.value)));
            let is_possible = slip.value.is_none_or(f64::is_finite);
            if is_clear && is_possible && kept.len() < 3 {
                kept.push(slip);
            }
        }
        if kept.len() < 3 {
            return None;
        }
        let option = |text: &str, is_key, why: &str| ChoiceOption {
            text: text.to_owned(),
            is_key,
            why: why.to_owned(),
            trap: None,
        };
        let mut options = vec![option(&self.key, true, "As worked out below.")];
        options.extend(kept.into_iter().map(|slip| option(&slip.text, false, &slip.why)));
        let explain = self.steps.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1));
        let explain = explain.collect::<Vec<_>>().join("\n");
        let choice = Choice { stem: self.stem, options, select: 1, explain, shuffle: true };
        let body = Body::Choice(choice);
        Some(Made { body, facts: self.facts, answer: self.answer, unit: self.unit })
    }

    /// The answer as a number, where the options are numbers.
    fn steps_value(&self) -> Option<f64> {
        self.slips.iter().any(|slip| slip.value.is_some()).then_some(self.answer)
    }
}

/// Whether two options could be taken for one another: less than 2 per cent apart.
fn is_near(text: &str, value: Option<f64>, other: (&str, Option<f64>)) -> bool {
    let (other_text, other_value) = other;
    let are_close = value
        .zip(other_value)
        .is_some_and(|(one, two)| (one - two).abs() < 0.02 * one.abs().max(two.abs()));
    text == other_text || are_close
}
