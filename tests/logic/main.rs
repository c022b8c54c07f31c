//! Logic tests: no window, no display, no network.

mod mark_responses;
mod mark_text;
mod sched_due;
mod sched_make;
mod sched_memory;
mod sched_queue;
mod sched_rating;
mod sched_session;
mod search_items;
