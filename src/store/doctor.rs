//! A check of the whole file: sound pages, and derived tables that say what the log says.

use serde::Serialize;

use super::derived::{Derived, Models};
use super::{Store, StoreError, migrate};

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// Version of the file.
    pub schema: i64,
    /// Rows of the log.
    pub log_rows: u64,
    /// Answers that count.
    pub answers: u64,
    /// Memories.
    pub memories: u64,
    /// What `SQLite` says of the file; empty when it is sound.
    pub integrity: Vec<String>,
    /// Where the derived tables depart from the log; empty when they agree to the last bit.
    pub differences: Vec<String>,
}

impl DoctorReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.integrity.is_empty() && self.differences.is_empty()
    }
}

impl Store {
    /// Checks the file and compares the derived tables with a rebuild done in memory.
    pub fn doctor(&self, models: &dyn Models) -> Result<DoctorReport, StoreError> {
        let tables = Derived::read(&self.connection)?;
        let log = Derived::from_log(&self.connection, models)?;
        let log_rows: i64 =
            self.connection.query_row("SELECT count(*) FROM log", [], |row| row.get(0))?;
        Ok(DoctorReport {
            schema: migrate::schema(&self.connection)?,
            log_rows: log_rows.unsigned_abs(),
            answers: log.daily.values().map(|count| count.answers.unsigned_abs()).sum(),
            memories: tables.memories.len() as u64,
            integrity: integrity(&self.connection)?,
            differences: tables.differences(&log),
        })
    }
}

/// What is wrong with the pages of a database and its foreign keys; empty when nothing is.
pub(super) fn integrity(connection: &rusqlite::Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut lines: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    lines.retain(|line| line != "ok");
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let orphans = statement.query_map([], |row| row.get::<_, String>(0))?;
    for table in orphans {
        lines.push(format!("a row of {} names an event that is missing", table?));
    }
    Ok(lines)
}
