//! Settings: certificates, time, look, backups.

use chrono::NaiveDate;
use egui::Ui;

use crate::app::command::{Command, Enrolment, Motion};
use crate::app::prefs::Theme;
use crate::app::view::plural;
use crate::app::view::settings::{CertificateSettings, SettingsView};
use crate::ui::outbox::Outbox;
use crate::ui::screens::first_start::{WEEKDAYS, date_row};
use crate::ui::theme;
use crate::ui::widgets;

/// What is about to be done and waits for a second click.
#[derive(Debug, Default)]
pub(crate) struct SettingsDraft {
    restoring: Option<String>,
}

/// Draws the screen.
pub(crate) fn ui(
    ui: &mut Ui,
    view: &SettingsView,
    today: NaiveDate,
    draft: &mut SettingsDraft,
    out: &mut Outbox,
) {
    egui::ScrollArea::vertical().id_salt("settings").auto_shrink(false).show(ui, |ui| {
        widgets::left_column(ui, 760.0, |ui| {
            ui.add_space(theme::SPACE_8);
            widgets::screen_header(ui, "Settings", "Everything stays on this machine.", |_| {});
            ui.add_space(theme::SPACE_20);
            section(ui, "Certificates", |ui| {
                for certificate in &view.certificates {
                    certificate_rows(ui, certificate, today, out);
                }
            });
            section(ui, "Time", |ui| time(ui, view, out));
            section(ui, "Look", |ui| look(ui, view, out));
            section(ui, "Backups", |ui| backups(ui, view, draft, out));
            section(ui, "About", |ui| about(ui, view, out));
        });
    });
}

fn section(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    widgets::section_title(ui, title);
    ui.add_space(theme::SPACE_8);
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        add(ui);
    });
    ui.add_space(theme::SPACE_20);
}

fn certificate_rows(ui: &mut Ui, view: &CertificateSettings, today: NaiveDate, out: &mut Outbox) {
    widgets::setting_row(ui, &view.title, &view.facts, |ui| {
        let mut is_on = view.is_enrolled;
        let name = format!("Study {}", view.title);
        if ui.checkbox(&mut is_on, "Study").accessible_name(name).changed() {
            let enrolment = if is_on { Enrolment::Joined } else { Enrolment::Left };
            out.push(Command::Enrol(view.deck.clone(), enrolment));
        }
    });
    if view.is_enrolled {
        let mut date = view.exam_date;
        ui.add_space(theme::SPACE_4);
        if date_row(ui, &view.deck, &view.title, &mut date, today) {
            out.push(Command::SetExamDate(view.deck.clone(), date));
        }
        ui.add_space(theme::SPACE_8);
        limits(ui, view, out);
    }
    ui.add_space(theme::SPACE_8);
    ui.separator();
    ui.add_space(theme::SPACE_8);
}

fn limits(ui: &mut Ui, view: &CertificateSettings, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        let mut fresh = view.new_limit;
        let drag = egui::DragValue::new(&mut fresh).range(0..=500).prefix("New a day: ");
        let name = format!("{}: new items a day", view.title);
        if ui.add(drag).accessible_name(name).changed() {
            out.push(Command::SetNewLimit(view.deck.clone(), fresh));
        }
        let mut reviews = view.review_limit;
        let drag = egui::DragValue::new(&mut reviews).range(0..=2000).prefix("Reviews a day: ");
        let name = format!("{}: reviews a day", view.title);
        if ui.add(drag).accessible_name(name).changed() {
            out.push(Command::SetReviewLimit(view.deck.clone(), reviews));
        }
        let mut percent = (view.retention * 100.0).round() as u32;
        let drag =
            egui::DragValue::new(&mut percent).range(75..=95).prefix("Retention: ").suffix(" %");
        let name = format!("{}: desired retention in per cent", view.title);
        let help = "How much you want to know when an item comes back. In steady state 95 % asks \
                    about two thirds more answers than 90 %, 80 % about a third fewer.";
        if ui.add(drag).accessible_name(name).on_hover_text(help).changed() {
            out.push(Command::SetRetention(view.deck.clone(), percent as f32 / 100.0));
        }
    });
}

fn time(ui: &mut Ui, view: &SettingsView, out: &mut Outbox) {
    widgets::setting_row(
        ui,
        "Minutes for each day",
        "0 is a day off: no review is planned on it.",
        |_| {},
    );
    ui.horizontal_wrapped(|ui| {
        let mut minutes = view.week_minutes;
        let mut is_changed = false;
        for (day, value) in WEEKDAYS.iter().zip(&mut minutes) {
            let drag = egui::DragValue::new(value).range(0..=600).prefix(format!("{day} "));
            is_changed |= ui.add(drag).accessible_name(format!("Minutes on {day}")).changed();
        }
        out.push_if(is_changed, || Command::SetWeekMinutes(minutes));
    });
    ui.add_space(theme::SPACE_12);
    let help = "Answers before this hour belong to the day before.";
    widgets::setting_row(ui, "The day begins at", help, |ui| {
        let mut hour = view.prefs.rollover_hour;
        let drag = egui::DragValue::new(&mut hour).range(0..=12).suffix(":00");
        if ui.add(drag).accessible_name("Hour at which the day begins").changed() {
            out.push(Command::SetRollover(hour));
        }
    });
}

