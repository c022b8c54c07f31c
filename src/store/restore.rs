//! Putting a backup in the place of the present database, which is kept.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::domain::time::Moment;

use super::backup::{self, BackupKind};
use super::lock::FolderLock;
use super::{FILE_NAME, Store, StoreError, meta, migrate};

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the former database is kept; none if there was none.
    pub kept: Option<PathBuf>,
}

/// Restores `backup` into the data folder `folder`, which no store may have open.
///
/// The backup is checked first. The present database is kept among the backups, byte for byte if it
/// cannot be read. After an error the present database is still in its place.
pub fn restore(folder: &Path, backup: &Path, at: Moment) -> Result<Restored, StoreError> {
    let lock = FolderLock::take(folder)?;
    restore_into(lock.folder(), backup, at)
}

/// Moves the present database aside, byte for byte, so that the folder starts empty.
///
/// The copy stands among the backups; no store may have the folder open.
pub fn set_aside(folder: &Path, at: Moment) -> Result<Restored, StoreError> {
    let lock = FolderLock::take(folder)?;
    let path = lock.folder().join(FILE_NAME);
    let kept = if path.exists() { Some(keep_bytes(lock.folder(), &path, at)?) } else { None };
    for sidecar in ["", "-wal", "-shm", "-journal"] {
        backup::remove_if_there(&beside(&path, sidecar))?;
    }
    Ok(Restored { kept })
}

impl Store {
    /// Closes the store and restores `backup` into its data folder, without letting go of the folder
    /// in between. Open the folder again afterwards, whether it worked or not.
    pub fn restore(self, backup: &Path, at: Moment) -> Result<Restored, StoreError> {
        let Self { connection, lock, .. } = self;
        let lock = lock.ok_or(StoreError::NoFolder)?;
        connection.close().map_err(|(_, error)| StoreError::from(error))?;
        restore_into(lock.folder(), backup, at)
    }
}

fn restore_into(folder: &Path, backup: &Path, at: Moment) -> Result<Restored, StoreError> {
    let path = folder.join(FILE_NAME);
    let part = folder.join("certdeck.restoring.part");
    take_over(backup, &part)?;
    let kept = if path.exists() { Some(keep(folder, &path, at)?) } else { None };
    // These belong to the former database and would be read as part of the new one.
    for sidecar in ["-wal", "-shm", "-journal"] {
        backup::remove_if_there(&beside(&path, sidecar))?;
    }
    backup::move_into_place(&part, &path)?;
    Ok(Restored { kept })
}

/// Copies the backup into the data folder and checks it there.
fn take_over(chosen: &Path, part: &Path) -> Result<(), StoreError> {
    let bad = |error: StoreError| {
        let detail = match error {
            StoreError::Full | StoreError::Folder { .. } => return error,
            StoreError::Damaged { detail } => detail,
            StoreError::Newer { found, known } => {
                format!("a newer Certdeck made it (file version {found}; this one knows {known})")
            }
            other => other.to_string(),
        };
        StoreError::BadBackup { path: chosen.to_owned(), detail }
    };
    if !chosen.is_file() {
        let detail = "there is no such file".to_owned();
        return Err(StoreError::BadBackup { path: chosen.to_owned(), detail });
    }
    let source = backup::open_to_read(chosen).map_err(bad)?;
    if migrate::probe(&source).map_err(bad)? == migrate::Found::Empty {
        let detail = "it is empty".to_owned();
        return Err(StoreError::BadBackup { path: chosen.to_owned(), detail });
    }
    backup::copy(&source, part).map_err(bad)?;
    // A restored file goes on from an older state: it must not use its old numbers a second time.
    let connection = Connection::open(part)?;
    meta::remove(&connection, meta::DEVICE)?;
    connection.close().map_err(|(_, error)| StoreError::from(error))
}

/// Keeps the present database among the backups.
fn keep(folder: &Path, path: &Path, at: Moment) -> Result<PathBuf, StoreError> {
    let readable = keep_readable(folder, path, at);
    match readable {
        Ok(kept) => Ok(kept),
        Err(StoreError::Full) => Err(StoreError::Full),
        Err(_) => keep_bytes(folder, path, at),
    }
}

fn keep_readable(folder: &Path, path: &Path, at: Moment) -> Result<PathBuf, StoreError> {
    let (connection, _) = migrate::open_carefully(path)?;
    let kept = backup::write(&connection, folder, at, BackupKind::BeforeRestore)?;
    migrate::may_write(&connection)?;
    // Should the swap fail later, the database must not depend on a file that was removed.
    connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(()))?;
    connection.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(kept)
}

/// Copies a database that cannot be read, with the files beside it, as it is.
fn keep_bytes(folder: &Path, path: &Path, at: Moment) -> Result<PathBuf, StoreError> {
    let backups = backup::make_folder(folder)?;
    let mut moment = at;
    let mut kept = backups.join(format!("damaged-{}.sqlite3", backup::stamp(moment)));
    while kept.exists() {
        moment.utc_ms += 1;
        kept = backups.join(format!("damaged-{}.sqlite3", backup::stamp(moment)));
    }
    for sidecar in ["-wal", "-journal"] {
        let from = beside(path, sidecar);
        if from.exists() {
            copy_bytes(&from, &beside(&kept, sidecar))?;
        }
    }
    copy_bytes(path, &kept)?;
    Ok(kept)
}

fn copy_bytes(from: &Path, to: &Path) -> Result<(), StoreError> {
    let part = beside(to, ".part");
    fs::copy(from, &part).map_err(|error| StoreError::from_io(from, &error))?;
    backup::move_into_place(&part, to)
}

/// The path with `suffix` behind its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
