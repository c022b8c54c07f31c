//! One certificate looked at as a whole: the plan of the day, and how ready the learner is.

use std::collections::HashMap;

use rand::Rng;

use super::campaign::{Campaign, PlanItem, Unseen};
use super::facts::{Domains, Fact};
use super::forgetting::{Forgetting, Strength};
use super::fresh::{DomainState, Evidence, Fit, Forecast, evidence, transferred};
use super::policy::{CANDIDATES, Policy};
use super::replay::Standing;
use crate::domain::schedule::memory::Memory;
use crate::domain::time::StudyDay;

/// Runs by which plans are compared (learning model, section 7.3).
const RUNS: u64 = 4;
/// A plan is changed only for more than this, in shares of the score.
const WORTH_A_CHANGE: f64 = 0.003;
/// Draws of a forecast.
const DRAWS: usize = 400;
/// Days without an answer after which a forecast is from before a break.
const BREAK_DAYS: u32 = 21;
/// Domains below this share of the exam are judged together.
const SMALL: f64 = 0.10;
/// Widest range, in shares, beside which a chance of passing is shown.
const WIDEST: f64 = 0.25;
/// Horizon of "what one hour would help" without an exam date, in days.
const HORIZON: i32 = 30;

/// The frame of a campaign.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Today.
    pub today: StudyDay,
    /// First day of the plan.
    pub start: StudyDay,
    /// The exam day.
    pub exam: StudyDay,
    /// Seconds of study by day from today on; 0 on days off.
    pub secs: Vec<f64>,
    /// The 21 parameters of the memory model.
    pub parameters: [f64; 21],
    /// Chance that an unseen item is known at first sight.
    pub prior: f64,
}

/// The campaign from today's morning to the exam, and the place among `facts` of each of its items.
pub fn campaign(
    facts: &[Fact],
    memories: &[Option<Memory>],
    domains: &Domains,
    frame: &Frame,
) -> (Campaign, Vec<u32>) {
    let how = Forgetting::new(frame.parameters);
    let mut places = Vec::new();
    let mut items = Vec::new();
    for ((place, fact), memory) in (0_u32..).zip(facts).zip(memories) {
        if !fact.counts {
            continue;
        }
        let start = memory.as_ref().map(|memory| {
            let (stability, difficulty) =
                (f64::from(memory.stability), f64::from(memory.difficulty));
            let last = (memory.last_day.0 - frame.today.0).min(0);
            (Strength { stability, difficulty }, last)
        });
        places.push(place);
        items.push(PlanItem {
            domain: usize::from(fact.domain),
            group: fact.group,
            kind: fact.kind,
            start,
            is_left_out: fact.is_left_out,
        });
    }
    let campaign = Campaign {
        from: frame.start.0 - frame.today.0,
        exam: frame.exam.0 - frame.today.0,
        items,
        weights: domains.weights(),
        prior: frame.prior,
        unseen: Unseen::Prior,
        secs: frame.secs.clone(),
        belief: how.clone(),
        truth: how,
    };
    (campaign, places)
}

/// The plan that is followed: the one before unless another is clearly better.
pub fn choose(campaign: &Campaign, before: Option<Policy>) -> Policy {
    let mean = |policy: Policy| campaign.mean_recall(policy, RUNS);
    let means = CANDIDATES.map(|policy| (mean(policy), policy));
    let best = means.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    let (best_mean, best) = best.unwrap_or((0.0, Policy::Greedy));
    let kept = before.and_then(|before| means.into_iter().find(|(_, policy)| *policy == before));
    match kept {
        Some((mean, policy)) if best_mean <= mean + WORTH_A_CHANGE => policy,
        _ => best,
    }
}