fn look(ui: &mut Ui, view: &SettingsView, out: &mut Outbox) {
    widgets::setting_row(ui, "Colours", "", |_| {});
    ui.horizontal_wrapped(|ui| {
        for theme in Theme::ALL {
            let is_it = view.prefs.theme == theme;
            if widgets::choice_chip(ui, theme.label(), theme.label(), is_it).clicked() {
                out.push(Command::SetTheme(theme));
            }
        }
    });
    ui.add_space(theme::SPACE_12);
    widgets::setting_row(ui, "Text size", "Ctrl and + or − zoom everything.", |_| {});
    ui.horizontal_wrapped(|ui| {
        for percent in [90, 100, 115, 130, 150, 200] {
            let label = format!("{percent} %");
            let is_it = view.prefs.text_percent == percent;
            if widgets::choice_chip(ui, &label, &format!("Text size {label}"), is_it).clicked() {
                out.push(Command::SetTextPercent(percent));
            }
        }
    });
    ui.add_space(theme::SPACE_12);
    widgets::setting_row(ui, "Reduced motion", "Leaves out the short fades.", |ui| {
        let mut is_on = view.prefs.is_motion_reduced;
        if ui.checkbox(&mut is_on, "On").accessible_name("Reduced motion").changed() {
            out.push(Command::SetReducedMotion(if is_on { Motion::Reduced } else { Motion::Full }));
        }
    });
}

fn backups(ui: &mut Ui, view: &SettingsView, draft: &mut SettingsDraft, out: &mut Outbox) {
    let help = "Made by itself at every start, and kept: 10 sessions, 8 weeks, 12 months.";
    widgets::setting_row(ui, "Back up", help, |ui| {
        let is_now = widgets::button(ui, "Back up now", None).clicked();
        out.push_if(is_now, || Command::BackupNow);
    });
    if view.backups.is_empty() {
        ui.label(theme::muted(ui, "No backup yet."));
    }
    for backup in &view.backups {
        ui.push_id(&backup.name, |ui| {
            ui.add_space(theme::SPACE_8);
            let answers = backup.answers.map_or_else(
                || "cannot be read".to_owned(),
                |count| plural(count, "answer", "answers"),
            );
            let detail = format!("{}, {answers}, {}", backup.kind, backup.size);
            widgets::setting_row(ui, &backup.when, &detail, |ui| {
                restore_button(ui, &backup.name, &backup.when, draft, out);
            });
        });
    }
}

fn restore_button(
    ui: &mut Ui,
    name: &str,
    when: &str,
    draft: &mut SettingsDraft,
    out: &mut Outbox,
) {
    if draft.restoring.as_deref() == Some(name) {
        if widgets::quiet_button(ui, "Cancel").clicked() {
            draft.restoring = None;
        }
        if widgets::primary_button(ui, "Restore, keep a copy of now", None).clicked() {
            out.push(Command::Restore(name.to_owned()));
            draft.restoring = None;
        }
    } else if widgets::button_named(ui, "Restore…", &format!("Restore {when}")).clicked() {
        draft.restoring = Some(name.to_owned());
    }
}

fn about(ui: &mut Ui, view: &SettingsView, out: &mut Outbox) {
    let answers = plural(view.answers, "answer", "answers");
    widgets::setting_row(ui, "Data folder", &view.data_dir, |_| {});
    ui.label(theme::muted(ui, &format!("{answers} in the log. Nothing leaves this machine.")));
    ui.add_space(theme::SPACE_12);
    let help = "Recomputes every schedule from the log. Nothing is lost by it.";
    widgets::setting_row(ui, "Schedules", help, |ui| {
        out.push_if(widgets::button(ui, "Recompute", None).clicked(), || Command::Rebuild);
    });
    ui.add_space(theme::SPACE_12);
    let version = format!(
        "Certdeck {}. Code: MIT or Apache-2.0. Decks: CC BY 4.0. Fonts: Inter (OFL), DejaVu Sans, \
         Phosphor icons (MIT). Independent study material, not endorsed by any certification body.",
        env!("CARGO_PKG_VERSION")
    );
    ui.add(egui::Label::new(theme::muted(ui, &version)).wrap());
}
