//! From answers to ratings, and leeches.

use certdeck::domain::event::{Confidence, Mode, Rating};
use certdeck::domain::schedule::cost::{scaled_secs, typical_secs};
use certdeck::domain::schedule::leech;
use certdeck::domain::schedule::rating::{
    Likelihoods, RatingInput, Tally, is_rapid, knew, rate, rate_with,
};

fn base() -> RatingInput {
    RatingInput { guess: 0.25, retrievability: Some(0.9), ..RatingInput::default() }
}

#[test]
fn thresholds_of_the_table() {
    let rows = [(0.25, 0.03, 0.20, 0.68), (0.10, 0.01, 0.09, 0.45), (1.0 / 24.0, 0.01, 0.04, 0.26)];
    for (guess, sure, think_so, guessed) in rows {
        for (confidence, threshold, known) in [
            (Some(Confidence::Sure), sure, Rating::Good),
            (Some(Confidence::ThinkSo), think_so, Rating::Good),
            (None, think_so, Rating::Good),
            (Some(Confidence::Guess), guessed, Rating::Hard),
        ] {
            let at = |recall: f64| {
                rate(&RatingInput { guess, confidence, retrievability: Some(recall), ..base() })
            };
            assert_eq!(at(threshold + 0.0101), known, "{guess} {confidence:?}");
            assert_eq!(at((threshold - 0.0101).max(0.0)), Rating::Again, "{guess} {confidence:?}");
        }
    }
}

#[test]
fn facts_and_ratings() {
    let sure = Some(Confidence::Sure);
    let guess = Some(Confidence::Guess);
    let wrong = RatingInput { is_right: false, confidence: sure, ..base() };
    let new = RatingInput { retrievability: None, ..base() };
    let rapid = RatingInput { elapsed_ms: 1_500, ..base() };
    let mock = RatingInput { mode: Mode::Mock, retrievability: Some(0.28), ..base() };
    let relearn = RatingInput { mode: Mode::Relearn, retrievability: Some(0.01), ..base() };
    for (name, input, rating) in [
        ("wrong", wrong, Rating::Again),
        ("right", base(), Rating::Good),
        ("right, new, 0.35 against 0.25", new, Rating::Good),
        ("right, new, guessed", RatingInput { confidence: guess, ..new }, Rating::Again),
        ("right, known well, guessed", RatingInput { confidence: guess, ..base() }, Rating::Hard),
        ("rapid counts as guessed", rapid, Rating::Hard),
        ("rapid but sure", RatingInput { confidence: sure, ..rapid }, Rating::Good),
        ("mock", mock, Rating::Good),
        ("mock, flagged", RatingInput { is_flagged: true, ..mock }, Rating::Again),
        ("number, guessed", RatingInput { guess: 0.0, confidence: guess, ..base() }, Rating::Hard),
        ("second look, right", relearn, Rating::Good),
        ("second look, wrong", RatingInput { is_right: false, ..relearn }, Rating::Again),
    ] {
        assert_eq!(rate(&input), rating, "{name}");
    }
}

#[test]
fn rapid_answers() {
    assert!(is_rapid(1_999, 5.0) && !is_rapid(2_000, 5.0));
    assert!(is_rapid(7_900, 80.0) && !is_rapid(8_000, 80.0));
}

#[test]
fn chances_stay_between_zero_and_one() {
    for known in [0.0, 0.2, 1.0] {
        for ratio in [0.03, 1.0, 20.0] {
            for guess in [0.0, 0.25, 1.0] {
                assert!((0.0..=1.0).contains(&knew(known, ratio, guess)));
            }
        }
    }
}

#[test]
fn own_likelihoods_need_thirty_answers_each_and_stay_in_bounds() {
    let few = Tally { n_answers: 29, n_right: 29 };
    let many = |n_right| Tally { n_answers: 200, n_right };
    assert_eq!(Likelihoods::own([few, many(5), many(5)], 0.25), Likelihoods::default());
    let own = Likelihoods::own([many(198), many(150), many(70)], 0.25);
    assert!((2.0..=20.0).contains(&own.sure));
    assert!((0.5..=2.0).contains(&own.think_so));
    assert!((0.03..=0.5).contains(&own.guess));
    assert!(own.sure > own.think_so && own.think_so > own.guess);
    let overconfident = Likelihoods::own([many(120), many(120), many(120)], 0.25);
    assert!(overconfident.sure < own.sure);
    let input = RatingInput { confidence: Some(Confidence::Sure), ..base() };
    assert_eq!(rate_with(&input, own), Rating::Good);
}

#[test]
fn typical_times_are_capped_and_start_from_the_default() {
    assert!((typical_secs(40.0, &[]) - 40.0).abs() < 1e-9);
    let with_a_pause = typical_secs(40.0, &[20.0, 20.0, 4000.0]);
    assert!((with_a_pause - (20.0 + 20.0 + 60.0 + 800.0) / 23.0).abs() < 1e-9);
    assert!((scaled_secs(40.0, 160, 40.0) - 80.0).abs() < 1e-9);
}

#[test]
fn leeches_are_noticed_at_eight_and_every_four() {
    let noticed: Vec<u32> = (0..22).filter(|lapses| leech::is_noticed(*lapses)).collect();
    assert_eq!(noticed, [8, 12, 16, 20]);
    assert!(!leech::is_leech(7) && leech::is_leech(9));
}
