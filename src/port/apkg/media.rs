//! Media of a package: which names mean which entries, and copying those that are used.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::container::{EntryError, Package};
use super::crowd::Files;
use super::limits::{ENTRIES, MAP, MEDIA_ALL, MEDIA_FILE};
use super::proto::{self, Fields, Value};
use super::refuse::{cancelled, disk, refuse};
use super::report::Report;
use super::stream::{self, Packing, Stop};
use super::{Progress, Stage, Watch};
use crate::port::html::MediaShelf;
use crate::port::limits::MEDIA_ALL as HELD;
use crate::port::names::{clean_name, folded, with_digest};
use crate::port::{LossKind, MediaBytes, MediaFile, Refusal};

/// The media that a package speaks of.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    by_folded: HashMap<String, usize>,
    used: BTreeSet<usize>,
    /// Pictures that stood inside texts.
    kept: Vec<MediaFile>,
    kept_names: HashSet<String>,
    n_kept_bytes: u64,
    staging: PathBuf,
}

#[derive(Debug)]
struct Entry {
    /// Name inside the zip.
    entry: String,
    /// Clean name, unique.
    name: String,
}

impl MediaShelf for Shelf {
    fn find(&mut self, reference: &str) -> Option<String> {
        let found = self.by_name.get(reference).copied().or_else(|| {
            let composed: String = reference.nfc().collect();
            self.by_name.get(&composed).or_else(|| self.by_folded.get(&folded(&composed))).copied()
        });
        if let Some(found) = found {
            self.used.insert(found);
            return self.entries.get(found).map(|entry| entry.name.clone());
        }
        None
    }

    fn keep(&mut self, ending: &str, bytes: Vec<u8>) -> Option<String> {
        let digest = blake3::hash(&bytes).to_hex();
        self.keep_as(&format!("{}.{ending}", digest.get(..16)?), &bytes)
    }
}

impl Shelf {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A shelf without any media, for a bare collection.
    pub(super) fn empty(staging: &Path) -> Self {
        Self { staging: staging.to_owned(), ..Self::default() }
    }

    /// Reads the map of a package. What is wrong with it is reported; the notes still come in.
    pub(super) fn read<R: Read + Seek>(
        name: &str,
        package: &mut Package<R>,
        packing: Packing,
        staging: &Path,
        report: &mut Report,
    ) -> Result<Self, Refusal> {
        let mut shelf = Self::empty(staging);
        let mut map = Vec::new();
        let read = package
            .content("media", MAP, packing)
            .and_then(|mut stream| Ok(stream.read_to_end(&mut map)?));
        let names = match read {
            Ok(_) => names(&map),
            Err(EntryError::Io(error)) if Stop::of(&error).is_some() => {
                return refuse(format!(
                    "{name}: the list of media is larger than 16 MB. Nothing was imported."
                ));
            }
            Err(_) => None,
        };
        let Some(names) = names else {
            let reason =
                "the list of media is missing or unreadable: no pictures or sounds came in";
            report.add(LossKind::Partial, "media", reason, "");
            return Ok(shelf);
        };
        if names.len() > ENTRIES {
            return refuse(format!(
                "{name}: the list of media has more than {ENTRIES} names. Nothing was imported."
            ));
        }
        for (entry, raw) in names {
            shelf.add(package, packing, entry, &raw, report);
        }
        Ok(shelf)
    }

    fn add<R: Read + Seek>(
        &mut self,
        package: &mut Package<R>,
        packing: Packing,
        entry: String,
        raw: &str,
        report: &mut Report,
    ) {
        let Some(mut name) = clean_name(raw) else {
            let at = format!("media {entry}");
            report.add(LossKind::Partial, &at, "its name is a path: it was left out", raw);
            return;
        };
        if !package.has(&entry) {
            return;
        }
        if self.by_folded.contains_key(&folded(&name)) {
            match digest(package, packing, &entry) {
                Some(digest) => name = with_digest(&name, &digest),
                None => return,
            }
        }
        self.add_entry(entry, raw, name);
    }

