//! Scheduling: what an answer does to a memory and when the item comes back.

pub mod memory;
