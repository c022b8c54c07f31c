//! Contrast of every pair of text and ground that occurs, by the rule of WCAG 2.2.

use certdeck::ui::theme::{CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT};
use egui::Color32;

/// Relative luminance, WCAG 2.2.
fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_is_legible() {
    let themes = [
        ("light", &LIGHT, 4.5),
        ("dark", &DARK, 4.5),
        ("high contrast, light", &CONTRAST_LIGHT, 7.0),
        ("high contrast, dark", &CONTRAST_DARK, 7.0),
    ];
    for (theme, tokens, least) in themes {
        for (pair, text, ground) in tokens.pairs() {
            let ratio = contrast(text, ground);
            assert!(ratio >= least, "{theme}: {pair} has {ratio:.2}, needs {least}");
        }
    }
}
