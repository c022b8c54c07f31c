//! What the names of a zip's entries say: which of them are decks, texts, media or strangers.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use crate::port::Refusal;
use crate::port::apkg::zipped::Zip;
use crate::port::limits::TOPIC_LEVELS;
use crate::port::refuse::refusal;

/// Endings of texts that are read.
const TEXTS: [&str; 13] = [
    "txt", "gift", "md", "markdown", "xml", "csv", "tsv", "tab", "json", "jsonl", "ndjson", "ron",
    "aiken",
];
/// Endings of archives: they are not looked into.
const ARCHIVES: [&str; 10] =
    ["zip", "apkg", "colpkg", "7z", "rar", "gz", "tgz", "bz2", "xz", "zst"];
/// Endings of pictures and sounds.
const MEDIA: [&str; 14] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "mp3", "ogg", "wav", "m4a", "mp4", "webm",
    "opus",
];
/// Strangers that are told one by one.
const MAX_TOLD: usize = 100;

/// What a zip holds for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    /// A deck: the folder of its `deck.ron`, with its slash.
    Deck(String),
    /// Texts, by name.
    Texts(Vec<String>),
}

/// The names of all entries.
pub(super) struct Names {
    paths: Vec<String>,
    n_odd: usize,
    n_hidden: usize,
    /// The folder that all of them lie in, with its slash, or nothing.
    pub(super) folder: String,
}

impl Names {
    pub(super) fn of<R: Read + Seek>(zip: &Zip<R>) -> Self {
        let all: Vec<String> = zip.names().map(String::from).collect();
        let files = all.into_iter().filter(|path| !path.ends_with('/'));
        let (mut paths, mut n_odd, mut n_hidden) = (Vec::new(), zip.n_nameless(), 0);
        for path in files {
            if !is_inside(&path) {
                n_odd += 1;
            } else if is_hidden(&path) {
                n_hidden += 1;
            } else {
                paths.push(path);
            }
        }
        paths.sort();
        let folder = common_folder(&paths);
        Self { paths, n_odd, n_hidden, folder }
    }

    /// What can be read; none where it is the package reader's to say.
    pub(super) fn content(&self, name: &str) -> Result<Option<Content>, Refusal> {
        let named = |wish: &'static str| self.paths.iter().filter(move |path| base(path) == wish);
        let collections = ["collection.anki2", "collection.anki21", "collection.anki21b"];
        if collections.into_iter().any(|collection| named(collection).next().is_some()) {
            return Ok(None);
        }
        if self.paths.iter().any(|path| path == "certdeck-everything.json") {
            return Err(refusal(format!(
                "{name} is an export of everything. “certdeck restore” takes it back."
            )));
        }
        let decks: Vec<&String> = named("deck.ron").collect();
        match decks.as_slice() {
            [] => {}
            [deck] => return Ok(Some(Content::Deck(parent(deck).to_owned()))),
            _ => {
                let shown: Vec<&str> = decks.iter().take(5).map(|path| path.as_str()).collect();
                return Err(refusal(format!(
                    "{name} holds {} decks: {}. Unpack it and import their folders one by one.",
                    decks.len(),
                    shown.join(", ")
                )));
            }
        }
        if named("imsmanifest.xml").next().is_some() {
            return Err(refusal(format!(
                "{name} is a QTI package; not read yet. Export Moodle XML or GIFT."
            )));
        }
        self.texts(name)
    }

    fn texts(&self, name: &str) -> Result<Option<Content>, Refusal> {
        let is_package = |path: &&String| ["apkg", "colpkg"].contains(&ending(path).as_str());
        if let Some(inner) = self.paths.iter().find(is_package) {
            return Err(refusal(format!(
                "{name} contains the package \"{inner}\". Unpack it and import that."
            )));
        }
        if let Some(inner) = self.paths.iter().find(|path| is_of(path, &ARCHIVES)) {
            return Err(refusal(format!(
                "{name} contains the archive \"{inner}\"; archives inside archives are not read. \
                 Unpack it and import what it holds."
            )));
        }
        let texts: Vec<String> =
            self.paths.iter().filter(|path| is_of(path, &TEXTS)).cloned().collect();
        Ok((!texts.is_empty()).then_some(Content::Texts(texts)))
    }

