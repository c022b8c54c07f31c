//! The preview of an import: what would come in, where it goes, what is lost and why.

use egui::Ui;

use super::import_columns;
use crate::app::command::Command;
use crate::app::import::ImportSpec;
use crate::app::view::grouped;
use crate::app::view::import::{ImportReady, ImportStage, ImportView, format_words};
use crate::port::{Format, KeyScheme, LossKind};
use crate::ui::outbox::Outbox;
use crate::ui::theme;
use crate::ui::widgets::{self, MarkdownSize};

/// Unsaved text on this screen.
#[derive(Debug, Default)]
pub(crate) struct ImportDraft {
    title: String,
    /// File that the title belongs to.
    of: String,
}

/// Formats that the learner may choose in place of the one that was found out.
const FORMATS: [Format; 11] = [
    Format::Table,
    Format::AnkiText,
    Format::Quizlet,
    Format::Udemy,
    Format::Plain,
    Format::Aiken,
    Format::Gift,
    Format::MoodleXml,
    Format::Markdown,
    Format::Json,
    Format::Ron,
];

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &ImportView, draft: &mut ImportDraft, out: &mut Outbox) {
    if draft.of != view.name {
        draft.of.clone_from(&view.name);
        draft.title.clear();
    }
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(0, 14));
    egui::Panel::bottom("import-bottom").show_separator_line(false).frame(frame).show(ui, |ui| {
        footer(ui, view, out);
    });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("import").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            ui.add_space(theme::SPACE_8);
            let line = match &view.stage {
                ImportStage::Ready(ready) => ready.format.clone(),
                _ => "Nothing is changed before you say so.".to_owned(),
            };
            widgets::screen_header(ui, &format!("Import {}", view.name), &line, |_| {});
            ui.add_space(theme::SPACE_16);
            match &view.stage {
                ImportStage::Busy(what, done, total) => busy(ui, what, *done, *total),
                ImportStage::Refused(why) => refused(ui, view, why, out),
                ImportStage::Ready(ready) => self::ready(ui, view, ready, draft, out),
            }
            ui.add_space(theme::SPACE_16);
        });
    });
}

fn footer(ui: &mut Ui, view: &ImportView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        if let ImportStage::Ready(ready) = &view.stage {
            let n = ready.counts.iter().find(|(_, what)| *what == "new").map_or(0, |(n, _)| *n);
            let label = if ready.can_apply && n > 0 {
                format!("Import {}", crate::app::view::plural(n, "item", "items"))
            } else if ready.can_apply {
                "Apply".to_owned()
            } else {
                "Nothing new to import".to_owned()
            };
            let is_on = ui
                .add_enabled_ui(ready.can_apply, |ui| {
                    widgets::primary_button(ui, &label, Some("Enter"))
                })
                .inner
                .clicked();
            out.push_if(is_on, || Command::ApplyImport);
        }
        let is_off = widgets::button(ui, "Cancel", None).clicked();
        out.push_if(is_off, || Command::CancelImport);
    });
}

fn busy(ui: &mut Ui, what: &str, done: usize, total: Option<usize>) {
    let share = total.filter(|total| *total > 0).map(|total| done as f32 / total as f32);
    let text = match total {
        Some(total) => format!("{what}: {} of {}", grouped(done), grouped(total)),
        None if done > 0 => format!("{what}: {}", grouped(done)),
        None => format!("{what} …"),
    };
    ui.label(theme::muted(ui, &text));
    ui.add_space(theme::SPACE_8);
    ui.add(egui::ProgressBar::new(share.unwrap_or(0.0)).desired_width(360.0));
    ui.request_repaint_after(std::time::Duration::from_millis(100));
}

pub(super) fn change(spec: &ImportSpec, change: impl FnOnce(&mut ImportSpec)) -> Command {
    let mut spec = spec.clone();
    change(&mut spec);
    Command::SetImport(Box::new(spec))
}

fn refused(ui: &mut Ui, view: &ImportView, why: &str, out: &mut Outbox) {
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("This file cannot be imported as it is"));
        ui.add_space(theme::SPACE_4);
        ui.add(egui::Label::new(why).wrap());
    });
    ui.add_space(theme::SPACE_16);
    reading(ui, view, None, out);
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

