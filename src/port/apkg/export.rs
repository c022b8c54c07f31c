//! Writing packages.

use std::path::Path;

use super::Watch;
use crate::port::Loss;

/// What is written.
#[derive(Debug)]
pub struct ExportInput {}
/// A deck.
#[derive(Debug)]
pub struct ExportDeck {}
/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {}

/// Writes a package.
pub fn write(
    _input: &ExportInput,
    _target: &Path,
    _watch: Watch<'_>,
) -> Result<Vec<Loss>, ExportError> {
    Ok(Vec::new())
}

/// A tag as Anki knows it: without blanks.
pub(super) fn tag(tag: &str) -> String {
    tag.split_whitespace().collect::<Vec<_>>().join("_")
}
