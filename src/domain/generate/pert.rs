//! Three-point estimates.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, plain};

const DAYS: Unit = Unit::Of("day", "days");

struct Points {
    low: f64,
    likely: f64,
    high: f64,
    told: String,
}

const TASKS: [&str; 7] = [
    "testing a login form",
    "moving a server room",
    "writing a user manual",
    "laying a garden path",
    "training the call centre",
    "checking an old data set",
    "painting a gym hall",
];

/// Optimistic, likely and pessimistic days; the sum of weights divides evenly.
fn points(draw: &mut Draw) -> Points {
    let low = draw.random_range(3_i32..=20);
    let likely = low + draw.random_range(1_i32..=10);
    let sigma = draw.random_range(1_i32..=4);
    let high = low + 6 * sigma;
    let task = TASKS.choose(draw).copied().unwrap_or("a task");
    let told = match draw.random_range(0_u32..2) {
        0 => format!(
            "For {task}, an expert names {low} days at best, {likely} days as most likely and {high} \
             days at worst."
        ),
        _ => format!(
            "The estimates for {task} are {low} days (optimistic), {likely} days (most likely) and \
             {high} days (pessimistic)."
        ),
    };
    Points { low: low.into(), likely: likely.into(), high: high.into(), told }
}

impl Points {
    fn pert(&self) -> f64 {
        (self.low + 4.0 * self.likely + self.high) / 6.0
    }

    fn sigma(&self) -> f64 {
        (self.high - self.low) / 6.0
    }

    fn triangular(&self) -> f64 {
        (self.low + self.likely + self.high) / 3.0
    }

    fn draft(&self, question: &str, answer: f64) -> Draft {
        let stem = format!("{} {question}", self.told);
        Draft::number(stem, DAYS, answer)
            .fact("low", self.low)
            .fact("likely", self.likely)
            .fact("high", self.high)
            .only_if(self.likely < self.high && (answer * 10.0).fract().abs() < 1e-9)
    }
}

pub(super) fn mean(draw: &mut Draw, _: u8) -> Draft {
    let p = points(draw);
    let (low, likely, high) = (plain(p.low), plain(p.likely), plain(p.high));
    p.draft("What is the expected duration by the weighted (beta) three-point formula?", p.pert())
        .slip(p.triangular(), "A plain mean gives the most likely value no extra weight.")
        .slip(
            (p.low + 4.0 * p.high + p.likely) / 6.0,
            "The weight of 4 stands on the pessimistic value.",
        )
        .slip((p.low + 4.0 * p.likely + p.high) / 5.0, "The weights sum to 6, not to 5.")
        .slip(
            (4.0 * p.low + p.likely + p.high) / 6.0,
            "The weight of 4 stands on the optimistic value.",
        )
        .step(format!("E = (O + 4 × M + P) ÷ 6 = ({low} + 4 × {likely} + {high}) ÷ 6."))
        .step(format!(
            "E = {} ÷ 6 = {}.",
            plain(p.low + 4.0 * p.likely + p.high),
            DAYS.show(p.pert())
        ))
}

pub(super) fn triangular(draw: &mut Draw, _: u8) -> Draft {
    let p = points(draw);
    let (low, likely, high) = (plain(p.low), plain(p.likely), plain(p.high));
    p.draft("What is the expected duration by the triangular distribution?", p.triangular())
        .slip(p.pert(), "That is the weighted (beta) formula.")
        .slip(f64::midpoint(p.low, p.high), "The most likely value is left out.")
        .slip((p.low + p.likely + p.high) / 4.0, "Three values are divided by 3, not by 4.")
        .slip((p.low + p.likely + p.high) / 6.0, "The divisor 6 belongs to the weighted formula.")
        .step(format!("E = (O + M + P) ÷ 3 = ({low} + {likely} + {high}) ÷ 3."))
        .step(format!(
            "E = {} ÷ 3 = {}.",
            plain(p.low + p.likely + p.high),
            DAYS.show(p.triangular())
        ))
}

pub(super) fn sigma(draw: &mut Draw, _: u8) -> Draft {
    let p = points(draw);
    let (low, high) = (plain(p.low), plain(p.high));
    p.draft("What is the standard deviation by the weighted (beta) three-point formula?", p.sigma())
        .slip((p.high - p.low) / 3.0, "The spread is divided by 6, not by 3.")
        .slip(
            (p.high - p.likely) / 6.0,
            "The spread runs from the optimistic to the pessimistic value.",
        )
        .slip(p.sigma() * p.sigma(), "That is the variance.")
        .slip((p.high + p.low) / 6.0, "The values are added in place of being subtracted.")
        .slip(p.pert(), "That is the expected duration.")
        .step(format!("σ = (P − O) ÷ 6 = ({high} − {low}) ÷ 6 = {}.", DAYS.show(p.sigma())))
}

pub(super) fn range(draw: &mut Draw, difficulty: u8) -> Draft {
    let p = points(draw);
    let n = if difficulty > 3 { f64::from(draw.random_range(1_u32..=3)) } else { 1.0 };
    let share = match n as u32 {
        1 => "68 %",
        2 => "95 %",
        _ => "99.7 %",
    };
    let (mean, sigma) = (p.pert(), p.sigma());
    let between =
        |mean: f64, half: f64| format!("{} to {}", plain(mean - half), DAYS.show(mean + half));
    let stem = format!(
        "{} By the weighted (beta) formula and a normal distribution, in which range does the duration \
         lie with a chance of about {share}?",
        p.told
    );
    Draft::word(stem, between(mean, n * sigma), mean)
        .fact("low", p.low)
        .fact("likely", p.likely)
        .fact("high", p.high)
        .fact("sigmas", n)
        .wrong(
            between(mean, if n < 2.0 { 2.0 } else { 1.0 } * sigma),
            "Another number of standard deviations belongs to this chance.",
        )
        .wrong(
            between(p.triangular(), n * sigma),
            "The plain mean stands in the middle, not the weighted one.",
        )
        .wrong(
            between(p.likely, n * sigma),
            "The most likely value stands in the middle, not the expected one.",
        )
        .wrong(
            format!("{} to {}", plain(p.low), DAYS.show(p.high)),
            "These are the two extreme estimates.",
        )
        .step(format!(
            "E = (O + 4 × M + P) ÷ 6 = ({} + 4 × {} + {}) ÷ 6 = {}.",
            plain(p.low),
            plain(p.likely),
            plain(p.high),
            DAYS.show(mean)
        ))
        .step(format!(
            "σ = (P − O) ÷ 6 = ({} − {}) ÷ 6 = {}.",
            plain(p.high),
            plain(p.low),
            DAYS.show(sigma)
        ))
        .step(format!(
            "About {share} lie within {n:.0} σ: E ± {} = {}.",
            plain(n * sigma),
            between(mean, n * sigma)
        ))
        .only_if(mean - n * sigma > 0.0 && p.likely < p.high && (mean * 10.0).fract().abs() < 1e-9)
}
