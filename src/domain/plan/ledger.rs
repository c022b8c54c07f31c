//! What was forecast and how it turned out (learning model, section 10).

use statrs::distribution::{Beta, ContinuousCDF as _};

use super::replay::Call;

/// Answers that a bin of the reliability diagram holds at least, and how many bins there are at most.
const BIN_LEAST: usize = 25;
const BINS: usize = 10;
/// Prior standard deviation of the correction, in shares.
const SHIFT_SD: f64 = 0.05;
/// Resolved mock forecasts from which a correction is made.
const SHIFT_FROM: usize = 3;

/// How good calls of single answers were.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calls {
    /// How many.
    pub n: usize,
    /// Mean squared error, 0 is perfect.
    pub brier: f64,
    /// Mean negative log likelihood, chances kept within 0.01..=0.99.
    pub log_loss: f64,
    /// 1 minus the Brier score divided by that of the learner's own running rate.
    pub skill: f64,
    /// Groups of equal size, by the called chance.
    pub bins: Vec<Bin>,
    /// Reliability, resolution and uncertainty of these bins (Murphy 1973).
    pub parts: (f64, f64, f64),
}

/// A group of calls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Mean called chance.
    pub called: f64,
    /// Share that was right.
    pub right: f64,
    /// 90 % interval of that share.
    pub range: (f64, f64),
    /// Answers.
    pub n: usize,
}

/// Scores calls, oldest first.
pub fn score(calls: &[Call]) -> Calls {
    let n = calls.len();
    if n == 0 {
        return Calls::default();
    }
    let outcome = |call: &Call| f64::from(u8::from(call.is_right));
    let mean = |sum: f64| sum / n as f64;
    let brier = mean(calls.iter().map(|call| (call.chance - outcome(call)).powi(2)).sum());
    let log_loss = mean(calls.iter().map(log_loss).sum());
    let (mut n_right, mut own) = (0.0, 0.0);
    for (before, call) in calls.iter().enumerate() {
        // The learner's rate so far, one right and one wrong answer ahead of it.
        let rate = (n_right + 1.0) / (before as f64 + 2.0);
        own += (rate - outcome(call)).powi(2);
        n_right += outcome(call);
    }
    let skill = 1.0 - brier / mean(own).max(1e-9);
    let bins = bins(calls);
    let rate = n_right / n as f64;
    let weighed =
        |of: &dyn Fn(&Bin) -> f64| mean(bins.iter().map(|bin| bin.n as f64 * of(bin)).sum::<f64>());
    let reliability = weighed(&|bin| (bin.called - bin.right).powi(2));
    let resolution = weighed(&|bin| (bin.right - rate).powi(2));
    Calls { n, brier, log_loss, skill, parts: (reliability, resolution, rate * (1.0 - rate)), bins }
}

fn log_loss(call: &Call) -> f64 {
    let p = call.chance.clamp(0.01, 0.99);
    -(if call.is_right { p.ln() } else { (1.0 - p).ln() })
}

fn bins(calls: &[Call]) -> Vec<Bin> {
    let mut sorted = calls.to_vec();
    sorted.sort_by(|a, b| a.chance.total_cmp(&b.chance));
    let n_bins = (sorted.len() / BIN_LEAST).min(BINS);
    let edge = |at: usize| sorted.len() * at / n_bins.max(1);
    let bin = |at: usize| {
        let group = sorted.get(edge(at)..edge(at + 1))?;
        let n_right = group.iter().filter(|call| call.is_right).count();
        let called = group.iter().map(|call| call.chance).sum::<f64>() / group.len() as f64;
        let range = proportion(n_right, group.len() - n_right, 0.05);
        let right = n_right as f64 / group.len() as f64;
        Some(Bin { called, right, range, n: group.len() })
    };
    (0..n_bins).filter_map(bin).collect()
}

/// Equal-tailed interval of a proportion by Beta(right + ½, wrong + ½); `tail` is the chance on each
/// side (Brown, Cai and `DasGupta` 2001).
pub fn proportion(n_right: usize, n_wrong: usize, tail: f64) -> (f64, f64) {
    match Beta::new(n_right as f64 + 0.5, n_wrong as f64 + 0.5) {
        Ok(beta) => (beta.inverse_cdf(tail), beta.inverse_cdf(1.0 - tail)),
        Err(_) => (0.0, 1.0),
    }
}

/// A forecast of a mock exam or of the real one, with its result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved {
    /// Mean share, 0..=1.
    pub mean: f64,
    /// 10 % and 90 % quantiles.
    pub range: (f64, f64),
    /// Share that was right.
    pub result: f64,
}

impl Resolved {
    /// Whether the result lies in the range.
    pub fn is_inside(&self) -> bool {
        self.range.0 - 1e-9 <= self.result && self.result <= self.range.1 + 1e-9
    }

    /// Variance, from the width of the 80 % range.
    fn variance(&self) -> f64 {
        let sd = (self.range.1 - self.range.0) / (2.0 * 1.281_55);
        (sd * sd).max(1e-4)
    }
}

/// Shift of the next forecasts and its standard deviation, in shares; none with too few results.
pub fn correction(resolved: &[Resolved]) -> Option<(f64, f64)> {
    if resolved.len() < SHIFT_FROM {
        return None;
    }
    let prior = 1.0 / (SHIFT_SD * SHIFT_SD);
    let weight: f64 = resolved.iter().map(|one| 1.0 / one.variance()).sum::<f64>() + prior;
    let error: f64 = resolved.iter().map(|one| (one.mean - one.result) / one.variance()).sum();
    Some((-error / weight, weight.sqrt().recip()))
}
