//! A number to type.

use egui::{Event, FontId, Key, Response as Widget, TextEdit, TextStyle, Ui, vec2};

use super::draft::{QuestionDraft, take};
use super::row::{RowState, draw_box, lay};
use super::status;
use crate::app::view::question::{NumericView, QuestionView, Response, Reveal};
use crate::domain::item::parse_number;
use crate::ui::theme::{self, SPACE_8, Tokens, text_scale};

/// What is said while nothing has been typed.
const HELP: &str = "Type a number, such as 1,250.5 or 25%. Enter checks.";
/// What is said while it is no number.
const NO_NUMBER: &str = "This cannot be read as a number yet. 1,250.5, 25% and $40 can.";

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    numeric: &NumericView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    if view.reveal == Reveal::Shown {
        answered(ui, view, numeric, draft);
        return None;
    }
    let mut typed = numeric.typed.clone();
    let height = TextStyle::Name("stem".into()).resolve(ui.style()).size * 1.3 + 18.0;
    let size = vec2(ui.available_width(), height);
    let row = egui::Layout::left_to_right(egui::Align::Center);
    let response = ui.allocate_ui_with_layout(size, row, |ui| field(ui, numeric, &mut typed)).inner;
    keys(ui, &response, numeric, draft);
    ui.add_space(SPACE_8);
    if numeric.typed.trim().is_empty() || numeric.is_number {
        status::line(ui, HELP);
    } else {
        status::warning(ui, NO_NUMBER);
    }
    (typed != numeric.typed).then_some(Response::Number(typed))
}

fn is_currency(unit: &str) -> bool {
    matches!(unit.trim(), "$" | "€" | "£" | "¥" | "₹")
}

fn field(ui: &mut Ui, numeric: &NumericView, typed: &mut String) -> Widget {
    let tokens = Tokens::of(ui);
    let unit = |ui: &mut Ui| ui.label(theme::strong(numeric.unit.trim()).color(tokens.muted));
    if is_currency(&numeric.unit) {
        unit(ui);
    }
    let stem = TextStyle::Name("stem".into()).resolve(ui.style());
    let id = ui.scope_id().with("number");
    let is_focused = begin(ui, numeric, id);
    let is_broken = !numeric.typed.trim().is_empty() && !numeric.is_number;
    let line = match (is_broken, is_focused) {
        (true, _) => tokens.warn,
        (false, true) => tokens.accent,
        (false, false) => tokens.line,
    };
    let width = if is_focused { 2.0 } else { tokens.line_width };
    let frame = egui::Frame::NONE
        .fill(tokens.surface)
        .stroke(egui::Stroke::new(width, line))
        .corner_radius(theme::RADIUS_CONTROL)
        .inner_margin(egui::Margin::symmetric(12, 8));
    let edit = TextEdit::singleline(typed)
        .id(id)
        .font(FontId::new(stem.size, theme::strong_family()))
        .hint_text("Number")
        .char_limit(64)
        .desired_width(200.0 * text_scale(ui))
        .frame(frame);
    let response = ui.add(edit);
    let name = if numeric.unit.trim().is_empty() {
        "Your answer".to_owned()
    } else {
        format!("Your answer in {}", numeric.unit.trim())
    };
    let response = response.accessible_name(name);
    if !is_currency(&numeric.unit) {
        unit(ui);
    }
    response
}

/// A digit or sign goes into the field wherever the focus was; a letter that checks goes out of it.
fn begin(ui: &Ui, numeric: &NumericView, id: egui::Id) -> bool {
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if has_focus {
        let is_bare = parse_number(&numeric.typed).is_some();
        let first = numeric.unit.trim().chars().next().map(|letter| letter.to_ascii_lowercase());
        let is_checking = |text: &str| {
            matches!(text, "s" | "S" | "g" | "G")
                && first != text.to_ascii_lowercase().chars().next()
        };
        if is_bare && ui.input(|i| i.events.iter().any(|e| is_text(e, is_checking))) {
            ui.input_mut(|i| i.events.retain(|event| !is_text(event, is_checking)));
            ui.memory_mut(|memory| memory.surrender_focus(id));
            return false;
        }
        return true;
    }
    let begins =
        |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || "-−+.$€£".contains(c));
    let is_free = !ui.text_edit_focused() && !ui.input(|i| i.modifiers.command || i.modifiers.alt);
    if is_free && ui.input(|i| i.events.iter().any(|event| is_text(event, begins))) {
        ui.memory_mut(|memory| memory.request_focus(id));
        return true;
    }
    false
}

fn is_text(event: &Event, is_wanted: impl Fn(&str) -> bool) -> bool {
    matches!(event, Event::Text(text) if is_wanted(text))
}

/// Enter leaves the field and goes on to the screen, which checks; Esc only leaves the field.
fn keys(ui: &Ui, response: &Widget, numeric: &NumericView, draft: &mut QuestionDraft) {
    draft.watch(response, true);
    if !response.lost_focus() {
        return;
    }
    take(ui, Key::Escape);
    if !numeric.is_number && ui.input(|i| i.key_pressed(Key::Enter)) {
        response.request_focus();
    }
}

fn answered(ui: &mut Ui, view: &QuestionView, numeric: &NumericView, draft: &mut QuestionDraft) {
    let tokens = Tokens::of(ui);
    let is_right = view.is_right == Some(true);
    let answer = numeric.answer.clone().unwrap_or_default();
    let typed = match numeric.typed.trim() {
        "" => "Left open".to_owned(),
        typed => typed.to_owned(),
    };
    let (state, reason) = if is_right {
        (RowState::RightChosen, format!("✓ Right: {answer}"))
    } else {
        (RowState::WrongChosen, format!("✗ Wrong. The answer is {answer}"))
    };
    let width = ui.available_width() - 32.0;
    let given = lay(ui, &typed, &TextStyle::Body, tokens.text, width);
    let reason_text = lay(ui, &reason, &TextStyle::Small, tokens.muted, width);
    let height = given.size().y + reason_text.size().y + 30.0;
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::focusable_noninteractive());
    let name = format!("Your answer: {typed}. {reason}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &name));
    draft.watch(&response, true);
    draw_box(ui, rect, &response, state);
    let below = rect.min + vec2(16.0, 13.0 + given.size().y + 4.0);
    ui.painter().galley(rect.min + vec2(16.0, 13.0), given, tokens.text);
    ui.painter().galley(below, reason_text, tokens.muted);
}
