//! A campaign: the days from today to the exam, answered by a simulated learner under a plan.
//!
//! Random numbers are keyed by run, item and number of the answer, so that two plans meet the same
//! luck and a curve over minutes is smooth.

mod day;

use super::forgetting::{Forgetting, Prepared, Strength};
use super::policy::{CANDIDATES, Policy};
use crate::domain::library::spread;

/// What an item costs and is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kind {
    /// 1 for a question, 0.5 for a card.
    pub value: f64,
    /// Seconds of a first answer.
    pub secs_new: f64,
    /// Seconds of a later answer.
    pub secs_seen: f64,
    /// Further seconds of a wrong answer.
    pub secs_wrong: f64,
}

/// One item of the deck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanItem {
    /// Index in [`Campaign::weights`].
    pub domain: usize,
    /// Items of the same number are introduced together.
    pub group: u32,
    /// What it costs and is worth.
    pub kind: Kind,
    /// What is known of it: strength and day of the last answer (0 is today, before today negative).
    pub start: Option<(Strength, i32)>,
    /// Whether it is never introduced; it counts all the same.
    pub is_left_out: bool,
}

/// Everything that a campaign depends on.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// First day of study, usually 0.
    pub from: i32,
    /// The exam day; study happens before it.
    pub exam: i32,
    /// The items.
    pub items: Vec<PlanItem>,
    /// Share of each domain in the exam; they sum to 1.
    pub weights: Vec<f64>,
    /// Chance that an unseen item is known at first sight, 0..=1.
    pub prior: f64,
    /// Whether unseen items count as known by that chance on the exam day, or as not known.
    pub unseen: Unseen,
    /// Seconds of study on each day, by day number from 0; missing days have none.
    pub secs: Vec<f64>,
    /// How the learner forgets, as the plan believes.
    pub belief: Forgetting,
    /// How the learner forgets in truth; the same as the belief outside of tests.
    pub truth: Forgetting,
}

/// What an unseen item counts as on the exam day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// Not known.
    Nothing,
    /// Known by the chance of first sight.
    Prior,
}

/// What a campaign brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Weighted recall over the deck on the exam day, 0..=1.
    pub recall: f64,
    /// The same as the plan believes.
    pub believed: f64,
    /// Recall of each domain over its seen items, weighted by value and divided by all of its value.
    pub known: Vec<f64>,
    /// Share of each domain that was seen, by value.
    pub seen: Vec<f64>,
    /// Answers given.
    pub n_answers: u32,
    /// Items never seen.
    pub n_unseen: u32,
    /// Seconds used.
    pub secs: f64,
    /// Days with study.
    pub days: Vec<DayLoad>,
}

/// An item in the course of a campaign.
#[derive(Debug, Clone, Copy)]
struct State {
    belief: Option<Prepared>,
    truth: Option<Prepared>,
    last: i32,
    n_answers: u32,
}

fn mix(key: u64) -> u64 {
    spread(key.wrapping_add(0x9E37_79B9_7F4A_7C15))
}

/// A number of its own for each combination of parts.
fn key(parts: [u64; 3]) -> u64 {
    let fold = |key: u64, part: u64| mix(key ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93));
    parts.into_iter().fold(20_261_122, fold)
}

/// 0 up to 1.
fn unit(key: u64) -> f64 {
    (mix(key) >> 11) as f64 / (1_u64 << 53) as f64
}

/// How answers of a simulated day turn out.
enum Luck {
    /// By the numbers of this run.
    Run(u64),
    /// Not at all: the day is only put together, at expected costs.
    Expected(Vec<u32>),
}

/// One simulated day.
struct Day<'a> {
    campaign: &'a Campaign,
    weights: &'a [f64],
    number: i32,
    luck: Luck,
    budget: f64,
    used: f64,
    n_answers: u32,
    n_new: u32,
}

/// What one day of a campaign holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DayLoad {
    /// Day number.
    pub day: i32,
    /// Answers to new items.
    pub n_new: u32,
    /// Answers to items seen before.
    pub n_seen: u32,
    /// Seconds.
    pub secs: f64,
}

