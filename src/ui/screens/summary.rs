//! The end of a session: what was done and what to look at again.

use egui::Ui;

use crate::app::command::{Command, Screen};
use crate::app::view::plural;
use crate::app::view::summary::SummaryView;
use crate::domain::practice::{Pick, PracticeSpec};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &SummaryView, out: &mut Outbox) {
    let is_practice = view.practice.is_some();
    egui::ScrollArea::vertical().id_salt("summary").auto_shrink(false).show(ui, |ui| {
        widgets::left_column(ui, 720.0, |ui| {
            ui.add_space(theme::SPACE_24);
            ui.label(theme::title(if is_practice { "Set done" } else { "Session done" }));
            ui.label(theme::muted(ui, &line(view)));
            ui.add_space(theme::SPACE_20);
            buttons(ui, view, out);
            ui.add_space(theme::SPACE_20);
            if is_practice {
                given(ui, view);
            } else {
                missed(ui, view);
            }
            ui.add_space(theme::SPACE_24);
        });
    });
}

fn line(view: &SummaryView) -> String {
    if view.answered == 0 {
        return "Nothing was answered. Everything waits as it was.".to_owned();
    }
    let (right, asked) = view.right;
    format!(
        "{} in {}. {right} of {asked} known at the first look.",
        plural(view.answered, "answer", "answers"),
        view.elapsed
    )
}

fn buttons(ui: &mut Ui, view: &SummaryView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let is_today = widgets::primary_button(ui, "Today", Some("Enter")).clicked();
        out.push_if(is_today, || Command::Go(Screen::Today));
        if let Some(spec) = &view.practice {
            practice_buttons(ui, view, spec, out);
        } else if view.remaining > 0 {
            ui.add_space(theme::SPACE_8);
            let label = format!("Go on with {}", plural(view.remaining, "item", "items"));
            let is_on = widgets::button(ui, &label, None).clicked();
            out.push_if(is_on, || Command::StartStudy(None));
        }
    });
}

fn practice_buttons(ui: &mut Ui, view: &SummaryView, spec: &PracticeSpec, out: &mut Outbox) {
    ui.add_space(theme::SPACE_8);
    let is_again = widgets::button(ui, "Another set like this", None).clicked();
    out.push_if(is_again, || Command::StartPractice);
    if view.given.iter().any(|row| !row.is_right) {
        ui.add_space(theme::SPACE_8);
        if widgets::button(ui, "The missed ones again", None).clicked() {
            out.push(Command::SetPractice(PracticeSpec { pick: Pick::Missed, ..spec.clone() }));
            out.push(Command::StartPractice);
        }
    }
}

/// Every item of the set; each opens to its reasons.
fn given(ui: &mut Ui, view: &SummaryView) {
    for (place, row) in view.given.iter().enumerate() {
        let mark = if row.is_right { "✓ Right" } else { "✗ Wrong" };
        let title = format!("{}. {mark}: {}", place + 1, row.text);
        let title = cut(ui, &title);
        let header = egui::CollapsingHeader::new(title).id_salt(("given", place));
        header.default_open(view.given.len() == 1).show(ui, |ui| {
            ui.label(theme::muted(ui, &row.topic));
            ui.add_space(theme::SPACE_8);
            if let Some(question) = &row.question {
                // Nothing can be answered here, so nothing is kept between frames.
                widgets::question::ui(
                    ui,
                    question,
                    &mut widgets::question::QuestionDraft::default(),
                );
            } else {
                widgets::markdown(ui, &row.back, widgets::MarkdownSize::Body);
            }
            ui.add_space(theme::SPACE_12);
        });
    }
}

fn missed(ui: &mut Ui, view: &SummaryView) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("To look at again"));
        ui.add_space(theme::SPACE_8);
        if view.missed.is_empty() {
            ui.label(theme::muted(ui, "Nothing was missed in this session."));
        }
        for (prompt, topic) in &view.missed {
            ui.add(egui::Label::new(prompt).wrap());
            ui.add(egui::Label::new(theme::muted(ui, topic)).wrap());
            ui.add_space(theme::SPACE_8);
        }
        if !view.traps.is_empty() {
            ui.add_space(theme::SPACE_8);
            ui.label(theme::strong("Traps you fell for"));
            for (title, count) in &view.traps {
                let times = plural(*count, "time", "times");
                ui.add(egui::Label::new(format!("{title} ({times})")).wrap());
            }
        }
    });
}

/// A title cut to about the width that is there.
fn cut(ui: &Ui, title: &str) -> String {
    let most = (ui.available_width() / (8.0 * theme::text_scale(ui))).max(20.0) as usize;
    if title.chars().count() <= most {
        return title.to_owned();
    }
    let cut: String = title.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}
