//! Mock exams in the state: the one that runs, and the record of all.

use std::sync::Arc;

use super::command::ResultFilter;
use crate::domain::deck::Item;
use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::clock::ExamClock;
use crate::domain::library::Library;
use crate::domain::time::Moment;

/// The mock exam that runs.
#[derive(Debug, Clone)]
pub struct Exam {
    /// Its id in the log.
    pub id: String,
    /// Where it stands.
    pub attempt: Attempt,
    /// Item numbers of the library, by question.
    pub items: Vec<Option<u32>>,
    /// Questions made with the numbers of this form, by question.
    pub made: Vec<Option<Arc<Item>>>,
    /// Milliseconds on the clock now, ahead of the last step.
    pub spent_ms: i64,
    /// Milliseconds of the present break.
    pub break_ms: i64,
    /// Reads the machine's clocks.
    pub clock: ExamClock,
    /// The clock at the last heartbeat.
    pub beaten_ms: i64,
    /// Minutes that were announced as left, lowest first said.
    pub announced_min: Option<i64>,
}

impl Exam {
    /// The question of a number, with its numbers.
    pub fn item<'a>(&'a self, library: &'a Library, number: usize) -> Option<&'a Item> {
        let made = self.made.get(number).and_then(Option::as_deref);
        made.or_else(|| library.item(self.items.get(number).copied().flatten()?))
    }

    /// Milliseconds left on the clock.
    pub fn left_ms(&self) -> i64 {
        (self.attempt.plan().limit_ms - self.spent_ms).max(0)
    }

    /// Seconds left on the clock and of the break, as they are shown.
    pub fn face(&self) -> (i64, i64) {
        ((self.left_ms() + 999) / 1000, (self.break_left_ms() + 999) / 1000)
    }

    /// Milliseconds left of the present break.
    pub fn break_left_ms(&self) -> i64 {
        (self.attempt.break_limit_ms() - self.break_ms).max(0)
    }
}

/// A mock exam in the record.
#[derive(Debug, Clone)]
pub struct Mock {
    /// Its id in the log.
    pub id: String,
    /// When its form was made.
    pub began: Moment,
    /// When its last step was written.
    pub ended: Moment,
    /// What happened.
    pub attempt: Attempt,
}

/// What is shown of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResultPlace {
    /// Id of the mock.
    pub id: String,
    /// The question that is shown; none for the overview.
    pub question: Option<usize>,
    /// Which questions are listed.
    pub filter: ResultFilter,
}
