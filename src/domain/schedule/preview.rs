//! What each of the four ratings would do: the same numbers as the answer itself stores.

use super::fuzz::due_day_from;
use super::memory::{Memory, Model};
use crate::domain::event::Rating;
use crate::domain::ids::MemoryKey;
use crate::domain::seed::Seed;
use crate::domain::time::StudyDay;

/// A confident error is looked at once more after so many days.
const ERROR_CHECK_DAYS: i32 = 7;

/// What the dates depend on besides the memory.
pub struct PreviewInput<'a> {
    /// The study day of the answer.
    pub today: StudyDay,
    /// Desired retention, 0.75..=0.95.
    pub retention: f32,
    /// Exam day, when one is set.
    pub exam: Option<StudyDay>,
    /// Planned seconds of a day divided by its minutes, infinite for a day off.
    pub load: &'a dyn Fn(StudyDay) -> f64,
    /// Root of randomness.
    pub seed: Seed,
    /// Whose memory it is.
    pub key: &'a MemoryKey,
    /// Whether this answer is wrong although the learner was sure.
    pub is_confident_error: bool,
}

/// What one rating does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The rating.
    pub rating: Rating,
    /// Days from today to the due day: what the button says.
    pub days: u32,
    /// The due day.
    pub due: StudyDay,
    /// Stability afterwards, in days.
    pub stability: f32,
    /// Difficulty afterwards, 1..=10.
    pub difficulty: f32,
}

/// The outcomes of Again, Hard, Good and Easy.
pub fn preview(model: &Model, memory: Option<&Memory>, input: &PreviewInput<'_>) -> [Outcome; 4] {
    let n_answers = memory.map_or(0, |memory| memory.n_answers).to_string();
    let facet = input.key.facet.to_string();
    let ids = [&*input.key.deck, &*input.key.item, &facet, &n_answers];
    // Days to the second look at a confident error, while the error is the last thing known.
    let check = memory
        .filter(|memory| memory.is_confident_error)
        .map(|memory| (memory.last_day.0 + ERROR_CHECK_DAYS - input.today.0).max(1) as f32);
    let mut earliest = input.today;
    Rating::ALL.map(|rating| {
        let (stability, difficulty) = model.next_state(memory, input.today, rating);
        let mut interval = model.interval(stability, input.retention);
        if let Some(check) = check {
            interval = interval.min(check);
        }
        if rating == Rating::Again && input.is_confident_error {
            interval = 1.0;
        }
        // The same stream for all four: the date depends on the item and its answers, not the button.
        let mut rng = input.seed.derive("due", &ids);
        let due = due_day_from(earliest, interval, input.today, input.exam, input.load, &mut rng);
        if rating != Rating::Again {
            earliest = due;
        }
        Outcome { rating, days: due.since(input.today), due, stability, difficulty }
    })
}

/// The outcome of one rating, the same as [`preview`] shows.
pub fn outcome(
    model: &Model,
    memory: Option<&Memory>,
    input: &PreviewInput<'_>,
    rating: Rating,
) -> Outcome {
    let [again, hard, good, easy] = preview(model, memory, input);
    match rating {
        Rating::Again => again,
        Rating::Hard => hard,
        Rating::Good => good,
        Rating::Easy => easy,
    }
}
