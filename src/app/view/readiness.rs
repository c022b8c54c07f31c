//! How ready a learner is, in words and numbers.

use super::plural;
use crate::app::outlook::{DeckOutlook, Line, LineBasis};
use crate::domain::plan::fresh::Evidence;
use crate::domain::plan::outlook::{DomainOutlook, Shown};

/// The range of a score and why it is what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadinessView {
    /// "If you sat it today", or that it is from before a break.
    pub label: String,
    /// "61–70 % of questions", or what is missing.
    pub value: String,
    /// Lower end, upper end and line, 0..=1; none without a number.
    pub bar: Option<(f32, f32, f32)>,
    /// Why, in one or two sentences.
    pub text: String,
    /// Whether it is from before a break.
    pub is_old: bool,
}

/// A domain is said to pull the score down from this loss on, in shares of the score.
const PULL: f64 = 0.004;
/// A domain counts as little seen below this share.
const SEEN: f64 = 0.75;

/// "61–70 %".
pub(in crate::app) fn range_words(shown: &Shown) -> String {
    let percent = |share: f64| (share * 100.0).round() as i32;
    format!("{}\u{2013}{} %", percent(shown.range.0), percent(shown.range.1))
}

/// "about 60 %", to the nearest five, "under 5 %" and "over 95 %" at the ends.
pub(in crate::app) fn chance_words(chance: f64) -> String {
    match (chance * 20.0).round() as i32 * 5 {
        ..5 => "under 5 %".to_owned(),
        96.. => "over 95 %".to_owned(),
        percent => format!("about {percent} %"),
    }
}

/// What a score is compared with, in one sentence.
pub(in crate::app) fn line_words(line: &Line) -> String {
    let percent = line.share * 100.0;
    match line.basis {
        LineBasis::Published => format!("{percent:.0} % is needed."),
        LineBasis::Estimated => {
            format!("About {percent:.0} % is needed: our estimate from the scaled score.")
        }
        LineBasis::Own => format!("Your line is {percent:.0} %."),
    }
}

/// The domain that costs most against the best one, when it costs enough to be named.
fn pull(domains: &[DomainOutlook]) -> Option<&DomainOutlook> {
    let best = domains.iter().map(|domain| domain.chance).fold(0.0, f64::max);
    let cost = |domain: &DomainOutlook| domain.weight * (best - domain.chance);
    let worst = domains.iter().max_by(|a, b| cost(a).total_cmp(&cost(b)))?;
    (cost(worst) > PULL).then_some(worst)
}

fn pull_words(domain: &DomainOutlook) -> String {
    match domain.recall {
        _ if domain.seen < SEEN => {
            let unseen = (1.0 - domain.seen) * 100.0;
            format!("{} pulls it down: {unseen:.0} % of it is still unseen.", domain.title)
        }
        Some(recall) if recall < 0.9 => format!(
            "{} pulls it down: of what you saw you would know {:.0} % now.",
            domain.title,
            recall * 100.0
        ),
        _ => format!("{} pulls it down: new questions there went worse.", domain.title),
    }
}

/// What one hour would help most; none when it helps nowhere.
pub(in crate::app) fn hour_words(domains: &[DomainOutlook]) -> Option<String> {
    let best = domains.iter().max_by(|a, b| a.hour.total_cmp(&b.hour))?;
    let points = best.hour * 100.0;
    (points >= 0.05)
        .then(|| format!("An hour on {} would add most: about {points:.1} points.", best.title))
}

/// The range if the exam were today.
pub(in crate::app) fn readiness(found: &DeckOutlook) -> ReadinessView {
    let (now, n_missing) = match (found.evidence, found.now) {
        (Evidence::Missing(n), _) => (None, n),
        (_, now) => (now, 1),
    };
    let Some(now) = now else { return missing(found, n_missing) };
    let mut text = line_words(&found.line);
    if found.evidence == Evidence::Pass && !found.is_after_break {
        let chance = chance_words(now.above);
        text = match found.line.basis {
            LineBasis::Own => format!("{text} Outcomes above it: {chance}."),
            _ => format!("{text} Chance to pass: {chance}."),
        };
    }
    if let Some(domain) = pull(&found.domains) {
        text = format!("{text} {}", pull_words(domain));
    }
    let label = if found.is_after_break { "Before your break" } else { "If you sat it today" };
    ReadinessView {
        label: label.to_owned(),
        value: format!("{} of questions", range_words(&now)),
        bar: Some((now.range.0 as f32, now.range.1 as f32, found.line.share as f32)),
        text,
        is_old: found.is_after_break,
    }
}

/// What is missing before a number can be shown.
fn missing(found: &DeckOutlook, n: u32) -> ReadinessView {
    let fewest = found.domains.iter().min_by_key(|domain| domain.n_sights);
    let most = fewest.filter(|_| found.domains.len() > 1);
    let place = most.map_or_else(String::new, |domain| format!(", most in {}", domain.title));
    let n = plural(n as usize, "more new question", "more new questions");
    ReadinessView {
        label: "If you sat it today".to_owned(),
        value: "Too early to say".to_owned(),
        bar: None,
        text: format!("Answer about {n}{place}, and a range of your score shows here."),
        is_old: false,
    }
}
