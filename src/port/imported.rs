//! What a reader makes of a file.

use std::io::Read;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::deck::{Deck, Item, Topic, Trap};
use crate::domain::event::{Mode, Rating};
use crate::domain::time::Moment;

/// The format that a file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Our own deck files.
    Ron,
    /// Our own model, or any other JSON with questions.
    Json,
    /// Rows of a spreadsheet, or pasted ones.
    Table,
    /// Text with Anki's `#` header.
    AnkiText,
    /// Text copied from Quizlet's export box.
    Quizlet,
    /// Udemy's practice-test CSV.
    Udemy,
    /// Anki package or collection.
    AnkiPackage,
    /// Numbered questions with labelled options.
    Plain,
    /// Aiken.
    Aiken,
    /// GIFT.
    Gift,
    /// Moodle XML.
    MoodleXml,
    /// Any of the Markdown dialects.
    Markdown,
}

/// Everything that a file holds, before it is compared with what is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// What it was read as.
    pub format: Format,
    /// What the source itself would call questions, notes or rows, good and bad.
    pub n_records: usize,
    /// Title of the deck as far as the file says one. None also when a package holds several decks:
    /// then each topic of the first level is one of them.
    pub title: Option<String>,
    /// Outline made from the file's categories, decks or domains.
    pub outline: Vec<Topic>,
    /// Named misconceptions, if the file has any.
    pub traps: Vec<Trap>,
    /// The head of a deck of ours with everything but its items: exam rules, licence, notice.
    pub own: Option<Box<Deck>>,
    /// In the order of the file.
    pub items: Vec<ImportedItem>,
    /// Referenced files.
    pub media: Vec<MediaFile>,
    /// Review history: reviews and seeds oldest first, then the due dates.
    pub history: Vec<History>,
    /// What did not come in, or came in poorer. `records = imported + merged + dropped`.
    pub report: Vec<Loss>,
}

/// One item with where it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedItem {
    /// The item; its id is already the final one.
    pub item: Item,
    /// By what it is recognised when the file comes again.
    pub source: SourceKey,
    /// Number of the record it is from, from 0.
    pub record: usize,
    /// Whether it comes in suspended.
    pub is_suspended: bool,
    /// Whether it comes in flagged.
    pub is_flagged: bool,
    /// Seconds UTC of the last change over there, where the source says one.
    pub modified_s: Option<i64>,
}

/// By what a record is recognised when its file comes again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SourceKey {
    /// An id that the file gives.
    Explicit(String),
    /// Anki's `guid/ord` or `guid/c`.
    Anki(String),
    /// Digest of the normalised content, 32 hex digits.
    Content(String),
}

/// A referenced file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// A clean single path component.
    pub name: String,
    /// Its bytes, or where they wait in the staging folder.
    pub bytes: MediaBytes,
}

/// What a referenced file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaBytes {
    /// Small enough to be kept: taken out of a text.
    Held(Vec<u8>),
    /// A file that waits in the staging folder, or lies in a deck's own folder.
    Staged(PathBuf),
}

impl From<Vec<u8>> for MediaBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Held(bytes)
    }
}

impl MediaBytes {
    /// The bytes as a stream.
    pub fn open(&self) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(match self {
            Self::Held(bytes) => Box::new(bytes.as_slice()),
            Self::Staged(path) => Box::new(std::fs::File::open(path)?),
        })
    }
}

/// One step of an item's history in another program.
///
/// For a `Case` the facet is the index of the question. Reviews of mode `Practice` move no schedule.
#[derive(Debug, Clone, PartialEq)]
pub enum History {
    /// A graded review.
    Review {
        /// Index in [`Imported::items`].
        item: usize,
        /// Which memory of it.
        facet: u16,
        /// When.
        at: Moment,
        /// The button.
        rating: Rating,
        /// Milliseconds, at most ten minutes.
        elapsed_ms: u32,
        /// Study, relearn or practice that moves nothing.
        mode: Mode,
    },
    /// A memory taken over without its reviews.
    Seed {
        /// Index in [`Imported::items`].
        item: usize,
        /// Which memory of it.
        facet: u16,
        /// Last review.
        at: Moment,
        /// Days, above 0.
        stability: f32,
        /// 1..=10.
        difficulty: f32,
    },
    /// The date planned by the other program, kept until the next answer.
    Due {
        /// Index in [`Imported::items`].
        item: usize,
        /// Which memory of it.
        facet: u16,
        /// Midnight UTC of that day.
        at: Moment,
    },
}

/// One line of the loss report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// Where a person finds it: `row 14 (line 31)`.
    pub at: String,
    /// How bad it is.
    pub kind: LossKind,
    /// What happened, in words for the learner.
    pub reason: String,
    /// The raw record, first 2,000 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// How bad a loss is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossKind {
    /// The record did not come in.
    Dropped,
    /// It came in, something of it was lost.
    Partial,
    /// Same content as another record of this file.
    Merged,
    /// Nothing lost, but worth knowing.
    Note,
}

/// Why a file is not read at all, in words for the learner.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);
