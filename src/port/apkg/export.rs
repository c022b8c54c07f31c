//! Writing packages, in the form of today or in the one that every Anki since 2.1 opens.

mod answered;
mod collection;
pub(in crate::port) mod decks;
mod fields;
mod notetypes;
mod pack;
mod revlog;
mod schedule;
mod zipped;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::Watch;
use crate::domain::deck::Deck;
use crate::domain::event::Answer;
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::Moment;
use crate::port::{Loss, MediaFile};

/// What is written, as it is now.
#[derive(Debug)]
pub struct ExportInput<'a> {
    /// The decks, with the items that are to go out.
    pub decks: &'a [ExportDeck<'a>],
    /// What is remembered of their items.
    pub memories: &'a HashMap<MemoryKey, Memory>,
    /// All answers to their items, oldest first, retracted ones left out.
    pub answers: &'a [(Moment, Answer)],
    /// The model that the memories were made with.
    pub model: &'a Model,
    /// Decay of the forgetting curve: the last of the model's parameters.
    pub decay: f32,
    /// Deck and item of what is flagged.
    pub flagged: &'a HashSet<(String, String)>,
    /// Deck and item of what is suspended.
    pub suspended: &'a HashSet<(String, String)>,
    /// Guids of items that came from Anki, by deck and item.
    pub guids: &'a HashMap<(String, String), String>,
    /// Desired retention, 0.75..=0.95.
    pub retention: f32,
    /// Local hour at which a study day begins, 0..=23.
    pub rollover_h: u32,
    /// Now, with the learner's offset.
    pub now: Moment,
    /// What Anki is to find.
    pub form: PackageForm,
}

/// Which of Anki's forms a package has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PackageForm {
    /// What Anki writes by itself since 2.1.50 (2022): zstd, names of media as protobuf.
    #[default]
    Today,
    /// What every Anki since 2.1 reads, and most other programs: deflate, names of media as JSON.
    Older,
}

/// A deck and the media that lie beside it.
#[derive(Debug)]
pub struct ExportDeck<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// Files of its `media/`.
    pub media: &'a [MediaFile],
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk refused.
    #[error("the package could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// The collection could not be made.
    #[error("the package's collection could not be written: {0}")]
    Database(#[from] rusqlite::Error),
    /// The zip could not be made.
    #[error("the package could not be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The learner cancelled; the target is as it was.
    #[error("the export was cancelled; nothing was written")]
    Cancelled,
}

/// Writes a package to `target` in one step: a file that is there is replaced or stays as it is.
///
/// Tell the learner that Anki asks "Import any learning progress" and that it must be ticked.
pub fn write(
    input: &ExportInput<'_>,
    target: &Path,
    watch: Watch<'_>,
) -> Result<Vec<Loss>, ExportError> {
    pack::write(input, target, watch)
}

/// A tag as Anki knows it: without blanks.
pub(in crate::port) fn tag(tag: &str) -> String {
    let kept: String = tag.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("_")
}
