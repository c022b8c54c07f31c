//! Tables: the head row gives the roles.

use std::borrow::Cow;

use super::Page;
use crate::port::Refusal;
use crate::port::gather::Gather;
use crate::port::roles::{Role, roles_of_heads, roles_without_heads};
use crate::port::table::{Extras, Grid, Sheet, build};
use crate::port::words::is_head_row;

/// Reads every table.
pub(super) fn read(gather: &mut Gather<'_>, page: &mut Page<'_>) -> Result<(), Refusal> {
    let mut place = 0;
    while place + 1 < page.lines.len() {
        let is_row = |place: usize| {
            page.free(place).is_some_and(|line| !line.is_code && line.text.contains('|'))
        };
        let is_rule = page.free(place + 1).is_some_and(|line| {
            let text = line.text.trim();
            text.contains("---") && text.chars().all(|c| "|-: ".contains(c))
        });
        if !(is_row(place) && is_rule) {
            place += 1;
            continue;
        }
        let mut end = place + 2;
        while is_row(end) {
            end += 1;
        }
        table(gather, page, place, end)?;
        page.take(place, end);
        place = end;
    }
    Ok(())
}

fn table(
    gather: &mut Gather<'_>,
    page: &Page<'_>,
    start: usize,
    end: usize,
) -> Result<(), Refusal> {
    let heads = page.lines.get(start).map_or_else(Vec::new, |line| cells(line.text));
    let mut rows = Vec::new();
    for line in page.lines.get(start + 2..end).unwrap_or_default() {
        let cells: Vec<Cow<'_, str>> = cells(line.text).into_iter().map(Cow::Owned).collect();
        rows.push((line.number, line.text, cells));
    }
    let grid = Grid::of_rows(rows);
    let names: Vec<&str> = heads.iter().map(String::as_str).collect();
    let roles: Vec<Role> = match gather.options().roles {
        Some(roles) => roles.to_vec(),
        None if is_head_row(&names) => roles_of_heads(&names, &grid),
        None => roles_without_heads(heads.len(), &grid),
    };
    let sheet = Sheet {
        rows: &grid,
        roles: &roles,
        heads: &heads,
        separator: "|",
        is_html: false,
        is_guarded: false,
        unclosed: &[],
    };
    build(gather, &sheet, &Extras { tags: page.tags.clone(), deck: None })
}

/// Cells between bars; `\|` is a letter.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    let guarded = line.replace("\\|", "\u{fdd0}");
    guarded.split('|').map(|cell| cell.trim().replace('\u{fdd0}', "|")).collect()
}
