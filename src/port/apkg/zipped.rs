//! A zip as hostile input: few entries, none of them sharing bytes, read by their exact names.

use std::borrow::Cow;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{ENTRIES, PACKAGE};
use super::refuse::{cancelled, incomplete, larger, refuse};
use super::stream::{self, Packing, Stop};
use crate::port::Refusal;

/// Bytes of a zip's end record without its comment, and of the longest comment.
const END_RECORD: u64 = 22;
const COMMENT: u64 = 65_535;

/// An open zip.
pub(in crate::port) struct Zip<R> {
    archive: ZipArchive<BufReader<R>>,
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the directory. `name` stands for the file in messages.
    pub(in crate::port) fn open(name: &str, mut source: R) -> Result<Self, Refusal> {
        let unreadable = |error: io::Error| incomplete(name, &error.to_string());
        let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        if length > PACKAGE {
            return Err(larger(name, "the file", PACKAGE));
        }
        source.rewind().map_err(unreadable)?;
        let mut head = Vec::new();
        source.by_ref().take(16).read_to_end(&mut head).map_err(unreadable)?;
        let n_entries = declared_entries(&mut source, length);
        if n_entries.is_some_and(|n| n > ENTRIES as u64) {
            return refuse(format!(
                "{name}: the package holds more than {ENTRIES} files. Nothing was imported."
            ));
        }
        if n_entries.is_none() && !head.starts_with(b"PK") {
            return refuse(format!(
                "{name} is not a text, an Anki package or a deck. Nothing was imported."
            ));
        }
        source.rewind().map_err(unreadable)?;
        let whole = |error| EntryError::Zip(error).refusal(name, "the file", PACKAGE);
        let mut archive = ZipArchive::new(BufReader::new(source)).map_err(whole)?;
        if archive.has_overlapping_entries().map_err(whole)? {
            return refuse(format!(
                "{name}: entries share bytes: this is how zip bombs are made. Nothing was imported."
            ));
        }
        Ok(Self { archive })
    }

    /// Names of the entries that have readable ones.
    pub(in crate::port) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().flatten()
    }

    /// How many entries have names that cannot be read.
    pub(in crate::port) fn n_nameless(&self) -> usize {
        self.archive.file_names().filter(Result::is_err).count()
    }

    /// Whether there is an entry of this name.
    pub(in crate::port) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// The content of the entry with exactly this name, at most `limit` bytes of it.
    pub(in crate::port) fn content(
        &mut self,
        path: &str,
        limit: u64,
        packing: Packing,
    ) -> Result<Box<dyn Read + '_>, EntryError> {
        let index = self.archive.index_for_name(path).ok_or(EntryError::Missing)?;
        let file = self.archive.by_index(index).map_err(EntryError::Zip)?;
        if file.is_symlink() {
            return Err(EntryError::Symlink);
        }
        let packed = file.compressed_size();
        Ok(stream::content(file, packed, limit, packing)?)
    }

    /// The folder that all entries lie in, with its slash, or nothing.
    pub(in crate::port) fn common_folder(&self) -> String {
        let mut names = self.names();
        let Some(first) = names.next() else { return String::new() };
        let Some(end) = first.rfind('/') else { return String::new() };
        let mut folder = first.get(..=end).unwrap_or_default().to_owned();
        for name in names {
            while !name.starts_with(folder.as_str()) {
                folder.pop();
                folder.truncate(folder.rfind('/').map_or(0, |slash| slash + 1));
            }
        }
        folder
    }
}

/// Why an entry cannot be read.
#[derive(Debug)]
pub(in crate::port) enum EntryError {
    Missing,
    Symlink,
    Zip(ZipError),
    Io(io::Error),
}

impl From<io::Error> for EntryError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl EntryError {
    /// In words, for a file of which the rest can be read.
    pub(in crate::port) fn reason(&self) -> String {
        match self {
            Self::Missing => "it is not in the package".to_owned(),
            Self::Symlink => "it is a link to another file".to_owned(),
            Self::Zip(error) => error.to_string(),
            Self::Io(error) => error.to_string(),
        }
    }

    /// In words, for the file that everything hangs on.
    pub(in crate::port) fn refusal(self, name: &str, what: &str, limit: u64) -> Refusal {
        match self {
            Self::Zip(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Refusal(format!("{name} is protected by a password. Nothing was imported."))
            }
            Self::Zip(ZipError::CompressionMethodNotSupported(method)) => Refusal(format!(
                "{name} is packed with method {method}, which we do not read. Nothing was imported."
            )),
            Self::Zip(ZipError::Io(error)) | Self::Io(error) => {
                io_refusal(name, what, limit, &error)
            }
            other => incomplete(name, &other.reason()),
        }
    }
}

pub(super) fn io_refusal(name: &str, what: &str, limit: u64, error: &io::Error) -> Refusal {
    match Stop::of(error) {
        Some(Stop::Larger) => larger(name, what, limit),
        Some(Stop::Cancelled) => cancelled(name),
        Some(Stop::Bomb) => incomplete(name, &Stop::Bomb.to_string()),
        None => incomplete(name, &error.to_string()),
    }
}

/// How many entries the end record speaks of: the zip reader would make room for all of them.
fn declared_entries(source: &mut (impl Read + Seek), length: u64) -> Option<u64> {
    let start = length.saturating_sub(END_RECORD + COMMENT);
    let mut tail = Vec::new();
    source.seek(SeekFrom::Start(start)).ok()?;
    source.by_ref().take(END_RECORD + COMMENT).read_to_end(&mut tail).ok()?;
    source.rewind().ok()?;
    let counts = |offset: usize, signature: &[u8], width: usize| {
        let found = memchr::memmem::rfind(&tail, signature)?;
        let bytes = tail.get(found + offset..found + offset + width)?;
        Some(bytes.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte)))
    };
    let short = counts(10, b"PK\x05\x06", 2)?;
    let long = counts(32, b"PK\x06\x06", 8);
    Some(long.filter(|_| short == 0xffff).unwrap_or(short))
}
