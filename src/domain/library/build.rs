//! Flattening decks.

use std::collections::HashMap;

use super::{ItemEntry, Library, NONE, TopicEntry, Unit, hash_names};
use crate::domain::deck::{Body, Deck, Item, Topic, Validity};
use crate::domain::schedule::cost::ItemKind;

/// Fills the flat lists.
struct Builder<'a> {
    library: &'a mut Library,
}

/// Fills the flat lists of a library from its decks.
pub(super) fn fill(library: &mut Library) {
    Builder { library }.build();
}

impl Builder<'_> {
    fn build(&mut self) {
        // Taken out while the lists are filled and put back: entries are checked against it by then.
        let decks = std::mem::take(&mut self.library.decks);
        for (index, deck) in decks.iter().enumerate() {
            self.add_deck(index as u32, deck);
        }
        self.library.decks = decks;
        self.index();
    }

    fn add_deck(&mut self, index: u32, deck: &Deck) {
        let mut topics = HashMap::new();
        self.add_topics(index, &deck.outline, None, &mut topics);
        for (place, item) in deck.items.iter().enumerate() {
            let entry = ItemEntry {
                deck: index,
                place: place as u32,
                question: 0,
                topic: 0,
                first_unit: 0,
            };
            let Body::Case(case) = &item.body else {
                let is_dated = item.valid != Validity::default();
                self.add_item(entry, item, (NONE, item.is_card, is_dated), &mut topics);
                continue;
            };
            let number = self.library.items.len() as u32;
            for (question, part) in case.questions.iter().enumerate() {
                let entry = ItemEntry { question: question as u32, ..entry };
                let is_card = item.is_card && part.is_card;
                let is_dated = [item.valid, part.valid] != [Validity::default(); 2];
                self.add_item(entry, part, (number, is_card, is_dated), &mut topics);
            }
        }
    }

    fn add_topics(
        &mut self,
        deck: u32,
        outline: &[Topic],
        parent: Option<u32>,
        known: &mut HashMap<String, u32>,
    ) {
        for topic in outline {
            let number = self.add_topic(deck, &topic.id, &topic.title, parent, known);
            self.add_topics(deck, &topic.topics, Some(number), known);
        }
    }

    fn add_topic(
        &mut self,
        deck: u32,
        id: &str,
        title: &str,
        parent: Option<u32>,
        known: &mut HashMap<String, u32>,
    ) -> u32 {
        let number = self.library.topics.len() as u32;
        let (id, title) = (id.to_owned(), title.to_owned());
        known.entry(id.clone()).or_insert(number);
        self.library.topics.push(TopicEntry { deck, id, title, parent });
        number
    }

    fn add_item(
        &mut self,
        entry: ItemEntry,
        item: &Item,
        (case, is_card, is_dated): (u32, bool, bool),
        topics: &mut HashMap<String, u32>,
    ) {
        let topic = match topics.get(&item.topic) {
            Some(topic) => *topic,
            None => self.add_topic(entry.deck, &item.topic, "", None, topics),
        };
        let number = self.library.items.len() as u32;
        let first_unit = self.library.units.len() as u32;
        self.library.items.push(ItemEntry { topic, first_unit, ..entry });
        if !is_card {
            return;
        }
        let kind = ItemKind::of(item);
        for facet in item.facets() {
            let (deck, hash) = (entry.deck, 0);
            let unit = Unit {
                deck,
                item: number,
                topic,
                case,
                hash,
                facet,
                kind,
                is_dated,
                is_shadowed: false,
            };
            self.library.units.push(unit);
        }
    }

    fn index(&mut self) {
        for number in 0..self.library.units.len() {
            let library = &*self.library;
            let Some(unit) = library.units.get(number) else { continue };
            let Some(deck) = library.deck(unit.deck) else { continue };
            let Some(item) = library.item(unit.item) else { continue };
            let hash = hash_names(&deck.id, &item.id, unit.facet);
            let mut slot = hash;
            let mut is_shadowed = false;
            while let Some(other) = library.lookup.get(&slot) {
                if library.is_named(*other, &deck.id, &item.id, unit.facet) {
                    is_shadowed = true;
                    break;
                }
                slot = slot.wrapping_add(1);
            }
            self.library.lookup.entry(slot).or_insert(number as u32);
            if let Some(unit) = self.library.units.get_mut(number) {
                unit.hash = hash;
                unit.is_shadowed = is_shadowed;
            }
        }
    }
}
