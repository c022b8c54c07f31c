//! One running program for each data folder.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The data folder, held by this process until dropped (the system lets go of it after a crash too).
#[derive(Debug)]
pub(super) struct FolderLock {
    folder: PathBuf,
    /// Holds the lock as long as it is open.
    _file: File,
}

impl FolderLock {
    /// Makes the folder if it is missing and takes its lock without waiting.
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let failed = |error: &std::io::Error| StoreError::from_io(folder, error);
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("certdeck.lock"))
            .map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }

    /// The folder that is held.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}
