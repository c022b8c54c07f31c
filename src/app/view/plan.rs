//! What the Plan screen shows.

use super::plural;
use super::readiness::{chance_words, hour_words, range_words};
use crate::app::command::Command;
use crate::app::outlook::{DeckOutlook, LineBasis, Plan};
use crate::app::state::State;
use crate::app::whatif::{WhatIf, WhatIfSpec};
use crate::domain::plan::fresh::Evidence;
use crate::domain::plan::outlook::Shown;
use crate::domain::plan::whatif::{Change, Point, Priced};
use crate::domain::time::StudyDay;

/// Days of the plan that are drawn.
const DAYS: usize = 14;
/// Due work beyond this share of the day's minutes is a backlog (learning model, section 14).
const BACKLOG: f64 = 1.5;
/// Missed days that make one.
const MISSED: u32 = 2;

/// The Plan screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanView {
    /// Certificates with an exam date: id, title, whether it is the one that is shown.
    pub decks: Vec<(String, String, bool)>,
    /// Why there is nothing to show; empty when there is.
    pub empty: String,
    /// "PMP on 2 January 2027, in 40 days".
    pub line: String,
    /// What the plan does, in sentences.
    pub sentences: Vec<String>,
    /// What is expected on the exam day; none below the least evidence.
    pub score: Option<ScoreView>,
    /// What is tried out.
    pub spec: WhatIfSpec,
    /// Minutes a day as set, on days of study.
    pub minutes: u32,
    /// The curve over minutes: minutes, mean, lower and upper end, in per cent.
    pub curve: Vec<[f64; 4]>,
    /// What the curve shows.
    pub curve_title: String,
    /// The same in words.
    pub curve_text: String,
    /// The line, in per cent, where the curve is a score.
    pub curve_line: Option<f64>,
    /// What the minutes that are tried out would bring.
    pub tried: String,
    /// Whether it is being worked out.
    pub is_busy: bool,
    /// Whether what is tried out differs from what is set.
    pub is_changed: bool,
    /// What has fallen behind, in words; none when nothing has.
    pub backlog: Option<String>,
    /// What brings the earlier forecast back.
    pub back: Vec<ChangeRow>,
    /// Single changes with their price.
    pub changes: Vec<ChangeRow>,
    /// Quarters of the minutes that this certificate gets, and whether the learner fixed them; none
    /// with one exam only.
    pub quarters: Option<(u8, bool)>,
    /// Items that were given up.
    pub n_left_out: usize,
    /// The days to come: label, new, seen, minutes.
    pub days: Vec<(String, u32, u32, f64)>,
    /// The same in words.
    pub days_text: String,
}

/// A score with its range.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreView {
    /// "71–84 % of questions".
    pub range: String,
    /// Lower end, upper end and line, 0..=1.
    pub bar: (f32, f32, f32),
    /// What it is compared with.
    pub text: String,
}

/// Something else that could be done.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// What it is.
    pub label: String,
    /// Minutes a day.
    pub minutes: String,
    /// What is expected then.
    pub score: String,
    /// How much that is against what is set, in points.
    pub difference: String,
    /// What does it; none for what is set.
    pub command: Option<Command>,
}

pub(in crate::app) fn build(state: &State) -> PlanView {
    let spec = state.what_if_spec();
    let decks = dated(state, &spec.deck);
    let found = state.outlook_of(&spec.deck).and_then(|found| Some((found, found.plan.as_ref()?)));
    let Some((found, plan)) = found else {
        let empty = match (state.is_planning(), state.profile.enrolled.is_empty()) {
            (true, _) => "The plan is being made\u{2026}",
            (_, true) => "Choose a certificate and its exam date in Settings.",
            _ => {
                "A plan needs an exam date. Set one in Settings; until then reviews come when they are due."
            }
        };
        return PlanView { decks, empty: empty.to_owned(), ..PlanView::default() };
    };
    let what_if = state.outlooks.what_if.as_ref();
    let shape = WhatIfSpec { minutes: None, ..spec.clone() };
    let as_set = WhatIfSpec { deck: spec.deck.clone(), ..WhatIfSpec::default() };
    let current = what_if.filter(|done| done.spec == shape);
    let is_score = found.at_exam.is_some();
    let minutes = plan.ground.minutes.round() as u32;
    let tried = spec.minutes.unwrap_or(minutes);
    let curve = current.map_or_else(Vec::new, |done| curve_of(&done.curve, is_score));
    let table = table_of_now(state, &spec.deck);
    let priced = |of: fn(&WhatIf) -> &[Priced]| {
        table.map_or_else(Vec::new, |done| rows(of(done), table, found, plan, &spec.deck))
    };
    let today = state.today();
    PlanView {
        empty: String::new(),
        line: date_line(state, &spec.deck, plan),
        sentences: sentences(state, found, plan),
        score: score(found),
        minutes,
        tried: tried_words(&curve, tried, is_score, found.at_exam.filter(|_| spec == as_set)),
        curve_text: curve_words(&curve, is_score),
        curve_title: if is_score {
            "Minutes a day and the score on the exam day".to_owned()
        } else {
            "Minutes a day and the share of the deck known on the exam day".to_owned()
        },
        curve_line: is_score.then_some(found.line.share * 100.0),
        curve,
        is_busy: current.is_none() || table.is_none(),
        is_changed: tried != minutes || spec.later > 0 || spec.leave_out > 0,
        backlog: backlog(state, plan),
        back: priced(|done| &done.back),
        changes: priced(|done| done.table.as_deref().unwrap_or_default()),
        n_left_out: state
            .profile
            .left_out
            .get(&spec.deck)
            .map_or(0, std::collections::BTreeSet::len),
        quarters: (decks.len() > 1)
            .then(|| (plan.quarters, state.profile.quarters.contains_key(&spec.deck))),
        days: days(plan, today),
        days_text: days_words(plan),
        decks,
        spec,
    }
}

