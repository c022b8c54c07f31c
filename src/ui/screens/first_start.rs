//! First start: three short steps, each skippable, then straight into the first question.

use chrono::{Days, NaiveDate};
use egui::{Key, Ui};

use crate::app::command::{Command, FirstStart};
use crate::app::view::settings::CertificateSettings;
use crate::domain::time::read_date;
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets;

/// What was chosen so far.
#[derive(Debug, Default)]
pub(crate) struct FirstStartDraft {
    step: usize,
    chosen: Vec<String>,
    dates: Vec<(String, Option<NaiveDate>)>,
    minutes: u32,
    days_off: [bool; 7],
}

/// Short names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Minutes a day on offer.
const MINUTES: [u32; 6] = [10, 15, 20, 30, 45, 60];

/// Draws the screen. `today` is where date fields start from.
pub(crate) fn ui(
    ui: &mut Ui,
    (certificates, is_loading): (&[CertificateSettings], bool),
    today: NaiveDate,
    draft: &mut FirstStartDraft,
    out: &mut Outbox,
) {
    if draft.minutes == 0 {
        draft.minutes = 30;
    }
    let is_forward = egui::Panel::bottom("first-bottom")
        .show_separator_line(false)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin::symmetric(24, 16)))
        .show(ui, |ui| widgets::reading_column(ui, 720.0, |ui| buttons(ui, draft)))
        .inner;
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt(("first", draft.step)).auto_shrink(false).show(
            ui,
            |ui| {
                widgets::reading_column(ui, 720.0, |ui| {
                    ui.add_space(theme::SPACE_24);
                    ui.label(theme::muted(ui, &format!("Step {} of 3", draft.step + 1)));
                    match draft.step {
                        0 => choose(ui, certificates, is_loading, draft),
                        1 => dates(ui, certificates, today, draft),
                        _ => time(ui, draft),
                    }
                    ui.add_space(theme::SPACE_24);
                });
            },
        );
    });
    if is_forward {
        forward(certificates, draft, out);
    }
}

fn buttons(ui: &mut Ui, draft: &mut FirstStartDraft) -> bool {
    let mut is_forward = false;
    ui.horizontal(|ui| {
        let is_back = draft.step > 0
            && (widgets::button(ui, "Back", Some("Esc")).clicked()
                || ui.input(|i| i.key_pressed(Key::Escape)));
        if is_back {
            draft.step -= 1;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let label = if draft.step == 2 { "Start studying" } else { "Next" };
            let is_clicked = widgets::primary_button(ui, label, Some("Enter")).clicked();
            let has_focus = ui.memory(|memory| memory.focused().is_some());
            let is_key = !has_focus && ui.input(|i| i.key_pressed(Key::Enter));
            is_forward = is_clicked || is_key;
        });
    });
    is_forward
}

fn forward(certificates: &[CertificateSettings], draft: &mut FirstStartDraft, out: &mut Outbox) {
    if draft.chosen.is_empty() {
        draft.chosen.extend(certificates.first().map(|certificate| certificate.deck.clone()));
    }
    if draft.step < 2 {
        draft.step += 1;
        return;
    }
    // The decks are still being read.
    if draft.chosen.is_empty() {
        return;
    }
    let certificates = draft
        .chosen
        .iter()
        .map(|deck| {
            let date = draft.dates.iter().find(|(id, _)| id == deck).and_then(|(_, date)| *date);
            (deck.clone(), date)
        })
        .collect();
    let minutes = draft.days_off.map(|is_off| if is_off { 0 } else { draft.minutes });
    out.push(Command::FinishFirstStart(FirstStart { certificates, minutes: Some(minutes) }));
}

fn choose(
    ui: &mut Ui,
    certificates: &[CertificateSettings],
    is_loading: bool,
    draft: &mut FirstStartDraft,
) {
    ui.label(theme::title("Which certificate are you studying for?"));
    ui.label(theme::muted(ui, "Choose one or several. You can change this at any time."));
    ui.add_space(theme::SPACE_16);
    for certificate in certificates {
        let is_chosen = draft.chosen.contains(&certificate.deck);
        let row = widgets::option_card(ui, &certificate.title, &certificate.facts, is_chosen);
        if row.clicked() {
            if is_chosen {
                draft.chosen.retain(|deck| *deck != certificate.deck);
            } else {
                draft.chosen.push(certificate.deck.clone());
            }
        }
        ui.add_space(theme::SPACE_8);
    }
    if certificates.is_empty() && is_loading {
        ui.label(theme::muted(ui, "Reading decks\u{2026}"));
    } else if certificates.is_empty() {
        ui.label("No deck could be read. The library names what is wrong.");
    }
}

