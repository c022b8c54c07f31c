//! Buttons, each with the key that does the same.

use egui::{
    Align2, Color32, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2,
};

use crate::ui::theme::{self, RADIUS_CONTROL, Tokens};

/// Height of a button in points.
const HEIGHT: f32 = 40.0;

/// The colours of a button.
struct Paint {
    fill: Color32,
    text: Color32,
    line: Color32,
}

fn paint_of(ui: &Ui, is_primary: bool) -> Paint {
    let tokens = Tokens::of(ui);
    let is_enabled = ui.is_enabled();
    if is_primary && is_enabled {
        Paint { fill: tokens.accent, text: tokens.on_accent, line: tokens.accent }
    } else if is_enabled {
        Paint { fill: tokens.raised, text: tokens.text, line: tokens.line }
    } else {
        Paint { fill: tokens.raised, text: tokens.muted, line: tokens.line }
    }
}

fn draw(ui: &mut Ui, text: &str, key: Option<&str>, name: &str, is_primary: bool) -> Response {
    let paint = paint_of(ui, is_primary);
    let font =
        egui::FontId::new(TextStyle::Button.resolve(ui.style()).size, theme::strong_family());
    let key_font = egui::FontId::new(font.size * 0.8, font.family.clone());
    let label = ui.painter().layout_no_wrap(text.to_owned(), font, paint.text);
    let cap = key.map(|key| ui.painter().layout_no_wrap(key.to_owned(), key_font, paint.text));
    let cap_width = cap.as_ref().map_or(0.0, |cap| cap.size().x + 20.0);
    let size = vec2(label.size().x + cap_width + 34.0, HEIGHT.max(label.size().y + 16.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let is_enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    frame(ui, &response, rect, &paint);
    let left = rect.left_center() + vec2(17.0, -label.size().y / 2.0);
    let label_width = label.size().x;
    ui.painter().galley(left, label, paint.text);
    if let Some(cap) = cap {
        let size = vec2(cap.size().x + 12.0, cap.size().y + 4.0);
        let min =
            egui::pos2(rect.left() + 17.0 + label_width + 8.0, rect.center().y - size.y / 2.0);
        let place = egui::Rect::from_min_size(min, size);
        let stroke = Stroke::new(1.0, paint.text.gamma_multiply(0.6));
        ui.painter().rect_stroke(place, 4, stroke, StrokeKind::Inside);
        ui.painter().galley(place.min + vec2(6.0, 2.0), cap, paint.text);
    }
    response
}

fn frame(ui: &Ui, response: &Response, rect: egui::Rect, paint: &Paint) {
    let tokens = Tokens::of(ui);
    let line = if response.hovered() && ui.is_enabled() { tokens.accent } else { paint.line };
    let stroke = Stroke::new(tokens.line_width, line);
    let fill = if response.is_pointer_button_down_on() && paint.fill != tokens.accent {
        tokens.accent_soft
    } else {
        paint.fill
    };
    ui.painter().rect(rect, RADIUS_CONTROL, fill, stroke, StrokeKind::Inside);
    focus_ring(ui, response, rect);
}

/// A ring of two points around what has the keyboard focus.
/// The frame around what has the focus.
pub fn focus_ring(ui: &Ui, response: &Response, rect: egui::Rect) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
        ui.painter().rect_stroke(rect.expand(2.0), RADIUS_CONTROL + 2, stroke, StrokeKind::Outside);
    }
}

/// The one main action of a screen.
pub fn primary_button(ui: &mut Ui, text: &str, key: Option<&str>) -> Response {
    draw(ui, text, key, text, true)
}

/// Any other action.
pub fn button(ui: &mut Ui, text: &str, key: Option<&str>) -> Response {
    draw(ui, text, key, text, false)
}

/// A button whose text says too little on its own.
pub fn button_named(ui: &mut Ui, text: &str, name: &str) -> Response {
    draw(ui, text, None, name, false)
}

/// An action in the second voice: text only.
pub fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    let font = TextStyle::Small.resolve(ui.style());
    let tokens = Tokens::of(ui);
    let label = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
    let size = label.size() + vec2(8.0, 10.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let is_enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, text));
    let colour =
        if response.hovered() || response.has_focus() { tokens.accent } else { tokens.muted };
    focus_ring(ui, &response, rect);
    ui.painter().galley(rect.min + vec2(4.0, 5.0), label, colour);
    response
}

/// A small choice that stays pressed.
pub fn choice_chip(ui: &mut Ui, text: &str, name: &str, is_chosen: bool) -> Response {
    let font = TextStyle::Small.resolve(ui.style());
    let tokens = Tokens::of(ui);
    let colour = if is_chosen { tokens.accent } else { tokens.text };
    let room = (ui.max_rect().width() - 30.0).max(60.0);
    let job = egui::text::LayoutJob {
        wrap: egui::text::TextWrapping::truncate_at_width(room),
        ..egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour)
    };
    let label = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let size = label.size() + vec2(24.0, 14.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let is_enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, is_enabled, is_chosen, name));
    let (fill, line) =
        if is_chosen { (tokens.accent_soft, tokens.accent) } else { (tokens.raised, tokens.line) };
    let line = if response.hovered() { tokens.accent } else { line };
    let stroke = Stroke::new(tokens.line_width, line);
    ui.painter().rect(rect, RADIUS_CONTROL, fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    ui.painter().galley(rect.min + vec2(12.0, 7.0), label, colour);
    response
}

/// One of the four grades: its name, when the item comes back, its key.
pub fn grade_button(
    ui: &mut Ui,
    text: &str,
    interval: &str,
    key: &str,
    is_primary: bool,
) -> Response {
    let paint = paint_of(ui, is_primary);
    let size = vec2(ui.available_width(), 48.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("{text}, {interval}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    frame(ui, &response, rect, &paint);
    let body = TextStyle::Button.resolve(ui.style());
    let strong = egui::FontId::new(body.size, theme::strong_family());
    let small = TextStyle::Small.resolve(ui.style());
    let top = rect.center_top() + vec2(0.0, 6.0);
    let label = format!("{text}  {key}");
    ui.painter().text(top, Align2::CENTER_TOP, label, strong, paint.text);
    let bottom = rect.center_bottom() - vec2(0.0, 5.0);
    ui.painter().text(bottom, Align2::CENTER_BOTTOM, interval, small, paint.text);
    response
}

/// A key as it looks on a keyboard.
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let tokens = Tokens::of(ui);
    let frame = egui::Frame::NONE
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(6, 2));
    frame.show(ui, |ui| ui.label(theme::muted(ui, keys))).response
}

/// A line of the palette.
pub fn palette_row(ui: &mut Ui, label: &str, keys: &str, is_selected: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, label));
    let tokens = Tokens::of(ui);
    if is_selected || response.hovered() {
        ui.painter().rect_filled(rect, RADIUS_CONTROL, tokens.accent_soft);
    }
    let colour = if is_selected { tokens.accent } else { tokens.text };
    let body = TextStyle::Body.resolve(ui.style());
    let small = TextStyle::Small.resolve(ui.style());
    ui.painter().text(
        rect.left_center() + vec2(10.0, 0.0),
        Align2::LEFT_CENTER,
        label,
        body,
        colour,
    );
    let right = rect.right_center() - vec2(10.0, 0.0);
    ui.painter().text(right, Align2::RIGHT_CENTER, keys, small, tokens.muted);
    response
}
