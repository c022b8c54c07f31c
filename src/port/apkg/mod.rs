//! Anki packages (.apkg, .colpkg) and bare collections (.anki2), all three generations of them.
//!
//! Reading: `container` finds the collection and unpacks it to the staging folder, `database` opens
//! it as hostile input, `schema` reads notetypes and decks of either kind, `collect` turns notes into
//! items, `history` turns review rows into ours. Writing: [`write()`].

mod cards;
mod certdeck;
mod choice;
mod cloze;
mod collect;
mod container;
pub(in crate::port) mod crowd;
mod database;
mod draft;
pub(in crate::port) mod export;
mod gaps;
mod history;
mod item_json;
mod limits;
mod media;
mod occlusion;
mod own;
mod plan;
mod proto;
mod read;
mod refuse;
mod report;
mod schema;
pub(in crate::port) mod stream;
mod template;
mod topics;
pub(in crate::port) mod zipped;

use std::ops::ControlFlow;

pub use export::{ExportDeck, ExportError, ExportInput, PackageForm, write};
pub use item_json::{item_from_json, item_to_json};
pub use read::read;

use crate::domain::time::Moment;

/// What a reader or writer tells of its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Notes, reviews, files or bytes done so far.
    pub done: u64,
    /// Of how many, when that is known.
    pub total: Option<u64>,
}

/// Parts of the work, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Bytes of the collection are unpacked or packed.
    Unpacking,
    /// Notes are read or written.
    Notes,
    /// Reviews are read or written.
    Reviews,
    /// Media files are copied.
    Media,
}

/// Takes progress; `Break` cancels, and nothing is left behind outside the staging folder.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// What a reader has to be told because it has no clock and no settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOptions {
    /// Now, with the learner's offset: later reviews are not believed, days are cut with it.
    pub now: Moment,
    /// Local hour at which a study day begins, 0..=23.
    pub rollover_h: u32,
}