    /// `deck.ron` and the parts beside it.
    pub(super) fn parts_of_deck<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a String> {
        self.paths.iter().filter(move |path| parent(path) == folder && is_of(path, &["ron"]))
    }

    /// The words for a zip without any question.
    pub(super) fn nothing_in(&self, name: &str) -> Refusal {
        let shown: Vec<&str> = self.paths.iter().take(5).map(String::as_str).collect();
        let more = if self.paths.len() > 5 { " …" } else { "" };
        let shown = shown.join(", ");
        refusal(format!(
            "{name} is a zip without questions that we recognise. It holds: {shown}{more}."
        ))
    }

    /// A path without the folder that all lie in.
    pub(super) fn short<'a>(&self, path: &'a str) -> &'a str {
        path.get(self.folder.len()..).unwrap_or(path)
    }

    /// Folders and name of a text as levels of a topic.
    pub(super) fn topic(&self, path: &str) -> Vec<String> {
        let short = self.short(path);
        let stem = short.rsplit_once('.').map_or(short, |(stem, _)| stem);
        stem.split('/').take(TOPIC_LEVELS).map(str::to_owned).collect()
    }

    /// Files that are neither read nor named by a text, and why.
    pub(super) fn strangers<'a>(
        &'a self,
        used: &'a BTreeSet<String>,
    ) -> impl Iterator<Item = (&'a str, &'static str)> {
        let is_stranger = |path: &&String| {
            !is_of(path, &TEXTS) && !is_of(path, &MEDIA) && !used.contains(path.as_str())
        };
        let found = self.paths.iter().filter(is_stranger).take(MAX_TOLD);
        found.map(|path| (self.short(path), "it is no text of questions: it was not read"))
    }

    /// The same for a deck, which names all that belongs to it.
    pub(super) fn passed_over_by_deck(
        &self,
        folder: &str,
        used: &BTreeSet<String>,
    ) -> impl Iterator<Item = (&'static str, usize)> {
        let parts: BTreeSet<&String> = self.parts_of_deck(folder).collect();
        let is_left = |path: &&String| !parts.contains(path) && !used.contains(path.as_str());
        let causes = [
            ("entries whose names lead out of the zip were left out", self.n_odd),
            (
                "files beside the deck that it does not name were left out",
                self.paths.iter().filter(is_left).count(),
            ),
        ];
        causes.into_iter().filter(|(_, n)| *n > 0)
    }

    /// What is told with a number only.
    pub(super) fn passed_over(&self, used: &BTreeSet<String>) -> [(&'static str, usize); 3] {
        let is_unused = |path: &&String| is_of(path, &MEDIA) && !used.contains(path.as_str());
        [
            ("entries whose names lead out of the zip were left out", self.n_odd),
            ("hidden files were left out", self.n_hidden),
            (
                "pictures and sounds that no question names were left out",
                self.paths.iter().filter(is_unused).count(),
            ),
        ]
    }
}

/// Whether a name is a plain path below the zip.
fn is_inside(path: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    !path.contains(['\\', '\0', ':']) && path.split('/').all(is_part)
}

/// What systems and editors add on their own.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

pub(super) fn parent(path: &str) -> &str {
    path.get(..path.len() - base(path).len()).unwrap_or_default()
}

fn ending(path: &str) -> String {
    base(path).rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

fn is_of(path: &str, endings: &[&str]) -> bool {
    endings.contains(&ending(path).as_str())
}

fn common_folder(paths: &[String]) -> String {
    let (Some(first), Some(last)) = (paths.first(), paths.last()) else { return String::new() };
    // In order, the first and the last share what all share.
    let n = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    let shared = first.get(..first.floor_char_boundary(n)).unwrap_or_default();
    shared.rfind('/').and_then(|slash| shared.get(..=slash)).unwrap_or_default().to_owned()
}
