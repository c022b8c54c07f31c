//! One certificate: its log read, its plan of the day, its readiness.

use std::sync::Arc;

use chrono::Datelike as _;

use super::notes::{digest, resolved};
use super::{Base, Certificate, DeckOutlook, Line, LineBasis, Plan, ReadyModel, records_of};
use crate::app::view::today::blueprint_on;
use crate::domain::deck::{Blueprint, Deck, Pass};
use crate::domain::event::EventBody;
use crate::domain::library::Library;
use crate::domain::plan::campaign::Campaign;
use crate::domain::plan::facts::{Domains, Fact, facts};
use crate::domain::plan::forgetting::STANDARD;
use crate::domain::plan::fresh::{Evidence, FirstSight, Fit, fit};
use crate::domain::plan::ledger::{self, Resolved, correction};
use crate::domain::plan::outlook::{
    Frame, Measure, Shown, campaign, choose, domains_today, forecast, is_after_break, judge, prior,
    states_after, states_of, whole_cases,
};
use crate::domain::plan::policy::Policy;
use crate::domain::plan::record::{ForecastKind, OutlookRecord, PlanRecord};
use crate::domain::plan::replay::{Replay, Standing, Step, replay, standings};
use crate::domain::plan::whatif::{Week, quick_best};
use crate::domain::schedule::memory::Model;
use crate::domain::seed::Seed;
use crate::domain::time::StudyDay;

/// Questions of an exam where no blueprint says it.
const QUESTIONS: u32 = 40;
/// First answers that the readiness model looks back on.
const SIGHTS: usize = 3_000;
/// Runs of the plan that a forecast for the exam day is drawn from.
const RUNS: u64 = 8;
/// Days beyond the exam for which days of study are known.
const BEYOND: i32 = 190;
/// Exams further away than this are planned for as if they were this far, in days.
const FARTHEST: i32 = 730;

/// What all certificates share.
pub(super) struct Shared<'a> {
    pub(super) library: &'a Library,
    pub(super) bodies: &'a [EventBody],
    pub(super) week: [u32; 7],
    pub(super) today: StudyDay,
    pub(super) seed: Seed,
}

/// One certificate with its log read.
pub(super) struct Reading<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) certificate: &'a Certificate,
    pub(super) deck: &'a Deck,
    domains: Domains,
    facts: Vec<Fact>,
    pub(super) replay: Replay,
    fit: Fit,
    /// Chance that an unseen item is known, as of this morning.
    prior: f64,
    now: Vec<Standing>,
    measure: Measure,
    pub(super) line: Line,
    resolved: Vec<(String, Resolved)>,
    resolved_ids: Vec<String>,
    correction: Option<(f64, f64)>,
    n_sights: Vec<u32>,
    pub(super) records: Vec<&'a OutlookRecord>,
    /// Quarters of the minutes; set when they are dealt.
    pub(super) quarters: u8,
}

