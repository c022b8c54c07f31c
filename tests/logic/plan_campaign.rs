//! Planning: the reference numbers of the learning model, and properties of every plan.

use certdeck::domain::event::Rating;
use certdeck::domain::plan::campaign::{Campaign, Kind, PlanItem, Unseen};
use certdeck::domain::plan::forgetting::{Forgetting, Grade, STANDARD, Strength};
use certdeck::domain::plan::fresh::{
    DomainState, Evidence, FirstSight, FormQuestion, chance, evidence, fit, transferred,
};
use certdeck::domain::plan::policy::Policy;
use certdeck::domain::plan::whatif::quick_best;
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use proptest::prelude::*;
use rand::Rng as _;

use crate::sched_make::answer;

const UNIT: Kind = Kind { value: 1.0, secs_new: 1.0, secs_seen: 1.0, secs_wrong: 0.0 };

pub(crate) fn uniform(n_items: usize, days: i32, a_day: f64, prior: f64) -> Campaign {
    Campaign {
        from: 0,
        exam: days,
        items: vec![
            PlanItem { domain: 0, group: 0, kind: UNIT, start: None, is_left_out: false };
            n_items
        ],
        weights: vec![1.0],
        prior,
        unseen: Unseen::Nothing,
        secs: vec![a_day; days as usize],
        belief: Forgetting::new(STANDARD),
        truth: Forgetting::new(STANDARD),
    }
}

fn near(found: f64, expect: f64, slack: f64, what: &str) {
    assert!((found - expect).abs() <= slack, "{what}: {found} instead of {expect}");
}

#[test]
fn the_arithmetic_is_that_of_the_crate() {
    let (model, ours) = (Model::standard(), Forgetting::new(STANDARD));
    for history in [
        vec![(0, Rating::Good), (2, Rating::Good), (7, Rating::Good), (20, Rating::Good)],
        vec![(0, Rating::Again), (0, Rating::Good), (1, Rating::Good), (5, Rating::Again)],
        vec![(0, Rating::Good), (30, Rating::Again), (1, Rating::Good), (90, Rating::Good)],
    ] {
        let (mut memory, mut strength, mut day) = (None, None, 100);
        for (days, rating) in history {
            day += days;
            let given = certdeck::domain::event::Answer { rating, ..answer(day, rating) };
            memory = Some(model.fold(memory.as_ref(), &given));
            let grade = if rating == Rating::Again { Grade::Again } else { Grade::Good };
            let before = strength.map(|strength: Strength| ours.prepare(strength));
            strength = Some(ours.step(before.as_ref(), f64::from(days), grade));
            let (theirs, mine) = (memory.unwrap(), strength.unwrap());
            let s = f64::from(theirs.stability);
            near(mine.stability / s, 1.0, 1e-4, "stability");
            near(mine.difficulty, f64::from(theirs.difficulty), 1e-3, "difficulty");
            let later = StudyDay(day + 9);
            let recall = f64::from(model.retrievability(&theirs, later));
            near(ours.recall(9.0, mine.stability), recall, 1e-4, "recall");
        }
    }
}

#[test]
fn recall_interval_and_gain_have_their_reference_values() {
    let ours = Forgetting::new(STANDARD);
    for (days, expect) in [(1.0, 0.9857), (7.0, 0.9226), (30.0, 0.8094)] {
        near(ours.recall(days, 10.0), expect, 1e-4, "recall");
    }
    for (retention, expect) in [(0.95, 4.026), (0.90, 10.0), (0.80, 33.160)] {
        near(ours.interval(10.0, retention), expect, 1e-3, "interval");
    }
    let campaign = uniform(1, 30, 1.0, 0.6);
    for (stability, difficulty, elapsed, left, expect) in [
        (2.3065, 2.1181, 3, 20, 0.14555),
        (2.3065, 2.1181, 10, 10, 0.17964),
        (0.212, 6.4133, 1, 25, 0.13306),
        (8.0, 5.0, 6, 6, 0.07872),
        (40.0, 3.0, 15, 5, 0.04397),
    ] {
        let prepared = ours.prepare(Strength { stability, difficulty });
        let day = 30 - left;
        near(campaign.gain(&prepared, day - elapsed, day), expect, 2e-5, "gain");
    }
    let new = Campaign { prior: 0.35, unseen: Unseen::Prior, ..uniform(1, 30, 1.0, 0.35) };
    near(new.gain_of_new(0), 0.18710, 2e-5, "gain of a new item");
}

