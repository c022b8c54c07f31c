//! What the log says about the learner.

pub mod past;
pub mod traps;
