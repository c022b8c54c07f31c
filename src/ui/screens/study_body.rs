//! The item itself on the Study screen.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::study::{Phase, StudyBody, StudyView};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::{self, MarkdownSize, question::QuestionDraft};

/// Draws the question and, once shown, the answer.
pub(crate) fn ui(ui: &mut Ui, view: &StudyView, draft: &mut QuestionDraft, out: &mut Outbox) {
    let is_open = view.phase != Phase::Question;
    match &view.body {
        StudyBody::Sides { front, back } => {
            widgets::markdown(ui, front, MarkdownSize::Stem);
            if is_open {
                answer(ui, back, &view.references);
            }
        }
        StudyBody::Cloze { asked, filled, explain } => {
            widgets::markdown(ui, if is_open { filled } else { asked }, MarkdownSize::Stem);
            if is_open {
                ui.add_space(theme::SPACE_16);
                closing(ui, explain, &view.references);
            }
        }
        StudyBody::Question(question) => {
            let given = widgets::question::ui(ui, question, draft);
            if let Some(response) = given {
                out.push(Command::Respond(response));
            }
            if is_open {
                ui.add_space(theme::SPACE_8);
                closing(ui, "", &view.references);
            }
        }
    }
    extras(ui, view);
}

fn answer(ui: &mut Ui, back: &str, references: &[String]) {
    ui.add_space(theme::SPACE_20);
    ui.separator();
    ui.add_space(theme::SPACE_16);
    widgets::markdown(ui, back, MarkdownSize::Stem);
    ui.add_space(theme::SPACE_12);
    closing(ui, "", references);
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
