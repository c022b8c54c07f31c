//! What the summary of a session shows.

use super::clock;
use super::library::first_line;
use super::study::topic_words;
use crate::app::state::State;

/// The summary of a session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SummaryView {
    /// Answers given.
    pub answered: usize,
    /// Questions right and asked (cards: known and asked), first look only.
    pub right: (usize, usize),
    /// Minutes and seconds spent.
    pub elapsed: String,
    /// What to look at again: prompt and topic.
    pub missed: Vec<(String, String)>,
    /// Traps fallen for, with how often.
    pub traps: Vec<(String, usize)>,
    /// Whether something is left today.
    pub remaining: usize,
}

/// Makes the summary of the last sitting.
pub(in crate::app) fn build(state: &State) -> SummaryView {
    let Some(sitting) = &state.sitting else { return SummaryView::default() };
    let tally = &sitting.tally;
    let missed = tally.missed.iter().filter_map(|&item| {
        let found = state.library.item(item)?;
        let deck = state.library.deck(state.library.deck_of(item)?)?;
        Some((first_line(found.prompt()), topic_words(deck, &found.topic)))
    });
    let mut traps: Vec<(String, usize)> =
        tally.traps.iter().map(|(title, count)| (title.clone(), *count)).collect();
    traps.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    SummaryView {
        answered: tally.n_answered,
        right: (tally.n_first_right, tally.n_first),
        elapsed: clock(state.session_elapsed_s()),
        missed: missed.collect(),
        traps,
        remaining: state.queue(None).entries.len(),
    }
}