/// Share of right answers that passes, by a blueprint; the learner's own where none is published.
pub fn line_of(blueprint: Option<&Blueprint>, line_percent: u32) -> Line {
    let own = Line { share: f64::from(line_percent) / 100.0, basis: LineBasis::Own };
    match blueprint.map(|blueprint| &blueprint.pass) {
        Some(Pass::Fraction(right, of)) => {
            let share = f64::from(*right) / f64::from((*of).max(1));
            Line { share, basis: LineBasis::Published }
        }
        Some(Pass::Scaled { from, to, pass, .. }) => {
            let share = (pass - from) / (to - from).max(1e-9);
            Line { share, basis: LineBasis::Estimated }
        }
        Some(Pass::Unpublished { .. }) | None => own,
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, certificate: &'a Certificate) -> Option<Self> {
        let deck = shared.library.deck(certificate.deck)?;
        let date = certificate.exam.unwrap_or(shared.today).max(shared.today).date();
        let blueprint = blueprint_on(deck, date);
        let domains = Domains::of(deck, blueprint);
        let name = |item: u32| shared.library.item(item).map_or("", |item| item.id.as_str());
        let facts = facts(
            shared.library,
            certificate.deck,
            &domains,
            date,
            |unit| certificate.suspended.contains(name(unit.item)),
            |unit| certificate.left_out.contains(name(unit.item)),
        );
        let model = Model::new(&certificate.parameters).unwrap_or_else(|_| Model::standard());
        let steps = steps_of(shared, certificate, &facts);
        let n = domains.list.len();
        let replay = replay(&facts, &model, n, &steps, shared.today);
        let fit_of = |sights: &[FirstSight]| fit(last(sights, SIGHTS), n);
        let fit = fit_of(&replay.sights);
        let before = replay.sights.get(..replay.n_sights_before).unwrap_or_default();
        // The plan of a day knows what its morning knew, so that it stays as it is through the day.
        let morning = standings(&facts, &replay.morning, &model, shared.today, n);
        let prior = if before.len() == replay.sights.len() {
            prior(&domains, &morning, &fit)
        } else {
            prior(&domains, &morning, &fit_of(before))
        };
        let now = standings(&facts, &replay.now, &model, shared.today, n);
        let records = records_of(shared.bodies, &deck.id);
        let (resolved, resolved_ids) = resolved(&records, certificate);
        let pairs: Vec<Resolved> = resolved.iter().map(|(_, pair)| *pair).collect();
        let correction = correction(&pairs);
        let line = line_of(blueprint, certificate.line_percent);
        let (n_sights, measure) =
            (count_sights(&replay, n), measure_of(blueprint, line, correction));
        Some(Self {
            shared,
            certificate,
            deck,
            domains,
            facts,
            replay,
            fit,
            prior,
            now,
            measure,
            line,
            resolved,
            resolved_ids,
            correction,
            n_sights,
            records,
            quarters: 4,
        })
    }

    pub(super) fn id(&self) -> &str {
        &self.deck.id
    }

    pub(super) fn has_exam(&self) -> bool {
        self.certificate.exam.is_some_and(|exam| exam > self.shared.today)
    }

    pub(super) fn fixed_quarters(&self) -> Option<u8> {
        self.certificate.quarters
    }

    /// Quarters that were chosen earlier today under the same terms.
    pub(super) fn quarters_today(&self) -> Option<u8> {
        let last = self.last_plan()?;
        let is_same = last.day == self.shared.today && Some(last.exam) == self.certificate.exam;
        let is_fixed_else = self.certificate.quarters.is_some_and(|fixed| fixed != last.quarters);
        (is_same && !is_fixed_else && last.terms == self.terms()).then_some(last.quarters)
    }

    /// Expected score on the exam day with so many quarters of the minutes.
    pub(super) fn score_with(&self, quarters: u8) -> f64 {
        let Some(exam) = self.certificate.exam else { return 0.0 };
        let (campaign, _) = self.campaign(exam, self.shared.today, quarters);
        let states = states_after(&campaign, quick_best(&campaign), 1);
        let states = states.first().map_or(&[][..], Vec::as_slice);
        let chance = |(at, state)| self.fit.mean_chance(at, state, 0.25) * state.weight;
        states.iter().enumerate().map(chance).sum()
    }

    fn last_plan(&self) -> Option<&PlanRecord> {
        self.records.iter().rev().find_map(|record| match record {
            OutlookRecord::Plan(plan) => Some(plan),
            _ => None,
        })
    }

    /// What a plan was made for: minutes and what is given up.
    pub(super) fn terms(&self) -> u64 {
        digest(&format!("{:?} {:?}", self.shared.week, self.certificate.left_out))
    }

    fn minutes_on(&self, day: StudyDay) -> u32 {
        let weekday = day.date().weekday().num_days_from_monday() as usize;
        self.shared.week.get(weekday).copied().unwrap_or(0)
    }

    fn campaign(&self, exam: StudyDay, start: StudyDay, quarters: u8) -> (Campaign, Vec<u32>) {
        campaign(
            &self.facts,
            &self.replay.morning,
            &self.domains,
            &self.frame(exam, start, quarters),
        )
    }

    fn frame(&self, exam: StudyDay, start: StudyDay, quarters: u8) -> Frame {
        let today = self.shared.today;
        let exam = exam.min(today.plus(FARTHEST));
        let share = f64::from(quarters) / 4.0;
        let secs = |ahead: i32| f64::from(self.minutes_on(today.plus(ahead))) * 60.0 * share;
        Frame {
            today,
            start,
            exam,
            secs: (0..exam.0 - today.0).map(secs).collect(),
            parameters: parameters(&self.certificate.parameters),
            prior: self.prior,
        }
    }

    /// Everything that is shown.
    pub(super) fn finish(&self) -> DeckOutlook {
        let today = self.shared.today;
        let mut rng = self.shared.seed.derive("readiness", &[&self.deck.id, &today.0.to_string()]);
        let states = vec![states_of(&self.domains, &self.now)];
        let now = forecast(&self.fit, &states, &self.measure, &mut rng);
        let evidence = judge(&self.domains, &self.n_sights, now.range.1 - now.range.0);
        let is_shown = !matches!(evidence, Evidence::Missing(_));
        let exam = self.certificate.exam.filter(|exam| *exam > today);
        let mut records = Vec::new();
        let (plan, at_exam) = match exam {
            Some(exam) => {
                let (plan, at_exam) = self.plan(exam, &mut records);
                (Some(plan), at_exam)
            }
            None => (None, None),
        };
        let now = is_shown.then_some(now);
        let at_exam = at_exam.filter(|_| is_shown);
        for (kind, shown) in [(ForecastKind::Today, now), (ForecastKind::ExamDay, at_exam)] {
            records.extend(shown.and_then(|shown| self.record(kind, &shown, evidence)));
        }
        let (fitted, n_fit_tried) = self.fitted();
        let horizon = exam.unwrap_or(today);
        DeckOutlook {
            evidence,
            now,
            at_exam,
            line: self.line,
            domains: domains_today(
                &self.domains,
                &self.facts,
                &self.replay.now,
                &self.now,
                &self.n_sights,
                &self.fit,
                &self.frame(horizon, today, 4),
            ),
            has_published_weights: self.domains.is_published,
            is_after_break: is_after_break(self.replay.last_day, today),
            plan,
            recent: self.replay.recent,
            calls: ledger::score(&self.replay.calls),
            resolved: self.resolved.clone(),
            resolved_ids: self.resolved_ids.clone(),
            correction: self.correction,
            traps: self.traps(),
            model: ReadyModel {
                fit: self.fit.clone(),
                standings: self.now.clone(),
                bias: self.replay.bias,
            },
            fitted,
            n_fit_tried,
            records,
        }
    }

    fn plan(&self, exam: StudyDay, records: &mut Vec<OutlookRecord>) -> (Plan, Option<Shown>) {
        let today = self.shared.today;
        let before = self.last_plan().copied().filter(|plan| plan.exam == exam);
        let same =
            before.filter(|plan| plan.terms == self.terms() && plan.quarters == self.quarters);
        let start = same.map_or(today, |plan| plan.start.min(today));
        let (campaign, places) = self.campaign(exam, start, self.quarters);
        let policy = match same.filter(|plan| plan.day == today) {
            Some(plan) => plan.policy,
            None => choose(&campaign, before.map(|plan| plan.policy)),
        };
        if same.is_none_or(|plan| plan.day != today) {
            let (quarters, terms) = (self.quarters, self.terms());
            let plan = PlanRecord { day: today, start, exam, quarters, policy, terms };
            records.push(OutlookRecord::Plan(plan));
        }
        let unit = |place: &u32| self.facts.get(*place as usize).map(|fact| fact.unit);
        let units: Vec<u32> = places.iter().filter_map(unit).collect();
        let (today_units, slowness) = self.units_of_today(&campaign, policy, &units);
        // The same numbers as for the curve, so that both say the same.
        let mut rng = self.shared.seed.derive("curve", &[]);
        let states = states_after(&campaign, policy, RUNS);
        let at_exam = forecast(&self.fit, &states, &self.measure, &mut rng);
        let n_unseen = campaign.new_by_worth().len();
        let last_new = match policy {
            Policy::Paced { until, .. } => Some(today.plus(campaign.last_new(until))),
            _ => None,
        };
        let run = campaign.run(policy, 0);
        let with_new = run.days.iter().filter(|load| load.n_new > 0).map(|load| load.n_new);
        let n_days = with_new.clone().count();
        let plan = Plan {
            units: today_units,
            slowness,
            policy,
            start,
            exam,
            last_new: last_new.filter(|last| *last >= today && n_unseen > 0),
            n_new_a_day: (with_new.sum::<u32>() as usize).div_ceil(n_days.max(1)),
            quarters: self.quarters,
            days: run.days,
            due_secs: self.due_secs(),
            n_missed: self.n_missed(),
            forecast_before: self.forecast_before(),
            ground: Arc::new(self.base(campaign, units)),
        };
        (plan, Some(at_exam))
    }

    fn base(&self, campaign: Campaign, units: Vec<u32>) -> Base {
        let today = self.shared.today;
        let is_study = (0..campaign.exam + BEYOND).map(|at| self.minutes_on(today.plus(at)) > 0);
        let study: Vec<f64> =
            self.shared.week.iter().filter(|m| **m > 0).map(|m| f64::from(*m)).collect();
        Base {
            week: Week { is_study: is_study.collect(), share: f64::from(self.quarters) / 4.0 },
            minutes: study.iter().sum::<f64>() / study.len().max(1) as f64,
            fit: self.fit.clone(),
            measure: self.measure,
            seed: self.shared.seed,
            campaign,
            units,
        }
    }

    /// Units chosen for today, ascending, and their expected seconds by those of the answers alone.
    fn units_of_today(
        &self,
        campaign: &Campaign,
        policy: Policy,
        units: &[u32],
    ) -> (Vec<u32>, f64) {
        let missed = self.missed_before();
        let of = |at: &u32| units.get(*at as usize).copied();
        let mut chosen = campaign.plan_day(policy, 0);
        let places = (0..).zip(units).filter(|(_, unit)| missed.contains(unit));
        let extra: Vec<u32> = places.map(|(at, _)| at).filter(|at| !chosen.contains(at)).collect();
        // What was chosen last makes room for what was missed.
        let mut too_long = campaign.expected_secs(&extra, 0);
        while too_long > 0.0
            && let Some(last) = chosen.pop()
        {
            too_long -= campaign.expected_secs(&[last], 0);
        }
        let mut chosen = whole_cases(campaign, chosen);
        chosen.extend(extra);
        let bare = |at: &u32| {
            campaign.items.get(*at as usize).map_or(0.0, |item| match item.start {
                Some(_) => item.kind.secs_seen,
                None => item.kind.secs_new,
            })
        };
        let bare: f64 = chosen.iter().map(bare).sum();
        let slowness = if bare > 0.0 { campaign.expected_secs(&chosen, 0) / bare } else { 1.0 };
        let mut today: Vec<u32> = chosen.iter().filter_map(of).collect();
        today.sort_unstable();
        (today, slowness)
    }

    /// Units that were not known at their last answer, up to a tenth of the day: a learner expects them again,
    /// also where a second of something else gains more.
    fn missed_before(&self) -> Vec<u32> {
        let today = self.shared.today;
        let mut room = f64::from(self.minutes_on(today)) * 6.0 * f64::from(self.quarters) / 4.0;
        let mut missed: Vec<(StudyDay, &Fact)> = self
            .facts
            .iter()
            .zip(&self.replay.morning)
            .filter(|(fact, _)| fact.counts)
            .filter_map(|(fact, memory)| Some((fact, memory.as_ref()?)))
            .filter(|(_, memory)| memory.is_relearning && memory.due <= today)
            .map(|(fact, memory)| (memory.due, fact))
            .collect();
        missed.sort_by_key(|(due, fact)| (*due, fact.unit));
        let fits = |(_, fact): &(StudyDay, &Fact)| {
            room -= fact.kind.secs_seen;
            room >= 0.0
        };
        missed.into_iter().take_while(fits).map(|(_, fact)| fact.unit).collect()
    }

    /// Seconds of what is due today or before.
    fn due_secs(&self) -> f64 {
        let today = self.shared.today;
        let pairs = self.facts.iter().zip(&self.replay.now).filter(|(fact, _)| fact.counts);
        let is_due = |memory: &crate::domain::schedule::memory::Memory| {
            memory.due <= today && memory.last_day < today
        };
        pairs
            .filter(|(_, memory)| memory.as_ref().is_some_and(is_due))
            .map(|(fact, _)| fact.kind.secs_seen)
            .sum()
    }

    /// Days of study between the last answer and today on which nothing was answered.
    fn n_missed(&self) -> u32 {
        let Some(last) = self.replay.last_day else { return 0 };
        let days = (last.0 + 1)..self.shared.today.0;
        days.filter(|day| self.minutes_on(StudyDay(*day)) > 0).count() as u32
    }
}

