//! The words with which a file is refused.

use std::io;

use super::limits::MIB;
use crate::port::Refusal;

pub(super) fn refuse<T>(text: String) -> Result<T, Refusal> {
    Err(Refusal(text))
}

/// "FILE: WHAT is larger than LIMIT."
pub(super) fn larger(name: &str, what: &str, limit: u64) -> Refusal {
    let limit = limit / MIB;
    Refusal(format!("{name}: {what} is larger than {limit} MB. Nothing was imported."))
}

pub(super) fn incomplete(name: &str, detail: &str) -> Refusal {
    Refusal(format!(
        "{name} is incomplete or damaged (download again): {detail}. Nothing was imported."
    ))
}

pub(super) fn damaged(name: &str, detail: &str) -> Refusal {
    Refusal(format!(
        "The collection in {name} is damaged ({detail}). In Anki run Tools, Check Database, and \
         export again. Nothing was imported."
    ))
}

pub(super) fn newer(name: &str) -> Refusal {
    Refusal(format!(
        "{name} was made by a newer Anki than we know. Export it again with \"Support older Anki \
         versions\". Nothing was imported."
    ))
}

pub(super) fn stub(name: &str) -> Refusal {
    Refusal(format!(
        "{name} holds only Anki's notice for old versions; the real notes are missing. Export it \
         again. Nothing was imported."
    ))
}

pub(super) fn cancelled(name: &str) -> Refusal {
    Refusal(format!("The import of {name} was cancelled. Nothing was imported."))
}

/// A fault of the learner's own disk while unpacking.
pub(super) fn disk(name: &str, error: &io::Error) -> Refusal {
    Refusal(format!("{name} could not be unpacked: {error}. Nothing was imported."))
}
