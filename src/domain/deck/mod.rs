//! Decks: the model and, beside it, reading, checking and counting.

pub mod diagnostic;
pub mod digest;
mod exam;
pub mod lint;
pub mod model;
pub mod parse;
mod raw;
mod source;
pub mod stats;
mod validate;
mod words;

pub use model::*;