/// The day's items without parts of cases: a case is introduced whole or not at all, unless it is all
/// that there is.
pub fn whole_cases(campaign: &Campaign, chosen: Vec<u32>) -> Vec<u32> {
    let item = |at: u32| campaign.items.get(at as usize);
    let is_new = |at: &u32| item(*at).is_some_and(|item| item.start.is_none());
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for item in campaign.items.iter().filter(|item| item.start.is_none()) {
        *sizes.entry(item.group).or_default() += 1;
    }
    let size = |group: u32| sizes.get(&group).copied().unwrap_or(0);
    // Cards may stand between and behind the questions of a case.
    let of_case = |at: &u32| item(*at).filter(|item| is_new(at) && size(item.group) > 1);
    let Some(last) = chosen.iter().rev().find_map(of_case) else { return chosen };
    let group = last.group;
    let is_of_group = |at: &u32| is_new(at) && item(*at).is_some_and(|item| item.group == group);
    let n_chosen = chosen.iter().filter(|at| is_of_group(at)).count();
    let n_others = chosen.iter().filter(|at| is_new(at)).count() - n_chosen;
    if n_chosen < size(group) && n_others > 0 {
        return chosen.into_iter().filter(|at| !is_of_group(at)).collect();
    }
    chosen
}

/// Domains as a forecast needs them, after each of some runs of the plan.
pub fn states_after(campaign: &Campaign, policy: Policy, n_runs: u64) -> Vec<Vec<DomainState>> {
    let states = |run: u64| {
        let outcome = campaign.run(policy, run);
        let parts = campaign.weights.iter().zip(&outcome.known).zip(&outcome.seen);
        parts
            .map(|((weight, known), seen)| DomainState {
                weight: *weight,
                known: *known,
                seen: *seen,
            })
            .collect()
    };
    (0..n_runs).map(states).collect()
}

/// Domains as they stand.
pub fn states_of(domains: &Domains, standings: &[Standing]) -> Vec<DomainState> {
    let parts = domains.list.iter().zip(standings);
    parts
        .map(|(domain, standing)| DomainState {
            weight: domain.weight,
            known: standing.known,
            seen: standing.seen,
        })
        .collect()
}

/// A forecast as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Mean share of right answers, 0..=1.
    pub mean: f64,
    /// 10 % and 90 % quantiles.
    pub range: (f64, f64),
    /// Share of outcomes at or above the line.
    pub above: f64,
}

impl Shown {
    /// From a forecast and the share of right answers that is compared with.
    pub fn of(forecast: &Forecast, line: f64) -> Self {
        let [low, _, high] = forecast.quantiles;
        Self { mean: forecast.mean, range: (low, high), above: forecast.above(line) }
    }
}

/// What a forecast is measured by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Questions that count in the exam.
    pub n_questions: u32,
    /// Share of right answers that passes, or the learner's own line.
    pub line: f64,
    /// Shift of the forecast and its standard deviation, from earlier results.
    pub correction: (f64, f64),
}

/// Draws a forecast over the states of some runs.
pub fn forecast(
    fit: &Fit,
    states: &[Vec<DomainState>],
    measure: &Measure,
    rng: &mut impl Rng,
) -> Shown {
    let found = fit.forecast(states, measure.n_questions, DRAWS, measure.correction, rng);
    Shown::of(&found, measure.line)
}

/// How one domain stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DomainOutlook {
    /// Title for people.
    pub title: String,
    /// Share of the exam.
    pub weight: f64,
    /// Chance of a right answer to a fresh question today.
    pub chance: f64,
    /// Share seen, by value.
    pub seen: f64,
    /// Recall of what was seen; none when nothing was.
    pub recall: Option<f64>,
    /// First answers to its questions.
    pub n_sights: u32,
    /// What an hour on it would add to the score, in shares.
    pub hour: f64,
}

/// What may be shown, by the number of first answers in each domain; small domains count as one.
pub fn judge(domains: &Domains, n_sights: &[u32], width: f64) -> Evidence {
    let mut counts = Vec::new();
    let mut small = None;
    for (domain, n) in domains.list.iter().zip(n_sights) {
        if domain.weight < SMALL {
            *small.get_or_insert(0) += *n;
        } else {
            counts.push(*n);
        }
    }
    counts.extend(small);
    match evidence(&counts) {
        Evidence::Pass if width > WIDEST => Evidence::Range,
        other => other,
    }
}

