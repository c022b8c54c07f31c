//! The file around a collection: which collection is the real one, and unpacking it.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{COLLECTION, ENTRIES, PACKAGE};
use super::refuse::{cancelled, disk, incomplete, larger, newer, refuse};
use super::stream::{self, Packing, Stop};
use super::{Stage, Watch, proto};
use crate::port::Refusal;

/// Bytes of a zip's end record without its comment, and of the longest comment.
const END_RECORD: u64 = 22;
const COMMENT: u64 = 65_535;

/// Which program wrote a package, told by its collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Generation {
    /// `collection.anki2`.
    First,
    /// `collection.anki21`.
    Second,
    /// `collection.anki21b`: everything packed by zstd.
    Third,
}

impl Generation {
    const ALL: [Self; 3] = [Self::Third, Self::Second, Self::First];

    fn entry(self) -> &'static str {
        match self {
            Self::First => "collection.anki2",
            Self::Second => "collection.anki21",
            Self::Third => "collection.anki21b",
        }
    }

    /// How the media map and the media are packed beside this collection.
    pub(super) fn packing(self) -> Packing {
        if self == Self::Third { Packing::MaybeZstd } else { Packing::Plain }
    }
}

/// A collection in the staging folder and the package that it came from.
pub(super) struct Unpacked<R> {
    pub(super) collection: PathBuf,
    pub(super) generation: Generation,
    pub(super) package: Option<Package<R>>,
    /// Something worth knowing about the choice.
    pub(super) note: Option<String>,
}

/// An open zip.
pub(super) struct Package<R> {
    archive: ZipArchive<BufReader<R>>,
    /// Folder that all entries lie in, with its slash, or nothing.
    folder: String,
}

/// Why an entry cannot be read.
#[derive(Debug)]
pub(super) enum EntryError {
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
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Missing => "it is not in the package".to_owned(),
            Self::Symlink => "it is a link to another file".to_owned(),
            Self::Zip(error) => error.to_string(),
            Self::Io(error) => error.to_string(),
        }
    }

    /// In words, for the file that everything hangs on.
    fn refusal(self, name: &str) -> Refusal {
        match self {
            Self::Zip(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Refusal(format!("{name} is protected by a password. Nothing was imported."))
            }
            Self::Zip(ZipError::CompressionMethodNotSupported(method)) => Refusal(format!(
                "{name} is packed with method {method}, which we do not read. Nothing was imported."
            )),
            Self::Zip(ZipError::Io(error)) | Self::Io(error) => io_refusal(name, &error),
            other => incomplete(name, &other.reason()),
        }
    }
}

fn io_refusal(name: &str, error: &io::Error) -> Refusal {
    match Stop::of(error) {
        Some(Stop::Larger) => larger(name, "the collection", COLLECTION),
        Some(Stop::Cancelled) => cancelled(name),
        Some(Stop::Bomb) => incomplete(name, &Stop::Bomb.to_string()),
        None => incomplete(name, &error.to_string()),
    }
}

/// Finds out what the file is and puts its collection into the staging folder.
pub(super) fn unpack<R: Read + Seek>(
    name: &str,
    mut source: R,
    staging: &Path,
    watch: Watch<'_>,
) -> Result<Unpacked<R>, Refusal> {
    let unreadable = |error: io::Error| incomplete(name, &error.to_string());
    let length = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
    if length == 0 {
        return refuse(format!("{name} is empty."));
    }
    if length > PACKAGE {
        return Err(larger(name, "the file", PACKAGE));
    }
    source.rewind().map_err(unreadable)?;
    let mut head = Vec::new();
    source.by_ref().take(16).read_to_end(&mut head).map_err(unreadable)?;
    source.rewind().map_err(unreadable)?;
    let collection = staging.join("collection.db");
    if head.starts_with(b"SQLite format 3\0") || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let generation =
            if head.starts_with(b"S") { Generation::Second } else { Generation::Third };
        let stream = stream::bare(source, COLLECTION, Packing::MaybeZstd);
        save(name, stream.map_err(EntryError::Io), &collection, watch)?;
        return Ok(Unpacked { collection, generation, package: None, note: None });
    }
    let mut package = Package::open(name, source, length, &head)?;
    let (generation, note) = package.generation(name)?;
    let packing = generation.packing();
    let stream = package.content(generation.entry(), COLLECTION, packing);
    save(name, stream, &collection, watch)?;
    Ok(Unpacked { collection, generation, package: Some(package), note })
}

fn save(
    name: &str,
    stream: Result<Box<dyn Read + '_>, EntryError>,
    path: &Path,
    watch: Watch<'_>,
) -> Result<(), Refusal> {
    let mut stream = stream.map_err(|error| error.refusal(name))?;
    let mut file = File::create(path).map_err(|error| disk(name, &error))?;
    stream::copy(&mut stream, &mut file, Stage::Unpacking, watch)
        .map_err(|error| io_refusal(name, &error))?;
    Ok(())
}

