//! Blueprints of real exams, and the verification log of a deck.

use serde::{Deserialize, Serialize};

use super::model::Validity;

/// One version of a real exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    /// Stable id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Exam code, if it has one.
    pub code: Option<String>,
    /// When it is in force.
    pub valid: Validity,
    /// Minutes on the clock.
    pub minutes: u32,
    /// Whether notes are allowed.
    pub is_open_book: bool,
    /// Whether the real exam may be paused.
    pub is_pausable: bool,
    /// In order.
    pub sections: Vec<Section>,
    /// What happens between sections.
    pub breaks: Breaks,
    /// Pretest questions that do not count.
    pub unscored: u32,
    /// Calculations with new numbers in a full form; 0 where the exam has none.
    pub calculations: u32,
    /// Relative weight of each topic.
    pub mix: Vec<(String, f64)>,
    /// How it is passed.
    pub pass: Pass,
    /// Extra time on offer.
    pub accommodations: Vec<Accommodation>,
    /// Where this is from.
    pub sources: Vec<String>,
}

impl Blueprint {
    /// Questions of the whole exam.
    pub fn questions(&self) -> u32 {
        self.sections.iter().map(|section| section.questions).sum()
    }
}

/// Part of an exam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Title for people.
    pub title: String,
    /// How many questions.
    pub questions: u32,
    /// What may stand in it.
    #[serde(default)]
    pub kind: SectionKind,
    /// How sure this layout is.
    #[serde(default)]
    pub basis: Basis,
}

/// What may stand in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SectionKind {
    /// Whole cases.
    Cases,
    /// No case questions.
    Independent,
    /// Anything.
    #[default]
    Any,
}

/// Where a rule is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Basis {
    /// By the exam's owner.
    Published,
    /// By candidates.
    Reported,
    /// By us.
    #[default]
    Assumed,
}

/// What happens between sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Breaks {
    /// No break.
    #[default]
    None,
    /// A break after each section but the last.
    Between {
        /// Length in minutes.
        minutes: u32,
        /// Whether the exam's clock runs on.
        on_the_clock: bool,
        /// Whether the finished section can no longer be opened.
        section_closes: bool,
    },
}

/// How an exam is passed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Pass {
    /// Right answers needed, of how many.
    Fraction(u32, u32),
    /// A scaled score.
    Scaled {
        /// Lowest score.
        from: f64,
        /// Highest score.
        to: f64,
        /// Score that passes.
        pass: f64,
        /// How we estimate it.
        estimate: Estimate,
    },
    /// No published mark.
    Unpublished {
        /// Names of the bands, best first.
        bands: Vec<String>,
    },
}

/// How a scaled score is estimated from the share of right answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Estimate {
    /// A straight line.
    Linear,
}

/// Extra time on offer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Accommodation {
    /// Per cent more minutes.
    Extra {
        /// Per cent.
        percent: u32,
    },
}

/// One line of the verification log (question-writing rules, section 11).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Item id.
    pub item: String,
    /// Digest of the text that was reviewed.
    pub digest: String,
    /// Such as "blind" or "facts".
    pub step: String,
    /// Who did it.
    pub by: String,
    /// When, "2026-11-22".
    pub date: String,
    /// The answer given, such as "B".
    pub answer: String,
    /// The key, in the same notation.
    pub key: String,
    /// Whether they agree.
    pub agree: bool,
    /// sure, think or guess.
    pub confidence: String,
    /// Second-best option.
    pub second_best: String,
    /// Facts used.
    pub facts: String,
    /// keep, rewrite or drop.
    pub verdict: String,
    /// Anything else.
    pub comment: String,
}
