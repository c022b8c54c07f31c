//! Editing decks and items.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::deck::overlay::Overlay;
use crate::domain::deck::validate::validate;
use crate::domain::deck::{
    Body, Card, Choice, ChoiceOption, Cloze, Deck, Dropdown, Item, Match, Numeric, Order, Pair,
    Topic, Validity,
};
use crate::port::apkg::{item_from_json, item_to_json};

/// Overlays of all decks as the log has them: by deck and item.
pub type Overlays = BTreeMap<String, BTreeMap<String, Overlay>>;

/// The log's value of an overlay.
pub fn overlay_to_json(overlay: &Overlay) -> Value {
    match overlay {
        Overlay::Item(item) => item_to_json(item),
        Overlay::Removed => Value::from("removed"),
    }
}

/// An overlay from the log's value; none for anything else.
pub fn overlay_from_json(value: &Value) -> Option<Overlay> {
    if value.as_str() == Some("removed") {
        return Some(Overlay::Removed);
    }
    item_from_json(value).map(|item| Overlay::Item(Box::new(item)))
}

/// Types that can be made on the screen.
pub const KINDS: [&str; 7] = ["Card", "Cloze", "Choice", "Order", "Match", "Dropdown", "Numeric"];

/// The item that is being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing {
    /// Deck id.
    pub deck: String,
    /// Id of the item as it was; none for a new one.
    pub original: Option<String>,
    /// As it will be.
    pub item: Item,
}

/// An empty item of a type.
pub fn blank(kind: &str, id: String, topic: String) -> Item {
    let text = String::new;
    let option = |is_key| ChoiceOption { text: text(), is_key, why: text(), trap: None };
    let pair = || Pair { left: text(), right: text(), why: text() };
    let body = match kind {
        "Cloze" => Body::Cloze(Cloze { text: text(), explain: text() }),
        "Choice" => Body::Choice(Choice {
            stem: text(),
            options: vec![option(true), option(false), option(false), option(false)],
            select: 1,
            explain: text(),
            shuffle: true,
        }),
        "Order" => Body::Order(Order { stem: text(), steps: vec![text(); 3], explain: text() }),
        "Match" => Body::Match(Match {
            stem: text(),
            pairs: vec![pair(), pair()],
            extra_rights: Vec::new(),
            explain: text(),
        }),
        "Dropdown" => Body::Dropdown(Dropdown { text: text(), explain: text() }),
        "Numeric" => Body::Numeric(Numeric {
            stem: text(),
            answer: 0.0,
            tolerance: 0.0,
            unit: text(),
            explain: text(),
        }),
        _ => Body::Card(Card { front: text(), back: text(), reverse: false }),
    };
    Item {
        id,
        topic,
        tags: Vec::new(),
        difficulty: 3,
        references: Vec::new(),
        note: text(),
        valid: Validity::default(),
        is_card: true,
        body,
    }
}

/// What keeps an item from being asked, in the validator's words.
pub fn problems(deck: &Deck, item: &Item) -> Vec<String> {
    let one = Deck {
        id: "d".to_owned(),
        title: "d".to_owned(),
        outline: deck.outline.clone(),
        traps: deck.traps.clone(),
        items: vec![item.clone()],
        ..Deck::default()
    };
    let found = validate(&one).into_iter().filter(|found| found.item.is_some());
    found.map(|found| found.message).collect()
}

/// A deck of the learner's without items yet: one topic, to begin with.
pub fn new_deck(id: &str, title: &str) -> Deck {
    let topic = Topic { id: "general".to_owned(), title: "General".to_owned(), ..Topic::default() };
    Deck {
        id: id.to_owned(),
        title: title.to_owned(),
        version: "1".to_owned(),
        language: "en".to_owned(),
        outline: vec![topic],
        ..Deck::default()
    }
}
