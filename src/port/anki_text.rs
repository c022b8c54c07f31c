//! Text files with Anki's `#` header.

use super::Refusal;
use super::gather::Gather;
use super::report::At;
use super::roles::{Role, roles_of_heads, roles_without_heads};
use super::table::{Extras, Grid, Quoting, Scan, Sheet, build, scan, separator_of};

/// Tags and entities by which cells are taken for HTML where the header does not say.
const HTML: &[&str] = &["<br", "</", "<img", "<div", "&nbsp;", "&lt;", "&gt;", "&amp;", "<hr"];

/// What the header says.
#[derive(Debug, Default)]
struct Header {
    separator: Option<String>,
    html: Option<bool>,
    tags: Vec<String>,
    deck: Option<String>,
    columns: Option<String>,
    guid: usize,
    notetype: usize,
    deck_column: usize,
    tags_column: usize,
    unknown: Vec<String>,
    /// Lines and bytes of the header.
    n_lines: usize,
    n_bytes: usize,
}

/// Whether a text begins with a header of Anki's.
pub(super) fn has_header(text: &str) -> bool {
    let first = text.trim_start_matches(['\n', ' ']).lines().next().unwrap_or_default();
    let keys = ["separator", "html", "columns", "notetype", "deck", "guid", "tags", "if matches"];
    let is_key = |line: &str| {
        line.strip_prefix('#').and_then(|rest| rest.split_once(':')).is_some_and(|(key, _)| {
            let key = key.trim().to_lowercase();
            keys.iter().any(|known| key.starts_with(known))
        })
    };
    is_key(first)
        || first.to_lowercase().starts_with("tags:")
        || text.lines().take(5).take_while(|line| line.starts_with('#')).any(is_key)
}

/// Reads the file.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let header = header(text);
    let body = text.get(header.n_bytes..).unwrap_or_default();
    let separator = gather
        .options()
        .separator
        .map(str::to_owned)
        .or_else(|| header.separator.clone())
        .or_else(|| separator_of(body).map(|found| found.separator))
        .unwrap_or_else(|| "\t".to_owned());
    for line in &header.unknown {
        gather.note(At::Line(1), format!("the header line “{line}” was not understood"));
    }
    let Scan { mut rows, unclosed, .. } =
        scan(text, header.n_bytes, header.n_lines + 1, &separator, Quoting::Rfc, usize::MAX);
    comments(gather, &mut rows, &separator);
    let n_columns = rows.n_columns();
    if rows.len() == 0 {
        return Err(super::refuse::no_rows(gather.name()));
    }
    let heads: Vec<String> = header
        .columns
        .iter()
        .flat_map(|line| line.split(separator.as_str()))
        .map(|head| head.trim().to_owned())
        .collect();
    let roles = match gather.options().roles {
        Some(roles) => roles.to_vec(),
        None => roles(gather, &header, &heads, n_columns, &rows),
    };
    let is_html =
        gather.options().html.or(header.html).unwrap_or_else(|| rows.holds_html(200, HTML));
    let sheet = Sheet {
        rows: &rows,
        roles: &roles,
        heads: &heads,
        separator: &separator,
        is_html,
        is_guarded: false,
        unclosed: &unclosed,
    };
    let extras = Extras { tags: header.tags, deck: header.deck };
    build(gather, &sheet, &extras)
}

/// A line that starts with `#` is a comment if it lacks the separator, else data.
fn comments(gather: &mut Gather<'_>, rows: &mut Grid<'_>, separator: &str) {
    let mut odd = None;
    for row in (0..rows.len()).filter_map(|number| rows.row(number)) {
        if row.raw.starts_with('#') && row.raw.contains(separator) {
            odd = odd.or(Some(row.at));
        }
    }
    if let Some(at) = odd {
        gather.note(at, "rows that start with # came in: Anki itself would leave them out");
    }
    rows.retain(|raw| !raw.starts_with('#') || raw.contains(separator));
}

