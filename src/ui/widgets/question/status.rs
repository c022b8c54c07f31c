//! A line that says what just happened, also to screen readers.

use egui::accesskit::Live;
use egui::{RichText, Ui};

use crate::ui::theme;

/// Draws the line in the second voice; a screen reader reads it whenever it changes.
pub(super) fn line(ui: &mut Ui, text: &str) {
    let text = theme::muted(ui, text);
    live(ui, text);
}

/// Draws the line as something that wants attention.
pub(super) fn warning(ui: &mut Ui, text: &str) {
    let text = theme::warn(ui, text);
    live(ui, text);
}

/// Says how many are to be chosen, where it is more than one.
pub(super) fn select(ui: &mut Ui, count: usize) {
    if count > 1 {
        ui.label(theme::muted(ui, &format!("Select {count}")));
        ui.add_space(theme::SPACE_4);
    }
}

fn live(ui: &mut Ui, text: RichText) {
    let label = ui.add(egui::Label::new(text).wrap());
    ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}
