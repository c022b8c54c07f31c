//! Imports on disk: what is read waits in a folder of its own, the log says which version of a deck
//! counts, and the deck folders follow the log.
//!
//! A version of a deck's folder lies in `imports/VERSION/deck` until the log names it in
//! `SettingName::Import`; [`settle`] then swaps it with the one in `decks`. So the log's transaction is
//! the moment of an import: killed before it, nothing happened; killed after it, the next start ends
//! the swap. Undo and redo are the same swap.

mod history;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::import::Ready;
use crate::domain::deck::Deck;
use crate::domain::deck::write::{Part, parts};
use crate::domain::event::EventBody;
use crate::domain::time::Moment;
use crate::port::apkg;
use crate::port::{
    Columns, Decision, Desk, Encoding, Flow, Format, Imported, KeyScheme, LedgerRow, MediaFile,
    Merged, Opened, Plan, ReadOptions, Refusal, Role, TablePreview, digest_of, merge, open_bytes,
    open_path, plan,
};

pub use history::Past;
pub use versions::{settle, version_of};

/// What a deck's folder remembers of its imports.
const LEDGER: &str = "import.json";

/// Where the questions are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file or a deck's folder.
    Path(PathBuf),
    /// Pasted or dropped: a name and the bytes.
    Bytes(String, Vec<u8>),
}

impl Source {
    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => {
                path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into())
            }
            Self::Bytes(name, _) => name.clone(),
        }
    }
}

/// What the learner corrected about the reading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// In place of the format that was found out.
    pub format: Option<Format>,
    /// In place of the encoding.
    pub encoding: Option<Encoding>,
    /// In place of the separator.
    pub separator: Option<String>,
    /// In place of the roles of columns.
    pub roles: Option<Vec<Role>>,
    /// How right answers are named.
    pub key_scheme: Option<KeyScheme>,
    /// Whether cells are HTML.
    pub html: Option<bool>,
    /// Leaves "â€™" as it is.
    pub keeps_mojibake: bool,
    /// Leaves cards with options on their front as cards.
    pub keeps_cards: bool,
}

/// The ledger file of a deck's folder.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The import that made this version of the folder.
    pub version: String,
    /// Name of the file that was imported last.
    pub source: String,
    /// One row for each item that came from a file.
    pub rows: Vec<LedgerRow>,
}

/// A deck that takes the questions in.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The deck as it is now; without items for a new one.
    pub deck: Deck,
    /// Whether it exists.
    pub is_there: bool,
    /// What it remembers.
    pub ledger: Ledger,
    /// Ids of items with the learner's own version.
    pub edited: BTreeSet<String>,
}

impl Target {
    /// A new deck, with an id that none of `taken` has.
    pub fn new(title: &str, taken: &dyn Fn(&str) -> bool) -> Self {
        let slug = slug(title);
        let mut id = slug.clone();
        let mut number = 2;
        while taken(&id) {
            id = format!("{slug}-{number}");
            number += 1;
        }
        let deck = Deck {
            id,
            title: title.trim().to_owned(),
            version: "1".to_owned(),
            language: "en".to_owned(),
            ..Deck::default()
        };
        Self { deck, is_there: false, ledger: Ledger::default(), edited: BTreeSet::new() }
    }

    /// A deck of the learner's that lies in a folder of its own; none for any other.
    pub fn existing(data_dir: &Path, deck: &Deck, edited: BTreeSet<String>) -> Option<Self> {
        let is_own = folder_of(data_dir, &deck.id).join("deck.ron").is_file();
        let ledger = is_own.then(|| ledger_of(data_dir, &deck.id))?;
        Some(Self { deck: deck.clone(), is_there: true, ledger, edited })
    }
}

/// Lower-case letters, digits and dashes.
fn slug(title: &str) -> String {
    let mut id = String::new();
    for letter in title.chars().flat_map(char::to_lowercase).take(60) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "imported".to_owned() } else { id.to_owned() }
}

