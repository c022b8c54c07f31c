//! The whole program without a window. `apply` is the only way in which it changes.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::command::{Command, Screen, SortColumn};
use super::decks::{DeckFolders, Loaded};
use super::edit::Editing;
use super::exam::{Exam, Mock, ResultPlace};
use super::import::Import;
use super::jobs::{JobRequest, JobResult, Jobs, Waker};
use super::media::Media;
use super::notice::{Notice, Severity};
use super::outlooks::Outlooks;
use super::past::PastCache;
use super::prefs::Prefs;
use super::profile::Profile;
use super::services::Services;
use super::session::Sitting;
use super::view::cache::Views;
use super::work_progress::Progress;
use crate::domain::deck::diagnostic::Diagnostic;
use crate::domain::event::EventBody;
use crate::domain::ids::EventId;
use crate::domain::library::Library;
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::search::SearchIndex;
use crate::domain::time::StudyDay;
use crate::store::Store;

/// What lies over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The page of keys.
    Keys,
    /// The palette.
    Palette,
}

/// The whole program without a window.
#[derive(Debug)]
pub struct State {
    pub(super) services: Services,
    pub(super) store: Store,
    pub(super) jobs: Jobs,
    pub(super) library: Arc<Library>,
    /// Made at the first search: a quarter of the memory of a large library.
    pub(super) index: OnceCell<SearchIndex>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) media: Media,
    pub(super) is_loading: bool,
    /// Whether nobody looks: decks are not read again after an import.
    pub(super) is_quiet: bool,
    /// Whether decks are read again because an import changed one.
    pub(super) is_following: bool,
    /// Decks that changed while a checked question was on the screen.
    pub(super) waiting_decks: Option<Loaded>,
    pub(super) memories: Vec<Option<Memory>>,
    pub(super) load: HashMap<i32, f64>,
    pub(super) profile: Profile,
    pub(super) prefs: Prefs,
    pub(super) models: Models,
    pub(super) screen: Screen,
    pub(super) came_from: Vec<Screen>,
    pub(super) overlay: Overlay,
    pub(super) sitting: Option<Sitting>,
    pub(super) past: Vec<(EventId, Sitting)>,
    pub(super) future: Vec<(EventId, Sitting)>,
    pub(super) serial: u64,
    pub(super) notices: Vec<Notice>,
    pub(super) query: String,
    pub(super) sort: (SortColumn, Direction),
    pub(super) selected: Option<u32>,
    pub(super) revision: u64,
    pub(super) log_revision: u64,
    pub(super) pasts: PastCache,
    pub(super) exam: Option<Exam>,
    pub(super) mocks: Vec<Mock>,
    pub(super) result: ResultPlace,
    pub(super) import: Option<Import>,
    pub(super) exporting: Option<Arc<Progress>>,
    pub(super) editing: Option<Editing>,
    pub(super) progress_of: Option<String>,
    pub(super) outlooks: Outlooks,
    pub(super) day: StudyDay,
    pub(super) views: Views,
    pub(super) watcher: Option<notify::RecommendedWatcher>,
}

/// Which way a table is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Up,
    /// Largest first.
    Down,
}

/// One memory model a certificate, the standard one for the rest.
#[derive(Debug)]
pub struct Models {
    standard: Model,
    own: BTreeMap<String, Model>,
}

impl Models {
    /// Makes the models from the learner's parameters; unusable ones fall back to the standard.
    pub fn new(profile: &Profile) -> Self {
        let own = profile
            .parameters
            .iter()
            .filter_map(|(deck, parameters)| Some((deck.clone(), Model::new(parameters).ok()?)))
            .collect();
        Self { standard: Model::standard(), own }
    }

    /// The model of a certificate.
    pub fn of(&self, deck: &str) -> &Model {
        self.own.get(deck).unwrap_or(&self.standard)
    }
}

impl crate::store::Models for Models {
    fn model(&self, deck: &str) -> &Model {
        self.of(deck)
    }
}

impl State {
    /// The screen that is shown.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// What lies over it.
    pub fn overlay(&self) -> Overlay {
        self.overlay
    }

    /// Where the import is; none without one.
    pub fn import_phase(&self) -> Option<&crate::app::import::Phase> {
        self.import.as_ref().map(|import| &import.phase)
    }

    /// What is chosen for the import that is under way.
    pub fn import_spec(&self) -> Option<&crate::app::import::ImportSpec> {
        self.import.as_ref().map(|import| &import.spec)
    }

    /// Notices, oldest first.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Preferences of this machine.
    pub fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// The study day.
    pub fn today(&self) -> StudyDay {
        self.day
    }

