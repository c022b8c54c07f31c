//! What each command does.

mod edit;
mod exam;
mod export;
mod figures;
mod import;
mod library;
mod mock;
mod plan;
mod practice;
mod report;
mod settings;
mod sitting;
pub(in crate::app) mod study;
mod undo;

pub(in crate::app) use mock::shortfall_words as mock_words;

use super::command::{Command, Screen};
use super::jobs::JobRequest;
use super::notice::Severity;
use super::state::{Overlay, State};
use crate::store::{BackupKind, OpenOptions, Store};

impl State {
    /// Does one step of the learner.
    pub fn apply(&mut self, command: Command) {
        use Command as C;
        match command {
            C::Go(screen) => self.go(screen),
            C::Back => self.back(),
            C::ToggleKeys => self.toggle(Overlay::Keys),
            C::TogglePalette => self.toggle(Overlay::Palette),
            C::Dismiss(place) => self.dismiss(place),
            C::Quit => self.close(),
            C::Undo => self.undo(),
            C::Redo => self.redo(),
            C::BackupNow => self.backup(BackupKind::Manual),
            C::Restore(name) => self.restore(&name),
            C::Rebuild => self.rebuild(),
            C::ExportDoubts => self.export_doubts(),
            C::SetPractice(spec) => self.set_practice(spec),
            C::SetMock(_)
            | C::StartMock
            | C::ResumeMock
            | C::EndInterruptedMock
            | C::Exam(_)
            | C::ShowResult(_)
            | C::ReviewQuestion(_)
            | C::FilterResult(_)
            | C::CorrectLoss(..)
            | C::DiscardMock(_)
            | C::ExportReport(_)
            | C::SetLine(_) => self.apply_mock(command),
            C::PickImport
            | C::ImportFile(_)
            | C::ImportText(..)
            | C::ImportBytes(..)
            | C::SetImport(_)
            | C::ApplyImport
            | C::CancelImport
            | C::CancelExport
            | C::Export(..)
            | C::ExportFound(..)
            | C::ExportEverything => self.apply_import(command),
            C::ShowPlanOf(_)
            | C::SetWhatIf(_)
            | C::ApplyWhatIf
            | C::ApplyChange(..)
            | C::TakeBackLeftOut(_)
            | C::SetQuarters(..)
            | C::SetRealResult(..)
            | C::RevertParameters(_) => self.apply_plan(command),
            _ => self.apply_rest(command),
        }
    }

    /// Commands of editing, the library, study and settings.
    fn apply_rest(&mut self, command: Command) {
        use Command as C;
        match command {
            C::NewDeck(_)
            | C::NewItem(..)
            | C::EditSelected
            | C::DuplicateSelected
            | C::RemoveSelected
            | C::DropOwnVersion
            | C::SaveFigures
            | C::ChangeEdited(_)
            | C::SaveEdited
            | C::CancelEdit => self.apply_edit(command),
            C::ShowProgressOf(_)
            | C::ExportProgress
            | C::Search(_)
            | C::Sort(_)
            | C::SelectItem(_)
            | C::ToggleSuspendSelected
            | C::ToggleFlagSelected => self.apply_library(command),
            C::StartStudy(_)
            | C::StartFirst
            | C::QuickTen(_)
            | C::StudyMore(_)
            | C::StartPractice
            | C::Drill(_)
            | C::Reveal
            | C::Respond(_)
            | C::Check(_)
            | C::Grade(_)
            | C::Next
            | C::EndSession
            | C::ToggleFlag
            | C::Suspend
            | C::Bury
            | C::SetNote(_)
            | C::SetDoubt(_) => self.apply_study(command),
            _ => self.apply_settings(command),
        }
    }

    fn dismiss(&mut self, place: usize) {
        if place < self.notices.len() {
            self.notices.remove(place);
        }
    }

