//! Velocity, burn-down, Little's law.

use rand::Rng as _;

use super::Draw;
use super::draft::{Draft, Unit, figure, plain};

const ITERATIONS: Unit = Unit::Of("iteration", "iterations");
const DAYS: Unit = Unit::Of("day", "days");

pub(super) fn velocity(draw: &mut Draw, difficulty: u8) -> Draft {
    let n = if difficulty < 3 { 3 } else { 4 };
    let mut speeds: Vec<f64> = (0..n).map(|_| f64::from(draw.random_range(14_u32..=46))).collect();
    let sum: f64 = speeds.iter().sum();
    // The last one brings the mean to a whole number.
    let missing = (f64::from(n) - sum % f64::from(n)) % f64::from(n);
    if let Some(last) = speeds.last_mut() {
        *last += missing;
    }
    let mean = speeds.iter().sum::<f64>() / f64::from(n);
    let best = speeds.iter().copied().fold(0.0, f64::max);
    let worst = speeds.iter().copied().fold(f64::MAX, f64::min);
    let points = f64::from(draw.random_range(90_u32..=420));
    let answer = (points / mean).ceil();
    let told: Vec<String> = speeds.iter().map(|speed| plain(*speed)).collect();
    let stem = format!(
        "The last {n} iterations finished {} story points. The backlog for the release holds {points:.0} \
         points. How many iterations will it take at the average velocity?",
        told.join(", ")
    );
    let last = speeds.last().copied().unwrap_or(mean);
    Draft::number(stem, ITERATIONS, answer)
        .fact("points", points)
        .fact("sum", mean * f64::from(n))
        .fact("n", n.into())
        .slip((points / best).ceil(), "The best iteration is taken for the average.")
        .slip((points / worst).ceil(), "The worst iteration is taken for the average.")
        .slip((points / mean).floor(), "A part of an iteration takes a whole one: round up.")
        .slip((points / last).ceil(), "The last iteration is taken for the average.")
        .slip(answer + 1.0, "One iteration too many is counted.")
        .slip(answer + 2.0, "Two iterations too many are counted.")
        .step(format!("Average velocity: {} ÷ {n} = {}.", plain(mean * f64::from(n)), plain(mean)))
        .step(format!(
            "{points:.0} ÷ {} = {:.2}, rounded up: {answer:.0}.",
            plain(mean),
            points / mean
        ))
        .only_if((points / mean).fract() > 0.05 && answer >= 3.0)
}

pub(super) fn littles_law(draw: &mut Draw, _: u8) -> Draft {
    let rate = f64::from(draw.random_range(3_u32..=40)) / 2.0;
    let days = f64::from(draw.random_range(2_u32..=20));
    let wip = rate * days;
    let stem = format!(
        "A team has {} items in progress on average and finishes {} items a day. How long does an item \
         take from start to finish on average?",
        plain(wip),
        plain(rate)
    );
    Draft::number(stem, DAYS, days)
        .fact("wip", wip)
        .fact("rate", rate)
        .slip(rate / wip, "The rate is divided by the work in progress: that is turned round.")
        .slip(wip * rate, "The two are multiplied; they are divided.")
        .slip(wip, "The number of items is not the number of days.")
        .slip(days + rate, "Nothing is added.")
        .slip(days * 2.0, "Each item is counted twice.")
        .step(format!(
            "Cycle time = work in progress ÷ throughput = {} ÷ {} = {}.",
            plain(wip),
            plain(rate),
            DAYS.show(days)
        ))
        .only_if((wip - wip.round()).abs() < 1e-9)
}

pub(super) fn throughput(draw: &mut Draw, _: u8) -> Draft {
    let days = f64::from(draw.random_range(2_u32..=15));
    let rate = f64::from(draw.random_range(2_u32..=12));
    let wip = rate * days;
    let weeks = f64::from(draw.random_range(2_u32..=8));
    let unit = Unit::Of("item", "items");
    let stem = format!(
        "On average {wip:.0} items are in progress, and an item takes {days:.0} working days. How many \
         items are finished in {weeks:.0} weeks of five working days?"
    );
    let answer = rate * weeks * 5.0;
    Draft::number(stem, unit, answer)
        .fact("wip", wip)
        .fact("days", days)
        .fact("weeks", weeks)
        .slip(rate * weeks * 7.0, "A week has five working days here, not seven.")
        .slip(rate * weeks, "The weeks are taken for days.")
        .slip(wip * weeks, "The work in progress is taken for a week's throughput.")
        .slip(wip * days, "Work in progress and cycle time are multiplied.")
        .step(format!("Throughput: {wip:.0} ÷ {days:.0} = {rate:.0} a day."))
        .step(format!("{rate:.0} × {weeks:.0} × 5 = {answer:.0}."))
}

