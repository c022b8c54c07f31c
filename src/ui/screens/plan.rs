//! Plan: what is expected on the exam day, and what else could be done.

use egui::Ui;
use egui_plot::{FilledArea, HLine, Line, Plot, PlotPoints, Points};

use crate::app::command::{Command, Screen};
use crate::app::view::plan::{ChangeRow, PlanView};
use crate::app::whatif::WhatIfSpec;
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("plan").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.add_space(theme::SPACE_8);
        widgets::screen_header(ui, "Plan", &view.line, |ui| {
            let is_clicked = widgets::button(ui, "Dates and minutes", None).clicked();
            out.push_if(is_clicked, || Command::Go(Screen::Settings));
        });
        ui.add_space(theme::SPACE_12);
        decks(ui, view, out);
        if !view.empty.is_empty() {
            let action = (!view.empty.ends_with('\u{2026}')).then_some("Open Settings");
            if widgets::empty_state(ui, "No plan yet", &view.empty, action) {
                out.push(Command::Go(Screen::Settings));
            }
            return;
        }
        if let Some(text) = &view.backlog {
            backlog(ui, view, text, out);
        }
        expected(ui, view, out);
        what_if(ui, view, out);
        changes(ui, view, out);
        course(ui, view);
        ui.add_space(theme::SPACE_24);
    });
}

fn decks(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    if view.decks.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (id, title, is_shown) in &view.decks {
            let chip = widgets::choice_chip(ui, title, title, *is_shown);
            out.push_if(chip.clicked(), || Command::ShowPlanOf(id.clone()));
        }
    });
    ui.add_space(theme::SPACE_12);
}

fn part(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong(title));
        ui.add_space(theme::SPACE_8);
        add(ui);
    });
    ui.add_space(theme::SPACE_16);
}

fn wrapped(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
}

/// What fell behind, with what brings the earlier forecast back.
fn backlog(ui: &mut Ui, view: &PlanView, text: &str, out: &mut Outbox) {
    part(ui, "Some of it fell behind", |ui| {
        let text = format!(
            "{text} Nothing changes until you choose something below, and each choice can be undone. \
             Clearing the whole backlog first is not offered: it costs more points than it brings."
        );
        wrapped(ui, &text);
        if !view.back.is_empty() {
            ui.add_space(theme::SPACE_8);
            ui.label("Back to the forecast from before:");
            table(ui, "back", &view.back, out);
        }
    });
}

fn expected(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    part(ui, "If every day goes like this", |ui| {
        match &view.score {
            Some(score) => {
                ui.label(theme::title_small(&score.range));
                ui.add_space(theme::SPACE_4);
                let (low, high, line) = score.bar;
                widgets::range_bar(ui, low, high, Some(line), &score.range, false);
                ui.add_space(theme::SPACE_4);
                wrapped(ui, &score.text);
            }
            None => wrapped(
                ui,
                "Too few first answers for a score. The curve below shows how much of the deck you \
                 would know.",
            ),
        }
        ui.add_space(theme::SPACE_8);
        for sentence in &view.sentences {
            ui.add(egui::Label::new(sentence).wrap());
        }
        quarters(ui, view, out);
        if view.n_left_out > 0 {
            ui.add_space(theme::SPACE_4);
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::muted(ui, &format!("{} items are given up.", view.n_left_out)));
                let deck = view.spec.deck.clone();
                let is_clicked = widgets::quiet_button(ui, "Take them back in").clicked();
                out.push_if(is_clicked, || Command::TakeBackLeftOut(deck));
            });
        }
    });
}

/// The share of the minutes, where several exams want them.
fn quarters(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    let Some((now, is_fixed)) = view.quarters else { return };
    ui.add_space(theme::SPACE_8);
    ui.label(theme::muted(ui, "Share of the minutes"));
    ui.horizontal_wrapped(|ui| {
        let best = widgets::choice_chip(ui, "What is best", "Share: what is best", !is_fixed);
        let deck = || view.spec.deck.clone();
        out.push_if(best.clicked(), || Command::SetQuarters(deck(), None));
        let shares =
            [(1, "A quarter"), (2, "Half"), (3, "Three quarters"), (4, "All"), (0, "None for now")];
        for (quarters, label) in shares {
            let is_it = is_fixed && now == quarters;
            let chip = widgets::choice_chip(ui, label, &format!("Share: {label}"), is_it);
            out.push_if(chip.clicked(), || Command::SetQuarters(deck(), Some(quarters)));
        }
    });
}

