//! Decks: the model and, beside it, reading, checking and comparing them.

pub mod model;

pub use model::*;
