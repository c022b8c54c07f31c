//! The memory model against reference numbers and an independent implementation of FSRS-6.

use certdeck::domain::event::{Answer, Mode, Rating};
use certdeck::domain::time::{Moment, StudyDay};

use crate::sched_make::{answer, confident_error, fold_all, model};

const W: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// FSRS-6 as published, in double precision and without regard to how the crate does it.
mod published {
    use super::W;

    pub(super) fn retrievability(days: f64, stability: f64) -> f64 {
        let factor = 0.9_f64.powf(-1.0 / W[20]) - 1.0;
        (1.0 + factor * days / stability).powf(-W[20])
    }

    pub(super) fn interval(stability: f64, retention: f64) -> f64 {
        let factor = 0.9_f64.powf(-1.0 / W[20]) - 1.0;
        stability / factor * (retention.powf(-1.0 / W[20]) - 1.0)
    }

    fn first_difficulty(grade: f64) -> f64 {
        W[4] - (W[5] * (grade - 1.0)).exp() + 1.0
    }

    pub(super) fn first(grade: usize) -> (f64, f64) {
        (W[grade - 1], first_difficulty(grade as f64).clamp(1.0, 10.0))
    }

    pub(super) fn next((s, d): (f64, f64), days: i32, grade: usize) -> (f64, f64) {
        let g = grade as f64;
        let r = retrievability(f64::from(days), s);
        let stability = if days == 0 {
            let grows = (W[17] * (g - 3.0 + W[18])).exp() * s.powf(-W[19]);
            s * if grade >= 2 { grows.max(1.0) } else { grows }
        } else if grade == 1 {
            let forgotten =
                W[11] * d.powf(-W[12]) * ((s + 1.0).powf(W[13]) - 1.0) * (W[14] * (1.0 - r)).exp();
            forgotten.min(s / (W[17] * W[18]).exp())
        } else {
            let hard = if grade == 2 { W[15] } else { 1.0 };
            let easy = if grade == 4 { W[16] } else { 1.0 };
            let growth = W[8].exp() * (11.0 - d) * s.powf(-W[9]);
            s * (1.0 + growth * ((W[10] * (1.0 - r)).exp() - 1.0) * hard * easy)
        };
        let damped = d + -W[6] * (g - 3.0) * (10.0 - d) / 9.0;
        let difficulty = W[7] * first_difficulty(4.0) + (1.0 - W[7]) * damped;
        (stability.clamp(0.001, 36500.0), difficulty.clamp(1.0, 10.0))
    }
}

fn near(found: f32, expected: f64, relative: f64) {
    let found = f64::from(found);
    assert!((found - expected).abs() <= relative * expected.abs().max(1.0), "{found} {expected}");
}

#[test]
fn good_at_growing_gaps() {
    let model = model();
    let expected =
        [(0, 2.3065, 2.1181), (2, 10.9643, 2.1112), (9, 36.1236, 2.1043), (29, 96.8511, 2.0975)];
    let mut memory = None;
    for (day, stability, difficulty) in expected {
        let next = model.fold(memory.as_ref(), &answer(day, Rating::Good));
        near(next.stability, stability, 1e-4);
        near(next.difficulty, difficulty, 1e-4);
        memory = Some(next);
    }
}

#[test]
fn forgetting_and_same_day_repeat() {
    let model = model();
    let expected = [
        (0, Rating::Again, 0.2120, 6.4133),
        (0, Rating::Good, 0.2467, 6.4021),
        (1, Rating::Good, 2.0215, 6.3909),
        (6, Rating::Again, 0.5939, 8.7990),
    ];
    let mut memory = None;
    for (day, rating, stability, difficulty) in expected {
        let next = model.fold(memory.as_ref(), &answer(day, rating));
        near(next.stability, stability, 1e-4);
        near(next.difficulty, difficulty, 1e-4);
        memory = Some(next);
    }
    assert_eq!(memory.unwrap().n_lapses, 1);
}

#[test]
fn recall_and_intervals_at_ten_days() {
    let model = model();
    let mut memory = fold_all(&model, &[answer(0, Rating::Good)]);
    memory.stability = 10.0;
    for (days, expected) in [(1, 0.9857), (7, 0.9226), (30, 0.8094)] {
        near(model.retrievability(&memory, StudyDay(days)), expected, 1e-4);
    }
    for (retention, expected) in [(0.95, 4.026), (0.90, 10.0), (0.80, 33.160)] {
        near(model.interval(10.0, retention), expected, 1e-3);
    }
}

#[test]
fn gains_of_one_answer() {
    let model = model();
    let rows = [
        (2.3065, 2.1181, 3, 20, 0.8809, 0.14555),
        (2.3065, 2.1181, 10, 10, 0.7744, 0.17964),
        (0.212, 6.4133, 1, 25, 0.7662, 0.13306),
        (8.0, 5.0, 6, 6, 0.9185, 0.07872),
        (40.0, 3.0, 15, 5, 0.9529, 0.04397),
    ];
    for (stability, difficulty, since, until, recall, gain) in rows {
        let mut memory = fold_all(&model, &[answer(0, Rating::Good)]);
        (memory.stability, memory.difficulty) = (stability, difficulty);
        let now = StudyDay(since);
        let r = model.retrievability(&memory, now);
        near(r, recall, 1e-4);
        let later = |stability: f32| {
            let mut next = memory;
            (next.stability, next.last_day) = (stability, now);
            model.retrievability(&next, now.plus(until))
        };
        let (good, _) = model.next_state(Some(&memory), now, Rating::Good);
        let (again, _) = model.next_state(Some(&memory), now, Rating::Again);
        let stays = model.retrievability(&memory, now.plus(until));
        near(r * later(good) + (1.0 - r) * later(again) - stays, gain, 1e-4);
    }
}