fn what_if(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    part(ui, &view.curve_title, |ui| {
        ui.scope(|ui| curve(ui, view));
        ui.add_space(theme::SPACE_8);
        sliders(ui, view, out);
        ui.add_space(theme::SPACE_8);
        ui.horizontal_wrapped(|ui| {
            let text = if view.tried.is_empty() { "Working it out\u{2026}" } else { &view.tried };
            ui.label(theme::strong(text));
            if view.is_changed {
                ui.add_space(theme::SPACE_8);
                let is_clicked = widgets::primary_button(ui, "Use this", None).clicked();
                out.push_if(is_clicked, || Command::ApplyWhatIf);
                let deck = view.spec.deck.clone();
                let is_clicked = widgets::quiet_button(ui, "As it was").clicked();
                out.push_if(is_clicked, || {
                    Command::SetWhatIf(WhatIfSpec { deck, ..WhatIfSpec::default() })
                });
            }
        });
    });
}

fn curve(ui: &mut Ui, view: &PlanView) {
    let tokens = Tokens::of(ui);
    let of = |at: usize| -> Vec<[f64; 2]> {
        let point = |point: &[f64; 4]| [point[0], point.get(at).copied().unwrap_or(0.0)];
        view.curve.iter().map(point).collect()
    };
    let (mean, low, high) = (of(1), of(2), of(3));
    let tried = f64::from(view.spec.minutes.unwrap_or(view.minutes));
    let marker = mean_at(&mean, tried).map(|score| vec![[tried.clamp(5.0, 120.0), score]]);
    // The part of the scale where something happens, in whole tens.
    let lowest = low.iter().map(|point| point[1]).fold(100.0, f64::min);
    let highest = high.iter().map(|point| point[1]).fold(0.0, f64::max);
    let line = view.curve_line.unwrap_or(lowest);
    let bottom = ((lowest.min(line) - 5.0) / 10.0).floor().max(0.0) * 10.0;
    let top = ((highest.max(line) + 5.0) / 10.0).ceil().min(10.0) * 10.0;
    quiet_grid(ui);
    let response = Plot::new("minutes and score")
        .height(220.0)
        .show_background(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_grid([false, true])
        .include_x(0.0)
        .include_x(125.0)
        .include_y(bottom)
        .include_y(top)
        .x_axis_label("minutes a day")
        .y_axis_formatter(|mark, _| format!("{:.0} %", mark.value))
        .show(ui, |plot| {
            let xs: Vec<f64> = low.iter().map(|point| point[0]).collect();
            let lows: Vec<f64> = low.iter().map(|point| point[1]).collect();
            let highs: Vec<f64> = high.iter().map(|point| point[1]).collect();
            if !xs.is_empty() && lows != highs {
                let band = FilledArea::new("80 % range", &xs, &lows, &highs);
                plot.add(band.fill_color(tokens.accent.gamma_multiply(0.18)));
            }
            if let Some(line) = view.curve_line {
                plot.hline(HLine::new("line", line).color(tokens.warn).width(1.5));
            }
            plot.line(
                Line::new("expected", PlotPoints::from(mean)).color(tokens.accent).width(2.0),
            );
            if let Some(marker) = marker {
                plot.points(
                    Points::new("tried out", PlotPoints::from(marker))
                        .radius(5.0)
                        .color(tokens.text),
                );
            }
        });
    let text = view.curve_text.clone();
    response.response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("Curve. {text}"))
    });
    wrapped(ui, &view.curve_text);
}

/// Hairlines in place of the strong lines that plots draw in the colour of text.
pub(super) fn quiet_grid(ui: &mut Ui) {
    let tokens = Tokens::of(ui);
    let visuals = ui.visuals_mut();
    visuals.override_text_color = Some(tokens.muted);
    visuals.widgets.noninteractive.fg_stroke.color = tokens.line;
}