/// Whether the last answer is so old that a forecast is from before a break.
pub fn is_after_break(last: Option<StudyDay>, today: StudyDay) -> bool {
    last.is_some_and(|last| today.since(last) > BREAK_DAYS)
}

/// How each domain stands today.
pub fn domains_today(
    domains: &Domains,
    facts: &[Fact],
    memories: &[Option<Memory>],
    standings: &[Standing],
    n_sights: &[u32],
    fit: &Fit,
    frame: &Frame,
) -> Vec<DomainOutlook> {
    let states = states_of(domains, standings);
    let hours = hours(domains, facts, memories, &states, fit, frame);
    let parts = domains.list.iter().zip(&states).zip(n_sights).zip(hours).enumerate();
    parts
        .map(|(place, (((domain, state), n_sights), hour))| DomainOutlook {
            title: domain.title.clone(),
            weight: domain.weight,
            chance: fit.mean_chance(place, state, 0.25),
            seen: state.seen,
            recall: (state.seen > 0.0).then(|| state.known / state.seen),
            n_sights: *n_sights,
            hour,
        })
        .collect()
}

/// What an hour on each domain adds to the score on the exam day.
fn hours(
    domains: &Domains,
    facts: &[Fact],
    memories: &[Option<Memory>],
    states: &[DomainState],
    fit: &Fit,
    frame: &Frame,
) -> Vec<f64> {
    let (campaign, _) = campaign(facts, memories, domains, &horizon(frame));
    let (q0, _) = fit.means();
    let new = campaign.gain_of_new(0) + campaign.prior - q0;
    let mut values = vec![0.0; domains.list.len()];
    let mut offers: Vec<Vec<(f64, f64)>> = vec![Vec::new(); domains.list.len()];
    for item in &campaign.items {
        let (Some(value), Some(offer)) = (values.get_mut(item.domain), offers.get_mut(item.domain))
        else {
            continue;
        };
        *value += item.kind.value;
        let (gain, secs) = match item.start {
            Some((strength, last)) if last < 0 => {
                let prepared = campaign.belief.prepare(strength);
                (campaign.gain(&prepared, last, 0), item.kind.secs_seen)
            }
            Some(_) => continue,
            None if item.is_left_out => continue,
            None => (new, item.kind.secs_new + (1.0 - campaign.prior) * item.kind.secs_wrong),
        };
        offer.push((gain * item.kind.value, secs));
    }
    let parts = offers.into_iter().zip(values).zip(states).enumerate();
    parts
        .map(|(place, ((mut list, value), state))| {
            list.sort_by(|a, b| (b.0 / b.1).total_cmp(&(a.0 / a.1)));
            let (mut gain, mut secs) = (0.0, 0.0);
            for (more, cost) in list.into_iter().filter(|(more, _)| *more > 0.0) {
                if secs >= 3600.0 {
                    break;
                }
                gain += more;
                secs += cost;
            }
            let before = fit.mean_chance(place, state, 0.25);
            // The gain is one in Q; as A it is what would bring that.
            let lifted = DomainState { known: state.known + gain / value.max(1e-9), ..*state };
            let after = fit.mean_chance(place, &lifted, 0.25);
            state.weight * (after - before)
        })
        .collect()
}

fn horizon(frame: &Frame) -> Frame {
    let least = frame.today.plus(1);
    let exam = if frame.exam > frame.today { frame.exam } else { frame.today.plus(HORIZON) };
    Frame { exam: exam.max(least), ..frame.clone() }
}

/// Chance that an unseen item is known at first sight, over the domains by weight.
pub fn prior(domains: &Domains, standings: &[Standing], fit: &Fit) -> f64 {
    let (q0, carry) = fit.means();
    let parts = domains.list.iter().zip(standings);
    let mean: f64 = parts
        .map(|(domain, standing)| {
            domain.weight * transferred(q0, carry, standing.known, standing.seen)
        })
        .sum();
    mean.clamp(0.01, 0.99)
}
