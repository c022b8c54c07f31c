//! Writing decks, or everything, for other programs and other machines.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::media::MediaHome;
use super::work_progress::Progress;
use crate::domain::deck::Deck;
use crate::domain::deck::write::{deck_to_ron, deck_to_single_ron};
use crate::domain::event::Answer;
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::Moment;
use crate::port::apkg::{self, ExportDeck, ExportInput, PackageForm};
use crate::port::{Flow, Loss, MediaFile, json, writers};

/// What an export is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// A deck's folder in our own format, media included.
    Folder,
    /// One file of ours.
    Ron,
    /// The same as JSON.
    Json,
    /// A package for Anki, with schedules.
    Anki,
    /// The same for programs that read only packages of Anki before 2022.
    OlderAnki,
    /// A table with Anki's header.
    AnkiText,
    /// A table for spreadsheets.
    Spreadsheet,
    /// Udemy's practice test.
    Udemy,
    /// Check boxes and `Q:` cards.
    Markdown,
}

impl ExportFormat {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::Anki,
        Self::OlderAnki,
        Self::Folder,
        Self::Ron,
        Self::Json,
        Self::AnkiText,
        Self::Spreadsheet,
        Self::Udemy,
        Self::Markdown,
    ];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Folder => "Certdeck folder with pictures",
            Self::Ron => "Certdeck file (RON)",
            Self::Json => "JSON",
            Self::Anki => "Anki package with schedules",
            Self::OlderAnki => "Anki package for older programs",
            Self::AnkiText => "Table for Anki (TSV)",
            Self::Spreadsheet => "Table for spreadsheets (CSV)",
            Self::Udemy => "Udemy practice test (CSV)",
            Self::Markdown => "Markdown",
        }
    }

    /// What the file's name ends with; empty for a folder.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Folder => "",
            Self::Ron => "ron",
            Self::Json => "json",
            Self::Anki | Self::OlderAnki => "apkg",
            Self::AnkiText => "txt",
            Self::Spreadsheet | Self::Udemy => "csv",
            Self::Markdown => "md",
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Ron => "ron",
            Self::Json => "json",
            Self::Anki => "apkg",
            Self::OlderAnki => "apkg-older",
            Self::AnkiText => "tsv",
            Self::Spreadsheet => "csv",
            Self::Udemy => "udemy",
            Self::Markdown => "md",
        }
    }
}

/// What is written, as it is now; it can go to another thread.
#[derive(Debug, Clone)]
pub struct ExportTask {
    /// The deck with the learner's own wording.
    pub deck: Arc<Deck>,
    /// Where its media lie.
    pub media: Option<MediaHome>,
    /// Form.
    pub format: ExportFormat,
    /// File, or folder for [`ExportFormat::Folder`].
    pub target: PathBuf,
    /// What is remembered of its items, for Anki.
    pub memories: HashMap<MemoryKey, Memory>,
    /// Answers to its items, oldest first.
    pub answers: Vec<(Moment, Answer)>,
    /// FSRS parameters of the deck; empty for the standard ones.
    pub parameters: Vec<f32>,
    /// Flagged items.
    pub flagged: HashSet<(String, String)>,
    /// Suspended items.
    pub suspended: HashSet<(String, String)>,
    /// Guids of items that came from Anki.
    pub guids: HashMap<(String, String), String>,
    /// Desired retention.
    pub retention: f32,
    /// Hour at which a day begins.
    pub rollover_h: u32,
    /// Now.
    pub now: Moment,
    /// How far it is; can be asked to stop.
    pub progress: Arc<Progress>,
}

/// An export that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Where it is.
    pub path: PathBuf,
    /// How many items it holds; questions of a case count one by one.
    pub n_items: usize,
    /// Lines of its loss report.
    pub n_lost: usize,
}

