//! The learner's own items and wordings, laid over a deck: they survive its updates and can be dropped.

use std::collections::BTreeMap;

use super::model::{Body, Deck, Item};

/// What lies over one item.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The learner's own version, or an item of the learner's.
    Item(Box<Item>),
    /// The item is not wanted.
    Removed,
}

/// Lays `overlays` (by item id) over a deck: items that are there are replaced or go, others are added
/// behind the deck's own. Questions of a case are replaced where they stand; a case without questions goes.
pub fn apply(deck: &mut Deck, overlays: &BTreeMap<String, Overlay>) {
    if overlays.is_empty() {
        return;
    }
    let mut left = overlays.clone();
    lay(&mut deck.items, &mut left);
    for item in &mut deck.items {
        if let Body::Case(case) = &mut item.body {
            lay(&mut case.questions, &mut left);
        }
    }
    deck.items.retain(|item| match &item.body {
        Body::Case(case) => !case.questions.is_empty(),
        _ => true,
    });
    for overlay in left.into_values() {
        if let Overlay::Item(item) = overlay {
            deck.items.push(*item);
        }
    }
}

fn lay(items: &mut Vec<Item>, overlays: &mut BTreeMap<String, Overlay>) {
    items.retain_mut(|item| match overlays.remove(&item.id) {
        None => true,
        Some(Overlay::Removed) => false,
        Some(Overlay::Item(own)) => {
            *item = *own;
            true
        }
    });
}
