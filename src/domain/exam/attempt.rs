//! A sitting as a state machine: the same steps always give the same state.

use super::clock::Interruption;
use super::loss::Loss;
use super::step::{Act, AttemptPlan, AttemptStep, Ending};
use crate::domain::deck::{Breaks, Response};

/// Where one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading the rules; no clock runs.
    Instructions,
    /// A question is on the screen.
    Question(usize),
    /// The review page of a section.
    Review(usize),
    /// Between this section and the next.
    Break(usize),
    /// The clock is stopped; this question comes back.
    Paused(usize),
    /// Over.
    Submitted(Ending),
}

/// What was done with one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// The answer as it stands.
    pub response: Option<Response>,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// Options struck out, as file indices.
    pub struck: Vec<usize>,
    /// Marked ranges of the stem, in characters.
    pub marks: Vec<(usize, usize)>,
    /// Milliseconds on the screen, on the exam's clock.
    pub shown_ms: i64,
    /// Times on the screen.
    pub n_shown: u32,
    /// The exam's clock at the last change of the answer.
    pub answered_ms: Option<i64>,
    /// Answers that stood when the question was left and were changed later, oldest first.
    pub former: Vec<Response>,
    /// The answer that stood when the question was left last.
    kept: Option<Response>,
    /// Why the mark was lost, when the learner said so.
    pub loss: Option<Loss>,
}

impl Given {
    /// The answer stands: the question is left. A different one that stood before is remembered.
    fn keep(&mut self) {
        if self.kept != self.response {
            self.former.extend(self.kept.take());
            self.kept.clone_from(&self.response);
        }
    }
}

/// A sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    plan: AttemptPlan,
    phase: Phase,
    given: Vec<Given>,
    /// The exam's clock at the last step.
    spent_ms: i64,
    /// The clock of the present break at the last step.
    break_ms: i64,
    /// The exam's clock when the present question came on the screen.
    shown_at: i64,
    /// The last section that was begun.
    reached: usize,
    scratch: String,
    interruptions: Vec<(i64, Interruption)>,
    n_pauses: u32,
    is_discarded: bool,
}

/// A step that the rules do not allow at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It belongs to another part of the sitting.
    #[error("this cannot be done at this point of the exam")]
    NotNow,
    /// The section was closed.
    #[error("this section is closed and cannot be opened again")]
    Closed,
    /// No such question or option.
    #[error("the exam has no such question")]
    NoSuchQuestion,
    /// The real exam has no pause.
    #[error("the exam cannot be paused")]
    NoPause,
}

impl Attempt {
    /// A sitting that shows its instructions.
    pub fn new(plan: AttemptPlan) -> Self {
        let given = vec![Given::default(); plan.n_questions()];
        Self {
            plan,
            phase: Phase::Instructions,
            given,
            spent_ms: 0,
            break_ms: 0,
            shown_at: 0,
            reached: 0,
            scratch: String::new(),
            interruptions: Vec::new(),
            n_pauses: 0,
            is_discarded: false,
        }
    }

