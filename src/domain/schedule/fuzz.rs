//! The day on which an item comes back: a range around the interval, then the emptiest day in it.

use std::ops::RangeInclusive;

use rand::Rng;

use crate::domain::time::StudyDay;

/// Intervals shorter than this, in days, are taken as they are.
const FUZZ_FROM: f64 = 2.5;

/// No interval is longer than a hundred years.
const MAX_DAYS: f64 = 36_500.0;

/// How far beyond a range of days off a working day is looked for.
const SEARCH_DAYS: i32 = 7;

/// The days, counted from today, among which the due day is chosen.
pub fn fuzz_range(interval_days: f32) -> RangeInclusive<i32> {
    let days = clamped(interval_days);
    if days < FUZZ_FROM {
        let rounded = days.round() as i32;
        return rounded..=rounded;
    }
    let delta = 1.0
        + 0.15 * (days.min(7.0) - 2.5)
        + 0.10 * (days.min(20.0) - 7.0).max(0.0)
        + 0.05 * (days - 20.0).max(0.0);
    ((days - delta).round() as i32).max(2)..=(days + delta).round() as i32
}

/// Keeps an interval at a day or more, and a number.
fn clamped(interval_days: f32) -> f64 {
    let days = f64::from(interval_days);
    if days.is_nan() { 1.0 } else { days.clamp(1.0, MAX_DAYS) }
}

/// Chooses the due day.
///
/// `load` gives the planned seconds of a day divided by its minutes, infinite for a day off. No date
/// falls on or after the `exam` day, and none before tomorrow, which wins where both cannot be.
pub fn due_day(
    interval_days: f32,
    today: StudyDay,
    exam: Option<StudyDay>,
    load: &dyn Fn(StudyDay) -> f64,
    rng: &mut impl Rng,
) -> StudyDay {
    let last = last_allowed(today, exam);
    let range = fuzz_range(interval_days);
    choose(range, clamped(interval_days), today, last, load, rng)
}

/// The last day, counted from today, on which anything may be due.
fn last_allowed(today: StudyDay, exam: Option<StudyDay>) -> i32 {
    exam.map_or(i32::MAX, |exam| exam.0.saturating_sub(today.0).saturating_sub(1)).max(1)
}

/// Like [`due_day`], but not before `earliest`: a better rating never brings an item back sooner.
pub(super) fn due_day_from(
    earliest: StudyDay,
    interval_days: f32,
    today: StudyDay,
    exam: Option<StudyDay>,
    load: &dyn Fn(StudyDay) -> f64,
    rng: &mut impl Rng,
) -> StudyDay {
    let last = last_allowed(today, exam);
    let range = fuzz_range(interval_days);
    let first = earliest.0.saturating_sub(today.0).max(*range.start());
    let range = first..=(*range.end()).max(first);
    choose(range, clamped(interval_days), today, last, load, rng)
}

fn choose(
    range: RangeInclusive<i32>,
    interval: f64,
    today: StudyDay,
    last: i32,
    load: &dyn Fn(StudyDay) -> f64,
    rng: &mut impl Rng,
) -> StudyDay {
    let first = (*range.start()).clamp(1, last);
    let end = (*range.end()).clamp(first, last);
    let start = rng.random::<u32>();
    let width = (end - first + 1).unsigned_abs();
    // Equal days are tried in an order that the seed turns round, so that the first found wins.
    let days = (0..width).map(|step| first + ((step + start % width) % width) as i32);
    let key = |day: i32| (load(today.plus(day)), (f64::from(day) - interval).abs());
    let best = days
        .map(|day| (day, key(day)))
        .filter(|(_, (load, _))| load.is_finite())
        .min_by(|(_, one), (_, other)| {
            one.0.total_cmp(&other.0).then_with(|| one.1.total_cmp(&other.1))
        })
        .map(|(day, _)| day);
    let beyond = || {
        (end..=end.saturating_add(SEARCH_DAYS).min(last))
            .find(|day| load(today.plus(*day)).is_finite())
    };
    today.plus(best.or_else(beyond).unwrap_or((interval.round() as i32).clamp(first, end)))
}
