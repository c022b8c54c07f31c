//! Cutting a text into rows and cells.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::{memchr, memchr_iter, memchr2};

use crate::port::limits::{COLUMNS, RECORD};
use crate::port::report::At;

/// Lines after which a record with the wrong number of columns is thought to have a lost quote.
const MAX_LINES: usize = 50;

/// What quotation marks mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::port) enum Quoting {
    /// They hold cells together, doubled ones are letters (RFC 4180).
    Rfc,
    /// They are letters.
    Plain,
}

/// Rows of cells.
#[derive(Debug, Default)]
pub(in crate::port) struct Grid<'a> {
    cells: Vec<Cow<'a, str>>,
    records: Vec<Record<'a>>,
    /// Records before this one are no data.
    first: usize,
    /// Whether rows are elements of a list rather than lines.
    is_list: bool,
}

#[derive(Debug, Clone, Copy)]
struct Record<'a> {
    first_cell: usize,
    n_cells: usize,
    line: usize,
    raw: &'a str,
}

/// What came of cutting.
pub(in crate::port) struct Scan<'a> {
    pub(in crate::port) rows: Grid<'a>,
    /// Lines whose quotes were not closed.
    pub(in crate::port) unclosed: Vec<usize>,
    /// Whether the first record has more columns than a table may have.
    pub(in crate::port) is_too_wide: bool,
}

/// One row of a grid.
#[derive(Clone, Copy)]
pub(in crate::port) struct Row<'g, 'a> {
    cells: &'g [Cow<'a, str>],
    /// The row as it stands in the file.
    pub(in crate::port) raw: &'a str,
    pub(in crate::port) at: At,
}

impl<'g> Row<'g, '_> {
    /// A cell, trimmed; empty where the row is short.
    pub(in crate::port) fn cell(&self, column: usize) -> &'g str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub(in crate::port) fn cells(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        self.cells.iter().map(AsRef::as_ref)
    }

    /// Cells up to the last one with text.
    pub(in crate::port) fn n_cells(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1)
    }
}

impl<'a> Grid<'a> {
    /// Number of data rows.
    pub(in crate::port) fn len(&self) -> usize {
        self.records.len() - self.first
    }

    /// Data row from 0.
    pub(in crate::port) fn row(&self, number: usize) -> Option<Row<'_, 'a>> {
        let record = self.records.get(self.first + number)?;
        Some(Row {
            cells: self.cells.get(record.first_cell..record.first_cell + record.n_cells)?,
            raw: record.raw,
            at: if self.is_list {
                At::Element(record.line)
            } else {
                At::Row { row: number + 1, line: record.line }
            },
        })
    }

    /// Takes the first row away: it is the head.
    pub(in crate::port) fn skip_first(&mut self) {
        self.first = (self.first + 1).min(self.records.len());
    }

    /// Leading lines that start with `#` and lack the separator are no records.
    pub(in crate::port) fn skip_comments(&mut self, separator: &str) {
        while let Some(row) = self.row(0)
            && row.raw.starts_with('#')
            && !row.raw.contains(separator)
        {
            self.skip_first();
        }
    }

    /// Takes away rows that `is_comment` says are none.
    pub(in crate::port) fn retain(&mut self, is_data: impl Fn(&str) -> bool) {
        let first = self.first;
        let mut number = 0;
        self.records.retain(|record| {
            number += 1;
            number <= first || is_data(record.raw)
        });
    }

    /// The number of columns that most rows have.
    pub(in crate::port) fn n_columns(&self) -> usize {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for record in self.records.iter().skip(self.first).take(400) {
            *counts.entry(record.n_cells).or_default() += 1;
        }
        let mut counts: Vec<(usize, usize)> = counts.into_iter().map(|(n, k)| (k, n)).collect();
        counts.sort_unstable();
        counts.last().map_or(0, |(_, n)| *n)
    }

    /// Whether one of the first rows holds one of these tags, in any case.
    pub(in crate::port) fn holds_html(&self, n_rows: usize, tags: &[&str]) -> bool {
        (0..self.len().min(n_rows)).filter_map(|number| self.row(number)).any(|row| {
            row.raw.contains(['<', '&']) && {
                let lower = row.raw.to_ascii_lowercase();
                tags.iter().any(|tag| lower.contains(tag))
            }
        })
    }

    pub(in crate::port) fn is_one_endless_line(&self) -> bool {
        self.records.len() == 1
            && self.records.first().is_some_and(|r| r.raw.len() > RECORD && !r.raw.contains('\n'))
    }

    fn push(&mut self, cells: &mut Vec<Cow<'a, str>>, line: usize, raw: &'a str) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            cells.clear();
            return;
        }
        let (first_cell, n_cells) = (self.cells.len(), cells.len());
        self.records.push(Record { first_cell, n_cells, line, raw });
        self.cells.append(cells);
    }

    /// Says that what stands for lines are places in a list.
    pub(in crate::port) fn into_list(mut self) -> Self {
        self.is_list = true;
        self
    }

    /// A grid of cells that were cut elsewhere, with the line of each row.
    pub(in crate::port) fn of_rows(rows: Vec<(usize, &'a str, Vec<Cow<'a, str>>)>) -> Self {
        let mut grid = Self::default();
        for (line, raw, mut cells) in rows {
            grid.push(&mut cells, line, raw);
        }
        grid
    }
}

