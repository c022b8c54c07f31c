//! Where marks went: one reason for each question that was not right (learning model, section 12).

use serde::{Deserialize, Serialize};

/// Why a mark was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Loss {
    /// Blank or hurried at the end of the clock.
    OutOfTime,
    /// Known, and read wrongly or changed from right.
    Misread,
    /// Answered without doubt, and wrong.
    ConfidentError,
    /// Met for the first time.
    NeverSeen,
    /// The rest.
    DidNotKnow,
}

impl Loss {
    /// All, in the order of the keys 1–5.
    pub const ALL: [Self; 5] =
        [Self::DidNotKnow, Self::ConfidentError, Self::Misread, Self::NeverSeen, Self::OutOfTime];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::DidNotKnow => "Did not know",
            Self::ConfidentError => "Sure but wrong",
            Self::Misread => "Misread the question",
            Self::NeverSeen => "Never seen before",
            Self::OutOfTime => "Out of time",
        }
    }

    /// What helps.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::DidNotKnow => "They come back in your reviews.",
            Self::ConfidentError => "Practise the traps behind them; they come first tomorrow.",
            Self::Misread => "Read the last line twice before you choose.",
            Self::NeverSeen => "Learn new items of these topics first.",
            Self::OutOfTime => "Plan minutes for each section and keep them.",
        }
    }
}

/// What is known of a question that was not right.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one question")]
pub struct LossInput {
    /// Whether nothing was answered.
    pub is_blank: bool,
    /// Whether the clock ran out, or less than 30 s were left at the end.
    pub is_clock_out: bool,
    /// Whether it was answered in the last 5 % of the clock.
    pub is_late: bool,
    /// Milliseconds it was on the screen.
    pub shown_ms: i64,
    /// Milliseconds that such an item takes this learner.
    pub typical_ms: i64,
    /// Whether a right choice stood and was changed.
    pub was_right: bool,
    /// Retrievability before the exam, 0..=1; none when never answered.
    pub recall: Option<f64>,
    /// Right answers before the exam.
    pub n_right_before: u32,
    /// Whether it was flagged.
    pub is_flagged: bool,
    /// Whether the answer was changed.
    pub is_changed: bool,
    /// Whether no item of its topic was answered before.
    pub is_topic_new: bool,
    /// Chance that a fresh question of its domain is known, 0..=1.
    pub fresh: f64,
}

/// The first reason that fits.
pub fn loss(input: &LossInput) -> Loss {
    let is_hurried = input.is_late && input.shown_ms * 10 < input.typical_ms * 4;
    let is_quick = input.shown_ms * 2 < input.typical_ms;
    let recall = input.recall.unwrap_or(0.0);
    if input.is_clock_out && (input.is_blank || is_hurried) {
        Loss::OutOfTime
    } else if input.was_right
        || (recall >= 0.85 && input.n_right_before >= 2)
        || (is_quick && recall >= 0.7)
    {
        Loss::Misread
    } else if !input.is_blank && !input.is_flagged && !input.is_changed && recall >= 0.8 {
        Loss::ConfidentError
    } else if (input.recall.is_none() && input.fresh < 0.4) || input.is_topic_new {
        Loss::NeverSeen
    } else {
        Loss::DidNotKnow
    }
}
