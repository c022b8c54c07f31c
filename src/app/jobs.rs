//! Work off the window's thread. Jobs return values; only the app thread writes.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::decks::{self, DeckFolders, Loaded, OwnContent};
use super::exports::{ExportTask, Exported};
use super::import::{ReadTask, StageTask};
use super::imports::Staged;
use super::media::{MediaHome, PictureKey};
use super::outlook::{Outlook, OutlookTask};
use super::picture::{self, Picture};
use super::view::plural;
use super::whatif::{WhatIf, WhatIfTask};
use crate::domain::time::Moment;
use crate::port::{Opened, Refusal};
use crate::store::{BackupJob, BackupKind, StoreError};

/// What is to be done.
#[derive(Debug)]
pub enum JobRequest {
    /// Read all decks.
    LoadDecks(DeckFolders, OwnContent),
    /// Copy the database.
    Backup(BackupJob, Moment, BackupKind),
    /// Read and decode a picture of a deck.
    Picture(PictureKey, Option<MediaHome>),
    /// Let the learner choose a file to import.
    PickFile,
    /// Read a file for an import.
    ReadImport(Box<ReadTask>),
    /// Let the learner choose where a deck is written to, and write it.
    Export(Box<ExportTask>),
    /// Write the next version of a deck beside the present one.
    StageImport(Box<StageTask>),
    /// Work out plans and readiness.
    Outlook(Box<OutlookTask>),
    /// Work out what other minutes or dates would bring.
    WhatIf(Box<WhatIfTask>),
}

/// What came of it.
#[derive(Debug)]
pub enum JobResult {
    /// All decks.
    Decks(Loaded),
    /// The file, or what went wrong.
    Backup(Result<PathBuf, crate::store::StoreError>),
    /// A picture, or why there is none.
    Picture(PictureKey, Picture),
    /// The file that was chosen; none for no file.
    Picked(Option<PathBuf>),
    /// What a file holds, by the version that its import will have.
    ImportRead(String, Box<Result<Opened, Refusal>>),
    /// Where a deck was written and how much was lost, or what went wrong; none when the learner
    /// chose no file.
    Exported(Option<Result<Exported, String>>),
    /// A version that waits for the log.
    ImportStaged(String, Box<Result<Staged, String>>),
    /// Plans and readiness, or why the log could not be read.
    Outlook(Box<Result<Outlook, StoreError>>),
    /// What other minutes or dates would bring; none when it was cancelled.
    WhatIf(Box<Option<WhatIf>>),
    /// A file in a deck folder changed.
    FilesChanged,
}

/// Called from a job's thread when a result waits: wakes the window.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Runs jobs and holds their results.
pub struct Jobs {
    sender: Sender<JobResult>,
    receiver: Receiver<JobResult>,
    waker: Waker,
    is_inline: bool,
    n_running: usize,
}

impl std::fmt::Debug for Jobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("n_running", &self.n_running).finish_non_exhaustive()
    }
}

impl Jobs {
    /// `is_inline`: run each job at once on the calling thread.
    pub fn new(is_inline: bool) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver, waker: Arc::new(|| {}), is_inline, n_running: 0 }
    }

    /// Says whom to wake when a result waits.
    pub fn set_waker(&mut self, waker: Waker) {
        self.waker = waker;
    }

    /// A handle for watchers that report by themselves.
    pub fn reporter(&self) -> (Sender<JobResult>, Waker) {
        (self.sender.clone(), Arc::clone(&self.waker))
    }

    /// Starts a job.
    pub fn start(&mut self, request: JobRequest) {
        let (name, sender, waker) =
            (name_of(&request), self.sender.clone(), Arc::clone(&self.waker));
        let work = move || {
            // The receiver lives as long as the program; after it, nobody waits for the result.
            sender.send(run(request)).ok();
            waker();
        };
        self.n_running += 1;
        if self.is_inline {
            work();
        } else if std::thread::Builder::new().name(name.to_owned()).spawn(work).is_err() {
            self.n_running -= 1;
        }
    }

    /// Takes the next finished result.
    pub fn finished(&mut self) -> Option<JobResult> {
        let result = self.receiver.try_recv().ok()?;
        if !matches!(result, JobResult::FilesChanged) {
            self.n_running = self.n_running.saturating_sub(1);
        }
        Some(result)
    }

    /// Whether anything is under way.
    pub fn is_busy(&self) -> bool {
        self.n_running > 0
    }
}

fn name_of(request: &JobRequest) -> &'static str {
    match request {
        JobRequest::LoadDecks(..) => "load-decks",
        JobRequest::Backup(..) => "backup",
        JobRequest::Picture(..) => "picture",
        JobRequest::PickFile => "pick-file",
        JobRequest::Export(_) => "export",
        JobRequest::ReadImport(_) => "read-import",
        JobRequest::StageImport(_) => "stage-import",
        JobRequest::Outlook(_) => "outlook",
        JobRequest::WhatIf(_) => "what-if",
    }
}

fn run(request: JobRequest) -> JobResult {
    match request {
        JobRequest::LoadDecks(folders, own) => JobResult::Decks(decks::load_with(&folders, &own)),
        JobRequest::Backup(job, at, kind) => JobResult::Backup(job.run(at, kind)),
        JobRequest::Picture(key, home) => {
            let bytes = home.and_then(|home| home.read(&key.name));
            let picture = bytes.map_or(Picture::Missing, |bytes| picture::decode(&bytes));
            JobResult::Picture(key, picture)
        }
        JobRequest::PickFile => JobResult::Picked(pick_file()),
        JobRequest::Export(task) => JobResult::Exported(export(*task)),
        JobRequest::ReadImport(task) => {
            let read = task.run();
            JobResult::ImportRead(task.version, Box::new(read))
        }
        JobRequest::Outlook(task) => JobResult::Outlook(Box::new(task.run())),
        JobRequest::WhatIf(task) => JobResult::WhatIf(Box::new(task.run())),
        JobRequest::StageImport(task) => {
            let version = task.version.clone();
            JobResult::ImportStaged(version, Box::new(task.run()))
        }
    }
}

/// The system's own dialog.
fn pick_file() -> Option<PathBuf> {
    rfd::FileDialog::new()
        .set_title("Import questions and cards")
        .add_filter(
            "Decks, tables, packages",
            &[
                "ron", "json", "jsonl", "csv", "tsv", "txt", "apkg", "colpkg", "anki2", "gift",
                "xml", "md", "zip",
            ],
        )
        .add_filter("All files", &["*"])
        .pick_file()
}

/// Asks where to, unless the task says so.
fn export(mut task: ExportTask) -> Option<Result<Exported, String>> {
    let n_items = task.deck.askable().count();
    if task.target.as_os_str().is_empty() {
        let ending = task.format.ending();
        let title = format!("Export {}", plural(n_items, "item", "items"));
        let name = if ending.is_empty() {
            task.deck.id.clone()
        } else {
            format!("{}.{ending}", task.deck.id)
        };
        let dialog = rfd::FileDialog::new().set_title(title).set_file_name(name);
        task.target = dialog.save_file()?;
    }
    let done = task.run();
    Some(done.map(|lost| Exported { path: task.target.clone(), n_items, n_lost: lost.len() }))
}