impl ExportTask {
    /// Writes the target in one step; gives what the format cannot say.
    ///
    /// # Errors
    ///
    /// What went wrong, in words; a file that was there stays as it was.
    pub fn run(&self) -> Result<Vec<Loss>, String> {
        let failed = |error: std::io::Error| format!("{}: {error}.", self.target.display());
        if self.progress.report(0, Some(self.deck.items.len())) == Flow::Stop {
            return Err("The export was cancelled.".to_owned());
        }
        let written = match self.format {
            ExportFormat::Anki => return self.package(PackageForm::Today),
            ExportFormat::OlderAnki => return self.package(PackageForm::Older),
            ExportFormat::Folder => return self.folder().map_err(failed).map(|()| Vec::new()),
            ExportFormat::Ron => (deck_to_single_ron(&self.deck), Vec::new()),
            ExportFormat::Json => (json::write(&self.deck), Vec::new()),
            ExportFormat::AnkiText => both(writers::anki_text(&self.deck)),
            ExportFormat::Spreadsheet => both(writers::spreadsheet(&self.deck)),
            ExportFormat::Udemy => both(writers::udemy(&self.deck)),
            ExportFormat::Markdown => both(writers::markdown(&self.deck)),
        };
        replace(&self.target, written.0.as_bytes()).map_err(failed)?;
        Ok(written.1)
    }

    fn media_files(&self) -> Vec<MediaFile> {
        let Some(home) = self.media.as_ref().filter(|home| home.has_any()) else {
            return Vec::new();
        };
        let mut names: Vec<String> = self.deck.items.iter().flat_map(writers::media_of).collect();
        names.sort();
        names.dedup();
        let file = |name: String| {
            let bytes = home.read(&name)?;
            Some(MediaFile { name, bytes: bytes.to_vec().into() })
        };
        names.into_iter().filter_map(file).collect()
    }

    fn package(&self, form: PackageForm) -> Result<Vec<Loss>, String> {
        let media = self.media_files();
        let decks = [ExportDeck { deck: &self.deck, media: &media }];
        let model = Model::new(&self.parameters).unwrap_or_else(|_| Model::standard());
        let decay = self.parameters.get(20).copied().unwrap_or(0.1542);
        let input = ExportInput {
            decks: &decks,
            memories: &self.memories,
            answers: &self.answers,
            model: &model,
            decay,
            flagged: &self.flagged,
            suspended: &self.suspended,
            guids: &self.guids,
            retention: self.retention,
            rollover_h: self.rollover_h,
            now: self.now,
            form,
        };
        let mut watch = |seen: apkg::Progress| {
            // Packing has no number of its own: the notes before it are most of the work.
            let total = seen.total.map(|total| total as usize);
            match total.map(|total| self.progress.report(seen.done as usize, Some(total))) {
                Some(Flow::Stop) => ControlFlow::Break(()),
                None if self.progress.is_cancelled() => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        };
        apkg::write(&input, &self.target, &mut watch).map_err(|error| format!("{error}."))
    }

    /// A folder that is there is not overwritten: two decks in one folder would be neither.
    fn folder(&self) -> std::io::Result<()> {
        if self.target.exists() {
            return Err(std::io::Error::other("it is there already; choose another name"));
        }
        let parent = self.target.parent().unwrap_or_else(|| Path::new("."));
        let staging = parent.join(format!(".certdeck-export-{}", self.now.utc_ms));
        std::fs::create_dir_all(staging.join("media"))?;
        for (name, text) in deck_to_ron(&self.deck) {
            std::fs::write(staging.join(name), text)?;
        }
        for file in self.media_files() {
            let mut out = File::create(staging.join("media").join(&file.name))?;
            std::io::copy(&mut file.bytes.open()?, &mut out)?;
        }
        std::fs::rename(&staging, &self.target)
    }
}

fn both(written: writers::Written) -> (String, Vec<Loss>) {
    (written.text, written.report)
}

/// Temporary file, fsync, rename.
fn replace(target: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let partial = target.with_file_name(format!(".{}.partial", name.unwrap_or_default()));
    let mut file = File::create(&partial)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let done = written.and_then(|()| std::fs::rename(&partial, target));
    if done.is_err() {
        std::fs::remove_file(&partial).ok();
    }
    done
}

/// What an export of everything says about itself.
const MARK: &str = "certdeck-everything.json";

/// Files and folders of the data folder that belong to everything, beside the database.
const PARTS: [&str; 3] = ["decks", "imports", "preferences.ron"];

/// Writes the database (a copy at `database`), decks, imports and preferences as one zip.
///
/// # Errors
///
/// What the disk says; a file that was there stays as it was.
pub fn everything(data_dir: &Path, database: &Path, target: &Path) -> std::io::Result<()> {
    let partial = target.with_extension("partial");
    let mut zip = ZipWriter::new(File::create(&partial)?);
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let mark = serde_json::json!({ "format": 1, "version": env!("CARGO_PKG_VERSION") });
    zip.start_file(MARK, options)?;
    zip.write_all(mark.to_string().as_bytes())?;
    add(&mut zip, database, "certdeck.sqlite3")?;
    let mut open: Vec<PathBuf> = PARTS.iter().map(|part| data_dir.join(part)).collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in std::fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if path.is_file()
            && let Ok(inside) = path.strip_prefix(data_dir)
        {
            let name = inside.components().map(|part| part.as_os_str().to_string_lossy());
            add(&mut zip, &path, &name.collect::<Vec<_>>().join("/"))?;
        }
    }
    zip.finish()?.sync_all()?;
    std::fs::rename(&partial, target)
}

