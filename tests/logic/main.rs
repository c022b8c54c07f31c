//! Logic tests: no window, no display, no network.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    reason = "helpers of tests may fail loudly, and tables read best with plain values"
)]

#[path = "../support/learner.rs"]
mod learner;

mod anki_history;
mod anki_hostile;
mod anki_html;
mod anki_make;
mod anki_read;
mod anki_templates;
mod anki_write;
mod command_line;
mod contrast;
mod days;
mod deck_check;
mod deck_lint;
mod deck_parse;
mod deck_write;
mod decks;
mod edit_items;
mod exam_bank;
mod exam_form;
mod exam_record;
mod exam_rules;
mod exam_sitting;
mod export_found;
mod export_text;
mod figures;
mod generate;
mod import_columns;
mod import_crowd;
mod import_flow;
mod import_golden;
mod import_hostile;
mod import_quiz;
mod import_seeds;
mod import_text;
mod import_zip;
mod item_picture;
mod mark_responses;
mod mark_text;
mod media;
mod packages;
mod plan_campaign;
mod plan_ledger;
mod plan_outlook;
mod port_pdf;
mod question_view;
mod sched_due;
mod sched_make;
mod sched_memory;
mod sched_queue;
mod sched_rating;
mod sched_session;
mod search_items;
mod store_backup;
mod store_files;
mod store_kill;
mod store_log;
mod store_make;
mod study_made;
mod study_types;
mod tidy;
