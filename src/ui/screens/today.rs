//! Today: what there is to do, and one large Start.

use egui::Ui;

use crate::app::command::{Command, Screen};
use crate::app::view::plural;
use crate::app::view::today::{AttentionView, CertificateView, TodayView};
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets;

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &TodayView, out: &mut Outbox) {
    egui::ScrollArea::vertical().id_salt("today").auto_shrink(false).show(ui, |ui| {
        ui.add_space(theme::SPACE_8);
        widgets::screen_header(ui, &view.date, &view.summary, |ui| {
            let is_clicked = widgets::button(ui, "Plan…", None).clicked();
            out.push_if(is_clicked, || Command::Go(Screen::Plan));
        });
        ui.add_space(theme::SPACE_24);
        if view.certificates.is_empty() {
            nothing_chosen(ui, out);
            return;
        }
        for (place, certificate) in view.certificates.iter().enumerate() {
            certificate_box(ui, certificate, place == 0, out);
            ui.add_space(theme::SPACE_16);
        }
        lower_boxes(ui, view, out);
        ui.add_space(theme::SPACE_24);
    });
}

fn nothing_chosen(ui: &mut Ui, out: &mut Outbox) {
    let action = Some("Choose a certificate");
    let text =
        "Pick one to see what today holds. Everything works offline and stays on this machine.";
    if widgets::empty_state(ui, "No certificate chosen yet", text, action) {
        out.push(Command::Go(Screen::FirstStart));
    }
}

fn certificate_box(ui: &mut Ui, view: &CertificateView, is_first: bool, out: &mut Outbox) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        if is_first {
            large(ui, view, out);
        } else {
            small(ui, view, out);
        }
    });
}

fn title_line(ui: &mut Ui, view: &CertificateView) {
    let has_room = ui.available_width() > 430.0;
    let layout = if has_room {
        egui::Layout::left_to_right(egui::Align::Center)
    } else {
        egui::Layout::top_down(egui::Align::Min)
    };
    ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), 24.0), layout, |ui| {
        ui.label(theme::strong(&view.title));
        if !view.badge.is_empty() {
            widgets::pill(ui, &view.badge, widgets::PillKind::Accent);
        }
    });
}

fn large(ui: &mut Ui, view: &CertificateView, out: &mut Outbox) {
    let scale = theme::text_scale(ui).max(1.0);
    let side = 300.0 * scale;
    let is_wide = ui.available_width() > 620.0 * scale;
    ui.horizontal_top(|ui| {
        let width = if is_wide { ui.available_width() - side - 40.0 } else { ui.available_width() };
        let left = ui.allocate_ui_with_layout(
            egui::vec2(width, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(width);
                title_line(ui, view);
                ui.add_space(theme::SPACE_12);
                numbers(ui, view);
                ui.add_space(theme::SPACE_20);
                start_row(ui, view, out);
                if let Some(plan) = &view.plan {
                    ui.add_space(theme::SPACE_12);
                    ui.add(egui::Label::new(theme::muted(ui, plan)).wrap());
                }
            },
        );
        let left = left.response;
        if is_wide {
            ui.add_space(theme::SPACE_24);
            let right = ui.vertical(|ui| standing(ui, view, out)).response.rect;
            let line = egui::Stroke::new(1.0, Tokens::of(ui).line);
            let height = left.rect.y_range().union(right.y_range());
            ui.painter().vline(right.left() - 20.0, height, line);
        }
    });
    if !is_wide {
        ui.add_space(theme::SPACE_16);
        standing(ui, view, out);
    }
}

fn numbers(ui: &mut Ui, view: &CertificateView) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = if ui.available_width() > 430.0 { 36.0 } else { 22.0 };
        if let Some((days, date)) = &view.exam {
            let unit = if *days == 1 { "day" } else { "days" };
            if *days >= 0 {
                widgets::number_with_label(ui, &days.to_string(), &format!("{unit} to {date}"));
            }
        }
        widgets::number_with_label(ui, &view.due.to_string(), "due");
        widgets::number_with_label(ui, &view.fresh.to_string(), "new");
        widgets::number_with_label(ui, &view.minutes.to_string(), "minutes");
    });
}

fn start_row(ui: &mut Ui, view: &CertificateView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        if view.due + view.fresh == 0 {
            ui.label(theme::strong("Done for today."));
            ui.label(theme::muted(ui, view.next.as_deref().unwrap_or("Nothing is waiting.")));
            let is_more = widgets::button(ui, "Ten more", None).clicked();
            out.push_if(is_more, || Command::StudyMore(view.deck.clone()));
            return;
        }
        let deck = Some(view.deck.clone());
        let is_start = widgets::primary_button(ui, "Start", Some("Enter")).clicked();
        out.push_if(is_start, || Command::StartStudy(deck.clone()));
        ui.add_space(theme::SPACE_8);
        let is_quick = widgets::button(ui, "Quick ten", None).clicked();
        out.push_if(is_quick, || Command::QuickTen(deck.clone()));
    });
}

