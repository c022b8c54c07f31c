//! The end of a session: what was done and what to look at again.

use egui::Ui;

use crate::app::command::{Command, Screen};
use crate::app::view::plural;
use crate::app::view::summary::SummaryView;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &SummaryView, out: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("summary").auto_shrink(false).show(ui, |ui| {
        widgets::left_column(ui, 720.0, |ui| {
            ui.add_space(theme::SPACE_24);
            ui.label(theme::title("Session done"));
            ui.label(theme::muted(ui, &line(view)));
            ui.add_space(theme::SPACE_20);
            buttons(ui, view, out);
            ui.add_space(theme::SPACE_20);
            missed(ui, view);
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
        if view.remaining > 0 {
            ui.add_space(theme::SPACE_8);
            let label = format!("Go on with {}", plural(view.remaining, "item", "items"));
            let is_on = widgets::button(ui, &label, None).clicked();
            out.push_if(is_on, || Command::StartStudy(None));
        }
    });
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
