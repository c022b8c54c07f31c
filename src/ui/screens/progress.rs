//! Progress: what was done, what is coming, and where the strengths are.

use egui::{Sense, Ui, vec2};

use super::forecasts::{self, ResultDraft};
use crate::app::command::Command;
use crate::app::view::plural;
use crate::app::view::progress::{CalendarDay, ProgressView, TopicRow};
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &ProgressView, draft: &mut ResultDraft, out: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("progress").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.add_space(theme::SPACE_8);
        let line = if view.summary.is_empty() {
            "What you answer shows here from the first day on."
        } else {
            &view.summary
        };
        widgets::screen_header(ui, "Progress", line, |ui| {
            if !view.summary.is_empty() {
                let is_clicked = widgets::button(ui, "Numbers as CSV", None).clicked();
                out.push_if(is_clicked, || Command::ExportProgress);
            }
        });
        ui.add_space(theme::SPACE_12);
        if view.decks.is_empty() {
            let text =
                "Choose a certificate in Settings; then there is something to make progress in.";
            widgets::empty_state(ui, "Nothing is studied yet", text, None);
            return;
        }
        if view.decks.len() > 1 {
            ui.horizontal_wrapped(|ui| {
                for (id, title, is_shown) in &view.decks {
                    let chip = widgets::choice_chip(ui, title, title, *is_shown);
                    out.push_if(chip.clicked(), || Command::ShowProgressOf(id.clone()));
                }
            });
            ui.add_space(theme::SPACE_12);
        }
        forecasts::past_exam(ui, view, draft, out);
        parts(ui, view, out);
        ui.add_space(theme::SPACE_24);
    });
}

fn parts(ui: &mut Ui, view: &ProgressView, out: &mut Outbox) {
    forecasts::readiness(ui, view);
    part(ui, "Load to come", &view.load_text, |ui| {
        let most = view.load.iter().map(|(_, minutes)| *minutes).fold(0.0, f64::max);
        let bars: Vec<(String, Option<f64>)> = view
            .load
            .iter()
            .map(|(label, minutes)| (label.clone(), (most > 0.0).then(|| minutes / most)))
            .collect();
        let told = |place: usize| {
            let (label, minutes) = view.load.get(place)?;
            Some(format!("{label}: {}", plural(minutes.round() as usize, "minute", "minutes")))
        };
        columns(ui, &bars, &view.load_text, &told);
    });
    if !view.summary.is_empty() {
        done(ui, view);
        forecasts::ledger(ui, &view.ledger);
    }
    forecasts::traps(ui, view, out);
    part(
        ui,
        "Coverage and strength",
        "Seen items, and the mean chance to recall them today.",
        |ui| {
            for topic in &view.topics {
                self::topic(ui, topic);
            }
        },
    );
    if !view.confidence.is_empty() {
        let text = "How often you were right when you said so.";
        part(ui, "Confidence", text, |ui| {
            for row in &view.confidence {
                let share = row.right as f32 / row.n as f32;
                let line = format!(
                    "{}: {} of {} right, {:.0} % ({:.0}\u{2013}{:.0}). The word means {}.",
                    row.label,
                    row.right,
                    row.n,
                    share * 100.0,
                    row.range.0 * 100.0,
                    row.range.1 * 100.0,
                    row.promise
                );
                ui.label(&line);
                widgets::bar(ui, share, &line, Tokens::of(ui).accent);
                ui.add_space(theme::SPACE_8);
            }
        });
    }
    forecasts::fitted(ui, view, out);
}

/// What was done so far.
fn done(ui: &mut Ui, view: &ProgressView) {
    part(ui, "Answers right, by week", &view.weeks_text, |ui| {
        let bars: Vec<(String, Option<f64>)> =
            view.weeks.iter().map(|(label, share, _)| (label.clone(), *share)).collect();
        let told = |place: usize| {
            let (label, share, _) = view.weeks.get(place)?;
            let share = share.map(|share| format!("{:.0} %", share * 100.0));
            Some(format!("{label}: {}", share.as_deref().unwrap_or("too few answers")))
        };
        columns(ui, &bars, &view.weeks_text, &told);
    });
    part(ui, "Calendar", &view.calendar_text, |ui| {
        calendar(ui, &view.calendar, &view.calendar_text);
    });
}

pub(super) fn part(ui: &mut Ui, title: &str, text: &str, add: impl FnOnce(&mut Ui)) {
    widgets::section_title(ui, title);
    ui.add_space(theme::SPACE_4);
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
        ui.add_space(theme::SPACE_8);
        add(ui);
    });
    ui.add_space(theme::SPACE_16);
}

