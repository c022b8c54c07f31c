//! What the Mock exam screen shows: setting one up, and the record.

use super::settings::time_words;
use crate::app::command::MockSpec;
use crate::app::state::State;
use crate::app::update::mock_words;
use crate::domain::deck::{Accommodation, Basis, Blueprint, Breaks, Deck, Pass};
use crate::domain::exam::assemble::assemble;
use crate::domain::exam::attempt::Phase;
use crate::domain::exam::shape::{Fit, Length, Shape};
use crate::domain::seed::Seed;

/// The Mock exam screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MockView {
    /// The mock as it is set up; none when no deck has an exam.
    pub spec: Option<MockSpec>,
    /// Certificates with an exam: deck id and title.
    pub decks: Vec<(String, String)>,
    /// Versions of the exam: id, title, whether chosen.
    pub versions: Vec<(String, String, bool)>,
    /// What is said about the version, when the date does not fit.
    pub version_note: Option<String>,
    /// Lengths: what, label, whether chosen.
    pub lengths: Vec<(Length, String, bool)>,
    /// Extra time in per cent on offer.
    pub extras: Vec<u32>,
    /// Facts of the exam: what, and how sure it is ("published", "reported by candidates").
    pub facts: Vec<(String, &'static str)>,
    /// What the bank cannot give.
    pub shortfalls: Vec<String>,
    /// Questions in the form, and of these never seen.
    pub fresh: (usize, usize),
    /// Where the facts are from.
    pub sources: Vec<String>,
    /// A mock that was begun and not ended: what, and time left.
    pub interrupted: Option<(String, String)>,
    /// Finished mocks, newest first.
    pub past: Vec<PastMock>,
    /// Whether the real exam itself may be paused.
    pub is_pausable: bool,
}

/// A finished mock.
#[derive(Debug, Clone, PartialEq)]
pub struct PastMock {
    /// Id in the log.
    pub id: String,
    /// Title of the exam.
    pub title: String,
    /// "22 November 2026, 18:04".
    pub when: String,
    /// "full form, seed 8814".
    pub what: String,
    /// "118 of 170".
    pub right: String,
    /// Share of points, 0..=1.
    pub share: f64,
    /// "passed", "Target".
    pub verdict: String,
}

pub(in crate::app) fn build(state: &State) -> MockView {
    let decks = state.library.decks().iter().filter(|deck| !deck.blueprints.is_empty());
    let decks = decks.map(|deck| (deck.id.clone(), deck.title.clone())).collect();
    let base = MockView {
        decks,
        past: past(state),
        interrupted: interrupted(state),
        ..MockView::default()
    };
    let Some(spec) = state.mock_spec() else { return base };
    let index = state.library.deck_index(&spec.deck);
    let Some(deck) = index.and_then(|index| state.library.deck(index)) else { return base };
    let Some((blueprint, fit)) = state.mock_blueprint(deck, &spec) else { return base };
    let shape = Shape::of(blueprint, spec.length, spec.extra_percent);
    let bank = state.mock_bank(index.unwrap_or_default(), blueprint, &shape);
    let form = assemble(&shape, &bank, Seed(spec.seed.unwrap_or(0)));
    let is_fresh =
        |item: &&u32| state.library.units_of(**item).all(|unit| state.memory(unit).is_none());
    let n_fresh = form.sections.iter().flatten().filter(is_fresh).count();
    MockView {
        versions: versions(deck, blueprint),
        version_note: note(blueprint, fit, state, &spec),
        lengths: lengths(blueprint, spec.length),
        extras: extras(blueprint),
        facts: facts(blueprint, &shape),
        shortfalls: mock_words(deck, &shape, &form),
        fresh: (form.n_questions(), n_fresh),
        sources: blueprint.sources.clone(),
        is_pausable: blueprint.is_pausable,
        spec: Some(spec),
        ..base
    }
}

fn versions(deck: &Deck, chosen: &Blueprint) -> Vec<(String, String, bool)> {
    let all = deck.blueprints.iter();
    all.map(|blueprint| (blueprint.id.clone(), blueprint.title.clone(), blueprint.id == chosen.id))
        .collect()
}

fn note(blueprint: &Blueprint, fit: Fit, state: &State, spec: &MockSpec) -> Option<String> {
    let date = state.mock_date(&spec.deck);
    match fit {
        Fit::Upcoming => {
            Some("No version is in force on your exam date; this one comes next.".to_owned())
        }
        Fit::Past => {
            Some("No version is in force on your exam date; this one was the last.".to_owned())
        }
        Fit::InForce if !blueprint.valid.contains(date) => {
            Some(format!("Not the version in force on {}.", date.format("%-d %B %Y")))
        }
        Fit::InForce => None,
    }
}