pub(super) fn burn_down(draw: &mut Draw, _: u8) -> Draft {
    let length = draw.random_range(10_u32..=20);
    let passed = draw.random_range(4..length);
    let rate = f64::from(draw.random_range(2_u32..=6));
    let done = rate * f64::from(passed);
    let left = f64::from(draw.random_range(8_u32..=60));
    let total = done + left;
    let answer = (left / rate).ceil();
    let stem = format!(
        "A burn-down chart began at {total:.0} hours. After {passed} of {length} working days {left:.0} \
         hours are left. At the same pace, how many further working days does the rest take?"
    );
    Draft::number(stem, DAYS, answer)
        .fact("total", total)
        .fact("left", left)
        .fact("passed", passed.into())
        .slip(f64::from(length - passed), "These are the days that are left, whatever the pace.")
        .slip(
            (left / (total / f64::from(length))).ceil(),
            "The planned pace is taken, not the real one.",
        )
        .slip((total / rate).ceil(), "That is the whole work at this pace, from the first day.")
        .slip(answer + f64::from(passed), "The days that have passed are added.")
        .slip(answer + 1.0, "One day too many is counted.")
        .step(format!("Pace: ({total:.0} − {left:.0}) ÷ {passed} = {rate:.0} hours a day."))
        .step(format!("{left:.0} ÷ {rate:.0} = {:.2}, rounded up: {answer:.0}.", left / rate))
        .only_if(answer >= 2.0)
}

pub(super) fn burn_up(draw: &mut Draw, difficulty: u8) -> Draft {
    let n = draw.random_range(3_usize..=5);
    let mut done = vec![0_u32];
    let mut speeds: Vec<u32> = (0..n).map(|_| draw.random_range(8_u32..=24)).collect();
    // The last one brings the mean to a whole number.
    let sum: u32 = speeds.iter().sum();
    if let Some(last) = speeds.last_mut() {
        *last += (n as u32 - sum % n as u32) % n as u32;
    }
    for speed in &speeds {
        done.push(done.last().copied().unwrap_or(0) + speed);
    }
    let sum = done.last().copied().unwrap_or(0);
    let mean = f64::from(sum) / n as f64;
    let first = sum + draw.random_range(25_u32..=90);
    let grown = if difficulty < 3 { 0 } else { draw.random_range(8_u32..=40) };
    let changed = draw.random_range(1..n);
    let scope: Vec<u32> =
        (0..=n).map(|at| if at > changed { first + grown } else { first }).collect();
    let left = f64::from(first + grown - sum);
    let answer = (left / mean).ceil();
    let length = n as f64 + answer + 2.0;
    let list = |values: &[u32]| values.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let source = format!(
        "Burn(kind: Up, unit: \"iteration\", ideal: false, length: {length}, values: [{}], scope: [{}])",
        list(&done),
        list(&scope)
    );
    let stem = format!(
        "The burn-up chart shows a release after {n} iterations.\n\n{}\n\nAt the average velocity so far, how many \
         further iterations does the release need?",
        figure(&source)
    );
    let (best, worst) = (speeds.iter().max().copied(), speeds.iter().min().copied());
    let by = |speed: Option<u32>| (left / f64::from(speed.unwrap_or(1).max(1))).ceil();
    Draft::number(stem, ITERATIONS, answer)
        .fact("done", sum.into())
        .fact("scope", (first + grown).into())
        .fact("n", n as f64)
        .slip((f64::from(first - sum) / mean).ceil(), "The scope has grown since the start.")
        .slip(
            (f64::from(first + grown) / mean).ceil(),
            "That is the whole release, not what is left.",
        )
        .slip(by(best), "The best iteration is taken for the average.")
        .slip(by(worst), "The worst iteration is taken for the average.")
        .slip((left / mean).floor(), "A part of an iteration takes a whole one: round up.")
        .slip(answer + 1.0, "One iteration too many is counted.")
        .step(format!("Average velocity: {sum} ÷ {n} = {}.", plain(mean)))
        .step(format!("Left: {} − {sum} = {left:.0}.", first + grown))
        .step(format!("{left:.0} ÷ {} = {:.2}, rounded up: {answer:.0}.", plain(mean), left / mean))
        .only_if((left / mean).fract() > 0.05 && answer >= 2.0)
}