#[test]
fn plans_reach_their_reference_recall() {
    let paced = |retention| Policy::Paced { retention, until: 0.6 };
    let table = [
        (Policy::ReviewsFirst { retention: 0.9 }, [0.933, 0.591, 0.777, 0.734], 0.02),
        (paced(0.90), [0.962, 0.878, 0.937, 0.906], 0.006),
        (paced(0.75), [0.953, 0.889, 0.929, 0.858], 0.006),
        (Policy::Greedy, [0.951, 0.885, 0.919, 0.907], 0.006),
    ];
    let settings =
        [(300, 30, 40.0, 12), (300, 30, 25.0, 12), (600, 60, 40.0, 4), (300, 14, 50.0, 12)];
    for (policy, expected, slack) in table {
        for ((n_items, days, a_day, runs), expect) in settings.into_iter().zip(expected) {
            let mean = uniform(n_items, days, a_day, 0.6).mean_recall(policy, runs);
            near(mean, expect, slack, &format!("{policy:?} {n_items} {days} {a_day}"));
        }
    }
}

#[test]
fn the_best_of_three_beats_due_reviews_first_by_far_when_time_is_short() {
    let tight = uniform(300, 30, 25.0, 0.6);
    let best = tight.mean_recall(tight.best(2), 8);
    let usual = tight.mean_recall(Policy::ReviewsFirst { retention: 0.9 }, 8);
    assert!(best - usual >= 0.25, "{best} against {usual}");
}

#[test]
fn fresh_questions_have_their_reference_values() {
    for (known, expect) in [(0.60, 0.50), (0.80, 0.62), (0.95, 0.71)] {
        near(transferred(0.35, 0.6, known, 1.0), expect, 1e-9, "Q");
    }
    let q = transferred(0.35, 0.6, 0.95, 1.0);
    for (difficulty, expect) in
        [(1.0, 0.918), (2.0, 0.863), (3.0, 0.783), (4.0, 0.680), (5.0, 0.568)]
    {
        near(chance(q, 0.0, difficulty, 0.25), expect, 6e-4, "p");
    }
}

#[test]
fn a_range_holds_the_truth_about_as_often_as_it_says() {
    let (q0, carry, n_learners) = (0.4, 0.6, 120);
    let domains = [0.4, 0.35, 0.25];
    let state = |weight| DomainState { weight, known: 0.8, seen: 1.0 };
    let states = vec![domains.map(state).to_vec()];
    let mut n_inside = 0;
    for learner in 0..n_learners {
        let mut rng = Seed(9).derive("learner", &[&learner.to_string()]);
        let answers: Vec<FirstSight> = (0..200)
            .map(|at| {
                let seen = f64::from(at) / 200.0;
                let known = seen * 0.8;
                let p = chance(transferred(q0, carry, known, seen), 0.0, 3.0, 0.25);
                FirstSight {
                    domain: at as usize % 3,
                    known,
                    seen,
                    difficulty: 3.0,
                    guess: 0.25,
                    is_right: rng.random::<f64>() < p,
                }
            })
            .collect();
        let forecast = fit(&answers, 3).forecast(&states, 90, 200, (0.0, 0.0), &mut rng);
        let truth = chance(transferred(q0, carry, 0.8, 1.0), 0.0, 3.0, 0.25);
        let n_right = (0..90).filter(|_| rng.random::<f64>() < truth).count();
        let share = n_right as f64 / 90.0;
        let [low, _, high] = forecast.quantiles;
        n_inside += usize::from(low <= share && share <= high);
    }
    let share = n_inside as f64 / f64::from(n_learners);
    assert!((0.70..=0.97).contains(&share), "the 80 % range holds {share}");
}

#[test]
fn nothing_is_shown_below_the_least_evidence() {
    for (by_domain, expect) in [
        (vec![], Evidence::Missing(40)),
        (vec![10, 10, 10], Evidence::Missing(10)),
        (vec![40, 40, 2], Evidence::Missing(3)),
        (vec![20, 15, 5], Evidence::Range),
        (vec![60, 60, 7], Evidence::Range),
        (vec![40, 40, 20], Evidence::Pass),
    ] {
        assert_eq!(evidence(&by_domain), expect, "{by_domain:?}");
    }
}

