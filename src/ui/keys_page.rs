//! The page of keys, opened with `?`.

use egui::Ui;

use super::outbox::Outbox;
use super::theme;
use super::widgets;
use crate::app::Command;
use crate::app::command::{STUDY_KEYS, table};

/// Draws the page over the screen.
pub(crate) fn ui(ui: &mut Ui, out: &mut Outbox) {
    let modal =
        egui::Modal::new(egui::Id::unique("keys")).frame(theme::dialog_frame(ui)).show(ui, |ui| {
            ui.set_width(440.0);
            ui.label(theme::title("Keys"));
            ui.add_space(theme::SPACE_12);
            egui::ScrollArea::vertical().max_height(ui.content_rect().height() * 0.65).show(
                ui,
                |ui| {
                    ui.label(theme::strong("While studying"));
                    for (keys, label) in STUDY_KEYS {
                        row(ui, keys, label);
                    }
                    ui.add_space(theme::SPACE_12);
                    ui.label(theme::strong("Everywhere"));
                    for entry in table().iter().filter(|entry| !entry.keys.is_empty()) {
                        row(ui, entry.keys, entry.label);
                    }
                    row(ui, "/", "Search the library");
                    row(ui, "Ctrl and + or −", "Zoom");
                },
            );
            ui.add_space(theme::SPACE_12);
            widgets::button(ui, "Close", Some("Esc")).clicked()
        });
    let is_toggled =
        !ui.text_edit_focused() && ui.input(|i| i.key_pressed(egui::Key::Questionmark));
    let is_closed = modal.inner || modal.should_close() || is_toggled;
    out.push_if(is_closed, || Command::ToggleKeys);
}

fn row(ui: &mut Ui, keys: &str, label: &str) {
    ui.horizontal(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(150.0, 24.0),
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(150.0);
                widgets::key_cap(ui, keys);
            },
        );
        ui.label(label);
    });
}
