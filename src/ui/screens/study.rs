//! Study: one item in a reading column, keys at hand.

use egui::{Key, Ui};

use crate::app::command::Command;
use crate::app::view::clock;
use crate::app::view::question::QuestionView;
use crate::app::view::study::{Phase, Scenario, StudyBody, StudyView, Verdict};
use crate::domain::event::{Confidence, Rating};
use crate::ui::outbox::Outbox;
use crate::ui::screens::{study_body, study_keys};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{self, question::QuestionDraft};

/// Unsaved text on this screen.
#[derive(Debug, Default)]
pub(crate) struct StudyDraft {
    serial: u64,
    open: Option<Field>,
    text: String,
    wants_focus: bool,
    /// What the learner is in the middle of.
    pub(super) question: QuestionDraft,
}

/// Which text is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Note,
    Doubt,
}

/// Draws the screen. `elapsed_s` is the time since the session began.
pub(crate) fn ui(
    ui: &mut Ui,
    view: &StudyView,
    elapsed_s: i64,
    draft: &mut StudyDraft,
    out: &mut Outbox,
) {
    if draft.serial != view.serial {
        *draft = StudyDraft { serial: view.serial, ..StudyDraft::default() };
    }
    let is_writing = draft.open.is_some();
    let is_wide = view.scenario.is_some() && widgets::has_two_columns(ui);
    egui::Panel::top("study-top").show_separator_line(false).frame(bar_frame()).show(ui, |ui| {
        top(ui, view, elapsed_s, out);
    });
    egui::Panel::bottom("study-bottom").show_separator_line(false).frame(bar_frame()).show(
        ui,
        |ui| {
            if is_wide {
                footer(ui, view, out);
            } else {
                widgets::reading_column(ui, 720.0, |ui| footer(ui, view, out));
            }
        },
    );
    egui::CentralPanel::no_frame().show(ui, |ui| match &view.scenario {
        None => item(ui, view, None, draft, out),
        Some(scenario) => {
            widgets::with_scenario(ui, &scenario.text, &scenario.case, |ui, place| {
                let above = (place == widgets::Place::Above).then_some(scenario);
                item(ui, view, above, draft, out);
            });
        }
    });
    if !is_writing {
        study_keys::read(ui, view, draft, out);
    }
}

/// The item in its reading column, below its scenario where that has no column of its own.
fn item(
    ui: &mut Ui,
    view: &StudyView,
    above: Option<&Scenario>,
    draft: &mut StudyDraft,
    out: &mut Outbox,
) {
    let page = ui.available_height() * 0.8;
    let area = egui::ScrollArea::vertical().id_salt(("study", view.serial)).auto_shrink(false);
    area.show(ui, |ui| {
        widgets::reading_column(ui, 720.0, |ui| {
            ui.add_space(theme::SPACE_16);
            item_head(ui, view, draft, out);
            ui.add_space(theme::SPACE_12);
            field(ui, draft, out);
            if let Some(scenario) = above {
                widgets::scenario_above(ui, &scenario.text, &scenario.case);
            }
            study_body::ui(ui, view, &mut draft.question, out);
            ui.add_space(theme::SPACE_24);
        });
        ui.scroll_with_delta(egui::vec2(0.0, -study_keys::pages(ui) * page));
    });
}

fn bar_frame() -> egui::Frame {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(24, 14))
}

fn top(ui: &mut Ui, view: &StudyView, elapsed_s: i64, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let is_end = widgets::quiet_button(ui, "Esc  End session").clicked();
        out.push_if(is_end, || Command::EndSession);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let time = match view.limit_s {
                Some(limit) => format!("{} left", clock(limit - elapsed_s)),
                None => clock(elapsed_s),
            };
            ui.label(theme::muted(ui, &time));
            ui.add_space(theme::SPACE_8);
            let (done, all) = view.progress;
            ui.label(theme::muted(ui, &format!("{} of {all}", (done + 1).min(all))));
            ui.add_space(theme::SPACE_8);
            let share = if all == 0 { 1.0 } else { done as f32 / all as f32 };
            widgets::progress_bar(ui, share, "Progress of the session");
        });
    });
}

fn item_head(ui: &mut Ui, view: &StudyView, draft: &mut StudyDraft, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let actions = 260.0 * theme::text_scale(ui);
        let room = (ui.available_width() - actions).max(120.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            widgets::pill(ui, &view.topic, widgets::PillKind::Accent);
            if view.is_repeat && room > 300.0 {
                widgets::pill(ui, "again today", widgets::PillKind::Neutral);
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let is_doubt =
                widgets::quiet_button(ui, "Wrong?").on_hover_text("This question is wrong (W)");
            if is_doubt.clicked() {
                draft.show(Field::Doubt, &view.doubt);
            }
            let bury = widgets::quiet_button(ui, "Tomorrow").on_hover_text("Not today (B)");
            out.push_if(bury.clicked(), || Command::Bury);
            let suspend = widgets::quiet_button(ui, "Suspend").on_hover_text("Never ask again (X)");
            out.push_if(suspend.clicked(), || Command::Suspend);
            let note = if view.note.is_empty() { "Note" } else { "Note •" };
            if widgets::quiet_button(ui, note).on_hover_text("Write a note (N)").clicked() {
                draft.show(Field::Note, &view.note);
            }
            let flag = if view.is_flagged { "Flagged" } else { "Flag" };
            let flag = widgets::quiet_button(ui, flag).on_hover_text("Flag or unflag (F)");
            out.push_if(flag.clicked(), || Command::ToggleFlag);
        });
    });
}

impl StudyDraft {
    /// Opens a field with the text it has.
    pub(super) fn show(&mut self, field: Field, text: &str) {
        self.open = Some(field);
        text.clone_into(&mut self.text);
        self.wants_focus = true;
    }
}

