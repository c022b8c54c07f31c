//! The result of a mock exam.

use egui::Ui;

use super::result_question;
use crate::app::command::{Command, ReportFormat, ResultFilter, Screen};
use crate::app::view::result::{QuestionRow, ResultView};
use crate::domain::exam::loss::Loss;
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: Option<&ResultView>, line_percent: u32, out: &mut Outbox) {
    let Some(view) = view else {
        let text = "Its deck or its exam is no longer here. The answers are kept in the log.";
        if widgets::empty_state(ui, "This result cannot be shown", text, Some("Mock exams")) {
            out.push(Command::Go(Screen::Mock));
        }
        return;
    };
    if let Some(question) = &view.question {
        result_question::ui(ui, question, out);
        return;
    }
    egui::ScrollArea::vertical().id_salt(("result", &view.id)).auto_shrink(false).show(ui, |ui| {
        ui.add_space(theme::SPACE_8);
        widgets::screen_header(ui, &view.title, &view.line, |ui| header_buttons(ui, view, out));
        ui.add_space(theme::SPACE_20);
        boxes(ui, view, line_percent, out);
        notes(ui, view);
        questions(ui, view, out);
        ui.add_space(theme::SPACE_24);
    });
}

fn header_buttons(ui: &mut Ui, view: &ResultView, out: &mut Outbox) {
    let first = view.rows.first().map(|row| row.number);
    let is_review = widgets::primary_button(ui, "Review questions", None).clicked();
    out.push_if(is_review && first.is_some(), || Command::ReviewQuestion(first));
    let export = ui.menu_button("Export…", |ui| {
        let formats = [
            ("PDF", ReportFormat::Pdf),
            ("Markdown", ReportFormat::Markdown),
            ("CSV", ReportFormat::Csv),
        ];
        for (label, format) in formats {
            let is_clicked = ui.button(label).clicked();
            out.push_if(is_clicked, || Command::ExportReport(format));
        }
    });
    export.response.on_hover_text("Written to the data folder");
}

/// Boxes in two columns where there is room.
fn boxes(ui: &mut Ui, view: &ResultView, line_percent: u32, out: &mut Outbox) {
    let is_wide = ui.available_width() > 700.0 * theme::text_scale(ui);
    pair(
        ui,
        if is_wide { Some(0.32) } else { None },
        |ui| score(ui, view, line_percent, out),
        |ui| domains(ui, view),
    );
    pair(ui, if is_wide { Some(0.5) } else { None }, |ui| losses(ui, view), |ui| pace(ui, view));
    pair(ui, if is_wide { Some(0.5) } else { None }, |ui| topics(ui, view), |ui| series(ui, view));
}

fn boxed(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        if !title.is_empty() {
            ui.label(theme::strong(title));
            ui.add_space(theme::SPACE_8);
        }
        add(ui);
    });
    ui.add_space(theme::SPACE_16);
}

/// Two boxes side by side, the first with this share of the width; or one below the other.
fn pair(
    ui: &mut Ui,
    share: Option<f32>,
    first: impl FnOnce(&mut Ui),
    second: impl FnOnce(&mut Ui),
) {
    let Some(share) = share else {
        first(ui);
        second(ui);
        return;
    };
    let room = ui.available_width() - theme::SPACE_16;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_16;
        ui.vertical(|ui| {
            ui.set_width(room * share);
            first(ui);
        });
        ui.vertical(|ui| {
            ui.set_width(room * (1.0 - share));
            second(ui);
        });
    });
}

fn score(ui: &mut Ui, view: &ResultView, line_percent: u32, out: &mut Outbox) {
    boxed(ui, "", |ui| {
        ui.label(theme::muted(ui, "Scored questions right"));
        let (right, all) = view.right;
        let below = format!("of {all} · {} %", view.percent);
        widgets::number_with_label(ui, &right.to_string(), &below);
        ui.add_space(theme::SPACE_8);
        ui.add(egui::Label::new(theme::strong(&view.verdict)).wrap());
        if view.has_bands {
            ui.add_space(theme::SPACE_8);
            let mut line = line_percent;
            let drag =
                egui::DragValue::new(&mut line).range(1..=99).prefix("Your line: ").suffix(" %");
            if ui.add(drag).accessible_name("Your line in per cent").changed() {
                out.push(Command::SetLine(line));
            }
        }
    });
}

/// What is to be known about this result.
fn notes(ui: &mut Ui, view: &ResultView) {
    if view.notes.is_empty() {
        return;
    }
    boxed(ui, "About this result", |ui| {
        for note in &view.notes {
            ui.add(egui::Label::new(theme::muted(ui, note)).wrap());
            ui.add_space(theme::SPACE_4);
        }
    });
}

fn domains(ui: &mut Ui, view: &ResultView) {
    boxed(ui, "Domains", |ui| {
        for row in &view.domains {
            let (right, all) = row.right;
            let value = if row.band.is_empty() {
                format!("{right} of {all}")
            } else {
                format!("{right} of {all} · {}", row.band)
            };
            bar_row(ui, &row.title, row.share as f32, &value, Tokens::of(ui).accent);
        }
    });
}

