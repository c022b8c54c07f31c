//! What a sitting shows afterwards: pace, changes, losses.

use super::attempt::{Attempt, Given};
use super::loss::Loss;
use super::score::Marked;
use super::step::Ending;
use crate::domain::deck::digest::digest;
use crate::domain::deck::{Item, Response};
use crate::domain::item::mark::mark;

/// Answers that were changed, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// From wrong to right.
    pub to_right: u32,
    /// From right to wrong.
    pub to_wrong: u32,
    /// From wrong to another wrong one.
    pub wrong_to_wrong: u32,
}

impl Changes {
    /// All of them.
    pub fn n_all(self) -> u32 {
        self.to_right + self.to_wrong + self.wrong_to_wrong
    }
}

/// Whether a response is right.
pub fn is_right(item: &Item, response: &Response) -> bool {
    mark(item, response).is_ok_and(|marking| marking.is_right)
}

/// Whether a right answer stood and was changed.
pub fn was_right(item: &Item, given: &Given) -> bool {
    given.former.iter().any(|former| is_right(item, former))
}

/// Counts changed answers by the first and the last that stood.
pub fn changes<'a>(attempt: &Attempt, find: impl Fn(&str) -> Option<&'a Item>) -> Changes {
    let mut changes = Changes::default();
    for (question, given) in attempt.plan().questions().zip(attempt.given()) {
        let (Some(item), Some(first)) = (find(&question.item), given.former.first()) else {
            continue;
        };
        let is_now = given.response.as_ref().is_some_and(|response| is_right(item, response));
        match (is_right(item, first), is_now) {
            (false, true) => changes.to_right += 1,
            (true, false) => changes.to_wrong += 1,
            (false, false) => changes.wrong_to_wrong += 1,
            (true, true) => {}
        }
    }
    changes
}

/// Points of the pace chart: share of the questions, share of the clock spent until then. Questions
/// in the order of the form.
pub fn pace(attempt: &Attempt) -> Vec<(f64, f64)> {
    let limit = attempt.plan().limit_ms.max(1) as f64;
    let n = attempt.given().len().max(1) as f64;
    let mut spent = 0;
    let mut points = vec![(0.0, 0.0)];
    for (number, given) in attempt.given().iter().enumerate() {
        spent += given.shown_ms;
        points.push(((number + 1) as f64 / n, spent as f64 / limit));
    }
    points
}

/// Pace of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionPace {
    /// Title for people.
    pub title: String,
    /// Milliseconds of the section after each of its questions, in the order of the form.
    pub spent_ms: Vec<i64>,
    /// Milliseconds that the section has when every question of the exam gets the same.
    pub even_ms: i64,
}

/// Cumulative time of each section, to be drawn against a straight line to `even_ms`.
pub fn section_pace(attempt: &Attempt) -> Vec<SectionPace> {
    let plan = attempt.plan();
    let n_all = plan.n_questions().max(1) as i64;
    let mut given = attempt.given().iter();
    let sections = plan.sections.iter().map(|section| {
        let n = section.questions.len();
        let mut spent = 0;
        let add = |given: &Given| {
            spent += given.shown_ms;
            spent
        };
        SectionPace {
            title: section.title.clone(),
            spent_ms: given.by_ref().take(n).map(add).collect(),
            even_ms: plan.limit_ms * n as i64 / n_all,
        }
    });
    sections.collect()
}

/// Marks to be expected from the questions lost to the clock, had there been time: the sum of their
/// chances of a right answer, each 0..=1 (learning model, section 12).
pub fn pacing_gain(lost: impl IntoIterator<Item = (Loss, f64)>) -> f64 {
    let late = lost.into_iter().filter(|(loss, _)| *loss == Loss::OutOfTime);
    late.map(|(_, chance)| chance.clamp(0.0, 1.0)).sum()
}

/// Numbers of the questions whose text is another than when the form was made: they are marked by
/// the present key. Questions that are gone are left out.
pub fn reworded<'a>(attempt: &Attempt, find: impl Fn(&str) -> Option<&'a Item>) -> Vec<usize> {
    let questions = attempt.plan().questions().enumerate();
    let is_reworded = |item: &Item, then: &str| digest(item) != then;
    questions
        .filter(|(_, question)| {
            find(&question.item).is_some_and(|item| is_reworded(item, &question.digest))
        })
        .map(|(number, _)| number)
        .collect()
}

/// Mean seconds on the screen of right and of wrong answers; none without any.
pub fn mean_secs(attempt: &Attempt, marks: &[Marked]) -> (Option<f64>, Option<f64>) {
    let mean = |is_right: bool| {
        let times: Vec<f64> = marks
            .iter()
            .zip(attempt.given())
            .filter(|(marked, given)| marked.is_right == is_right && given.n_shown > 0)
            .map(|(_, given)| given.shown_ms as f64 / 1000.0)
            .collect();
        (!times.is_empty()).then(|| times.iter().sum::<f64>() / times.len() as f64)
    };
    (mean(true), mean(false))
}

/// Whether the clock ran out or less than 30 s were left.
pub fn is_clock_out(attempt: &Attempt) -> bool {
    let left = attempt.plan().limit_ms - attempt.spent_ms();
    left < 30_000 || attempt.phase() == super::attempt::Phase::Submitted(Ending::TimeOver)
}