impl Campaign {
    /// What each item is worth: its domain's weight shared out by value.
    pub fn item_weights(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.weights.len()];
        for item in &self.items {
            if let Some(sum) = sums.get_mut(item.domain) {
                *sum += item.kind.value;
            }
        }
        let share = |item: &PlanItem| {
            let (weight, sum) = (self.weights.get(item.domain), sums.get(item.domain));
            weight.zip(sum).map_or(0.0, |(weight, sum)| weight * item.kind.value / sum.max(1e-12))
        };
        self.items.iter().map(share).collect()
    }

    /// Expected recall on the exam day if answered on `day`, minus that if left alone.
    pub fn gain(&self, item: &Prepared, last: i32, day: i32) -> f64 {
        let belief = &self.belief;
        let (elapsed, left) = (f64::from(day - last), f64::from(self.exam - day));
        let s = item.strength.stability;
        let r = belief.recall(elapsed, s);
        let (success, failure) = belief.outcomes(item, r);
        r * belief.recall(left, success) + (1.0 - r) * belief.recall(left, failure)
            - belief.recall(elapsed + left, s)
    }

    /// What a first answer on `day` gains.
    pub fn gain_of_new(&self, day: i32) -> f64 {
        let left = f64::from(self.exam - day);
        let (again, good) = self.belief.first_stability();
        let known = self.prior * self.belief.recall(left, good)
            + (1.0 - self.prior) * self.belief.recall(left, again);
        known - self.unseen_counts()
    }

    fn unseen_counts(&self) -> f64 {
        match self.unseen {
            Unseen::Nothing => 0.0,
            Unseen::Prior => self.prior,
        }
    }

    /// Runs the campaign under a plan; `run` names the luck.
    pub fn run(&self, policy: Policy, run: u64) -> Outcome {
        let weights = self.item_weights();
        let mut states: Vec<State> = self.items.iter().map(|item| self.begin(item)).collect();
        let order = self.order_of_new(&weights, run);
        let mut outcome = Outcome::default();
        let mut picked: Vec<(f64, u32)> = Vec::with_capacity(states.len());
        for day in self.from.max(0)..self.exam {
            let budget = self.secs.get(day as usize).copied().unwrap_or(0.0);
            if budget <= 0.0 {
                continue;
            }
            let mut today = self.day(&weights, day, budget, Luck::Run(run));
            let unseen = unseen_of(&order, &states);
            today.spend(policy, &mut states, &unseen, &mut picked);
            outcome.secs += today.used;
            outcome.n_answers += today.n_answers;
            let n_seen = today.n_answers - today.n_new;
            outcome.days.push(DayLoad { day, n_new: today.n_new, n_seen, secs: today.used });
        }
        self.settle(&states, &weights, outcome)
    }

    /// The items of one day under a plan, by expected costs, in the order of their choice. It exceeds
    /// the day's seconds by less than its last item, and is empty on a day without any.
    pub fn plan_day(&self, policy: Policy, day: i32) -> Vec<u32> {
        let budget = self.secs.get(day.max(0) as usize).copied().unwrap_or(0.0);
        if budget <= 0.0 || day >= self.exam {
            return Vec::new();
        }
        let weights = self.item_weights();
        let mut states: Vec<State> = self.items.iter().map(|item| self.begin(item)).collect();
        let order = self.order_of_new(&weights, 0);
        let unseen = unseen_of(&order, &states);
        let mut today = self.day(&weights, day, budget, Luck::Expected(Vec::new()));
        today.spend(policy, &mut states, &unseen, &mut Vec::new());
        match today.luck {
            Luck::Expected(chosen) => chosen,
            Luck::Run(_) => Vec::new(),
        }
    }

    fn day<'a>(&'a self, weights: &'a [f64], number: i32, budget: f64, luck: Luck) -> Day<'a> {
        let (used, n_answers, n_new) = (0.0, 0, 0);
        Day { campaign: self, weights, number, luck, budget, used, n_answers, n_new }
    }

    /// The items that are not seen yet, what is worth most a second first.
    pub fn new_by_worth(&self) -> Vec<u32> {
        let weights = self.item_weights();
        let is_new = |item: &u32| {
            self.items.get(*item as usize).is_some_and(|planned| planned.start.is_none())
        };
        self.by_worth(&weights, 0).into_iter().filter(is_new).collect()
    }

    /// The last day on which a paced plan introduces new items.
    pub fn last_new(&self, until: f64) -> i32 {
        self.from + ((f64::from(self.exam - self.from) * until).floor() as i32).max(1)
    }

    fn begin(&self, item: &PlanItem) -> State {
        let strength = item.start.map(|(strength, _)| strength);
        State {
            belief: strength.map(|strength| self.belief.prepare(strength)),
            truth: strength.map(|strength| self.truth.prepare(strength)),
            last: item.start.map_or(0, |(_, last)| last),
            n_answers: u32::from(item.start.is_some()),
        }
    }

    /// Worth of a first answer a second.
    fn worth(&self, weights: &[f64], item: u32) -> f64 {
        let place = item as usize;
        weights.get(place).copied().unwrap_or(0.0) / self.first_secs(item)
    }

    /// Worth a second of the best that can be introduced: what decides between new and seen. What then comes
    /// is the next in turn.
    fn worth_of_new(&self, weights: &[f64], unseen: &[u32]) -> f64 {
        unseen.iter().map(|item| self.worth(weights, *item)).fold(0.0, f64::max)
    }

    /// The order in which items are introduced: by worth, but questions and cards take turns, so that each
    /// gets half of the time. By worth alone cards, which are quick, would all come before the first
    /// question: nobody would know for weeks how the exam's questions go.
    fn order_of_new(&self, weights: &[f64], run: u64) -> Vec<u32> {
        let is_question =
            |item: &u32| self.items.get(*item as usize).is_some_and(|item| item.kind.value >= 1.0);
        let (questions, cards): (Vec<u32>, Vec<u32>) =
            self.by_worth(weights, run).into_iter().partition(is_question);
        self.in_turns(questions, cards)
    }

    /// Items by worth, equals in a keyed shuffle, so that topics are mixed.
    fn by_worth(&self, weights: &[f64], run: u64) -> Vec<u32> {
        let group = |item: u32| self.items.get(item as usize).map_or(item, |item| item.group);
        let is_in =
            |item: &u32| self.items.get(*item as usize).is_some_and(|planned| !planned.is_left_out);
        let keyed =
            |item: u32| (-self.worth(weights, item), key([7, run, u64::from(group(item))]), item);
        let mut order: Vec<(f64, u64, u32)> =
            (0..self.items.len() as u32).filter(is_in).map(keyed).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        order.into_iter().map(|(_, _, item)| item).collect()
    }

    /// Two lists as one, each with half of the seconds as long as both last.
    fn in_turns(&self, questions: Vec<u32>, cards: Vec<u32>) -> Vec<u32> {
        let mut mixed = Vec::with_capacity(questions.len() + cards.len());
        let mut questions = questions.into_iter();
        let mut lead = 0.0;
        // A card first: it takes ten seconds, and the question after it is not far.
        for card in cards {
            while lead < 0.0
                && let Some(question) = questions.next()
            {
                lead += self.first_secs(question);
                mixed.push(question);
            }
            lead -= self.first_secs(card);
            mixed.push(card);
        }
        mixed.extend(questions);
        mixed
    }

    /// Expected seconds of a first answer.
    fn first_secs(&self, item: u32) -> f64 {
        let kind = self.items.get(item as usize).map(|item| item.kind);
        kind.map_or(1.0, |kind| kind.secs_new + (1.0 - self.prior) * kind.secs_wrong)
    }

    /// Expected seconds of a day's items, wrong answers with what follows them.
    pub fn expected_secs(&self, items: &[u32], day: i32) -> f64 {
        let secs = |item: &u32| {
            let planned = self.items.get(*item as usize)?;
            let Some((strength, last)) = planned.start else { return Some(self.first_secs(*item)) };
            let recall = self.belief.recall(f64::from(day - last), strength.stability);
            Some(planned.kind.secs_seen + (1.0 - recall) * planned.kind.secs_wrong)
        };
        items.iter().filter_map(secs).sum()
    }

    fn settle(&self, states: &[State], weights: &[f64], mut outcome: Outcome) -> Outcome {
        let mut values = vec![0.0; self.weights.len()];
        outcome.known = vec![0.0; self.weights.len()];
        outcome.seen = vec![0.0; self.weights.len()];
        for ((state, item), weight) in states.iter().zip(&self.items).zip(weights) {
            let days = f64::from(self.exam - state.last);
            let recall = |how: &Forgetting, known: &Option<Prepared>| {
                let known = known.as_ref().map(|known| how.recall(days, known.strength.stability));
                known.unwrap_or(self.unseen_counts())
            };
            let true_recall = recall(&self.truth, &state.truth);
            let believed = recall(&self.belief, &state.belief);
            outcome.n_unseen += u32::from(state.belief.is_none());
            outcome.recall += weight * true_recall;
            outcome.believed += weight * believed;
            let add = |list: &mut Vec<f64>, value: f64| {
                if let Some(sum) = list.get_mut(item.domain) {
                    *sum += value;
                }
            };
            add(&mut values, item.kind.value);
            if state.belief.is_some() {
                add(&mut outcome.known, item.kind.value * believed);
                add(&mut outcome.seen, item.kind.value);
            }
        }
        for ((known, seen), value) in outcome.known.iter_mut().zip(&mut outcome.seen).zip(&values) {
            *known /= value.max(1e-12);
            *seen /= value.max(1e-12);
        }
        outcome
    }

    /// Mean recall over runs.
    pub fn mean_recall(&self, policy: Policy, n_runs: u64) -> f64 {
        (0..n_runs).map(|run| self.run(policy, run).recall).sum::<f64>() / n_runs.max(1) as f64
    }

    /// The best of the candidate plans; common luck makes few runs enough to rank them.
    pub fn best(&self, n_runs: u64) -> Policy {
        let means = CANDIDATES.map(|policy| (self.mean_recall(policy, n_runs), policy));
        means
            .into_iter()
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(Policy::Greedy, |(_, best)| best)
    }
}

/// The unseen items, in the order in which they are introduced.
fn unseen_of(order: &[u32], states: &[State]) -> Vec<u32> {
    let is_unseen =
        |item: &&u32| states.get(**item as usize).is_some_and(|state| state.belief.is_none());
    order.iter().filter(is_unseen).copied().collect()
}
