//! What happened to each memory so far: the answers of the log, counted.

use crate::domain::event::{Answer, Confidence, Mode, Rating};
use crate::domain::time::StudyDay;

/// What happened to one memory. Second looks on the same day are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Answers.
    pub n_answers: u32,
    /// Answers that were right or known.
    pub n_right: u32,
    /// Study day of the last one.
    pub last_day: StudyDay,
    /// Whether the last one was right.
    pub is_last_right: bool,
    /// Whether the last one was wrong although "sure".
    pub is_last_confident_error: bool,
}

/// Whether an answer was right: marked so, or graded above Again by the learner.
pub fn is_right(answer: &Answer) -> bool {
    answer.is_right.unwrap_or(answer.rating != Rating::Again)
}

impl Past {
    /// Answers that were wrong or not known.
    pub fn n_wrong(&self) -> u32 {
        self.n_answers.saturating_sub(self.n_right)
    }

    /// What is known after one more answer.
    #[must_use]
    pub fn fold(before: Option<&Self>, answer: &Answer) -> Option<Self> {
        if answer.mode == Mode::Relearn {
            return before.copied();
        }
        let is_right = is_right(answer);
        Some(Self {
            n_answers: before.map_or(0, |past| past.n_answers) + 1,
            n_right: before.map_or(0, |past| past.n_right) + u32::from(is_right),
            last_day: answer.day,
            is_last_right: is_right,
            is_last_confident_error: !is_right && answer.confidence == Some(Confidence::Sure),
        })
    }
}
