//! What a learner sees of a table before it is read, to correct the guesses.

use super::cut;
use crate::port::gather::Gather;
use crate::port::options::ReadOptions;
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

/// Cuts the text and guesses; none where it is no table.
pub(in crate::port) fn preview(
    name: &str,
    text: &str,
    options: &ReadOptions<'_>,
) -> Option<TablePreview> {
    let gather = Gather::new(name, options);
    let table = cut(&gather, text).ok()?;
    let rows = (0..table.rows.len().min(SHOWN)).filter_map(|number| table.rows.row(number));
    let short = |cell: &str| cell.trim().chars().take(200).collect::<String>();
    let rows = rows.map(|row| row.cells().map(short).collect()).collect();
    let heads = table.heads.unwrap_or_else(|| vec![String::new(); table.roles.len()]);
    Some(TablePreview {
        separator: table.separator,
        heads,
        roles: table.roles,
        guess: table.guess,
        is_remembered: table.is_remembered,
        rows,
    })
}
