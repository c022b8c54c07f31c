//! Lines copied from Quizlet's export box: term, TAB, definition.

use std::borrow::Cow;

use super::Refusal;
use super::gather::Gather;
use super::report::At;
use super::roles::Role;
use super::table::{Extras, Grid, Sheet, build};

/// Whether a text looks like Quizlet's box: TABs in most lines at most once, and no CSV quoting.
pub(super) fn fits(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(400).collect();
    let n_one = lines.iter().filter(|line| line.matches('\t').count() == 1).count();
    let has_odd_quotes = text.matches('"').count() % 2 == 1;
    let has_more = lines.iter().any(|line| line.matches('\t').count() > 1);
    let continues = n_one < lines.len();
    !lines.is_empty() && n_one * 10 >= lines.len() * 6 && !has_more && (has_odd_quotes || continues)
        || is_one_line(&lines)
}

/// Nearly everything in one line, rows ended by `;`.
fn is_one_line(lines: &[&str]) -> bool {
    lines.len() == 1
        && lines.first().is_some_and(|line| {
            let (n_tabs, n_ends) = (line.matches('\t').count(), line.matches(';').count());
            n_tabs >= 2 && n_ends + 1 >= n_tabs
        })
}

/// Reads the lines; one without the separator goes on with the definition above it.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let separator = gather.options().separator.unwrap_or("\t");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let pieces: Vec<(usize, &str)> = if is_one_line(&lines) {
        text.split(';')
            .map(|piece| (1, piece))
            .filter(|(_, piece)| !piece.trim().is_empty())
            .collect()
    } else {
        text.lines().enumerate().map(|(at, line)| (at + 1, line)).collect()
    };
    let mut rows: Vec<(usize, &str, Vec<Cow<'_, str>>)> = Vec::new();
    for (line, piece) in pieces {
        match (piece.split_once(separator), rows.last_mut()) {
            (Some((term, definition)), _) => {
                rows.push((line, piece, vec![term.trim().into(), definition.trim().into()]));
            }
            (None, _) if piece.trim().is_empty() => {}
            (None, Some((_, _, cells))) => {
                gather.note(
                    At::Line(line),
                    "lines without the separator go on with the definition above",
                );
                if let Some(definition) = cells.last_mut() {
                    let definition = definition.to_mut();
                    definition.push('\n');
                    definition.push_str(piece.trim());
                }
            }
            (None, None) => rows.push((line, piece, vec![piece.trim().into()])),
        }
    }
    let grid = Grid::of_rows(rows);
    let roles =
        gather.options().roles.map_or_else(|| vec![Role::Stem, Role::Back], <[Role]>::to_vec);
    let sheet = Sheet {
        is_guarded: false,
        rows: &grid,
        roles: &roles,
        heads: &[],
        separator,
        is_html: gather.options().html.unwrap_or(false),
        unclosed: &[],
    };
    build(gather, &sheet, &Extras::default())
}
