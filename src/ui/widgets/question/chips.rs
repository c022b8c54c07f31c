//! The rights of a match: dragged onto a left, or clicked onto the first that is open.

use egui::{
    Color32, LayerId, Order, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextStyle, Ui, WidgetInfo, vec2,
};

use super::draft::{Drag, QuestionDraft};
use super::picker::Picked;
use super::row::lay;
use crate::app::view::question::{MatchView, RightView};
use crate::ui::theme::{RADIUS_CONTROL, Tokens};

/// Draws the rights below the lefts, whose boxes are `lefts`; gives the left and what was put there.
pub(super) fn ui(
    ui: &mut Ui,
    matching: &MatchView,
    lefts: &[Rect],
    draft: &mut QuestionDraft,
) -> Option<(usize, Picked)> {
    let mut given = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for (place, right) in matching.rights.iter().enumerate() {
            let response = chip(ui, right);
            if response.drag_started()
                && let Some(pointer) = response.interact_pointer_pos()
            {
                let grip = pointer - response.rect.min;
                draft.drag = Some(Drag { index: right.index, grip });
            }
            if response.clicked() {
                given = clicked(matching, place, right);
            }
        }
    });
    ui.add_space(4.0);
    given.or_else(|| dropped(ui, matching, lefts, draft))
}

/// A click puts a free right beside the first open left, and takes a used one back.
fn clicked(matching: &MatchView, place: usize, right: &RightView) -> Option<(usize, Picked)> {
    if let Some(left) = right.used_by {
        return Some((left, Picked::Nothing));
    }
    let open = matching.lefts.iter().position(|left| left.given.is_none())?;
    Some((open, Picked::Line(place)))
}

fn dropped(
    ui: &Ui,
    matching: &MatchView,
    lefts: &[Rect],
    draft: &mut QuestionDraft,
) -> Option<(usize, Picked)> {
    let drag = draft.drag?;
    let place = matching.rights.iter().position(|right| right.index == drag.index)?;
    let pointer = ui.input(|i| i.pointer.latest_pos())?;
    if ui.input(|i| i.pointer.any_down()) {
        let right = matching.rights.get(place)?;
        floating(ui, right, pointer - drag.grip);
        return None;
    }
    draft.drag = None;
    let left = lefts.iter().position(|rect| rect.contains(pointer))?;
    Some((left, Picked::Line(place)))
}

/// Text and colours of a chip.
fn look(ui: &Ui, right: &RightView) -> (String, Color32) {
    let tokens = Tokens::of(ui);
    let colour = if right.used_by.is_some() { tokens.muted } else { tokens.text };
    (format!("{}. {}", right.letter, right.text), colour)
}

fn chip(ui: &mut Ui, right: &RightView) -> Response {
    let (text, colour) = look(ui, right);
    let room = ui.max_rect().width() - 24.0;
    let galley = lay(ui, &text, &TextStyle::Small, colour, room);
    let (rect, response) =
        ui.allocate_exact_size(galley.size() + vec2(24.0, 14.0), Sense::CLICK | Sense::DRAG);
    let used = if right.used_by.is_some() { ", used" } else { "" };
    let name = format!("Answer {}: {}{used}", right.letter, right.text);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let tokens = Tokens::of(ui);
    let line = if response.hovered() { tokens.accent } else { tokens.line };
    let fill = if right.used_by.is_some() { tokens.ground } else { tokens.raised };
    paint(ui.painter(), rect, fill, Stroke::new(tokens.line_width, line));
    ui.painter().galley(rect.min + vec2(12.0, 7.0), galley, colour);
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::Grab);
    }
    response
}

fn paint(painter: &Painter, rect: Rect, fill: Color32, stroke: Stroke) {
    painter.rect(rect, RADIUS_CONTROL, fill, stroke, StrokeKind::Inside);
}

/// The chip that hangs on the pointer, over everything.
fn floating(ui: &Ui, right: &RightView, at: Pos2) {
    let tokens = Tokens::of(ui);
    let (text, _) = look(ui, right);
    let galley = lay(ui, &text, &TextStyle::Small, tokens.text, 480.0);
    let layer = LayerId::new(Order::Tooltip, ui.scope_id().with("floating"));
    let painter = ui.layer_painter(layer);
    let rect = Rect::from_min_size(at, galley.size() + vec2(24.0, 14.0));
    paint(&painter, rect, tokens.raised, Stroke::new(2.0, tokens.accent));
    painter.galley(rect.min + vec2(12.0, 7.0), galley, tokens.text);
    ui.set_cursor_icon(egui::CursorIcon::Grabbing);
}
