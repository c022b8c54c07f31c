//! One simulated day: what is answered under each plan.

use super::{Day, Luck, State, key, unit};
use crate::domain::plan::forgetting::{Grade, Prepared};
use crate::domain::plan::policy::Policy;

impl Day<'_> {
    fn has_time(&self) -> bool {
        self.used < self.budget
    }

    /// Answers that fit into what is left, at most.
    fn room(&self) -> usize {
        let cheapest = self.campaign.items.iter().map(|item| item.kind.secs_seen);
        let cheapest = cheapest.fold(f64::MAX, f64::min).max(1e-6);
        ((self.budget - self.used).max(0.0) / cheapest).ceil() as usize
    }

    pub(super) fn spend(
        &mut self,
        policy: Policy,
        states: &mut [State],
        unseen: &[u32],
        picked: &mut Vec<(f64, u32)>,
    ) {
        match policy {
            Policy::ReviewsFirst { retention } => {
                self.pick_due(states, retention, picked, |recall, _| -recall);
                picked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                self.answer_all(states, picked.iter().map(|(_, item)| *item));
                self.answer_all(states, unseen.iter().copied());
            }
            Policy::Paced { retention, until } => {
                self.paced(states, unseen, picked, retention, until);
            }
            Policy::Greedy => self.greedy(states, unseen, picked),
        }
    }

    fn paced(
        &mut self,
        states: &mut [State],
        unseen: &[u32],
        picked: &mut Vec<(f64, u32)>,
        retention: f64,
        until: f64,
    ) {
        let (from, exam) = (self.campaign.from, self.campaign.exam);
        let last_new = self.campaign.last_new(until);
        let quota = unseen.len().div_ceil((last_new - self.number).max(1) as usize);
        let (now, later) = unseen.split_at(quota.min(unseen.len()));
        // What can fill the last quarter is looked for before anything of today is answered.
        let is_last_quarter = 4 * (exam - self.number) <= exam - from;
        self.answer_all(states, now.iter().copied());
        let mut rest = Vec::new();
        if is_last_quarter {
            self.pick_ripe(states, Some(retention), &mut rest);
        }
        self.pick_due(states, retention, picked, |_, gain| gain());
        top(picked, self.room());
        self.answer_all(states, picked.iter().map(|(_, item)| *item));
        self.answer_all(states, later.iter().copied());
        if self.has_time() {
            top(&mut rest, self.room());
            self.answer_all(states, rest.iter().map(|(_, item)| *item));
        }
    }

    fn greedy(&mut self, states: &mut [State], unseen: &[u32], picked: &mut Vec<(f64, u32)>) {
        self.pick_ripe(states, None, picked);
        top(picked, self.room());
        let worth = self.campaign.worth_of_new(self.weights, unseen);
        let new = self.campaign.gain_of_new(self.number) * worth;
        let (mut seen, mut fresh) = (picked.iter().peekable(), unseen.iter().peekable());
        while self.has_time() {
            let old = seen.peek().map(|(density, item)| (*density, *item));
            let new = fresh.peek().map(|item| (new, **item));
            let item = match (old, new) {
                (None, None) => break,
                (Some((a, _)), Some((b, item))) if b > a => {
                    fresh.next();
                    item
                }
                (Some((_, item)), _) => {
                    seen.next();
                    item
                }
                (None, Some((_, item))) => {
                    fresh.next();
                    item
                }
            };
            self.answer(states, item);
        }
    }

    /// Seen items that were not answered today, with the days since.
    fn seen<'s>(
        &self,
        states: &'s [State],
    ) -> impl Iterator<Item = (u32, &'s State, &'s Prepared, f64)> + use<'s> {
        let day = self.number;
        (0_u32..).zip(states).filter(move |(_, state)| state.last < day).filter_map(
            move |(item, state)| {
                Some((item, state, state.belief.as_ref()?, f64::from(day - state.last)))
            },
        )
    }

    /// Gain a second of a seen item.
    fn density(&self, item: u32, state: &State, prepared: &Prepared) -> f64 {
        let place = item as usize;
        let cost = self.campaign.items.get(place).map_or(1.0, |item| item.kind.secs_seen);
        let weight = self.weights.get(place).copied().unwrap_or(0.0);
        self.campaign.gain(prepared, state.last, self.number) * weight / cost
    }

    fn pick_due(
        &self,
        states: &[State],
        retention: f64,
        picked: &mut Vec<(f64, u32)>,
        order: impl Fn(f64, &dyn Fn() -> f64) -> f64,
    ) {
        let unit_interval = self.campaign.belief.interval(1.0, retention);
        picked.clear();
        for (item, state, prepared, days) in self.seen(states) {
            let s = prepared.strength.stability;
            if days >= (unit_interval * s).round().max(1.0) {
                let recall = self.campaign.belief.recall(days, s);
                let rank = order(recall, &|| self.density(item, state, prepared));
                picked.push((rank, item));
            }
        }
    }

    /// Items with something to gain: a tenth of their stability has passed. With a retention, those
    /// that are not due at it.
    fn pick_ripe(&self, states: &[State], not_due_at: Option<f64>, picked: &mut Vec<(f64, u32)>) {
        let due = not_due_at.map(|retention| self.campaign.belief.interval(1.0, retention));
        picked.clear();
        for (item, state, prepared, days) in self.seen(states) {
            let s = prepared.strength.stability;
            let is_due = due.is_some_and(|unit| days >= (unit * s).round().max(1.0));
            if !is_due && days >= 0.1 * s {
                picked.push((self.density(item, state, prepared), item));
            }
        }
    }

    fn answer_all(&mut self, states: &mut [State], items: impl Iterator<Item = u32>) {
        for item in items {
            if !self.has_time() {
                break;
            }
            self.answer(states, item);
        }
    }

    fn answer(&mut self, states: &mut [State], item: u32) {
        let place = item as usize;
        let (Some(state), Some(planned)) = (states.get_mut(place), self.campaign.items.get(place))
        else {
            return;
        };
        let days = f64::from(self.number - state.last);
        let campaign = self.campaign;
        let kind = planned.kind;
        self.n_answers += 1;
        self.n_new += u32::from(state.belief.is_none());
        self.used += if state.belief.is_some() { kind.secs_seen } else { kind.secs_new };
        let known = state
            .truth
            .as_ref()
            .map_or(campaign.prior, |truth| campaign.truth.recall(days, truth.strength.stability));
        let run = match &mut self.luck {
            Luck::Run(run) => *run,
            Luck::Expected(chosen) => {
                chosen.push(item);
                self.used += (1.0 - known) * kind.secs_wrong;
                return;
            }
        };
        let is_right = unit(key([run, u64::from(item), u64::from(state.n_answers)])) < known;
        let grade = if is_right { Grade::Good } else { Grade::Again };
        self.used += if is_right { 0.0 } else { kind.secs_wrong };
        let belief = campaign.belief.step(state.belief.as_ref(), days, grade);
        let truth = campaign.truth.step(state.truth.as_ref(), days, grade);
        state.belief = Some(campaign.belief.prepare(belief));
        state.truth = Some(campaign.truth.prepare(truth));
        state.last = self.number;
        state.n_answers += 1;
    }
}

/// Keeps the `most` largest, in falling order.
fn top(list: &mut Vec<(f64, u32)>, most: usize) {
    let falling = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
    if most == 0 {
        list.clear();
        return;
    }
    if most < list.len() {
        list.select_nth_unstable_by(most - 1, falling);
        list.truncate(most);
    }
    list.sort_unstable_by(falling);
}
