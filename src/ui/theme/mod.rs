//! Tokens in one place: colours, type, space; and how egui's own widgets wear them.

mod fonts;
pub mod icons;
mod style;
mod tokens;

pub use fonts::{muted, section, strong, strong_family, text_scale, title, title_small, warn};
pub use style::{dialog_frame, ground_frame};
pub use tokens::{CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Tokens};

use crate::app::prefs::{Prefs, Theme};

/// Space in steps of four points.
pub const SPACE_4: f32 = 4.0;
/// Eight points.
pub const SPACE_8: f32 = 8.0;
/// Twelve points.
pub const SPACE_12: f32 = 12.0;
/// Sixteen points.
pub const SPACE_16: f32 = 16.0;
/// Twenty points.
pub const SPACE_20: f32 = 20.0;
/// Twenty-four points.
pub const SPACE_24: f32 = 24.0;
/// Corner radius of boxes.
pub const RADIUS_BOX: u8 = 12;
/// Corner radius of controls.
pub const RADIUS_CONTROL: u8 = 8;

/// What the learner chose about the look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    theme: Theme,
    text_percent: u32,
    is_motion_reduced: bool,
}

impl Choice {
    /// Reads the choice from the preferences.
    pub fn from_prefs(prefs: &Prefs) -> Self {
        Self {
            theme: prefs.theme,
            text_percent: prefs.text_percent,
            is_motion_reduced: prefs.is_motion_reduced,
        }
    }
}

pub(super) fn contrast_id() -> egui::Id {
    egui::Id::unique("certdeck-high-contrast")
}

/// Fonts and styles; once, before the first frame, in the program and in every test.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    // A desktop that does not say what it wants gets the light theme.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    style::put(ctx, &LIGHT, &DARK, 1.0, 0.12);
}

/// Puts the learner's choice into force.
pub fn apply(ctx: &egui::Context, choice: Choice) {
    let is_contrast = choice.theme == Theme::HighContrast;
    ctx.data_mut(|data| data.insert_temp(contrast_id(), is_contrast));
    let scale = choice.text_percent as f32 / 100.0;
    let fade = if choice.is_motion_reduced { 0.0 } else { 0.12 };
    let (light, dark) =
        if is_contrast { (&CONTRAST_LIGHT, &CONTRAST_DARK) } else { (&LIGHT, &DARK) };
    style::put(ctx, light, dark, scale, fade);
    ctx.set_theme(match choice.theme {
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
        Theme::System | Theme::HighContrast => egui::ThemePreference::System,
    });
}

/// The window's icon.
pub fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../../assets/icon.png"))
        .unwrap_or_default()
}
