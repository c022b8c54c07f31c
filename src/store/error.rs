//! What can go wrong with the data folder, told to the learner.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ids::EventId;

/// A failure of the store. Each text says what happened, what was kept and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another running Certdeck holds the data folder.
    #[error(
        "Certdeck is already open with the data folder {}. Nothing was changed. \
         Use the window that is open, or close it and start again.", folder.display()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// A newer Certdeck wrote the file.
    #[error(
        "Your progress was saved by a newer Certdeck (file version {found}; this one reads up to \
         {known}). The file was left untouched. Install the newer Certdeck to open it."
    )]
    Newer {
        /// Version of the file.
        found: i64,
        /// Highest version that this program knows.
        known: i64,
    },
    /// The file is damaged, or is no database of Certdeck.
    #[error(
        "The file with your progress cannot be read: {detail}. It was left as it is. \
         Restore one of the automatic backups; the damaged file is kept beside them."
    )]
    Damaged {
        /// What is wrong with it.
        detail: String,
    },
    /// The data folder cannot be written.
    #[error(
        "The data folder cannot be written: {detail}. What was saved before is still there. \
         Allow writing to the folder, or choose another one with --data-dir."
    )]
    ReadOnly {
        /// What refused the write.
        detail: String,
    },
    /// There is no room left.
    #[error(
        "The disk is full. The last step was not saved; everything before it was. \
         Free some space and try again."
    )]
    Full,
    /// The data folder cannot be made or reached.
    #[error(
        "The data folder {} cannot be used: {detail}. Nothing was changed. \
         Choose another one with --data-dir.", folder.display()
    )]
    Folder {
        /// The data folder.
        folder: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// Reading or writing failed for another reason of the system's.
    #[error(
        "Saving or reading failed: {detail}. The last step was not saved; everything before it was. \
         Try again; if it keeps happening, check the disk."
    )]
    System {
        /// What the system said.
        detail: String,
    },
    /// A retraction names an event that the log does not have.
    #[error(
        "That step cannot be undone, because it is not in the record any more. Nothing was changed."
    )]
    UnknownTarget(EventId),
    /// There is no folder to keep a backup in: the store lives in memory.
    #[error(
        "Nothing is being saved in this session, so there is nothing to back up. \
         Export your progress before you close the window."
    )]
    NoFolder,
    /// The chosen backup cannot be used; the present file stays.
    #[error(
        "The backup {} cannot be restored: {detail}. Your present progress was left as it is. \
         Choose another backup.", path.display()
    )]
    BadBackup {
        /// The chosen file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
}

impl StoreError {
    /// Tells what a failed file operation on `folder` means.
    pub(super) fn from_io(folder: &Path, error: &io::Error) -> Self {
        let detail = format!("{}: {error}", folder.display());
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { detail }
            }
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            _ => Self::Folder { folder: folder.to_owned(), detail: error.to_string() },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let detail = error.to_string();
        if let rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..) = error
        {
            return Self::Damaged { detail };
        }
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::NotADatabase | Code::DatabaseCorrupt) => Self::Damaged { detail },
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => {
                Self::ReadOnly { detail }
            }
            _ => Self::System { detail },
        }
    }
}