fn mean_at(points: &[[f64; 2]], x: f64) -> Option<f64> {
    let (first, last) = (points.first()?, points.last()?);
    if x <= first[0] {
        return Some(first[1]);
    }
    let pair = points.windows(2).find(|pair| matches!(pair, [_, b] if x <= b[0]));
    match pair {
        Some([a, b]) => Some(a[1] + (x - a[0]) / (b[0] - a[0]) * (b[1] - a[1])),
        _ => Some(last[1]),
    }
}

fn sliders(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    let mut spec = view.spec.clone();
    let mut minutes = spec.minutes.unwrap_or(view.minutes);
    let mut later = spec.later;
    let mut leave_out = spec.leave_out;
    egui::Grid::new("what if").num_columns(2).spacing([16.0, 6.0]).show(ui, |ui| {
        let row = |ui: &mut Ui, label: &str, value: &mut u32, range, suffix: &str| {
            ui.label(label);
            let slider = egui::Slider::new(value, range).suffix(suffix).trailing_fill(true);
            let is_changed = ui.add(slider).accessible_name(label).changed();
            ui.end_row();
            is_changed
        };
        let tokens = Tokens::of(ui);
        ui.visuals_mut().widgets.inactive.bg_fill = tokens.line;
        ui.visuals_mut().selection.bg_fill = tokens.accent;
        ui.spacing_mut().slider_width = (ui.available_width() - 340.0).clamp(140.0, 380.0);
        let mut is_changed = row(ui, "Minutes a day", &mut minutes, 5..=120, " min");
        is_changed |= row(ui, "The exam later by", &mut later, 0..=60, " days");
        is_changed |= row(ui, "Give up of the unseen", &mut leave_out, 0..=80, " %");
        if is_changed {
            spec.minutes = (minutes != view.minutes).then_some(minutes);
            (spec.later, spec.leave_out) = (later, leave_out);
            out.push(Command::SetWhatIf(spec.clone()));
        }
    });
}

fn changes(ui: &mut Ui, view: &PlanView, out: &mut Outbox) {
    part(ui, "One change at a time", |ui| {
        if view.changes.is_empty() {
            let text = if view.is_busy { "Working it out\u{2026}" } else { "Nothing to change." };
            wrapped(ui, text);
            return;
        }
        table(ui, "changes", &view.changes, out);
    });
}

/// Narrowest that the five columns stand side by side, in points at usual text size.
const FIVE_COLUMNS: f32 = 620.0;

fn table(ui: &mut Ui, salt: &str, rows: &[ChangeRow], out: &mut Outbox) {
    if ui.available_width() < FIVE_COLUMNS * theme::text_scale(ui) {
        for row in rows {
            stacked(ui, row, out);
        }
        return;
    }
    egui::Grid::new(salt).num_columns(5).spacing([20.0, 8.0]).striped(true).show(ui, |ui| {
        for row in rows {
            ui.label(&row.label);
            ui.label(theme::muted(ui, &row.minutes));
            ui.label(&row.score);
            ui.label(theme::strong(&row.difference));
            choose(ui, row, out);
            ui.end_row();
        }
    });
}

fn choose(ui: &mut Ui, row: &ChangeRow, out: &mut Outbox) {
    match &row.command {
        Some(command) => {
            let name = format!("Choose: {}", row.label);
            let is_clicked = widgets::button_named(ui, "Choose", &name).clicked();
            out.push_if(is_clicked, || command.clone());
        }
        None => {
            ui.label("");
        }
    }
}

/// One change in a column that is too narrow for a table.
fn stacked(ui: &mut Ui, row: &ChangeRow, out: &mut Outbox) {
    ui.add(egui::Label::new(&row.label).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::muted(ui, &row.minutes));
        ui.label(&row.score);
        ui.label(theme::strong(&row.difference));
        choose(ui, row, out);
    });
    ui.add_space(theme::SPACE_12);
}

fn course(ui: &mut Ui, view: &PlanView) {
    part(ui, "The days to come", |ui| {
        wrapped(ui, &view.days_text);
        ui.add_space(theme::SPACE_12);
        let bars: Vec<widgets::WeekBar<'_>> = view
            .days
            .iter()
            .map(|(label, new, seen, minutes)| widgets::WeekBar {
                label,
                value: *minutes as f32,
                text: format!("{label}: {new} new, {seen} reviews, {minutes:.0} minutes"),
            })
            .collect();
        widgets::bar_week(ui, &bars);
    });
}
