//! What the Library screen shows.

use std::collections::HashSet;

use super::{interval_words, preview};
use crate::app::command::SortColumn;
use crate::app::state::{Direction, State};
use crate::domain::deck::Item;
use crate::domain::figure::{has_figure, without_figures};
use crate::domain::item::picture::in_words;
use crate::domain::item::text::cloze_plain;
use crate::domain::schedule::leech::is_leech;
use crate::domain::schedule::memory::Memory;
use crate::domain::search::{Is, Query, SearchIndex, fold, search};
use crate::domain::stats::past::Past;

/// The Library screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LibraryView {
    /// One row a deck.
    pub decks: Vec<DeckRow>,
    /// What was searched for.
    pub query: String,
    /// What could not be understood in it.
    pub query_problem: Option<String>,
    /// Items found, as places in the library, in table order.
    pub found: Vec<u32>,
    /// Items in all.
    pub total: usize,
    /// The selected item.
    pub preview: Option<Preview>,
    /// Problems found while reading decks.
    pub problems: Vec<String>,
}

/// One deck.
#[derive(Debug, Clone, PartialEq)]
pub struct DeckRow {
    /// Deck id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Content version.
    pub version: String,
    /// Flashcards and questions.
    pub counts: (usize, usize),
    /// Items that the search found in it.
    pub n_found: usize,
    /// Seen at least once.
    pub seen: usize,
    /// Errors and warnings found while reading.
    pub problems: usize,
}

/// One row of the item table, made when it is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ItemRow {
    /// First line of the prompt.
    pub text: String,
    /// Topic title.
    pub topic: String,
    /// Type name.
    pub kind: &'static str,
    /// "new", "today", "in 5 days", "suspended".
    pub due: String,
    /// Stability in words.
    pub stability: String,
    /// Lapses.
    pub lapses: String,
}

/// The selected item.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of its own")]
pub struct Preview {
    /// Place in the library.
    pub item: u32,
    /// "pmp / pmp-q-people-1-001".
    pub id: String,
    /// Topic path.
    pub topic: String,
    /// Type name.
    pub kind: &'static str,
    /// The item as Markdown: prompt, options with marks, answer, reasons.
    pub markdown: String,
    /// One line on the memory of each facet.
    pub memory: Vec<String>,
    /// Answers, newest first: when, what, rating.
    pub history: Vec<HistoryRow>,
    /// Forgetting curve: days from the first answer, chance of recall.
    pub curve: Vec<(f32, f32)>,
    /// Whether it holds figures.
    pub has_figure: bool,
    /// Whether it is suspended.
    pub is_suspended: bool,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// Whether the learner's own version lies over the deck's.
    pub is_own_version: bool,
    /// The learner's note.
    pub note: String,
    /// Document and section.
    pub references: Vec<String>,
}

/// One answer of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// "22 November 2026, 18:04".
    pub when: String,
    /// "right, sure".
    pub what: String,
    /// "Good".
    pub rating: String,
    /// Seconds it took.
    pub seconds: u32,
    /// Taken back by an undo.
    pub is_undone: bool,
}

/// Longest first line shown, in characters.
const LINE: usize = 160;

/// The text without the backslashes before signs that mean themselves.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_escape = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        if !is_escape {
            out.push(letter);
        } else if let Some(sign) = letters.next() {
            out.push(sign);
        }
    }
    out
}

/// The first line of a text without its Markdown marks.
pub(in crate::app) fn first_line(text: &str) -> String {
    let without = has_figure(text).then(|| without_figures(text));
    let text = without.as_deref().unwrap_or(text);
    let text = in_words(text);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let plain = without_escapes(&cloze_plain(line));
    let mut shown: String =
        plain.chars().filter(|c| !matches!(c, '*' | '`' | '#')).take(LINE).collect();
    if plain.chars().count() > LINE {
        shown.push('…');
    }
    shown.trim().to_owned()
}

/// Makes the view of the library.
pub(in crate::app) fn build(state: &State) -> LibraryView {
    let query = Query::parse(&state.query);
    let mut found = found(state, &query);
    sort(state, &mut found);
    let messages = query.messages();
    LibraryView {
        decks: deck_rows(state, &found),
        query: state.query.clone(),
        query_problem: (!messages.is_empty()).then(|| messages.join(" ")),
        total: state.library.n_items() as usize,
        found,
        preview: state.selected.and_then(|item| preview::build(state, item)),
        problems: state.diagnostics.iter().map(ToString::to_string).collect(),
    }
}

/// Items that a query asks for, in the order of the library.
pub(in crate::app) fn found(state: &State, query: &Query) -> Vec<u32> {
    if query.is_empty() {
        return (0..state.library.n_items()).collect();
    }
    let marks = Marks::new(state);
    let index = state.index.get_or_init(|| SearchIndex::new(&state.library));
    search(index, query, &|item, is| marks.is(state, item, is))
}

/// The learner's marks as sets of item numbers.
struct Marks {
    suspended: HashSet<u32>,
    flagged: HashSet<u32>,
    buried: HashSet<u32>,
}

