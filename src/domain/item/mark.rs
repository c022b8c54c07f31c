//! Marking: all parts right, or not right.

use rand::Rng;
use rand::seq::SliceRandom as _;

use super::number::parse_with_unit;
use super::text::{DropSegment, dropdown_segments};
use crate::domain::deck::{Body, Choice, Item, Numeric, Response};

/// Rounding in the last places of a sum is no mistake of the learner's.
const RELATIVE_SLACK: f64 = 1e-9;

/// What marking found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// Whether every part is right.
    pub is_right: bool,
    /// Each part: an option or region (chosen or left as it should be), a place in the order, a
    /// left side, a blank, or the one number.
    pub parts: Vec<bool>,
}

/// A response that does not belong to the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrongShape {
    /// Learners grade this item themselves, or it has no answer of its own.
    #[error("this item is not marked")]
    NotMarked,
    /// A response of another type of item.
    #[error("the answer belongs to another type of question")]
    OtherType,
    /// An index beyond what the item offers, or a list of the wrong length.
    #[error("the answer points at something that the question does not offer")]
    OutOfRange,
    /// The same thing chosen or used twice.
    #[error("the answer names the same thing twice")]
    Twice,
    /// More chosen than the question asks for.
    #[error("more was chosen than the question asks for")]
    TooMany,
    /// Text that is no number.
    #[error("this cannot be read as a number")]
    NotANumber,
}

/// Marks `response` to `item`. Left-open answers are marked wrong, impossible ones refused.
pub fn mark(item: &Item, response: &Response) -> Result<Marking, WrongShape> {
    let parts = match (&item.body, response) {
        (Body::Choice(choice), Response::Options(chosen)) => {
            check_indices(chosen, choice.options.len())?;
            if chosen.len() > choice.select.max(1) {
                return Err(WrongShape::TooMany);
            }
            let keys = choice.options.iter().map(|option| option.is_key);
            keys.enumerate().map(|(index, is_key)| chosen.contains(&index) == is_key).collect()
        }
        (Body::Order(order), Response::Sequence(sequence)) => {
            check_indices(sequence, order.steps.len())?;
            let at = |place: usize| sequence.get(place).and_then(|step| order.steps.get(*step));
            let steps = order.steps.iter().enumerate();
            // Two steps of the same wording may change places.
            steps.map(|(place, step)| at(place) == Some(step)).collect()
        }
        (Body::Match(matching), Response::Pairs(rights)) => {
            let n_rights = matching.pairs.len() + matching.extra_rights.len();
            check_places(rights, matching.pairs.len())?;
            let used: Vec<usize> = rights.iter().flatten().copied().collect();
            check_indices(&used, n_rights)?;
            let offered: Vec<&String> = matching
                .pairs
                .iter()
                .map(|pair| &pair.right)
                .chain(&matching.extra_rights)
                .collect();
            let given = rights.iter().map(|right| right.and_then(|right| offered.get(right)));
            let pairs = matching.pairs.iter().zip(given);
            pairs.map(|(pair, given)| given.is_some_and(|given| **given == pair.right)).collect()
        }
        (Body::Dropdown(dropdown), Response::Blanks(blanks)) => {
            mark_blanks(&dropdown.text, blanks)?
        }
        (Body::Numeric(numeric), Response::Number(text)) => vec![mark_number(numeric, text)?],
        (Body::Hotspot(hotspot), Response::Regions(chosen)) => {
            check_indices(chosen, hotspot.regions.len())?;
            let keys = hotspot.regions.iter().map(|region| region.is_key);
            if chosen.len() > keys.clone().filter(|is_key| *is_key).count().max(1) {
                return Err(WrongShape::TooMany);
            }
            keys.enumerate().map(|(index, is_key)| chosen.contains(&index) == is_key).collect()
        }
        (Body::Card(_) | Body::Cloze(_) | Body::Case(_) | Body::Generated(_), _) => {
            return Err(WrongShape::NotMarked);
        }
        _ => return Err(WrongShape::OtherType),
    };
    Ok(Marking { is_right: !parts.is_empty() && parts.iter().all(|part| *part), parts })
}

/// Whether `response` may stand as what the learner has given so far: it belongs to the type of the
/// item, and points at nothing that is not there. Text that is no number yet is allowed.
pub fn is_partial(item: &Item, response: &Response) -> bool {
    matches!(mark(item, response), Ok(_) | Err(WrongShape::NotANumber))
}

/// Whether nothing is left open, so that the answer may be checked.
pub fn is_complete(item: &Item, response: &Response) -> bool {
    if mark(item, response).is_err() {
        return false;
    }
    match (&item.body, response) {
        (Body::Choice(choice), Response::Options(chosen)) => chosen.len() == choice.select.max(1),
        (Body::Order(order), Response::Sequence(sequence)) => sequence.len() == order.steps.len(),
        (_, Response::Pairs(parts) | Response::Blanks(parts)) => parts.iter().all(Option::is_some),
        (Body::Hotspot(hotspot), Response::Regions(chosen)) => {
            chosen.len() == hotspot.regions.iter().filter(|region| region.is_key).count().max(1)
        }
        (_, Response::Number(text)) => !text.trim().is_empty(),
        _ => false,
    }
}

/// The order in which options are shown: file order where the deck asks for it.
pub fn option_order(choice: &Choice, rng: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..choice.options.len()).collect();
    if choice.shuffle {
        order.shuffle(rng);
    }
    order
}

fn check_indices(indices: &[usize], n_offered: usize) -> Result<(), WrongShape> {
    let mut is_used = vec![false; n_offered];
    for index in indices {
        let used = is_used.get_mut(*index).ok_or(WrongShape::OutOfRange)?;
        if std::mem::replace(used, true) {
            return Err(WrongShape::Twice);
        }
    }
    Ok(())
}

fn check_places(places: &[Option<usize>], n_places: usize) -> Result<(), WrongShape> {
    if places.len() == n_places { Ok(()) } else { Err(WrongShape::OutOfRange) }
}

fn mark_blanks(text: &str, blanks: &[Option<usize>]) -> Result<Vec<bool>, WrongShape> {
    let keys: Vec<(usize, usize)> = dropdown_segments(text)
        .into_iter()
        .filter_map(|segment| match segment {
            DropSegment::Text(_) => None,
            DropSegment::Blank { choices, key } => Some((choices.len(), key)),
        })
        .collect();
    check_places(blanks, keys.len())?;
    let parts = blanks.iter().zip(keys);
    parts
        .map(|(blank, (n_choices, key))| match blank {
            Some(blank) if *blank >= n_choices => Err(WrongShape::OutOfRange),
            blank => Ok(*blank == Some(key)),
        })
        .collect()
}

/// "25%" is right for 25 with the unit "%" and otherwise also for 0.25.
fn mark_number(numeric: &Numeric, text: &str) -> Result<bool, WrongShape> {
    if text.trim().is_empty() {
        return Ok(false);
    }
    let typed = parse_with_unit(text, &numeric.unit).ok_or(WrongShape::NotANumber)?;
    let slack = numeric.tolerance.max(0.0) + RELATIVE_SLACK * numeric.answer.abs().max(1.0);
    let is_near = |value: f64| (value - numeric.answer).abs() <= slack;
    let is_fraction = typed.is_percent && !numeric.unit.contains('%');
    Ok(is_near(typed.value) || (is_fraction && is_near(typed.value / 100.0)))
}