    /// The decks.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The store, for checks.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether decks are still being read.
    pub fn is_loading(&self) -> bool {
        self.is_loading
    }

    /// Says whom to wake when background work has a result; then starts that work.
    pub fn set_waker(&mut self, waker: Waker) {
        self.jobs.set_waker(waker);
    }

    /// Takes in finished work and a change of day; true when something changed.
    pub fn tick(&mut self) -> bool {
        let mut is_changed = false;
        while let Some(result) = self.jobs.finished() {
            self.take(result);
            is_changed = true;
        }
        if !self.is_answer_open()
            && let Some(loaded) = self.waiting_decks.take()
        {
            self.take_decks(loaded);
            self.touch();
            is_changed = true;
        }
        let day = self.services.clock.now().study_day(self.prefs.rollover_hour);
        if day != self.day {
            self.day = day;
            self.touch();
            is_changed = true;
        }
        let now = self.services.clock.monotonic_ms();
        is_changed |= self.end_timed_set(now);
        is_changed |= self.tick_exam();
        is_changed |= self.refresh_outlook();
        let before = self.notices.len();
        self.notices
            .retain(|notice| notice.severity != Severity::Info || now - notice.born_ms < NOTICE_MS);
        is_changed || before != self.notices.len()
    }

    /// Milliseconds until `tick` has something to do by itself.
    pub fn next_wake_ms(&self) -> Option<u64> {
        if self.exam.is_some() {
            return Some(250);
        }
        let has_info = self.sitting.as_ref().is_some_and(Sitting::is_running_down)
            || self.notices.iter().any(|notice| notice.severity == Severity::Info);
        has_info.then_some(500)
    }

    /// Keeps what is not kept yet; called before the window closes.
    pub fn close(&mut self) {
        self.commit_checked();
    }

    /// Says something to the learner.
    pub(super) fn tell(&mut self, severity: Severity, title: &str, detail: &str) {
        self.tell_with(severity, title, detail, None);
    }

    /// Says something and offers a button.
    pub(super) fn tell_with(
        &mut self,
        severity: Severity,
        title: &str,
        detail: &str,
        action: Option<(String, Command)>,
    ) {
        let born_ms = self.services.clock.monotonic_ms();
        // Of the steps that can be taken back, only the last one has a button that says so.
        let is_step = |action: &Option<(String, Command)>| {
            matches!(action, Some((_, Command::Undo | Command::Redo)))
        };
        let is_new_step = is_step(&action);
        self.notices
            .retain(|notice| notice.title != title && !(is_new_step && is_step(&notice.action)));
        if self.notices.len() >= 3 {
            self.notices.remove(0);
        }
        let (title, detail) = (title.to_owned(), detail.to_owned());
        self.notices.push(Notice { severity, title, detail, action, born_ms });
    }

    /// Marks every view model as stale.
    pub(super) fn touch(&mut self) {
        self.revision += 1;
    }

    /// Appends to the log in one transaction; on failure says so and changes nothing.
    pub(super) fn append(&mut self, bodies: &[EventBody]) -> Option<EventId> {
        let at = self.services.clock.now();
        match self.store.append(at, bodies, &self.models) {
            Ok(ids) => {
                self.log_revision += 1;
                self.touch();
                ids.first().copied()
            }
            Err(error) => {
                self.tell(Severity::Error, "This step could not be kept", &error.to_string());
                None
            }
        }
    }

    /// Reads the learner's settings again from the store.
    pub(super) fn reload_profile(&mut self) {
        match self.store.settings() {
            Ok(settings) => self.profile = Profile::read(&settings),
            Err(error) => {
                self.tell(Severity::Error, "Settings could not be read", &error.to_string());
            }
        }
        self.models = Models::new(&self.profile);
        self.touch();
    }

    /// Reads all memories again from the store.
    pub(super) fn reload_memories(&mut self) {
        self.memories = vec![None; self.library.units().len()];
        match self.store.memories() {
            Ok(list) => {
                for (key, memory) in list {
                    let unit = self.library.find(&key);
                    if let Some(slot) = unit.and_then(|unit| self.memories.get_mut(unit as usize)) {
                        *slot = Some(memory);
                    }
                }
            }
            Err(error) => {
                self.tell(Severity::Error, "Schedules could not be read", &error.to_string());
            }
        }
        self.recount_load();
        self.log_revision += 1;
        self.touch();
    }

    /// Planned seconds of each day, from all memories.
    pub(super) fn recount_load(&mut self) {
        self.load.clear();
        for (unit, memory) in self.library.units().iter().zip(&self.memories) {
            if let Some(memory) = memory {
                *self.load.entry(memory.due.0).or_default() += f64::from(unit.kind.cost().seen);
            }
        }
    }

