//! How egui's own widgets wear the tokens.

use egui::style::{WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Theme, vec2,
};

use super::fonts::{STYLES, bold_family};
use super::{RADIUS_BOX, RADIUS_CONTROL, Tokens};

/// Writes both styles into the context.
pub(super) fn put(ctx: &egui::Context, light: &Tokens, dark: &Tokens, scale: f32, fade: f32) {
    for (theme, tokens) in [(Theme::Light, light), (Theme::Dark, dark)] {
        ctx.style_mut_of(theme, |style| {
            sizes(style, scale);
            style.animation_time = fade;
            colours(style, tokens);
        });
    }
}

fn sizes(style: &mut Style, scale: f32) {
    let id = |size: f32, family: FontFamily| FontId::new(size * scale, family);
    let plain = FontFamily::Proportional;
    style.text_styles.insert(TextStyle::Body, id(15.0, plain.clone()));
    style.text_styles.insert(TextStyle::Button, id(15.0, plain.clone()));
    style.text_styles.insert(TextStyle::Small, id(13.0, plain.clone()));
    style.text_styles.insert(TextStyle::Heading, id(20.0, bold_family()));
    style.text_styles.insert(TextStyle::Monospace, id(14.0, FontFamily::Monospace));
    for (name, size) in STYLES {
        style.text_styles.insert(TextStyle::Name(name.into()), id(size, plain.clone()));
    }
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(14.0, 7.0);
    spacing.interact_size = vec2(40.0, 32.0);
    spacing.icon_width = 18.0;
    spacing.menu_margin = Margin::same(8);
    style.interaction.selectable_labels = false;
}

fn colours(style: &mut Style, tokens: &Tokens) {
    let visuals = &mut style.visuals;
    visuals.panel_fill = tokens.ground;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = Stroke::new(tokens.line_width, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(RADIUS_BOX);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS_CONTROL);
    visuals.extreme_bg_color = tokens.surface;
    visuals.faint_bg_color = tokens.surface;
    visuals.code_bg_color = tokens.track;
    visuals.hyperlink_color = tokens.accent;
    visuals.warn_fg_color = tokens.warn;
    visuals.error_fg_color = tokens.bad;
    visuals.selection.bg_fill = tokens.accent_soft;
    visuals.selection.stroke = Stroke::new(2.0, tokens.accent);
    visuals.window_shadow = egui::Shadow::NONE;
    visuals.popup_shadow = egui::Shadow::NONE;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.widgets = widgets(tokens);
}

fn widgets(tokens: &Tokens) -> Widgets {
    let of = |fill: Color32, line: Color32, width: f32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(width, line),
        corner_radius: CornerRadius::same(RADIUS_CONTROL),
        fg_stroke: Stroke::new(1.5, text),
        expansion: 0.0,
    };
    let width = tokens.line_width;
    Widgets {
        noninteractive: of(tokens.surface, tokens.line, width, tokens.text),
        inactive: of(tokens.raised, tokens.line, width, tokens.text),
        hovered: of(tokens.accent_soft, tokens.accent, width, tokens.text),
        active: of(tokens.accent_soft, tokens.accent, 2.0, tokens.text),
        open: of(tokens.raised, tokens.accent, width, tokens.text),
    }
}

/// The window's ground, without a margin.
pub fn ground_frame(ui: &egui::Ui) -> egui::Frame {
    egui::Frame::NONE.fill(Tokens::of(ui).ground)
}

/// The frame of a dialog.
pub fn dialog_frame(ui: &egui::Ui) -> egui::Frame {
    let tokens = Tokens::of(ui);
    egui::Frame::NONE
        .fill(tokens.surface)
        .stroke(Stroke::new(tokens.line_width, tokens.line))
        .corner_radius(RADIUS_BOX)
        .inner_margin(Margin::same(20))
}
