//! Small numbers that belong to the file and not to the log.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::StoreError;

/// Name of the device number.
pub(super) const DEVICE: &str = "device";
/// Name of the mark "the derived tables wait for a rebuild".
pub(super) const STALE: &str = "stale";

/// Reads a number.
pub(super) fn get(connection: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Writes a number.
pub(super) fn put(connection: &Connection, name: &str, value: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)")?
        .execute(params![name, value])?;
    Ok(())
}

/// Removes a number.
pub(super) fn remove(connection: &Connection, name: &str) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM meta WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// The device number of this file; drawn from `seed` the first time.
pub(super) fn device(connection: &Connection, seed: u64) -> Result<i64, StoreError> {
    if let Some(device) = get(connection, DEVICE)? {
        return Ok(device);
    }
    let mut device = ((seed >> 1) as i64).max(1);
    // A restored file already has rows of its former number, which must not be used again.
    while connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM log WHERE device = ?1)",
        [device],
        |row| row.get(0),
    )? {
        device = device.checked_add(1).unwrap_or(1);
    }
    put(connection, DEVICE, device)?;
    Ok(device)
}
