//! The order in which the parts of a question are shown.

use rand::Rng;
use rand::seq::SliceRandom as _;

use super::mark::option_order;
use crate::domain::deck::{Body, Item};

/// Display order of what a question offers.
///
/// The same stream of random numbers gives the same layout, so it need not be stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Indices in file order, as displayed: options of a `Choice`, steps of an `Order`, rights of a
    /// `Match` (pairs first, then extras). Empty for types that have one order only.
    pub places: Vec<usize>,
}

impl Layout {
    /// Draws the layout of `item`. Steps never begin in the right order.
    pub fn of(item: &Item, rng: &mut impl Rng) -> Self {
        let places = match &item.body {
            Body::Choice(choice) => option_order(choice, rng),
            Body::Order(order) => mixed_steps(&order.steps, rng),
            Body::Match(matching) => {
                shuffled(matching.pairs.len() + matching.extra_rights.len(), rng)
            }
            _ => Vec::new(),
        };
        Self { places }
    }

    /// The layout in file order, for reports and previews.
    pub fn plain(item: &Item) -> Self {
        let n_places = match &item.body {
            Body::Choice(choice) => choice.options.len(),
            Body::Order(order) => order.steps.len(),
            Body::Match(matching) => matching.pairs.len() + matching.extra_rights.len(),
            _ => 0,
        };
        Self { places: (0..n_places).collect() }
    }
}

fn shuffled(count: usize, rng: &mut impl Rng) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.shuffle(rng);
    places
}

/// Shuffles, and turns on by one where the right order came out: nothing is to be had for nothing.
fn mixed_steps(steps: &[String], rng: &mut impl Rng) -> Vec<usize> {
    let mut places = shuffled(steps.len(), rng);
    let is_right = |places: &[usize]| {
        places.iter().enumerate().all(|(at, step)| steps.get(at) == steps.get(*step))
    };
    if places.len() > 1 && is_right(&places) {
        places.rotate_left(1);
    }
    places
}
