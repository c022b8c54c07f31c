//! Tables: rows and cells as they come, written with bars.

/// Most columns, and most cells that short rows are filled up for.
const MAX_COLUMNS: usize = 256;
const MAX_FILLED: usize = 100_000;
/// Longest text of repeated cells together, in bytes.
const MAX_REPEATED: usize = 1024 * 1024;

/// A table that grows.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// Cells of rows above that reach down: column, rows left, text.
    hanging: Vec<(usize, usize, String)>,
    n_repeated: usize,
}

impl Table {
    /// Adds a cell that spans `columns` and `rows`; says whether it was repeated for that.
    pub(super) fn cell(&mut self, text: &str, columns: usize, rows: usize) -> bool {
        self.take_hanging();
        let room = MAX_COLUMNS.saturating_sub(self.row.len());
        let allowed = (MAX_REPEATED - self.n_repeated) / text.len().max(1);
        let columns = columns.clamp(1, room.max(1)).min(allowed.max(1));
        let rows = rows.clamp(1, 100).min(allowed.max(1));
        let is_repeated = columns > 1 || rows > 1;
        for _ in 0..columns.min(room) {
            if rows > 1 {
                self.hanging.push((self.row.len(), rows - 1, text.to_owned()));
            }
            self.row.push(text.to_owned());
        }
        if is_repeated {
            let all = text.len().saturating_mul(columns.saturating_mul(rows));
            self.n_repeated = (self.n_repeated + all).min(MAX_REPEATED);
        }
        is_repeated
    }

    /// Puts cells from above into the columns that they reach down into.
    fn take_hanging(&mut self) {
        while let Some(at) =
            self.hanging.iter().position(|(column, left, _)| *column == self.row.len() && *left > 0)
        {
            if let Some((_, left, text)) = self.hanging.get_mut(at) {
                *left -= 1;
                self.row.push(text.clone());
                if *left == 0 {
                    self.hanging.swap_remove(at);
                }
            }
        }
    }

    pub(super) fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.take_hanging();
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The lines of the table; the first row is its head. Nothing for a table without text.
    pub(super) fn lines(mut self) -> Vec<String> {
        self.end_row();
        self.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let is_filled = n_columns * self.rows.len() <= MAX_FILLED;
        let mut lines = Vec::with_capacity(self.rows.len() + 1);
        for (number, row) in self.rows.iter().enumerate() {
            let n_cells = if is_filled { n_columns } else { row.len() };
            let cells = row.iter().map(String::as_str).chain(std::iter::repeat(""));
            let cells: Vec<&str> = cells.take(n_cells).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", " --- |".repeat(n_columns)));
            }
        }
        lines
    }
}
