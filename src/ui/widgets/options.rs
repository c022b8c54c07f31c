//! The options of a question.

use std::sync::Arc;

use egui::{
    Align2, Color32, FontId, Galley, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui,
    WidgetInfo, vec2,
};

use super::buttons::focus_ring;
use crate::ui::theme::{self, RADIUS_BOX, Tokens};

/// How an option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionState {
    /// Not chosen.
    Idle,
    /// Chosen, not checked yet.
    Chosen,
    /// Chosen and right.
    RightChosen,
    /// Right and not chosen.
    RightMissed,
    /// Chosen and wrong.
    WrongChosen,
}

/// One option as shown.
#[derive(Debug, Clone, Copy)]
pub struct OptionRow<'a> {
    /// A–H.
    pub letter: char,
    /// What is offered.
    pub text: &'a str,
    /// Its reason; empty before the check.
    pub why: &'a str,
    /// How it stands.
    pub state: OptionState,
    /// Whether one option is to be chosen, or several.
    pub is_single: bool,
}

/// Colours of a row.
struct Paint {
    fill: Color32,
    line: Color32,
    width: f32,
    mark: Color32,
}

fn paint_of(ui: &Ui, state: OptionState, is_hovered: bool) -> Paint {
    let tokens = Tokens::of(ui);
    let thin = tokens.line_width;
    match state {
        OptionState::Idle => {
            let line = if is_hovered { tokens.accent } else { tokens.line };
            Paint { fill: tokens.surface, line, width: thin, mark: tokens.muted }
        }
        OptionState::Chosen => {
            Paint { fill: tokens.surface, line: tokens.accent, width: 2.0, mark: tokens.accent }
        }
        OptionState::RightChosen | OptionState::RightMissed => {
            Paint { fill: tokens.good_soft, line: tokens.good, width: thin, mark: tokens.good }
        }
        OptionState::WrongChosen => {
            Paint { fill: tokens.bad_soft, line: tokens.bad, width: thin, mark: tokens.bad }
        }
    }
}

/// "Right, your choice", "Right", "Wrong, your choice": never by colour alone.
fn word(state: OptionState) -> &'static str {
    match state {
        OptionState::Idle | OptionState::Chosen => "",
        OptionState::RightChosen => "✓ Right, you chose this. ",
        OptionState::RightMissed => "✓ Right. ",
        OptionState::WrongChosen => "✗ Wrong, you chose this. ",
    }
}

fn lay(ui: &Ui, text: &str, style: &TextStyle, colour: Color32, width: f32) -> Arc<Galley> {
    ui.painter().layout(text.to_owned(), style.resolve(ui.style()), colour, width)
}

/// Draws an option; the whole row can be clicked.
pub fn option_row(ui: &mut Ui, row: &OptionRow<'_>) -> Response {
    let tokens = Tokens::of(ui);
    let width = ui.available_width();
    let inner = width - 55.0 - 16.0;
    let text = lay(ui, row.text, &TextStyle::Body, tokens.text, inner);
    let reason = format!("{}{}", word(row.state), row.why);
    let why =
        (!reason.is_empty()).then(|| lay(ui, &reason, &TextStyle::Small, tokens.muted, inner));
    let why_height = why.as_ref().map_or(0.0, |why| why.size().y + 6.0);
    let height = (text.size().y + why_height + 26.0).max(50.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let is_chosen = !matches!(row.state, OptionState::Idle | OptionState::RightMissed);
    let role = if row.is_single { Role::RadioButton } else { Role::CheckBox };
    let name = format!("{}. {} {reason}", row.letter, row.text);
    response.widget_info(|| WidgetInfo::selected(role, true, is_chosen, name.trim()));
    let paint = paint_of(ui, row.state, response.hovered());
    let stroke = Stroke::new(paint.width, paint.line);
    ui.painter().rect(rect, RADIUS_BOX, paint.fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    letter(ui, rect, row, &paint);
    let top = if why.is_some() { rect.top() + 13.0 } else { rect.center().y - text.size().y / 2.0 };
    let below = top + text.size().y + 6.0;
    ui.painter().galley(egui::pos2(rect.left() + 55.0, top), text, tokens.text);
    if let Some(why) = why {
        ui.painter().galley(egui::pos2(rect.left() + 55.0, below), why, tokens.muted);
    }
    response
}

fn letter(ui: &Ui, rect: egui::Rect, row: &OptionRow<'_>, paint: &Paint) {
    let tokens = Tokens::of(ui);
    let min = rect.left_top() + vec2(17.0, 13.0);
    let cap = egui::Rect::from_min_size(min, vec2(24.0, 24.0));
    let is_full = !matches!(row.state, OptionState::Idle);
    let fill = if is_full { paint.mark } else { tokens.surface };
    let colour = if is_full { tokens.surface } else { tokens.muted };
    let radius = if row.is_single { 6 } else { 2 };
    let stroke = Stroke::new(1.0, if is_full { paint.mark } else { tokens.line });
    ui.painter().rect(cap, radius, fill, stroke, StrokeKind::Inside);
    let font = FontId::new(TextStyle::Small.resolve(ui.style()).size, theme::strong_family());
    ui.painter().text(cap.center(), Align2::CENTER_CENTER, row.letter, font, colour);
}

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
    let state = if is_chosen { OptionState::Chosen } else { OptionState::Idle };
    let paint = paint_of(ui, state, response.hovered());
    let stroke = Stroke::new(paint.width, paint.line);
    ui.painter().rect(rect, RADIUS_BOX, paint.fill, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
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