    fn add_entry(&mut self, entry: String, raw: &str, name: String) {
        let index = self.entries.len();
        self.by_name.entry(raw.nfc().collect()).or_insert(index);
        self.by_name.insert(raw.to_owned(), index);
        self.by_folded.entry(folded(raw)).or_insert(index);
        self.by_folded.entry(folded(&name)).or_insert(index);
        self.entries.push(Entry { entry, name });
    }

    /// Takes in a file that was made here; gives its name.
    pub(super) fn keep_as(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        if self.kept_names.contains(name) {
            return Some(name.to_owned());
        }
        self.n_kept_bytes += bytes.len() as u64;
        if self.n_kept_bytes > MEDIA_ALL || self.kept.len() >= ENTRIES {
            return None;
        }
        let path = self.staging.join(format!("kept-{}", self.kept.len()));
        std::fs::write(&path, bytes).ok()?;
        self.kept_names.insert(name.to_owned());
        self.kept.push(MediaFile { name: name.to_owned(), bytes: MediaBytes::Staged(path) });
        Some(name.to_owned())
    }

    /// The bytes of a file, at most `limit`, if it is there.
    pub(super) fn bytes<R: Read + Seek>(
        &mut self,
        package: Option<&mut Package<R>>,
        packing: Packing,
        reference: &str,
        limit: u64,
    ) -> Option<Vec<u8>> {
        let found = self.by_name.get(reference).or_else(|| self.by_folded.get(&folded(reference)));
        let entry = self.entries.get(*found?)?;
        let mut bytes = Vec::new();
        package?.content(&entry.entry, limit, packing).ok()?.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Copies the media that texts name into the staging folder.
    pub(super) fn copy<R: Read + Seek>(
        self,
        name: &str,
        package: Option<&mut Package<R>>,
        packing: Packing,
        report: &mut Report,
        watch: Watch<'_>,
    ) -> Result<Vec<MediaFile>, Refusal> {
        let n_unused = self.entries.len() - self.used.len();
        report.count_many(LossKind::Note, "media that no text names were left out", n_unused);
        let mut files = self.kept;
        let Some(package) = package else { return Ok(files) };
        let (mut n_bytes, total) = (0, self.used.len() as u64);
        for (number, index) in self.used.into_iter().enumerate() {
            let Some(Entry { entry, name: clean }) = self.entries.get(index) else { continue };
            let path = self.staging.join(format!("media-{number}"));
            let limit = MEDIA_FILE.min(MEDIA_ALL - n_bytes);
            match copy_one(package, entry, packing, limit, &path, watch) {
                Ok(n) => {
                    n_bytes += n;
                    let bytes = MediaBytes::Staged(path);
                    files.push(MediaFile { name: clean.clone(), bytes });
                }
                Err(EntryError::Io(error)) if Stop::of(&error) == Some(Stop::Cancelled) => {
                    return Err(cancelled(name));
                }
                Err(EntryError::Io(error)) if error.kind() == io::ErrorKind::StorageFull => {
                    return Err(disk(name, &error));
                }
                Err(error) => {
                    // A half-written file must not be taken for the picture.
                    drop(std::fs::remove_file(&path));
                    let reason = format!("{clean} was left out: {}", error.reason());
                    report.add(LossKind::Partial, &format!("media {entry}"), &reason, "");
                }
            }
            let progress =
                Progress { stage: Stage::Media, done: number as u64 + 1, total: Some(total) };
            if watch(progress).is_break() {
                return Err(cancelled(name));
            }
        }
        Ok(files)
    }
}

/// Media that lie beside a text, in its `media` folder.
impl Shelf {
    /// The files that a text lists.
    pub(super) fn listed(names: &[String], staging: &Path, report: &mut Report) -> Self {
        let mut shelf = Self::empty(staging);
        for raw in names.iter().take(ENTRIES) {
            match clean_name(raw) {
                // Parents and children list the same files.
                Some(_) if shelf.by_name.contains_key(raw) => {}
                Some(name) if shelf.by_folded.contains_key(&folded(&name)) => {
                    shelf.by_name.entry(raw.clone()).or_insert_with(|| shelf.entries.len());
                    let digest = blake3::hash(raw.as_bytes()).to_hex().to_string();
                    let name = with_digest(&name, &digest);
                    shelf.entries.push(Entry { entry: raw.clone(), name });
                }
                Some(name) => shelf.add_entry(raw.clone(), raw, name),
                None => {
                    let at = format!("media {raw}");
                    let reason = "its name is a path: it was left out";
                    report.add(LossKind::Partial, &at, reason, raw);
                }
            }
        }
        let n_more = names.len().saturating_sub(ENTRIES);
        report.count_many(LossKind::Partial, "media beyond 100,000 were left out", n_more);
        shelf
    }