/// Folder of one of the learner's decks.
pub fn folder_of(data_dir: &Path, deck: &str) -> PathBuf {
    data_dir.join("decks").join(deck)
}

/// The version of a deck's folder; empty for one that no import made.
fn version_in(folder: &Path) -> String {
    #[derive(Default, Deserialize)]
    struct Head {
        version: String,
    }
    let bytes = std::fs::read(folder.join(LEDGER)).unwrap_or_default();
    // The rows are passed over.
    serde_json::from_slice::<Head>(&bytes).unwrap_or_default().version
}

/// What the folder of a deck remembers; nothing for a deck without one.
pub fn ledger_of(data_dir: &Path, deck: &str) -> Ledger {
    let bytes = std::fs::read(folder_of(data_dir, deck).join(LEDGER)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// What a reading needs from the program.
pub struct Bench<'a> {
    /// Roles of columns of earlier tables.
    pub columns: &'a Columns,
    /// The learner's data.
    pub data_dir: &'a Path,
    /// Now.
    pub now: Moment,
    /// Hour at which a day begins.
    pub rollover_h: u32,
    /// Told every 1,000 records or MiB; `Stop` cancels.
    pub progress: &'a dyn Fn(usize, Option<usize>) -> Flow,
}

impl std::fmt::Debug for Bench<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bench").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}

/// Reads a file into the staging folder `imports/VERSION`; the folder is gone after a refusal.
pub fn read(
    source: &Source,
    reading: &Reading,
    bench: &Bench<'_>,
    version: &str,
) -> Result<Opened, Refusal> {
    let staging = bench.data_dir.join("imports").join(version).join("unpacked");
    std::fs::remove_dir_all(staging.parent().unwrap_or(&staging)).ok();
    std::fs::create_dir_all(&staging).map_err(|error| {
        Refusal(format!("There is no room for reading the file: {error}. Nothing was imported."))
    })?;
    let folder = match source {
        Source::Path(path) => path.parent().map(Path::to_path_buf),
        Source::Bytes(..) => None,
    };
    let files =
        |path: &str| folder.as_ref().and_then(|folder| std::fs::read(folder.join(path)).ok());
    let text = ReadOptions {
        format: reading.format,
        encoding: reading.encoding,
        separator: reading.separator.as_deref(),
        roles: reading.roles.as_deref(),
        columns: Some(bench.columns),
        key_scheme: reading.key_scheme,
        html: reading.html,
        repair_mojibake: !reading.keeps_mojibake,
        choices_in_cards: !reading.keeps_cards,
        files: &files,
        progress: bench.progress,
    };
    let anki = apkg::ReadOptions { now: bench.now, rollover_h: bench.rollover_h };
    let desk = Desk { text, anki, staging: &staging };
    let opened = match source {
        Source::Path(path) => open_path(path, &desk),
        Source::Bytes(name, bytes) => open_bytes(name, bytes, &desk),
    };
    if opened.is_err() {
        discard(bench.data_dir, version);
    }
    opened
}

/// Forgets what was read and not taken in.
pub fn discard(data_dir: &Path, version: &str) {
    std::fs::remove_dir_all(data_dir.join("imports").join(version)).ok();
}

/// How the file stands to its target.
pub fn compare(imported: &Imported, target: &Target) -> Plan {
    let deck = target.is_there.then_some(&target.deck);
    plan(imported, deck, &target.ledger.rows, &target.edited)
}

/// A version of a deck's folder that waits for the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Staged {
    /// Its version.
    pub version: String,
    /// What the deck will be.
    pub merged: Merged,
    /// What the log takes in with it.
    pub rows: Vec<(Moment, EventBody)>,
    /// Columns of a table.
    pub table: Option<TablePreview>,
}

