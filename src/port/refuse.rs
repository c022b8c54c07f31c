//! The words with which a file is refused: they name the file, say what it is and what to do.

use super::imported::Refusal;
use super::limits::{MIB, TEXT};

/// A refusal that says, after `text`, that nothing was imported.
pub(super) fn refusal(text: impl std::fmt::Display) -> Refusal {
    Refusal(format!("{text} Nothing was imported."))
}

pub(super) fn cancelled(name: &str) -> Refusal {
    refusal(format!("The import of {name} was cancelled."))
}

pub(super) fn empty(name: &str) -> Refusal {
    refusal(format!("{name} is empty."))
}

pub(super) fn all_zero(name: &str) -> Refusal {
    refusal(format!("{name} holds only zero bytes; a crash while saving does that."))
}

pub(super) fn unknown(name: &str) -> Refusal {
    refusal(format!("{name} is not a text, an Anki package or a deck."))
}

pub(super) fn no_rows(name: &str) -> Refusal {
    refusal(format!("{name} has a header row and no questions."))
}

pub(super) fn too_long(name: &str, n_bytes: usize) -> Refusal {
    let (n, limit) = (n_bytes.div_ceil(MIB), TEXT / MIB);
    refusal(format!("{name} has {n} MB; text is read up to {limit} MB. Split it."))
}

pub(super) fn too_many(name: &str) -> Refusal {
    refusal(format!("{name}: more than 500,000 rows. Split it."))
}

/// "FILE: WHAT is larger than LIMIT."
pub(super) fn larger(name: &str, what: &str, limit: &str) -> Refusal {
    refusal(format!("{name}: {what} is larger than {limit}."))
}

pub(super) fn incomplete(name: &str, detail: &str) -> Refusal {
    let detail = detail.trim_end_matches('.');
    refusal(format!("{name} is incomplete or damaged (download again): {detail}."))
}

/// No question of any form was found.
pub(super) fn no_questions(name: &str, looked_for: &str) -> Refusal {
    refusal(format!("{name} holds no questions that we recognise. {looked_for}"))
}
