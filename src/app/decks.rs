//! Where decks come from: the ones inside the program and the learner's own folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rust_embed::Embed;

use super::edit::{Overlays, new_deck};
use super::media::MediaHome;
use super::services::Services;
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::deck::parse::{Reading, SourceFile, read_each, reading_order};
use crate::domain::deck::parts::{Part, joined};
use crate::domain::deck::{Deck, overlay};
use crate::side_by_side;

/// The decks inside the program; their verification logs are for authors and stay outside.
#[derive(Embed)]
#[folder = "decks"]
#[include = "*.ron"]
#[include = "*/media/*"]
#[exclude = "*/review.ron"]
pub(super) struct Shipped;

/// Decks in the order of the interface, with what was noticed while reading each.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Decks that could be read.
    pub decks: Vec<Deck>,
    /// What was noticed, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each deck's media lie, by deck id.
    pub media: BTreeMap<String, MediaHome>,
}

/// The shipped certificates in the order of the first start; others follow by title.
const ORDER: [&str; 6] =
    ["pmp", "csm", "project-plus", "itil-foundation", "itil-4-foundation", "it-pm-career"];

/// Folders that decks are read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeckFolders {
    /// In place of the decks inside the program.
    pub shipped: Option<PathBuf>,
    /// The learner's own.
    pub own: PathBuf,
}

impl DeckFolders {
    /// The folders of a program: in a debug build the source tree's decks, so that an edit shows.
    pub fn of(services: &Services) -> Self {
        let shipped = services.deck_dir.clone().or_else(source_folder);
        Self { shipped, own: services.data_dir.join("decks") }
    }

    /// All of them, to be watched for changes.
    pub fn all(&self) -> impl Iterator<Item = &Path> {
        self.shipped.as_deref().into_iter().chain([self.own.as_path()])
    }
}

/// Whether a deck of this id ships with the program.
pub fn is_shipped(id: &str) -> bool {
    Shipped::iter().any(|path| path.split_once('/').is_some_and(|(folder, _)| folder == id))
}

/// The services for work on the learner's own decks alone: reading those that ship takes longer than many an
/// import. A folder that was named in their place stays.
pub fn own_only(services: &Services) -> Services {
    let none = services.data_dir.join("no decks but one's own");
    Services { deck_dir: services.deck_dir.clone().or(Some(none)), ..services.clone() }
}

/// What the learner made inside the program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnContent {
    /// Titles of decks, by id.
    pub decks: BTreeMap<String, String>,
    /// Items and wordings, by deck and item.
    pub overlays: Overlays,
}

/// The same with what the learner made laid over it.
pub fn load_with(folders: &DeckFolders, own: &OwnContent) -> Loaded {
    let mut loaded = load(folders);
    for (id, title) in &own.decks {
        if !loaded.decks.iter().any(|deck| deck.id == *id) {
            loaded.decks.push(new_deck(id, title));
            let media = MediaHome::Folder(folders.own.join(id).join("media"));
            loaded.media.insert(id.clone(), media);
        }
    }
    for deck in &mut loaded.decks {
        if let Some(overlays) = own.overlays.get(&deck.id) {
            overlay::apply(deck, overlays);
        }
    }
    loaded
}

/// Reads the shipped decks, then the learner's own.
pub fn load(folders: &DeckFolders) -> Loaded {
    let mut loaded = Loaded::default();
    for source in shipped_sources(folders).into_iter().chain(own_sources(&folders.own)) {
        let Source { files, media } = source;
        let first = files.first().map_or_else(String::new, Origin::path);
        let Reading { deck, diagnostics, .. } = read(&files);
        loaded.diagnostics.extend(diagnostics);
        let Some(deck) = deck else { continue };
        if loaded.decks.iter().any(|other| other.id == deck.id) {
            loaded.diagnostics.push(Diagnostic::error(
                "deck-id",
                &first,
                format!("A deck with the id “{}” is there already; this one is left out.", deck.id),
                "Give your deck an id of its own.",
            ));
            continue;
        }
        loaded.media.insert(deck.id.clone(), media);
        loaded.decks.push(deck);
    }
    let place = |deck: &Deck| ORDER.iter().position(|id| *id == deck.id).unwrap_or(ORDER.len());
    loaded.decks.sort_by(|a, b| (place(a), &a.title).cmp(&(place(b), &b.title)));
    loaded
}

