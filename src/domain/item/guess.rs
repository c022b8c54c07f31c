//! The chance of a right answer without knowing.

use super::text::{DropSegment, dropdown_segments};
use crate::domain::deck::{Body, Item};

/// A picture shows less than all the places one might point at, so a blind hit is never rarer.
const HOTSPOT_FLOOR: f64 = 0.1;

/// Chance, 0..=1, that `item` is answered right by somebody who does not know it.
///
/// Items that the learner grades, numbers, and cases (their questions have their own) give 0.
pub fn guess_chance(item: &Item) -> f64 {
    match &item.body {
        Body::Choice(choice) => 1.0 / combinations(choice.options.len(), choice.select),
        Body::Order(order) => 1.0 / arrangements(order.steps.len(), order.steps.len()),
        Body::Match(matching) => {
            let n = matching.pairs.len();
            1.0 / arrangements(n + matching.extra_rights.len(), n)
        }
        Body::Dropdown(dropdown) => dropdown_segments(&dropdown.text)
            .iter()
            .map(|segment| match segment {
                DropSegment::Text(_) => 1.0,
                DropSegment::Blank { choices, .. } => 1.0 / choices.len().max(1) as f64,
            })
            .product(),
        Body::Hotspot(hotspot) => {
            let n_right = hotspot.regions.iter().filter(|region| region.is_key).count();
            let n_regions = hotspot.regions.len().max(1);
            (n_right as f64 / n_regions as f64).max(HOTSPOT_FLOOR)
        }
        // A made question offers four options.
        Body::Generated(_) => 0.25,
        Body::Card(_) | Body::Cloze(_) | Body::Numeric(_) | Body::Case(_) => 0.0,
    }
}

/// Ways to put `taken` of `all` things in order, at least 1.
fn arrangements(all: usize, taken: usize) -> f64 {
    (0..taken.min(all)).map(|step| (all - step) as f64).product()
}

/// Ways to take `taken` of `all` things, at least 1.
fn combinations(all: usize, taken: usize) -> f64 {
    if taken > all {
        return 1.0;
    }
    (arrangements(all, taken) / arrangements(taken, taken)).max(1.0)
}
