//! Import and export: bytes to domain values with a loss report, and back.
//!
//! Every reader is pure: bytes and options in, [`Imported`] out. No clock, no network, no log.

mod anki_text;
pub mod apkg;
mod archive;
mod columns;
mod encoding;
pub mod figure;
mod gather;
mod gift;
pub mod html;
mod identity;
mod imported;
pub mod json;
mod key;
mod labels;
mod limits;
mod markdown;
mod markup;
mod media;
mod merge;
mod moodle;
mod names;
mod open;
mod options;
mod outline;
mod own_ron;
pub mod pdf;
mod plain;
mod plan;
mod planted;
mod question;
mod quizlet;
mod refuse;
mod report;
mod roles;
mod shape;
mod sides;
mod sniff;
mod table;
mod within;
mod words;
pub mod writers;

pub use columns::{Columns, head_key};
pub use encoding::Encoding;
pub use identity::norm;
pub use imported::{
    Format, History, Imported, ImportedItem, Loss, LossKind, MediaBytes, MediaFile, Refusal,
    SourceKey,
};
pub use key::KeyScheme;
pub use merge::{Came, Decision, Merged, digest_of, merge};
pub use names::clean_name;
pub use open::{Desk, Opened, open_bytes, open_path};
pub use options::{Flow, ReadOptions};
pub use plan::{LedgerRow, Plan, Standing, plan};
pub use roles::Role;
pub use table::TablePreview;
