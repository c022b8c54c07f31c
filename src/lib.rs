//! Certdeck: certification exam prep at a desk.
//!
//! Modules in reading order: `domain` (pure rules), `store` (the log on disk), `port` (import and
//! export), `app` (state and commands), `ui` and `cli` (edges). Dependencies point one way, from the
//! edges inwards; `tests/logic/tidy.rs` enforces it.

pub mod app;
pub mod cli;
pub mod domain;
pub mod port;
mod side_by_side;
pub mod store;
pub mod ui;
