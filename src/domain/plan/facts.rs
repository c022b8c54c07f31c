//! What planning knows of each unit of a certificate, with numbers in place of names.

use chrono::NaiveDate;

use super::campaign::Kind;
use crate::domain::deck::{Blueprint, Deck, Item, Topic};
use crate::domain::item::guess::guess_chance;
use crate::domain::library::{Library, Unit};
use crate::domain::schedule::cost::SCENARIO_SECS;

/// Worth of a question and of a card (learning model, section 1).
const QUESTION: f64 = 1.0;
const CARD: f64 = 0.5;

/// One part of an exam that has a weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// Topic id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Share of the exam; all shares sum to 1.
    pub weight: f64,
}

/// The parts of an exam.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Domains {
    /// In the order of the outline.
    pub list: Vec<Domain>,
    /// Whether the weights are published; else they are our own split, or that of the deck.
    pub is_published: bool,
}

impl Domains {
    /// The parts by the mix of a blueprint, else by the outline's weights, else by the number of items.
    pub fn of(deck: &Deck, blueprint: Option<&Blueprint>) -> Self {
        let is_published = deck.outline.iter().any(|topic| topic.weight.is_some());
        let title = |id: &str| {
            deck.topic_path(id).last().map_or_else(|| id.to_owned(), |topic| topic.title.clone())
        };
        let mix = blueprint.map(|blueprint| &blueprint.mix).filter(|mix| !mix.is_empty());
        let count = |id: &str| {
            let items = deck.askable();
            let is_in = |item: &&Item| deck.topic_path(&item.topic).iter().any(|t| t.id == id);
            items.filter(is_in).count() as f64
        };
        let by_outline = || {
            let outline = deck.outline.iter();
            let weight = |topic: &Topic| topic.weight.unwrap_or_else(|| count(&topic.id));
            outline.map(|topic| (topic.id.clone(), weight(topic))).collect()
        };
        let parts: Vec<(String, f64)> = mix.map_or_else(by_outline, Clone::clone);
        let sum: f64 = parts.iter().map(|(_, weight)| weight.max(0.0)).sum();
        let domain = |(id, weight): &(String, f64)| Domain {
            id: id.clone(),
            title: title(id),
            weight: if sum > 0.0 { weight.max(0.0) / sum } else { 1.0 / parts.len().max(1) as f64 },
        };
        let list: Vec<Domain> = parts.iter().map(domain).collect();
        if list.is_empty() {
            let whole = Domain { id: String::new(), title: deck.title.clone(), weight: 1.0 };
            return Self { list: vec![whole], is_published: false };
        }
        Self { list, is_published }
    }

    /// The weights in order.
    pub fn weights(&self) -> Vec<f64> {
        self.list.iter().map(|domain| domain.weight).collect()
    }
}

/// One unit of the certificate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// Number of the unit in the library.
    pub unit: u32,
    /// Number of its item in the library.
    pub item: u32,
    /// Index of the domain.
    pub domain: u16,
    /// Units that are introduced together bear the same number: the questions of a case.
    pub group: u32,
    /// Cost and worth; a case's scenario is shared out over its questions.
    pub kind: Kind,
    /// Chance of a right answer without knowing.
    pub guess: f64,
    /// Author's difficulty, 1..=5.
    pub difficulty: f64,
    /// Whether it is marked, so that its first answer tells of fresh questions.
    pub is_question: bool,
    /// Whether it counts for the exam: valid on its date, in its outline, and not suspended.
    pub counts: bool,
    /// Whether the learner gave it up until the exam: it counts, and is not introduced.
    pub is_left_out: bool,
}

/// Everything about the units of one deck, in library order.
pub fn facts(
    library: &Library,
    deck: u32,
    domains: &Domains,
    date: NaiveDate,
    is_suspended: impl Fn(&Unit) -> bool,
    is_left_out: impl Fn(&Unit) -> bool,
) -> Vec<Fact> {
    let Some(found) = library.deck(deck) else { return Vec::new() };
    let of_topic = topic_domains(library, found, domains);
    let units = library.units().iter().zip(0_u32..);
    let units = units.filter(|(unit, _)| unit.deck == deck && !unit.is_shadowed);
    let fact = |(unit, number): (&Unit, u32)| {
        let item = library.item(unit.item)?;
        let cost = unit.kind.cost();
        let is_question = !item.is_self_graded();
        let size = unit.case().and_then(|_| library.case_of(unit.item));
        let scenario =
            size.map_or(0.0, |(_, case)| SCENARIO_SECS / case.questions.len().max(1) as f32);
        let kind = Kind {
            value: if is_question { QUESTION } else { CARD },
            secs_new: f64::from(cost.new + scenario),
            secs_seen: f64::from(cost.seen + scenario),
            secs_wrong: f64::from(cost.wrong),
        };
        let domain = of_topic.get(unit.topic as usize).copied().flatten();
        Some(Fact {
            unit: number,
            item: unit.item,
            domain: domain.unwrap_or(0),
            group: unit.case().map_or(number, |case| u32::MAX - case),
            kind,
            guess: guess_chance(item),
            difficulty: f64::from(item.difficulty.clamp(1, 5)),
            is_question,
            counts: domain.is_some() && library.is_valid_on(unit, date) && !is_suspended(unit),
            is_left_out: is_left_out(unit),
        })
    };
    units.filter_map(fact).collect()
}

/// The domain of each topic of the library; none for those of other decks or outside of the exam.
fn topic_domains(library: &Library, deck: &Deck, domains: &Domains) -> Vec<Option<u16>> {
    let is_whole = domains.list.iter().all(|domain| domain.id.is_empty());
    let of = |id: &str| {
        if is_whole {
            return Some(0);
        }
        let path = deck.topic_path(id);
        let place = domains.list.iter().position(|domain| path.iter().any(|t| t.id == domain.id));
        place.map(|place| place as u16)
    };
    let topics = library.topics().iter();
    topics
        .map(|topic| {
            let is_ours = library.deck(topic.deck).is_some_and(|found| found.id == deck.id);
            if is_ours { of(&topic.id) } else { None }
        })
        .collect()
}
