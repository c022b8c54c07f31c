//! Opening a collection that may have been made to do harm, and reading its cells as they are.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::limits::{STEPS_A_ROW, STEPS_IN_ALL};
use super::refuse::{damaged, refuse, stub};
use crate::port::Refusal;
use crate::port::names::folded;

/// Steps of `SQLite`'s machine between two looks at the allowance.
const STEPS_A_LOOK: u64 = 10_000;
/// What would end a path in a file URI.
const URI: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#').add(b' ');

/// A collection opened read-only.
pub(super) struct Database {
    pub(super) connection: Connection,
    steps: Arc<Steps>,
}

#[derive(Default)]
struct Steps {
    since_row: AtomicU64,
    in_all: AtomicU64,
}

impl Database {
    /// Opens the collection at `path`, called `name` towards the learner.
    pub(super) fn open(name: &str, path: &Path) -> Result<Self, Refusal> {
        let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
        let connection = connect(path).map_err(broken)?;
        let steps = Arc::new(Steps::default());
        let mut database = Self { connection, steps };
        database.limit_steps().map_err(broken)?;
        database.check_tables(name)?;
        database.check_pages(name)?;
        Ok(database)
    }

    /// Takes tables that were made here.
    pub(super) fn of(connection: Connection) -> Self {
        Self { connection, steps: Arc::default() }
    }

    /// Ends a query that gives no row for too long.
    fn limit_steps(&mut self) -> rusqlite::Result<()> {
        let steps = Arc::clone(&self.steps);
        let look = move || {
            let since_row = steps.since_row.fetch_add(STEPS_A_LOOK, Ordering::Relaxed);
            let in_all = steps.in_all.fetch_add(STEPS_A_LOOK, Ordering::Relaxed);
            since_row > STEPS_A_ROW || in_all > STEPS_IN_ALL
        };
        self.connection.progress_handler(STEPS_A_LOOK as i32, Some(look))
    }

    /// Says that a row came: the time without one begins anew.
    pub(super) fn row_came(&self) {
        self.steps.since_row.store(0, Ordering::Relaxed);
    }

    /// A view in the place of a table could run for ever.
    fn check_tables(&self, name: &str) -> Result<(), Refusal> {
        let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
        if ["notes", "cards", "col"].iter().all(|table| self.has_table(table)) {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare("SELECT count(*) FROM sqlite_master WHERE name IN ('facts', 'models')")
            .map_err(broken)?;
        let n_old: i64 = statement.query_row([], |row| row.get(0)).map_err(broken)?;
        refuse(if n_old == 2 {
            format!(
                "{name} is an Anki 1 deck (before 2012); open it in Anki 2.0 first. Nothing was \
                 imported."
            )
        } else {
            format!("{name} is a database of another program. Nothing was imported.")
        })
    }

    pub(super) fn has_table(&self, table: &str) -> bool {
        let sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1";
        self.connection.query_row(sql, [table], |_| Ok(())).is_ok()
    }

    fn check_pages(&self, name: &str) -> Result<(), Refusal> {
        let checked: Result<String, _> =
            self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
        self.row_came();
        match checked {
            Ok(said) if said == "ok" => Ok(()),
            Ok(said) => Err(damaged(name, said.lines().next().unwrap_or_default())),
            Err(error) => Err(damaged(name, &error.to_string())),
        }
    }

    /// Refuses a collection of the one note that tells old programs to update.
    pub(super) fn check_stub(&self, name: &str) -> Result<(), Refusal> {
        let sql =
            "SELECT count(*), max(substr(flds, 1, 400)) FROM (SELECT flds FROM notes LIMIT 2)";
        let found = self.connection.query_row(sql, [], |row| {
            Ok((row.get::<_, i64>(0)?, Cell::of(row, 1).text().into_owned()))
        });
        let (n_notes, text) = found.map_err(|error| damaged(name, &error.to_string()))?;
        self.row_came();
        // The notice is translated; the two endings stand in every language.
        let is_notice = text.starts_with("Please update to the latest Anki version")
            || (text.contains(".colpkg") && text.contains(".apkg"));
        if n_notes == 1 && is_notice { Err(stub(name)) } else { Ok(()) }
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    // An address names a file from the root.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let uri = format!("file:{slash}{}?immutable=1&mode=ro", utf8_percent_encode(&path, URI));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.execute_batch(
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;",
    )?;
    // Newer collections declare it on names; without it no query that sorts them runs.
    connection.create_collation("unicase", |a: &str, b: &str| folded(a).cmp(&folded(b)))?;
    Ok(connection)
}

/// A cell by its actual type: columns of real files hold anything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell<'a>(ValueRef<'a>);

impl<'a> Cell<'a> {
    pub(super) fn of(row: &'a Row<'_>, column: usize) -> Self {
        Self(row.get_ref(column).unwrap_or(ValueRef::Null))
    }

    pub(super) fn is_null(self) -> bool {
        self.0 == ValueRef::Null
    }

    /// Numbers as text, broken UTF-8 replaced.
    pub(super) fn text(self) -> std::borrow::Cow<'a, str> {
        match self.0 {
            ValueRef::Null => "".into(),
            ValueRef::Integer(number) => number.to_string().into(),
            ValueRef::Real(number) => number.to_string().into(),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    /// Whether its text had to be guessed: a blob, or bytes that are no UTF-8.
    pub(super) fn is_odd_text(self) -> bool {
        match self.0 {
            ValueRef::Blob(_) => true,
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).is_err(),
            _ => false,
        }
    }

    pub(super) fn bytes(self) -> &'a [u8] {
        match self.0 {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
            _ => &[],
        }
    }

    /// A whole number, also from text and fractions; 0 for anything else.
    pub(super) fn int(self) -> i64 {
        match self.0 {
            ValueRef::Integer(number) => number,
            ValueRef::Real(number) => number as i64,
            ValueRef::Text(bytes) => {
                std::str::from_utf8(bytes).ok().and_then(|t| t.trim().parse().ok()).unwrap_or(0)
            }
            _ => 0,
        }
    }
}
