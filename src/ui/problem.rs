//! The window when the data folder could not be opened: what is wrong and what can be done.

use egui::Ui;

use super::theme;
use super::widgets;
use crate::app::problem::{Problem, Remedy};

/// Draws the screen; gives the remedy that was chosen.
pub(crate) fn ui(ui: &mut Ui, problem: &Problem) -> Option<Remedy> {
    let mut chosen = None;
    widgets::reading_column(ui, 640.0, |ui| {
        ui.add_space(80.0);
        ui.label(theme::title(&problem.title));
        ui.add_space(theme::SPACE_12);
        ui.add(egui::Label::new(&problem.detail).wrap());
        ui.add_space(theme::SPACE_20);
        for (place, (label, help, remedy)) in problem.remedies.iter().enumerate() {
            let response = if place == 0 {
                widgets::primary_button(ui, label, None)
            } else {
                widgets::button(ui, label, None)
            };
            if response.clicked() {
                chosen = Some(remedy.clone());
            }
            if !help.is_empty() {
                ui.add(egui::Label::new(theme::muted(ui, help)).wrap());
            }
            ui.add_space(theme::SPACE_12);
        }
    });
    chosen
}
