//! What a form has to look like: the blueprint in full, halved, or cut down to a few questions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::deck::{Basis, Blueprint, Breaks, SectionKind};

/// How much of the exam is sat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Length {
    /// All of it.
    Full,
    /// Half of the questions in half of the time, sections kept.
    Half,
    /// This many questions in one section, without a break.
    Questions(u32),
}

/// A form to be filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Parts in order.
    pub sections: Vec<SectionShape>,
    /// Time on the clock in milliseconds.
    pub limit_ms: i64,
    /// What happens between sections.
    pub breaks: Breaks,
    /// Questions that do not count.
    pub n_unscored: u32,
    /// Calculations with new numbers, as far as there are any.
    pub n_made: u32,
    /// Domain ids with the number of questions of each; they add up to all questions.
    pub quotas: Vec<(String, u32)>,
}

/// One part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionShape {
    /// Title for people.
    pub title: String,
    /// Questions in it, above 0.
    pub n_questions: u32,
    /// What may stand in it.
    pub kind: SectionKind,
    /// How sure this layout is.
    pub basis: Basis,
}

/// How a blueprint lies to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is in force on the date.
    InForce,
    /// None is in force; this one comes next.
    Upcoming,
    /// None is in force and none will be; this one was the last.
    Past,
}

/// The blueprint that is in force on `date`, or the nearest one.
pub fn blueprint_on(blueprints: &[Blueprint], date: NaiveDate) -> Option<(usize, Fit)> {
    let all = || blueprints.iter().enumerate();
    if let Some((at, _)) = all().find(|(_, blueprint)| blueprint.valid.contains(date)) {
        return Some((at, Fit::InForce));
    }
    let coming =
        all().filter(|(_, blueprint)| blueprint.valid.from.is_some_and(|from| from > date));
    if let Some((at, _)) = coming.min_by_key(|(_, blueprint)| blueprint.valid.from) {
        return Some((at, Fit::Upcoming));
    }
    all().max_by_key(|(_, blueprint)| blueprint.valid.until).map(|(at, _)| (at, Fit::Past))
}

impl Shape {
    /// The shape of `length` of a blueprint with `extra_percent` more time.
    pub fn of(blueprint: &Blueprint, length: Length, extra_percent: u32) -> Self {
        let all = blueprint.questions();
        let n = match length {
            Length::Full => all,
            Length::Half => all.div_ceil(2),
            Length::Questions(n) => n.clamp(1, all.max(1)),
        };
        let share = f64::from(n) / f64::from(all.max(1));
        let sections = sections(blueprint, length, n);
        let minutes =
            f64::from(blueprint.minutes) * share * (1.0 + f64::from(extra_percent) / 100.0);
        let is_one = sections.len() < 2;
        let weights: Vec<f64> = blueprint.mix.iter().map(|(_, weight)| *weight).collect();
        let quotas = largest_remainder(&weights, n);
        Self {
            sections,
            limit_ms: (minutes * 60_000.0).round() as i64,
            breaks: if is_one { Breaks::None } else { blueprint.breaks },
            n_unscored: (f64::from(blueprint.unscored) * share).round() as u32,
            n_made: (f64::from(blueprint.calculations) * share).round() as u32,
            quotas: blueprint.mix.iter().map(|(id, _)| id.clone()).zip(quotas).collect(),
        }
    }

    /// Questions of the whole form.
    pub fn n_questions(&self) -> u32 {
        self.sections.iter().map(|section| section.n_questions).sum()
    }
}

fn sections(blueprint: &Blueprint, length: Length, n: u32) -> Vec<SectionShape> {
    if let Length::Questions(_) = length {
        return vec![SectionShape {
            title: "Questions".to_owned(),
            n_questions: n,
            kind: SectionKind::Any,
            basis: Basis::Assumed,
        }];
    }
    let sizes: Vec<f64> =
        blueprint.sections.iter().map(|section| f64::from(section.questions)).collect();
    let counts = largest_remainder(&sizes, n);
    let parts = blueprint.sections.iter().zip(counts).filter(|(_, count)| *count > 0);
    parts
        .map(|(section, n_questions)| SectionShape {
            title: section.title.clone(),
            n_questions,
            kind: section.kind,
            basis: section.basis,
        })
        .collect()
}

/// Shares `total` out by weights, whole numbers, by the method of the largest remainder; equal
/// remainders go to the earlier one. Without a positive weight all shares are equal.
pub fn largest_remainder(weights: &[f64], total: u32) -> Vec<u32> {
    let usable = |weight: f64| if weight.is_finite() && weight > 0.0 { weight } else { 0.0 };
    let sum: f64 = weights.iter().copied().map(usable).sum();
    let exact = |weight: f64| {
        if sum > 0.0 {
            usable(weight) / sum * f64::from(total)
        } else {
            f64::from(total) / weights.len().max(1) as f64
        }
    };
    let exact: Vec<f64> = weights.iter().copied().map(exact).collect();
    let mut shares: Vec<u32> = exact.iter().map(|share| (share + 1e-9).floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let rest = |at: &usize| exact.get(*at).map_or(0.0, |share| share - (share + 1e-9).floor());
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    let missing = total.saturating_sub(shares.iter().sum());
    for at in order.into_iter().cycle().take(if weights.is_empty() { 0 } else { missing as usize })
    {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}