fn roles(
    gather: &mut Gather<'_>,
    header: &Header,
    heads: &[String],
    n_columns: usize,
    rows: &Grid<'_>,
) -> Vec<Role> {
    let special = [
        (header.guid, Role::Id),
        (header.notetype, Role::Notetype),
        (header.deck_column, Role::Deck),
        (header.tags_column, Role::Tags),
    ];
    let mut roles = vec![None; n_columns];
    for (column, role) in special {
        let Some(place) = column.checked_sub(1) else { continue };
        if let Some(slot) = roles.get_mut(place) {
            *slot = Some(role);
        } else {
            let note = format!("the header names column {column}, there are {n_columns}");
            gather.note(At::Line(1), note);
        }
    }
    let named = (!heads.is_empty()).then(|| {
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        roles_of_heads(&heads, rows)
    });
    // The special columns say nothing about the others: without them the rest is an ordinary table.
    let free: Vec<usize> = (0..n_columns).filter(|c| roles.get(*c) == Some(&None)).collect();
    let plain = || free_roles(&free, rows);
    let guessed = named.filter(|roles| roles.contains(&Role::Stem));
    let of_free = match guessed {
        Some(named) => free.iter().map(|c| named.get(*c).copied().unwrap_or(Role::Note)).collect(),
        None => plain(),
    };
    for (column, role) in free.iter().zip(of_free) {
        if let Some(slot) = roles.get_mut(*column) {
            *slot = Some(role);
        }
    }
    roles.into_iter().map(|role| role.unwrap_or(Role::Note)).collect()
}

/// Fields of a note map by position: front, back, and what else shows on the back.
fn free_roles(free: &[usize], rows: &Grid<'_>) -> Vec<Role> {
    let n = free.len();
    if free.iter().enumerate().all(|(place, column)| place == *column) {
        let mut roles = roles_without_heads(n, rows);
        // Later fields of a note belong to its back; only tokens are tags.
        for role in roles.iter_mut().filter(|role| **role == Role::Note) {
            *role = Role::Back;
        }
        return roles;
    }
    (0..n).map(|place| if place == 0 { Role::Stem } else { Role::Back }).collect()
}

fn header(text: &str) -> Header {
    let mut header = Header::default();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        let trimmed = bare.trim();
        let entry = match trimmed.strip_prefix('#') {
            Some(rest) => rest.split_once(':'),
            None if header.n_lines == 0 && trimmed.to_lowercase().starts_with("tags:") => {
                trimmed.split_once(':')
            }
            None if trimmed.is_empty() => None,
            None => break,
        };
        let key = entry.map(|(key, _)| key.trim().to_lowercase());
        let is_known = match (key.as_deref(), entry) {
            (Some(key), Some((_, value))) => take(&mut header, key, value),
            _ => trimmed.is_empty(),
        };
        if !is_known {
            // A line of data that only looks like a header ends it.
            if header.separator.as_deref().is_some_and(|sign| bare.contains(sign)) {
                break;
            }
            header.unknown.push(trimmed.chars().take(60).collect());
        }
        header.n_lines += 1;
        header.n_bytes += line.len();
    }
    header
}

fn take(header: &mut Header, key: &str, value: &str) -> bool {
    let padded = value.trim_end_matches(['\t', ';', ',', '|', ' ']).trim_start();
    let cut = cut_padding(value);
    let number = || cut.parse::<usize>().unwrap_or(0);
    match key {
        "separator" => header.separator = separator(value),
        "html" => match cut.to_lowercase().as_str() {
            "true" => header.html = Some(true),
            "false" => header.html = Some(false),
            _ => {}
        },
        "tags" => header.tags.extend(padded.split_whitespace().map(str::to_owned)),
        "deck" => header.deck = Some(padded.to_owned()),
        "columns" => header.columns = Some(value.to_owned()),
        "guid column" => header.guid = number(),
        "notetype column" => header.notetype = number(),
        "deck column" => header.deck_column = number(),
        "tags column" => header.tags_column = number(),
        "notetype" | "if matches" | "match scope" => {}
        _ => return false,
    }
    true
}

/// A value that a spreadsheet padded with separators ends at the first sign that is no letter.
fn cut_padding(value: &str) -> &str {
    let value = value.trim();
    let mut letters = value.char_indices().skip(1);
    let end = letters.find(|(_, c)| !c.is_alphanumeric()).map_or(value.len(), |(at, _)| at);
    value.get(..end).unwrap_or(value)
}

fn separator(value: &str) -> Option<String> {
    let bare = value.trim_matches(' ');
    let word = cut_padding(bare).to_lowercase();
    let sign = match word.as_str() {
        "comma" => ",",
        "semicolon" => ";",
        "tab" => "\t",
        "space" => " ",
        "pipe" => "|",
        "colon" => ":",
        _ => {
            let first = bare.chars().next().filter(|c| !c.is_alphanumeric())?;
            return Some(first.to_string());
        }
    };
    Some(sign.to_owned())
}
