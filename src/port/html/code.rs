//! Code as it stands.

use super::flow::IsCell;
use super::{GAP_CLOSE, GAP_HINT, GAP_NUMBER_END, GAP_OPEN};

/// Gap signs as they are written.
pub(super) fn gap_signs(text: &str) -> String {
    if !text.contains([GAP_OPEN, GAP_CLOSE]) {
        return text.to_owned();
    }
    text.replace(GAP_OPEN, "{{c").replace([GAP_NUMBER_END, GAP_HINT], "::").replace(GAP_CLOSE, "}}")
}

/// Code inside a line, with as many ticks as it needs.
pub(super) fn in_code(code: &str, is_cell: IsCell) -> String {
    let ticks = "`".repeat(longest_run(code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    let code = if is_cell == IsCell::Yes { code.replace('|', "\\|") } else { code.to_owned() };
    format!("{ticks}{pad}{code}{pad}{ticks}")
}

/// Length of the longest run of a letter.
pub(super) fn longest_run(text: &str, letter: char) -> usize {
    text.split(|c| c != letter).map(str::len).max().unwrap_or(0)
}
