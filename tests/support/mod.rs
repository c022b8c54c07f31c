//! What UI tests share: the renderer, and the one way to start the program.

mod renderer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use certdeck::app::prefs::{Prefs, Theme};
use certdeck::app::services::{FixedClock, Services};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;
use certdeck::ui::CertdeckApp;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};

pub(crate) use renderer::SoftwareRenderer;

/// The program at work in a test, with its data folder and clock.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, CertdeckApp>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) folder: PathBuf,
    /// Removes the folders when the test ends.
    keepers: Vec<tempfile::TempDir>,
}

/// Sunday, 22 November 2026, 18:00 at UTC+1.
pub(crate) const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

/// How a test starts the program.
#[derive(Clone, Copy)]
pub(crate) struct Setup {
    pub(crate) theme: egui::Theme,
    pub(crate) size: [f32; 2],
    /// Colours of the high-contrast theme.
    pub(crate) is_contrast: bool,
    /// Text size in per cent.
    pub(crate) text_percent: u32,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            theme: egui::Theme::Light,
            size: [1100.0, 760.0],
            is_contrast: false,
            text_percent: 100,
        }
    }
}

fn golden_decks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/decks")
}

impl Desk {
    /// An empty profile in a folder of its own.
    pub(crate) fn fresh(setup: Setup) -> Self {
        let keeper = tempfile::tempdir().expect("a temporary folder");
        let mut desk = Self::over(setup, keeper.path().to_path_buf());
        desk.keepers.push(keeper);
        desk
    }

    /// An empty profile that knows the decks in `decks` only; both folders go with the test.
    pub(crate) fn with_decks(setup: Setup, decks: tempfile::TempDir) -> Self {
        let keeper = tempfile::tempdir().expect("a temporary folder");
        let mut desk = Self::open(setup, keeper.path().to_path_buf(), decks.path().to_path_buf());
        desk.keepers.extend([keeper, decks]);
        desk
    }

    /// An empty profile over the decks in a folder that stays.
    pub(crate) fn fresh_with(setup: Setup, decks: PathBuf) -> Self {
        let keeper = tempfile::tempdir().expect("a temporary folder");
        let mut desk = Self::open(setup, keeper.path().to_path_buf(), decks);
        desk.keepers.push(keeper);
        desk
    }

    /// The profile in `folder` over the decks in another.
    pub(crate) fn reopened(setup: Setup, folder: PathBuf, decks: PathBuf) -> Self {
        Self::open(setup, folder, decks)
    }

    /// The profile in `folder`.
    pub(crate) fn over(setup: Setup, folder: PathBuf) -> Self {
        Self::open(setup, folder, golden_decks())
    }

    /// An empty profile whose program is started with a file.
    pub(crate) fn fresh_with_file(setup: Setup, file: PathBuf) -> Self {
        let keeper = tempfile::tempdir().expect("a temporary folder");
        let mut desk = Self::over_with_file(setup, keeper.path().to_path_buf(), file);
        desk.keepers.push(keeper);
        desk
    }

    /// The profile in `folder`, whose program is started with a file.
    pub(crate) fn over_with_file(setup: Setup, folder: PathBuf, file: PathBuf) -> Self {
        Self::start(setup, folder, golden_decks(), Some(file))
    }

    fn open(setup: Setup, folder: PathBuf, decks: PathBuf) -> Self {
        Self::start(setup, folder, decks, None)
    }

    fn start(setup: Setup, folder: PathBuf, decks: PathBuf, file: Option<PathBuf>) -> Self {
        let theme = match setup.theme {
            _ if setup.is_contrast => Theme::HighContrast,
            egui::Theme::Dark => Theme::Dark,
            egui::Theme::Light => Theme::Light,
        };
        if Prefs::load(&folder).0 == Prefs::default() {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            Prefs { theme, text_percent: setup.text_percent, ..Prefs::default() }
                .save(&folder)
                .expect("the folder can be written");
        }
        let clock = Arc::new(FixedClock::at(NOW));
        let services = Services {
            clock: Arc::clone(&clock) as Arc<dyn certdeck::app::services::Clock>,
            seed: Seed(1),
            data_dir: folder.clone(),
            deck_dir: Some(decks),
            are_jobs_inline: true,
        };
        let harness = Harness::builder()
            .with_size(setup.size)
            .with_theme(setup.theme)
            .with_max_steps(12)
            .with_context_setup(certdeck::ui::theme::install)
            .renderer(SoftwareRenderer::default())
            .build_eframe(|cc| CertdeckApp::open(&cc.egui_ctx, services).with_file(file));
        Self { harness, clock, folder, keepers: Vec::new() }
    }

    /// Runs frames until nothing moves.
    pub(crate) fn settle(&mut self) {
        self.harness.run_ok();
    }

    /// Presses a key and lets the program settle.
    pub(crate) fn press(&mut self, key: egui::Key) {
        self.harness.key_press(key);
        self.settle();
    }

    /// Presses a key with modifiers.
    pub(crate) fn press_with(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Moves the clock and lets the program notice.
    pub(crate) fn pass(&mut self, ms: i64) {
        self.clock.advance_ms(ms);
        self.settle();
    }

    /// Compares the picture on the screen.
    pub(crate) fn picture(&mut self, name: &str) -> SnapshotResults {
        self.harness.remove_cursor();
        self.settle();
        let options = SnapshotOptions::new().threshold(0.6).max_failed_pixels(0);
        self.harness.snapshot_options(name, &options);
        self.harness.take_snapshot_results()
    }
}
