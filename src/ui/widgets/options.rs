//! Large choices outside questions.

use egui::{
    Align2, FontId, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2,
};

use super::buttons::focus_ring;
use super::question::row::{RowState, draw_box, lay};
use crate::ui::theme::{self, Tokens};

/// One of several, on one line: its name and what it means.
pub fn radio_row(ui: &mut Ui, title: &str, detail: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    let width = ui.available_width();
    let font = FontId::new(TextStyle::Body.resolve(ui.style()).size, theme::strong_family());
    let head = ui.painter().layout(title.to_owned(), font, tokens.text, width - 40.0);
    let body = lay(ui, detail, &TextStyle::Small, tokens.muted, width - 40.0);
    let height = head.size().y + body.size().y + 14.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let name = format!("{title}. {detail}");
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &name));
    if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS_CONTROL, tokens.accent_soft);
    }
    focus_ring(ui, &response, rect);
    let centre = egui::pos2(rect.left() + 14.0, rect.top() + 7.0 + head.size().y / 2.0);
    let line = if is_chosen { tokens.accent } else { tokens.muted };
    ui.painter().circle_stroke(centre, 7.0, Stroke::new(1.5, line));
    if is_chosen {
        ui.painter().circle_filled(centre, 3.5, tokens.accent);
    }
    let top = rect.left_top() + vec2(32.0, 6.0);
    let below = top + vec2(0.0, head.size().y + 2.0);
    ui.painter().galley(top, head, tokens.text);
    ui.painter().galley(below, body, tokens.muted);
    response
}

/// A large choice with a title and a second line, as in the first start.
pub fn option_card(ui: &mut Ui, title: &str, detail: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    let width = ui.available_width();
    let inner = width - 72.0;
    let font = FontId::new(TextStyle::Body.resolve(ui.style()).size, theme::strong_family());
    let head = ui.painter().layout(title.to_owned(), font, tokens.text, inner);
    let body = lay(ui, detail, &TextStyle::Small, tokens.muted, inner);
    let height = head.size().y + body.size().y + 28.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let name = format!("{title}. {detail}");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, &name));
    let state = if is_chosen { RowState::Chosen } else { RowState::Idle };
    let paint = draw_box(ui, rect, &response, state);
    let centre = egui::pos2(rect.left() + 28.0, rect.center().y);
    let cap = egui::Rect::from_center_size(centre, vec2(20.0, 20.0));
    let fill = if is_chosen { tokens.accent } else { tokens.surface };
    ui.painter().rect(cap, 5, fill, Stroke::new(1.0, paint.line), StrokeKind::Inside);
    if is_chosen {
        let font = TextStyle::Small.resolve(ui.style());
        ui.painter().text(centre, Align2::CENTER_CENTER, "✓", font, tokens.on_accent);
    }
    let top = rect.top() + 12.0;
    let below = top + head.size().y + 4.0;
    ui.painter().galley(egui::pos2(rect.left() + 54.0, top), head, tokens.text);
    ui.painter().galley(egui::pos2(rect.left() + 54.0, below), body, tokens.muted);
    response
}
