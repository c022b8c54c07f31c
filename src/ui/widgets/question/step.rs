//! One row of an order: handle, number, text, buttons.

use std::sync::Arc;

use egui::{
    Color32, Galley, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, TextStyle, Ui,
    WidgetInfo, vec2,
};

use super::row::{RowState, cap, draw_box, lay, paint_of};
use crate::app::view::question::{Reveal, StepView};
use crate::ui::theme::{RADIUS_BOX, RADIUS_CONTROL, Tokens, text_scale};

/// Where a row goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    Up,
    Down,
    First,
    Last,
}

/// How a row looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlabLook {
    /// It can be moved.
    Live,
    /// The arrows move it.
    Lifted,
    /// It was checked; right, wrong, or not answered.
    Still(Option<bool>),
}

/// A row, laid out.
pub(super) struct Slab {
    text: Arc<Galley>,
    verdict: Option<Arc<Galley>>,
    reason: String,
    /// Left edge of the number, in points from the box.
    left: f32,
    pub(super) height: f32,
}

/// Width of the handle with its margin, in points.
const HANDLE: f32 = 34.0;
/// Width of the two buttons with their margin, in points.
const BUTTONS: f32 = 84.0;

impl Slab {
    /// Lays a row out over the width that is there.
    pub(super) fn lay(ui: &Ui, step: &StepView, reveal: Reveal) -> Self {
        let tokens = Tokens::of(ui);
        let (place_left, right) = match reveal {
            Reveal::Hidden => (HANDLE, BUTTONS),
            Reveal::Shown => (17.0, 17.0),
        };
        let width = (ui.available_width() - text_left(ui, place_left) - right).max(80.0);
        let reason = match step.is_right {
            None => String::new(),
            Some(true) => "✓ Right place".to_owned(),
            Some(false) => format!("✗ Wrong place: it is step {}", step.index + 1),
        };
        let text = lay(ui, &step.text, &TextStyle::Body, tokens.text, width);
        let verdict =
            (!reason.is_empty()).then(|| lay(ui, &reason, &TextStyle::Small, tokens.muted, width));
        let below = verdict.as_ref().map_or(0.0, |verdict| verdict.size().y + 4.0);
        let height = (text.size().y + below + 26.0).max(24.0 * text_scale(ui) + 22.0);
        Self { text, verdict, reason, left: place_left, height }
    }

    /// Gives the row its role and name: "2 of 6: Plan".
    pub(super) fn name(
        &self,
        ui: &Ui,
        response: &Response,
        step: &StepView,
        place: usize,
        count: usize,
    ) {
        let name = format!("{} of {count}: {} {}", place + 1, step.text, self.reason);
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, name.trim()));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_position_in_set(place);
            node.set_size_of_set(count);
        });
    }

    /// Draws the row in its place.
    pub(super) fn draw(
        &self,
        ui: &Ui,
        rect: Rect,
        response: &Response,
        shown_at: usize,
        look: SlabLook,
    ) {
        let state = match look {
            SlabLook::Live | SlabLook::Still(None) => RowState::Idle,
            SlabLook::Lifted => RowState::Chosen,
            SlabLook::Still(Some(true)) => RowState::RightChosen,
            SlabLook::Still(Some(false)) => RowState::WrongChosen,
        };
        let paint = draw_box(ui, rect, response, state);
        if !matches!(look, SlabLook::Still(_)) {
            handle(ui, rect, paint.mark);
            if response.hovered() {
                ui.set_cursor_icon(egui::CursorIcon::Grab);
            }
        }
        self.inside(ui, rect, shown_at, state);
    }

    /// Draws the row as it hangs on the pointer.
    pub(super) fn lift(&self, ui: &Ui, rect: Rect, shown_at: usize) {
        let tokens = Tokens::of(ui);
        let stroke = Stroke::new(2.0, tokens.accent);
        ui.painter().rect(rect, RADIUS_BOX, tokens.raised, stroke, StrokeKind::Inside);
        handle(ui, rect, tokens.accent);
        ui.set_cursor_icon(egui::CursorIcon::Grabbing);
        self.inside(ui, rect, shown_at, RowState::Chosen);
    }

    fn inside(&self, ui: &Ui, rect: Rect, shown_at: usize, state: RowState) {
        let tokens = Tokens::of(ui);
        let paint = paint_of(ui, state, false);
        let side = 24.0 * text_scale(ui);
        let number = (shown_at + 1).to_string();
        let min = egui::pos2(rect.left() + self.left, rect.top() + 11.0);
        cap(ui, min, &number, state != RowState::Idle, 6, &paint);
        let left = rect.left() + text_left(ui, self.left);
        let below = self.verdict.as_ref().map_or(0.0, |verdict| verdict.size().y + 4.0);
        let half = self.text.size().y * 0.5 + below * 0.5;
        let top = (rect.center().y - half)
            .max(rect.top() + 11.0 + (side - self.text.size().y).min(0.0) / 2.0);
        ui.painter().galley(egui::pos2(left, top), Arc::clone(&self.text), tokens.text);
        if let Some(verdict) = &self.verdict {
            let place = egui::pos2(left, top + self.text.size().y + 4.0);
            ui.painter().galley(place, Arc::clone(verdict), tokens.muted);
        }
    }
}

