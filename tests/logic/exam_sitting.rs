//! The sitting: what the rules allow, replay, the clock, the score, and where marks went.

use certdeck::domain::deck::{Blueprint, Breaks, Pass, Response, Validity};
use certdeck::domain::event::EventBody;
use certdeck::domain::exam::attempt::{Attempt, Phase, Refusal};
use certdeck::domain::exam::clock::{ExamClock, Interruption, InterruptionKind, Reading};
use certdeck::domain::exam::loss::{Loss, LossInput, loss};
use certdeck::domain::exam::score::{Marked, Verdict, band, scaled, score};
use certdeck::domain::exam::shape::Length;
use certdeck::domain::exam::step::{
    Act, AttemptPlan, AttemptStep, Ending, PlanQuestion, PlanSection,
};
use certdeck::store::{Heartbeat, OpenOptions, Store};
use proptest::prelude::*;

use crate::store_make::{at, model};

const BETWEEN: Breaks = Breaks::Between { minutes: 10, on_the_clock: false, section_closes: true };

fn plan(breaks: Breaks) -> AttemptPlan {
    let question = |n: usize| PlanQuestion {
        item: format!("item-{n}"),
        digest: String::new(),
        domain: n % 2,
        is_seen: false,
        recall: None,
        n_right: 0,
        seed: None,
    };
    let section = |title: &str, range: std::ops::Range<usize>| PlanSection {
        title: title.to_owned(),
        questions: range.map(question).collect(),
    };
    AttemptPlan {
        deck: "d".to_owned(),
        blueprint: "b".to_owned(),
        title: "B".to_owned(),
        length: Length::Full,
        extra_percent: 0,
        seed: 1,
        sections: vec![section("One", 0..3), section("Two", 3..5)],
        unscored: vec![4],
        domains: vec!["x".to_owned(), "y".to_owned()],
        limit_ms: 600_000,
        breaks,
        can_pause: false,
        shortfalls: Vec::new(),
    }
}

fn step(spent_ms: i64, act: Act) -> AttemptStep {
    AttemptStep { spent_ms, break_ms: 0, act }
}

fn choose(option: usize) -> Response {
    Response::Options(vec![option])
}

#[test]
fn a_sitting_goes_from_instructions_to_the_end() {
    let mut attempt = Attempt::new(plan(BETWEEN));
    assert_eq!(attempt.apply(&step(0, Act::Show(0))), Err(Refusal::NotNow));
    attempt.apply(&step(0, Act::Begin)).unwrap();
    assert_eq!(attempt.phase(), Phase::Question(0));
    attempt.apply(&step(5_000, Act::Respond(0, choose(1)))).unwrap();
    attempt.apply(&step(9_000, Act::Show(2))).unwrap();
    assert_eq!(attempt.given()[0].shown_ms, 9_000);
    assert_eq!(attempt.apply(&step(9_500, Act::Show(3))), Err(Refusal::NotNow), "a later section");
    assert_eq!(attempt.apply(&step(9_500, Act::Show(9))), Err(Refusal::NoSuchQuestion));
    assert_eq!(attempt.apply(&step(9_500, Act::Pause)), Err(Refusal::NoPause));
    attempt.apply(&step(10_000, Act::Review)).unwrap();
    attempt.apply(&step(11_000, Act::EndSection)).unwrap();
    assert_eq!(attempt.phase(), Phase::Break(0));
    assert!(!attempt.is_clock_running());
    attempt.apply(&step(11_000, Act::EndBreak)).unwrap();
    assert_eq!(attempt.phase(), Phase::Question(3));
    assert_eq!(attempt.apply(&step(12_000, Act::Show(0))), Err(Refusal::Closed));
    assert_eq!(attempt.apply(&step(12_000, Act::Respond(0, choose(2)))), Err(Refusal::Closed));
    attempt.apply(&step(13_000, Act::EndSection)).unwrap();
    assert_eq!(attempt.phase(), Phase::Submitted(Ending::ByLearner));
    assert_eq!(attempt.apply(&step(14_000, Act::Show(3))), Err(Refusal::NotNow));
    attempt.apply(&step(14_000, Act::Correct(1, Loss::Misread))).unwrap();
    assert_eq!(attempt.given()[1].loss, Some(Loss::Misread));
}

#[test]
fn an_answer_that_stood_and_was_changed_is_remembered() {
    let mut attempt = Attempt::new(plan(Breaks::None));
    let acts = [
        Act::Begin,
        Act::Respond(0, choose(0)),
        Act::Respond(0, choose(1)),
        Act::Show(1),
        Act::Show(0),
        Act::Respond(0, choose(2)),
        Act::Show(4),
    ];
    for (n, act) in acts.into_iter().enumerate() {
        attempt.apply(&step(n as i64 * 1_000, act)).unwrap();
    }
    // Clicking about before leaving is no change of an answer.
    assert_eq!(attempt.given()[0].former, [choose(1)]);
    assert_eq!(attempt.given()[0].response, Some(choose(2)));
    assert_eq!(attempt.given()[0].n_shown, 2);
}

