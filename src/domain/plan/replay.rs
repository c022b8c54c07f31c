//! The log read once more from its beginning: what was known when, the first answers with what was
//! known of their domain that morning, and how well recall was called (learning model, sections 9.2
//! and 9.4).

use super::facts::Fact;
use super::fresh::{FirstSight, logistic, logit};
use crate::domain::event::{Answer, MemorySeed, Mode, Rating};
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::StudyDay;

/// One event of a unit, by its place among the facts.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// It was answered.
    Answer(&'a Answer),
    /// Its memory was taken over.
    Seed(&'a MemorySeed),
}

impl Step<'_> {
    /// Study day.
    pub fn day(&self) -> StudyDay {
        match self {
            Self::Answer(answer) => answer.day,
            Self::Seed(seed) => seed.day,
        }
    }
}

/// A forecast of one answer and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call {
    /// Chance of a right answer, as it was called.
    pub chance: f64,
    /// Whether it was right.
    pub is_right: bool,
}

/// What the log says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// Memory of each fact before today's answers.
    pub morning: Vec<Option<Memory>>,
    /// Memory of each fact now.
    pub now: Vec<Option<Memory>>,
    /// First answers to questions, oldest first.
    pub sights: Vec<FirstSight>,
    /// How many of them were given before today.
    pub n_sights_before: usize,
    /// Answers to questions seen before, oldest first.
    pub calls: Vec<Call>,
    /// Reviews of the last four weeks: remembered, and all.
    pub recent: (u32, u32),
    /// Form of the day for seen items, in logits.
    pub bias: f64,
    /// Study day of the last answer.
    pub last_day: Option<StudyDay>,
    /// Study day of the first answer.
    pub first_day: Option<StudyDay>,
}

/// What is known of one domain at a moment: A and s of the learning model.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Recall of seen units by value, divided by the value of all.
    pub known: f64,
    /// Share of the domain that was seen, by value.
    pub seen: f64,
}

/// A and s of each domain on a day.
pub fn standings(
    facts: &[Fact],
    memories: &[Option<Memory>],
    model: &Model,
    day: StudyDay,
    n_domains: usize,
) -> Vec<Standing> {
    let mut sums = vec![(0.0, 0.0, 0.0); n_domains];
    for (fact, memory) in facts.iter().zip(memories).filter(|(fact, _)| fact.counts) {
        let Some((known, seen, all)) = sums.get_mut(usize::from(fact.domain)) else { continue };
        *all += fact.kind.value;
        if let Some(memory) = memory {
            *seen += fact.kind.value;
            *known += fact.kind.value * f64::from(model.retrievability(memory, day));
        }
    }
    let share = |(known, seen, all): (f64, f64, f64)| {
        let all = f64::max(all, 1e-12);
        Standing { known: known / all, seen: seen / all }
    };
    sums.into_iter().map(share).collect()
}

/// Days over which the share of remembered reviews is counted.
const RECENT_DAYS: u32 = 28;
/// Half-life of an answer's weight in the running bias, in answers.
const HALF_LIFE: f64 = 100.0;
/// Prior standard deviation of the bias, in logits.
const BIAS_SD: f64 = 0.3;

/// The running bias: one Newton step from 0 over weighted answers.
#[derive(Debug, Clone, Copy, Default)]
struct Bias {
    score: f64,
    information: f64,
}

impl Bias {
    fn value(self) -> f64 {
        (self.score / (self.information + 1.0 / (BIAS_SD * BIAS_SD))).clamp(-1.0, 1.0)
    }

    fn take(&mut self, recall: f64, guess: f64, is_right: bool) {
        let fade = 0.5_f64.powf(1.0 / HALF_LIFE);
        let x = logistic(logit(recall));
        let p = guess + (1.0 - guess) * x;
        let slope = (1.0 - guess) * x * (1.0 - x);
        let variance = (p * (1.0 - p)).max(1e-9);
        let error = f64::from(u8::from(is_right)) - p;
        self.score = self.score * fade + error * slope / variance;
        self.information = self.information * fade + slope * slope / variance;
    }
}

/// The bias after answers of equal weight: (recall, guess chance, right), for checks.
pub fn bias_of(answers: &[(f64, f64, bool)]) -> f64 {
    let mut bias = Bias::default();
    for (recall, guess, is_right) in answers {
        let (score, information) = (bias.score, bias.information);
        bias = Bias::default();
        bias.take(*recall, *guess, *is_right);
        bias.score += score;
        bias.information += information;
    }
    bias.value()
}

