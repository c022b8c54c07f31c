//! Commands of the export.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::exports::{ExportFormat, ExportTask, Exported, everything, guids};
use crate::app::imports::ledger_of;
use crate::app::jobs::JobRequest;
use crate::app::notice::Severity;
use crate::app::picked::Picked;
use crate::app::state::State;
use crate::app::view::plural;
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::Memory;
use crate::store::BackupKind;

impl State {
    pub(super) fn export_deck(&mut self, deck: &str, format: ExportFormat, picked: &Picked) {
        // Without a window to ask in, the data folder takes it.
        let target = if self.services.are_jobs_inline {
            let folder = self.services.data_dir.join("exports");
            if let Err(error) = std::fs::create_dir_all(&folder) {
                self.tell(Severity::Error, "The deck was not exported", &error.to_string());
                return;
            }
            folder.join(format!("{deck}.{}", format.ending()).trim_end_matches('.'))
        } else {
            PathBuf::new()
        };
        let task = match self.export_task(deck, format, &target, picked) {
            Ok(task) => task,
            Err(problem) => {
                self.tell(Severity::Error, "The deck was not exported", &problem);
                return;
            }
        };
        self.exporting = Some(Arc::clone(&task.progress));
        self.jobs.start(JobRequest::Export(Box::new(task)));
        if self.services.are_jobs_inline {
            self.tick();
        }
    }

    /// Things written and in all of the export under way; none where none is written.
    pub fn exporting(&self) -> Option<(usize, usize)> {
        let (done, total) = self.exporting.as_ref()?.seen();
        Some((done, total?))
    }

    pub(super) fn cancel_export(&self) {
        if let Some(progress) = &self.exporting {
            progress.cancel();
        }
    }

    /// What an export of a deck needs, as it is now.
    ///
    /// # Errors
    ///
    /// In words: an unknown deck, a wish that is not understood or that nothing fits.
    pub fn export_task(
        &mut self,
        deck: &str,
        format: ExportFormat,
        target: &Path,
        picked: &Picked,
    ) -> Result<ExportTask, String> {
        if picked.asks_history() {
            self.refresh_pasts();
        }
        let found = self.picked_deck(deck, picked)?;
        let unread = |error: crate::store::StoreError| error.to_string();
        let mut answers = Vec::new();
        if matches!(format, ExportFormat::Anki | ExportFormat::OlderAnki) {
            answers = self.store.answers_of(deck).map_err(unread)?;
        }
        let of_deck = |id: &&(String, String)| id.0 == deck;
        let ledger = ledger_of(&self.services.data_dir, deck).rows;
        Ok(ExportTask {
            deck: found,
            media: self.media.home(deck),
            format,
            target: target.to_path_buf(),
            memories: self.memories_of(deck),
            answers,
            parameters: self.profile.parameters.get(deck).cloned().unwrap_or_default(),
            flagged: self.profile.flagged.iter().filter(of_deck).cloned().collect(),
            suspended: self.profile.suspended.iter().filter(of_deck).cloned().collect(),
            guids: guids(deck, ledger),
            retention: self.profile.retention_of(deck),
            rollover_h: self.prefs.rollover_hour,
            now: self.services.clock.now(),
            progress: Arc::default(),
        })
    }

    /// What is remembered of the items of a deck.
    fn memories_of(&self, deck: &str) -> HashMap<MemoryKey, Memory> {
        let index = self.library.deck_index(deck);
        let units = (0u32..).zip(self.library.units());
        let of_deck = units.filter(|(_, unit)| Some(unit.deck) == index);
        let memory = |(unit, _)| Some((self.library.key(unit)?, *self.memory(unit)?));
        of_deck.filter_map(memory).collect()
    }

    pub(in crate::app) fn take_exported(&mut self, done: Option<Result<Exported, String>>) {
        let is_cancelled = self.exporting.take().is_some_and(|progress| progress.is_cancelled());
        match done {
            None => {}
            Some(Err(_)) if is_cancelled => {
                self.tell(Severity::Info, "The export was cancelled", "Nothing was written.");
            }
            Some(Ok(Exported { path, n_items, n_lost })) => {
                let detail = match n_lost {
                    0 => path.display().to_string(),
                    n => format!(
                        "{}. {} cannot be said in this form.",
                        path.display(),
                        plural(n, "thing", "kinds of things")
                    ),
                };
                let title = format!("Exported {}", plural(n_items, "item", "items"));
                self.tell(Severity::Info, &title, &detail);
            }
            Some(Err(problem)) => self.tell(Severity::Error, "The deck was not exported", &problem),
        }
        self.touch();
    }

    pub(super) fn export_everything(&mut self) {
        let folder = self.services.data_dir.join("exports");
        let stamp = self.services.clock.now().utc_ms;
        let target = folder.join(format!("certdeck-everything-{stamp}.zip"));
        match self.write_everything(&target) {
            Ok(()) => {
                self.tell(Severity::Info, "Everything was exported", &target.display().to_string());
            }
            Err(problem) => self.tell(Severity::Error, "Nothing was exported", &problem),
        }
    }

    /// Writes everything of this learner to `target`.
    ///
    /// # Errors
    ///
    /// What went wrong, in words.
    pub fn write_everything(&mut self, target: &Path) -> Result<(), String> {
        self.commit_checked();
        let parent = target.parent().unwrap_or_else(|| Path::new("."));
        std::fs::create_dir_all(parent).map_err(|error| error.to_string())?;
        let at = self.services.clock.now();
        let job = self.store.backup_job().map_err(|error| error.to_string())?;
        let copy = job.run(at, BackupKind::Manual).map_err(|error| error.to_string())?;
        everything(&self.services.data_dir, &copy, target)
            .map_err(|error| format!("{}: {error}.", target.display()))
    }
}
