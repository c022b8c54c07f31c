//! Where decks come from: the ones inside the program and the learner's own folder.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::domain::deck::Deck;
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::deck::parse::{SourceFile, read_deck};

/// The decks inside the program.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// Decks in the order of the interface, with what was noticed while reading each.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Decks that could be read.
    pub decks: Vec<Deck>,
    /// What was noticed, in reading order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The shipped certificates in the order of the first start; others follow by title.
const ORDER: [&str; 6] =
    ["pmp", "csm", "project-plus", "itil-foundation", "itil-4-foundation", "it-pm-career"];

/// Reads the shipped decks, then the learner's own in `<data folder>/decks`.
pub fn load(data_dir: &Path) -> Loaded {
    let mut loaded = Loaded::default();
    for files in shipped_sources().into_iter().chain(own_sources(&data_dir.join("decks"))) {
        let (deck, diagnostics) = read_deck(&files);
        loaded.diagnostics.extend(diagnostics);
        let Some(deck) = deck else { continue };
        if loaded.decks.iter().any(|other| other.id == deck.id) {
            let file = files.first().map_or_else(String::new, |file| file.path.clone());
            loaded.diagnostics.push(Diagnostic::error(
                "deck-id",
                &file,
                format!("A deck with the id “{}” is there already; this one is left out.", deck.id),
                "Give your deck an id of its own.",
            ));
            continue;
        }
        loaded.decks.push(deck);
    }
    let place = |deck: &Deck| ORDER.iter().position(|id| *id == deck.id).unwrap_or(ORDER.len());
    loaded.decks.sort_by(|a, b| (place(a), &a.title).cmp(&(place(b), &b.title)));
    loaded
}

/// Sources of the shipped decks: from the source tree in a debug build, so that an edit shows.
fn shipped_sources() -> Vec<Vec<SourceFile>> {
    if let Some(folder) = source_folder() {
        return own_sources(&folder);
    }
    SHIPPED.dirs().map(|folder| folder.files().filter_map(embedded).collect()).collect()
}

/// The `decks` folder of the source tree, in a debug build that still has it.
fn source_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    (cfg!(debug_assertions) && folder.is_dir()).then_some(folder)
}

/// Folders whose changes mean that decks have to be read again.
pub fn watched_folders(data_dir: &Path) -> Vec<PathBuf> {
    source_folder().into_iter().chain([data_dir.join("decks")]).collect()
}

fn embedded(file: &include_dir::File<'_>) -> Option<SourceFile> {
    let path = file.path();
    is_ron(path).then(|| SourceFile {
        path: format!("decks/{}", path.display()),
        bytes: file.contents().to_vec(),
    })
}

fn is_ron(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"))
}

/// Decks in a folder: every `.ron` file is one, every folder with a `deck.ron` is one.
fn own_sources(folder: &Path) -> Vec<Vec<SourceFile>> {
    let mut sources = Vec::new();
    for path in sorted_entries(folder) {
        if path.is_dir() {
            let files: Vec<SourceFile> =
                sorted_entries(&path).into_iter().filter_map(read_source).collect();
            if files.iter().any(|file| Path::new(&file.path).ends_with("deck.ron")) {
                sources.push(files);
            }
        } else {
            sources.extend(read_source(path).map(|file| vec![file]));
        }
    }
    sources
}

fn read_source(path: PathBuf) -> Option<SourceFile> {
    if !is_ron(&path) {
        return None;
    }
    let bytes = std::fs::read(&path).ok()?;
    Some(SourceFile { path: path.display().to_string(), bytes })
}

fn sorted_entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}
