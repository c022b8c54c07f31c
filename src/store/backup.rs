//! Backups: whole copies of the database in `backups/`, each a single file that opens by itself.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;

use crate::domain::time::Moment;

use super::{FILE_NAME, Store, StoreError, doctor, migrate, rotation};

/// Name of the folder with the backups, in the data folder.
const FOLDER_NAME: &str = "backups";
/// Moment in a file's name, UTC.
const STAMP: &str = "%Y%m%d-%H%M%S-%3f";

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum BackupKind {
    /// By itself, at the end or beginning of a session.
    Session,
    /// By hand.
    Manual,
    /// By itself, before the file was brought to a newer version.
    BeforeMigration,
    /// By itself, before another backup took the file's place.
    BeforeRestore,
}

impl BackupKind {
    const ALL: [Self; 4] =
        [Self::Session, Self::Manual, Self::BeforeMigration, Self::BeforeRestore];

    /// The kind as part of a file's name.
    fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Manual => "manual",
            Self::BeforeMigration => "before-migration",
            Self::BeforeRestore => "before-restore",
        }
    }
}

/// One backup that can be restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BackupInfo {
    /// The file.
    pub path: PathBuf,
    /// When it was made (offset 0: a file's name tells UTC only).
    pub at: Moment,
    /// Why it was made.
    pub kind: BackupKind,
    /// Its size.
    pub bytes: u64,
    /// Answers in it that count; none if it cannot be read.
    pub answers: Option<u64>,
}

/// A backup that can be made on another thread while the store is in use.
#[derive(Debug, Clone)]
pub struct BackupJob {
    folder: PathBuf,
}

impl BackupJob {
    /// Makes the backup through a connection of its own and gives its path.
    pub fn run(&self, at: Moment, kind: BackupKind) -> Result<PathBuf, StoreError> {
        let connection = open_to_read(&self.folder.join(FILE_NAME))?;
        write(&connection, &self.folder, at, kind)
    }
}

impl Store {
    /// Makes a backup on this thread and gives its path.
    pub fn backup(&self, at: Moment, kind: BackupKind) -> Result<PathBuf, StoreError> {
        let folder = self.folder().ok_or(StoreError::NoFolder)?;
        write(&self.connection, folder, at, kind)
    }

    /// A backup to be made on another thread.
    pub fn backup_job(&self) -> Result<BackupJob, StoreError> {
        let folder = self.folder().ok_or(StoreError::NoFolder)?.to_owned();
        Ok(BackupJob { folder })
    }
}

/// Lists the backups of a data folder, newest first.
pub fn list_backups(folder: &Path) -> Result<Vec<BackupInfo>, StoreError> {
    let mut backups: Vec<BackupInfo> = entries(folder)?
        .into_iter()
        .map(|(path, at, kind)| BackupInfo {
            bytes: fs::metadata(&path).map_or(0, |metadata| metadata.len()),
            answers: count_answers(&path).ok(),
            path,
            at,
            kind,
        })
        .collect();
    backups.reverse();
    Ok(backups)
}

/// The backups of a data folder by their names, oldest first.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, Moment, BackupKind)>, StoreError> {
    let folder = folder.join(FOLDER_NAME);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let failed = |error: &std::io::Error| StoreError::from_io(&folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some((at, kind)) = name.and_then(parse_name) {
            entries.push((path, at, kind));
        }
    }
    entries.sort_by_key(|(_, at, kind)| (at.utc_ms, *kind));
    Ok(entries)
}

fn file_name(at: Moment, kind: BackupKind) -> String {
    format!("certdeck-{}-{}.sqlite3", stamp(at), kind.name())
}

/// The moment as it stands in a file's name.
pub(super) fn stamp(at: Moment) -> String {
    DateTime::from_timestamp_millis(at.utc_ms).unwrap_or_default().format(STAMP).to_string()
}

