//! Memory states: FSRS-6 through the `fsrs` crate.

use fsrs::{FSRS, MemoryState};
use serde::{Deserialize, Serialize};

use crate::domain::event::{Answer, Confidence, MemorySeed, Mode, Rating};
use crate::domain::time::StudyDay;

/// What is remembered of one item: derived from its answers alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// FSRS stability in days, > 0.
    pub stability: f32,
    /// FSRS difficulty, 1..=10.
    pub difficulty: f32,
    /// Study day of the first answer.
    pub first_day: StudyDay,
    /// Study day of the last answer.
    pub last_day: StudyDay,
    /// Study day on which it is due.
    pub due: StudyDay,
    /// Answers so far.
    pub n_answers: u32,
    /// Times it was forgotten: rated Again on a later day than the first answer.
    pub n_lapses: u32,
    /// Answers rated Again on `last_day`.
    pub n_again_today: u32,
    /// Whether the last answer was rated Again: it comes back in the same sitting.
    pub is_relearning: bool,
    /// Whether the last answer of a day before relearning was wrong although "sure".
    pub is_confident_error: bool,
}

/// The memory model with one set of 21 parameters.
#[derive(Debug)]
pub struct Model {
    fsrs: FSRS,
    decay: f32,
}

/// A set of parameters that the `fsrs` crate refuses.
#[derive(Debug, thiserror::Error)]
#[error("these FSRS parameters cannot be used: {0}")]
pub struct BadParameters(String);

/// Retrievability from which a wrong answer in a mock exam counts as given without doubt
/// (learning model, section 12, bin 3).
const SURE_FROM: f32 = 0.8;

impl Model {
    /// Takes 21 parameters, or an empty slice for the defaults.
    pub fn new(parameters: &[f32]) -> Result<Self, BadParameters> {
        let fsrs = FSRS::new(parameters).map_err(|error| BadParameters(format!("{error:?}")))?;
        let decay = parameters.get(20).copied().unwrap_or(fsrs::FSRS6_DEFAULT_DECAY);
        Ok(Self { fsrs, decay })
    }

    /// The model with the standard parameters of FSRS-6.
    pub fn standard() -> Self {
        Self { fsrs: FSRS::default(), decay: fsrs::FSRS6_DEFAULT_DECAY }
    }

    /// Chance that the item is known on `day`, 0..=1.
    pub fn retrievability(&self, memory: &Memory, day: StudyDay) -> f32 {
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        fsrs::current_retrievability(state, day.since(memory.last_day) as f32, self.decay)
    }

    /// Days until retrievability falls to `retention` (0..1), before rounding and fuzz.
    pub fn interval(&self, stability: f32, retention: f32) -> f32 {
        self.fsrs.next_interval(Some(stability), retention, 3)
    }

    /// Stability and difficulty after an answer on `day` with `rating`.
    pub fn next_state(&self, memory: Option<&Memory>, day: StudyDay, rating: Rating) -> (f32, f32) {
        let before = memory.map(|memory| MemoryState {
            stability: memory.stability,
            difficulty: memory.difficulty,
        });
        let elapsed = memory.map_or(0, |memory| day.since(memory.last_day));
        let Ok(states) = self.fsrs.next_states(before, 0.9, elapsed) else {
            return memory.map_or((0.1, 5.0), |memory| (memory.stability, memory.difficulty));
        };
        let next = match rating {
            Rating::Again => states.again,
            Rating::Hard => states.hard,
            Rating::Good => states.good,
            Rating::Easy => states.easy,
        };
        (next.memory.stability, next.memory.difficulty)
    }

    /// The memory that a seed gives: whatever was there before is replaced.
    pub fn planted(&self, seed: &MemorySeed) -> Memory {
        Memory {
            stability: seed.stability.clamp(0.001, 36_500.0),
            difficulty: seed.difficulty.clamp(1.0, 10.0),
            first_day: seed.day,
            last_day: seed.day,
            due: seed.due,
            n_answers: 1,
            n_lapses: 0,
            n_again_today: 0,
            is_relearning: false,
            is_confident_error: false,
        }
    }

    /// Whether a wrong answer was given without doubt: said so, or, in a mock exam that asks for no
    /// confidence, neither flagged nor changed and well known until then.
    fn was_sure(&self, memory: Option<&Memory>, answer: &Answer) -> bool {
        match (answer.mode, answer.confidence) {
            (_, Some(confidence)) => confidence == Confidence::Sure,
            (Mode::Mock, None) => {
                !answer.is_doubted
                    && memory
                        .is_some_and(|memory| self.retrievability(memory, answer.day) >= SURE_FROM)
            }
            _ => false,
        }
    }

    /// The memory after `answer`: a pure fold over the answers of one key in log order.
    #[must_use]
    pub fn fold(&self, memory: Option<&Memory>, answer: &Answer) -> Memory {
        let (stability, difficulty) = self.next_state(memory, answer.day, answer.rating);
        let is_again = answer.rating == Rating::Again;
        let is_same_day = memory.is_some_and(|memory| memory.last_day == answer.day);
        let again_before = memory.filter(|_| is_same_day).map_or(0, |memory| memory.n_again_today);
        let was_error = memory.is_some_and(|memory| memory.is_confident_error);
        let is_error = answer.is_right == Some(false) && self.was_sure(memory, answer);
        Memory {
            stability,
            difficulty,
            first_day: memory.map_or(answer.day, |memory| memory.first_day),
            last_day: memory.map_or(answer.day, |memory| memory.last_day.max(answer.day)),
            due: answer.due,
            n_answers: memory.map_or(0, |memory| memory.n_answers) + 1,
            n_lapses: memory.map_or(0, |memory| {
                memory.n_lapses + u32::from(is_again && memory.last_day < answer.day)
            }),
            n_again_today: again_before + u32::from(is_again),
            is_relearning: is_again,
            is_confident_error: is_error || (was_error && answer.mode == Mode::Relearn),
        }
    }
}
