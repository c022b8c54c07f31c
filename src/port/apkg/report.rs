//! The loss report while it grows.

use std::collections::BTreeMap;

use crate::port::html::HtmlNotes;
use crate::port::{Loss, LossKind};

/// Longest raw record that is told, and longest beginning in a place, in characters.
const MAX_TEXT: usize = 2000;
const MAX_PLACE: usize = 40;
/// Bytes of raw records that are told of one file.
const MAX_TOLD: usize = 16 * 1024 * 1024;

/// The loss report while it grows.
#[derive(Debug, Default)]
pub(super) struct Report {
    losses: Vec<Loss>,
    /// Bytes of raw records that are told.
    n_told: usize,
    /// Causes that are told once, with how often they occurred.
    counted: BTreeMap<(LossKind, String), usize>,
}

/// Where a person finds a note.
pub(super) fn place(guid: &str, text: &str) -> String {
    let start = text.get(..text.floor_char_boundary(2000)).unwrap_or_default();
    let plain = crate::port::html::plain_text(start);
    let mut start: String =
        plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_PLACE).collect();
    if start.is_empty() {
        start.push('…');
    }
    let guid: String = guid.chars().filter(|c| !c.is_control()).take(MAX_PLACE).collect();
    format!("note {guid}: \"{start}\"")
}

impl Report {
    pub(super) fn add(&mut self, kind: LossKind, at: &str, reason: &str, text: &str) {
        let n_letters = if self.n_told < MAX_TOLD { MAX_TEXT } else { 0 };
        let letters = text.chars().take(n_letters);
        let text: String = letters.map(|c| if c == '\u{1f}' { '\n' } else { c }).collect();
        self.n_told += text.len();
        let reason = reason.chars().take(MAX_TEXT).collect();
        self.losses.push(Loss { at: at.to_owned(), kind, reason, text });
    }

    /// Counts a cause that is told once, as a `note`.
    pub(super) fn count(&mut self, cause: impl Into<String>) {
        self.count_many(LossKind::Note, cause, 1);
    }

    pub(super) fn count_many(&mut self, kind: LossKind, cause: impl Into<String>, n: usize) {
        if n > 0 {
            *self.counted.entry((kind, cause.into())).or_default() += n;
        }
    }

    /// Takes over what was counted while fields were converted.
    pub(super) fn add_html(&mut self, notes: &HtmlNotes) {
        for (n, cause) in [
            (notes.n_scripts, "scripts and frames were left out; the text around them stays"),
            (notes.n_styles, "colours and sizes of text were left out"),
            (notes.n_formulas, "formulas stand as their source"),
            (notes.n_deep, "tags lay too deep and count as text"),
            (notes.n_sounds, "sounds and films are kept and shown as their names"),
        ] {
            self.count_many(LossKind::Note, cause, n);
        }
    }

    pub(super) fn finish(self) -> Vec<Loss> {
        let mut losses = self.losses;
        losses.extend(self.counted.into_iter().map(|((kind, cause), n)| Loss {
            at: "the whole file".to_owned(),
            kind,
            reason: if n == 1 { cause } else { format!("{cause} ({n} times)") },
            text: String::new(),
        }));
        losses
    }
}
