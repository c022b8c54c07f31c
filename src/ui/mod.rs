//! The window: draws view models, collects commands. No store, no clock, no files but pictures.

pub mod app;
mod chrome;
mod keys_page;
mod outbox;
mod palette;
mod pictures;
mod problem;
mod screens;
mod shortcuts;
pub mod theme;
pub mod widgets;

pub use app::CertdeckApp;
