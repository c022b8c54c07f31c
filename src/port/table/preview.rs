//! What a learner sees of a table before it is read, to correct the guesses.

use super::Table;
use crate::port::roles::Role;

/// Rows that are shown.
const SHOWN: usize = 5;

/// The columns as they were understood, and the first rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TablePreview {
    /// What separates the columns.
    pub separator: String,
    /// Heads of the columns; empty ones where there is no head row.
    pub heads: Vec<String>,
    /// What each column holds.
    pub roles: Vec<Role>,
    /// What each column would hold by the head and the cells alone.
    pub guess: Vec<Role>,
    /// Whether the roles are those that the learner gave to an earlier table with this head.
    pub is_remembered: bool,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}

/// The columns and the first rows of a table.
pub(super) fn preview(table: &Table<'_>) -> TablePreview {
    let rows = (0..table.rows.len().min(SHOWN)).filter_map(|number| table.rows.row(number));
    let short = |cell: &str| cell.trim().chars().take(200).collect::<String>();
    let rows = rows.map(|row| row.cells().map(short).collect()).collect();
    let heads = table.heads.clone().unwrap_or_else(|| vec![String::new(); table.roles.len()]);
    TablePreview {
        separator: table.separator.clone(),
        heads,
        roles: table.roles.clone(),
        guess: table.guess.clone(),
        is_remembered: table.is_remembered,
        rows,
    }
}
