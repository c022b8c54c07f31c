//! What is written down of a sitting: enough to make it again.

use serde::{Deserialize, Serialize};

use super::clock::Interruption;
use super::loss::Loss;
use super::shape::Length;
use crate::domain::deck::{Breaks, Item, Response};
use crate::domain::generate::made_item;

/// Everything that is fixed when a mock begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptPlan {
    /// Deck id.
    pub deck: String,
    /// Blueprint id.
    pub blueprint: String,
    /// Title for people: "PMP, outline of July 2026".
    pub title: String,
    /// How much of the exam.
    pub length: Length,
    /// Per cent more time.
    pub extra_percent: u32,
    /// Seed of the form and of the order of options.
    pub seed: u64,
    /// Parts in order.
    pub sections: Vec<PlanSection>,
    /// Numbers of the questions that do not count, ascending.
    pub unscored: Vec<u32>,
    /// Domain ids in the order of the outline's mix.
    pub domains: Vec<String>,
    /// Time on the clock in milliseconds.
    pub limit_ms: i64,
    /// What happens between sections.
    pub breaks: Breaks,
    /// Whether the learner allowed a pause that the real exam does not have.
    pub can_pause: bool,
    /// What the bank could not give, in words.
    pub shortfalls: Vec<String>,
}

/// One part of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanSection {
    /// Title for people.
    pub title: String,
    /// Its questions.
    pub questions: Vec<PlanQuestion>,
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanQuestion {
    /// Item id.
    pub item: String,
    /// Digest of the item's text when the form was made.
    pub digest: String,
    /// Index in the plan's domains.
    pub domain: usize,
    /// Whether the learner had answered it before.
    pub is_seen: bool,
    /// Retrievability when the form was made, 0..=1; none when never answered.
    #[serde(default)]
    pub recall: Option<f64>,
    /// Right answers before.
    #[serde(default)]
    pub n_right: u32,
    /// Of its numbers, when it is made anew each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

impl PlanQuestion {
    /// The question that an item becomes with the numbers of this form; none for fixed questions.
    pub fn made(&self, item: &Item) -> Option<Item> {
        made_item(item, self.seed?)
    }
}

impl AttemptPlan {
    /// Questions of all sections.
    pub fn questions(&self) -> impl Iterator<Item = &PlanQuestion> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// How many questions there are.
    pub fn n_questions(&self) -> usize {
        self.sections.iter().map(|section| section.questions.len()).sum()
    }

    /// The section of a question.
    pub fn section_of(&self, question: usize) -> Option<usize> {
        (0..self.sections.len()).find(|section| self.range(*section).contains(&question))
    }

    /// Numbers of the questions of a section.
    pub fn range(&self, section: usize) -> std::ops::Range<usize> {
        let before = self.sections.iter().take(section);
        let start: usize = before.map(|section| section.questions.len()).sum();
        let n = self.sections.get(section).map_or(0, |section| section.questions.len());
        start..start + n
    }
}

/// One thing that happened in a sitting, with the clocks at that moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptStep {
    /// Milliseconds spent on the exam's clock.
    pub spent_ms: i64,
    /// Milliseconds spent of the present break.
    pub break_ms: i64,
    /// What happened.
    pub act: Act,
}

/// What can happen in a sitting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Act {
    /// The form was made; the instructions are shown.
    Plan(Box<AttemptPlan>),
    /// The clock starts.
    Begin,
    /// A question is shown.
    Show(usize),
    /// A question is answered, or its answer changed.
    Respond(usize, Response),
    /// A question is flagged or unflagged.
    Flag(usize, bool),
    /// An option (file index) is struck out, or not any longer.
    Strike(usize, usize, bool),
    /// Characters of the stem are marked, or not any longer.
    Highlight(usize, (usize, usize), bool),
    /// The scratch pad holds this text.
    Scratch(String),
    /// The review page of the present section is shown.
    Review,
    /// The section is finished: a break, the next section, or the end.
    EndSection,
    /// The break is over.
    EndBreak,
    /// The clock is stopped, where the learner allowed that.
    Pause,
    /// It goes on.
    Resume,
    /// Time went by outside the clock.
    Interrupted(Interruption),
    /// The exam is over.
    Submit(Ending),
    /// After the end: why a mark was lost, as the learner sees it.
    Correct(usize, Loss),
    /// After the end: the mock no longer counts.
    Discard,
}

/// How a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// The learner ended it.
    ByLearner,
    /// Time was over.
    TimeOver,
}