fn parse_name(name: &str) -> Option<(Moment, BackupKind)> {
    let name = name.strip_prefix("certdeck-")?.strip_suffix(".sqlite3")?;
    let kind = BackupKind::ALL.into_iter().find(|kind| name.ends_with(kind.name()))?;
    let stamp = name.strip_suffix(kind.name())?.strip_suffix('-')?;
    let at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc().timestamp_millis();
    Some((Moment { utc_ms: at, offset_min: 0 }, kind))
}

fn count_answers(path: &Path) -> Result<u64, StoreError> {
    let connection = open_to_read(path)?;
    migrate::probe(&connection)?;
    let n: i64 =
        connection
            .query_row("SELECT coalesce(sum(answers), 0) FROM daily", [], |row| row.get(0))?;
    Ok(n.unsigned_abs())
}

/// Opens a database without the right to write to it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// Makes a backup and removes those that are no longer needed.
pub(super) fn write(
    source: &Connection,
    folder: &Path,
    mut at: Moment,
    kind: BackupKind,
) -> Result<PathBuf, StoreError> {
    let backups = make_folder(folder)?;
    let mut path = backups.join(file_name(at, kind));
    while path.exists() {
        at.utc_ms += 1;
        path = backups.join(file_name(at, kind));
    }
    // One name for each kind: what an interrupted backup left is overwritten by the next.
    let part = backups.join(format!("{}.part", kind.name()));
    copy(source, &part)?;
    move_into_place(&part, &path)?;
    rotate(folder)?;
    Ok(path)
}

/// The folder with the backups; makes it if it is missing.
pub(super) fn make_folder(folder: &Path) -> Result<PathBuf, StoreError> {
    let backups = folder.join(FOLDER_NAME);
    fs::create_dir_all(&backups).map_err(|error| StoreError::from_io(&backups, &error))?;
    Ok(backups)
}

/// Copies a database into the single file `part` and checks the copy. After an error no copy stays.
pub(super) fn copy(source: &Connection, part: &Path) -> Result<(), StoreError> {
    remove_part(part)?;
    let copied = copy_and_check(source, part);
    if copied.is_err() {
        remove_part(part)?;
    }
    copied
}

/// Removes an unfinished copy with the journal beside it.
fn remove_part(part: &Path) -> Result<(), StoreError> {
    remove_if_there(&part.with_extension("part-journal"))?;
    remove_if_there(part)
}

fn copy_and_check(source: &Connection, part: &Path) -> Result<(), StoreError> {
    let mut target = Connection::open(part)?;
    let result = Backup::new(source, &mut target)?.step(-1)?;
    if result != StepResult::Done {
        return Err(StoreError::System { detail: "the database is busy".to_owned() });
    }
    // No files beside it: a backup is one file that can be carried about.
    target.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    match doctor::integrity(&target)?.into_iter().next() {
        Some(detail) => Err(StoreError::Damaged { detail }),
        None => Ok(()),
    }
}

/// Renames a finished file to its place: whoever looks sees the old state or the whole new one.
pub(super) fn move_into_place(part: &Path, path: &Path) -> Result<(), StoreError> {
    let moved = File::open(part).and_then(|file| file.sync_all()).and_then(|()| {
        fs::rename(part, path)?;
        sync_folder(path)
    });
    moved.map_err(|error| StoreError::from_io(path, &error))
}

/// Makes the names in a file's folder durable, where the system can do that.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Removes a file unless it is missing already.
pub(super) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::from_io(path, &error))
        }
        _ => Ok(()),
    }
}

/// Removes the backups that are no longer needed.
fn rotate(folder: &Path) -> Result<(), StoreError> {
    let entries = entries(folder)?;
    let dated: Vec<_> = entries.iter().map(|(_, at, kind)| (*at, *kind)).collect();
    for index in rotation::outdated(&dated) {
        if let Some((path, ..)) = entries.get(index) {
            remove_if_there(path)?;
        }
    }
    Ok(())
}
