//! Mock exam: setting one up, and the record of all.

use egui::Ui;

use crate::app::command::{Command, MockSpec};
use crate::app::view::mock::{MockView, PastMock};
use crate::app::view::plural;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Unsaved text on this screen.
#[derive(Debug, Default)]
pub(crate) struct MockDraft {
    seed: String,
    discarding: Option<String>,
}

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &MockView, draft: &mut MockDraft, out: &mut Outbox) {
    let Some(spec) = &view.spec else {
        let text = "A deck needs an exam.ron with the rules of its exam.";
        widgets::empty_state(ui, "No exam to sit yet", text, None);
        return;
    };
    if view.interrupted.is_none() {
        let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(0, 14));
        egui::Panel::bottom("mock-bottom").show_separator_line(false).frame(frame).show(ui, |ui| {
            footer(ui, view, out);
        });
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("mock").auto_shrink(false).show(ui, |ui| {
            ui.add_space(theme::SPACE_8);
            let line = "By the real exam's rules, as far as they are known.";
            widgets::screen_header(ui, "Mock exam", line, |_| {});
            ui.add_space(theme::SPACE_20);
            if let Some((what, left)) = &view.interrupted {
                interrupted(ui, what, left, out);
            }
            columns(ui, view, spec, draft, out);
            past(ui, view, draft, out);
            ui.add_space(theme::SPACE_16);
        });
    });
}

fn interrupted(ui: &mut Ui, what: &str, left: &str, out: &mut Outbox) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("A mock exam was interrupted"));
        ui.add_space(theme::SPACE_4);
        ui.add(egui::Label::new(what).wrap());
        let line = format!("{left} The clock stood still in the meantime; the report notes it.");
        ui.add(egui::Label::new(theme::muted(ui, &line)).wrap());
        ui.add_space(theme::SPACE_12);
        ui.horizontal_wrapped(|ui| {
            let is_on = widgets::primary_button(ui, "Go on with the exam", Some("Enter")).clicked();
            out.push_if(is_on, || Command::ResumeMock);
            let is_end = widgets::button(ui, "Hand it in as it stands", None).clicked();
            out.push_if(is_end, || Command::EndInterruptedMock);
        });
    });
    ui.add_space(theme::SPACE_20);
}

/// Two columns where there is room, one below the other where not.
fn columns(ui: &mut Ui, view: &MockView, spec: &MockSpec, draft: &mut MockDraft, out: &mut Outbox) {
    if ui.available_width() < 700.0 * theme::text_scale(ui) {
        setup(ui, view, spec, draft, out);
        facts(ui, view);
        return;
    }
    let width = (ui.available_width() - theme::SPACE_16) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_16;
        ui.vertical(|ui| {
            ui.set_width(width);
            setup(ui, view, spec, draft, out);
        });
        ui.vertical(|ui| {
            ui.set_width(width);
            facts(ui, view);
        });
    });
}

fn part(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    widgets::section_title(ui, title);
    ui.add_space(theme::SPACE_4);
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    ui.add_space(theme::SPACE_16);
}

fn change(spec: &MockSpec, change: impl FnOnce(&mut MockSpec)) -> Command {
    let mut spec = spec.clone();
    change(&mut spec);
    Command::SetMock(spec)
}

fn setup(ui: &mut Ui, view: &MockView, spec: &MockSpec, draft: &mut MockDraft, out: &mut Outbox) {
    part(ui, "Exam", |ui| {
        ui.horizontal_wrapped(|ui| {
            for (id, title) in &view.decks {
                let is_clicked = widgets::choice_chip(ui, title, title, *id == spec.deck).clicked();
                out.push_if(is_clicked, || {
                    change(spec, |spec| {
                        spec.deck.clone_from(id);
                        spec.blueprint = None;
                        spec.extra_percent = 0;
                    })
                });
            }
        });
        if view.versions.len() > 1 {
            ui.add_space(theme::SPACE_8);
            for (id, title, is_chosen) in &view.versions {
                let is_clicked = widgets::radio_row(ui, title, "", *is_chosen).clicked();
                out.push_if(is_clicked, || change(spec, |spec| spec.blueprint = Some(id.clone())));
            }
        }
        if let Some(note) = &view.version_note {
            ui.add(egui::Label::new(theme::warn(ui, note)).wrap());
        }
    });
    part(ui, "Length", |ui| {
        ui.horizontal_wrapped(|ui| {
            for (length, label, is_chosen) in &view.lengths {
                let is_clicked = widgets::choice_chip(ui, label, label, *is_chosen).clicked();
                out.push_if(is_clicked, || change(spec, |spec| spec.length = *length));
            }
        });
    });
    part(ui, "Options", |ui| options(ui, view, spec, draft, out));
}

