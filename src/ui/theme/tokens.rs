//! Colours. The one home of colour values.

use egui::Color32;

/// All colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    /// Window.
    pub ground: Color32,
    /// Boxes, options.
    pub surface: Color32,
    /// Buttons, menus.
    pub raised: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Second voice.
    pub muted: Color32,
    /// One primary action a screen, selection, bars.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Selected row, pills.
    pub accent_soft: Color32,
    /// Right.
    pub good: Color32,
    /// Ground of what is right.
    pub good_soft: Color32,
    /// Wrong.
    pub bad: Color32,
    /// Ground of what is wrong.
    pub bad_soft: Color32,
    /// Attention, traps.
    pub warn: Color32,
    /// Ground of attention.
    pub warn_soft: Color32,
    /// Empty part of bars.
    pub track: Color32,
    /// Width of hairlines in points.
    pub line_width: f32,
}

#[expect(clippy::disallowed_methods, reason = "the one home of colour values")]
const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// Warm white.
pub static LIGHT: Tokens = Tokens {
    ground: hex(0xF7_F6F2),
    surface: hex(0xFF_FFFF),
    raised: hex(0xFF_FFFF),
    line: hex(0xE4_E1D9),
    text: hex(0x1D_1C1A),
    muted: hex(0x67_635B),
    accent: hex(0x0F_6E66),
    on_accent: hex(0xFF_FFFF),
    accent_soft: hex(0xE1_F0EE),
    good: hex(0x2C_7A3F),
    good_soft: hex(0xE6_F3E8),
    bad: hex(0xB3_372A),
    bad_soft: hex(0xFB_EAE7),
    warn: hex(0x84_5C00),
    warn_soft: hex(0xFB_F1DA),
    track: hex(0xE9_E6DE),
    line_width: 1.0,
};

/// Warm black.
pub static DARK: Tokens = Tokens {
    ground: hex(0x15_1514),
    surface: hex(0x1D_1D1B),
    raised: hex(0x24_2422),
    line: hex(0x33_322E),
    text: hex(0xEC_EAE4),
    muted: hex(0xA0_9B91),
    accent: hex(0x5C_C8BC),
    on_accent: hex(0x0B_2421),
    accent_soft: hex(0x17_312E),
    good: hex(0x7C_C98D),
    good_soft: hex(0x1A_2C1E),
    bad: hex(0xF0_8E80),
    bad_soft: hex(0x35_1D1A),
    warn: hex(0xE3_B75B),
    warn_soft: hex(0x32_2815),
    track: hex(0x2C_2B28),
    line_width: 1.0,
};

/// Pure white with strong lines.
pub static CONTRAST_LIGHT: Tokens = Tokens {
    ground: hex(0xFF_FFFF),
    surface: hex(0xFF_FFFF),
    raised: hex(0xFF_FFFF),
    line: hex(0x00_0000),
    text: hex(0x00_0000),
    muted: hex(0x2E_2E2E),
    accent: hex(0x00_4A44),
    on_accent: hex(0xFF_FFFF),
    accent_soft: hex(0xFF_FFFF),
    good: hex(0x0B_4A1B),
    good_soft: hex(0xFF_FFFF),
    bad: hex(0x86_1005),
    bad_soft: hex(0xFF_FFFF),
    warn: hex(0x55_3A00),
    warn_soft: hex(0xFF_FFFF),
    track: hex(0xD0_D0D0),
    line_width: 2.0,
};

/// Pure black with strong lines.
pub static CONTRAST_DARK: Tokens = Tokens {
    ground: hex(0x00_0000),
    surface: hex(0x00_0000),
    raised: hex(0x00_0000),
    line: hex(0xFF_FFFF),
    text: hex(0xFF_FFFF),
    muted: hex(0xD6_D6D6),
    accent: hex(0x6F_F0E2),
    on_accent: hex(0x00_0000),
    accent_soft: hex(0x00_0000),
    good: hex(0x8F_F0A4),
    good_soft: hex(0x00_0000),
    bad: hex(0xFF_B0A5),
    bad_soft: hex(0x00_0000),
    warn: hex(0xFF_D47A),
    warn_soft: hex(0x00_0000),
    track: hex(0x3A_3A3A),
    line_width: 2.0,
};

impl Tokens {
    /// The colours in force.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        let is_dark = ui.visuals().dark_mode;
        let is_contrast =
            ui.data(|data| data.get_temp::<bool>(super::contrast_id())).unwrap_or(false);
        match (is_contrast, is_dark) {
            (false, false) => &LIGHT,
            (false, true) => &DARK,
            (true, false) => &CONTRAST_LIGHT,
            (true, true) => &CONTRAST_DARK,
        }
    }

    /// Pairs of text and ground that occur, by name.
    pub fn pairs(&self) -> Vec<(&'static str, Color32, Color32)> {
        vec![
            ("text on ground", self.text, self.ground),
            ("text on surface", self.text, self.surface),
            ("text on raised", self.text, self.raised),
            ("muted on ground", self.muted, self.ground),
            ("muted on surface", self.muted, self.surface),
            ("muted on good soft", self.muted, self.good_soft),
            ("muted on bad soft", self.muted, self.bad_soft),
            ("text on good soft", self.text, self.good_soft),
            ("text on bad soft", self.text, self.bad_soft),
            ("on accent", self.on_accent, self.accent),
            ("accent on soft", self.accent, self.accent_soft),
            ("accent on ground", self.accent, self.ground),
            ("accent on surface", self.accent, self.surface),
            ("good on ground", self.good, self.ground),
            ("good on soft", self.good, self.good_soft),
            ("bad on ground", self.bad, self.ground),
            ("bad on soft", self.bad, self.bad_soft),
            ("warn on ground", self.warn, self.ground),
            ("warn on surface", self.warn, self.surface),
            ("warn on soft", self.warn, self.warn_soft),
        ]
    }
}
