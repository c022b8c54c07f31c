//! One file a screen. Each draws a view model, keeps a draft and collects commands; nothing else.

pub mod first_start;
pub mod library;
pub mod preview;
pub mod settings;
pub mod study;
pub mod study_body;
pub mod summary;
pub mod today;
