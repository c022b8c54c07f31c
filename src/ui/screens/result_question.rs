//! One question of a result: what was given, what is right, and why the mark was lost.

use egui::{Key, Ui};

use crate::app::command::Command;
use crate::app::view::result::ResultQuestion;
use crate::domain::exam::loss::Loss;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::{self, question::QuestionDraft};

/// Draws the question.
pub(super) fn ui(ui: &mut Ui, question: &ResultQuestion, out: &mut Outbox) {
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(0, 14));
    egui::Panel::bottom("result-bottom").show_separator_line(false).frame(frame).show(ui, |ui| {
        bottom(ui, question, out);
    });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let salt = ("result-question", question.number);
        egui::ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            widgets::reading_column(ui, 720.0, |ui| body(ui, question, out));
        });
    });
    keys(ui, question, out);
}

fn body(ui: &mut Ui, question: &ResultQuestion, out: &mut Outbox) {
    ui.add_space(theme::SPACE_8);
    let title = format!("Question {}", question.number + 1);
    ui.label(theme::title_small(&title));
    let unscored = if question.row.is_unscored { ", does not count" } else { "" };
    let line = format!(
        "{}: {}{unscored}, {} s",
        question.topic, question.row.outcome, question.row.seconds
    );
    ui.add(egui::Label::new(theme::muted(ui, &line)).wrap());
    ui.add_space(theme::SPACE_16);
    if let Some(scenario) = &question.scenario {
        widgets::scenario_above(ui, &scenario.text, &scenario.case);
    }
    // Nothing can be answered here, so nothing is kept between frames.
    widgets::question::ui(ui, &question.view, &mut QuestionDraft::default());
    if !question.references.is_empty() {
        ui.add_space(theme::SPACE_8);
        let text = format!("See: {}.", question.references.join("; "));
        ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
    }
    if !question.row.is_right {
        ui.add_space(theme::SPACE_16);
        reasons(ui, question, out);
    }
    ui.add_space(theme::SPACE_24);
}

/// Why the mark was lost; one key corrects it.
fn reasons(ui: &mut Ui, question: &ResultQuestion, out: &mut Outbox) {
    ui.label(theme::strong("Why was it lost?"));
    ui.add_space(theme::SPACE_4);
    ui.horizontal_wrapped(|ui| {
        for (place, loss) in Loss::ALL.into_iter().enumerate() {
            let label = format!("{} {}", place + 1, loss.label());
            let is_chosen = question.row.loss == Some(loss);
            let is_clicked = widgets::choice_chip(ui, &label, loss.label(), is_chosen).clicked();
            out.push_if(is_clicked, || Command::CorrectLoss(question.number, loss));
        }
    });
}

fn bottom(ui: &mut Ui, question: &ResultQuestion, out: &mut Outbox) {
    let (before, after) = question.neighbours;
    ui.horizontal(|ui| {
        let is_back = widgets::button(ui, "Overview", Some("Esc")).clicked();
        out.push_if(is_back, || Command::ReviewQuestion(None));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_enabled_ui(after.is_some(), |ui| {
                let is_next = widgets::primary_button(ui, "Next", Some("Enter")).clicked();
                out.push_if(is_next, || Command::ReviewQuestion(after));
            });
            ui.add_enabled_ui(before.is_some(), |ui| {
                let is_before = widgets::button(ui, "Previous", None).clicked();
                out.push_if(is_before, || Command::ReviewQuestion(before));
            });
        });
    });
}

fn keys(ui: &Ui, question: &ResultQuestion, out: &mut Outbox) {
    let (before, after) = question.neighbours;
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    if ui.input(|i| i.modifiers.any()) {
        return;
    }
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    let is_next = pressed(Key::ArrowRight) || (!has_focus && pressed(Key::Enter));
    out.push_if(is_next && after.is_some(), || Command::ReviewQuestion(after));
    out.push_if(pressed(Key::ArrowLeft) && before.is_some(), || Command::ReviewQuestion(before));
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
    for (key, loss) in digits.into_iter().zip(Loss::ALL) {
        let is_wanted = !question.row.is_right && pressed(key);
        out.push_if(is_wanted, || Command::CorrectLoss(question.number, loss));
    }
}
