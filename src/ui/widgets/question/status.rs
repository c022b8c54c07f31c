//! A line that says what just happened, also to screen readers.

use egui::Ui;
use egui::accesskit::Live;

use crate::ui::theme;

/// Draws the line in the second voice; a screen reader reads it whenever it changes.
pub(super) fn line(ui: &mut Ui, text: &str) {
    let label = ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
    ui.accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}
