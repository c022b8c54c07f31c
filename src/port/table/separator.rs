//! What separates the columns of a table.

use std::collections::HashMap;

use super::grid::{Quoting, scan};
use crate::port::words::is_head_row;

/// Rows that are looked at.
const SAMPLE: usize = 400;

/// A separator and how well it fits.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::port) struct Found {
    pub(in crate::port) separator: String,
    pub(in crate::port) n_columns: usize,
}

/// Finds out the separator; none if the text is no table.
pub(in crate::port) fn separator_of(text: &str) -> Option<Found> {
    let mut best: Option<(f64, Found)> = None;
    for separator in ["\t", ";", "|", ","] {
        if let Some((score, n_columns)) = score(text, separator)
            && best.as_ref().is_none_or(|(other, _)| score > *other)
        {
            best = Some((score, Found { separator: separator.to_owned(), n_columns }));
        }
    }
    best.map(|(_, found)| found).or_else(|| own_sign(text))
}

/// Share of rows with the most frequent number of columns, better with a head; and that number.
fn score(text: &str, separator: &str) -> Option<(f64, usize)> {
    let mut rows = scan(text, 0, 1, separator, Quoting::Rfc, SAMPLE).rows;
    rows.skip_comments(separator);
    let n_rows = rows.len();
    let first = rows.row(0)?;
    let heads: Vec<&str> = first.cells().map(str::trim).collect();
    let has_head = heads.len() >= 2 && is_head_row(&heads);
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for row in (0..n_rows).filter_map(|number| rows.row(number)) {
        *counts.entry(row.cells().count()).or_default() += 1;
    }
    let mut counts: Vec<(usize, usize)> =
        counts.into_iter().filter(|(columns, _)| *columns >= 2).collect();
    counts.sort_unstable_by_key(|(columns, n)| (*n, *columns));
    let (n_columns, n) = counts.pop()?;
    let share = n as f64 / n_rows as f64;
    if share < 0.6 && !has_head {
        return None;
    }
    Some((share + if has_head { 0.5 } else { 0.0 }, n_columns))
}

/// A sign of its own that stands exactly once in nearly every line: ` - `, ` => `, `;;`.
fn own_sign(text: &str) -> Option<Found> {
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let mut signs: Vec<String> = Vec::new();
    for line in lines.iter().take(20) {
        runs(line, &mut signs);
    }
    signs.extend([" => ", " = ", " - ", " – ", " — "].map(str::to_owned));
    let is_in_all = |sign: &String| {
        let n = lines.iter().filter(|line| line.matches(sign.as_str()).count() == 1).count();
        n > 0 && n * 10 >= lines.len() * 9
    };
    let separator = signs.into_iter().find(is_in_all)?;
    Some(Found { separator, n_columns: 2 })
}

/// Runs of at least two equal signs.
fn runs(line: &str, signs: &mut Vec<String>) {
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_punctuation() || "\"'()[]{}.".contains(letter) {
            continue;
        }
        let mut run = String::from(letter);
        while letters.next_if_eq(&letter).is_some() {
            run.push(letter);
        }
        if run.len() >= 2 && run.len() <= 8 && !signs.contains(&run) && signs.len() < 40 {
            signs.push(run);
        }
    }
}