/// Recall with other beliefs: the planner keeps the standard parameters (learning model, 16.3).
#[test]
fn plans_hold_up_when_the_learner_differs_from_the_belief() {
    let faster = |factor: f64| {
        let mut w = STANDARD;
        for value in w.iter_mut().take(4) {
            *value *= factor;
        }
        Forgetting::new(w)
    };
    let mut decayed = STANDARD;
    decayed[20] = 0.35;
    let settings = [(300, 30, 40.0), (300, 30, 25.0), (300, 14, 50.0)];
    let learners = [
        (faster(0.5), 0.6, [[0.865, 0.947, 0.927], [0.542, 0.837, 0.843], [0.671, 0.868, 0.869]]),
        (
            Forgetting::new(decayed),
            0.6,
            [[0.915, 0.958, 0.938], [0.578, 0.844, 0.847], [0.715, 0.885, 0.885]],
        ),
        (faster(2.0), 0.6, [[0.954, 0.971, 0.967], [0.634, 0.908, 0.917], [0.783, 0.935, 0.934]]),
        (
            Forgetting::new(STANDARD),
            0.35,
            [[0.817, 0.939, 0.926], [0.509, 0.836, 0.839], [0.626, 0.865, 0.867]],
        ),
    ];
    let policies = [
        Policy::ReviewsFirst { retention: 0.9 },
        Policy::Paced { retention: 0.9, until: 0.6 },
        Policy::Greedy,
    ];
    for (truth, prior, expected) in learners {
        for ((n_items, days, a_day), expect) in settings.into_iter().zip(expected) {
            let campaign =
                Campaign { truth: truth.clone(), ..uniform(n_items, days, a_day, prior) };
            let found = policies.map(|policy| campaign.mean_recall(policy, 100));
            for (place, expect) in expect.into_iter().enumerate() {
                let slack = if place == 0 { 0.012 } else { 0.006 };
                near(
                    found[place],
                    expect,
                    slack,
                    &format!("{:?} {n_items} {days} {a_day}", policies[place]),
                );
            }
            assert!(found[1] > found[0] + 0.015 && found[2] > found[0] + 0.01, "{found:?}");
        }
    }
}

/// The deck of 16.4: 600 items in four domains, questions and cards, 60 days.
#[test]
fn minutes_a_day_bring_their_reference_recall() {
    let domain = |at: u32| match at % 100 {
        0..33 => 0,
        33..63 => 1,
        63..82 => 2,
        _ => 3,
    };
    let kind = |at: u32| match at % 5 {
        0..3 => Kind { value: 1.0, secs_new: 80.0, secs_seen: 40.0, secs_wrong: 20.0 },
        _ => Kind { value: 0.5, secs_new: 15.0, secs_seen: 8.0, secs_wrong: 8.0 },
    };
    let item = |at: u32| PlanItem {
        domain: domain(at),
        group: at,
        kind: kind(at),
        start: None,
        is_left_out: false,
    };
    // By worth alone five minutes bring 0.517 (learning model, 16.4): all cards come before the first question.
    for (minutes, expect) in [(5.0, 0.528), (15.0, 0.738), (30.0, 0.949), (60.0, 0.989)] {
        let campaign = Campaign {
            items: (0..600).map(item).collect(),
            weights: vec![0.33, 0.30, 0.19, 0.18],
            unseen: Unseen::Prior,
            secs: vec![minutes * 60.0; 60],
            exam: 60,
            ..uniform(1, 1, 1.0, 0.35)
        };
        let best = campaign.mean_recall(quick_best(&campaign), 20);
        near(best, expect, 0.006, &format!("{minutes} minutes"));
    }
}

