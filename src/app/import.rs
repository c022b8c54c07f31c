//! The import that is under way: from a file to a preview that the learner accepts.

use std::path::PathBuf;
use std::sync::Arc;

use super::imports::{Bench, Past, Reading, Source, Staged, Target, read, stage};
use super::work_progress::Progress;
use crate::domain::time::Moment;
use crate::port::{Columns, Decision, Opened, Plan, Refusal};

/// What the learner chose so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportSpec {
    /// Corrections of how the file is read.
    pub reading: Reading,
    /// Id of the deck that takes the items; none for a new one.
    pub deck: Option<String>,
    /// Title of a new deck; none for the one that the file says.
    pub title: Option<String>,
    /// What happens to items that are there and differ.
    pub decision: Decision,
    /// Whether the deck is not to be studied.
    pub is_not_studied: bool,
}

/// What is known of the file, ready for the preview.
#[derive(Debug, Clone)]
pub struct Ready {
    /// What was read.
    pub opened: Arc<Opened>,
    /// Where it would go.
    pub target: Target,
    /// What would happen.
    pub plan: Plan,
}

/// Where an import is.
#[derive(Debug)]
pub enum Phase {
    /// The file is being read.
    Reading,
    /// The preview stands.
    Ready(Arc<Ready>),
    /// The file cannot be read; in words for the learner.
    Refused(String),
    /// The deck is being written.
    Writing,
}

impl Phase {
    /// Whether background work is under way.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Reading | Self::Writing)
    }
}

/// An import that is under way.
#[derive(Debug)]
pub struct Import {
    /// Where the questions are.
    pub source: Source,
    /// What the learner chose.
    pub spec: ImportSpec,
    /// Whether nothing was chosen yet, so that the deck may be found by what the file holds.
    pub is_untouched: bool,
    /// Version that the deck's folder will have.
    pub version: String,
    /// How far the work is.
    pub progress: Arc<Progress>,
    /// Where it is.
    pub phase: Phase,
}

/// Reading a file off the window's thread.
#[derive(Debug)]
pub struct ReadTask {
    /// Where the questions are.
    pub source: Source,
    /// Corrections.
    pub reading: Reading,
    /// Roles of columns of earlier tables.
    pub columns: Columns,
    /// The learner's data.
    pub data_dir: PathBuf,
    /// Now.
    pub now: Moment,
    /// Hour at which a day begins.
    pub rollover_h: u32,
    /// Version that the deck's folder will have.
    pub version: String,
    /// Told how far it is.
    pub progress: Arc<Progress>,
}

impl ReadTask {
    pub(super) fn run(&self) -> Result<Opened, Refusal> {
        let progress = |done, total| self.progress.report(done, total);
        let bench = Bench {
            columns: &self.columns,
            data_dir: &self.data_dir,
            now: self.now,
            rollover_h: self.rollover_h,
            progress: &progress,
        };
        read(&self.source, &self.reading, &bench, &self.version)
    }
}

/// Writing a version of a deck off the window's thread.
#[derive(Debug)]
pub struct StageTask {
    /// What was read and where it goes.
    pub ready: Arc<Ready>,
    /// What happens to items that differ.
    pub decision: Decision,
    /// Name of the file.
    pub name: String,
    /// The learner's data.
    pub data_dir: PathBuf,
    /// Its version.
    pub version: String,
    /// What is there before it.
    pub past: Past,
}

impl StageTask {
    pub(super) fn run(self) -> Result<Staged, String> {
        // The preview is gone by now, so nothing is copied.
        let ready = Arc::unwrap_or_clone(self.ready);
        let (version, past) = (&self.version, &self.past);
        let staged = stage(&self.data_dir, version, &self.name, ready, self.decision, past);
        staged.map_err(|error| {
            super::imports::discard(&self.data_dir, &self.version);
            format!("{}: {error}. Nothing was imported.", self.name)
        })
    }
}
