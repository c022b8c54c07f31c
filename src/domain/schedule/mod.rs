//! Scheduling: what an answer does to a memory and when the item comes back.

pub mod cost;
pub mod fitting;
pub mod fuzz;
pub mod interleave;
pub mod leech;
pub mod memory;
pub mod preview;
pub mod queue;
pub mod rating;
pub mod session;
