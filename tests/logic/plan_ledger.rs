//! The record of forecasts, misconceptions and fitted parameters: reference numbers and properties.

use certdeck::domain::deck::{Body, Response};
use certdeck::domain::event::Rating;
use certdeck::domain::plan::facts::Domains;
use certdeck::domain::plan::fresh::{Evidence, fit};
use certdeck::domain::plan::ledger::{Resolved, correction, proportion, score};
use certdeck::domain::plan::outlook::{Measure, judge};
use certdeck::domain::plan::replay::{Call, bias_of, seen_chance};
use certdeck::domain::plan::whatif::{Week, curve, rise};
use certdeck::domain::schedule::fitting::{self, History, is_worth_it};
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::seed::Seed;
use certdeck::domain::stats::traps::Traps;
use certdeck::domain::time::StudyDay;
use proptest::prelude::*;
use rand::Rng as _;

use crate::sched_make::{answer, choice, deck, item};

fn near(found: f64, expect: f64, slack: f64) {
    assert!((found - expect).abs() <= slack, "{found} instead of {expect}");
}

fn calls(list: &[(f64, bool)]) -> Vec<Call> {
    list.iter().map(|(chance, is_right)| Call { chance: *chance, is_right: *is_right }).collect()
}

#[test]
fn scores_have_their_reference_values() {
    let five = calls(&[(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.95, true)]);
    let found = score(&five);
    near(found.brier, 0.1405, 1e-4);
    near(found.log_loss, 0.4189, 1e-4);
    assert!(found.bins.is_empty(), "five calls make no group");
    for ((right, wrong), (low, high)) in [((7, 3), (0.498, 0.849)), ((17, 3), (0.725, 0.927))] {
        let found = proportion(right, wrong, 0.1);
        near(found.0, low, 1e-3);
        near(found.1, high, 1e-3);
    }
}

#[test]
fn the_parts_of_the_brier_score_add_up() {
    let mut rng = Seed(3).derive("calls", &[]);
    let list: Vec<(f64, bool)> = (0..1000)
        .map(|_| {
            let chance = f64::from(rng.random_range(1..10)) / 10.0;
            (chance, rng.random::<f64>() < chance)
        })
        .collect();
    let found = score(&calls(&list));
    let (reliability, resolution, uncertainty) = found.parts;
    // Ten groups of equal size over nine values: the rest is the spread inside a group.
    near(found.brier, reliability - resolution + uncertainty, 0.004);
    assert!(reliability < 0.01 && found.skill > 0.2, "{found:?}");
    assert_eq!(found.bins.iter().map(|bin| bin.n).sum::<usize>(), 1000);
    assert!(found.bins.iter().all(|bin| bin.range.0 <= bin.right && bin.right <= bin.range.1));
}

#[test]
fn the_form_of_the_day_has_its_reference_value() {
    let answers: Vec<(f64, f64, bool)> = (0..50).map(|n| (0.8, 0.0, n < 35)).collect();
    near(bias_of(&answers), -0.2616, 1e-4);
    near(seen_chance(0.8, 0.25, 0.0), 0.85, 1e-9);
}

#[test]
fn corrections_go_against_the_error_and_stay_small() {
    let one = |mean: f64, result: f64| Resolved { mean, range: (mean - 0.06, mean + 0.06), result };
    assert_eq!(correction(&[one(0.7, 0.6), one(0.7, 0.6)]), None);
    let (shift, sd) = correction(&[one(0.7, 0.6), one(0.72, 0.64), one(0.7, 0.63)]).unwrap();
    assert!((-0.083..-0.03).contains(&shift), "{shift}");
    assert!(sd > 0.0 && sd < 0.05, "{sd}");
    assert!(one(0.7, 0.65).is_inside() && !one(0.7, 0.6).is_inside());
}

#[test]
fn small_domains_are_judged_together_and_wide_ranges_give_no_chance() {
    let mut domains = Domains::of(&deck("d", &["a", "b", "c", "e"], Vec::new()), None);
    for (domain, weight) in domains.list.iter_mut().zip([0.6, 0.3, 0.05, 0.05]) {
        domain.weight = weight;
    }
    assert_eq!(judge(&domains, &[60, 40, 3, 2], 0.15), Evidence::Range);
    assert_eq!(judge(&domains, &[60, 40, 6, 2], 0.15), Evidence::Pass);
    assert_eq!(judge(&domains, &[60, 40, 6, 2], 0.30), Evidence::Range);
    assert_eq!(judge(&domains, &[60, 40, 2, 2], 0.15), Evidence::Missing(1));
}

#[test]
fn without_an_outline_the_whole_deck_is_one_domain() {
    let domains = Domains::of(&deck("d", &[], Vec::new()), None);
    assert_eq!(domains.weights(), [1.0]);
    assert!(!domains.is_published);
}

#[test]
fn traps_are_listed_when_they_are_chosen_more_than_other_wrong_options() {
    let mut question = item("q", "t", choice("What?", 4, 1));
    let Body::Choice(body) = &mut question.body else { panic!("a choice") };
    for (option, trap) in body.options.iter_mut().skip(1).zip(["haste", "mix-a-b", "blame"]) {
        option.trap = Some(trap.to_owned());
    }
    let mut traps = Traps::default();
    for n in 0..60 {
        let chosen = match n % 6 {
            0 | 1 => 1,
            2 => 2,
            _ => 0,
        };
        traps.take(&question, &Response::Options(vec![chosen]), n >= 20);
    }
    let listed = traps.listed();
    assert_eq!(listed.iter().map(|trap| trap.id.as_str()).collect::<Vec<_>>(), ["haste"]);
    assert_eq!((listed[0].count.offered, listed[0].count.chosen), (60, 20));
    let (id, share) = traps.headline().unwrap();
    assert_eq!(id, "haste");
    near(share, 20.0 / 30.0, 1e-9);
    assert!(Traps::default().headline().is_none());
}