fn ready(
    ui: &mut Ui,
    view: &ImportView,
    ready: &ImportReady,
    draft: &mut ImportDraft,
    out: &mut Outbox,
) {
    part(ui, "What comes in", |ui| {
        ui.horizontal_wrapped(|ui| {
            for (n, what) in &ready.counts {
                ui.label(theme::strong(&grouped(*n)));
                ui.label(theme::muted(ui, what));
                ui.add_space(theme::SPACE_12);
            }
        });
        if ready.n_reviews > 0 {
            let line = format!(
                "{} come along: what you know there, you know here.",
                crate::app::view::plural(ready.n_reviews, "review", "reviews")
            );
            ui.add(egui::Label::new(line).wrap());
        }
        questions(ui, view, ready, out);
    });
    part(ui, "Into", |ui| target(ui, view, ready, draft, out));
    if !ready.losses.is_empty() {
        part(ui, "What is lost, and why", |ui| losses(ui, ready));
    }
    if !ready.samples.is_empty() {
        widgets::section_title(ui, "The first items");
        ui.add_space(theme::SPACE_4);
        for (kind, topic, text) in &ready.samples {
            widgets::card_box(ui, |ui| {
                ui.set_width(ui.available_width());
                let line = if topic.is_empty() {
                    (*kind).to_owned()
                } else {
                    format!("{kind} · {topic}")
                };
                ui.label(theme::muted(ui, &line));
                ui.add_space(theme::SPACE_4);
                widgets::markdown(ui, text, MarkdownSize::Body);
            });
            ui.add_space(theme::SPACE_8);
        }
    }
    ui.add_space(theme::SPACE_8);
    reading(ui, view, Some(ready), out);
}

/// What only the learner can decide.
fn questions(ui: &mut Ui, view: &ImportView, ready: &ImportReady, out: &mut Outbox) {
    let spec = &view.spec;
    let mut decision = spec.decision;
    let rows: [(usize, &str, &mut bool); 3] = [
        (
            ready.n_answers,
            "have another right answer in the file. Take the file's answer; their memory begins anew",
            &mut decision.takes_answers,
        ),
        (
            ready.n_mine,
            "were edited by you. Take the file's wording in place of yours",
            &mut decision.takes_theirs,
        ),
        (
            ready.n_missing,
            "of this deck are no longer in the file. Remove them",
            &mut decision.drops_missing,
        ),
    ];
    for (n, words, flag) in rows {
        if n > 0 {
            ui.add_space(theme::SPACE_4);
            ui.checkbox(flag, format!("{} {words}.", grouped(n)));
        }
    }
    if decision != spec.decision {
        out.push(change(spec, |spec| spec.decision = decision));
    }
}

fn target(
    ui: &mut Ui,
    view: &ImportView,
    ready: &ImportReady,
    draft: &mut ImportDraft,
    out: &mut Outbox,
) {
    let spec = &view.spec;
    let is_new = spec.deck.is_none();
    if !ready.decks.is_empty() {
        ui.horizontal_wrapped(|ui| {
            let chip = widgets::choice_chip(ui, "A new deck", "Into a new deck", is_new);
            out.push_if(chip.clicked(), || change(spec, |spec| spec.deck = None));
            for (id, title) in &ready.decks {
                let is_it = spec.deck.as_ref() == Some(id);
                let chip = widgets::choice_chip(ui, title, title, is_it);
                out.push_if(chip.clicked(), || change(spec, |spec| spec.deck = Some(id.clone())));
            }
        });
        ui.add_space(theme::SPACE_8);
    }
    if is_new {
        if draft.title.is_empty() {
            draft.title.clone_from(&ready.title);
        }
        ui.horizontal(|ui| {
            ui.label("Title");
            let edit = egui::TextEdit::singleline(&mut draft.title)
                .desired_width(320.0)
                .char_limit(200)
                .margin(egui::Margin::symmetric(10, 6));
            let response = ui.add(edit).accessible_name("Title of the deck");
            let is_other = draft.title != ready.title && !draft.title.trim().is_empty();
            out.push_if(response.lost_focus() && is_other, || {
                change(spec, |spec| spec.title = Some(draft.title.clone()))
            });
        });
    }
    let mut is_studied = !spec.is_not_studied;
    if ui.checkbox(&mut is_studied, "Study this deck").changed() {
        out.push(change(spec, |spec| spec.is_not_studied = !is_studied));
    }
}

fn losses(ui: &mut Ui, ready: &ImportReady) {
    egui::ScrollArea::vertical().id_salt("losses").max_height(180.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (kind, at, reason) in &ready.losses {
            let word = match kind {
                LossKind::Dropped => "left out",
                LossKind::Partial => "in part",
                LossKind::Merged => "twice",
                LossKind::Note => "note",
            };
            let line = format!("{at}: {word}: {reason}");
            let text = match kind {
                LossKind::Dropped | LossKind::Partial => theme::warn(ui, &line),
                LossKind::Merged | LossKind::Note => theme::muted(ui, &line),
            };
            ui.add(egui::Label::new(text).wrap());
        }
        if ready.n_more_losses > 0 {
            let line = format!("and {} more lines", grouped(ready.n_more_losses));
            ui.label(theme::muted(ui, &line));
        }
    });
}

