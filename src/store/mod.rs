//! What the learner did, kept on disk: an append-only log and the tables derived from it.
//!
//! Nothing here reads a clock or draws a number; moments and seeds are passed in. A step is written
//! in one transaction together with what it changes in the derived tables, so that after a crash
//! either all of it is there or none. No row of the log is ever changed or deleted.

use std::path::Path;

use rusqlite::Connection;

use crate::domain::time::Moment;

mod backup;
mod derived;
mod doctor;
mod error;
mod folds;
mod heartbeat;
mod lock;
mod log;
mod meta;
mod migrate;
mod read;
mod rebuild;
mod restore;
mod rotation;
mod rows;
mod tables;

pub use backup::{BackupInfo, BackupJob, BackupKind, list_backups};
pub use derived::{DayCount, Derived, Models};
pub use doctor::DoctorReport;
pub use error::StoreError;
pub use heartbeat::Heartbeat;
pub use log::Undone;
pub use migrate::KNOWN_SCHEMA;
pub use read::{HistoryEntry, LearningReader, Redoable};
pub use restore::{Restored, restore, set_aside};
pub use rotation::outdated;

use lock::FolderLock;
use migrate::Found;

/// Name of the database in the data folder.
const FILE_NAME: &str = "certdeck.sqlite3";

/// When a step counts as saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Once the disk has it: it survives a power cut.
    #[default]
    Full,
    /// Once the system has it: it survives a crash of the program. For benches and tests.
    Fast,
}

/// How a store is opened.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenOptions {
    /// When a step counts as saved.
    pub durability: Durability,
    /// Random number from which a new data folder's device number is made.
    pub device_seed: u64,
    /// Highest number of 4 KiB pages that the database may grow to; none for no limit of ours.
    pub max_pages: Option<u32>,
}

/// The open store. Dropping it closes the database and lets go of the data folder.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    device: i64,
    /// None for a store in memory. Declared last: the connection must close first.
    lock: Option<FolderLock>,
}

impl Store {
    /// Opens the data folder `folder`, makes it if it is missing and migrates an older file.
    ///
    /// A file that is damaged, foreign or newer is refused and stays as it is.
    pub fn open(folder: &Path, at: Moment, options: OpenOptions) -> Result<Self, StoreError> {
        let lock = FolderLock::take(folder)?;
        let path = folder.join(FILE_NAME);
        let is_empty = std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() == 0);
        if is_empty && !list_backups(folder)?.is_empty() {
            let detail = "it is empty, although there are backups of it".to_owned();
            return Err(StoreError::Damaged { detail });
        }
        let (connection, found) = migrate::open_carefully(&path)?;
        if connection.is_readonly(rusqlite::MAIN_DB)? {
            return Err(StoreError::ReadOnly { detail: path.display().to_string() });
        }
        Self::prepare(connection, found, Some(lock), at, options)
    }

    /// A store that is gone when it is dropped: keeps the program usable when the disk is not.
    pub fn in_memory(at: Moment, options: OpenOptions) -> Result<Self, StoreError> {
        Self::prepare(Connection::open_in_memory()?, Found::Empty, None, at, options)
    }

    fn prepare(
        mut connection: Connection,
        found: Found,
        lock: Option<FolderLock>,
        at: Moment,
        options: OpenOptions,
    ) -> Result<Self, StoreError> {
        migrate::may_write(&connection)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        let synchronous = match options.durability {
            Durability::Full => "FULL",
            Durability::Fast => "OFF",
        };
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        if let Some(max_pages) = options.max_pages {
            connection.pragma_update_and_check(None, "max_page_count", max_pages, |_| Ok(()))?;
        }
        if found != Found::Schema(KNOWN_SCHEMA) {
            if let (Found::Schema(_), Some(lock)) = (found, &lock) {
                backup::write(&connection, lock.folder(), at, BackupKind::BeforeMigration)?;
            }
            migrate::migrate(&mut connection)?;
        }
        let device = meta::device(&connection, options.device_seed)?;
        Ok(Self { connection, device, lock })
    }

    /// The data folder; none for a store in memory.
    pub fn folder(&self) -> Option<&Path> {
        self.lock.as_ref().map(FolderLock::folder)
    }

    /// Number of this data folder in the ids of its events.
    pub fn device(&self) -> i64 {
        self.device
    }

    /// Whether parameters changed since the derived tables were computed: `rebuild` is due.
    pub fn needs_rebuild(&self) -> Result<bool, StoreError> {
        Ok(meta::get(&self.connection, meta::STALE)?.is_some_and(|stale| stale != 0))
    }
}
