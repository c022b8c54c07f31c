//! What the editor shows.

use super::preview::markdown_of;
use crate::app::edit::problems;
use crate::app::state::State;
use crate::domain::deck::{Item, Topic};

/// The editor.
#[derive(Debug, Clone, PartialEq)]
pub struct EditView {
    /// Title of the deck.
    pub deck: String,
    /// As it will be.
    pub item: Item,
    /// Whether it is new.
    pub is_new: bool,
    /// Topics that can hold it: id and title.
    pub topics: Vec<(String, String)>,
    /// What keeps it from being asked.
    pub problems: Vec<String>,
    /// As it will look.
    pub markdown: String,
}

pub(in crate::app) fn build(state: &State) -> Option<EditView> {
    let editing = state.editing.as_ref()?;
    let deck = state.library.deck(state.library.deck_index(&editing.deck)?)?;
    let mut topics = Vec::new();
    leaves(&deck.outline, &mut topics);
    Some(EditView {
        deck: deck.title.clone(),
        item: editing.item.clone(),
        is_new: editing.original.is_none(),
        topics,
        problems: problems(deck, &editing.item),
        markdown: markdown_of(&editing.item),
    })
}

fn leaves(topics: &[Topic], found: &mut Vec<(String, String)>) {
    for topic in topics {
        if topic.topics.is_empty() {
            found.push((topic.id.clone(), topic.title.clone()));
        }
        leaves(&topic.topics, found);
    }
}
