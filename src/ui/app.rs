//! The eframe application: one frame from input to commands.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Ui;

use super::chrome;
use super::keys_page;
use super::outbox::Outbox;
use super::palette::{self, PaletteDraft};
use super::pictures::DeckPictures;
use super::problem;
use super::screens::exam::{self, ExamDraft};
use super::screens::first_start::{self, FirstStartDraft};
use super::screens::forecasts::ResultDraft;
use super::screens::import::{self, ImportDraft};
use super::screens::library::{self, LibraryDraft};
use super::screens::mock::{self, MockDraft};
use super::screens::settings::{self, SettingsDraft};
use super::screens::study::{self, StudyDraft};
use super::screens::{edit, plan, practice, progress, result, summary, today};
use super::shortcuts;
use super::theme;
use super::widgets;
use crate::app::prefs::Prefs;
use crate::app::problem::{Problem, Remedy};
use crate::app::services::Services;
use crate::app::state::Overlay;
use crate::app::{Command, Screen, State};

/// Unsaved text, scroll and focus of all screens.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) first_start: FirstStartDraft,
    pub(crate) study: StudyDraft,
    pub(crate) exam: ExamDraft,
    pub(crate) mock: MockDraft,
    pub(crate) import: ImportDraft,
    pub(crate) library: LibraryDraft,
    pub(crate) settings: SettingsDraft,
    pub(crate) palette: PaletteDraft,
    pub(crate) result: ResultDraft,
}

/// The program in its window: running, or explaining why it cannot.
#[derive(Debug)]
pub struct CertdeckApp {
    stage: Stage,
    applied: Option<theme::Choice>,
    /// A file that the program was started with, until its import begins.
    file: Option<PathBuf>,
}

/// Running, or explaining why not.
#[derive(Debug)]
enum Stage {
    Running(Box<Running>),
    Stopped(Problem, Services),
}

/// The program at work.
#[derive(Debug)]
struct Running {
    state: State,
    drafts: Drafts,
    /// Of the pictures that are kept.
    media_version: u64,
}

impl CertdeckApp {
    /// Opens the data folder of `services` and starts its background work.
    pub fn open(ctx: &egui::Context, services: Services) -> Self {
        theme::install(ctx);
        let stage = match State::open(services.clone()) {
            Ok(state) => Stage::run(ctx, state, services.are_jobs_inline),
            Err(error) => Stage::Stopped(Problem::of(&error, &services), services),
        };
        Self { stage, applied: None, file: None }
    }

    /// Begins with the import of a file, as soon as the program runs and the decks are read.
    #[must_use]
    pub fn with_file(mut self, file: Option<PathBuf>) -> Self {
        self.file = file;
        self
    }

    /// The state, when the program runs.
    pub fn state(&self) -> Option<&State> {
        match &self.stage {
            Stage::Running(running) => Some(&running.state),
            Stage::Stopped(..) => None,
        }
    }

    /// The state, for tests that do what no widget does.
    pub fn state_mut(&mut self) -> Option<&mut State> {
        match &mut self.stage {
            Stage::Running(running) => Some(&mut running.state),
            Stage::Stopped(..) => None,
        }
    }

    fn dress(&mut self, ui: &Ui) {
        let prefs = self.state().map_or_else(Prefs::default, |state| state.prefs().clone());
        let choice = theme::Choice::from_prefs(&prefs);
        if self.applied != Some(choice) {
            theme::apply(ui, choice);
            self.applied = Some(choice);
        }
    }

    fn stopped(&mut self, ui: &mut Ui) {
        let Stage::Stopped(problem, services) = &self.stage else { return };
        let Some(remedy) = problem::ui(ui, problem) else { return };
        if remedy == Remedy::Quit {
            ui.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        self.stage = match crate::app::problem::apply(&remedy, services) {
            Ok(state) => Stage::run(ui, state, services.are_jobs_inline),
            Err(error) => Stage::Stopped(Problem::of(&error, services), services.clone()),
        };
    }
}

impl Stage {
    fn run(ctx: &egui::Context, mut state: State, is_inline: bool) -> Self {
        let waker = ctx.clone();
        state.set_waker(Arc::new(move || waker.request_repaint()));
        state.begin();
        ctx.add_image_loader(Arc::new(DeckPictures::new(state.media_homes(), is_inline)));
        Self::Running(Box::new(Running { state, drafts: Drafts::default(), media_version: 0 }))
    }
}

impl Running {
    /// The screen, with the pictures of the deck whose item it shows.
    fn of_deck(&mut self, ui: &mut Ui, out: &mut Outbox) {
        let deck = self.state.shown_deck().map(str::to_owned);
        // Always inside the same scope: ids of widgets, and so focus, stay when the deck changes.
        widgets::in_deck(ui, deck, |ui| self.screen(ui, out));
    }

