//! View models kept until something changes.

use std::rc::Rc;

use super::edit::EditView;
use super::exam::ExamView;
use super::import::ImportView;
use super::library::LibraryView;
use super::mock::MockView;
use super::plan::PlanView;
use super::practice::PracticeView;
use super::progress::ProgressView;
use super::result::ResultView;
use super::settings::SettingsView;
use super::study::StudyView;
use super::summary::SummaryView;
use super::today::TodayView;
use crate::app::state::State;
use crate::domain::search::Query;

/// A view model and the revision it was made for.
pub(in crate::app) type Slot<T> = Option<(u64, Rc<T>)>;

/// One slot for each screen.
#[derive(Debug, Default)]
pub(in crate::app) struct Views {
    today: Slot<TodayView>,
    study: Slot<Option<StudyView>>,
    summary: Slot<SummaryView>,
    library: Slot<LibraryView>,
    practice: Slot<PracticeView>,
    mock: Slot<MockView>,
    exam: Slot<Option<ExamView>>,
    result: Slot<Option<ResultView>>,
    import: Slot<Option<ImportView>>,
    edit: Slot<Option<EditView>>,
    progress: Slot<ProgressView>,
    plan: Slot<PlanView>,
    settings: Slot<SettingsView>,
}

impl State {
    /// What the Today screen shows.
    pub fn today_view(&mut self) -> Rc<TodayView> {
        self.cached(|views| &mut views.today, super::today::build)
    }

    /// What the Study screen shows; none between sittings.
    pub fn study_view(&mut self) -> Option<Rc<StudyView>> {
        let view = self.cached(|views| &mut views.study, super::study::build);
        Option::as_ref(&view).map(|view| Rc::new(view.clone()))
    }

    /// What Progress shows.
    pub fn progress_view(&mut self) -> Rc<ProgressView> {
        self.cached(|views| &mut views.progress, super::progress::build)
    }

    /// What Plan shows.
    pub fn plan_view(&mut self) -> Rc<PlanView> {
        self.cached(|views| &mut views.plan, super::plan::build)
    }

    /// What the editor shows; none when nothing is edited.
    pub fn edit_view(&mut self) -> Rc<Option<EditView>> {
        self.cached(|views| &mut views.edit, super::edit::build)
    }

    /// What the preview of an import shows; none without an import.
    pub fn import_view(&mut self) -> Rc<Option<ImportView>> {
        if self.import.as_ref().is_some_and(|import| import.phase.is_busy()) {
            self.touch();
        }
        self.cached(|views| &mut views.import, super::import::build)
    }

    /// What the summary shows.
    pub fn summary_view(&mut self) -> Rc<SummaryView> {
        self.cached(|views| &mut views.summary, super::summary::build)
    }

    /// What the Library shows.
    pub fn library_view(&mut self) -> Rc<LibraryView> {
        if Query::parse(&self.query).asks_history() {
            self.refresh_pasts();
        }
        self.cached(|views| &mut views.library, super::library::build)
    }

    /// What Practice shows.
    pub fn practice_view(&mut self) -> Rc<PracticeView> {
        self.refresh_pasts();
        self.cached(|views| &mut views.practice, super::practice::build)
    }

    /// What Mock exam shows.
    pub fn mock_view(&mut self) -> Rc<MockView> {
        self.refresh_pasts();
        self.cached(|views| &mut views.mock, super::mock::build)
    }

    /// What the exam shows; none when none runs.
    pub fn exam_view(&mut self) -> Rc<Option<ExamView>> {
        self.cached(|views| &mut views.exam, super::exam::build)
    }

    /// What the result of a mock exam shows; none when it cannot be made any more.
    pub fn result_view(&mut self) -> Rc<Option<ResultView>> {
        self.refresh_pasts();
        self.cached(|views| &mut views.result, super::result::build)
    }

    /// What Settings shows.
    pub fn settings_view(&mut self) -> Rc<SettingsView> {
        self.cached(|views| &mut views.settings, super::settings::build)
    }

    /// Items left today over all certificates.
    pub fn remaining_today(&mut self) -> usize {
        self.today_view().remaining
    }

    /// Seconds since the sitting began.
    pub fn session_elapsed_s(&self) -> i64 {
        let started = self.sitting.as_ref().map(|sitting| sitting.started_ms);
        started.map_or(0, |started| (self.services.clock.monotonic_ms() - started) / 1000)
    }
}