/// Draws "up" and "down" at the right of a row. They take no keyboard focus: the row has keys.
pub(super) fn buttons(
    ui: &Ui,
    rect: Rect,
    place: usize,
    count: usize,
    step: &StepView,
) -> Option<Move> {
    let ends = [(Move::Up, place > 0, "up"), (Move::Down, place + 1 < count, "down")];
    let mut asked = None;
    for (at, (direction, is_possible, word)) in ends.into_iter().enumerate() {
        let centre = egui::pos2(rect.right() - 60.0 + 36.0 * at as f32, rect.center().y);
        let place = Rect::from_center_size(centre, vec2(34.0, 34.0));
        let id = ui.scope_id().with((word, step.index));
        let sense = if is_possible { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(place, id, sense);
        let name = format!("Move {word}: {}", step.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, is_possible, &name));
        arrow(ui, place, &response, direction, is_possible);
        if response.clicked() {
            asked = Some(direction);
        }
    }
    asked
}

/// Left edge of the text of a row, in points from its box.
fn text_left(ui: &Ui, number: f32) -> f32 {
    number + 24.0 * text_scale(ui) + 14.0
}

/// Six dots: something that can be taken hold of.
fn handle(ui: &Ui, rect: Rect, colour: Color32) {
    let centre = egui::pos2(rect.left() + HANDLE / 2.0, rect.center().y);
    for (x, y) in [(-3.0, -6.0), (-3.0, 0.0), (-3.0, 6.0), (3.0, -6.0), (3.0, 0.0), (3.0, 6.0)] {
        ui.painter().circle_filled(centre + vec2(x, y), 1.6, colour);
    }
}

fn arrow(ui: &Ui, rect: Rect, response: &Response, direction: Move, is_possible: bool) {
    let tokens = Tokens::of(ui);
    let is_hovered = is_possible && response.hovered();
    if is_hovered {
        ui.painter().rect_filled(rect, RADIUS_CONTROL, tokens.accent_soft);
        let stroke = Stroke::new(tokens.line_width, tokens.accent);
        ui.painter().rect_stroke(rect, RADIUS_CONTROL, stroke, StrokeKind::Inside);
    }
    let colour = match (is_possible, is_hovered) {
        (false, _) => tokens.line,
        (true, true) => tokens.accent,
        (true, false) => tokens.muted,
    };
    let sign = if direction == Move::Up { -1.0 } else { 1.0 };
    let point = |x: f32, y: f32| -> Pos2 { rect.center() + vec2(x, y * sign) };
    let line = vec![point(-5.0, -2.5), point(0.0, 2.5), point(5.0, -2.5)];
    ui.painter().add(Shape::line(line, Stroke::new(2.0, colour)));
}