/// How the file is read, to be corrected.
fn reading(ui: &mut Ui, view: &ImportView, ready: Option<&ImportReady>, out: &mut Outbox) {
    let is_package = ready.is_some_and(|ready| ready.kind == Format::AnkiPackage);
    if is_package {
        return;
    }
    part(ui, "How the file is read", |ui| {
        let spec = &view.spec;
        ui.horizontal_wrapped(|ui| {
            let found = ready.map(|ready| ready.kind);
            let shown = spec.reading.format.or(found).map_or("Choose", format_words);
            menu(ui, "Format", shown, |ui| {
                for format in FORMATS {
                    let is_it = spec.reading.format.or(found) == Some(format);
                    let is_clicked = ui.selectable_label(is_it, format_words(format)).clicked();
                    out.push_if(is_clicked, || {
                        change(spec, |spec| {
                            spec.reading.format = Some(format);
                            spec.reading.roles = None;
                        })
                    });
                }
            });
            encoding(ui, spec, out);
            let separator =
                ready.and_then(|ready| ready.table.as_ref()).map(|t| t.separator.as_str());
            self::separator(ui, spec, separator, out);
            key_scheme(ui, spec, out);
        });
        if let Some(table) = ready.and_then(|ready| ready.table.as_ref()) {
            ui.add_space(theme::SPACE_8);
            import_columns::ui(ui, spec, table, out);
        }
    });
}

fn menu(ui: &mut Ui, label: &str, shown: &str, add: impl FnOnce(&mut Ui)) {
    // Label and menu stay together where the line breaks.
    let small = egui::TextStyle::Small.resolve(ui.style());
    let words = ui.painter().layout_no_wrap(label.to_owned(), small, egui::Color32::PLACEHOLDER);
    let needed = words.size().x + 124.0 * theme::text_scale(ui);
    if ui.available_size_before_wrap().x < needed {
        ui.end_row();
    }
    ui.horizontal(|ui| {
        ui.label(theme::muted(ui, label));
        let menu = egui::ComboBox::from_id_salt(label).selected_text(shown).show_ui(ui, add);
        menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label));
    });
}

fn encoding(ui: &mut Ui, spec: &ImportSpec, out: &mut Outbox) {
    let names = [
        "UTF-8",
        "UTF-16LE",
        "UTF-16BE",
        "windows-1252",
        "windows-1251",
        "macintosh",
        "Shift_JIS",
        "GBK",
    ];
    let shown = spec.reading.encoding.map_or("found out", crate::port::Encoding::name);
    menu(ui, "Encoding", shown, |ui| {
        if ui.selectable_label(spec.reading.encoding.is_none(), "found out").clicked() {
            out.push(change(spec, |spec| spec.reading.encoding = None));
        }
        for name in names {
            let is_it = shown.eq_ignore_ascii_case(name);
            if ui.selectable_label(is_it, name).clicked() {
                out.push(change(spec, |spec| {
                    spec.reading.encoding = crate::port::Encoding::from_name(name);
                }));
            }
        }
    });
}

fn separator(ui: &mut Ui, spec: &ImportSpec, found: Option<&str>, out: &mut Outbox) {
    let names = [("comma", ","), ("semicolon", ";"), ("tab", "\t"), ("bar", "|")];
    let sign = spec.reading.separator.as_deref().or(found);
    let word = |sign: &str| {
        names
            .iter()
            .find(|(_, known)| *known == sign)
            .map_or(sign.to_owned(), |(name, _)| (*name).to_owned())
    };
    let shown = sign.map_or_else(|| "found out".to_owned(), word);
    menu(ui, "Separator", &shown, |ui| {
        for (name, known) in names {
            if ui.selectable_label(sign == Some(known), name).clicked() {
                out.push(change(spec, |spec| {
                    spec.reading.separator = Some(known.to_owned());
                    spec.reading.roles = None;
                }));
            }
        }
    });
}

fn key_scheme(ui: &mut Ui, spec: &ImportSpec, out: &mut Outbox) {
    let shown = spec.reading.key_scheme.map_or("found out", KeyScheme::name);
    menu(ui, "Right answers are", shown, |ui| {
        if ui.selectable_label(spec.reading.key_scheme.is_none(), "found out").clicked() {
            out.push(change(spec, |spec| spec.reading.key_scheme = None));
        }
        for scheme in KeyScheme::ALL {
            if ui.selectable_label(spec.reading.key_scheme == Some(scheme), scheme.name()).clicked()
            {
                out.push(change(spec, |spec| spec.reading.key_scheme = Some(scheme)));
            }
        }
    });
}