fn lengths(blueprint: &Blueprint, chosen: Length) -> Vec<(Length, String, bool)> {
    let all = blueprint.questions();
    let mut lengths = vec![Length::Full, Length::Half];
    lengths.extend([20, 10].into_iter().filter(|n| n * 2 < all).map(Length::Questions));
    let label = |length: &Length| match length {
        Length::Full => format!("Full: {all} questions"),
        Length::Half => format!("Half: {}", all.div_ceil(2)),
        Length::Questions(n) => format!("{n} questions"),
    };
    lengths.into_iter().map(|length| (length, label(&length), length == chosen)).collect()
}

fn extras(blueprint: &Blueprint) -> Vec<u32> {
    let mut extras = vec![0];
    for Accommodation::Extra { percent } in &blueprint.accommodations {
        extras.push(*percent);
    }
    extras
}

fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Published => "published",
        Basis::Reported => "reported by candidates",
        Basis::Assumed => "our assumption",
    }
}

/// The exam's rules with how sure each is.
fn facts(blueprint: &Blueprint, shape: &Shape) -> Vec<(String, &'static str)> {
    let minutes = shape.limit_ms / 60_000;
    let mut facts = vec![(format!("{} questions in {minutes} minutes", shape.n_questions()), "")];
    if shape.sections.len() > 1 {
        for section in &shape.sections {
            let text = format!("{}: {} questions", section.title, section.n_questions);
            facts.push((text, basis_words(section.basis)));
        }
    }
    if let Breaks::Between { minutes, on_the_clock, section_closes } = shape.breaks {
        let clock = if on_the_clock { "on the clock" } else { "off the clock" };
        let closes = if section_closes { ", finished sections stay closed" } else { "" };
        facts.push((format!("Breaks of {minutes} minutes, {clock}{closes}"), ""));
    }
    if shape.n_unscored > 0 {
        facts.push((format!("{} questions do not count", shape.n_unscored), ""));
    }
    facts.push((pass_words(blueprint), ""));
    if blueprint.is_open_book {
        facts.push(("Open book".to_owned(), ""));
    }
    facts
}

/// How the exam is passed.
fn pass_words(blueprint: &Blueprint) -> String {
    match &blueprint.pass {
        Pass::Fraction(needed, of) => format!("Passed with {needed} of {of}"),
        Pass::Scaled { from, to, pass, .. } => {
            format!(
                "Passed with {pass} on {from}\u{2013}{to}; the scale is not published, ours is an estimate"
            )
        }
        Pass::Unpublished { .. } => "No pass mark is published".to_owned(),
    }
}

fn interrupted(state: &State) -> Option<(String, String)> {
    let mock = state.interrupted_mock()?;
    let plan = mock.attempt.plan();
    let left = (plan.limit_ms - mock.attempt.spent_ms()).max(0) / 60_000;
    let place = match mock.attempt.phase() {
        Phase::Instructions => "not begun".to_owned(),
        Phase::Question(number) | Phase::Paused(number) => {
            format!("question {} of {}", number + 1, plan.n_questions())
        }
        _ => format!("section {} of {}", mock.attempt.section() + 1, plan.sections.len()),
    };
    Some((format!("{}: {place}", plan.title), format!("About {left} minutes are left.")))
}

fn past(state: &State) -> Vec<PastMock> {
    let over = state.mocks.iter().rev();
    let over = over.filter(|mock| mock.attempt.is_over() && !mock.attempt.is_discarded());
    over.filter_map(|mock| {
        let plan = mock.attempt.plan();
        let score = state.score_of(mock)?;
        let offset = i64::from(mock.began.offset_min) * 60_000;
        Some(PastMock {
            id: mock.id.clone(),
            title: plan.title.clone(),
            when: time_words(mock.began.utc_ms + offset),
            what: format!("{}, seed {}", length_words(plan.length), plan.seed),
            right: format!("{} of {}", score.all.n_right, score.all.n_scored),
            share: score.all.share(),
            verdict: super::result::verdict_words(&score.verdict),
        })
    })
    .collect()
}

/// "full form", "half form", "20 questions".
pub(in crate::app) fn length_words(length: Length) -> String {
    match length {
        Length::Full => "full form".to_owned(),
        Length::Half => "half form".to_owned(),
        Length::Questions(n) => format!("{n} questions"),
    }
}
