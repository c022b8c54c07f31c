//! Which items of a deck an export writes.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::state::State;
use super::view::library::found;
use crate::domain::deck::{Body, Deck, Item};
use crate::domain::search::Query;

/// Which items of a deck are written; the default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picked {
    /// Those that this search finds, in the query language of the Library.
    pub search: Option<String>,
    /// Those of this topic (its id) and of the topics below it.
    pub topic: Option<String>,
}

impl Picked {
    /// Whether all items are wanted.
    pub fn is_all(&self) -> bool {
        self.search.is_none() && self.topic.is_none()
    }

    /// Whether the search needs the history of answers.
    pub(super) fn asks_history(&self) -> bool {
        self.search.as_ref().is_some_and(|search| Query::parse(search).asks_history())
    }
}

impl State {
    /// The deck with the items that are wanted, and nothing else left out.
    ///
    /// # Errors
    ///
    /// In words: what of the wish is not understood, or that nothing fits it.
    pub(super) fn picked_deck(&self, deck: &str, picked: &Picked) -> Result<Arc<Deck>, String> {
        let decks = self.library.decks();
        let index = self.library.deck_index(deck).ok_or_else(|| {
            let known: Vec<&str> = decks.iter().map(|deck| deck.id.as_str()).collect();
            format!("There is no deck “{deck}”. There are: {}.", known.join(", "))
        })?;
        let whole = decks.get(index as usize).ok_or("The deck is gone.")?;
        if picked.is_all() {
            return Ok(Arc::clone(whole));
        }
        let mut wanted: HashSet<u32> = (0..self.library.n_items())
            .filter(|item| self.library.deck_of(*item) == Some(index))
            .collect();
        if let Some(search) = &picked.search {
            let query = Query::parse(search);
            // What is left out of a query would let more through than was asked for.
            if let Some(message) = query.messages().first() {
                return Err(format!("The search “{search}” is not understood. {message}"));
            }
            let found: HashSet<u32> = found(self, &query).into_iter().collect();
            wanted.retain(|item| found.contains(item));
        }
        if let Some(topic) = &picked.topic {
            let topics = self.topics_below(index, topic)?;
            wanted.retain(|item| self.library.topic_of(*item).is_some_and(|t| topics.contains(&t)));
        }
        let ids = wanted.iter().filter_map(|item| self.library.item(*item));
        let ids: HashSet<&str> = ids.map(|item| item.id.as_str()).collect();
        let items = only(&whole.items, &ids);
        if items.is_empty() {
            return Err(format!("Nothing in “{}” fits: nothing was written.", whole.title));
        }
        Ok(Arc::new(Deck { items, ..Deck::clone(whole) }))
    }

    /// A topic of a deck and all below it.
    fn topics_below(&self, deck: u32, id: &str) -> Result<BTreeSet<u32>, String> {
        let mut found = BTreeSet::new();
        let mut known = Vec::new();
        // Parents stand before their parts.
        for (number, topic) in self.library.topics().iter().enumerate() {
            if topic.deck != deck {
                continue;
            }
            known.push(topic.id.as_str());
            let is_below = topic.parent.is_some_and(|parent| found.contains(&parent));
            if topic.id == id || is_below {
                found.insert(number as u32);
            }
        }
        if found.is_empty() {
            return Err(format!("There is no topic “{id}”. There are: {}.", known.join(", ")));
        }
        Ok(found)
    }
}

/// Items of these ids; of a case the questions, and the case with them.
fn only(items: &[Item], ids: &HashSet<&str>) -> Vec<Item> {
    let kept = |item: &Item| match &item.body {
        Body::Case(case) => {
            let mut case = case.clone();
            case.questions.retain(|question| ids.contains(question.id.as_str()));
            let is_kept = !case.questions.is_empty();
            is_kept.then(|| Item { body: Body::Case(case), ..item.clone() })
        }
        _ => ids.contains(item.id.as_str()).then(|| item.clone()),
    };
    items.iter().filter_map(kept).collect()
}
