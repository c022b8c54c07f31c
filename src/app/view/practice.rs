//! What the Practice screen shows.

use std::collections::BTreeMap;

use crate::app::state::State;
use crate::domain::deck::{Body, Topic};
use crate::domain::practice::{Pick, PracticeSpec, candidates, has_trap};

/// The Practice screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PracticeView {
    /// The set as it is built; none when there is no deck.
    pub spec: Option<PracticeSpec>,
    /// Certificates: id and title.
    pub decks: Vec<(String, String)>,
    /// The outline of the certificate, parts after their whole.
    pub topics: Vec<TopicChoice>,
    /// Kinds of sets with how many items fit.
    pub picks: Vec<PickChoice>,
    /// Traps of the certificate with how many items fit.
    pub traps: Vec<TrapChoice>,
    /// Items that fit the set.
    pub n_found: usize,
    /// Estimated minutes of the set, rounded up.
    pub minutes: u32,
}

/// One topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicChoice {
    /// Id in the deck.
    pub id: String,
    /// Title.
    pub title: String,
    /// 0 for a domain.
    pub depth: usize,
    /// Whether it was picked itself.
    pub is_chosen: bool,
    /// Whether a topic above it was picked.
    pub is_covered: bool,
}

/// One kind of set.
#[derive(Debug, Clone, PartialEq)]
pub struct PickChoice {
    /// The kind.
    pub pick: Pick,
    /// Name.
    pub label: &'static str,
    /// What it means.
    pub detail: &'static str,
    /// Items that fit.
    pub n_items: usize,
}

/// One trap.
#[derive(Debug, Clone, PartialEq)]
pub struct TrapChoice {
    /// Id in the deck.
    pub id: String,
    /// The false belief.
    pub title: String,
    /// Whether it is a pair of ideas that people confuse.
    pub is_pair: bool,
    /// Items with an option that feeds on it.
    pub n_items: usize,
}

const PICKS: [(Pick, &str, &str); 8] = [
    (Pick::Any, "Any", "Everything in these topics"),
    (Pick::Unseen, "Unseen", "Never answered before"),
    (Pick::Missed, "Missed", "Wrong at the last answer"),
    (Pick::ConfidentErrors, "Sure but wrong", "Missed although you were sure"),
    (Pick::Weakest, "Weakest", "Seen, and least likely to be known today"),
    (Pick::Due, "Due", "Would come in today's study"),
    (Pick::NewNumbers, "New numbers", "Calculations made anew each time, easy ones first"),
    (Pick::Flagged, "Flagged", "Marked by you"),
];

pub(in crate::app) fn build(state: &State) -> PracticeView {
    let decks: Vec<(String, String)> =
        state.library.decks().iter().map(|deck| (deck.id.clone(), deck.title.clone())).collect();
    let Some(spec) = state.practice_spec() else { return PracticeView::default() };
    let count = |pick: Pick| {
        let spec = PracticeSpec { pick, ..spec.clone() };
        state.with_practice_input(|input| candidates(&spec, input).len())
    };
    let found = state.with_practice_input(|input| candidates(&spec, input));
    let n_found = found.len();
    let picks = PICKS.map(|(pick, label, detail)| {
        let n_items = count(pick.clone());
        PickChoice { pick, label, detail, n_items }
    });
    let deck = state.library.deck_index(&spec.deck).and_then(|deck| state.library.deck(deck));
    let mut topics = Vec::new();
    if let Some(deck) = deck {
        list_topics(&deck.outline, &spec, 0, false, &mut topics);
    }
    let secs = state.practice_secs(&spec, &found);
    PracticeView {
        decks,
        topics,
        picks: picks.to_vec(),
        traps: deck.map(traps).unwrap_or_default(),
        n_found,
        minutes: (secs / 60.0).ceil() as u32,
        spec: Some(spec),
    }
}

fn list_topics(
    topics: &[Topic],
    spec: &PracticeSpec,
    depth: usize,
    is_covered: bool,
    list: &mut Vec<TopicChoice>,
) {
    for topic in topics {
        let is_chosen = spec.topics.contains(&topic.id);
        let (id, title) = (topic.id.clone(), topic.title.clone());
        list.push(TopicChoice { id, title, depth, is_chosen, is_covered });
        list_topics(&topic.topics, spec, depth + 1, is_covered || is_chosen, list);
    }
}

/// Traps that an option feeds on, most frequent first.
fn traps(deck: &crate::domain::deck::Deck) -> Vec<TrapChoice> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in deck.askable() {
        let Body::Choice(choice) = &item.body else { continue };
        let mut ids: Vec<&str> =
            choice.options.iter().filter_map(|option| option.trap.as_deref()).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids.into_iter().filter(|id| has_trap(item, id)) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let mut traps: Vec<TrapChoice> = deck
        .traps
        .iter()
        .map(|trap| TrapChoice {
            id: trap.id.clone(),
            title: trap.title.clone(),
            is_pair: trap.id.starts_with("mix-"),
            n_items: counts.get(trap.id.as_str()).copied().unwrap_or(0),
        })
        .filter(|trap| trap.n_items > 0)
        .collect();
    traps.sort_by(|a, b| b.n_items.cmp(&a.n_items).then_with(|| a.title.cmp(&b.title)));
    traps
}

impl State {
    /// Estimated seconds of a set out of the units found.
    fn practice_secs(&self, spec: &PracticeSpec, found: &[u32]) -> f32 {
        let secs = found.iter().filter_map(|&unit| {
            let cost = self.library.unit(unit)?.kind.cost();
            Some(if self.memory(unit).is_some() { cost.seen } else { cost.new })
        });
        let share = spec.n_items.min(found.len() as u32) as f32 / found.len().max(1) as f32;
        secs.sum::<f32>() * share
    }
}
