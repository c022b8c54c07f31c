//! Tables: rows of a spreadsheet or pasted ones, whose columns' roles are found out.

mod build;
mod grid;
mod layout;
mod preview;
mod separator;

pub use preview::TablePreview;

pub(super) use build::{Extras, OwnCell, Sheet, build, guarded, visible_digest};
pub(super) use grid::{Grid, Quoting, Scan, scan};
pub(super) use separator::{Found, separator_of};

use super::gather::Gather;
use super::imported::Refusal;
use super::refuse::{no_rows, refusal};
use super::roles::{Role, roles_of_heads, roles_without_heads};
use super::words::is_head_row;

/// A table that was cut into cells, its head apart.
pub(super) struct Table<'a> {
    pub(super) separator: String,
    /// Heads of the columns, if the first row is one.
    pub(super) heads: Option<Vec<String>>,
    pub(super) rows: Grid<'a>,
    pub(super) roles: Vec<Role>,
    /// What the roles would be by the head and the cells alone.
    pub(super) guess: Vec<Role>,
    /// Whether the roles are those of an earlier table with this head.
    pub(super) is_remembered: bool,
    /// Lines whose quotes were not closed: they were read as plain text.
    pub(super) unclosed: Vec<usize>,
    pub(super) is_html: bool,
}

/// Cuts a text into a table and guesses what it holds.
pub(super) fn cut<'a>(gather: &Gather<'_>, text: &'a str) -> Result<Table<'a>, Refusal> {
    let name = gather.name();
    let options = gather.options();
    let (body, line, told) = head_line(text);
    let separator = match options.separator.map(str::to_owned).or(told) {
        Some(separator) if !separator.is_empty() => separator,
        _ => match separator_of(body) {
            Some(found) => found.separator,
            None => return Err(refusal(unseparated(name, body))),
        },
    };
    let quoting = if separator.len() == 1 { Quoting::Rfc } else { Quoting::Plain };
    let start = text.len() - body.len();
    let Scan { mut rows, unclosed, is_too_wide } =
        scan(text, start, line, &separator, quoting, usize::MAX);
    if is_too_wide {
        return Err(refusal(format!("{name}: the first row has more than 256 columns.")));
    }
    if rows.is_one_endless_line() {
        return Err(super::refuse::larger(name, "its only line", "8 MB"));
    }
    rows.skip_comments(&separator);
    let heads = rows.row(0).and_then(|row| {
        let cells: Vec<&str> = row.cells().map(str::trim).collect();
        is_head_row(&cells).then(|| cells.into_iter().map(str::to_owned).collect::<Vec<_>>())
    });
    if heads.is_some() {
        rows.skip_first();
    }
    if rows.len() == 0 {
        return Err(no_rows(name));
    }
    let n_columns = heads.as_ref().map_or_else(|| rows.n_columns(), Vec::len);
    let guess = guess(heads.as_deref(), n_columns, &rows);
    let earlier = heads.as_deref().and_then(|heads| options.columns?.of(heads));
    let is_remembered = options.roles.is_none() && earlier.is_some();
    let mut roles = options.roles.or(earlier).unwrap_or(&guess).to_vec();
    roles.resize(n_columns, Role::Note);
    let is_html = options.html.unwrap_or_else(|| rows.holds_html(200, TAGS_OF_CELLS));
    Ok(Table { separator, heads, rows, roles, guess, is_remembered, unclosed, is_html })
}

fn guess(heads: Option<&[String]>, n_columns: usize, rows: &Grid<'_>) -> Vec<Role> {
    let mut roles = match heads {
        Some(heads) => {
            let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
            roles_of_heads(&heads, rows)
        }
        None => roles_without_heads(n_columns, rows),
    };
    roles.resize(n_columns, Role::Note);
    roles
}

/// Tags and entities by which a plain table is taken for HTML: ones that nobody types by hand.
const TAGS_OF_CELLS: &[&str] =
    &["<br", "</b>", "</p>", "</div>", "</li>", "</span>", "</i>", "<img ", "&nbsp;"];

/// A first line `sep=;` names the separator and is no record.
fn head_line(text: &str) -> (&str, usize, Option<String>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let bare = first.trim().trim_matches('"');
    let told = super::labels::strip_word(bare, "sep=").filter(|sign| sign.chars().count() == 1);
    match told {
        Some(sign) => (rest, 2, Some(sign.to_owned())),
        // A TAB is trimmed away.
        None if bare.eq_ignore_ascii_case("sep=") && first.contains('\t') => {
            (rest, 2, Some("\t".to_owned()))
        }
        None => (text, 1, None),
    }
}

fn unseparated(name: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    let shown: String = lines.join(" / ").chars().take(200).collect();
    format!("{name}: we cannot tell what separates the columns. It begins: {shown} … Choose it.")
}

/// Reads a table.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let table = cut(gather, text)?;
    gather.set_table(preview::preview(&table));
    build(gather, &Sheet::of(&table), &Extras::default())
}

impl Found {
    /// Whether a text is a table at all, for sniffing.
    pub(super) fn is_in(text: &str) -> bool {
        let (body, _, told) = head_line(text);
        told.is_some() || separator_of(body).is_some()
    }
}
