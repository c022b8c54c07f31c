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

fn live(ui: &mut Ui, text: RichText) {
    let label = ui.add(egui::Label::new(text).wrap());
    ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}
