//! Plain questions as people paste them, Aiken, and blocks with tags.

mod aiken;
mod numbered;
mod tidy;

pub(super) use aiken::read as read_aiken;
pub(super) use numbered::read;