/// How ready the learner is; before that is known, how much was seen.
fn standing(ui: &mut Ui, view: &CertificateView, out: &mut Outbox) {
    let Some(ready) = &view.readiness else {
        seen(ui, view);
        return;
    };
    if ready.bar.is_none() {
        seen(ui, view);
        ui.add_space(theme::SPACE_4);
        ui.add(egui::Label::new(theme::muted(ui, &ready.text)).wrap());
        return;
    }
    ui.label(theme::muted(ui, &ready.label));
    ui.label(theme::title_small(&ready.value));
    if let Some((low, high, line)) = ready.bar {
        widgets::range_bar(ui, low, high, Some(line), &ready.value, ready.is_old);
    }
    ui.add(egui::Label::new(theme::muted(ui, &ready.text)).wrap());
    if view.plan.is_some() {
        let deck = view.deck.clone();
        let is_clicked = widgets::quiet_button(ui, "What would help most").clicked();
        out.push_if(is_clicked, || Command::ShowPlanOf(deck));
    }
}

fn seen(ui: &mut Ui, view: &CertificateView) {
    let (seen, all) = view.seen;
    ui.label(theme::muted(ui, "Seen so far"));
    ui.label(theme::title_small(&format!("{seen} of {all} items")));
    ui.add_space(theme::SPACE_4);
    let share = if all == 0 { 0.0 } else { seen as f32 / all as f32 };
    widgets::progress_bar(ui, share, "Items seen");
    ui.add_space(theme::SPACE_4);
    let text = match view.recall {
        Some(recall) => format!(
            "Of what you have seen you would know about {:.0} % now. What is unseen does not count.",
            recall * 100.0
        ),
        None => "How much you remember is shown once ten items have been seen.".to_owned(),
    };
    ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
}

fn small(ui: &mut Ui, view: &CertificateView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            title_line(ui, view);
            ui.add_space(theme::SPACE_4);
            ui.label(theme::muted(ui, &small_line(view)));
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if view.due + view.fresh > 0 {
                let name = format!("Start {}", view.title);
                let is_clicked = widgets::button_named(ui, "Start", &name).clicked();
                out.push_if(is_clicked, || Command::StartStudy(Some(view.deck.clone())));
            }
        });
    });
}

fn small_line(view: &CertificateView) -> String {
    let date = match &view.exam {
        Some((days, date)) if *days >= 0 => {
            format!("{} to {date}", plural(*days as usize, "day", "days"))
        }
        Some((_, date)) => format!("The exam was on {date}"),
        None => "No date yet".to_owned(),
    };
    if view.due + view.fresh == 0 {
        return format!("{date}. Done for today.");
    }
    format!(
        "{date}. {} due, {} new, about {}.",
        view.due,
        view.fresh,
        plural(view.minutes, "minute", "minutes")
    )
}

fn lower_boxes(ui: &mut Ui, view: &TodayView, out: &mut Outbox) {
    let gap = 16.0;
    let is_wide = ui.available_width() > 620.0 && !view.attention.is_empty();
    if !is_wide {
        week_box(ui, view);
        if !view.attention.is_empty() {
            ui.add_space(gap);
            attention_box(ui, &view.attention, out);
        }
        return;
    }
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            week_box(left, view);
            attention_box(right, &view.attention, out);
        }
    });
}

fn week_box(ui: &mut Ui, view: &TodayView) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("Next seven days"));
        ui.add_space(theme::SPACE_12);
        let bars: Vec<widgets::WeekBar> = view
            .week
            .iter()
            .map(|day| widgets::WeekBar {
                label: &day.label,
                value: day.minutes,
                text: format!("{}: {} items, {:.0} minutes", day.label, day.due, day.minutes),
            })
            .collect();
        widgets::bar_week(ui, &bars);
    });
}

fn attention_box(ui: &mut Ui, list: &[AttentionView], out: &mut Outbox) {
    // Columns would stretch each line of text to their full width.
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.with_layout(layout, |ui| attention_list(ui, list, out));
}

fn attention_list(ui: &mut Ui, list: &[AttentionView], out: &mut Outbox) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("Needs a look"));
        for entry in list {
            ui.add_space(theme::SPACE_12);
            let colour = if entry.is_warning { Tokens::of(ui).warn } else { Tokens::of(ui).text };
            ui.add(egui::Label::new(theme::strong(&entry.title).color(colour)).wrap());
            ui.add(egui::Label::new(theme::muted(ui, &entry.detail)).wrap());
            if let Some((label, command)) = &entry.action {
                ui.add_space(theme::SPACE_4);
                out.push_if(widgets::quiet_button(ui, label).clicked(), || command.clone());
            }
        }
    });
}
