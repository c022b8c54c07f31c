//! Colours on paper: those of the light theme.

use crate::domain::figure::Ink;

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// The colour of a role on white; none where nothing is drawn.
pub fn rgb(ink: Ink) -> Option<Rgb> {
    let colour = match ink {
        Ink::None => return None,
        Ink::Text => 0x1D_1C1A,
        Ink::Muted => 0x67_635B,
        Ink::Line => 0xE4_E1D9,
        Ink::Surface => 0xFF_FFFF,
        Ink::Track => 0xE9_E6DE,
        Ink::Accent => 0x0F_6E66,
        Ink::AccentSoft => 0xE1_F0EE,
        Ink::Good => 0x2C_7A3F,
        Ink::GoodSoft => 0xE6_F3E8,
        Ink::Bad => 0xB3_372A,
        Ink::BadSoft => 0xFB_EAE7,
        Ink::Warn => 0x84_5C00,
        Ink::WarnSoft => 0xFB_F1DA,
    };
    let [_, red, green, blue] = u32::to_be_bytes(colour);
    Some([red, green, blue])
}