impl<R: Read + Seek> Package<R> {
    fn open(name: &str, mut source: R, length: u64, head: &[u8]) -> Result<Self, Refusal> {
        let not_ours = || {
            Refusal(format!(
                "{name} is not a text, an Anki package or a deck. Nothing was imported."
            ))
        };
        let n_entries = declared_entries(&mut source, length);
        if n_entries.is_some_and(|n| n > ENTRIES as u64) {
            return refuse(format!(
                "{name}: the package holds more than {ENTRIES} files. Nothing was imported."
            ));
        }
        if n_entries.is_none() && !head.starts_with(b"PK") {
            return Err(not_ours());
        }
        let mut archive = ZipArchive::new(BufReader::new(source))
            .map_err(|error| EntryError::Zip(error).refusal(name))?;
        let overlap = archive.has_overlapping_entries();
        if overlap.map_err(|error| EntryError::Zip(error).refusal(name))? {
            return refuse(format!(
                "{name}: entries share bytes: this is how zip bombs are made. Nothing was imported."
            ));
        }
        let folder = common_folder(&archive);
        Ok(Self { archive, folder })
    }

    /// Whether there is an entry of this name.
    pub(super) fn has(&self, entry: &str) -> bool {
        self.archive.index_for_name(&format!("{}{entry}", self.folder)).is_some()
    }

    /// The content of the entry with exactly this name, at most `limit` bytes of it.
    pub(super) fn content(
        &mut self,
        entry: &str,
        limit: u64,
        packing: Packing,
    ) -> Result<Box<dyn Read + '_>, EntryError> {
        let path = format!("{}{entry}", self.folder);
        let index = self.archive.index_for_name(&path).ok_or(EntryError::Missing)?;
        let file = self.archive.by_index(index).map_err(EntryError::Zip)?;
        if file.is_symlink() {
            return Err(EntryError::Symlink);
        }
        let packed = file.compressed_size();
        Ok(stream::content(file, packed, limit, packing)?)
    }

    /// The collection that `meta` names; without it the newest that is there.
    fn generation(&mut self, name: &str) -> Result<(Generation, Option<String>), Refusal> {
        let newest = Generation::ALL.into_iter().find(|generation| self.has(generation.entry()));
        let Some(newest) = newest else { return Err(self.without_collection(name)) };
        let version = self.version();
        let wanted = match version {
            Ok(1) => Generation::First,
            Ok(2) => Generation::Second,
            Ok(3) => Generation::Third,
            Ok(_) => return Err(newer(name)),
            Err(EntryError::Missing) => newest,
            Err(_) => {
                let note = "The package's version could not be read; its newest notes were taken.";
                return Ok((newest, Some(note.to_owned())));
            }
        };
        if !self.has(wanted.entry()) {
            let missing = format!("its {} is missing", wanted.entry());
            return Err(incomplete(name, &missing));
        }
        Ok((wanted, None))
    }

    fn version(&mut self) -> Result<u64, EntryError> {
        let mut meta = Vec::new();
        self.content("meta", 4096, Packing::Plain)?.read_to_end(&mut meta)?;
        let version = if proto::is_whole(&meta) { proto::number(&meta, 1) } else { None };
        version.ok_or_else(|| EntryError::Io(io::Error::other("not understood")))
    }

    fn without_collection(&self, name: &str) -> Refusal {
        let names: Vec<String> =
            self.archive.file_names().take(1000).flatten().map(String::from).collect();
        let is_package = |entry: &&String| {
            let ending = entry.rsplit('.').next().unwrap_or_default();
            ["apkg", "colpkg"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        };
        if let Some(inner) = names.iter().find(is_package) {
            return Refusal(format!(
                "{name} contains the package \"{inner}\". Unpack it and import that. Nothing was \
                 imported."
            ));
        }
        let shown: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
        let more = if names.len() > 5 { " …" } else { "" };
        Refusal(format!(
            "{name} is a zip without a collection or a deck. It holds: {}{more}. Nothing was \
             imported.",
            shown.join(", ")
        ))
    }
}

/// The folder that all entries lie in, if no collection lies at the top.
fn common_folder<R: Read + Seek>(archive: &ZipArchive<R>) -> String {
    let is_top = |generation: &Generation| archive.index_for_name(generation.entry()).is_some();
    if Generation::ALL.iter().any(is_top) {
        return String::new();
    }
    let mut names = archive.file_names().flatten();
    let Some(first) = names.next() else { return String::new() };
    let Some(end) = first.rfind('/') else { return String::new() };
    let mut folder = first.get(..=end).unwrap_or_default().to_owned();
    for name in names {
        while !name.starts_with(&folder) {
            folder.pop();
            folder.truncate(folder.rfind('/').map_or(0, |slash| slash + 1));
        }
    }
    folder
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