fn any_act() -> impl Strategy<Value = Act> {
    let question = 0usize..6;
    prop_oneof![
        Just(Act::Begin),
        question.clone().prop_map(Act::Show),
        (question.clone(), 0usize..4).prop_map(|(q, o)| Act::Respond(q, choose(o))),
        (question.clone(), any::<bool>()).prop_map(|(q, on)| Act::Flag(q, on)),
        (question.clone(), 0usize..4, any::<bool>()).prop_map(|(q, o, on)| Act::Strike(q, o, on)),
        (question, any::<bool>()).prop_map(|(q, on)| Act::Highlight(q, (0, 5), on)),
        Just(Act::Review),
        Just(Act::EndSection),
        Just(Act::EndBreak),
        Just(Act::Pause),
        Just(Act::Resume),
        Just(Act::Scratch("note".to_owned())),
        Just(Act::Submit(Ending::TimeOver)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn replay_of_the_log_gives_the_same_sitting(acts in prop::collection::vec(any_act(), 0..60), between in any::<bool>()) {
        let plan = plan(if between { BETWEEN } else { Breaks::None });
        let mut attempt = Attempt::new(plan.clone());
        let mut store = Store::in_memory(at(0), OpenOptions::default()).unwrap();
        let first = step(0, Act::Plan(Box::new(plan)));
        let mut kept = vec![first];
        for (n, act) in acts.into_iter().enumerate() {
            let step = step(n as i64 * 700, act);
            let may = attempt.check(&step.act);
            let before = attempt.clone();
            prop_assert_eq!(attempt.apply(&step), may);
            if may.is_ok() { kept.push(step) } else { prop_assert_eq!(&before, &attempt) }
        }
        for step in &kept {
            let body = EventBody::Attempt { attempt: "m".to_owned(), step: step.clone() };
            store.append(at(1), &[body], &model()).unwrap();
        }
        let read = store.attempts().unwrap();
        let again = Attempt::replay(read.iter().map(|(_, _, step)| step)).unwrap();
        prop_assert_eq!(again, attempt);
        prop_assert!(store.last_undoable(None).unwrap().is_empty(), "an exam is not undone by key");
        prop_assert!(store.doctor(&model()).unwrap().is_sound());
    }
}

fn reading(awake: i64, mono: i64, wall: i64) -> Reading {
    Reading { awake_ms: awake, mono_ms: mono, wall_ms: wall }
}

#[test]
fn the_clock_counts_what_the_program_was_awake() {
    let away = |ms| Some(Interruption { kind: InterruptionKind::Away, ms });
    let back = |ms| Some(Interruption { kind: InterruptionKind::ClockSetBack, ms });
    // Since the reading before: awake, monotonic, wall; counted; noted.
    let table = [
        ("a second", (1_000, 1_000, 1_000), 1_000, None),
        ("a busy machine", (900, 1_000, 1_000), 900, None),
        ("lid closed, monotonic stands", (200, 200, 1_200_200), 200, away(1_200_000)),
        ("lid closed, monotonic goes on", (200, 1_200_200, 1_200_200), 200, away(1_200_000)),
        ("stopped by a signal", (0, 90_000, 90_000), 0, away(90_000)),
        ("wall clock set back an hour", (1_000, 1_000, -3_599_000), 1_000, back(-3_600_000)),
        ("daylight saving: no change of UTC", (1_000, 1_000, 1_000), 1_000, None),
        ("clocks that run backwards", (-50, -50, 0), 0, None),
    ];
    for (what, (awake, mono, wall), counted, noted) in table {
        let mut clock = ExamClock::default();
        assert_eq!(clock.advance(reading(500, 700, 9_000)), (0, None));
        let now = reading(500 + awake, 700 + mono, 9_000 + wall);
        assert_eq!(clock.advance(now), (counted, noted), "{what}");
    }
}

#[test]
fn a_heartbeat_is_read_back_and_a_damaged_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Heartbeat::read(folder.path()), None);
    let beat = |spent_ms| Heartbeat { attempt: "pmp-1".to_owned(), spent_ms, break_ms: 7 };
    for spent in [1_000_000, 5, 123_456_789] {
        beat(spent).write(folder.path()).unwrap();
        assert_eq!(Heartbeat::read(folder.path()), Some(beat(spent)));
    }
    let file = folder.path().join("exam-clock");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[18] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(Heartbeat::read(folder.path()), None);
    Heartbeat::remove(folder.path());
    Heartbeat::remove(folder.path());
}