/// Chance of a right answer to a question seen before, with the form of the day.
pub fn seen_chance(recall: f64, guess: f64, bias: f64) -> f64 {
    guess + (1.0 - guess) * logistic(logit(recall) + bias)
}

struct Run<'a> {
    facts: &'a [Fact],
    model: &'a Model,
    n_domains: usize,
    replay: Replay,
    bias: Bias,
    today: StudyDay,
    /// A and s of the morning that is being replayed.
    morning: Option<(StudyDay, Vec<Standing>)>,
}

/// Replays `steps`, which are in the order of their days; each names its fact.
pub fn replay(
    facts: &[Fact],
    model: &Model,
    n_domains: usize,
    steps: &[(u32, Step<'_>)],
    today: StudyDay,
) -> Replay {
    let now = vec![None; facts.len()];
    let replay = Replay { now, ..Replay::default() };
    let bias = Bias::default();
    let mut run = Run { facts, model, n_domains, replay, bias, today, morning: None };
    let mut has_today = false;
    for (fact, step) in steps {
        if !has_today && step.day() >= today {
            has_today = true;
            run.replay.morning = run.replay.now.clone();
            run.replay.n_sights_before = run.replay.sights.len();
        }
        run.step(*fact as usize, step);
    }
    if !has_today {
        run.replay.morning = run.replay.now.clone();
        run.replay.n_sights_before = run.replay.sights.len();
    }
    run.replay.bias = run.bias.value();
    run.replay
}

impl Run<'_> {
    fn step(&mut self, place: usize, step: &Step<'_>) {
        let (Some(fact), Some(slot)) = (self.facts.get(place), self.replay.now.get(place)) else {
            return;
        };
        let before = *slot;
        let after = match step {
            Step::Seed(seed) => Some(self.model.planted(seed)),
            Step::Answer(answer) => {
                self.observe(fact, before.as_ref(), answer);
                self.count_recent(before.as_ref(), answer);
                let first = self.replay.first_day.get_or_insert(answer.day);
                *first = (*first).min(answer.day);
                self.replay.last_day = self.replay.last_day.max(Some(answer.day));
                if answer.mode.moves_memory() {
                    Some(self.model.fold(before.as_ref(), answer))
                } else {
                    before
                }
            }
        };
        if let Some(slot) = self.replay.now.get_mut(place) {
            *slot = after;
        }
    }

    fn count_recent(&mut self, before: Option<&Memory>, answer: &Answer) {
        let is_review = before.is_some_and(|memory| memory.last_day < answer.day);
        let is_recent = self.today.since(answer.day) < RECENT_DAYS;
        if is_review && is_recent && answer.mode != Mode::Relearn {
            self.replay.recent.0 += u32::from(answer.rating != Rating::Again);
            self.replay.recent.1 += 1;
        }
    }

    fn observe(&mut self, fact: &Fact, before: Option<&Memory>, answer: &Answer) {
        let (true, Some(is_right)) = (fact.is_question, answer.is_right) else { return };
        if answer.mode == Mode::Relearn {
            return;
        }
        match before {
            Some(memory) if memory.last_day < answer.day => {
                let recall = f64::from(self.model.retrievability(memory, answer.day));
                let chance = seen_chance(recall, fact.guess, self.bias.value());
                self.replay.calls.push(Call { chance, is_right });
                self.bias.take(recall, fact.guess, is_right);
            }
            None if fact.counts => self.sight(fact, answer.day, is_right),
            _ => {}
        }
    }

    fn sight(&mut self, fact: &Fact, day: StudyDay, is_right: bool) {
        if self.morning.as_ref().is_none_or(|(of, _)| *of != day) {
            let standings =
                standings(self.facts, &self.replay.now, self.model, day, self.n_domains);
            self.morning = Some((day, standings));
        }
        let standing = self.morning.as_ref().and_then(|(_, all)| all.get(usize::from(fact.domain)));
        let Standing { known, seen } = standing.copied().unwrap_or_default();
        self.replay.sights.push(FirstSight {
            domain: usize::from(fact.domain),
            known,
            seen,
            difficulty: fact.difficulty,
            guess: fact.guess,
            is_right,
        });
    }
}
