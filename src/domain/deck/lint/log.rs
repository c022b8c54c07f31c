//! L29: has every question been solved blind, in the text that stands now?

use std::collections::HashSet;

use super::Sink;
use crate::domain::deck::diagnostic::Severity;
use crate::domain::deck::digest::digest;
use crate::domain::deck::model::{Body, Deck, Item};

pub(super) fn lint(sink: &mut Sink, deck: &Deck) {
    let is_blind = |step: &str| step.to_lowercase().contains("blind");
    let solved: HashSet<(&str, &str)> = deck
        .reviews
        .iter()
        .filter(|review| review.agree && is_blind(&review.step))
        .map(|review| (review.item.as_str(), review.digest.as_str()))
        .collect();
    // A question that is made anew has no text to be solved.
    let is_made = |item: &&Item| matches!(item.body, Body::Generated(_));
    let asked = deck.askable().filter(|item| !item.is_self_graded() && !is_made(item));
    for item in asked {
        if !solved.contains(&(item.id.as_str(), digest(item).as_str())) {
            let message = "No blind solution that agrees with the present text is in the log.";
            sink.put(Severity::Note, "L29", Some(item), message.to_owned());
        }
    }
}
