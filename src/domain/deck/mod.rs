//! Decks: the model and, beside it, reading, checking, counting and writing.

pub mod diagnostic;
pub mod digest;
mod element;
mod exam;
mod explain;
pub mod lint;
pub mod model;
pub mod overlay;
pub mod parse;
pub mod parts;
mod raw;
mod schema;
mod source;
pub mod stats;
pub mod validate;
mod words;
pub mod write;

pub use model::*;