    /// Makes a sitting again from what was written down. Steps that are refused are passed over, as
    /// they were when they happened. None when the steps do not begin with a plan.
    pub fn replay<'a>(steps: impl IntoIterator<Item = &'a AttemptStep>) -> Option<Self> {
        let mut steps = steps.into_iter();
        let Act::Plan(plan) = &steps.next()?.act else { return None };
        let mut attempt = Self::new((**plan).clone());
        for step in steps {
            attempt.apply(step).ok();
        }
        Some(attempt)
    }

    /// What was fixed at the start.
    pub fn plan(&self) -> &AttemptPlan {
        &self.plan
    }

    /// Where one stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// What was done with each question.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// Milliseconds on the exam's clock at the last step.
    pub fn spent_ms(&self) -> i64 {
        self.spent_ms
    }

    /// Milliseconds of the present break at the last step.
    pub fn break_ms(&self) -> i64 {
        self.break_ms
    }

    /// The scratch pad.
    pub fn scratch(&self) -> &str {
        &self.scratch
    }

    /// Time that went by outside the clock, with the clock at that moment.
    pub fn interruptions(&self) -> &[(i64, Interruption)] {
        &self.interruptions
    }

    /// How often the clock was stopped.
    pub fn n_pauses(&self) -> u32 {
        self.n_pauses
    }

    /// Whether the learner took the mock out of the record.
    pub fn is_discarded(&self) -> bool {
        self.is_discarded
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Submitted(_))
    }

    /// The section that one is in: of the question, of the review page, or after the break.
    pub fn section(&self) -> usize {
        match self.phase {
            Phase::Question(question) | Phase::Paused(question) => {
                self.plan.section_of(question).unwrap_or(0)
            }
            Phase::Review(section) => section,
            Phase::Break(section) => section + 1,
            Phase::Instructions => 0,
            Phase::Submitted(_) => self.plan.sections.len().saturating_sub(1),
        }
    }

    /// Whether the exam's clock runs in this phase.
    pub fn is_clock_running(&self) -> bool {
        match self.phase {
            Phase::Question(_) | Phase::Review(_) => true,
            Phase::Break(_) => {
                matches!(self.plan.breaks, Breaks::Between { on_the_clock: true, .. })
            }
            Phase::Instructions | Phase::Paused(_) | Phase::Submitted(_) => false,
        }
    }

    /// Length of a break in milliseconds.
    pub fn break_limit_ms(&self) -> i64 {
        match self.plan.breaks {
            Breaks::None => 0,
            Breaks::Between { minutes, .. } => i64::from(minutes) * 60_000,
        }
    }

    /// Does one step at the clocks that it names.
    pub fn apply(&mut self, step: &AttemptStep) -> Result<(), Refusal> {
        self.check(&step.act)?;
        self.spent_ms = step.spent_ms.clamp(self.spent_ms, self.plan.limit_ms.max(self.spent_ms));
        self.break_ms = step.break_ms.max(0);
        self.act(&step.act);
        Ok(())
    }

    /// Whether the rules allow this now.
    pub fn check(&self, act: &Act) -> Result<(), Refusal> {
        use Phase as P;
        let is_in = |is_right: bool| if is_right { Ok(()) } else { Err(Refusal::NotNow) };
        match (act, self.phase) {
            (Act::Correct(question, _), P::Submitted(_)) => self.has(*question),
            (Act::Discard, P::Submitted(_)) | (Act::Interrupted(_), _) => Ok(()),
            (Act::Plan(_) | Act::Correct(..) | Act::Discard, _) | (_, P::Submitted(_)) => {
                Err(Refusal::NotNow)
            }
            (Act::Submit(_), _) => Ok(()),
            (Act::Begin, phase) => is_in(phase == P::Instructions),
            (Act::Resume, phase) => is_in(matches!(phase, P::Paused(_))),
            (Act::EndBreak, phase) => is_in(matches!(phase, P::Break(_))),
            (_, P::Instructions | P::Paused(_) | P::Break(_)) => Err(Refusal::NotNow),
            (_, P::Question(_) | P::Review(_)) => self.check_at_work(act),
        }
    }

    /// The rules while the clock runs.
    fn check_at_work(&self, act: &Act) -> Result<(), Refusal> {
        let is_question = matches!(self.phase, Phase::Question(_));
        match act {
            Act::Show(question) | Act::Respond(question, _) | Act::Flag(question, _) => {
                self.can_show(*question)
            }
            Act::Strike(question, ..) | Act::Highlight(question, ..) => self.can_show(*question),
            Act::Pause if !self.plan.can_pause => Err(Refusal::NoPause),
            Act::Pause | Act::Review if !is_question => Err(Refusal::NotNow),
            _ => Ok(()),
        }
    }

    fn has(&self, question: usize) -> Result<(), Refusal> {
        if question < self.given.len() { Ok(()) } else { Err(Refusal::NoSuchQuestion) }
    }

    /// A question of a section that is open: the present one, or any that was begun where sections
    /// stay open, or any at all where nothing lies between them.
    fn can_show(&self, question: usize) -> Result<(), Refusal> {
        self.has(question)?;
        let section = self.plan.section_of(question).unwrap_or(usize::MAX);
        let closes = matches!(self.plan.breaks, Breaks::Between { section_closes: true, .. });
        if closes && section < self.section() {
            Err(Refusal::Closed)
        } else if self.plan.breaks != Breaks::None && section > self.reached {
            Err(Refusal::NotNow)
        } else {
            Ok(())
        }
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Plan(_) => {}
            Act::Begin => self.show(0),
            Act::Show(question) => self.show(*question),
            Act::Respond(question, response) => self.respond(*question, response),
            Act::Flag(question, is_on) => {
                self.change(*question, |given| given.is_flagged = *is_on);
            }
            Act::Strike(question, option, is_on) => {
                self.change(*question, |given| put(&mut given.struck, *option, *is_on));
            }
            Act::Highlight(question, range, is_on) => {
                self.change(*question, |given| put(&mut given.marks, *range, *is_on));
            }
            Act::Scratch(text) => self.scratch.clone_from(text),
            Act::Review => {
                let section = self.section();
                self.leave(Phase::Review(section));
            }
            Act::EndSection => self.end_section(),
            Act::EndBreak => {
                self.reached = self.section();
                self.show(self.plan.range(self.reached).start);
            }
            Act::Pause => {
                if let Phase::Question(question) = self.phase {
                    self.leave(Phase::Paused(question));
                    self.n_pauses += 1;
                }
            }
            Act::Resume => {
                if let Phase::Paused(question) = self.phase {
                    self.show(question);
                }
            }
            Act::Interrupted(interruption) => {
                self.interruptions.push((self.spent_ms, *interruption));
            }
            Act::Submit(ending) => self.leave(Phase::Submitted(*ending)),
            Act::Correct(question, loss) => {
                self.change(*question, |given| given.loss = Some(*loss));
            }
            Act::Discard => self.is_discarded = true,
        }
    }

    fn change(&mut self, question: usize, change: impl FnOnce(&mut Given)) {
        if let Some(given) = self.given.get_mut(question) {
            change(given);
        }
    }

    fn respond(&mut self, question: usize, response: &Response) {
        let now = self.spent_ms;
        let is_shown = self.phase == Phase::Question(question);
        self.change(question, |given| {
            given.response = (!is_blank(response)).then(|| response.clone());
            given.answered_ms = Some(now);
            if !is_shown {
                given.keep();
            }
        });
    }

    fn show(&mut self, question: usize) {
        self.leave(Phase::Question(question));
        self.shown_at = self.spent_ms;
        self.change(question, |given| given.n_shown += 1);
    }

    /// Goes on to another phase; the question left keeps its time and the answer that stands.
    fn leave(&mut self, next: Phase) {
        if let Phase::Question(question) = self.phase {
            let shown_ms = self.spent_ms - self.shown_at;
            self.change(question, |given| {
                given.shown_ms += shown_ms;
                given.keep();
            });
        }
        self.phase = next;
    }

    fn end_section(&mut self) {
        let section = self.section();
        let is_last = section + 1 >= self.plan.sections.len();
        match self.plan.breaks {
            _ if is_last => self.leave(Phase::Submitted(Ending::ByLearner)),
            // Left once before, its break was offered then.
            Breaks::Between { .. } if section < self.reached => {
                self.show(self.plan.range(section + 1).start);
            }
            Breaks::None => self.show(self.plan.range(section + 1).start),
            Breaks::Between { .. } => {
                self.leave(Phase::Break(section));
                self.break_ms = 0;
            }
        }
    }
}

fn put<T: PartialEq>(list: &mut Vec<T>, value: T, is_on: bool) {
    list.retain(|other| *other != value);
    if is_on {
        list.push(value);
    }
}

/// Whether a response gives nothing.
pub fn is_blank(response: &Response) -> bool {
    match response {
        Response::Options(list) | Response::Sequence(list) | Response::Regions(list) => {
            list.is_empty()
        }
        Response::Pairs(list) | Response::Blanks(list) => list.iter().all(Option::is_none),
        Response::Number(text) => text.trim().is_empty(),
    }
}
