//! Commands of the import.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use crate::app::command::{Command, Screen};
use crate::app::import::{Import, ImportSpec, Phase, ReadTask, Ready, StageTask};
use crate::app::imports::{
    Past, Source, Staged, Target, compare, discard, ledger_of, settle, version_of,
};
use crate::app::jobs::JobRequest;
use crate::app::notice::Severity;
use crate::app::picked::Picked;
use crate::app::state::State;
use crate::app::view::import::ImportStage;
use crate::app::view::plural;
use crate::app::work_progress::Progress;
use crate::domain::event::{EventBody, SettingName};
use crate::port::{Opened, Refusal, TablePreview, head_key};
use crate::side_by_side;

/// Items by which a file is recognised.
const SAMPLE: usize = 500;

impl State {
    pub(super) fn apply_import(&mut self, command: Command) {
        match command {
            Command::PickImport if !self.services.are_jobs_inline => {
                self.jobs.start(JobRequest::PickFile);
            }
            Command::ImportFile(path) => self.begin_import(Source::Path(path)),
            Command::ImportText(name, text) => {
                self.begin_import(Source::Bytes(name, text.into_bytes()));
            }
            Command::ImportBytes(name, bytes) => self.begin_import(Source::Bytes(name, bytes)),
            Command::SetImport(spec) => self.set_import(*spec),
            Command::ApplyImport if self.can_apply_import() => self.write_import(),
            Command::CancelImport => self.cancel_import(),
            Command::CancelExport => self.cancel_export(),
            Command::Export(deck, format) => self.export_deck(&deck, format, &Picked::default()),
            Command::ExportFound(deck, format) => {
                let picked = Picked { search: Some(self.query.clone()), topic: None };
                self.export_deck(&deck, format, &picked);
            }
            Command::ExportEverything => self.export_everything(),
            _ => {}
        }
        self.touch();
    }

    pub(in crate::app) fn take_picked(&mut self, path: Option<PathBuf>) {
        if let Some(path) = path {
            self.begin_import(Source::Path(path));
        }
    }

    fn begin_import(&mut self, source: Source) {
        self.cancel_import();
        self.read_import(source, ImportSpec::default(), true);
        self.go(Screen::Import);
    }

    fn read_import(&mut self, source: Source, spec: ImportSpec, is_untouched: bool) {
        self.serial += 1;
        let version = version_of(self.services.clock.now(), self.serial);
        let progress = Arc::new(Progress::default());
        let task = ReadTask {
            source: source.clone(),
            reading: spec.reading.clone(),
            columns: self.profile.columns.clone(),
            data_dir: self.services.data_dir.clone(),
            now: self.services.clock.now(),
            rollover_h: self.prefs.rollover_hour,
            version: version.clone(),
            progress: Arc::clone(&progress),
        };
        self.import =
            Some(Import { source, spec, is_untouched, version, progress, phase: Phase::Reading });
        self.jobs.start(JobRequest::ReadImport(Box::new(task)));
        if self.services.are_jobs_inline {
            self.tick();
        }
    }

    pub(in crate::app) fn take_import(&mut self, version: &str, read: Result<Opened, Refusal>) {
        if self.import.as_ref().is_none_or(|import| import.version != version) {
            discard(&self.services.data_dir, version);
            return;
        }
        let phase = match read {
            Ok(opened) => {
                let opened = Arc::new(opened);
                let deck = self.deck_of_source(&opened);
                if let Some(import) = self.import.as_mut().filter(|import| import.is_untouched) {
                    import.spec.deck = deck;
                }
                Phase::Ready(Arc::new(self.ready(opened)))
            }
            Err(refusal) => Phase::Refused(refusal.0),
        };
        if let Some(import) = &mut self.import {
            import.phase = phase;
        }
        self.touch();
    }

