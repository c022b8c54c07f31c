//! One file a screen. Each draws a view model, keeps a draft and collects commands; nothing else.

pub(crate) mod calculator;
pub(crate) mod edit;
pub(crate) mod exam;
mod exam_keys;
mod exam_pages;
pub(crate) mod first_start;
pub(crate) mod forecasts;
pub(crate) mod import;
mod import_columns;
pub(crate) mod library;
pub(crate) mod mock;
pub(crate) mod plan;
pub(crate) mod practice;
pub(crate) mod preview;
pub(crate) mod progress;
pub(crate) mod result;
mod result_question;
pub(crate) mod settings;
pub(crate) mod study;
pub(crate) mod study_body;
mod study_keys;
pub(crate) mod summary;
pub(crate) mod today;