/// Writes the deck's next version beside the present one.
///
/// # Errors
///
/// What the disk says; nothing but `imports/VERSION` was written.
pub fn stage(
    data_dir: &Path,
    version: &str,
    source: &str,
    ready: Ready,
    decision: Decision,
    past: &Past,
) -> std::io::Result<Staged> {
    let Ready { opened, target, plan } = ready;
    let Opened { mut imported, table, .. } = Arc::unwrap_or_clone(opened);
    let present_dir = folder_of(data_dir, &target.deck.id).join("media");
    let wanted: BTreeSet<String> = imported.media.iter().map(|file| file.name.clone()).collect();
    let present = if target.is_there { digests(&present_dir, &wanted) } else { BTreeMap::new() };
    let (deck, rows) = (target.deck, target.ledger.rows);
    let mut merged = merge(&mut imported, &plan, deck, rows, decision, &present);
    let folder = data_dir.join("imports").join(version).join("deck");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(folder.join("media"))?;
    let ledger = Ledger {
        version: version.to_owned(),
        source: source.to_owned(),
        rows: std::mem::take(&mut merged.ledger),
    };
    let rows = std::thread::scope(|scope| {
        let ledger = scope.spawn(|| write_ledger(&folder.join(LEDGER), &ledger));
        let rows = scope.spawn(|| history::rows(&merged, &imported.history, version, past));
        let parts = write_parts(&folder, &merged.deck);
        let ledger = ledger.join().unwrap_or_else(|_| Err(ended_early()));
        let rows = rows.join().map_err(|_| ended_early());
        parts.and(ledger).and(rows)
    })?;
    for file in &merged.media {
        put_media(&folder.join("media").join(&file.name), file)?;
    }
    if target.is_there {
        link_all(&present_dir, &folder.join("media"))?;
    }
    Ok(Staged { version: version.to_owned(), merged, rows, table })
}

/// Writes the files of a deck. There are twice as many threads as cores, at most eight: half of the time
/// each waits for the disk.
fn write_parts(folder: &Path, deck: &Deck) -> std::io::Result<()> {
    let parts = parts(deck);
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let n_threads = (n_threads * 2).min(8);
    let write = |part: &Part<'_>| write_durably(&folder.join(part.name()), part.text().as_bytes());
    let work = |first: usize| parts.iter().skip(first).step_by(n_threads).try_for_each(write);
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> =
            (1..n_threads).map(|first| scope.spawn(move || work(first))).collect();
        let own = work(0);
        let gone = |_| Err(ended_early());
        let others = threads.into_iter().map(|thread| thread.join().unwrap_or_else(gone));
        others.fold(own, std::io::Result::and)
    })
}

fn ended_early() -> std::io::Error {
    std::io::Error::other("a thread that writes the deck ended early")
}

fn write_ledger(path: &Path, ledger: &Ledger) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    serde_json::to_writer(&mut file, ledger).map_err(std::io::Error::other)?;
    file.into_inner()?.sync_all()
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn put_media(path: &Path, file: &MediaFile) -> std::io::Result<()> {
    let mut out = File::create(path)?;
    std::io::copy(&mut file.bytes.open()?, &mut out)?;
    out.sync_all()
}

/// The media of the present version belong to the next one too; where the disk can, without a copy.
fn link_all(from: &Path, to: &Path) -> std::io::Result<()> {
    let Ok(entries) = std::fs::read_dir(from) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_file() && !target.exists() {
            let linked = std::fs::hard_link(entry.path(), &target);
            if linked.is_err() {
                std::fs::copy(entry.path(), &target)?;
            }
        }
    }
    Ok(())
}

fn digests(folder: &Path, wanted: &BTreeSet<String>) -> BTreeMap<String, String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    let lower: BTreeSet<String> = wanted.iter().map(|name| name.to_lowercase()).collect();
    entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let file = MediaFile {
                name: name.clone(),
                bytes: crate::port::MediaBytes::Staged(entry.path()),
            };
            lower.contains(&name.to_lowercase()).then(|| Some((name, digest_of(&file)?))).flatten()
        })
        .collect()
}
