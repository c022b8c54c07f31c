//! How the program looks and behaves on this machine. Not part of the log: it is no fact about learning.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::app::command::MockSpec;
use crate::domain::practice::PracticeSpec;

/// Preferences of this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Colours.
    pub theme: Theme,
    /// Text size in per cent, 80..=200.
    pub text_percent: u32,
    /// Whether fades are left out.
    pub is_motion_reduced: bool,
    /// Local hour at which a study day begins, 0..=12.
    pub rollover_hour: u32,
    /// Whether the three questions of the first start were answered or skipped.
    pub is_set_up: bool,
    /// The last practice set.
    pub practice: Option<PracticeSpec>,
    /// How the last mock exam was set up.
    pub mock: Option<MockSpec>,
    /// Per cent right that the learner compares with, where no pass mark is published, 1..=99.
    pub line_percent: u32,
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_percent: 100,
            is_motion_reduced: false,
            rollover_hour: 4,
            is_set_up: false,
            practice: None,
            mock: None,
            line_percent: 70,
        }
    }
}

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the desktop says.
    System,
    /// Warm white.
    Light,
    /// Warm black.
    Dark,
    /// Black and white with strong lines.
    HighContrast,
}

impl Theme {
    /// All, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }
}

/// File name in the data folder.
const FILE: &str = "preferences.ron";

impl Prefs {
    /// Reads the preferences; a missing or broken file gives the defaults (and says so).
    pub fn load(data_dir: &Path) -> (Self, Option<String>) {
        let Ok(text) = std::fs::read_to_string(data_dir.join(FILE)) else {
            return (Self::default(), None);
        };
        match ron::from_str::<Self>(&text) {
            Ok(prefs) => (prefs.clamped(), None),
            Err(error) => (
                Self::default(),
                Some(format!(
                    "{FILE} could not be read: {error}. The standard settings are used until you change one."
                )),
            ),
        }
    }

    /// Writes the preferences through a temporary file, so that a crash keeps the old ones.
    pub fn save(&self, data_dir: &Path) -> std::io::Result<()> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())
            .map_err(std::io::Error::other)?;
        let temporary = data_dir.join(format!("{FILE}.new"));
        std::fs::write(&temporary, text)?;
        std::fs::rename(&temporary, data_dir.join(FILE))
    }

    /// The same with every number inside its range.
    fn clamped(mut self) -> Self {
        self.text_percent = self.text_percent.clamp(80, 200);
        self.rollover_hour = self.rollover_hour.min(12);
        self.line_percent = self.line_percent.clamp(1, 99);
        self
    }
}
