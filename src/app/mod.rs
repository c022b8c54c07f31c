//! The program without a window: state, commands, view models, settings, services.

pub mod command;
pub mod decks;
pub mod edit;
pub mod exam;
pub mod exports;
pub mod import;
pub mod imports;
pub mod jobs;
pub mod media;
pub mod notice;
pub mod outlook;
mod outlooks;
mod past;
pub mod picked;
pub mod picture;
pub mod prefs;
pub mod problem;
pub mod profile;
pub mod services;
pub mod session;
pub mod start;
pub mod state;
mod update;
pub mod view;
pub mod whatif;
pub mod work_progress;

pub use command::{Command, Screen};
pub use state::State;