fn add(zip: &mut ZipWriter<File>, path: &Path, name: &str) -> std::io::Result<()> {
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file(name, options)?;
    std::io::copy(&mut File::open(path)?, zip)?;
    Ok(())
}

/// Takes an export of everything back into `data_dir`; what was there before is kept in a folder
/// `before-restore-…` beside it, whose path is given.
///
/// # Errors
///
/// What is wrong with the file or the disk, in words; the data folder is as it was.
pub fn restore_everything(
    file: &Path,
    data_dir: &Path,
    now: Moment,
) -> Result<Option<PathBuf>, String> {
    let name = file.display();
    let failed = |error: std::io::Error| format!("{name}: {error}. Nothing was restored.");
    let staging = data_dir.with_file_name(format!(
        ".{}-restore-{}",
        data_dir.file_name().map_or_else(String::new, |name| name.to_string_lossy().into()),
        now.utc_ms
    ));
    let mut archive = ZipArchive::new(File::open(file).map_err(failed)?).map_err(|error| {
        format!("{name} is no export of everything: {error}. Nothing was restored.")
    })?;
    if archive.by_name(MARK).is_err() || archive.by_name("certdeck.sqlite3").is_err() {
        return Err(format!("{name} is no export of everything. Nothing was restored."));
    }
    if let Err(error) = unpack(&mut archive, &staging) {
        std::fs::remove_dir_all(&staging).ok();
        return Err(failed(error));
    }
    let is_there = data_dir.is_dir();
    let away = data_dir.with_file_name(format!("before-restore-{}", now.utc_ms));
    if is_there {
        std::fs::rename(data_dir, &away).map_err(failed)?;
    }
    std::fs::rename(&staging, data_dir).map_err(failed)?;
    Ok(is_there.then_some(away))
}

/// Most bytes that an export of everything may unpack to.
const MAX_UNPACKED: u64 = 16 << 30;

fn unpack(archive: &mut ZipArchive<File>, staging: &Path) -> std::io::Result<()> {
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number)?;
        // Names that lead out of the folder are none of ours.
        let Some(inside) = entry.enclosed_name() else { continue };
        if entry.is_dir() || entry.is_symlink() {
            continue;
        }
        let path = staging.join(inside);
        std::fs::create_dir_all(path.parent().unwrap_or(staging))?;
        let mut out = File::create(&path)?;
        let n = std::io::copy(&mut (&mut entry).take(left + 1), &mut out)?;
        left =
            left.checked_sub(n).ok_or_else(|| std::io::Error::other("it unpacks to too much"))?;
        out.sync_all()?;
    }
    Ok(())
}

/// Guids of items that came from Anki, from the rows of a deck's ledger.
pub fn guids(deck: &str, rows: Vec<crate::port::LedgerRow>) -> HashMap<(String, String), String> {
    rows.into_iter()
        .filter_map(|row| match row.source {
            crate::port::SourceKey::Anki(key) => {
                let (guid, _) = key.rsplit_once('/')?;
                Some(((deck.to_owned(), row.item), guid.to_owned()))
            }
            _ => None,
        })
        .collect()
}
