//! What the summary of a session shows.

use super::clock;
use super::library::first_line;
use super::question::{Layout, QuestionView, Reveal};
use super::study::topic_words;
use crate::app::session::Given;
use crate::app::state::State;
use crate::domain::deck::Body;
use crate::domain::item::text::cloze_plain;
use crate::domain::practice::PracticeSpec;

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
    /// Items left today.
    pub remaining: usize,
    /// Every item of a practice set in the order of asking; empty after the day's study.
    pub given: Vec<GivenRow>,
    /// The set, when this was practice.
    pub practice: Option<PracticeSpec>,
}

/// One item of a practice set.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRow {
    /// First line of what was asked.
    pub text: String,
    /// Its topic.
    pub topic: String,
    /// Whether it was right.
    pub is_right: bool,
    /// The question with its reasons; none for a card.
    pub question: Option<Box<QuestionView>>,
    /// The answer of a card (Markdown); empty for a question.
    pub back: String,
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
        given: match sitting.practice() {
            Some(_) => tally.given.iter().filter_map(|given| given_row(state, given)).collect(),
            None => Vec::new(),
        },
        practice: sitting.practice().cloned(),
    }
}

fn given_row(state: &State, given: &Given) -> Option<GivenRow> {
    let item = match &given.made {
        Some(item) => item,
        None => state.library.item(given.item)?,
    };
    let deck = state.library.deck(state.library.deck_of(given.item)?)?;
    let layout = Layout::plain(item);
    let question =
        state.question_of(item, given.item, &layout, given.response.as_ref(), Reveal::Shown);
    Some(GivenRow {
        text: first_line(item.prompt()),
        topic: topic_words(deck, &item.topic),
        is_right: given.is_right,
        question: question.map(Box::new),
        back: match &item.body {
            Body::Card(card) => format!("{}\n\n**{}**", card.front, card.back),
            Body::Cloze(cloze) => cloze_plain(&cloze.text),
            _ => String::new(),
        },
    })
}
