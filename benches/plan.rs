//! Planning: what each plan brings, how long the curve over minutes takes, and how often the range of
//! readiness holds the truth.
#![allow(missing_docs, clippy::print_stdout, reason = "a benchmark prints its tables")]

use std::hint::black_box;

use certdeck::domain::generate::{GENERATORS, make};
use certdeck::domain::plan::campaign::{Campaign, Kind, PlanItem, Unseen};
use certdeck::domain::plan::forgetting::{Forgetting, STANDARD};
use certdeck::domain::plan::fresh::{DomainState, FirstSight, chance, fit, transferred};
use certdeck::domain::plan::outlook::Measure;
use certdeck::domain::plan::policy::Policy;
use certdeck::domain::plan::whatif::{Week, curve};
use certdeck::domain::seed::Seed;
use criterion::{Criterion, criterion_group, criterion_main};
use rand::Rng;

const UNIT: Kind = Kind { value: 1.0, secs_new: 1.0, secs_seen: 1.0, secs_wrong: 0.0 };
const QUESTION: Kind = Kind { value: 1.0, secs_new: 80.0, secs_seen: 40.0, secs_wrong: 20.0 };
const CARD: Kind = Kind { value: 0.5, secs_new: 15.0, secs_seen: 8.0, secs_wrong: 8.0 };

fn campaign(items: Vec<PlanItem>, weights: Vec<f64>, secs: Vec<f64>, prior: f64) -> Campaign {
    Campaign {
        from: 0,
        exam: secs.len() as i32,
        items,
        weights,
        prior,
        unseen: Unseen::Nothing,
        secs,
        belief: Forgetting::new(STANDARD),
        truth: Forgetting::new(STANDARD),
    }
}

fn item(domain: usize, group: u32, kind: Kind) -> PlanItem {
    PlanItem { domain, group, kind, start: None, is_left_out: false }
}

/// Settings A to D of the learning model, section 16.2, and what each plan brings in them.
fn table() {
    let settings = [
        ("A 300 items 30 days 40 a day", 300, 30, 40.0),
        ("B 300/30/25", 300, 30, 25.0),
        ("C 600/60/40", 600, 60, 40.0),
        ("D 300/14/50", 300, 14, 50.0),
    ];
    let usual = Policy::ReviewsFirst { retention: 0.9 };
    println!(
        "recall over the deck on the exam day, 20 runs: due reviews first, best of three, gain"
    );
    for (name, n_items, days, a_day) in settings {
        let items = (0..n_items).map(|at| item(0, at, UNIT)).collect();
        let found = campaign(items, vec![1.0], vec![a_day; days], 0.6);
        let (first, best) = (found.mean_recall(usual, 20), found.best(4));
        let recall = found.mean_recall(best, 20);
        println!("{name}: {first:.3} {recall:.3} {:+.3} ({best:?})", recall - first);
    }
}

/// 600 items in four domains and 60 days, as in section 16.4.
fn large() -> Campaign {
    let weights = vec![0.33, 0.30, 0.19, 0.18];
    let domain = |at: u32| match at % 100 {
        0..33 => 0,
        33..63 => 1,
        63..82 => 2,
        _ => 3,
    };
    let kind = |at: u32| if at % 5 < 3 { QUESTION } else { CARD };
    let items = (0..600).map(|at| item(domain(at), at, kind(at))).collect();
    Campaign { unseen: Unseen::Prior, ..campaign(items, weights, vec![1800.0; 60], 0.35) }
}

struct Learner {
    q0: f64,
    carry: f64,
    offsets: Vec<f64>,
    /// True recall of what was seen over the recall that the model believes.
    memory: f64,
}