#[test]
fn a_pair_is_shown_when_it_stands_out_among_pairs() {
    let with_pairs = |ids: [&str; 2]| {
        let mut question = item("q", "t", choice("What?", 3, 1));
        let Body::Choice(body) = &mut question.body else { panic!("a choice") };
        for (option, trap) in body.options.iter_mut().skip(1).zip(ids) {
            option.trap = Some(trap.to_owned());
        }
        question
    };
    let (one, other) = (with_pairs(["mix-a-b", "mix-c-d"]), with_pairs(["mix-e-f", "mix-g-h"]));
    let mut traps = Traps::default();
    for n in 0..12 {
        traps.take(&one, &Response::Options(vec![usize::from(n < 7)]), true);
        traps.take(&other, &Response::Options(vec![0]), true);
    }
    let pairs = traps.pairs();
    assert_eq!(pairs.iter().map(|pair| pair.id.as_str()).collect::<Vec<_>>(), ["mix-a-b"]);
    assert!(pairs[0].is_pair);
}

/// Answers of a learner who forgets faster than the standard model says, by `fade`, 0 for the same.
fn histories(fade: f32, n_items: usize, seed: u64) -> Vec<History> {
    let mut parameters = fsrs_defaults();
    parameters[20] += fade / 2.0;
    parameters[8] -= fade * 1.5;
    for value in parameters.iter_mut().take(4) {
        *value *= 1.0 - fade * 0.7;
    }
    let truth = Model::new(&parameters).unwrap();
    let mut rng = Seed(seed).derive("histories", &[]);
    (0..n_items)
        .map(|place| {
            let (mut day, mut memory, mut history) = (place as i32 % 30, None, Vec::new());
            for gap in [0, 2, 5, 12, 25] {
                day += gap;
                let known = memory
                    .as_ref()
                    .map_or(0.6, |memory| f64::from(truth.retrievability(memory, StudyDay(day))));
                let rating = if rng.random::<f64>() < known { Rating::Good } else { Rating::Again };
                history.push((StudyDay(day), rating));
                memory = Some(truth.fold(memory.as_ref(), &answer(day, rating)));
            }
            history
        })
        .collect()
}

fn fsrs_defaults() -> Vec<f32> {
    certdeck::domain::plan::forgetting::STANDARD.iter().map(|value| *value as f32).collect()
}

#[test]
fn parameters_are_fitted_for_those_who_differ_and_left_alone_for_the_rest() {
    assert!(fitting::fit(&histories(0.6, 60, 1), &[]).is_none(), "240 answers are too few");
    let (few, many) = (histories(0.6, 200, 1), histories(0.6, 1000, 1));
    let few = fitting::fit(&few, &[]).expect("a better fit");
    let many = fitting::fit(&many, &[]).expect("a better fit");
    for fitted in [&few, &many] {
        assert!(fitted.loss.1 < fitted.loss.0 - 0.01, "{:?}", fitted.loss);
        assert!(Model::new(&fitted.parameters).is_ok() && fitted.parameters.len() == 21);
    }
    // Drawn towards the standard, the less the more answers there are.
    assert!(many.parameters[2] < few.parameters[2] && few.parameters[2] < 2.3065);
    // Once fitted, the same answers give nothing better.
    assert!(fitting::fit(&histories(0.6, 1000, 1), &many.parameters).is_none());
    let n_taken =
        (0..6).filter(|seed| fitting::fit(&histories(0.0, 400, *seed), &[]).is_some()).count();
    assert!(n_taken <= 2, "{n_taken} of 6 learners of the standard kind were fitted");
}

#[test]
fn fitting_waits_for_enough_that_is_new() {
    for (n, before, expect) in [
        (399, None, false),
        (400, None, true),
        (450, Some(400), false),
        (500, Some(400), true),
        (5000, Some(4600), false),
        (5000, Some(4500), true),
    ] {
        assert_eq!(is_worth_it(n, before), expect, "{n} {before:?}");
    }
    assert_eq!(fitting::n_trainable(&[vec![(StudyDay(1), Rating::Good); 3]]), 0);
}

#[test]
fn a_curve_that_nobody_wants_any_more_is_given_up() {
    let campaign = crate::plan_campaign::uniform(20, 10, 5.0, 0.4);
    let week = Week { is_study: vec![true; 10], share: 1.0 };
    let measure = Measure { n_questions: 40, line: 0.65, correction: (0.0, 0.0) };
    let prior = fit(&[], 1);
    assert!(curve(&campaign, &week, &prior, &measure, Seed(1), &|| true).is_none());
    let found = curve(&campaign, &week, &prior, &measure, Seed(1), &|| false).unwrap();
    assert_eq!(found, curve(&campaign, &week, &prior, &measure, Seed(1), &|| false).unwrap());
}

proptest! {
    #[test]
    fn pooling_rises_and_keeps_the_mean(values in prop::collection::vec(0.0_f64..1.0, 0..30)) {
        let mut risen = values.clone();
        rise(&mut risen, |value| value);
        prop_assert!(risen.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12));
        let (one, other): (f64, f64) = (values.iter().sum(), risen.iter().sum());
        prop_assert!((one - other).abs() < 1e-9);
    }
}