fn dates(
    ui: &mut Ui,
    certificates: &[CertificateSettings],
    today: NaiveDate,
    draft: &mut FirstStartDraft,
) {
    ui.label(theme::title("When is the exam?"));
    ui.label(theme::muted(ui, "With a date, nothing is planned past it. “Not yet” is fine."));
    ui.add_space(theme::SPACE_16);
    for deck in draft.chosen.clone() {
        let title = certificates
            .iter()
            .find(|certificate| certificate.deck == deck)
            .map_or(deck.as_str(), |certificate| certificate.title.as_str());
        if !draft.dates.iter().any(|(id, _)| *id == deck) {
            draft.dates.push((deck.clone(), None));
        }
        if let Some((_, date)) = draft.dates.iter_mut().find(|(id, _)| *id == deck) {
            widgets::card_box(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(theme::strong(title));
                ui.add_space(theme::SPACE_8);
                date_row(ui, &deck, title, date, today);
            });
            ui.add_space(theme::SPACE_8);
        }
    }
}

/// "Not yet", steps in weeks, and the day itself. Gives true when the date changed.
pub(crate) fn date_row(
    ui: &mut Ui,
    salt: &str,
    title: &str,
    date: &mut Option<NaiveDate>,
    today: NaiveDate,
) -> bool {
    let before = *date;
    ui.push_id(("date", salt), |ui| {
        ui.horizontal_wrapped(|ui| {
            if widgets::choice_chip(ui, "Not yet", &format!("{title}: not yet"), date.is_none())
                .clicked()
            {
                *date = None;
            }
            for weeks in [2_u64, 4, 6, 8, 12] {
                let label = format!("In {weeks} weeks");
                let that = today.checked_add_days(Days::new(weeks * 7));
                let is_it = date.is_some() && *date == that;
                if widgets::choice_chip(ui, &label, &format!("{title}: {label}"), is_it).clicked() {
                    *date = that;
                }
            }
        });
        ui.add_space(theme::SPACE_8);
        written_date(ui, title, date, today);
        if let Some(current) = *date {
            ui.add_space(theme::SPACE_8);
            ui.horizontal(|ui| {
                let earlier = widgets::button_named(ui, "−", &format!("{title}: a day earlier"));
                if earlier.clicked() && current > today {
                    *date = current.pred_opt();
                }
                ui.label(theme::strong(&current.format("%A, %-d %B %Y").to_string()));
                let later = widgets::button_named(ui, "+", &format!("{title}: a day later"));
                if later.clicked() {
                    *date = current.succ_opt();
                }
            });
        }
    });
    *date != before
}

/// The day as the learner writes it; taken with Enter or when the field is left.
fn written_date(ui: &mut Ui, title: &str, date: &mut Option<NaiveDate>, today: NaiveDate) {
    let id = ui.scope_id().with("written");
    let mut text = ui.data(|data| data.get_temp::<String>(id)).unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        let edit = egui::TextEdit::singleline(&mut text)
            .hint_text("or write it: 10 March 2027")
            .margin(egui::Margin::symmetric(10, 6))
            .desired_width(230.0 * theme::text_scale(ui));
        let field = ui.add(edit).accessible_name(format!("{title}: day of the exam"));
        let found = read_date(&text, today);
        if field.lost_focus() && found.is_some() {
            *date = found;
            text.clear();
        }
        let told = match found {
            Some(day) => day.format("%A, %-d %B %Y").to_string(),
            None if text.trim().is_empty() => String::new(),
            None => "Write it like 10 March 2027 or 2027-03-10, from today on.".to_owned(),
        };
        if !told.is_empty() {
            ui.label(theme::muted(ui, &told));
        }
    });
    ui.data_mut(|data| data.insert_temp(id, text));
}

fn time(ui: &mut Ui, draft: &mut FirstStartDraft) {
    ui.label(theme::title("How much time do you have?"));
    ui.label(theme::muted(ui, "A guess is enough. Days off stay free of reviews."));
    ui.add_space(theme::SPACE_16);
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("Minutes a day"));
        ui.add_space(theme::SPACE_8);
        ui.horizontal_wrapped(|ui| {
            for minutes in MINUTES {
                let name = format!("{minutes} minutes a day");
                let is_it = draft.minutes == minutes;
                if widgets::choice_chip(ui, &minutes.to_string(), &name, is_it).clicked() {
                    draft.minutes = minutes;
                }
            }
        });
        ui.add_space(theme::SPACE_16);
        ui.label(theme::strong("Days off"));
        ui.add_space(theme::SPACE_8);
        ui.horizontal_wrapped(|ui| {
            for (day, is_off) in WEEKDAYS.iter().zip(&mut draft.days_off) {
                if widgets::choice_chip(ui, day, &format!("{day} off"), *is_off).clicked() {
                    *is_off = !*is_off;
                }
            }
        });
    });
}
