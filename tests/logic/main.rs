//! Logic tests: no window, no display, no network.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    reason = "helpers of tests may fail loudly, and tables read best with plain values"
)]

mod deck_check;
mod deck_lint;
mod deck_parse;
mod deck_write;
mod mark_responses;
mod mark_text;
mod sched_due;
mod sched_make;
mod sched_memory;
mod sched_queue;
mod sched_rating;
mod sched_session;
mod search_items;
