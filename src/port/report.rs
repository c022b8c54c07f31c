//! The loss report while it grows.

use std::collections::BTreeMap;
use std::fmt;

use super::imported::{Loss, LossKind};

/// Longest raw record that is told, in characters.
const MAX_TEXT: usize = 2000;
/// Bytes of raw records that are told of one file.
const MAX_TOLD: usize = 16 << 20;
/// Most causes that are told apart; a file that has more is hostile.
const MAX_CAUSES: usize = 1000;

/// Where a person finds a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Data row and line, both from 1.
    Row { row: usize, line: usize },
    /// Line from 1.
    Line(usize),
    /// Element of a list, from 1.
    Element(usize),
    /// Nothing in particular.
    File,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row { row, line } => write!(f, "row {row} (line {line})"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Element(number) => write!(f, "item {number}"),
            Self::File => f.write_str("the whole file"),
        }
    }
}

/// The loss report while it grows.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Which of several files is read, with a comma behind it.
    part: String,
    losses: Vec<Loss>,
    n_told: usize,
    /// Causes that are told once, with where they occurred first and how often.
    counted: BTreeMap<(LossKind, String), (String, usize)>,
}

impl Report {
    /// Names the file that the following lines are about, where there are several; empty for all.
    pub(super) fn begin_part(&mut self, name: &str) {
        self.part = if name.is_empty() { String::new() } else { format!("{name}, ") };
    }

    /// Adds a line about one record.
    pub(super) fn add(&mut self, kind: LossKind, at: impl fmt::Display, reason: &str, text: &str) {
        let n_letters = if self.n_told < MAX_TOLD { MAX_TEXT } else { 0 };
        let text: String = text.trim_end().chars().take(n_letters).collect();
        self.n_told += text.len();
        let reason = reason.chars().take(MAX_TEXT).collect();
        self.losses.push(Loss { at: format!("{}{at}", self.part), kind, reason, text });
    }

    /// Counts a cause that is told once, as a `note`.
    pub(super) fn note(&mut self, at: At, cause: impl Into<String>) {
        self.count(LossKind::Note, at, cause, 1);
    }

    /// Counts a cause that is told once.
    pub(super) fn count(&mut self, kind: LossKind, at: At, cause: impl Into<String>, n: usize) {
        let key = (kind, cause.into());
        if n == 0 || (self.counted.len() >= MAX_CAUSES && !self.counted.contains_key(&key)) {
            return;
        }
        self.counted.entry(key).or_insert_with(|| (format!("{}{at}", self.part), 0)).1 += n;
    }

    /// The lines in the order in which they were added, then the counted ones.
    pub(super) fn finish(self) -> Vec<Loss> {
        let mut losses = self.losses;
        losses.extend(self.counted.into_iter().map(|((kind, cause), (at, n))| Loss {
            at,
            kind,
            reason: if n == 1 { cause } else { format!("{cause} ({n} times, first here)") },
            text: String::new(),
        }));
        losses
    }
}