/// Chance of at least c right answers of an exam (learning model, 16.1), by drawing.
#[test]
fn lines_are_reached_as_often_as_the_binomial_says() {
    let prior = fit(&[], 1);
    let exams = [
        (50, 37, [0.116, 0.328, 0.637, 0.889, 0.987]),
        (40, 26, [0.572, 0.807, 0.946, 0.992, 1.000]),
        (90, 69, [0.012, 0.101, 0.411, 0.823, 0.987]),
    ];
    for (n, right, expected) in exams {
        for (p, expect) in [0.65, 0.70, 0.75, 0.80, 0.85].into_iter().zip(expected) {
            let form = vec![FormQuestion::Seen(p); n];
            let mut rng = Seed(4).derive("line", &[]);
            let forecast = prior.forecast_form(&form, 8_000, (0.0, 0.0), &mut rng);
            near(forecast.above(f64::from(right) / n as f64), expect, 0.015, &format!("{n} {p}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_plan_keeps_to_its_minutes_and_loses_no_item(
        n_items in 1usize..60,
        minutes in prop::collection::vec(0u32..12, 1..25),
        which in 0usize..4,
        run in 0u64..50,
    ) {
        let policies = [
            Policy::Greedy,
            Policy::Paced { retention: 0.75, until: 0.6 },
            Policy::Paced { retention: 0.92, until: 0.6 },
            Policy::ReviewsFirst { retention: 0.9 },
        ];
        let kind = Kind { value: 1.0, secs_new: 80.0, secs_seen: 40.0, secs_wrong: 20.0 };
        let secs: Vec<f64> = minutes.iter().map(|minutes| f64::from(*minutes) * 60.0).collect();
        let campaign = Campaign {
            items: vec![PlanItem { domain: 0, group: 0, kind, start: None, is_left_out: false }; n_items],
            secs: secs.clone(),
            exam: secs.len() as i32,
            ..uniform(1, 1, 1.0, 0.35)
        };
        let outcome = campaign.run(policies[which], run);
        let n_days = secs.iter().filter(|secs| **secs > 0.0).count() as f64;
        // At most one answer too many on each day of study, none on a day off.
        prop_assert!(outcome.secs <= secs.iter().sum::<f64>() + n_days * 100.0);
        // No item is lost: what was not seen is counted, and with time enough everything is seen.
        let n_new: u32 = outcome.days.iter().map(|day| day.n_new).sum();
        prop_assert_eq!(n_new + outcome.n_unseen, n_items as u32);
        prop_assert!(outcome.days.iter().all(|day| secs[day.day as usize] > 0.0));
        let first = secs.first().copied().unwrap_or(0.0);
        if matches!(policies[which], Policy::Greedy) && first >= n_items as f64 * 100.0 {
            prop_assert_eq!(outcome.n_unseen, 0);
        }
        prop_assert!((0.0..=1.0).contains(&outcome.recall));
        prop_assert_eq!(&outcome, &campaign.run(policies[which], run));
        if secs.iter().all(|secs| *secs <= 0.0) {
            prop_assert_eq!(outcome.n_answers, 0);
        }
    }

    #[test]
    fn a_day_is_put_together_within_its_minutes(
        n_items in 1usize..80,
        minutes in 0u32..60,
        which in 0usize..4,
        n_seen in 0usize..40,
        n_left_out in 0usize..10,
    ) {
        let policies = [
            Policy::Greedy,
            Policy::Paced { retention: 0.75, until: 0.6 },
            Policy::Paced { retention: 0.92, until: 0.6 },
            Policy::ReviewsFirst { retention: 0.9 },
        ];
        let kind = Kind { value: 1.0, secs_new: 80.0, secs_seen: 40.0, secs_wrong: 20.0 };
        let item = |at: usize| PlanItem {
            domain: 0,
            group: at as u32,
            kind,
            start: (at < n_seen).then_some((Strength { stability: 3.0, difficulty: 5.0 }, -(at as i32 % 9))),
            is_left_out: at >= n_items - n_left_out.min(n_items),
        };
        let campaign = Campaign {
            items: (0..n_items).map(item).collect(),
            secs: vec![f64::from(minutes) * 60.0; 20],
            exam: 20,
            ..uniform(1, 1, 1.0, 0.35)
        };
        let day = campaign.plan_day(policies[which], 0);
        let is_new = |at: &u32| *at as usize >= n_seen;
        let secs: f64 = day.iter().map(|at| if is_new(at) { 80.0 } else { 40.0 }).sum();
        prop_assert!(secs <= f64::from(minutes) * 60.0 + 100.0);
        prop_assert!(minutes > 0 || day.is_empty());
        let mut once = day.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), day.len(), "no item twice");
        prop_assert!(day.iter().all(|at| !is_new(at) || !campaign.items[*at as usize].is_left_out));
        // What was answered today already is not asked again.
        prop_assert!(day.iter().all(|at| campaign.items[*at as usize].start.is_none_or(|s| s.1 < 0)));
        prop_assert_eq!(&day, &campaign.plan_day(policies[which], 0));
    }
}
