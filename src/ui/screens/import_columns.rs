//! The columns of a table in the preview of an import, and what each of them holds.

use egui::Ui;

use super::import::change;
use crate::app::import::ImportSpec;
use crate::port::{Role, TablePreview};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Draws the columns, their roles to be corrected.
pub(super) fn ui(ui: &mut Ui, spec: &ImportSpec, table: &TablePreview, out: &mut Outbox) {
    if table.is_remembered {
        as_last_time(ui, spec, table, out);
    }
    columns(ui, spec, table, out);
}

/// Says that the roles are those of an earlier file, and offers the guess.
fn as_last_time(ui: &mut Ui, spec: &ImportSpec, table: &TablePreview, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label("Columns as last time");
        let is_clicked = widgets::quiet_button(ui, "Find them out again").clicked();
        out.push_if(is_clicked, || {
            change(spec, |spec| spec.reading.roles = Some(table.guess.clone()))
        });
    });
    ui.add_space(theme::SPACE_4);
}

fn columns(ui: &mut Ui, spec: &ImportSpec, table: &TablePreview, out: &mut Outbox) {
    egui::ScrollArea::horizontal().id_salt("columns").show(ui, |ui| {
        egui::Grid::new("columns").min_col_width(110.0).max_col_width(220.0).show(ui, |ui| {
            for (place, role) in table.roles.iter().enumerate() {
                let name = format!("Role of column {}", place + 1);
                let menu =
                    egui::ComboBox::from_id_salt(("role", place)).selected_text(role_words(*role));
                let shown = menu.show_ui(ui, |ui| roles(ui, spec, table, place, out));
                shown
                    .response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
            }
            ui.end_row();
            for head in &table.heads {
                ui.add(egui::Label::new(theme::strong(head)).truncate());
            }
            ui.end_row();
            for row in &table.rows {
                for cell in row.iter().take(table.roles.len()) {
                    let line = cell.replace('\n', " ");
                    ui.add(egui::Label::new(theme::muted(ui, &line)).truncate());
                }
                ui.end_row();
            }
        });
    });
}

fn roles(ui: &mut Ui, spec: &ImportSpec, table: &TablePreview, place: usize, out: &mut Outbox) {
    let present = table.roles.get(place).copied();
    for role in Role::ALL {
        // A further option comes behind those that are there.
        let n_options = table.roles.iter().filter(|role| matches!(role, Role::Option(_))).count();
        let wished = match role {
            Role::Option(_) => match present {
                Some(Role::Option(n)) => Role::Option(n),
                _ => Role::Option(n_options as u8),
            },
            Role::Why(_) => match present {
                Some(Role::Why(n)) => Role::Why(n),
                _ => Role::Why(n_options.saturating_sub(1) as u8),
            },
            role => role,
        };
        let is_it = present == Some(wished);
        if ui.selectable_label(is_it, role_words(wished)).clicked() {
            let mut roles = table.roles.clone();
            if let Some(slot) = roles.get_mut(place) {
                *slot = wished;
            }
            out.push(change(spec, |spec| spec.reading.roles = Some(roles)));
        }
    }
}

fn role_words(role: Role) -> String {
    match role {
        Role::Stem => "question or front".to_owned(),
        Role::Back => "answer or back".to_owned(),
        Role::Option(place) => format!("option {}", char::from(b'A' + place.min(25))),
        Role::Options => "all options".to_owned(),
        Role::Right => "right answer".to_owned(),
        Role::Wrong => "wrong answer".to_owned(),
        Role::Key => "which are right".to_owned(),
        Role::Why(place) => format!("why, option {}", char::from(b'A' + place.min(25))),
        Role::Explain => "explanation".to_owned(),
        Role::Hint => "hint".to_owned(),
        Role::Topic => "topic".to_owned(),
        Role::Deck => "deck".to_owned(),
        Role::Tags => "tags".to_owned(),
        Role::Id => "id".to_owned(),
        Role::Number => "row number".to_owned(),
        Role::Type => "type".to_owned(),
        Role::Difficulty => "difficulty".to_owned(),
        Role::Picture => "picture".to_owned(),
        Role::Reference => "source".to_owned(),
        Role::Scenario => "scenario".to_owned(),
        Role::Note => "note".to_owned(),
        Role::Certdeck => "Certdeck".to_owned(),
        Role::Notetype => "notetype".to_owned(),
        Role::Nothing => "not read".to_owned(),
    }
}
