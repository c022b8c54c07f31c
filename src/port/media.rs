//! Pictures and sounds that texts name.

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::imported::MediaFile;
use super::limits::{MEDIA_ALL, MEDIA_FILE};
use super::markup::MediaShelf;
use super::names::{clean_name, folded, with_digest};

/// Media of one import: found beside the file, inside its archive or inside its texts.
pub(super) struct Shelf<'a> {
    /// Gives a file beside the one that is read.
    files: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// Files that the source itself holds, by name.
    inside: BTreeMap<String, Vec<u8>>,
    media: Vec<MediaFile>,
    /// Clean name and digest of what was taken.
    names: HashMap<String, blake3::Hash>,
    /// References that were looked up.
    known: HashMap<String, Option<String>>,
    n_bytes: usize,
    problems: Vec<String>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(files: &'a dyn Fn(&str) -> Option<Vec<u8>>) -> Self {
        Self {
            files,
            inside: BTreeMap::new(),
            media: Vec::new(),
            names: HashMap::new(),
            known: HashMap::new(),
            n_bytes: 0,
            problems: Vec::new(),
        }
    }

    /// Adds a file that the source holds.
    pub(super) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.known.remove(name);
        self.inside.insert(name.to_owned(), bytes);
    }

    /// Begins another text: the same reference may mean another file.
    pub(super) fn forget_references(&mut self) {
        self.known.clear();
    }

    /// What went wrong with media since it was asked last.
    pub(super) fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    /// Tells of a medium that did not come in.
    pub(super) fn problem(&mut self, reason: String) {
        if self.problems.len() < 100 {
            self.problems.push(reason);
        }
    }

    pub(super) fn into_files(self) -> Vec<MediaFile> {
        self.media
    }

    /// The bytes that a reference means, beside the file or inside the source; never above it.
    fn bytes(&self, reference: &str) -> Option<Vec<u8>> {
        let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
        let composed: String = decoded.nfc().collect();
        for path in [reference, &decoded, &composed] {
            if let Some(bytes) = self.inside.get(path) {
                return Some(bytes.clone());
            }
            let path = path.strip_prefix("./").unwrap_or(path);
            let is_inside = !path.starts_with('/')
                && !path.contains(['\\', '\0', ':'])
                && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
            if !is_inside {
                continue;
            }
            let places = ["", "media/", "images/"];
            let found = places.iter().find_map(|folder| (self.files)(&format!("{folder}{path}")));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Width and height of a picture, in pixels.
    pub(super) fn size_of(&self, reference: &str) -> Option<(u32, u32)> {
        let bytes = self.bytes(reference)?;
        let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
        let (width, height) = reader.ok()?.into_dimensions().ok()?;
        (width > 0 && height > 0).then_some((width, height))
    }

    fn take(&mut self, wish: &str, bytes: Vec<u8>) -> Option<String> {
        if bytes.len() > MEDIA_FILE || self.n_bytes + bytes.len() > MEDIA_ALL {
            self.problem(format!("{wish} is too large and was left out"));
            return None;
        }
        let digest = blake3::hash(&bytes);
        let mut name = clean_name(wish)?;
        match self.names.get(&folded(&name)) {
            Some(known) if *known == digest => return Some(name),
            Some(_) => {
                let hex = digest.to_hex();
                name = with_digest(&name, &hex);
                if self.names.contains_key(&folded(&name)) {
                    return Some(name);
                }
            }
            None => {}
        }
        self.names.insert(folded(&name), digest);
        self.n_bytes += bytes.len();
        self.media.push(MediaFile { name: name.clone(), bytes: bytes.into() });
        Some(name)
    }
}

impl MediaShelf for Shelf<'_> {
    fn find(&mut self, reference: &str) -> Option<String> {
        if let Some(known) = self.known.get(reference) {
            return known.clone();
        }
        let found = self.bytes(reference).and_then(|bytes| {
            let decoded = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
            let last = decoded.rsplit('/').next().unwrap_or_default().to_owned();
            self.take(&last, bytes)
        });
        self.known.insert(reference.to_owned(), found.clone());
        found
    }

    fn keep(&mut self, ending: &str, bytes: Vec<u8>) -> Option<String> {
        let digest = blake3::hash(&bytes).to_hex();
        let name = format!("{}.{ending}", digest.get(..16).unwrap_or_default());
        self.take(&name, bytes)
    }
}
