//! Schema versions: `user_version` counts the migrations that were applied.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::StoreError;

/// All migrations, oldest first; number n brings the schema to version n.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_attempts.sql"),
    include_str!("migrations/0003_outlooks.sql"),
];

/// Marks the file as Certdeck's: "CDCK".
const APPLICATION_ID: i64 = 0x4344_434B;

/// How every `SQLite` file begins, and the size of its header.
const MAGIC: &[u8] = b"SQLite format 3\0";
const HEADER_BYTES: u64 = 100;

/// The schema version that this program writes.
pub const KNOWN_SCHEMA: i64 = MIGRATIONS.len() as i64;

/// What a file turned out to be before anything was written to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A database without any table.
    Empty,
    /// A database of ours with this version, at most the known one.
    Schema(i64),
}

/// Opens a file that may be damaged, so that neither a refusal nor closing it afterwards changes the
/// file or the write-ahead log beside it. `may_write` ends that once the file is known to be good.
pub(super) fn open_carefully(path: &Path) -> Result<(Connection, Found), StoreError> {
    // SQLite takes a file that is too short for a header as new and drops the log beside it.
    let failed = |error: &std::io::Error| StoreError::from_io(path, error);
    if path.exists() {
        let mut header = Vec::new();
        let file = File::open(path).map_err(|error| failed(&error))?;
        file.take(HEADER_BYTES).read_to_end(&mut header).map_err(|error| failed(&error))?;
        let is_whole = header.len() as u64 == HEADER_BYTES && header.starts_with(MAGIC);
        if !header.is_empty() && !is_whole {
            return Err(StoreError::Damaged { detail: "it is not a database".to_owned() });
        }
    }
    let connection = Connection::open(path)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let found = probe(&connection)?;
    Ok((connection, found))
}

/// Lets closing the connection tidy up: the file is good.
pub(super) fn may_write(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// Looks at a database without writing to it; refuses what is not ours or newer.
pub(super) fn probe(connection: &Connection) -> Result<Found, StoreError> {
    let version = schema(connection)?;
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let n_objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, n_objects) {
        (0, 0, 0) => Ok(Found::Empty),
        (APPLICATION_ID, 1..=KNOWN_SCHEMA, _) => Ok(Found::Schema(version)),
        (APPLICATION_ID, found, _) if found > KNOWN_SCHEMA => {
            Err(StoreError::Newer { found, known: KNOWN_SCHEMA })
        }
        _ => Err(StoreError::Damaged { detail: "it is not a database of Certdeck".to_owned() }),
    }
}

/// The schema version of the file.
pub(super) fn schema(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the schema to the known version: all migrations or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    apply(connection, MIGRATIONS)
}

fn apply(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let from = schema(connection)?;
    let transaction =
        Transaction::new(connection, TransactionBehavior::Immediate).map_err(StoreError::from)?;
    for migration in migrations.iter().skip(usize::try_from(from).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", migrations.len() as i64)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_that_fails_leaves_the_schema_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let broken = "CREATE TABLE more (a INTEGER) STRICT; SELECT broken;";
        let next = [MIGRATIONS, &[broken]].concat();
        assert!(apply(&mut connection, &next).is_err());
        assert_eq!(probe(&connection).unwrap(), Found::Schema(KNOWN_SCHEMA));
        let n_more: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'more'", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(n_more, 0);
    }

    #[test]
    fn only_the_missing_migrations_run() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let next = [MIGRATIONS, &["CREATE TABLE more (a INTEGER) STRICT;"]].concat();
        apply(&mut connection, &next).unwrap();
        assert!(
            matches!(probe(&connection), Err(StoreError::Newer { found, .. }) if found > KNOWN_SCHEMA)
        );
    }
}
