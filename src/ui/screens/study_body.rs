//! The item itself on the Study screen.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::study::{OptionView, Phase, StudyBody, StudyView};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::{self, MarkdownSize, OptionState};

/// Draws the scenario, the question and, once shown, the answer.
pub(crate) fn ui(ui: &mut Ui, view: &StudyView, out: &mut Outbox) {
    if let Some(scenario) = &view.scenario {
        widgets::card_box(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::markdown(ui, scenario, MarkdownSize::Body);
        });
        ui.add_space(theme::SPACE_16);
    }
    let is_open = view.phase != Phase::Question;
    match &view.body {
        StudyBody::Sides { front, back, explain } => {
            widgets::markdown(ui, front, MarkdownSize::Stem);
            if is_open {
                answer(ui, back, explain, &view.references);
            }
        }
        StudyBody::Cloze { asked, filled, explain } => {
            widgets::markdown(ui, if is_open { filled } else { asked }, MarkdownSize::Stem);
            if is_open {
                ui.add_space(theme::SPACE_16);
                closing(ui, explain, &view.references);
            }
        }
        StudyBody::Choice { stem, select, options, explain } => {
            widgets::markdown(ui, stem, MarkdownSize::Stem);
            ui.add_space(theme::SPACE_16);
            choice(ui, options, *select, is_open, out);
            if is_open {
                ui.add_space(theme::SPACE_8);
                closing(ui, explain, &view.references);
            }
        }
    }
    extras(ui, view);
}

fn answer(ui: &mut Ui, back: &str, explain: &str, references: &[String]) {
    ui.add_space(theme::SPACE_20);
    ui.separator();
    ui.add_space(theme::SPACE_16);
    widgets::markdown(ui, back, MarkdownSize::Stem);
    ui.add_space(theme::SPACE_12);
    closing(ui, explain, references);
}

fn closing(ui: &mut Ui, explain: &str, references: &[String]) {
    if !explain.is_empty() {
        widgets::markdown(ui, explain, MarkdownSize::Body);
        ui.add_space(theme::SPACE_8);
    }
    if !references.is_empty() {
        let text = format!("See: {}.", references.join("; "));
        ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
    }
}

fn choice(ui: &mut Ui, options: &[OptionView], select: usize, is_open: bool, out: &mut Outbox) {
    for (place, option) in options.iter().enumerate() {
        let letter = char::from(b'A' + (place % 26) as u8);
        let row = widgets::OptionRow {
            letter,
            text: &option.text,
            why: if is_open { &option.why } else { "" },
            state: state_of(option, is_open),
            is_single: select == 1,
        };
        let response = widgets::option_row(ui, &row);
        out.push_if(!is_open && response.clicked(), || Command::Choose(place));
        ui.add_space(theme::SPACE_8);
    }
}

fn state_of(option: &OptionView, is_open: bool) -> OptionState {
    match (is_open, option.is_chosen, option.is_key) {
        (false, false, _) | (true, false, false) => OptionState::Idle,
        (false, true, _) => OptionState::Chosen,
        (true, true, true) => OptionState::RightChosen,
        (true, false, true) => OptionState::RightMissed,
        (true, true, false) => OptionState::WrongChosen,
    }
}

fn extras(ui: &mut Ui, view: &StudyView) {
    if !view.note.is_empty() && view.phase != Phase::Question {
        ui.add_space(theme::SPACE_12);
        let text = format!("Your note: {}", view.note);
        ui.add(egui::Label::new(theme::strong(&text)).wrap());
    }
    if let Some(lapses) = view.leech {
        ui.add_space(theme::SPACE_12);
        let text = format!(
            "Forgotten {lapses} times. A note with your own memory hook, or a look at the topic, \
             helps more than another repetition; Suspend sets it aside."
        );
        ui.add(egui::Label::new(theme::warn(ui, &text)).wrap());
    }
}