#[test]
fn whole_histories_agree_with_the_published_formulas() {
    // Day of each answer and its grade; days that repeat are same-day answers.
    let histories: [&[(i32, usize)]; 8] = [
        &[(0, 3), (1, 3), (4, 3), (12, 3), (33, 3)],
        &[(0, 1), (0, 3), (1, 3), (6, 1), (6, 3), (7, 3)],
        &[(0, 4), (9, 4), (60, 2), (90, 1), (91, 3), (91, 4)],
        &[(0, 2), (0, 2), (0, 3), (2, 2), (5, 2), (11, 3)],
        &[(0, 3), (0, 1), (0, 1), (0, 3), (1, 1), (2, 3), (3, 4)],
        &[(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 3), (30, 3)],
        &[(0, 4), (0, 4), (100, 4), (1000, 3)],
        &[(0, 3), (365, 1), (365, 3), (366, 3), (370, 2), (390, 3)],
    ];
    let model = model();
    for history in histories {
        let mut memory = None;
        let mut state: Option<((f64, f64), i32)> = None;
        for (day, grade) in history {
            let answer = answer(*day, Rating::ALL[grade - 1]);
            let next = model.fold(memory.as_ref(), &answer);
            let expected = match state {
                None => published::first(*grade),
                Some((state, last)) => published::next(state, day - last, *grade),
            };
            near(next.stability, expected.0, 1e-4);
            near(next.difficulty, expected.1, 1e-4);
            for retention in [0.75_f32, 0.85, 0.9, 0.95] {
                let interval = model.interval(next.stability, retention).round().max(1.0);
                let published =
                    published::interval(expected.0, f64::from(retention)).round().max(1.0);
                assert_eq!(f64::from(interval), published, "{history:?} on day {day}");
            }
            let recall = published::retrievability(9.0, expected.0);
            near(model.retrievability(&next, StudyDay(day + 9)), recall, 1e-4);
            memory = Some(next);
            state = Some((expected, *day));
        }
    }
}

#[test]
fn a_clock_set_back_counts_as_no_time() {
    let model = model();
    let first = fold_all(&model, &[answer(10, Rating::Good)]);
    assert_eq!(model.retrievability(&first, StudyDay(3)), 1.0);
    let back = model.fold(Some(&first), &answer(8, Rating::Good));
    let same = model.fold(Some(&first), &answer(10, Rating::Good));
    assert_eq!(back.stability, same.stability);
    assert_eq!(back.last_day, StudyDay(10));
}

#[test]
fn study_day_begins_at_four() {
    let at = |utc: &str, offset_min: i32| {
        let utc_ms = chrono::DateTime::parse_from_rfc3339(utc).unwrap().timestamp_millis();
        Moment { utc_ms, offset_min }.study_day(4)
    };
    for (utc, offset, day) in [
        ("2026-03-10T02:30:00Z", 60, 20_521),
        ("2026-03-10T03:30:00Z", 60, 20_522),
        ("2026-03-10T02:59:59Z", 60, 20_521),
        ("2026-03-10T03:00:00Z", 60, 20_522),
        ("1970-01-01T03:59:59Z", 0, -1),
        ("1970-01-01T04:00:00Z", 0, 0),
        ("2026-03-10T15:00:00Z", -660, 20_522),
    ] {
        assert_eq!(at(utc, offset), StudyDay(day), "{utc} {offset}");
    }
    let march = chrono::NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
    assert_eq!(StudyDay(20_521).date(), march);
    assert_eq!(StudyDay::from_date(march), StudyDay(20_521));
}

#[test]
fn marks_of_a_memory() {
    let model = model();
    let mut relearned = answer(5, Rating::Good);
    relearned.mode = Mode::Relearn;
    let error = fold_all(&model, &[answer(0, Rating::Good), confident_error(5)]);
    assert!(error.is_confident_error && error.is_relearning);
    assert_eq!((error.n_lapses, error.n_again_today, error.n_answers), (1, 1, 2));
    let repeated = model.fold(Some(&error), &relearned);
    assert!(repeated.is_confident_error && !repeated.is_relearning);
    let next_day = model.fold(Some(&repeated), &answer(6, Rating::Good));
    assert!(!next_day.is_confident_error);
    assert_eq!((next_day.n_lapses, next_day.n_again_today), (1, 0));
}

#[test]
fn a_mock_answer_without_doubt_on_a_known_item_counts_as_a_confident_error() {
    let model = model();
    let known = fold_all(&model, &[answer(100, Rating::Good), answer(103, Rating::Good)]);
    let mock = Answer { mode: Mode::Mock, ..answer(105, Rating::Again) };
    let doubted = Answer { is_doubted: true, ..mock.clone() };
    let late = Answer { day: StudyDay(2_000), ..mock.clone() };
    let study = Answer { mode: Mode::Study, ..mock.clone() };
    for (what, given, expect) in [
        ("known, no doubt", &mock, true),
        ("flagged or changed", &doubted, false),
        ("long forgotten", &late, false),
        ("study asks for confidence", &study, false),
    ] {
        let after = model.fold(Some(&known), given);
        assert_eq!(after.is_confident_error, expect, "{what}");
    }
    assert!(!model.fold(None, &mock).is_confident_error, "first sight");
}
