//! The pages of an exam that are no question: instructions, review, break, stopped clock.

use egui::Ui;

use super::exam::{Confirm, ExamDraft, Filter, counts};
use crate::app::command::{Command, ExamCommand};
use crate::app::view::exam::{ExamStage, ExamView};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Draws the page.
pub(super) fn ui(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    egui::CentralPanel::no_frame().show(ui, |ui| {
        let area = egui::ScrollArea::vertical().id_salt(("page", &view.serial)).auto_shrink(false);
        area.show(ui, |ui| {
            widgets::reading_column(ui, 680.0, |ui| {
                ui.add_space(40.0);
                match &view.stage {
                    ExamStage::Instructions(rules) => instructions(ui, view, rules, out),
                    ExamStage::Review => review(ui, view, draft, out),
                    ExamStage::Break(left) => pause(ui, left, view, out),
                    ExamStage::Paused => stopped(ui, out),
                    ExamStage::Gone(number) => gone(ui, *number, out),
                    ExamStage::Question(_) => {}
                }
                ui.add_space(theme::SPACE_24);
            });
        });
    });
}

fn lead(ui: &mut Ui, title: &str, text: &str) {
    ui.label(theme::title(title));
    ui.add_space(theme::SPACE_8);
    ui.add(egui::Label::new(text).wrap());
    ui.add_space(theme::SPACE_20);
}

fn action(ui: &mut Ui, label: &str, step: ExamCommand, out: &mut Outbox) {
    let is_clicked = widgets::primary_button(ui, label, Some("Enter")).clicked();
    out.push_if(is_clicked, || Command::Exam(step));
}

fn instructions(ui: &mut Ui, view: &ExamView, rules: &[String], out: &mut Outbox) {
    lead(ui, &view.title, "Before you begin");
    for rule in rules {
        ui.horizontal_top(|ui| {
            ui.label("•");
            ui.add(egui::Label::new(rule).wrap());
        });
        ui.add_space(theme::SPACE_8);
    }
    ui.add_space(theme::SPACE_8);
    let keys = "A–H choose, Enter goes on, F flags, Shift+A strikes out, H highlights, K is the \
                calculator, P the scratch pad, R the review page.";
    ui.add(egui::Label::new(theme::muted(ui, keys)).wrap());
    ui.add_space(theme::SPACE_20);
    action(ui, "Begin", ExamCommand::Begin, out);
}

fn review(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    let title = format!("Review: {}", view.section_title);
    lead(ui, &title, &counts(&view.cells));
    let filters =
        [("All", Filter::All), ("Not answered", Filter::Open), ("Flagged", Filter::Flagged)];
    ui.horizontal_wrapped(|ui| {
        for (label, filter) in filters {
            if widgets::choice_chip(ui, label, label, draft.filter == filter).clicked() {
                draft.filter = filter;
            }
        }
    });
    ui.add_space(theme::SPACE_12);
    let cells: Vec<_> = view
        .cells
        .iter()
        .filter(|cell| match draft.filter {
            Filter::All => true,
            Filter::Open => !cell.is_answered(),
            Filter::Flagged => cell.is_flagged,
        })
        .copied()
        .collect();
    if cells.is_empty() {
        ui.label(theme::muted(ui, "None."));
    }
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        super::exam::navigator(ui, &cells, out);
    });
    ui.add_space(theme::SPACE_20);
    let is_last = view.section.0 == view.section.1;
    let label = if is_last { "End the exam…" } else { "End this section…" };
    ui.horizontal_wrapped(|ui| {
        if widgets::primary_button(ui, label, Some("Enter")).clicked() {
            draft.confirm = Some(Confirm::EndSection);
        }
        if let Some(first) = view.cells.first() {
            let is_back = widgets::button(ui, "Back to the questions", None).clicked();
            out.push_if(is_back, || Command::Exam(ExamCommand::Show(first.number)));
        }
    });
    if let Some(minutes) = view.break_min {
        ui.add_space(theme::SPACE_8);
        let text = format!("A break of up to {minutes} minutes follows.");
        ui.label(theme::muted(ui, &text));
    }
}

fn pause(ui: &mut Ui, left: &str, view: &ExamView, out: &mut Outbox) {
    let next = format!("Next: section {} of {}.", view.section.0, view.section.1);
    lead(ui, "Break", &next);
    widgets::number_with_label(ui, left, "left of the break");
    ui.add_space(theme::SPACE_20);
    let text = "When it is over, the next section begins by itself and its clock runs.";
    ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
    ui.add_space(theme::SPACE_12);
    action(ui, "End the break", ExamCommand::EndBreak, out);
}

fn stopped(ui: &mut Ui, out: &mut Outbox) {
    lead(ui, "The clock is stopped", "The real exam does not allow this; the report says so.");
    action(ui, "Go on", ExamCommand::Resume, out);
}

fn gone(ui: &mut Ui, number: usize, out: &mut Outbox) {
    let text = "It was taken out of the deck since this form was made. It does not count.";
    lead(ui, &format!("Question {} is no longer there", number + 1), text);
    action(ui, "Next", ExamCommand::Next, out);
}