fn blueprint(pass: Pass) -> Blueprint {
    Blueprint {
        id: "b".to_owned(),
        title: "B".to_owned(),
        code: None,
        valid: Validity::default(),
        minutes: 60,
        is_open_book: false,
        is_pausable: false,
        sections: Vec::new(),
        breaks: Breaks::None,
        unscored: 0,
        calculations: 0,
        mix: Vec::new(),
        pass,
        accommodations: Vec::new(),
        sources: Vec::new(),
    }
}

fn marks(n_right: usize, n_all: usize) -> Vec<Marked> {
    (0..n_all)
        .map(|n| Marked {
            domain: n % 2,
            topic: "t".to_owned(),
            is_scored: true,
            is_blank: false,
            is_right: n < n_right,
            points: f64::from(u8::from(n < n_right)),
        })
        .collect()
}

#[test]
fn fractions_pass_at_the_published_number_and_in_proportion_for_short_forms() {
    for (pass, right, all, expect) in [
        (Pass::Fraction(26, 40), 26, 40, true),
        (Pass::Fraction(26, 40), 25, 40, false),
        (Pass::Fraction(37, 50), 37, 50, true),
        (Pass::Fraction(37, 50), 36, 50, false),
        (Pass::Fraction(26, 40), 13, 20, true),
        (Pass::Fraction(26, 40), 12, 20, false),
        (Pass::Fraction(26, 40), 0, 0, false),
    ] {
        let score = score(&blueprint(pass), 2, &marks(right, all));
        let Verdict::Fraction { is_passed, .. } = score.verdict else { panic!("a fraction") };
        assert_eq!(is_passed, expect, "{right} of {all}");
    }
}

#[test]
fn the_scaled_estimate_is_a_straight_line() {
    for (right, expect) in [(0, 100), (68, 704), (69, 713), (90, 900)] {
        assert_eq!(scaled(100.0, 900.0, f64::from(right) / 90.0), expect);
    }
}

#[test]
fn bands_are_ours_and_stay_within_the_names() {
    let names: Vec<String> = ["A", "T", "B", "N"].map(str::to_owned).to_vec();
    for (share, expect) in
        [(1.0, "A"), (0.8, "A"), (0.79, "T"), (0.65, "T"), (0.64, "B"), (0.5, "B"), (0.49, "N")]
    {
        assert_eq!(band(&names, share), expect, "{share}");
    }
    assert_eq!(band(&[], 0.5), "");
    assert_eq!(band(&names[..1], 0.1), "A");
}

#[test]
fn unscored_questions_do_not_count() {
    let mut marks = marks(3, 5);
    marks[0].is_scored = false;
    let bands = Pass::Unpublished { bands: Vec::new() };
    let score = score(&blueprint(bands), 2, &marks);
    assert_eq!((score.all.n_right, score.all.n_scored), (2, 4));
    assert_eq!(score.domains.iter().map(|tally| tally.n_scored).sum::<u32>(), 4);
}

#[test]
fn the_first_reason_that_fits_takes_the_mark() {
    let base =
        LossInput { shown_ms: 60_000, typical_ms: 80_000, fresh: 0.5, ..LossInput::default() };
    let known = LossInput { recall: Some(0.9), ..base };
    let table = [
        (
            "blank at the end",
            LossInput { is_blank: true, is_clock_out: true, ..base },
            Loss::OutOfTime,
        ),
        (
            "blank with time left",
            LossInput { is_blank: true, recall: Some(0.5), ..base },
            Loss::DidNotKnow,
        ),
        (
            "hurried",
            LossInput { is_late: true, is_clock_out: true, shown_ms: 9_000, ..base },
            Loss::OutOfTime,
        ),
        ("changed from right", LossInput { was_right: true, ..base }, Loss::Misread),
        ("known twice", LossInput { n_right_before: 2, ..known }, Loss::Misread),
        (
            "quick and known",
            LossInput { shown_ms: 20_000, recall: Some(0.7), ..base },
            Loss::Misread,
        ),
        ("without doubt", LossInput { recall: Some(0.82), ..base }, Loss::ConfidentError),
        ("flagged", LossInput { recall: Some(0.82), is_flagged: true, ..base }, Loss::DidNotKnow),
        ("first sight", LossInput { fresh: 0.3, ..base }, Loss::NeverSeen),
        ("new topic", LossInput { recall: Some(0.4), is_topic_new: true, ..base }, Loss::NeverSeen),
        ("the rest", LossInput { recall: Some(0.4), ..base }, Loss::DidNotKnow),
    ];
    for (what, input, expect) in table {
        assert_eq!(loss(&input), expect, "{what}");
    }
}
