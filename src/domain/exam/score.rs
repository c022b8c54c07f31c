//! The score by the real rule of each exam, as far as one is published.

use super::attempt::Attempt;
use crate::domain::deck::{Blueprint, Body, Estimate, Item, Pass};
use crate::domain::item::mark::{Marking, mark};

/// One marked question.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Index in the plan's domains.
    pub domain: usize,
    /// Topic id.
    pub topic: String,
    /// Whether it counts.
    pub is_scored: bool,
    /// Whether nothing was answered.
    pub is_blank: bool,
    /// Whether it is right.
    pub is_right: bool,
    /// Points, 0..=1: less than 1 and more than 0 only where parts count.
    pub points: f64,
}

/// Right and asked.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Points.
    pub points: f64,
    /// Questions right.
    pub n_right: u32,
    /// Questions that count.
    pub n_scored: u32,
}

impl Tally {
    fn of<'a>(marks: impl Iterator<Item = &'a Marked>) -> Self {
        marks.filter(|marked| marked.is_scored).fold(Self::default(), |tally, marked| Self {
            points: tally.points + marked.points,
            n_right: tally.n_right + u32::from(marked.is_right),
            n_scored: tally.n_scored + 1,
        })
    }

    /// Points as a share of all that could be had, 0..=1; 0 when nothing counts.
    pub fn share(self) -> f64 {
        if self.n_scored == 0 { 0.0 } else { self.points / f64::from(self.n_scored) }
    }
}

/// What the score means by the exam's own rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Right answers against a published number (scaled down for short forms).
    Fraction {
        /// Right answers needed.
        needed: u32,
        /// Whether that was reached.
        is_passed: bool,
    },
    /// A practice estimate of a scaled score.
    Scaled {
        /// The estimate.
        score: u32,
        /// Lowest score.
        from: u32,
        /// Highest score.
        to: u32,
        /// Score that passes.
        needed: u32,
        /// Whether that was reached.
        is_passed: bool,
        /// Whether parts of a question counted, which is assumed.
        has_part_marks: bool,
    },
    /// No mark is published: a band by our own cuts.
    Bands {
        /// Name of the band.
        band: String,
    },
}

/// The result of a sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// All questions that count.
    pub all: Tally,
    /// Of each domain, in the plan's order.
    pub domains: Vec<Tally>,
    /// By the exam's rule.
    pub verdict: Verdict,
}

/// Cuts between the bands of exams that publish none, as shares, best first: 80, 65 and 50 % are
/// ours, not PMI's.
const BAND_CUTS: [f64; 3] = [0.80, 0.65, 0.50];

/// Marks every question of a sitting; `find` gives the item of an id.
pub fn mark_all<'a>(
    attempt: &Attempt,
    blueprint: &Blueprint,
    find: impl Fn(&str) -> Option<&'a Item>,
) -> Vec<Marked> {
    let unscored = &attempt.plan().unscored;
    let has_parts = matches!(blueprint.pass, Pass::Scaled { .. });
    let questions = attempt.plan().questions().zip(attempt.given()).zip(0_u32..);
    questions
        .map(|((question, given), number)| {
            let item = find(&question.item);
            let marking = item
                .zip(given.response.as_ref())
                .and_then(|(item, response)| mark(item, response).ok());
            let is_right = marking.as_ref().is_some_and(|marking| marking.is_right);
            let parts = item.filter(|item| has_parts && is_performance(item)).zip(marking);
            Marked {
                domain: question.domain,
                topic: item.map_or_else(String::new, |item| item.topic.clone()),
                // A question that is no longer in the deck cannot be marked and does not count.
                is_scored: item.is_some() && unscored.binary_search(&number).is_err(),
                is_blank: given.response.is_none(),
                is_right,
                points: parts
                    .map_or(f64::from(u8::from(is_right)), |(item, marking)| share(item, &marking)),
            }
        })
        .collect()
}

/// Types that stand for performance-based questions, in which parts are assumed to count.
fn is_performance(item: &Item) -> bool {
    matches!(item.body, Body::Order(_) | Body::Match(_) | Body::Dropdown(_) | Body::Hotspot(_))
}

/// Share of the parts that are right. Of the places on a picture only the right ones are parts:
/// leaving a wrong one alone earns nothing.
fn share(item: &Item, marking: &Marking) -> f64 {
    let is_part = |place: usize| match &item.body {
        Body::Hotspot(hotspot) => hotspot.regions.get(place).is_some_and(|region| region.is_key),
        _ => true,
    };
    let parts = || marking.parts.iter().enumerate().filter(|(place, _)| is_part(*place));
    parts().filter(|(_, is_right)| **is_right).count() as f64 / parts().count().max(1) as f64
}

/// The score of marked questions by the blueprint's rule.
pub fn score(blueprint: &Blueprint, n_domains: usize, marks: &[Marked]) -> Score {
    let all = Tally::of(marks.iter());
    let of_domain = |domain| Tally::of(marks.iter().filter(move |marked| marked.domain == domain));
    let verdict = verdict(&blueprint.pass, all, marks);
    Score { all, domains: (0..n_domains).map(of_domain).collect(), verdict }
}

fn verdict(pass: &Pass, all: Tally, marks: &[Marked]) -> Verdict {
    match pass {
        Pass::Fraction(needed, of) => {
            let share = f64::from(*needed) / f64::from((*of).max(1));
            let needed = (share * f64::from(all.n_scored) - 1e-9).ceil().max(0.0) as u32;
            Verdict::Fraction { needed, is_passed: all.n_right >= needed && all.n_scored > 0 }
        }
        Pass::Scaled { from, to, pass, estimate: Estimate::Linear } => {
            let score = scaled(*from, *to, all.share());
            Verdict::Scaled {
                score,
                from: *from as u32,
                to: *to as u32,
                needed: *pass as u32,
                is_passed: f64::from(score) >= *pass,
                has_part_marks: marks.iter().any(|marked| marked.points.fract() > 0.0),
            }
        }
        Pass::Unpublished { bands } => Verdict::Bands { band: band(bands, all.share()) },
    }
}

/// A straight line from the lowest to the highest score: 69 of 90 on 100–900 is 713.
pub fn scaled(from: f64, to: f64, share: f64) -> u32 {
    (from + (to - from) * share).round().clamp(from, to) as u32
}

/// Name of the band of a share of points, by our cuts.
pub fn band(bands: &[String], share: f64) -> String {
    let place = BAND_CUTS.iter().filter(|cut| share + 1e-9 < **cut).count();
    bands.get(place.min(bands.len().saturating_sub(1))).cloned().unwrap_or_default()
}