/// Cuts `text` from `start`, whose line is `line`, into at most `limit` rows.
pub(in crate::port) fn scan<'a>(
    text: &'a str,
    start: usize,
    line: usize,
    separator: &str,
    quoting: Quoting,
    limit: usize,
) -> Scan<'a> {
    let mut cutter = Cutter { text, separator, quoting, at: start, lost: Vec::new() };
    let mut found = Scan { rows: Grid::default(), unclosed: Vec::new(), is_too_wide: false };
    let (mut line, mut cells) = (line, Vec::new());
    let mut n_expected = None;
    while cutter.at < text.len() && found.rows.records.len() < limit {
        let start = cutter.at;
        let mut end = cutter.record(&mut cells);
        let n_lines = n_line_ends(text, start, cutter.at);
        let is_wrong = n_lines > MAX_LINES && n_expected.is_some_and(|n| n != cells.len());
        if let Some(quote) = end.quote.filter(|_| !end.is_closed || is_wrong) {
            cutter.lost.push(quote);
            found.unclosed.push(line + n_line_ends(text, start, quote));
            cutter.at = start;
            cells.clear();
            end = cutter.record(&mut cells);
        }
        // A second lost quote in one record: nothing in it holds cells together.
        if !end.is_closed {
            cutter.at = start;
            cells.clear();
            cutter.plain_line(&mut cells);
        }
        cutter.lost.clear();
        if n_expected.is_none() {
            found.is_too_wide = cells.len() > COLUMNS;
            n_expected = Some(cells.len());
        }
        let raw = text.get(start..cutter.at).unwrap_or_default();
        found.rows.push(&mut cells, line, raw.trim_end_matches('\n'));
        line += n_line_ends(text, start, cutter.at);
    }
    found
}

fn n_line_ends(text: &str, from: usize, to: usize) -> usize {
    memchr_iter(b'\n', text.as_bytes().get(from..to).unwrap_or_default()).count()
}

/// How a record ended.
#[derive(Clone, Copy)]
struct End {
    is_closed: bool,
    /// The last quote that opened a cell of several lines.
    quote: Option<usize>,
}

struct Cutter<'a, 's> {
    text: &'a str,
    separator: &'s str,
    quoting: Quoting,
    at: usize,
    /// Quotes that count as letters.
    lost: Vec<usize>,
}

/// What stands behind a cell.
enum Next {
    Cell,
    Record,
}

impl<'a> Cutter<'a, '_> {
    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or_default()
    }

    /// Reads one record; `at` stands behind its line end afterwards.
    fn record(&mut self, cells: &mut Vec<Cow<'a, str>>) -> End {
        let mut end = End { is_closed: true, quote: None };
        loop {
            let is_quoted = self.quoting == Quoting::Rfc
                && self.rest(self.at).starts_with('"')
                && !self.lost.contains(&self.at);
            let (cell, next) = if is_quoted {
                let start = self.at;
                let Some((cell, next)) = self.quoted() else {
                    self.at = self.text.len();
                    return End { is_closed: false, quote: Some(start) };
                };
                if end.quote.is_none() && cell.contains('\n') {
                    end.quote = Some(start);
                }
                (cell, next)
            } else {
                self.unquoted()
            };
            cells.push(cell);
            if matches!(next, Next::Record) {
                return end;
            }
        }
    }

    /// Reads one line whose quotes are letters.
    fn plain_line(&mut self, cells: &mut Vec<Cow<'a, str>>) {
        let quoting = std::mem::replace(&mut self.quoting, Quoting::Plain);
        self.record(cells);
        self.quoting = quoting;
    }

    /// Bytes to the end of a cell that holds no quotes, and what comes there.
    fn cell_end(&self, from: usize) -> (usize, usize, Next) {
        let bytes = self.text.as_bytes();
        let sign = self.separator.as_bytes().first().copied().unwrap_or(b',');
        let mut at = from;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr2(sign, b'\n', rest).map(|found| at + found) else {
                return (bytes.len(), bytes.len(), Next::Record);
            };
            if bytes.get(found) == Some(&b'\n') {
                return (found, found + 1, Next::Record);
            }
            if self.rest(found).starts_with(self.separator) {
                return (found, found + self.separator.len(), Next::Cell);
            }
            at = found + 1;
        }
    }

    fn unquoted(&mut self) -> (Cow<'a, str>, Next) {
        let (end, next_at, next) = self.cell_end(self.at);
        let cell = self.text.get(self.at..end).unwrap_or_default();
        self.at = next_at;
        (Cow::Borrowed(cell), next)
    }

    /// A cell in quotes; none if they are not closed.
    fn quoted(&mut self) -> Option<(Cow<'a, str>, Next)> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut from = start;
        let mut cell = Cow::Borrowed("");
        loop {
            let close = from + memchr(b'"', bytes.get(from..)?)?;
            let piece = self.text.get(from..close)?;
            if cell.is_empty() {
                cell = Cow::Borrowed(piece);
            } else {
                cell.to_mut().push_str(piece);
            }
            if bytes.get(close + 1) != Some(&b'"') {
                // Text behind the closing quote belongs to the cell.
                let (end, next_at, next) = self.cell_end(close + 1);
                let behind = self.text.get(close + 1..end)?;
                if !behind.trim().is_empty() {
                    cell.to_mut().push_str(behind);
                }
                self.at = next_at;
                return Some((cell, next));
            }
            cell.to_mut().push('"');
            from = close + 2;
        }
    }
}
