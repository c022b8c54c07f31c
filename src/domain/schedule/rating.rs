//! From an answer to a rating: whether the item counts as known.

use crate::domain::event::{Confidence, Mode, Rating};

/// Version of this rule, stored with each rating.
pub const RULE: u16 = 1;

/// Chance that an item never answered before is known at first sight, where nothing better is known.
pub const FIRST_SIGHT: f64 = 0.35;

/// Below this many seconds an answer is rapid, whatever the item.
const RAPID_SECS: f64 = 2.0;

/// Below this share of the typical time an answer is rapid.
const RAPID_SHARE: f64 = 0.1;

/// Likelihood ratio of a flagged answer in a mock exam.
const FLAGGED_RATIO: f64 = 0.5;

/// The chance of having known at which a right answer starts to count as known.
const KNOWN_FROM: f64 = 0.5;

/// How much more often each confidence is given by people who know than by people who do not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihoods {
    /// For "sure".
    pub sure: f64,
    /// For "I think so".
    pub think_so: f64,
    /// For "guess".
    pub guess: f64,
}

impl Default for Likelihoods {
    fn default() -> Self {
        Self { sure: 7.5, think_so: 1.0, guess: 0.12 }
    }
}

/// What the learner's answers at one confidence came to; only items that can be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answers.
    pub n_answers: u32,
    /// Of them right.
    pub n_right: u32,
}

impl Likelihoods {
    /// Answers at each confidence before the learner's own numbers are used.
    const OWN_FROM: u32 = 30;
    /// Weight, in answers, of what is assumed before.
    const PRIOR_ANSWERS: f64 = 20.0;

    /// The learner's own ratios from tallies of sure, think so and guess and their mean guess
    /// chance; the default ones while a tally is short of 30 answers.
    pub fn own(tallies: [Tally; 3], mean_guess: f64) -> Self {
        if tallies.iter().any(|tally| tally.n_answers < Self::OWN_FROM) {
            return Self::default();
        }
        let prior = [0.95, 0.74, 0.39];
        let known = |accuracy: f64| {
            let room = (1.0 - mean_guess).max(f64::EPSILON);
            ((accuracy - mean_guess) / room).clamp(0.02, 0.98)
        };
        let odds = |share: f64| share / (1.0 - share);
        let smooth = |n_right: f64, n_answers: f64, n_prior: f64, accuracy: f64| {
            (n_right + n_prior * accuracy) / (n_answers + n_prior)
        };
        let n_right: f64 = tallies.iter().map(|tally| f64::from(tally.n_right)).sum();
        let n_answers: f64 = tallies.iter().map(|tally| f64::from(tally.n_answers)).sum();
        let mean_prior = prior.iter().sum::<f64>() / 3.0;
        let all = smooth(n_right, n_answers, 3.0 * Self::PRIOR_ANSWERS, mean_prior);
        let ratio = |tally: Tally, prior: f64| {
            let (n_right, n_answers) = (f64::from(tally.n_right), f64::from(tally.n_answers));
            let accuracy = smooth(n_right, n_answers, Self::PRIOR_ANSWERS, prior);
            odds(known(accuracy)) / odds(known(all))
        };
        let [sure, think_so, guess] = tallies;
        Self {
            sure: ratio(sure, prior[0]).clamp(2.0, 20.0),
            think_so: ratio(think_so, prior[1]).clamp(0.5, 2.0),
            guess: ratio(guess, prior[2]).clamp(0.03, 0.5),
        }
    }

    fn of(self, confidence: Option<Confidence>) -> f64 {
        match confidence {
            Some(Confidence::Sure) => self.sure,
            Some(Confidence::Guess) => self.guess,
            Some(Confidence::ThinkSo) => self.think_so,
            None => 1.0,
        }
    }
}

/// The facts of an answer that was marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatingInput {
    /// Whether every part was right and given in time.
    pub is_right: bool,
    /// The confidence given.
    pub confidence: Option<Confidence>,
    /// Chance of a right answer without knowing, `item::guess_chance`.
    pub guess: f64,
    /// Chance of knowing before the answer, 0..=1; none if it was never answered.
    pub retrievability: Option<f64>,
    /// Milliseconds from showing to answering.
    pub elapsed_ms: u32,
    /// Seconds that this item usually costs.
    pub typical_secs: f64,
    /// Where it was answered.
    pub mode: Mode,
    /// Whether it was flagged in a mock exam.
    pub is_flagged: bool,
}

impl Default for RatingInput {
    fn default() -> Self {
        Self {
            is_right: true,
            confidence: None,
            guess: 0.0,
            retrievability: None,
            elapsed_ms: 30_000,
            typical_secs: 40.0,
            mode: Mode::Study,
            is_flagged: false,
        }
    }
}

/// Whether an answer came too fast to have been read; such answers are left out of time statistics.
pub fn is_rapid(elapsed_ms: u32, typical_secs: f64) -> bool {
    f64::from(elapsed_ms) / 1000.0 < RAPID_SECS.max(RAPID_SHARE * typical_secs)
}

/// Chance that a right answer was known: prior `known`, likelihood ratio and guess chance.
pub fn knew(known: f64, ratio: f64, guess: f64) -> f64 {
    let for_it = known * ratio;
    let against = (1.0 - known) * guess;
    if against <= 0.0 { 1.0 } else { for_it / (for_it + against) }
}

/// Rates a marked answer with the default likelihoods.
pub fn rate(input: &RatingInput) -> Rating {
    rate_with(input, Likelihoods::default())
}

/// Rates a marked answer. Never gives `Easy`: that takes the learner's own key press.
pub fn rate_with(input: &RatingInput, likelihoods: Likelihoods) -> Rating {
    if !input.is_right {
        return Rating::Again;
    }
    if input.mode == Mode::Relearn {
        return Rating::Good;
    }
    let is_rapid = is_rapid(input.elapsed_ms, input.typical_secs);
    let confidence = match input.confidence {
        Some(Confidence::Sure) => Some(Confidence::Sure),
        _ if is_rapid => Some(Confidence::Guess),
        given => given,
    };
    let is_mock_flag = input.mode == Mode::Mock && input.is_flagged;
    let flagged = if is_mock_flag { FLAGGED_RATIO } else { 1.0 };
    let known = input.retrievability.unwrap_or(FIRST_SIGHT).clamp(0.0, 1.0);
    if knew(known, likelihoods.of(confidence) * flagged, input.guess) < KNOWN_FROM {
        Rating::Again
    } else if confidence == Some(Confidence::Guess) {
        Rating::Hard
    } else {
        Rating::Good
    }
}
