//! The file around a collection: which collection is the real one, and unpacking it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::limits::{COLLECTION, PACKAGE};
use super::refuse::{disk, incomplete, larger, newer, refuse};
use super::stream::{self, Packing};
pub(super) use super::zipped::EntryError;
use super::zipped::{Zip, io_refusal};
use super::{Stage, Watch, proto};
use crate::port::Refusal;

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

/// An open package.
pub(super) struct Package<R> {
    zip: Zip<R>,
    /// Folder that all entries lie in, with its slash, or nothing.
    folder: String,
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
    let mut package = Package::open(name, source)?;
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
    let mut stream = stream.map_err(|error| error.refusal(name, "the collection", COLLECTION))?;
    let mut file = File::create(path).map_err(|error| disk(name, &error))?;
    stream::copy(&mut stream, &mut file, Stage::Unpacking, watch)
        .map_err(|error| io_refusal(name, "the collection", COLLECTION, &error))?;
    Ok(())
}

impl<R: Read + Seek> Package<R> {
    fn open(name: &str, source: R) -> Result<Self, Refusal> {
        let zip = Zip::open(name, source)?;
        let folder = common_folder(&zip);
        Ok(Self { zip, folder })
    }

    /// Whether there is an entry of this name.
    pub(super) fn has(&self, entry: &str) -> bool {
        self.zip.has(&format!("{}{entry}", self.folder))
    }

    /// The content of the entry with exactly this name, at most `limit` bytes of it.
    pub(super) fn content(
        &mut self,
        entry: &str,
        limit: u64,
        packing: Packing,
    ) -> Result<Box<dyn Read + '_>, EntryError> {
        let path = format!("{}{entry}", self.folder);
        self.zip.content(&path, limit, packing)
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
        let names: Vec<String> = self.zip.names().take(1000).map(String::from).collect();
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
fn common_folder<R: Read + Seek>(zip: &Zip<R>) -> String {
    if Generation::ALL.iter().any(|generation| zip.has(generation.entry())) {
        return String::new();
    }
    zip.common_folder()
}
