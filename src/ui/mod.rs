//! The window: draws view models, collects commands. No store, no files, no clock.

pub mod app;
mod chrome;
mod keys_page;
mod outbox;
mod palette;
mod problem;
mod screens;
mod shortcuts;
pub mod theme;
pub mod widgets;

pub use app::CertdeckApp;