/// Bars of 0..=1 with a label under every few; what has too little data is left open. `told` says what stands
/// at a place, for the pointer.
fn columns(
    ui: &mut Ui,
    bars: &[(String, Option<f64>)],
    text: &str,
    told: &dyn Fn(usize) -> Option<String>,
) {
    let tokens = Tokens::of(ui);
    let height = 96.0;
    let size = vec2(ui.available_width(), height + 18.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, text));
    let step = rect.width() / bars.len().max(1) as f32;
    let base = rect.top() + height;
    let line = egui::Stroke::new(1.0, tokens.line);
    ui.painter()
        .line_segment([egui::pos2(rect.left(), base), egui::pos2(rect.right(), base)], line);
    let font = egui::TextStyle::Small.resolve(ui.style());
    // As many labels as have room.
    let every = (46.0 * theme::text_scale(ui) / step).ceil().max(1.0) as usize;
    for (place, (label, share)) in bars.iter().enumerate() {
        let left = rect.left() + place as f32 * step;
        if let Some(share) = share.filter(|share| *share > 0.0) {
            let top = base - (share.clamp(0.0, 1.0) as f32) * (height - 4.0);
            let bar = egui::Rect::from_min_max(
                egui::pos2(left + step * 0.15, top.min(base - 1.0)),
                egui::pos2(left + step * 0.85, base),
            );
            ui.painter().rect_filled(bar, 2, tokens.accent);
        }
        if place % every == 0 {
            let at = egui::pos2(left + step / 2.0, base + 4.0);
            let align = if place == 0 { egui::Align2::LEFT_TOP } else { egui::Align2::CENTER_TOP };
            let at = if place == 0 { egui::pos2(rect.left(), at.y) } else { at };
            ui.painter().text(at, align, label, font.clone(), tokens.muted);
        }
    }
    let hovered = response.hover_pos().map(|at| ((at.x - rect.left()) / step) as usize);
    if let Some(told) = hovered.and_then(told) {
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(told);
        });
    }
}

/// Weeks as columns, Monday on top; the darker, the more minutes.
fn calendar(ui: &mut Ui, days: &[CalendarDay], text: &str) {
    let tokens = Tokens::of(ui);
    let n_weeks = days.len().div_ceil(7).max(1);
    let cell = (ui.available_width() / n_weeks as f32).min(18.0);
    let size = vec2(cell * n_weeks as f32, cell * 7.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, text));
    let most = days.iter().map(|day| day.minutes).fold(1.0, f64::max);
    for (number, day) in days.iter().enumerate().filter(|(_, day)| !day.is_ahead) {
        let at = vec2((number / 7) as f32, (number % 7) as f32) * cell;
        let square = egui::Rect::from_min_size(rect.min + at, vec2(cell, cell)).shrink(1.5);
        let colour = if day.answers == 0 {
            tokens.track
        } else {
            let strength = 0.3 + 0.7 * (day.minutes / most) as f32;
            tokens.track.lerp_to_gamma(tokens.accent, strength)
        };
        ui.painter().rect_filled(square, 3, colour);
    }
    let hovered = response.hover_pos().and_then(|at| {
        let place = (at - rect.min) / cell;
        days.get(place.x as usize * 7 + (place.y as usize).min(6))
    });
    if let Some(day) = hovered.filter(|day| !day.is_ahead) {
        response.on_hover_text(format!(
            "{}: {} answers, {:.0} min",
            day.label, day.answers, day.minutes
        ));
    }
}

fn topic(ui: &mut Ui, row: &TopicRow) {
    let (seen, all) = row.seen;
    let weight =
        row.weight.map_or_else(String::new, |weight| format!(", {weight:.0} % of the exam"));
    let recall =
        row.recall.map_or_else(String::new, |recall| format!(", recall {:.0} %", recall * 100.0));
    let detail = format!("{seen} of {all} seen{recall}{weight}");
    let indent = row.depth as f32 * 16.0;
    ui.horizontal(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            let title = if row.depth == 0 {
                theme::strong(&row.title)
            } else {
                egui::RichText::new(&row.title)
            };
            ui.add(egui::Label::new(title).wrap());
            ui.add(egui::Label::new(theme::muted(ui, &detail)).wrap());
            let share = if all == 0 { 0.0 } else { seen as f32 / all as f32 };
            let name = format!("{}: {detail}", row.title);
            widgets::bar(ui, share * row.recall.unwrap_or(0.0), &name, Tokens::of(ui).accent);
        });
    });
    ui.add_space(theme::SPACE_8);
}