    /// Shows a screen and remembers the one before.
    pub(super) fn go(&mut self, screen: Screen) {
        if self.screen == Screen::Study && screen != Screen::Study {
            self.commit_checked();
        }
        if screen != self.screen {
            self.came_from.push(self.screen);
            self.screen = screen;
        }
        self.touch();
    }

    fn back(&mut self) {
        let fits = |screen: &Screen| {
            !matches!(screen, Screen::Study | Screen::Summary | Screen::FirstStart)
        };
        let before = std::iter::from_fn(|| self.came_from.pop()).find(fits);
        self.screen = before.unwrap_or(Screen::Today);
        self.touch();
    }

    fn toggle(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay == overlay { Overlay::None } else { overlay };
    }

    /// Starts a backup in the background.
    pub(super) fn backup(&mut self, kind: BackupKind) {
        let at = self.services.clock.now();
        match self.store.backup_job() {
            Ok(job) => {
                self.jobs.start(JobRequest::Backup(job, at, kind));
                if self.services.are_jobs_inline {
                    self.tick();
                }
                if kind == BackupKind::Manual {
                    self.tell(Severity::Info, "Backup made", "");
                }
            }
            Err(error) => {
                self.tell(Severity::Warning, "The backup was not made", &error.to_string());
            }
        }
        self.touch();
    }

    fn restore(&mut self, name: &str) {
        self.commit_checked();
        let at = self.services.clock.now();
        let path = self.services.data_dir.join("backups").join(name);
        // The store closes for the swap; for that moment an empty one stands in.
        let Ok(stand_in) = Store::in_memory(at, OpenOptions::default()) else { return };
        let restored = std::mem::replace(&mut self.store, stand_in).restore(&path, at);
        match Store::open(&self.services.data_dir, at, super::start::options(&self.services)) {
            Ok(store) => self.store = store,
            Err(error) => {
                self.tell(
                    Severity::Error,
                    "Your data could not be opened again",
                    &error.to_string(),
                );
            }
        }
        match restored {
            Ok(_) => {
                self.forget_sitting();
                self.reload_profile();
                self.reload_memories();
                self.exam = None;
                self.reload_mocks();
                let detail = "The data from before the restore is kept as a backup too.";
                self.tell(Severity::Info, "Backup restored", detail);
            }
            Err(error) => {
                self.tell(Severity::Error, "The backup was not restored", &error.to_string());
            }
        }
    }

    fn rebuild(&mut self) {
        self.commit_checked();
        match self.store.rebuild(&self.models) {
            Ok(()) => {
                self.reload_profile();
                self.reload_memories();
                self.tell(Severity::Info, "Schedules were recomputed from the log", "");
            }
            Err(error) => {
                self.tell(Severity::Error, "Schedules were not recomputed", &error.to_string());
            }
        }
    }

    /// Writes the learner's notes on wrong questions to a Markdown file in the data folder.
    fn export_doubts(&mut self) {
        if self.profile.doubts.is_empty() {
            self.tell(Severity::Info, "No question was marked as wrong yet", "");
            return;
        }
        let mut text = String::from("# Questions marked as wrong\n");
        for ((deck, item), reason) in &self.profile.doubts {
            let prompt = self
                .library
                .find_names(deck, item, 0)
                .and_then(|unit| self.library.unit(unit))
                .and_then(|unit| self.library.item(unit.item))
                .map_or("", |item| item.prompt());
            let prompt = prompt.replace('\n', "\n> ");
            text = format!("{text}\n## {deck} / {item}\n\n> {prompt}\n\n{reason}\n");
        }
        let path = self.services.data_dir.join("questions-marked-wrong.md");
        match std::fs::write(&path, text) {
            Ok(()) => self.tell(Severity::Info, "Notes exported", &path.display().to_string()),
            Err(error) => {
                let detail = format!("{}: {error}. The notes are kept.", path.display());
                self.tell(Severity::Error, "The notes were not exported", &detail);
            }
        }
    }
}