    fn take(&mut self, result: JobResult) {
        match result {
            JobResult::Decks(loaded) => self.take_decks(loaded),
            JobResult::Backup(Ok(_)) => self.touch(),
            JobResult::Backup(Err(error)) => {
                self.tell(Severity::Warning, "The backup was not made", &error.to_string());
            }
            JobResult::Picture(key, picture) => self.take_picture(key, picture),
            JobResult::Exported(done) => self.take_exported(done),
            JobResult::Picked(path) => self.take_picked(path),
            JobResult::ImportRead(version, read) => self.take_import(&version, *read),
            JobResult::ImportStaged(version, staged) => self.take_staged(&version, *staged),
            JobResult::Outlook(outlook) => self.take_outlook(*outlook),
            JobResult::WhatIf(done) => self.take_what_if(*done),
            JobResult::FilesChanged => {
                let folders = DeckFolders::of(&self.services);
                self.jobs.start(JobRequest::LoadDecks(folders, self.profile.own_content()));
            }
        }
    }

    fn take_decks(&mut self, loaded: Loaded) {
        if !self.is_loading && self.is_answer_open() {
            // The answer is kept first, and what was right stays in sight until Next.
            self.waiting_decks = Some(loaded);
            return;
        }
        let is_first = self.is_loading;
        let place = self.place_of_sitting();
        // The program's own imports are told by themselves.
        let is_followed = std::mem::take(&mut self.is_following);
        let is_changed =
            !is_followed && !self.library.decks().iter().map(Arc::as_ref).eq(&loaded.decks);
        self.library = Arc::new(Library::new(loaded.decks));
        self.index = OnceCell::new();
        self.diagnostics = loaded.diagnostics;
        self.media.renew(loaded.media);
        self.is_loading = false;
        self.selected = None;
        self.reload_memories();
        self.find_exam_items();
        if is_first {
            self.reload_mocks();
            self.offer_interrupted_mock();
        }
        if !is_first {
            self.resume_sitting(&place);
            if is_changed {
                self.tell(Severity::Info, "Decks were read again", "");
            }
        }
    }

    /// Adopts a new certificate list and starts reading decks.
    pub(super) fn start_loading(&mut self) {
        self.is_loading = true;
        let folders = DeckFolders::of(&self.services);
        self.jobs.start(JobRequest::LoadDecks(folders, self.profile.own_content()));
        if self.services.are_jobs_inline {
            self.tick();
        }
    }

    /// Deck index of every certificate that is studied and there.
    pub(super) fn studied(&self) -> Vec<u32> {
        let is_studied =
            |deck: &&Arc<crate::domain::deck::Deck>| self.profile.enrolled.contains(&deck.id);
        let decks = self.library.decks().iter();
        decks.filter(is_studied).filter_map(|deck| self.library.deck_index(&deck.id)).collect()
    }

    /// The exam day of a deck, when one is set and not past.
    pub(super) fn exam_day(&self, deck: &str) -> Option<StudyDay> {
        let date = self.profile.exam_dates.get(deck)?;
        Some(StudyDay::from_date(*date)).filter(|day| *day >= self.day)
    }

    /// View models, made again when something changed.
    pub(super) fn cached<T>(
        &mut self,
        slot: impl Fn(&mut Views) -> &mut Option<(u64, Rc<T>)>,
        make: impl FnOnce(&Self) -> T,
    ) -> Rc<T> {
        if let Some((revision, view)) = slot(&mut self.views)
            && *revision == self.revision
        {
            return Rc::clone(view);
        }
        let view = Rc::new(make(self));
        *slot(&mut self.views) = Some((self.revision, Rc::clone(&view)));
        view
    }

    /// A handle that wakes the window and says that files changed.
    pub(super) fn watch(&mut self) {
        use notify::Watcher as _;
        if self.services.are_jobs_inline {
            return;
        }
        let (sender, waker) = self.jobs.reporter();
        let waker = Arc::clone(&waker);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let is_change = event.is_ok_and(|event| {
                event.kind.is_create() || event.kind.is_modify() || event.kind.is_remove()
            });
            if is_change {
                // Nobody is left to tell once the program ends.
                sender.send(JobResult::FilesChanged).ok();
                waker();
            }
        });
        let Ok(mut watcher) = watcher else { return };
        for folder in DeckFolders::of(&self.services).all() {
            if let Err(error) = watcher.watch(folder, notify::RecursiveMode::Recursive) {
                tracing::debug!("{} is not watched: {error}", folder.display());
            }
        }
        self.watcher = Some(watcher);
    }
}

/// How long an unimportant notice stays.
const NOTICE_MS: i64 = 6_000;