/// Reads the files of one deck: those behind the head side by side, where that gives the same.
fn read(files: &[Origin]) -> Reading {
    let apart = || {
        let (first, rest) = files.split_first().filter(|(_, rest)| rest.len() > 1)?;
        let head = Part::head(&first.read()?)?;
        let part = |place: usize| Some(Part::behind(&rest.get(place)?.read()?));
        // A file that is gone by now is passed over.
        let parts = side_by_side::map(rest.len(), part).into_iter().flatten().collect();
        joined(head, parts)
    };
    apart().unwrap_or_else(|| read_each(files.iter().filter_map(Origin::read)))
}

/// The files of one deck in reading order.
struct Source {
    files: Vec<Origin>,
    media: MediaHome,
}

/// Where a file is.
enum Origin {
    /// In the program, under this name.
    Embedded(String),
    Disk(PathBuf),
}

impl Origin {
    /// As named in messages.
    fn path(&self) -> String {
        match self {
            Self::Embedded(name) => format!("decks/{name}"),
            Self::Disk(path) => path.display().to_string(),
        }
    }

    /// Its content; none when it is gone.
    fn read(&self) -> Option<SourceFile> {
        let bytes = match self {
            Self::Embedded(name) => Shipped::get(name)?.data.into_owned(),
            Self::Disk(path) => std::fs::read(path).ok()?,
        };
        Some(SourceFile { path: self.path(), bytes })
    }
}

/// Sources of the shipped decks.
fn shipped_sources(folders: &DeckFolders) -> Vec<Source> {
    if let Some(folder) = &folders.shipped {
        return own_sources(folder);
    }
    let folder = |path: &str| path.split_once('/').map(|(folder, _)| folder.to_owned());
    let folders: BTreeSet<String> = Shipped::iter().filter_map(|path| folder(&path)).collect();
    folders.into_iter().map(embedded_deck).collect()
}

fn embedded_deck(folder: String) -> Source {
    let is_part = |path: &str| {
        let name = path.strip_prefix(folder.as_str()).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| !name.contains('/') && is_ron(Path::new(name)))
    };
    let mut paths: Vec<String> =
        Shipped::iter().filter(|path| is_part(path)).map(String::from).collect();
    paths.sort_by_key(|path| reading_order(path));
    let files = paths.into_iter().map(Origin::Embedded).collect();
    Source { files, media: MediaHome::Embedded(folder) }
}

/// The `decks` folder of the source tree, in a debug build that still has it.
fn source_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    (cfg!(debug_assertions) && folder.is_dir()).then_some(folder)
}

fn is_ron(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}

/// Decks in a folder: every `.ron` file is one, every folder with a `deck.ron` is one.
fn own_sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in sorted_entries(folder) {
        if path.is_dir() {
            let mut paths = sorted_entries(&path);
            paths.retain(|path| is_ron(path) && path.is_file());
            paths.sort_by_key(|path| reading_order(&path.to_string_lossy()));
            if paths.first().is_some_and(|first| first.ends_with("deck.ron")) {
                sources.push(on_disk(paths, MediaHome::Folder(path.join("media"))));
            }
        } else if is_ron(&path) {
            sources.push(on_disk(vec![path], MediaHome::Folder(folder.join("media"))));
        }
    }
    sources
}

fn on_disk(paths: Vec<PathBuf>, media: MediaHome) -> Source {
    Source { files: paths.into_iter().map(Origin::Disk).collect(), media }
}

fn sorted_entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
