//! Due days and what the buttons say.

use certdeck::domain::event::Rating;
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::fuzz::{due_day, fuzz_range};
use certdeck::domain::schedule::preview::{PreviewInput, outcome, preview};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use proptest::prelude::*;

use crate::sched_make::{answer, confident_error, fold_all, model};

const TODAY: StudyDay = StudyDay(1000);

fn day(interval: f32, exam: Option<i32>, load: &dyn Fn(StudyDay) -> f64, seed: u64) -> i32 {
    let mut rng = Seed(seed).derive("due", &[]);
    due_day(interval, TODAY, exam.map(StudyDay), load, &mut rng).0 - TODAY.0
}

#[test]
fn ranges() {
    for (interval, range) in [
        (0.2, 1..=1),
        (1.4, 1..=1),
        (2.4, 2..=2),
        (2.5, 2..=4),
        (3.0, 2..=4),
        (7.0, 5..=9),
        (10.0, 8..=12),
        (30.0, 27..=33),
        (f32::NAN, 1..=1),
    ] {
        assert_eq!(fuzz_range(interval), range, "{interval}");
    }
    assert!(*fuzz_range(f32::INFINITY).end() < 40_000);
}

#[test]
fn the_emptiest_day_wins_then_the_nearest() {
    assert_eq!(day(10.0, None, &|day| f64::from((day.0 - 1012).abs()), 1), 12);
    assert_eq!(day(10.0, None, &|_| 5.0, 1), 10);
    let busy_ten = |day: StudyDay| if day.0 == 1010 { 9.0 } else { 5.0 };
    let found: Vec<i32> = (0..40).map(|seed| day(10.0, None, &busy_ten, seed)).collect();
    assert!(found.iter().all(|day| [9, 11].contains(day)));
    assert!(found.contains(&9) && found.contains(&11), "the seed decides between equals");
}

#[test]
fn days_off_are_left_out() {
    let off = |day: StudyDay| if day.0 < 1012 { f64::INFINITY } else { 1.0 };
    assert_eq!(day(10.0, None, &off, 1), 12);
    let all_off = |day: StudyDay| if day.0 < 1015 { f64::INFINITY } else { 1.0 };
    assert_eq!(day(10.0, None, &all_off, 1), 15, "the first working day beyond the range");
    assert_eq!(day(10.0, None, &|_| f64::INFINITY, 1), 10, "no working day at all");
}

#[test]
fn nothing_falls_on_the_exam_or_after() {
    assert_eq!(day(30.0, Some(1010), &|_| 1.0, 1), 9);
    assert_eq!(day(30.0, Some(1001), &|_| 1.0, 1), 1);
    assert_eq!(day(30.0, Some(900), &|_| 1.0, 1), 1);
    assert_eq!(day(10.0, Some(1011), &|day| -f64::from(day.0), 1), 10);
}

proptest! {
    #[test]
    fn due_days_keep_their_bounds(
        interval in 0.01_f32..2000.0,
        exam in proptest::option::of(990_i32..1300),
        loads in proptest::collection::vec(prop_oneof![Just(f64::INFINITY), 0.0..3.0], 7),
        seed in 0_u64..50,
    ) {
        let load = |day: StudyDay| loads[day.0.rem_euclid(7) as usize];
        let found = day(interval, exam, &load, seed);
        prop_assert!(found >= 1);
        prop_assert_eq!(found, day(interval, exam, &load, seed));
        if let Some(exam) = exam {
            prop_assert!(found < (exam - 1000).max(2));
        } else {
            let range = fuzz_range(interval);
            prop_assert!(found >= *range.start() && found <= *range.end() + 7);
            let has_work = loads.iter().any(|load| load.is_finite());
            prop_assert!(!has_work || load(StudyDay(1000 + found)).is_finite());
        }
    }
}

fn input<'a>(key: &'a MemoryKey, load: &'a dyn Fn(StudyDay) -> f64) -> PreviewInput<'a> {
    PreviewInput {
        today: TODAY,
        retention: 0.9,
        exam: None,
        load,
        seed: Seed(1),
        key,
        is_confident_error: false,
    }
}

#[test]
fn a_preview_is_what_happens_and_better_ratings_are_never_sooner() {
    let model = model();
    let key = MemoryKey::new("pmp", "q1", 0);
    let load = |day: StudyDay| f64::from(day.0.rem_euclid(5));
    let input = input(&key, &load);
    for last in [Rating::Again, Rating::Good, Rating::Easy] {
        for ago in [0, 1, 3, 10, 40] {
            let mut memory = fold_all(&model, &[answer(950, Rating::Good)]);
            memory = model.fold(Some(&memory), &answer(1000 - ago, last));
            let shown = preview(&model, Some(&memory), &input);
            for (rating, shown) in Rating::ALL.into_iter().zip(shown) {
                assert_eq!(outcome(&model, Some(&memory), &input, rating), shown);
                let folded = model.fold(Some(&memory), &answer(1000, rating));
                assert_eq!(
                    (shown.stability, shown.difficulty),
                    (folded.stability, folded.difficulty)
                );
                assert_eq!(shown.days, shown.due.since(TODAY));
            }
            let days = shown.map(|shown| shown.days);
            assert!(days[1] <= days[2] && days[2] <= days[3], "{days:?}");
        }
    }
    let new = preview(&model, None, &input).map(|shown| shown.stability);
    assert_eq!(new, [0.212, 1.2931, 2.3065, 8.2956]);
}

#[test]
fn a_confident_error_returns_tomorrow_and_within_the_week_after() {
    let model = model();
    let key = MemoryKey::new("pmp", "q1", 0);
    let load = |_: StudyDay| 1.0;
    let strong = fold_all(&model, &[answer(800, Rating::Easy), answer(850, Rating::Easy)]);
    let wrong = PreviewInput { is_confident_error: true, ..input(&key, &load) };
    assert_eq!(outcome(&model, Some(&strong), &wrong, Rating::Again).days, 1);
    let error = model.fold(Some(&strong), &confident_error(999));
    let easy = outcome(&model, Some(&error), &input(&key, &load), Rating::Easy);
    assert!(easy.due.0 - 999 <= 9, "{easy:?}");
}