/// A name, a number and a bar below them.
fn bar_row(ui: &mut Ui, name: &str, share: f32, value: &str, colour: egui::Color32) {
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 190.0).max(80.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.add(egui::Label::new(name).wrap());
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(value);
        });
    });
    widgets::bar(ui, share, &format!("{name}: {value}"), colour);
    ui.add_space(theme::SPACE_8);
}

fn losses(ui: &mut Ui, view: &ResultView) {
    let all: u32 = view.losses.iter().map(|(_, n)| n).sum();
    boxed(ui, &format!("Where the {all} marks went"), |ui| {
        let most = view.losses.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
        for (loss, n) in &view.losses {
            let tokens = Tokens::of(ui);
            let colour = match loss {
                Loss::ConfidentError => tokens.bad,
                Loss::Misread | Loss::OutOfTime => tokens.warn,
                Loss::DidNotKnow | Loss::NeverSeen => tokens.accent,
            };
            bar_row(ui, loss.label(), *n as f32 / most as f32, &n.to_string(), colour);
            if *n == most && *n > 0 {
                ui.add(egui::Label::new(theme::muted(ui, loss.remedy())).wrap());
                ui.add_space(theme::SPACE_4);
            }
        }
        let changes = view.changes;
        let line = format!(
            "Changed answers: {}, of which {} from wrong to right and {} from right to wrong.",
            changes.n_all(),
            changes.to_right,
            changes.to_wrong
        );
        ui.add(egui::Label::new(theme::muted(ui, &line)).wrap());
        let out_of_time =
            view.losses.iter().find(|(loss, _)| *loss == Loss::OutOfTime).map_or(0, |(_, n)| *n);
        if out_of_time > 0 {
            let line = format!("With your pace mended, up to {out_of_time} more.");
            ui.add(egui::Label::new(theme::muted(ui, &line)).wrap());
        }
    });
}

fn pace(ui: &mut Ui, view: &ResultView) {
    boxed(ui, "Pace", |ui| {
        widgets::line_chart(ui, &view.pace, &view.pace_line);
        ui.add_space(theme::SPACE_8);
        ui.add(egui::Label::new(theme::muted(ui, &view.pace_line)).wrap());
    });
}

fn topics(ui: &mut Ui, view: &ResultView) {
    boxed(ui, "Topics, weakest first", |ui| {
        for (title, right, asked) in view.topics.iter().take(12) {
            let share = *right as f32 / (*asked).max(1) as f32;
            bar_row(ui, title, share, &format!("{right} of {asked}"), Tokens::of(ui).accent);
        }
        if view.topics.len() > 12 {
            let text = format!("and {} more, in the report", view.topics.len() - 12);
            ui.label(theme::muted(ui, &text));
        }
    });
}

fn series(ui: &mut Ui, view: &ResultView) {
    boxed(ui, "Your mocks of this exam", |ui| {
        for (when, percent) in &view.series {
            let share = *percent as f32 / 100.0;
            bar_row(ui, when, share, &format!("{percent} %"), Tokens::of(ui).accent);
        }
        if view.series.len() < 2 {
            ui.label(theme::muted(ui, "The next one will stand beside this."));
        }
    });
}

fn questions(ui: &mut Ui, view: &ResultView, out: &mut Outbox) {
    boxed(ui, "Questions", |ui| {
        let filters = [
            ("All", ResultFilter::All),
            ("Not right", ResultFilter::Wrong),
            ("Flagged", ResultFilter::Flagged),
            ("Changed", ResultFilter::Changed),
        ];
        ui.horizontal_wrapped(|ui| {
            for (label, filter) in filters {
                let is_clicked =
                    widgets::choice_chip(ui, label, label, view.filter == filter).clicked();
                out.push_if(is_clicked, || Command::FilterResult(filter));
            }
        });
        ui.add_space(theme::SPACE_8);
        for row in &view.rows {
            question_row(ui, row, out);
        }
        if view.rows.is_empty() {
            ui.label(theme::muted(ui, "None."));
        }
    });
}

fn question_row(ui: &mut Ui, row: &QuestionRow, out: &mut Outbox) {
    let mark = if row.is_right { "✓" } else { "✗" };
    let loss =
        row.loss.map_or_else(String::new, |loss| format!(", {}", loss.label().to_lowercase()));
    let unscored = if row.is_unscored { ", does not count" } else { "" };
    let flag = if row.is_flagged { ", flagged" } else { "" };
    let detail = format!("{}{loss}{unscored}{flag}, {} s", row.outcome, row.seconds);
    let title = format!("{mark} {}. {}", row.number + 1, row.text);
    let is_clicked = widgets::list_row(ui, &title, &detail).clicked();
    out.push_if(is_clicked, || Command::ReviewQuestion(Some(row.number)));
}
