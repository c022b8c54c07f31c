//! Bundled fonts and the voices of text.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, RichText, TextStyle, Ui};

use super::Tokens;

/// All fonts, ours before egui's.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 5] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        ("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
        ("inter-bold", include_bytes!("../../../assets/fonts/Inter-Bold.otf")),
        ("symbols", include_bytes!("../../../assets/fonts/DejaVuSans-symbols.ttf")),
        ("icons", include_bytes!("../../../assets/fonts/Phosphor-subset.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let rest = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |first: &str| {
        let mut names = vec![first.to_owned(), "symbols".to_owned(), "icons".to_owned()];
        names.extend(rest.iter().cloned());
        names
    };
    fonts.families.insert(FontFamily::Proportional, family("inter"));
    fonts.families.insert(strong_family(), family("inter-semibold"));
    fonts.families.insert(bold_family(), family("inter-bold"));
    if let Some(names) = fonts.families.get_mut(&FontFamily::Monospace) {
        names.extend(["symbols".to_owned(), "icons".to_owned()]);
    }
    fonts
}

/// The half-bold family.
pub fn strong_family() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// The bold family.
pub(super) fn bold_family() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Named text styles beside egui's own.
pub(super) const STYLES: [(&str, f32); 5] =
    [("big", 40.0), ("title", 24.0), ("title-small", 20.0), ("stem", 17.5), ("label", 12.0)];

fn named(name: &str) -> TextStyle {
    TextStyle::Name(name.into())
}

/// How much larger than usual text is shown: 1.0 at 100 %.
pub fn text_scale(ui: &Ui) -> f32 {
    TextStyle::Small.resolve(ui.style()).size / 13.0
}

/// Body text, half bold.
pub fn strong(text: &str) -> RichText {
    RichText::new(text).family(strong_family())
}

/// The title of a screen.
pub fn title(text: &str) -> RichText {
    RichText::new(text).text_style(named("title")).family(bold_family())
}

/// A large line in a box.
pub fn title_small(text: &str) -> RichText {
    RichText::new(text).text_style(named("title-small")).family(bold_family())
}

/// The title of a section.
pub fn section(ui: &Ui, text: &str) -> RichText {
    RichText::new(text)
        .text_style(named("label"))
        .family(strong_family())
        .color(Tokens::of(ui).muted)
}

/// The second voice.
pub fn muted(ui: &Ui, text: &str) -> RichText {
    RichText::new(text).text_style(TextStyle::Small).color(Tokens::of(ui).muted)
}

/// A line that wants attention.
pub fn warn(ui: &Ui, text: &str) -> RichText {
    RichText::new(text).text_style(TextStyle::Small).color(Tokens::of(ui).warn)
}
