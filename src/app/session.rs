//! A sitting: the queue at work, what is on the screen, and what the summary will say.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::deck::{Item, Response};
use crate::domain::event::{Confidence, Mode, Rating};
use crate::domain::item::Layout;
use crate::domain::practice::{Effect, Feedback, Pick, PracticeSpec};
use crate::domain::schedule::preview::Outcome;
use crate::domain::schedule::queue::{Entry, Kind};
use crate::domain::schedule::session::Session as Flow;

/// A sitting over a queue.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// What is left to ask.
    pub flow: Flow,
    /// The item on the screen; none when the sitting is over.
    pub current: Option<Current>,
    /// Monotonic milliseconds at the start.
    pub started_ms: i64,
    /// What the summary says.
    pub tally: Tally,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a sitting is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The day's queue.
    Study,
    /// A set built by the learner.
    Practice(PracticeSpec),
}

impl Sitting {
    /// The set, when this is practice.
    pub fn practice(&self) -> Option<&PracticeSpec> {
        match &self.purpose {
            Purpose::Study => None,
            Purpose::Practice(spec) => Some(spec),
        }
    }

    /// Monotonic milliseconds at which time is over; none when untimed.
    pub fn ends_ms(&self) -> Option<i64> {
        let minutes = self.practice()?.minutes?;
        Some(self.started_ms + i64::from(minutes) * 60_000)
    }

    /// Whether a clock runs down.
    pub fn is_running_down(&self) -> bool {
        self.current.is_some() && self.ends_ms().is_some()
    }

    /// Whether right and wrong are shown after the last answer only.
    pub fn is_silent(&self) -> bool {
        self.practice().is_some_and(|spec| spec.feedback == Feedback::AtEnd)
    }

    /// Whether a drill of a pair that is mixed up has done its work: at least eight items, and six of
    /// the last seven right (learning model, section 13).
    pub fn is_learned(&self) -> bool {
        let is_pair = self
            .practice()
            .is_some_and(|spec| matches!(&spec.pick, Pick::Trap(trap) if trap.starts_with("mix-")));
        let given = &self.tally.given;
        let n_right = given.iter().rev().take(7).filter(|given| given.is_right).count();
        is_pair && given.len() >= 8 && n_right >= 6
    }

    /// What its answers count as.
    pub fn mode(&self) -> Mode {
        match self.practice().map(|spec| spec.effect) {
            None => Mode::Study,
            Some(Effect::Schedule) => Mode::Practice,
            Some(Effect::None) => Mode::Drill,
        }
    }
}

/// The item on the screen.
#[derive(Debug, Clone)]
pub struct Current {
    /// Its place in the queue.
    pub entry: Entry,
    /// Monotonic milliseconds when it was shown.
    pub shown_ms: i64,
    /// In which order its parts are shown.
    pub layout: Layout,
    /// What the learner has given so far, perhaps partial; none for cards and before the first step.
    pub response: Option<Response>,
    /// Where one stands.
    pub step: Step,
    /// What each rating does, decided when the item was shown.
    pub outcomes: [Outcome; 4],
    /// The question with its numbers, when it is made anew each time, and their seed.
    pub made: Option<(Arc<Item>, u64)>,
    /// A number of its own.
    pub serial: u64,
}

/// Where one stands with an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Thinking.
    Question,
    /// The other side is shown; `elapsed_ms` is the time taken to think.
    Revealed {
        /// Milliseconds of thought.
        elapsed_ms: u32,
    },
    /// A question was checked and waits for Next.
    Checked {
        /// Milliseconds of thought.
        elapsed_ms: u32,
        /// How sure the learner was.
        confidence: Confidence,
        /// Whether it is right.
        is_right: bool,
        /// What it was taken as.
        rating: Rating,
    },
}

/// What the summary says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Answers, repeats included.
    pub n_answered: usize,
    /// First looks.
    pub n_first: usize,
    /// First looks that were right or known.
    pub n_first_right: usize,
    /// Items missed at a first look, in order.
    pub missed: Vec<u32>,
    /// Traps fallen for: title and how often.
    pub traps: BTreeMap<String, usize>,
    /// Every first look with what was given, in order.
    pub given: Vec<Given>,
}

/// What was given to one item.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Number of the item.
    pub item: u32,
    /// The answer; none for a card.
    pub response: Option<Response>,
    /// Right, or known.
    pub is_right: bool,
    /// The question with its numbers, when it is made anew each time.
    pub made: Option<Arc<Item>>,
}

impl Current {
    /// What `rating` does.
    pub fn outcome(&self, rating: Rating) -> Outcome {
        let [again, hard, good, easy] = self.outcomes;
        match rating {
            Rating::Again => again,
            Rating::Hard => hard,
            Rating::Good => good,
            Rating::Easy => easy,
        }
    }

    /// Whether it is a second look on the same day.
    pub fn is_repeat(&self) -> bool {
        self.entry.kind == Kind::Relearn
    }
}