    /// The deck that was imported from the same source: most of the items are known by the keys of its ledger.
    fn deck_of_source(&self, opened: &Opened) -> Option<String> {
        let some = || opened.imported.items.iter().take(SAMPLE);
        let n_known = |deck: &str| {
            let ledger = ledger_of(&self.services.data_dir, deck);
            let keys: HashSet<_> = ledger.rows.iter().map(|row| &row.source).collect();
            some().filter(|one| keys.contains(&one.source)).count()
        };
        let decks = self.library.decks().iter().map(|deck| (n_known(&deck.id), &deck.id));
        let (n, deck) = decks.max_by_key(|(n, _)| *n)?;
        (n > 0 && 2 * n >= some().count()).then(|| deck.clone())
    }

    /// What is read against the deck that the learner chose.
    fn ready(&self, opened: Arc<Opened>) -> Ready {
        let target = self.import_target(&opened);
        let plan = compare(&opened.imported, &target);
        Ready { opened, target, plan }
    }

    fn import_target(&self, opened: &Opened) -> Target {
        let (spec, name) = match &self.import {
            Some(import) => (import.spec.clone(), import.source.name()),
            None => (ImportSpec::default(), String::new()),
        };
        let found = spec.deck.as_ref().and_then(|id| self.library.deck_index(id));
        let deck = found.and_then(|deck| self.library.deck(deck));
        let edited = std::collections::BTreeSet::new();
        let there = deck.and_then(|deck| Target::existing(&self.services.data_dir, deck, edited));
        there.unwrap_or_else(|| {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
            let title = spec.title.or_else(|| opened.imported.title.clone()).unwrap_or(stem);
            let title = if title.trim().is_empty() { "Imported".to_owned() } else { title };
            let own = opened.imported.own.as_ref().map(|own| own.id.clone());
            let taken = |id: &str| self.is_deck_id_taken(id);
            let mut target = Target::new(&title, &taken);
            if let Some(own) = own.filter(|id| !id.is_empty() && !taken(id)) {
                target.deck.id = own;
            }
            target
        })
    }

    fn is_deck_id_taken(&self, id: &str) -> bool {
        let folder = crate::app::imports::folder_of(&self.services.data_dir, id);
        // The command line does not read the shipped decks where it can do without.
        let is_unread = self.is_quiet && crate::app::decks::is_shipped(id);
        self.library.deck_index(id).is_some() || is_unread || folder.exists()
    }

    fn set_import(&mut self, spec: ImportSpec) {
        let Some(import) = &mut self.import else { return };
        if matches!(import.phase, Phase::Writing) {
            return;
        }
        if import.spec.reading != spec.reading {
            let source = import.source.clone();
            self.abandon_import();
            self.read_import(source, spec, false);
            return;
        }
        import.spec = spec;
        let opened = match &import.phase {
            Phase::Ready(ready) => Arc::clone(&ready.opened),
            _ => return,
        };
        let ready = self.ready(opened);
        if let Some(import) = &mut self.import {
            import.phase = Phase::Ready(Arc::new(ready));
        }
    }

    /// Whether there is a preview, and anything in it would change something.
    fn can_apply_import(&self) -> bool {
        let stage = crate::app::view::import::build(self).map(|view| view.stage);
        matches!(stage, Some(ImportStage::Ready(ready)) if ready.can_apply)
    }

    fn write_import(&mut self) {
        let Some(import) = &mut self.import else { return };
        let Phase::Ready(ready) = &import.phase else { return };
        let deck = &ready.target.deck.id;
        let past = Past {
            parameters: self.profile.parameters.get(deck).cloned().unwrap_or_default(),
            newest: self.store.newest_answers(deck).unwrap_or_default(),
            now: self.services.clock.now(),
            rollover_h: self.prefs.rollover_hour,
        };
        let ready = Arc::clone(ready);
        import.phase = Phase::Writing;
        let task = StageTask {
            ready,
            decision: import.spec.decision,
            name: import.source.name(),
            data_dir: self.services.data_dir.clone(),
            version: import.version.clone(),
            past,
        };
        self.jobs.start(JobRequest::StageImport(Box::new(task)));
        if self.services.are_jobs_inline {
            self.tick();
        }
    }