impl Marks {
    fn new(state: &State) -> Self {
        let find = |id: &(String, String)| state.find_item(&id.0, &id.1);
        let today = state.today();
        let buried = state.profile.buried.iter().filter(|(_, day)| **day > today);
        Self {
            suspended: state.profile.suspended.iter().filter_map(find).collect(),
            flagged: state.profile.flagged.iter().filter_map(find).collect(),
            buried: buried.filter_map(|(id, _)| find(id)).collect(),
        }
    }

    fn is(&self, state: &State, item: u32, is: Is) -> bool {
        let any = |test: &dyn Fn(&Memory) -> bool| {
            state.library.units_of(item).any(|unit| state.memory(unit).is_some_and(test))
        };
        let any_past = |test: &dyn Fn(&Past) -> bool| {
            let past = |unit: u32| state.pasts().get(unit as usize)?.as_ref();
            state.library.units_of(item).any(|unit| past(unit).is_some_and(test))
        };
        let today = state.today();
        match is {
            Is::Suspended => self.suspended.contains(&item),
            Is::Flagged => self.flagged.contains(&item),
            Is::Buried => self.buried.contains(&item),
            Is::Seen => any(&|_| true),
            Is::New => !any(&|_| true),
            Is::Due => any(&|memory| memory.due <= today),
            Is::Leech => any(&|memory| is_leech(memory.n_lapses)),
            Is::Missed => any_past(&|past| !past.is_last_right),
            Is::MissedTimes(times) => any_past(&|past| past.n_wrong() >= times),
        }
    }
}

/// The memory of an item that is due first.
fn first_memory(state: &State, item: u32) -> Option<&Memory> {
    let memories = state.library.units_of(item).filter_map(|unit| state.memory(unit));
    memories.min_by_key(|memory| memory.due)
}

fn sort(state: &State, found: &mut [u32]) {
    let memory = |item: &u32| first_memory(state, *item);
    let item = |place: &u32| state.library.item(*place);
    match state.sort.0 {
        SortColumn::Deck => {}
        SortColumn::Text => found.sort_by_cached_key(|i| item(i).map(|item| fold(item.prompt()))),
        SortColumn::Topic => found.sort_by_key(|i| state.library.topic_of(*i)),
        SortColumn::Type => found.sort_by_key(|i| item(i).map(Item::type_name)),
        SortColumn::Due => found.sort_by_key(|i| memory(i).map_or(i32::MAX, |m| m.due.0)),
        SortColumn::Stability => found.sort_by(|a, b| {
            let stability = |i: &u32| memory(i).map_or(f32::INFINITY, |m| m.stability);
            stability(a).total_cmp(&stability(b))
        }),
        SortColumn::Lapses => found.sort_by_key(|i| memory(i).map_or(0, |m| m.n_lapses)),
    }
    if state.sort.1 == Direction::Down {
        found.reverse();
    }
}

fn deck_rows(state: &State, found: &[u32]) -> Vec<DeckRow> {
    let mut n_found = vec![0_usize; state.library.decks().len()];
    for item in found {
        let deck = state.library.deck_of(*item).and_then(|deck| n_found.get_mut(deck as usize));
        if let Some(count) = deck {
            *count += 1;
        }
    }
    let mut seen = vec![0_usize; state.library.decks().len()];
    for (unit, memory) in state.library.units().iter().zip(&state.memories) {
        if let (Some(_), Some(count)) = (memory, seen.get_mut(unit.deck as usize)) {
            *count += 1;
        }
    }
    let decks = state.library.decks().iter().zip(seen).zip(n_found);
    decks
        .map(|((deck, seen), n_found)| {
            let cards = deck.askable().filter(|item| item.is_self_graded()).count();
            DeckRow {
                id: deck.id.clone(),
                title: deck.title.clone(),
                version: deck.version.clone(),
                counts: (cards, deck.askable().count() - cards),
                n_found,
                seen,
                problems: state.diagnostics.iter().filter(|found| found.names(&deck.id)).count(),
            }
        })
        .collect()
}

impl State {
    /// The table row of an item, made when it is drawn.
    pub fn item_row(&self, place: u32) -> ItemRow {
        let Some(item) = self.library.item(place) else { return ItemRow::default() };
        let memory = first_memory(self, place);
        let topic = self.library.topic_of(place);
        let topic = topic.and_then(|topic| self.library.topics().get(topic as usize));
        let is_suspended = !self.profile.suspended.is_empty()
            && self.names_of(place).is_some_and(|id| self.profile.suspended.contains(&id));
        ItemRow {
            text: first_line(item.prompt()),
            topic: topic.map_or_else(String::new, |topic| topic.title.clone()),
            kind: item.type_name(),
            due: match memory {
                _ if is_suspended => "suspended".to_owned(),
                None => "new".to_owned(),
                Some(memory) => due_words(memory.due.0 - self.today().0),
            },
            stability: memory.map_or_else(String::new, |memory| {
                interval_words(memory.stability.round().max(1.0) as i32)
            }),
            lapses: memory.map_or_else(String::new, |memory| memory.n_lapses.to_string()),
        }
    }
}

/// "today", "tomorrow", "in 5 days", "3 days ago".
pub(in crate::app) fn due_words(days: i32) -> String {
    match days {
        ..=-2 => format!("{} days ago", -days),
        -1 => "yesterday".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {}", interval_words(days)),
    }
}