/// The changes with their price; not those for other minutes or dates, which would contradict the line above.
fn table_of_now<'a>(state: &'a State, deck: &str) -> Option<&'a WhatIf> {
    let (of_deck, key, table) = state.outlooks.table.as_ref()?;
    (of_deck == deck && Some(*key) == state.outlooks.key()).then_some(table)
}

fn date_line(state: &State, deck: &str, plan: &Plan) -> String {
    let title = state.library.decks().iter().find(|found| found.id == deck);
    format!(
        "{} on {}, in {}",
        title.map_or("", |deck| deck.title.as_str()),
        plan.exam.date().format("%-d %B %Y"),
        plural((plan.exam.0 - state.today().0) as usize, "day", "days")
    )
}

fn score(found: &DeckOutlook) -> Option<ScoreView> {
    found.at_exam.map(|shown| ScoreView {
        range: format!("{} of questions", range_words(&shown)),
        bar: (shown.range.0 as f32, shown.range.1 as f32, found.line.share as f32),
        text: above_words(found, shown.above),
    })
}

/// `as_set`: what is expected as it is set, when nothing else is tried.
fn tried_words(curve: &[[f64; 4]], minutes: u32, is_score: bool, as_set: Option<Shown>) -> String {
    let Some([mean, low, high]) = at(curve, f64::from(minutes)) else { return String::new() };
    let [mean, low, high] = as_set.map_or([mean, low, high], |shown| {
        [shown.mean, shown.range.0, shown.range.1].map(|share| share * 100.0)
    });
    // As range_words rounds: halves away from zero.
    let [mean, low, high] = [mean, low, high].map(f64::round);
    let minutes = plural(minutes as usize, "minute", "minutes");
    if is_score {
        format!("{minutes} a day: {mean:.0} % of questions ({low:.0}\u{2013}{high:.0})")
    } else {
        format!("{minutes} a day: {mean:.0} % of the deck known")
    }
}

fn dated(state: &State, shown: &str) -> Vec<(String, String, bool)> {
    let decks = state.studied().into_iter().filter_map(|deck| state.library.deck(deck));
    decks
        .filter(|deck| state.outlook_of(&deck.id).is_some_and(|found| found.plan.is_some()))
        .map(|deck| (deck.id.clone(), deck.title.clone(), deck.id == shown))
        .collect()
}

fn above_words(found: &DeckOutlook, above: f64) -> String {
    let line = super::readiness::line_words(&found.line);
    match (found.evidence, found.line.basis) {
        (Evidence::Pass, LineBasis::Own) => {
            format!("{line} Outcomes above it: {}.", chance_words(above))
        }
        (Evidence::Pass, _) => format!("{line} Chance to pass: {}.", chance_words(above)),
        _ => line,
    }
}

fn sentences(state: &State, found: &DeckOutlook, plan: &Plan) -> Vec<String> {
    let last = plan.last_new.map(|day| day.date().format("%-d %B").to_string());
    let mut told = vec![plan.policy.words(plan.n_new_a_day, last.as_deref())];
    if plan.quarters < 4 {
        let minutes =
            f64::from(state.profile.minutes_on(state.today())) * f64::from(plan.quarters) / 4.0;
        told.push(format!(
            "It gets {} of the minutes, {minutes:.0} today; the other exams get the rest.",
            ["none", "a quarter", "half", "three quarters"]
                .get(usize::from(plan.quarters))
                .copied()
                .unwrap_or("all")
        ));
    }
    told.extend(hour_words(&found.domains).filter(|_| found.now.is_some()));
    told
}

fn curve_of(points: &[Point], is_score: bool) -> Vec<[f64; 4]> {
    let point = |point: &Point| {
        let minutes = f64::from(point.minutes);
        if is_score {
            let (low, high) = point.score.range;
            [minutes, point.score.mean * 100.0, low * 100.0, high * 100.0]
        } else {
            let percent = point.recall * 100.0;
            [minutes, percent, percent, percent]
        }
    };
    points.iter().map(point).collect()
}

