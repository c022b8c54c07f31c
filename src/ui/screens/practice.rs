//! Practice: building a set.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::plural;
use crate::app::view::practice::{PracticeView, TopicChoice};
use crate::domain::practice::{Effect, Feedback, Pick, PracticeSpec, What};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &PracticeView, out: &mut Outbox) {
    let Some(spec) = &view.spec else {
        widgets::empty_state(
            ui,
            "No deck is here yet",
            "Decks are still being read, or none was found.",
            None,
        );
        return;
    };
    egui::Panel::bottom("practice-bottom")
        .show_separator_line(false)
        .frame(bottom_frame())
        .show(ui, |ui| footer(ui, view, spec, out));
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("practice").auto_shrink(false).show(ui, |ui| {
            ui.add_space(theme::SPACE_8);
            let line = "A set of your own, beside what today holds.";
            widgets::screen_header(ui, "Practice", line, |_| {});
            ui.add_space(theme::SPACE_20);
            body(ui, view, spec, out);
            ui.add_space(theme::SPACE_16);
        });
    });
}

fn bottom_frame() -> egui::Frame {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(0, 14))
}

/// Two columns where there is room, one below the other where not.
fn body(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    if ui.available_width() < 700.0 {
        left(ui, view, spec, out);
        right(ui, view, spec, out);
        return;
    }
    let width = (ui.available_width() - theme::SPACE_16) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE_16;
        ui.vertical(|ui| {
            ui.set_width(width);
            left(ui, view, spec, out);
        });
        ui.vertical(|ui| {
            ui.set_width(width);
            right(ui, view, spec, out);
        });
    });
}

fn left(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    part(ui, "Certificate", |ui| {
        ui.horizontal_wrapped(|ui| {
            for (id, title) in &view.decks {
                let is_chosen = *id == spec.deck;
                let is_clicked = widgets::choice_chip(ui, title, title, is_chosen).clicked();
                out.push_if(is_clicked && !is_chosen, || {
                    let traps = matches!(spec.pick, Pick::Trap(_));
                    let pick = if traps { Pick::Any } else { spec.pick.clone() };
                    let (deck, topics) = (id.clone(), Vec::new());
                    Command::SetPractice(PracticeSpec { deck, topics, pick, ..spec.clone() })
                });
            }
        });
    });
    part(ui, "Which", |ui| {
        for choice in &view.picks {
            let is_chosen = choice.pick == spec.pick;
            let line = format!("{}, {}", choice.detail, plural(choice.n_items, "item", "items"));
            let is_clicked = widgets::radio_row(ui, choice.label, &line, is_chosen).clicked();
            out.push_if(is_clicked, || change(spec, |spec| spec.pick = choice.pick.clone()));
        }
        trap_menu(ui, view, spec, out);
    });
}

/// One trap or pair of ideas out of a list.
fn trap_menu(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    if view.traps.is_empty() {
        return;
    }
    let chosen = match &spec.pick {
        Pick::Trap(id) => view.traps.iter().find(|trap| trap.id == *id),
        _ => None,
    };
    ui.add_space(theme::SPACE_8);
    let text = chosen.map_or("One trap or pair of ideas…", |trap| trap.title.as_str());
    let width = ui.available_width() - 20.0;
    let menu = egui::ComboBox::from_id_salt("trap").selected_text(text).width(width).truncate();
    let response = menu.show_ui(ui, |ui| {
        for trap in &view.traps {
            let kind = if trap.is_pair { "pair" } else { "trap" };
            let label = format!("{} ({kind}, {})", trap.title, trap.n_items);
            let is_chosen = chosen.is_some_and(|chosen| chosen.id == trap.id);
            let is_clicked = ui.selectable_label(is_chosen, label).clicked();
            out.push_if(is_clicked, || {
                change(spec, |spec| spec.pick = Pick::Trap(trap.id.clone()))
            });
        }
    });
    response.response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "One trap or pair of ideas")
    });
}

