//! The scenario of a case, beside or above its question.

use egui::{Id, Key, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::boxes::card_box;
use super::buttons::focus_ring;
use super::text::{MarkdownSize, markdown};
use crate::ui::theme::{self, SPACE_12, SPACE_16, SPACE_24, text_scale};

/// Width in points, at usual text size, from which two columns can be read.
const TWO_COLUMNS: f32 = 1_000.0;

/// Draws the scenario and its question: two columns where there is room, else one below the other.
///
/// `salt` names the case, so that its scroll position and whether it is folded stay from question
/// to question. `question` draws the rest; it must bring its own scroll area, and draw
/// [`scenario_above`] first where it is told to.
pub fn with_scenario(ui: &mut Ui, text: &str, salt: &str, question: impl FnOnce(&mut Ui, Place)) {
    let room = ui.available_rect_before_wrap();
    if !has_two_columns(ui) {
        question(ui, Place::Above);
        return;
    }
    let width = ((room.width() - 3.0 * SPACE_24) * 0.46).min(620.0);
    let left = Rect::from_min_size(room.min + vec2(SPACE_24, 0.0), vec2(width, room.height()));
    let edge = egui::pos2(room.right() - SPACE_12, room.bottom());
    let right = Rect::from_min_max(egui::pos2(left.right() + SPACE_12, room.top()), edge);
    ui.scope_builder(UiBuilder::new().id_salt("scenario").max_rect(left), |ui| {
        column(ui, text, salt);
    });
    ui.scope_builder(UiBuilder::new().id_salt("question").max_rect(right), |ui| {
        question(ui, Place::Beside);
    });
}

/// Whether a scenario and its question stand side by side in the width that is there.
pub fn has_two_columns(ui: &Ui) -> bool {
    ui.available_width() >= TWO_COLUMNS * text_scale(ui)
}

/// Where the scenario stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a column of its own; nothing is left to draw.
    Beside,
    /// Above the question, in its column.
    Above,
}

/// The scenario in a column that scrolls on its own: by wheel, and by key when it has the focus.
fn column(ui: &mut Ui, text: &str, salt: &str) {
    let rect = ui.max_rect();
    let id = ui.scope_id().with(("column", salt));
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Region, true, "Scenario"));
    let step = if response.has_focus() { lock_and_read(ui, id, rect.height()) } else { 0.0 };
    egui::ScrollArea::vertical().id_salt(("scenario", salt)).auto_shrink(false).show(ui, |ui| {
        ui.add_space(SPACE_16);
        let top = ui.cursor().min;
        card_box(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::section(ui, "Scenario"));
            ui.add_space(theme::SPACE_8);
            markdown(ui, text, MarkdownSize::Body);
        });
        let shown = Rect::from_min_max(top, ui.min_rect().max);
        focus_ring(ui, &response, shown.shrink(3.0));
        ui.add_space(SPACE_24);
        ui.scroll_with_delta(vec2(0.0, -step));
    });
}

/// Keeps the arrows with the column, and gives how far they scroll, in points.
fn lock_and_read(ui: &Ui, id: Id, page: f32) -> f32 {
    let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let keys = [
        (Key::ArrowDown, 48.0),
        (Key::ArrowUp, -48.0),
        (Key::PageDown, page * 0.8),
        (Key::PageUp, page * -0.8),
    ];
    let mut step = 0.0;
    for (key, points) in keys {
        if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, key)) {
            step += points;
        }
    }
    step
}

/// The scenario above its question; it can be folded away.
pub fn scenario_above(ui: &mut Ui, text: &str, salt: &str) {
    card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        let header = egui::CollapsingHeader::new(theme::strong("Scenario"));
        header.id_salt(("scenario", salt)).default_open(true).show_unindented(ui, |ui| {
            ui.add_space(theme::SPACE_8);
            markdown(ui, text, MarkdownSize::Body);
        });
    });
    ui.add_space(SPACE_16);
}