/// Mean, lower and upper end at so many minutes, between the two nearest points.
fn at(curve: &[[f64; 4]], minutes: f64) -> Option<[f64; 3]> {
    let (first, last) = (curve.first()?, curve.last()?);
    if minutes <= first[0] || minutes >= last[0] {
        let [_, mean, low, high] = if minutes <= first[0] { *first } else { *last };
        return Some([mean, low, high]);
    }
    let pair = curve.windows(2).find(|pair| matches!(pair, [_, b] if minutes <= b[0]))?;
    let [a, b] = pair else { return None };
    let share = (minutes - a[0]) / (b[0] - a[0]).max(1e-9);
    let mix = |at: usize| {
        let (one, other) = (a.get(at).copied().unwrap_or(0.0), b.get(at).copied().unwrap_or(0.0));
        one + share * (other - one)
    };
    Some([mix(1), mix(2), mix(3)])
}

fn curve_words(curve: &[[f64; 4]], is_score: bool) -> String {
    let what = if is_score { "of questions" } else { "of the deck" };
    let told = [15.0, 30.0, 60.0].into_iter().filter_map(|minutes| {
        let [mean, ..] = at(curve, minutes)?;
        Some(format!("{minutes:.0} minutes a day {mean:.0} %"))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("{} {what}.", told.join(", ")) }
}

/// What has fallen behind.
pub(in crate::app) fn backlog(state: &State, plan: &Plan) -> Option<String> {
    let minutes =
        f64::from(state.profile.minutes_on(state.today())) * f64::from(plan.quarters) / 4.0;
    let due = plan.due_secs / 60.0;
    let is_much = minutes > 0.0 && due > BACKLOG * minutes;
    match (plan.n_missed >= MISSED, is_much) {
        (true, _) => Some(format!(
            "{} of study went by without an answer. {due:.0} minutes of reviews are due; the plan spreads them by what they gain.",
            plural(plan.n_missed as usize, "day", "days")
        )),
        (false, true) => Some(format!(
            "{due:.0} minutes of reviews are due, and today has {minutes:.0}. The plan takes those that gain most; the rest waits.",
        )),
        (false, false) => None,
    }
}

fn rows(
    priced: &[Priced],
    table: Option<&WhatIf>,
    found: &DeckOutlook,
    plan: &Plan,
    deck: &str,
) -> Vec<ChangeRow> {
    let kept = table.and_then(|done| done.table.as_ref()?.first().copied());
    let is_score = found.at_exam.is_some();
    let minutes = plan.ground.minutes.round() as u32;
    let row = |priced: &Priced| {
        let (score, difference) = if is_score {
            let score =
                format!("{:.0} % ({})", priced.score.mean * 100.0, range_words(&priced.score));
            (score, kept.map(|kept| priced.score.mean - kept.score.mean))
        } else {
            let score = format!("{:.0} % of the deck known", priced.known * 100.0);
            (score, kept.map(|kept| priced.known - kept.known))
        };
        let difference = difference.map_or_else(String::new, |share| points_words(share * 100.0));
        let is_kept = priced.change == Change::Keep;
        ChangeRow {
            label: change_words(priced.change, minutes, plan.exam),
            minutes: format!(
                "{:.0} min a day",
                priced.minutes * 4.0 / f64::from(plan.quarters.max(1))
            ),
            score,
            difference: if is_kept { String::new() } else { difference },
            command: (!is_kept).then(|| Command::ApplyChange(deck.to_owned(), priced.change)),
        }
    };
    priced.iter().map(row).collect()
}

/// "+1.2", "−0.4", "0".
fn points_words(points: f64) -> String {
    if points.abs() < 0.05 {
        "0".to_owned()
    } else {
        format!("{points:+.1}").replace('-', "\u{2212}")
    }
}

fn change_words(change: Change, minutes: u32, exam: StudyDay) -> String {
    match change {
        Change::Keep => "As set".to_owned(),
        Change::Minutes(wanted) => {
            let more = wanted.saturating_sub(minutes);
            format!("{} more each day", plural(more as usize, "minute", "minutes"))
        }
        Change::Later(days) => {
            let date = exam.plus(days as i32).date().format("%-d %B");
            format!("The exam {} later, on {date}", plural(days as usize, "day", "days"))
        }
        Change::LeaveOut(percent) => {
            format!("Give up {percent} % of the unseen, least worth first")
        }
    }
}

fn days(plan: &Plan, today: StudyDay) -> Vec<(String, u32, u32, f64)> {
    (0..DAYS as i32)
        .filter(|ahead| today.plus(*ahead) < plan.exam)
        .map(|ahead| {
            let label = today.plus(ahead).date().format("%a %-d").to_string();
            let load = plan.days.iter().find(|load| load.day == ahead).copied().unwrap_or_default();
            (label, load.n_new, load.n_seen, load.secs / 60.0)
        })
        .collect()
}

fn days_words(plan: &Plan) -> String {
    let days = plan.days.iter().take(DAYS);
    let (new, seen, secs) = days.fold((0, 0, 0.0), |(new, seen, secs), load| {
        (new + load.n_new, seen + load.n_seen, secs + load.secs)
    });
    format!(
        "In the next {DAYS} days about {new} new and {seen} reviews, {:.0} minutes. One likely course: what you get wrong changes it.",
        secs / 60.0
    )
}
