//! The parts of Progress that come from the outlook: readiness, the record of forecasts, misconceptions.

use chrono::NaiveDate;

use super::{LedgerView, ProgressView, TrapRow};
use crate::app::command::Command;
use crate::app::outlook::DeckOutlook;
use crate::app::profile::RealResult;
use crate::app::state::State;
use crate::app::view::plural;
use crate::app::view::readiness::readiness;
use crate::domain::deck::Trap;
use crate::domain::practice::{Pick, PracticeSpec};
use crate::domain::stats::traps::Found;

/// What comes from the outlook: readiness, the record of forecasts, misconceptions.
pub(super) fn parts(state: &State, deck: &str) -> ProgressView {
    let deck_id = deck.to_owned();
    let Some(found) = state.outlook_of(deck) else {
        return ProgressView { deck: deck_id, ..ProgressView::default() };
    };
    let traps = found.traps.listed().into_iter().filter(|trap| !trap.is_pair);
    let row = |trap: &Found| trap_row(state, deck, trap);
    ProgressView {
        readiness: Some(readiness(found)),
        domains: if found.now.is_some() { found.domains.clone() } else { Vec::new() },
        domains_text: if found.has_published_weights {
            "Chance of a right answer to a new question, by the published weights.".to_owned()
        } else {
            "Chance of a right answer to a new question. No weights are published; the split is ours."
                .to_owned()
        },
        ledger: ledger(found),
        traps: traps.filter_map(|trap| row(&trap)).collect(),
        pairs: found.traps.pairs().iter().filter_map(row).collect(),
        traps_text: found.traps.headline().map_or_else(String::new, |(id, share)| {
            let title = trap_of(state, deck, &id).map_or(id.clone(), |trap| trap.title.clone());
            format!("{:.0} % of your misses: \u{201c}{title}\u{201d}.", share * 100.0)
        }),
        deck: deck_id,
        ..ProgressView::default()
    }
}

fn trap_of<'a>(state: &'a State, deck: &str, id: &str) -> Option<&'a Trap> {
    let deck = state.library.deck(state.library.deck_index(deck)?)?;
    deck.traps.iter().find(|trap| trap.id == id)
}

/// Items of a drill at most; one on a pair ends as soon as it is told apart.
const DRILL: u32 = 40;

fn trap_row(state: &State, deck: &str, found: &Found) -> Option<TrapRow> {
    let trap = trap_of(state, deck, &found.id)?;
    let spec = PracticeSpec {
        pick: Pick::Trap(found.id.clone()),
        n_items: DRILL,
        ..PracticeSpec::of_deck(deck)
    };
    Some(TrapRow {
        title: trap.title.clone(),
        advice: trap.advice.clone(),
        count: (found.count.chosen, found.count.offered),
        command: Command::Drill(spec),
    })
}

fn ledger(found: &DeckOutlook) -> LedgerView {
    let calls = &found.calls;
    let calls_text = if calls.n < CALLS_FROM {
        format!(
            "From {CALLS_FROM} answers to questions seen before on, this shows whether what we say \
             about single answers holds ({} so far).",
            calls.n
        )
    } else {
        format!(
            "{} called before they were given. Brier score {:.3} (0 is perfect), {:.0} % better than \
             always saying your own average.",
            plural(calls.n, "answer", "answers"),
            calls.brier,
            calls.skill * 100.0
        )
    };
    let percent = |share: f64| share * 100.0;
    let exams: Vec<_> = found
        .resolved
        .iter()
        .map(|(label, one)| {
            let range = (percent(one.range.0), percent(one.range.1));
            (label.clone(), percent(one.mean), range, percent(one.result))
        })
        .collect();
    let n_inside = found.resolved.iter().filter(|(_, one)| one.is_inside()).count();
    let mut exams_text = match exams.len() {
        0 => "No forecast of a mock exam has met its result yet.".to_owned(),
        n @ 1..=4 => format!("{n} of the 5 results that it takes to judge the ranges."),
        n => format!("{n_inside} of {n} results lay in the 80 % range."),
    };
    if let Some((shift, _)) = found.correction {
        let errors = found.resolved.iter().map(|(_, one)| one.mean - one.result);
        let mean = percent(errors.sum::<f64>() / found.resolved.len().max(1) as f64);
        let way = if mean >= 0.0 { "too high" } else { "too low" };
        exams_text = format!(
            "{exams_text} Our last {} forecasts were {:.1} points {way}; new ones are corrected by {:+.1}.",
            found.resolved.len(),
            mean.abs(),
            percent(shift)
        );
    }
    LedgerView { calls: calls.clone(), calls_text, exams, exams_text }
}

/// Calls from which their quality is shown.
const CALLS_FROM: usize = 50;

pub(super) fn past_exam(state: &State, deck: &str) -> Option<(NaiveDate, Option<RealResult>)> {
    let real = state.profile.real_results.get(deck).copied();
    let date = state.profile.exam_dates.get(deck).copied().or(real.map(|real| real.date))?;
    (date < state.today().date()).then_some((date, real))
}

pub(super) fn fitted_words(state: &State, deck: &str) -> String {
    if state.profile.parameters.get(deck).is_none_or(Vec::is_empty) {
        return String::new();
    }
    "Your reviews follow your own memory: the schedule was fitted to your answers.".to_owned()
}
