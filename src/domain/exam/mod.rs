//! Mock exams: the form, the sitting, the clock, the score and what can be learned from it. Pure.

pub mod assemble;
pub mod attempt;
pub mod bank;
pub mod clock;
mod deal;
pub mod loss;
pub mod report;
pub mod score;
pub mod shape;
pub mod step;