fn options(ui: &mut Ui, view: &MockView, spec: &MockSpec, draft: &mut MockDraft, out: &mut Outbox) {
    if view.extras.len() > 1 {
        ui.label(theme::muted(ui, "Extra time, where the exam grants it"));
        ui.horizontal_wrapped(|ui| {
            for percent in &view.extras {
                let label = if *percent == 0 { "None".to_owned() } else { format!("+{percent} %") };
                let is_chosen = *percent == spec.extra_percent;
                let is_clicked = widgets::choice_chip(ui, &label, &label, is_chosen).clicked();
                out.push_if(is_clicked, || change(spec, |spec| spec.extra_percent = *percent));
            }
        });
        ui.add_space(theme::SPACE_8);
    }
    if !view.is_pausable {
        let mut can_pause = spec.can_pause;
        if ui.checkbox(&mut can_pause, "Let me stop the clock").changed() {
            out.push(change(spec, |spec| spec.can_pause = can_pause));
        }
        let text = "The real exam does not; the report says so.";
        ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
        ui.add_space(theme::SPACE_8);
    }
    seed(ui, spec, draft, out);
}

/// The number that gives the same form again.
fn seed(ui: &mut Ui, spec: &MockSpec, draft: &mut MockDraft, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Form number");
        let hint = spec.seed.map_or_else(|| "a new one".to_owned(), |seed| seed.to_string());
        let edit = egui::TextEdit::singleline(&mut draft.seed).hint_text(hint).desired_width(110.0);
        let response = ui.add(edit).labelled_by(label.id);
        if response.changed() {
            draft.seed.retain(|letter| letter.is_ascii_digit());
            draft.seed.truncate(12);
            let seed = draft.seed.parse().ok();
            out.push(change(spec, |spec| spec.seed = seed));
        }
    });
    let text = "The same number gives the same form.";
    ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
}

fn facts(ui: &mut Ui, view: &MockView) {
    part(ui, "The rules", |ui| {
        for (text, basis) in &view.facts {
            let line = if basis.is_empty() { text.clone() } else { format!("{text} ({basis})") };
            ui.add(egui::Label::new(line).wrap());
            ui.add_space(theme::SPACE_4);
        }
        if !view.sources.is_empty() {
            ui.add_space(theme::SPACE_4);
            let text = format!("From: {}.", view.sources.join("; "));
            ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
        }
    });
    part(ui, "The questions", |ui| {
        let (all, fresh) = view.fresh;
        let line = format!("{}, {fresh} of them never seen.", plural(all, "question", "questions"));
        ui.add(egui::Label::new(line).wrap());
        for shortfall in &view.shortfalls {
            ui.add_space(theme::SPACE_4);
            ui.add(egui::Label::new(theme::warn(ui, shortfall)).wrap());
        }
    });
}

fn footer(ui: &mut Ui, view: &MockView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let line = "The instructions come first; the clock starts after them.";
        ui.label(theme::muted(ui, line));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_enabled_ui(view.fresh.0 > 0, |ui| {
                let is_start = widgets::primary_button(ui, "Start", Some("Enter")).clicked();
                out.push_if(is_start, || Command::StartMock);
            });
        });
    });
}

fn past(ui: &mut Ui, view: &MockView, draft: &mut MockDraft, out: &mut Outbox) {
    part(ui, "Earlier mock exams", |ui| {
        if view.past.is_empty() {
            ui.label(theme::muted(ui, "None yet. Results stay here, with every question."));
        }
        for mock in &view.past {
            row(ui, mock, draft, out);
        }
    });
}

fn row(ui: &mut Ui, mock: &PastMock, draft: &mut MockDraft, out: &mut Outbox) {
    widgets::setting_row(ui, &mock.title, &format!("{}, {}", mock.when, mock.what), |ui| {
        if draft.discarding.as_ref() == Some(&mock.id) {
            if widgets::button_named(ui, "Take it out", "Take it out of the record").clicked() {
                out.push(Command::DiscardMock(mock.id.clone()));
                draft.discarding = None;
            }
            if widgets::quiet_button(ui, "Keep").clicked() {
                draft.discarding = None;
            }
            return;
        }
        let name = format!("Result of {}", mock.when);
        let is_shown = widgets::button_named(ui, "Result", &name).clicked();
        out.push_if(is_shown, || Command::ShowResult(mock.id.clone()));
        if widgets::quiet_button(ui, "Discard…").clicked() {
            draft.discarding = Some(mock.id.clone());
        }
        ui.label(format!("{} · {}", mock.right, mock.verdict));
    });
    ui.add_space(theme::SPACE_8);
}
