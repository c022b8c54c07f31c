//! What each exam's items look like (the writing rules' table of house rules).

use crate::domain::deck::model::{Item, Topic};

/// Style of one deck's items.
#[derive(Debug, Clone, Copy)]
pub(super) struct House {
    pub(super) exam: Exam,
    /// Most words of an option.
    pub(super) option_words: usize,
    /// Highest school grade of a stem.
    pub(super) grade: f64,
    /// One of the decks that ship, to which the rules apply in full.
    pub(super) is_shipped: bool,
}

/// Which exam a deck is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exam {
    Pmp,
    Csm,
    ProjectPlus,
    Itil5,
    Itil4,
    Other,
}

impl House {
    pub(super) fn of(deck: &str) -> Self {
        let (exam, option_words, grade) = match deck {
            "pmp" => (Exam::Pmp, 25, 13.0),
            "csm" => (Exam::Csm, 20, 11.0),
            "project-plus" => (Exam::ProjectPlus, 20, 13.0),
            "itil-4-foundation" => (Exam::Itil4, 15, 11.0),
            _ if deck.starts_with("itil-") => (Exam::Itil5, 15, 11.0),
            _ => (Exam::Other, 25, 13.0),
        };
        let is_shipped = exam != Exam::Other || deck == "it-pm-career";
        Self { exam, option_words, grade, is_shipped }
    }

    pub(super) fn is_itil(&self) -> bool {
        matches!(self.exam, Exam::Itil4 | Exam::Itil5)
    }

    /// Fewest and most words of an item's stem.
    pub(super) fn stem_words(&self, item: &Item, is_short_form: bool) -> (f64, f64) {
        let level = tag(item, "level");
        match (self.exam, level) {
            (Exam::Pmp, _) if is_short_form => (10.0, 60.0),
            (Exam::Pmp, _) => (60.0, 110.0),
            (Exam::Csm, Some("know" | "recall")) => (10.0, 30.0),
            (Exam::Csm, Some("understand")) => (10.0, 60.0),
            (Exam::Csm, _) => (25.0, 60.0),
            (Exam::ProjectPlus, Some("scenario")) => (35.0, 90.0),
            (Exam::ProjectPlus, Some("explain" | "compare")) => (12.0, 40.0),
            (Exam::ProjectPlus, _) => (12.0, 90.0),
            (Exam::Itil4 | Exam::Itil5, _) => (8.0, 35.0),
            (Exam::Other, _) => (8.0, 110.0),
        }
    }

    /// Fewest questions of a leaf of the outline.
    pub(super) fn least_per_leaf(&self) -> usize {
        match self.exam {
            Exam::Pmp => 12,
            Exam::ProjectPlus => 6,
            Exam::Csm => 3,
            Exam::Itil5 | Exam::Itil4 => 2,
            Exam::Other => 1,
        }
    }

    /// Wanted shares in per cent, by tag name.
    pub(super) fn mixes(&self) -> &'static [(&'static str, &'static [(&'static str, f64)])] {
        match self.exam {
            Exam::Pmp => &[
                ("level", &[("understand", 10.0), ("apply", 60.0), ("analyse", 30.0)]),
                ("approach", &[("predictive", 40.0), ("agile", 30.0), ("hybrid", 30.0)]),
            ],
            Exam::Csm => &[("level", &[("apply", 50.0)])],
            Exam::ProjectPlus => {
                &[("level", &[("explain", 45.0), ("compare", 20.0), ("scenario", 35.0)])]
            }
            Exam::Itil5 => {
                &[("level", &[("recall", 40.0), ("understand", 60.0)]), ("style", STYLES)]
            }
            Exam::Itil4 => {
                &[("level", &[("recall", 22.0), ("understand", 78.0)]), ("style", STYLES)]
            }
            Exam::Other => &[],
        }
    }
}

const STYLES: &[(&str, f64)] =
    &[("standard", 70.0), ("missing-word", 12.0), ("list", 14.0), ("negative", 4.0)];

/// Value of a tag of the form `name:value`.
pub(super) fn tag<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.tags.iter().find_map(|tag| tag.strip_prefix(name)?.strip_prefix(':'))
}

/// Leaves of an outline in order.
pub(super) fn leaves(topics: &[Topic]) -> Vec<&Topic> {
    topics
        .iter()
        .flat_map(|topic| if topic.topics.is_empty() { vec![topic] } else { leaves(&topic.topics) })
        .collect()
}
