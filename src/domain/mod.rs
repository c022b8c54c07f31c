//! Pure rules: decks, scheduling, queues, search. No disk, no SQL, no clock, no global randomness.

pub mod deck;
pub mod event;
pub mod exam;
pub mod figure;
pub mod generate;
pub mod ids;
pub mod item;
pub mod library;
pub mod plan;
pub mod practice;
pub mod schedule;
pub mod search;
pub mod seed;
pub mod stats;
pub mod time;
