//! The palette: every standing command, found by typing.

use egui::{Key, Ui};

use super::outbox::Outbox;
use super::theme;
use super::widgets;
use crate::app::Command;
use crate::app::command::{Entry, table};

/// What was typed and where the selection stands.
#[derive(Debug, Default)]
pub(crate) struct PaletteDraft {
    query: String,
    selected: usize,
}

/// Draws the palette over the screen.
pub(crate) fn ui(ui: &mut Ui, draft: &mut PaletteDraft, out: &mut Outbox) {
    let found = matching(&draft.query);
    let (up, down, enter) = ui.input_mut(|i| {
        let none = egui::Modifiers::NONE;
        (
            i.consume_key(none, Key::ArrowUp),
            i.consume_key(none, Key::ArrowDown),
            i.consume_key(none, Key::Enter),
        )
    });
    let last = found.len().saturating_sub(1);
    if down {
        draft.selected = (draft.selected + 1).min(last);
    }
    if up {
        draft.selected = draft.selected.saturating_sub(1);
    }
    draft.selected = draft.selected.min(last);
    let modal = egui::Modal::new(egui::Id::unique("palette")).frame(theme::dialog_frame(ui)).show(
        ui,
        |ui| {
            ui.set_width(460.0);
            let edit = egui::TextEdit::singleline(&mut draft.query)
                .hint_text("Type a command")
                .margin(egui::Margin::symmetric(12, 8));
            let response =
                ui.add_sized([ui.available_width(), 36.0], edit).accessible_name("Command");
            response.request_focus();
            if response.changed() {
                draft.selected = 0;
            }
            ui.add_space(theme::SPACE_8);
            list(ui, &found, draft.selected)
        },
    );
    let picked = modal.inner.or_else(|| enter.then_some(draft.selected));
    let entry = picked.and_then(|place| found.get(place));
    if entry.is_some() || modal.should_close() {
        *draft = PaletteDraft::default();
        out.push(Command::TogglePalette);
    }
    if let Some(entry) = entry {
        out.push(entry.command.clone());
    }
}

fn matching(query: &str) -> Vec<Entry> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    table()
        .into_iter()
        .filter(|entry| entry.command != Command::TogglePalette)
        .filter(|entry| {
            let label = entry.label.to_lowercase();
            words.iter().all(|word| label.contains(word.as_str()))
        })
        .collect()
}

fn list(ui: &mut Ui, found: &[Entry], selected: usize) -> Option<usize> {
    let mut picked = None;
    if found.is_empty() {
        ui.label(theme::muted(ui, "No command of that name."));
    }
    egui::ScrollArea::vertical().max_height(ui.content_rect().height() * 0.5).show(ui, |ui| {
        for (place, entry) in found.iter().enumerate() {
            let row = widgets::palette_row(ui, entry.label, entry.keys, place == selected);
            if place == selected {
                row.scroll_to_me(None);
            }
            if row.clicked() {
                picked = Some(place);
            }
        }
    });
    picked
}