    /// The bytes of a listed file.
    pub(super) fn bytes_beside(&self, files: Files<'_>, reference: &str) -> Option<Vec<u8>> {
        let found = self.by_name.get(reference).or_else(|| self.by_folded.get(&folded(reference)));
        bytes_of(files, &self.entries.get(*found?)?.entry)
    }

    /// Takes the files that texts name.
    pub(super) fn copy_beside(self, files: Files<'_>, report: &mut Report) -> Vec<MediaFile> {
        let n_unused = self.entries.len() - self.used.len();
        report.count_many(LossKind::Note, "media that no text names were left out", n_unused);
        let mut taken = self.kept;
        let mut room = HELD;
        for index in self.used {
            let Some(Entry { entry, name }) = self.entries.get(index) else { continue };
            let at = format!("media {entry}");
            match bytes_of(files, entry) {
                None => report.add(LossKind::Partial, &at, "it is not beside the file", ""),
                Some(bytes) if bytes.len() > room.min(MEDIA_FILE as usize) => {
                    report.add(LossKind::Partial, &at, "it is too large and was left out", "");
                }
                Some(bytes) => {
                    room -= bytes.len();
                    taken.push(MediaFile { name: name.clone(), bytes: bytes.into() });
                }
            }
        }
        taken
    }
}

fn bytes_of(files: Files<'_>, name: &str) -> Option<Vec<u8>> {
    files(&format!("media/{name}")).or_else(|| files(name))
}

fn copy_one<R: Read + Seek>(
    package: &mut Package<R>,
    entry: &str,
    packing: Packing,
    limit: u64,
    path: &Path,
    watch: Watch<'_>,
) -> Result<u64, EntryError> {
    let mut stream = package.content(entry, limit, packing)?;
    let mut file = File::create(path)?;
    Ok(stream::copy(&mut stream, &mut file, Stage::Media, watch)?)
}

fn digest<R: Read + Seek>(
    package: &mut Package<R>,
    packing: Packing,
    entry: &str,
) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    let mut stream = package.content(entry, MEDIA_FILE, packing).ok()?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match stream.read(&mut buffer).ok()? {
            0 => return Some(hasher.finalize().to_hex().to_string()),
            n => hasher.update(buffer.get(..n)?),
        };
    }
}

/// Entry names and file names: JSON of old packages, protobuf of new ones.
fn names(map: &[u8]) -> Option<Vec<(String, String)>> {
    let is_json = map.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
    if is_json {
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(map).ok()?;
        let texts = json.into_iter().filter_map(|(entry, name)| match name {
            serde_json::Value::String(name) => Some((entry, name)),
            _ => None,
        });
        return Some(texts.collect());
    }
    let mut names = Vec::new();
    for field in Fields::of(map) {
        let Ok((1, Value::Bytes(entry))) = field else {
            field.ok()?;
            continue;
        };
        let number = proto::number(entry, 255).unwrap_or(names.len() as u64);
        names.push((number.to_string(), proto::text(entry, 1)));
    }
    Some(names)
}