    /// The deck's next version is written: the log takes it in, or nothing happens.
    pub(in crate::app) fn take_staged(&mut self, version: &str, staged: Result<Staged, String>) {
        let is_it = self.import.as_ref().is_some_and(|import| import.version == version);
        let Some(import) = self.import.take_if(|_| is_it) else { return };
        let staged = match staged {
            Ok(staged) => staged,
            Err(problem) => {
                self.tell(Severity::Error, "The import failed", &problem);
                self.back_to_library();
                return;
            }
        };
        let mut staged = staged;
        let deck = staged.merged.deck.id.clone();
        let now = self.services.clock.now();
        let mut list = std::mem::take(&mut staged.rows);
        if !import.spec.is_not_studied && !self.profile.enrolled.contains(&deck) {
            let name = SettingName::Enrolled(deck);
            list.insert(1.min(list.len()), (now, EventBody::Set { name, value: json!(true) }));
        }
        list.extend(columns_row(staged.table.as_ref(), &import.spec).map(|body| (now, body)));
        match self.store.append_dated(&list, &self.models) {
            Ok(_) => {
                self.log_revision += 1;
                self.past.clear();
                self.future.clear();
                self.reload_profile();
                self.follow_imports();
                // The Library shows what came in.
                self.query = format!("deck:{} ", staged.merged.deck.id);
                self.tell_imported(&staged);
            }
            Err(error) => {
                discard(&self.services.data_dir, version);
                let detail = format!("{error} Nothing was imported.");
                self.tell(Severity::Error, "The import could not be kept", &detail);
            }
        }
        side_by_side::drop_apart((staged, list));
        self.back_to_library();
    }

    fn tell_imported(&mut self, staged: &Staged) {
        let merged = &staged.merged;
        let title = format!("Imported into {}", merged.deck.title);
        let detail = format!(
            "{} new, {} updated.",
            plural(merged.n_new, "item", "items"),
            plural(merged.n_updated, "item", "items")
        );
        let undo = Some(("Undo".to_owned(), Command::Undo));
        self.tell_with(Severity::Info, &title, &detail, undo);
    }

    fn back_to_library(&mut self) {
        self.go(Screen::Library);
        self.came_from.retain(|screen| *screen != Screen::Import);
    }

    fn cancel_import(&mut self) {
        if self.import.is_some() {
            self.abandon_import();
            if self.screen == Screen::Import {
                self.back_to_library();
            }
        }
    }

    /// Forgets what was read; the screen stays.
    fn abandon_import(&mut self) {
        if let Some(import) = self.import.take() {
            import.progress.cancel();
            if !matches!(import.phase, Phase::Reading | Phase::Writing) {
                discard(&self.services.data_dir, &import.version);
            }
        }
    }

    /// The same before any deck was read.
    pub(in crate::app) fn follow_imports_quietly(&mut self) {
        if let Err(error) = settle(&self.services.data_dir, &self.profile.imports) {
            let detail = format!("{error}. The next start tries again.");
            self.tell(Severity::Error, "A deck's folder could not be replaced", &detail);
        }
    }

    /// Brings deck folders in line with the log and reads them again where that changed one.
    pub(in crate::app) fn follow_imports(&mut self) {
        match settle(&self.services.data_dir, &self.profile.imports) {
            Ok(true) if self.is_quiet => {}
            Ok(true) => self.reread_decks(),
            Ok(false) => {}
            Err(error) => {
                let detail = format!("{error}. The next start tries again.");
                self.tell(Severity::Error, "A deck's folder could not be replaced", &detail);
            }
        }
    }
}

/// The roles that the learner gave to the columns of a table with a head; `null` where they are what
/// would be found out anyway.
fn columns_row(table: Option<&TablePreview>, spec: &ImportSpec) -> Option<EventBody> {
    let table = table?;
    let is_headless = table.heads.iter().all(String::is_empty);
    if spec.reading.roles.is_none() || is_headless {
        return None;
    }
    let name = SettingName::Columns(head_key(&table.heads));
    let value = if table.roles == table.guess { json!(null) } else { json!(table.roles) };
    Some(EventBody::Set { name, value })
}