fn normal(rng: &mut impl Rng) -> f64 {
    let (u, v): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

const WEIGHTS: [f64; 3] = [0.4, 0.35, 0.25];

/// One learner who differs from what the model takes for granted: whether the range held the result,
/// how far the mean was off, and how wide the range was.
fn one(number: u64, n_answers: usize) -> (bool, f64, f64) {
    let mut rng = Seed(77).derive("learner", &[&number.to_string(), &n_answers.to_string()]);
    let learner = Learner {
        q0: rng.random_range(0.2..0.6),
        carry: rng.random_range(0.3..0.9),
        offsets: (0..3).map(|_| 0.4 * normal(&mut rng)).collect(),
        memory: rng.random_range(0.88..1.06),
    };
    let believed = |seen: f64| 0.86 * seen;
    let truth = |domain: usize, seen: f64, difficulty: f64| {
        let known = (believed(seen) * learner.memory).min(seen);
        let q = transferred(learner.q0, learner.carry, known, seen);
        chance(q, learner.offsets.get(domain).copied().unwrap_or(0.0), difficulty, 0.25)
    };
    let answers: Vec<FirstSight> = (0..n_answers)
        .map(|at| {
            let (domain, seen) = (at % 3, at as f64 / 300.0);
            let difficulty = f64::from(1 + (at % 5) as u32);
            let is_right = rng.random::<f64>() < truth(domain, seen, difficulty);
            FirstSight { domain, known: believed(seen), seen, difficulty, guess: 0.25, is_right }
        })
        .collect();
    let seen = n_answers as f64 / 300.0;
    let state = |weight: f64| DomainState { weight, known: believed(seen), seen };
    let states = vec![WEIGHTS.map(state).to_vec()];
    let found = fit(&answers, 3).forecast(&states, 90, 400, (0.0, 0.0), &mut rng);
    let share: f64 =
        WEIGHTS.iter().enumerate().map(|(at, weight)| weight * truth(at, seen, 3.0)).sum();
    let n_right = (0..90).filter(|_| rng.random::<f64>() < share).count();
    let result = n_right as f64 / 90.0;
    let [low, _, high] = found.quantiles;
    (low <= result && result <= high, found.mean - result, high - low)
}

fn calibration() {
    println!(
        "the 80 % range of readiness, 500 learners each: answers, holds the result, bias, width"
    );
    for n_answers in [40, 100, 200, 300] {
        let runs: Vec<(bool, f64, f64)> = (0..500).map(|number| one(number, n_answers)).collect();
        let n = runs.len() as f64;
        let inside = runs.iter().filter(|(is_inside, _, _)| *is_inside).count() as f64 / n;
        let bias = runs.iter().map(|(_, error, _)| error).sum::<f64>() / n;
        let width = runs.iter().map(|(_, _, width)| width).sum::<f64>() / n;
        println!("{n_answers}: {inside:.3} {bias:+.3} {width:.3}");
    }
}

fn plan(c: &mut Criterion) {
    table();
    calibration();
    let (campaign, prior) = (large(), fit(&[], 4));
    let week = Week { is_study: vec![true; 60], share: 1.0 };
    let measure = Measure { n_questions: 90, line: 0.7, correction: (0.0, 0.0) };
    let all = || curve(&campaign, &week, &prior, &measure, Seed(1), &|| false);
    if let Some(points) = all() {
        let line: Vec<String> =
            points.iter().map(|point| format!("{} {:.3}", point.minutes, point.recall)).collect();
        println!("minutes and recall: {}", line.join(", "));
    }
    let mut group = c.benchmark_group("plan");
    group.sample_size(20);
    group.bench_function("curve of 12 points, 600 items, 60 days", |b| b.iter(|| black_box(all())));
    group.bench_function("one campaign", |b| {
        b.iter(|| black_box(campaign.run(Policy::Greedy, 0).recall));
    });
    group.bench_function("plan of a day", |b| {
        b.iter(|| black_box(campaign.plan_day(Policy::Greedy, 0).len()));
    });
    let sights: Vec<FirstSight> = (0..1000)
        .map(|at| FirstSight {
            domain: at % 4,
            known: 0.4,
            seen: 0.5,
            difficulty: 3.0,
            guess: 0.25,
            is_right: at % 3 > 0,
        })
        .collect();
    group.bench_function("fit to 1,000 first answers", |b| b.iter(|| black_box(fit(&sights, 4))));
    let mut seed = 0;
    group.bench_function("one made question of each of all generators", |b| {
        b.iter(|| {
            seed += 1;
            let made = GENERATORS.iter().filter_map(|found| make(found.name, seed, 3));
            black_box(made.count())
        });
    });
    group.finish();
}

criterion_group!(benches, plan);
criterion_main!(benches);