/// The open note or doubt, kept on "Keep" or Ctrl+Enter, dropped on Esc.
fn field(ui: &mut Ui, draft: &mut StudyDraft, out: &mut Outbox) {
    let Some(open) = draft.open else { return };
    let (title, hint) = match open {
        Field::Note => ("Your note", "Shown with this item from now on"),
        Field::Doubt => {
            ("What is wrong with this question?", "Kept with the item; can be exported")
        }
    };
    widgets::card_box(ui, |ui| {
        ui.set_width(ui.available_width());
        let label = ui.label(theme::strong(title));
        let edit = egui::TextEdit::multiline(&mut draft.text).desired_rows(3).hint_text(hint);
        let response = ui.add_sized([ui.available_width(), 70.0], edit).labelled_by(label.id);
        if std::mem::take(&mut draft.wants_focus) {
            response.request_focus();
        }
        ui.horizontal(|ui| {
            let is_kept = widgets::button(ui, "Keep", Some("Ctrl+Enter")).clicked()
                || ui.input(|i| i.modifiers.command && i.key_pressed(Key::Enter));
            let is_dropped = widgets::quiet_button(ui, "Cancel").clicked()
                || ui.input(|i| i.key_pressed(Key::Escape));
            if is_kept {
                let text = draft.text.trim().to_owned();
                out.push(match open {
                    Field::Note => Command::SetNote(text),
                    Field::Doubt => Command::SetDoubt(text),
                });
            }
            if is_kept || is_dropped {
                draft.open = None;
            }
        });
    });
    ui.add_space(theme::SPACE_12);
}

fn footer(ui: &mut Ui, view: &StudyView, out: &mut Outbox) {
    ui.set_min_height(44.0);
    match (&view.phase, &view.body) {
        (Phase::Question, StudyBody::Question(question)) => check_row(ui, question, out),
        (Phase::Question, _) => {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let is_shown = widgets::primary_button(ui, "Show answer", Some("Space")).clicked();
                out.push_if(is_shown, || Command::Reveal);
            });
        }
        (Phase::Revealed, _) => grade_row(ui, view, out),
        (Phase::Checked(verdict), _) => verdict_row(ui, verdict, out),
    }
}

fn check_row(ui: &mut Ui, question: &QuestionView, out: &mut Outbox) {
    let is_ready = question.is_complete;
    let hint = if is_ready { "How sure are you?" } else { &question.hint };
    let hint = theme::muted(ui, hint);
    if ui.available_width() < 620.0 * theme::text_scale(ui) {
        ui.label(hint);
        ui.add_space(theme::SPACE_4);
        ui.horizontal(|ui| check_buttons(ui, is_ready, out));
    } else {
        ui.horizontal(|ui| {
            ui.label(hint);
            check_buttons(ui, is_ready, out);
        });
    }
}

fn check_buttons(ui: &mut Ui, is_ready: bool, out: &mut Outbox) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_enabled_ui(is_ready, |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            ui.horizontal(|ui| {
                let is_sure = widgets::button(ui, "Sure", Some("S")).clicked();
                out.push_if(is_sure, || Command::Check(Confidence::Sure));
                let think = widgets::primary_button(ui, "I think so", Some("Enter"));
                out.push_if(think.clicked(), || Command::Check(Confidence::ThinkSo));
                let is_guess = widgets::button(ui, "Guess", Some("G")).clicked();
                out.push_if(is_guess, || Command::Check(Confidence::Guess));
            });
        });
    });
}

/// Names of the four grades, keys 1–4.
const GRADES: [(Rating, &str); 4] = [
    (Rating::Again, "Again"),
    (Rating::Hard, "Hard"),
    (Rating::Good, "Good"),
    (Rating::Easy, "Easy"),
];

fn grade_row(ui: &mut Ui, view: &StudyView, out: &mut Outbox) {
    ui.columns(4, |columns| {
        let cells = columns.iter_mut().zip(GRADES).zip(&view.intervals).enumerate();
        for (place, ((ui, (rating, name)), interval)) in cells {
            let key = (place + 1).to_string();
            let is_main = rating == Rating::Good;
            let response = widgets::grade_button(ui, name, interval, &key, is_main);
            out.push_if(response.clicked(), || Command::Grade(rating));
        }
    });
}

fn verdict_row(ui: &mut Ui, verdict: &Verdict, out: &mut Outbox) {
    let tokens = Tokens::of(ui);
    let sure = match verdict.confidence {
        Confidence::Sure => ", and you were sure",
        Confidence::ThinkSo => "",
        Confidence::Guess => ", a guess",
    };
    let (mark, word, colour) =
        if verdict.is_right { ("✓", "Right", tokens.good) } else { ("✗", "Wrong", tokens.bad) };
    ui.horizontal(|ui| {
        let label = ui.label(theme::strong(&format!("{mark} {word}{sure}")).color(colour));
        let live = egui::accesskit::Live::Polite;
        ui.accesskit_node_builder(label.id, |node| node.set_live(live));
        if let Some((title, advice)) = &verdict.trap
            && ui.available_width() > 420.0
        {
            ui.add_space(theme::SPACE_8);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - 300.0);
                let pill = widgets::pill(ui, &format!("Trap: {title}"), widgets::PillKind::Warn);
                pill.on_hover_text(advice);
            });
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let is_next = widgets::primary_button(ui, "Next", Some("Space")).clicked();
            out.push_if(is_next, || Command::Next);
            ui.add_space(theme::SPACE_8);
            if ui.available_width() > 170.0 * theme::text_scale(ui) {
                let help = "Keys 1–4 overrule the grade";
                ui.label(theme::muted(ui, &verdict.next)).on_hover_text(help);
            }
        });
    });
}
