//! What other minutes, another date or fewer new items would bring (learning model, sections 8 and 14).

use super::campaign::Campaign;
use super::fresh::{DomainState, Fit};
use super::outlook::{Measure, Shown, forecast, states_after};
use super::policy::{CANDIDATES, Policy};
use crate::domain::seed::Seed;

/// Minutes a day for which the curve is worked out.
pub const POINTS: [u32; 12] = [5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120];
/// Runs of the best plan of a point.
const RUNS: u64 = 4;
/// A point that leaves more than this share of its minutes unused repeats the one before.
const UNUSED: f64 = 0.10;

/// One point of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Minutes on each day of study.
    pub minutes: u32,
    /// Expected score on the exam day.
    pub score: Shown,
    /// Weighted recall of the deck on the exam day.
    pub recall: f64,
}

/// How minutes become seconds of each day.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Whether each day from today on is a day of study.
    pub is_study: Vec<bool>,
    /// Share of the minutes that this certificate gets, 0..=1.
    pub share: f64,
}

impl Week {
    /// Seconds by day.
    pub fn secs(&self, minutes: f64) -> Vec<f64> {
        let day = |is_study: &bool| if *is_study { minutes * 60.0 * self.share } else { 0.0 };
        self.is_study.iter().map(day).collect()
    }
}

/// The campaign with other minutes.
pub fn with_minutes(campaign: &Campaign, week: &Week, minutes: f64) -> Campaign {
    Campaign { secs: week.secs(minutes), ..campaign.clone() }
}

/// The best plan of the candidates by one run each.
pub fn quick_best(campaign: &Campaign) -> Policy {
    let found = CANDIDATES.map(|policy| (campaign.run(policy, 0).believed, policy));
    let best = found.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(Policy::Greedy, |(_, policy)| policy)
}

/// The curve over minutes a day; none when it was cancelled.
pub fn curve(
    campaign: &Campaign,
    week: &Week,
    fit: &Fit,
    measure: &Measure,
    seed: Seed,
    is_cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Point>> {
    let mut points: Vec<Point> = Vec::with_capacity(POINTS.len());
    let mut is_full = false;
    let mut changed = campaign.clone();
    for minutes in POINTS {
        if is_cancelled() {
            return None;
        }
        if let Some(last) = points.last().filter(|_| is_full) {
            points.push(Point { minutes, ..*last });
            continue;
        }
        changed.secs = week.secs(f64::from(minutes));
        let policy = quick_best(&changed);
        let states = states_after(&changed, policy, RUNS);
        // The same numbers for each point, so that the curve is smooth.
        let score = forecast(fit, &states, measure, &mut seed.derive("curve", &[]));
        let outcome = changed.run(policy, 0);
        let offered: f64 = changed.secs.iter().sum();
        is_full = outcome.secs < (1.0 - UNUSED) * offered;
        points.push(Point { minutes, score, recall: outcome.believed });
    }
    rise(&mut points, |point| &mut point.score.mean);
    rise(&mut points, |point| &mut point.score.range.0);
    rise(&mut points, |point| &mut point.score.range.1);
    rise(&mut points, |point| &mut point.score.above);
    Some(points)
}

/// Makes a value non-decreasing by pooling adjacent violators.
pub fn rise<T>(points: &mut [T], value: impl Fn(&mut T) -> &mut f64) {
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(points.len());
    for point in points.iter_mut() {
        pools.push((*value(point), 1));
        while let [.., (one, n), (other, m)] = pools.as_slice()
            && one > other
        {
            let (n, m) = (*n, *m);
            let pooled = (one * n as f64 + other * m as f64) / (n + m) as f64;
            pools.truncate(pools.len() - 2);
            pools.push((pooled, n + m));
        }
    }
    let pooled = pools.into_iter().flat_map(|(mean, n)| std::iter::repeat_n(mean, n));
    for (point, mean) in points.iter_mut().zip(pooled) {
        *value(point) = mean;
    }
}

/// Something else that a learner could do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Go on as set.
    Keep,
    /// So many minutes on each day of study.
    Minutes(u32),
    /// The exam so many days later.
    Later(u32),
    /// Give up so many per cent of what was not seen yet, what is worth least a minute first.
    LeaveOut(u32),
}

/// What a change costs and brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priced {
    /// The change.
    pub change: Change,
    /// Mean minutes of a day of study.
    pub minutes: f64,
    /// Expected score on the exam day.
    pub score: Shown,
    /// Share of the deck known on the exam day, 0..=1.
    pub known: f64,
}

/// What the priced changes start from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The campaign as set.
    pub campaign: &'a Campaign,
    /// Its days, far beyond the exam.
    pub week: &'a Week,
    /// Minutes on each day of study as set.
    pub minutes: f64,
    /// The readiness model.
    pub fit: &'a Fit,
    /// What a forecast is measured by.
    pub measure: &'a Measure,
    /// Root of randomness.
    pub seed: Seed,
}

/// Runs by which a change is priced (learning model, section 14).
const PRICE_RUNS: u64 = 8;

impl Ground<'_> {
    /// The campaign after a change.
    pub fn changed(&self, change: Change) -> Campaign {
        let mut campaign = self.campaign.clone();
        match change {
            Change::Keep => {}
            Change::Minutes(minutes) => campaign.secs = self.week.secs(f64::from(minutes)),
            Change::Later(days) => {
                campaign.exam += days as i32;
                let all = self.week.secs(self.minutes);
                let more = all.into_iter().skip(campaign.secs.len());
                campaign.secs.extend(more.take(days as usize));
            }
            Change::LeaveOut(percent) => {
                for item in self.least(percent) {
                    if let Some(item) = campaign.items.get_mut(item as usize) {
                        item.is_left_out = true;
                    }
                }
            }
        }
        campaign
    }

    /// The unseen items that are worth least a minute, so many per cent of all unseen.
    pub fn least(&self, percent: u32) -> Vec<u32> {
        let unseen = self.campaign.new_by_worth();
        let n = unseen.len() * percent.min(100) as usize / 100;
        unseen.into_iter().rev().take(n).collect()
    }

    /// What a change brings.
    pub fn price(&self, change: Change) -> Priced {
        let campaign = self.changed(change);
        let policy = quick_best(&campaign);
        let states = states_after(&campaign, policy, PRICE_RUNS);
        let mut rng = self.seed.derive("curve", &[]);
        let score = forecast(self.fit, &states, self.measure, &mut rng);
        let days: Vec<f64> = campaign.secs.iter().copied().filter(|secs| *secs > 0.0).collect();
        let minutes = days.iter().sum::<f64>() / 60.0 / days.len().max(1) as f64;
        let known = |states: &Vec<DomainState>| {
            states.iter().map(|state| state.weight * state.known).sum::<f64>()
        };
        let known = states.iter().map(known).sum::<f64>() / states.len().max(1) as f64;
        Priced { change, minutes, score, known }
    }

    /// The least change of a rising series that reaches a score, by bisection; none if none does.
    pub fn least_for(&self, goal: f64, series: &[Change]) -> Option<Priced> {
        let (mut low, mut high) = (0, series.len());
        let mut found = None;
        while low < high {
            let middle = usize::midpoint(low, high);
            let priced = self.price(*series.get(middle)?);
            if priced.score.mean + 1e-9 >= goal {
                found = Some(priced);
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        found
    }
}