fn right(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    part(ui, "How many", |ui| {
        chips(ui, &[("10", 10), ("20", 20), ("40", 40), ("100", 100)], &spec.n_items, |n_items| {
            out.push(change(spec, |spec| spec.n_items = n_items));
        });
    });
    part(ui, "What", |ui| {
        let kinds = [("Questions", What::Questions), ("Cards", What::Cards), ("Both", What::Both)];
        chips(ui, &kinds, &spec.what, |what| out.push(change(spec, |spec| spec.what = what)));
    });
    part(ui, "Time and feedback", |ui| {
        let times =
            [("No clock", None), ("10 min", Some(10)), ("20 min", Some(20)), ("60 min", Some(60))];
        chips(ui, &times, &spec.minutes, |time| out.push(change(spec, |spec| spec.minutes = time)));
        ui.add_space(theme::SPACE_8);
        let kinds =
            [("Right or wrong at once", Feedback::Instant), ("At the end", Feedback::AtEnd)];
        chips(ui, &kinds, &spec.feedback, |kind| {
            out.push(change(spec, |spec| spec.feedback = kind));
        });
        ui.add_space(theme::SPACE_8);
        let kinds = [("Moves the schedule", Effect::Schedule), ("Leaves it", Effect::None)];
        chips(ui, &kinds, &spec.effect, |kind| out.push(change(spec, |spec| spec.effect = kind)));
    });
    part(ui, "Topics", |ui| topics(ui, view, spec, out));
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

/// One of a few values.
fn chips<T: PartialEq + Copy>(ui: &mut Ui, all: &[(&str, T)], now: &T, mut pick: impl FnMut(T)) {
    ui.horizontal_wrapped(|ui| {
        for (label, value) in all {
            if widgets::choice_chip(ui, label, label, value == now).clicked() {
                pick(*value);
            }
        }
    });
}

fn topics(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    let all = if spec.topics.is_empty() { "All topics" } else { "Choose all topics" };
    let mut is_all = spec.topics.is_empty();
    if ui.checkbox(&mut is_all, all).changed() && is_all {
        out.push(change(spec, |spec| spec.topics.clear()));
    }
    let domains = view.topics.iter().enumerate().filter(|(_, topic)| topic.depth == 0);
    for (at, domain) in domains {
        let rest = view.topics.get(at + 1..).unwrap_or_default();
        let parts: Vec<&TopicChoice> = rest.iter().take_while(|topic| topic.depth > 0).collect();
        topic_box(ui, domain, spec, out);
        if parts.is_empty() {
            continue;
        }
        let n_chosen = parts.iter().filter(|part| part.is_chosen).count();
        let label = match n_chosen {
            0 => plural(parts.len(), "part", "parts"),
            n => format!("{n} of {}", plural(parts.len(), "part", "parts")),
        };
        ui.indent(("parts", &domain.id), |ui| {
            egui::CollapsingHeader::new(label).id_salt(("parts", &domain.id)).show(ui, |ui| {
                for part in parts {
                    topic_box(ui, part, spec, out);
                }
            });
        });
    }
}

fn topic_box(ui: &mut Ui, topic: &TopicChoice, spec: &PracticeSpec, out: &mut Outbox) {
    let mut is_on = topic.is_chosen || topic.is_covered;
    ui.add_enabled_ui(!topic.is_covered, |ui| {
        if ui.checkbox(&mut is_on, &topic.title).changed() {
            out.push(change(spec, |spec| {
                spec.topics.retain(|id| *id != topic.id);
                if is_on {
                    spec.topics.push(topic.id.clone());
                }
            }));
        }
    });
}

fn footer(ui: &mut Ui, view: &PracticeView, spec: &PracticeSpec, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let n_set = view.n_found.min(spec.n_items as usize);
        let line = match n_set {
            0 => "No item fits. Choose other topics or another kind.".to_owned(),
            n => format!(
                "{n} of {}, about {} min",
                plural(view.n_found, "item", "items"),
                view.minutes
            ),
        };
        ui.label(theme::muted(ui, &line));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_enabled_ui(n_set > 0, |ui| {
                let is_start = widgets::primary_button(ui, "Start", Some("Enter")).clicked();
                out.push_if(is_start, || Command::StartPractice);
            });
        });
    });
}

fn change(spec: &PracticeSpec, change: impl FnOnce(&mut PracticeSpec)) -> Command {
    let mut spec = spec.clone();
    change(&mut spec);
    Command::SetPractice(spec)
}
