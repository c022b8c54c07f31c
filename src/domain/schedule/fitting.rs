//! The memory model fitted to one learner: shrunk towards the standard, and taken over only when it
//! predicts later answers better (learning model, section 15).

use fsrs::{ComputeParametersInput, FSRS, FSRSItem, FSRSReview, compute_parameters};

use crate::domain::event::Rating;
use crate::domain::time::StudyDay;

/// Trainable answers from which parameters are fitted at all.
pub const LEAST: usize = 400;
/// New trainable answers since the last fit, and as a share of all.
const NEW: usize = 100;
const NEW_SHARE: f64 = 0.10;
/// Answers at which the learner's own and the standard parameters weigh the same.
const HALF_WAY: f64 = 1000.0;
/// Log loss that new parameters have to save on later answers.
const GAIN: f64 = 0.001;
/// Share of the answers, by time, that the check is trained on.
const TRAIN: f64 = 0.8;

/// The reviews of one memory, oldest first: study day and rating.
pub type History = Vec<(StudyDay, Rating)>;

/// New parameters and why they were taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The 21 parameters.
    pub parameters: Vec<f32>,
    /// Trainable answers.
    pub n_answers: u32,
    /// Log loss on the last fifth before and after.
    pub loss: (f64, f64),
}

/// An answer that can be learned from: a memory's history up to it, and when it was given.
struct Sample {
    day: StudyDay,
    item: FSRSItem,
}

fn samples(histories: &[History]) -> Vec<Sample> {
    let mut samples = Vec::new();
    for history in histories {
        let mut reviews: Vec<FSRSReview> = Vec::with_capacity(history.len());
        let mut before: Option<StudyDay> = None;
        for (day, rating) in history {
            let delta_t = before.map_or(0, |before| day.since(before));
            reviews.push(FSRSReview { rating: *rating as u32, delta_t });
            before = Some(*day);
            if delta_t >= 1 {
                samples.push(Sample { day: *day, item: FSRSItem { reviews: reviews.clone() } });
            }
        }
    }
    samples.sort_by_key(|sample| sample.day);
    samples
}

/// Number of trainable answers: those on a later day than the one before of the same memory.
pub fn n_trainable(histories: &[History]) -> usize {
    let count = |history: &History| {
        let days = history.iter().zip(history.iter().skip(1));
        days.filter(|((one, _), (other, _))| other.since(*one) >= 1).count()
    };
    histories.iter().map(count).sum()
}

/// Whether enough was answered, and enough of it since the last fit over `n_before` answers.
pub fn is_worth_it(n_trainable: usize, n_before: Option<u32>) -> bool {
    let since = n_trainable.saturating_sub(n_before.unwrap_or(0) as usize);
    let wanted = NEW.max((n_trainable as f64 * NEW_SHARE) as usize);
    n_trainable >= LEAST && (n_before.is_none() || since >= wanted)
}

/// Fits and checks; none when the parameters in force predict as well.
pub fn fit(histories: &[History], in_force: &[f32]) -> Option<Fitted> {
    let samples = samples(histories);
    if samples.len() < LEAST {
        return None;
    }
    let (early, late) = samples.split_at((samples.len() as f64 * TRAIN) as usize);
    let trial = shrunk(early)?;
    let before = loss(in_force, late)?;
    let after = loss(&trial, late)?;
    if before - after <= GAIN {
        return None;
    }
    let parameters = shrunk(&samples)?;
    FSRS::new(&parameters).ok()?;
    Some(Fitted { parameters, n_answers: samples.len() as u32, loss: (before, after) })
}

/// Fitted parameters, drawn towards the standard ones by how little there is to learn from.
fn shrunk(samples: &[Sample]) -> Option<Vec<f32>> {
    let train_set: Vec<FSRSItem> = samples.iter().map(|sample| sample.item.clone()).collect();
    let input = ComputeParametersInput { train_set, ..ComputeParametersInput::default() };
    let own = compute_parameters(input).ok()?;
    let n = samples.len() as f64;
    let weight = (n / (n + HALF_WAY)) as f32;
    let standard = fsrs::DEFAULT_PARAMETERS;
    (own.len() == standard.len())
        .then(|| own.iter().zip(standard).map(|(own, base)| base + weight * (own - base)).collect())
}

fn loss(parameters: &[f32], samples: &[Sample]) -> Option<f64> {
    let items = samples.iter().map(|sample| sample.item.clone()).collect();
    let model = FSRS::new(parameters).ok()?;
    model.evaluate(items, |_| true).ok().map(|found| f64::from(found.log_loss))
}