fn measure_of(
    blueprint: Option<&Blueprint>,
    line: Line,
    correction: Option<(f64, f64)>,
) -> Measure {
    let scored = |blueprint: &Blueprint| blueprint.questions().saturating_sub(blueprint.unscored);
    Measure {
        n_questions: blueprint.map_or(QUESTIONS, scored).max(1),
        line: line.share,
        correction: correction.unwrap_or((0.0, 0.0)),
    }
}

/// First answers in each domain.
fn count_sights(replay: &Replay, n_domains: usize) -> Vec<u32> {
    let mut counts = vec![0; n_domains];
    for sight in &replay.sights {
        if let Some(count) = counts.get_mut(sight.domain) {
            *count += 1;
        }
    }
    counts
}

/// The events of the deck's units in the order of their days.
fn steps_of<'a>(
    shared: &Shared<'a>,
    certificate: &Certificate,
    facts: &[Fact],
) -> Vec<(u32, Step<'a>)> {
    let place = |unit: u32| facts.binary_search_by_key(&unit, |fact| fact.unit).ok();
    let step = |body: &'a EventBody| {
        let (key, step) = match body {
            EventBody::Answer(answer) => (&answer.key, Step::Answer(answer)),
            EventBody::Seed(seed) => (&seed.key, Step::Seed(seed)),
            _ => return None,
        };
        if *key.deck != *certificate.id {
            return None;
        }
        Some((place(shared.library.find(key)?)? as u32, step))
    };
    let mut steps: Vec<(u32, Step<'a>)> = shared.bodies.iter().filter_map(step).collect();
    steps.sort_by_key(|(_, step)| step.day());
    steps
}

fn last(sights: &[FirstSight], n: usize) -> &[FirstSight] {
    sights.get(sights.len().saturating_sub(n)..).unwrap_or(sights)
}

/// The parameters as numbers of the planner; the standard ones where none were fitted.
fn parameters(fitted: &[f32]) -> [f64; 21] {
    let mut all = STANDARD;
    if fitted.len() == all.len() {
        for (slot, value) in all.iter_mut().zip(fitted) {
            *slot = f64::from(*value);
        }
    }
    all
}
