//! Pairs to find: for each left a field with a list of rights, and rights to drag onto the lefts.

use std::sync::Arc;

use egui::{Galley, Rect, Sense, TextStyle, Ui, vec2};

use super::chips;
use super::draft::{QuestionDraft, short};
use super::picker::{Keys, Picked, Picker};
use super::row::{RowState, draw_box, lay};
use super::status;
use crate::app::view::question::{LeftView, MatchView, QuestionView, Response, Reveal};
use crate::ui::theme::{self, SPACE_8, Tokens, text_scale};

/// What is said while nothing has happened yet.
const HELP: &str =
    "Drag an answer onto a line, or focus a line and type its letter. Delete clears.";

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    matching: &MatchView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    if view.reveal == Reveal::Shown {
        for left in &matching.lefts {
            answered(ui, matching, left, draft);
            ui.add_space(SPACE_8);
        }
        return None;
    }
    let lines: Vec<String> =
        matching.rights.iter().map(|right| format!("{}. {}", right.letter, right.text)).collect();
    let mut given = None;
    let mut rects = Vec::new();
    for (place, left) in matching.lefts.iter().enumerate() {
        let (rect, picked) = open_row(ui, view, place, left, &lines, draft);
        rects.push(rect);
        given = given.or(picked.map(|picked| (place, picked)));
        ui.add_space(SPACE_8);
    }
    ui.add_space(theme::SPACE_4);
    let given = given.or_else(|| chips::ui(ui, matching, &rects, draft));
    status::line(ui, if draft.said.is_empty() { HELP } else { &draft.said });
    let (left, picked) = given?;
    Some(pair(matching, left, picked, draft))
}

fn pair(matching: &MatchView, left: usize, picked: Picked, draft: &mut QuestionDraft) -> Response {
    let name = matching.lefts.get(left).map_or_else(String::new, |left| short(&left.text));
    match picked {
        Picked::Nothing => {
            draft.said = format!("{name}: cleared");
            matching.paired(left, None)
        }
        Picked::Line(right) => {
            let right_name = matching.rights.get(right).map_or("", |right| &right.text);
            draft.said = format!("{name}: {}", short(right_name));
            matching.paired(left, Some(right))
        }
    }
}

/// How a row divides its width: the left text, and what stands beside or below it.
struct Split {
    left: f32,
    right: f32,
    is_stacked: bool,
}

impl Split {
    fn of(ui: &Ui) -> Self {
        let inner = ui.available_width() - 32.0;
        if inner < 430.0 * text_scale(ui) {
            return Self { left: inner, right: inner, is_stacked: true };
        }
        let left = (inner - 16.0) * 0.45;
        Self { left, right: inner - 16.0 - left, is_stacked: false }
    }

    /// Height of the row around its two parts.
    fn height(&self, left: f32, right: f32) -> f32 {
        let inner = if self.is_stacked { left + 8.0 + right } else { left.max(right) };
        inner + 18.0
    }

    /// Boxes of the two parts inside a row.
    fn parts(&self, row: Rect, left: f32, right: f32) -> (Rect, Rect) {
        let inner = row.shrink2(vec2(16.0, 9.0));
        let left_size = vec2(self.left, left);
        let right_size = vec2(self.right, right);
        if self.is_stacked {
            let below = inner.min + vec2(0.0, left + 8.0);
            let left = Rect::from_min_size(inner.min, left_size);
            return (left, Rect::from_min_size(below, right_size));
        }
        let centred = |x: f32, size: egui::Vec2| {
            Rect::from_min_size(egui::pos2(x, inner.center().y - size.y / 2.0), size)
        };
        (centred(inner.left(), left_size), centred(inner.left() + self.left + 16.0, right_size))
    }
}

fn left_galley(ui: &Ui, left: &LeftView, width: f32) -> Arc<Galley> {
    lay(ui, &left.text, &TextStyle::Body, Tokens::of(ui).text, width)
}

fn open_row(
    ui: &mut Ui,
    view: &QuestionView,
    place: usize,
    left: &LeftView,
    lines: &[String],
    draft: &mut QuestionDraft,
) -> (Rect, Option<Picked>) {
    let answer = Picker {
        field: place,
        name: &left.text,
        lines,
        given: left.given,
        is_complete: view.is_complete,
        keys: Keys::Letters,
    };
    let split = Split::of(ui);
    let text = left_galley(ui, left, split.left);
    let field = answer.galley(ui, split.right).size().y + 16.0;
    let size = vec2(ui.available_width(), split.height(text.size().y, field));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let is_target = draft.drag.is_some()
        && ui.input(|i| i.pointer.latest_pos()).is_some_and(|pointer| rect.contains(pointer));
    let state = if is_target { RowState::Chosen } else { RowState::Idle };
    draw_box(ui, rect, &response, state);
    let (text_rect, field_rect) = split.parts(rect, text.size().y, field);
    ui.painter().galley(text_rect.min, text, Tokens::of(ui).text);
    let picked = answer.ui(ui, field_rect, draft);
    (rect, picked)
}

/// A row after the check: what was put there, whether it fits, and why.
fn answered(ui: &mut Ui, matching: &MatchView, left: &LeftView, draft: &mut QuestionDraft) {
    let tokens = Tokens::of(ui);
    let words = |place: Option<usize>| {
        let right = place.and_then(|place| matching.rights.get(place));
        right.map(|right| format!("{}. {}", right.letter, right.text))
    };
    let (state, reason) = match (left.is_right, words(left.key)) {
        (Some(true), _) => (RowState::RightChosen, format!("✓ Right. {}", left.why)),
        (_, Some(key)) => (RowState::WrongChosen, format!("✗ Wrong. Right is {key}. {}", left.why)),
        (_, None) => (RowState::WrongChosen, format!("✗ Wrong. {}", left.why)),
    };
    let given = words(left.given).unwrap_or_else(|| "Left open".to_owned());
    let split = Split::of(ui);
    let text = left_galley(ui, left, split.left);
    let right = lay(ui, &given, &TextStyle::Body, tokens.text, split.right);
    let inner = ui.available_width() - 32.0;
    let why = lay(ui, reason.trim(), &TextStyle::Small, tokens.muted, inner);
    let top = split.height(text.size().y, right.size().y);
    let size = vec2(ui.available_width(), top + why.size().y + 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::focusable_noninteractive());
    let name = format!("{}: {given}. {}", left.text, reason.trim());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &name));
    draft.watch(&response, true);
    draw_box(ui, rect, &response, state);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), top));
    let (text_rect, right_rect) = split.parts(head, text.size().y, right.size().y);
    ui.painter().galley(text_rect.min, text, tokens.text);
    ui.painter().galley(right_rect.min, right, tokens.text);
    ui.painter().galley(egui::pos2(rect.left() + 16.0, rect.top() + top - 5.0), why, tokens.muted);
}