    fn screen(&mut self, ui: &mut Ui, out: &mut Outbox) {
        let state = &mut self.state;
        let drafts = &mut self.drafts;
        match state.screen() {
            Screen::FirstStart => {
                let view = state.settings_view();
                let today = state.today().date();
                let shown = (view.certificates.as_slice(), state.is_loading());
                first_start::ui(ui, shown, today, &mut drafts.first_start, out);
            }
            Screen::Today => today::ui(ui, &state.today_view(), out),
            Screen::Study => {
                let elapsed = state.session_elapsed_s();
                if let Some(view) = state.study_view() {
                    study::ui(ui, &view, elapsed, &mut drafts.study, out);
                    ui.request_repaint_after(std::time::Duration::from_secs(1));
                }
            }
            Screen::Summary => summary::ui(ui, &state.summary_view(), out),
            Screen::Mock => mock::ui(ui, &state.mock_view(), &mut drafts.mock, out),
            Screen::Exam => {
                let view = state.exam_view();
                if let Some(view) = view.as_ref() {
                    exam::ui(ui, view, &mut drafts.exam, out);
                }
            }
            Screen::Result => {
                let view = state.result_view();
                result::ui(ui, view.as_ref().as_ref(), state.prefs().line_percent, out);
            }
            Screen::Practice => practice::ui(ui, &state.practice_view(), out),
            Screen::Plan => plan::ui(ui, &state.plan_view(), out),
            Screen::Progress => {
                progress::ui(ui, &state.progress_view(), &mut drafts.result, out);
            }
            Screen::Edit => {
                let view = state.edit_view();
                if let Some(view) = view.as_ref() {
                    edit::ui(ui, view, out);
                } else {
                    out.push(Command::Go(Screen::Library));
                }
            }
            Screen::Import => {
                let view = state.import_view();
                if let Some(view) = view.as_ref() {
                    import::ui(ui, view, &mut drafts.import, out);
                } else {
                    out.push(Command::Go(Screen::Library));
                }
            }
            Screen::Library => {
                let view = state.library_view();
                let row = |item| state.item_row(item);
                library::ui(ui, &view, &row, state.exporting(), &mut drafts.library, out);
            }
            Screen::Settings => {
                let view = state.settings_view();
                settings::ui(ui, &view, state.today().date(), &mut drafts.settings, out);
            }
        }
    }

    fn overlays(&mut self, ui: &mut Ui, out: &mut Outbox) {
        match self.state.overlay() {
            Overlay::None => {}
            Overlay::Keys => keys_page::ui(ui, out),
            Overlay::Palette => palette::ui(ui, &mut self.drafts.palette, out),
        }
        chrome::notices(ui, self.state.notices(), out);
    }
}

impl Running {
    fn tick(&mut self, ctx: &egui::Context) {
        if self.state.tick() {
            ctx.request_repaint();
        }
        let media_version = self.state.media_version();
        if std::mem::replace(&mut self.media_version, media_version) != media_version {
            ctx.forget_all_images();
        }
        if ctx.input(|i| i.viewport().close_requested()) {
            if self.state.screen() == Screen::Exam && !self.drafts.exam.may_close {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
                self.drafts.exam.ask_to_close();
            } else {
                self.state.close();
            }
        }
        if let Some(ms) = self.state.next_wake_ms() {
            ctx.request_repaint_after(std::time::Duration::from_millis(ms));
        }
    }

    /// Whether a deck is there already shows only once all are read, so a file waits for them.
    fn take_file(&mut self, file: &mut Option<PathBuf>) {
        if !self.state.is_loading()
            && let Some(path) = file.take()
        {
            self.state.apply(Command::ImportFile(path));
        }
    }

    fn frame(&mut self, ui: &mut Ui) {
        let mut out = Outbox::default();
        if self.state.overlay() == Overlay::None {
            shortcuts::read(ui, self.state.screen(), &mut self.drafts, &mut out);
        }
        if chrome::has_rail(self.state.screen()) {
            let left = self.state.remaining_today();
            chrome::rail(ui, self.state.screen(), left, &mut out);
            let margin = if ui.available_width() > 800.0 { 36 } else { 20 };
            let margin = egui::Margin { left: margin, right: margin, top: 20, bottom: 0 };
            let frame = egui::Frame::NONE.inner_margin(margin);
            egui::CentralPanel::no_frame().frame(frame).show(ui, |ui| self.of_deck(ui, &mut out));
        } else {
            self.of_deck(ui, &mut out);
        }
        self.overlays(ui, &mut out);
        for command in out.drain() {
            if command == Command::Quit {
                ui.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            self.state.apply(command);
            ui.request_repaint();
        }
    }
}

impl eframe::App for CertdeckApp {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if let Stage::Running(running) = &mut self.stage {
            running.tick(ctx);
            running.take_file(&mut self.file);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.dress(ui);
        egui::CentralPanel::default().frame(theme::ground_frame(ui)).show(ui, |ui| match &mut self
            .stage
        {
            Stage::Running(running) => running.frame(ui),
            Stage::Stopped(..) => self.stopped(ui),
        });
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
