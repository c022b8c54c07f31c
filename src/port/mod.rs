//! Import and export: bytes to domain values with a loss report, and back.
//!
//! Every reader is pure: bytes and options in, [`Imported`] out. No clock, no network, no log.

pub mod apkg;
pub mod html;
mod imported;
pub mod pdf;

pub use imported::{
    Format, History, Imported, ImportedItem, Loss, LossKind, MediaBytes, MediaFile, Refusal,
    SourceKey,
};
