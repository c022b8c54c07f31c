//! UI tests: the real program in a harness, acted on by role and label, drawn in software.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

#[path = "../support/learner.rs"]
mod learner;
#[path = "../support/mod.rs"]
mod support;

mod access;
mod audit;
mod edit;
mod exam;
mod figures;
mod import;
mod pictures;
mod plan;
mod practice;
mod progress;
mod study;
mod text_pictures;
mod trouble;
mod types;
mod types_pictures;
