//! The questions that a form can be made of.

use chrono::NaiveDate;

use super::shape::Shape;
use crate::domain::deck::{Body, Deck};
use crate::domain::library::Library;

/// One question of the bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankItem {
    /// Number of the item in the library.
    pub item: u32,
    /// Index in the shape's quotas.
    pub domain: usize,
    /// Number of the case's first question, the same for all of a case.
    pub case: Option<u32>,
    /// Number of its type, for the mix of types.
    pub kind: u8,
    /// Times it was answered.
    pub n_seen: u32,
    /// Study day of the last answer; 0 when never.
    pub last_seen: i32,
}

/// All questions of a deck that count on `date`, in library order. `seen` says how often an item
/// was answered and on which study day last.
pub fn bank(
    library: &Library,
    deck: u32,
    shape: &Shape,
    date: NaiveDate,
    seen: impl Fn(u32) -> (u32, i32),
) -> Vec<BankItem> {
    let Some(outline) = library.deck(deck) else { return Vec::new() };
    let items = (0..library.n_items()).filter(|item| library.deck_of(*item) == Some(deck));
    items
        .filter_map(|number| {
            let item = library.item(number)?;
            let kind = kind_of(&item.body)?;
            let domain = domain_of(outline, shape, &item.topic)?;
            let case = library.case_of(number);
            let is_case_valid = case.is_none_or(|(case, _)| case.valid.contains(date));
            if !item.valid.contains(date) || !is_case_valid {
                return None;
            }
            // Asked of the case itself: questions for exams only have no unit that would know.
            let place = case
                .and_then(|(_, case)| case.questions.iter().position(|q| std::ptr::eq(q, item)));
            let case = place.and_then(|place| number.checked_sub(place as u32));
            let (n_seen, last_seen) = seen(number);
            Some(BankItem { item: number, domain, case, kind, n_seen, last_seen })
        })
        .collect()
}

/// The type of questions that are made with new numbers each time.
pub(super) const MADE: u8 = 7;

/// A number for the types that are asked in exams.
fn kind_of(body: &Body) -> Option<u8> {
    match body {
        Body::Choice(choice) if choice.select <= 1 => Some(0),
        Body::Choice(_) => Some(1),
        Body::Order(_) => Some(2),
        Body::Match(_) => Some(3),
        Body::Dropdown(_) => Some(4),
        Body::Numeric(_) => Some(5),
        Body::Hotspot(_) => Some(6),
        Body::Generated(_) => Some(MADE),
        Body::Card(_) | Body::Cloze(_) | Body::Case(_) => None,
    }
}

/// Index of the quota that a topic counts for: the topic itself or one above it.
pub fn domain_of(deck: &Deck, shape: &Shape, topic: &str) -> Option<usize> {
    let path = deck.topic_path(topic);
    shape.quotas.iter().position(|(id, _)| path.iter().any(|topic| topic.id == *id))
}
