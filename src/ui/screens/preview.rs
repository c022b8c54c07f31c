//! The selected item of the library: as it looks, its memory and its history.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::library::{HistoryRow, Preview};
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{self, MarkdownSize};

/// Draws the panel.
pub(crate) fn ui(ui: &mut Ui, view: &Preview, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(theme::muted(ui, &view.id)).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let is_closed = widgets::quiet_button(ui, "Close").clicked();
            out.push_if(is_closed, || Command::SelectItem(None));
        });
    });
    egui::ScrollArea::vertical().id_salt(("preview", view.item)).auto_shrink(false).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width() - 8.0);
            ui.add_space(theme::SPACE_4);
            widgets::pill(ui, &view.topic, widgets::PillKind::Accent);
            ui.add_space(theme::SPACE_12);
            actions(ui, view, out);
            ui.add_space(theme::SPACE_12);
            widgets::markdown(ui, &view.markdown, MarkdownSize::Body);
            if !view.references.is_empty() {
                let text = format!("See: {}.", view.references.join("; "));
                ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
            }
            if !view.note.is_empty() {
                ui.add_space(theme::SPACE_8);
                ui.add(egui::Label::new(format!("Your note: {}", view.note)).wrap());
            }
            ui.add_space(theme::SPACE_16);
            memory(ui, view);
            history(ui, &view.history);
            ui.add_space(theme::SPACE_24);
        },
    );
}

fn actions(ui: &mut Ui, view: &Preview, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        let label = if view.is_suspended { "Bring back" } else { "Suspend" };
        let is_clicked = widgets::button(ui, label, None).clicked();
        out.push_if(is_clicked, || Command::ToggleSuspendSelected);
        let label = if view.is_flagged { "Remove flag" } else { "Flag" };
        let is_clicked = widgets::button(ui, label, None).clicked();
        out.push_if(is_clicked, || Command::ToggleFlagSelected);
        let is_clicked = widgets::button(ui, "Edit", None).clicked();
        out.push_if(is_clicked, || Command::EditSelected);
        let is_clicked = widgets::button(ui, "Duplicate", None).clicked();
        out.push_if(is_clicked, || Command::DuplicateSelected);
        if view.has_figure {
            let is_clicked = widgets::button(ui, "Save figure", None)
                .on_hover_text("As SVG and PNG, for slides and other programs")
                .clicked();
            out.push_if(is_clicked, || Command::SaveFigures);
        }
        let is_clicked = widgets::button(ui, "Delete", None).clicked();
        out.push_if(is_clicked, || Command::RemoveSelected);
        if view.is_own_version {
            let is_clicked = widgets::button(ui, "Back to the deck's wording", None).clicked();
            out.push_if(is_clicked, || Command::DropOwnVersion);
        }
    });
}

fn memory(ui: &mut Ui, view: &Preview) {
    widgets::section_title(ui, "Memory");
    for line in &view.memory {
        ui.add(egui::Label::new(line).wrap());
    }
    if view.curve.len() > 1 {
        ui.add_space(theme::SPACE_8);
        curve(ui, &view.curve);
    }
    ui.add_space(theme::SPACE_16);
}

/// The forgetting curve: chance of recall from 0 to 1 over the days since the first answer.
fn curve(ui: &mut Ui, points: &[(f32, f32)]) {
    let size = egui::vec2(ui.available_width(), 96.0);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let tokens = Tokens::of(ui);
    let last = points.last().map_or(1.0, |point| point.0).max(1.0);
    let place = |&(day, recall): &(f32, f32)| {
        egui::pos2(rect.left() + day / last * rect.width(), rect.bottom() - recall * rect.height())
    };
    let painter = ui.painter_at(rect.expand(2.0));
    for level in [0.5, 0.9] {
        let y = rect.bottom() - level * rect.height();
        painter.hline(rect.x_range(), y, egui::Stroke::new(1.0, tokens.line));
    }
    painter.hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, tokens.line));
    let line: Vec<egui::Pos2> = points.iter().map(place).collect();
    painter.add(egui::Shape::line(line, egui::Stroke::new(2.0, tokens.accent)));
    let now = points.last().map_or(0.0, |point| point.1);
    let text =
        format!("Forgetting curve over {last:.0} days; chance of recall now {:.0} %", now * 100.0);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &text));
    ui.label(theme::muted(ui, &text));
}

fn history(ui: &mut Ui, rows: &[HistoryRow]) {
    widgets::section_title(ui, "Answers");
    if rows.is_empty() {
        ui.label(theme::muted(ui, "Not answered yet."));
    }
    for row in rows {
        let undone = if row.is_undone { ", taken back" } else { "" };
        let text = format!("{}: {}, {}, {} s{undone}", row.when, row.what, row.rating, row.seconds);
        ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
    }
}
