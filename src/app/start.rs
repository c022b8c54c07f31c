//! From a folder to a running program, or to a clear word on why not.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::command::{Screen, SortColumn};
use super::exam::ResultPlace;
use super::jobs::Jobs;
use super::media::Media;
use super::notice::Severity;
use super::outlooks::Outlooks;
use super::past::PastCache;
use super::prefs::Prefs;
use super::profile::Profile;
use super::services::Services;
use super::state::{Direction, Models, Overlay, State};
use super::view::cache::Views;
use crate::domain::library::Library;
use crate::store::{BackupKind, OpenOptions, Store, StoreError};

impl State {
    /// Opens the data folder. Decks are read in the background; `tick` takes them in.
    pub fn open(services: Services) -> Result<Self, StoreError> {
        let at = services.clock.now();
        let store = Store::open(&services.data_dir, at, options(&services))?;
        Self::with_store(services, store)
    }

    /// Starts over a store that is open already.
    pub fn with_store(services: Services, store: Store) -> Result<Self, StoreError> {
        let (prefs, problem) = Prefs::load(&services.data_dir);
        let profile = Profile::read(&store.settings()?);
        let models = Models::new(&profile);
        let day = services.clock.now().study_day(prefs.rollover_hour);
        let jobs = Jobs::new(services.are_jobs_inline);
        let is_fresh = !prefs.is_set_up && profile.enrolled.is_empty();
        let mut state = Self {
            services,
            store,
            jobs,
            library: Arc::new(Library::default()),
            index: OnceCell::new(),
            diagnostics: Vec::new(),
            media: Media::default(),
            is_loading: true,
            is_quiet: false,
            is_following: false,
            waiting_decks: None,
            memories: Vec::new(),
            load: HashMap::new(),
            profile,
            prefs,
            models,
            screen: if is_fresh { Screen::FirstStart } else { Screen::Today },
            came_from: Vec::new(),
            overlay: Overlay::None,
            sitting: None,
            past: Vec::new(),
            future: Vec::new(),
            serial: 0,
            notices: Vec::new(),
            query: String::new(),
            sort: (SortColumn::Deck, Direction::Up),
            selected: None,
            revision: 1,
            log_revision: 1,
            pasts: PastCache::default(),
            exam: None,
            mocks: Vec::new(),
            result: ResultPlace::default(),
            import: None,
            exporting: None,
            editing: None,
            progress_of: None,
            outlooks: Outlooks::default(),
            day,
            views: Views::default(),
            watcher: None,
        };
        if let Some(problem) = problem {
            state.tell(Severity::Warning, "Settings could not be read", &problem);
        }
        Ok(state)
    }

    /// Brings deck folders in line with the log and reads all decks: what a program without a window
    /// needs.
    pub fn begin_quietly(&mut self) {
        self.is_quiet = true;
        self.follow_imports_quietly();
        self.start_loading();
    }

    /// Starts the background work: reading decks, the session's backup, watching deck folders.
    pub fn begin(&mut self) {
        // An import that was kept and not yet carried out, or the other way round.
        self.follow_imports_quietly();
        self.start_loading();
        if self.store.count_answers().is_ok_and(|count| count > 0) {
            self.backup(BackupKind::Session);
        }
        self.watch();
    }
}

/// How the store is opened. The device number of a new folder comes from the moment and the process.
pub(super) fn options(services: &Services) -> OpenOptions {
    let now = services.clock.now().utc_ms.unsigned_abs();
    let device_seed = services.seed.0 ^ now.rotate_left(17) ^ u64::from(std::process::id());
    OpenOptions { device_seed, ..OpenOptions::default() }
}
