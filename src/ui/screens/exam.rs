//! A mock exam: clock, question, navigator; nothing that tells what is right.

use egui::Ui;

use super::calculator::Calculator;
use super::{exam_keys, exam_pages};
use crate::app::command::{Command, ExamCommand};
use crate::app::view::exam::{Cell, ExamQuestion, ExamStage, ExamView};
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{self, question::QuestionDraft};

/// What the learner is in the middle of.
#[derive(Debug, Default)]
pub(crate) struct ExamDraft {
    serial: String,
    pub(super) question: QuestionDraft,
    /// The sentence that the arrows move over, while marking.
    pub(super) marking: Option<usize>,
    pub(super) is_clock_hidden: bool,
    pub(super) calculator: Calculator,
    pub(super) pad: Pad,
    pub(super) filter: Filter,
    pub(super) confirm: Option<Confirm>,
    /// Whether the learner said that the window may close.
    pub(crate) may_close: bool,
}

/// The scratch pad.
#[derive(Debug, Default)]
pub(super) struct Pad {
    pub(super) is_open: bool,
    text: String,
    is_synced: bool,
}

/// Which questions the review page lists.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    #[default]
    All,
    Open,
    Flagged,
}

/// What waits for a second word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirm {
    /// Ending the section.
    EndSection,
    /// Closing the window.
    Close,
}

impl ExamDraft {
    /// Asks whether the window may close.
    pub(crate) fn ask_to_close(&mut self) {
        self.confirm = Some(Confirm::Close);
    }
}

/// Draws the screen.
pub(crate) fn ui(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    if draft.serial != view.serial {
        draft.serial.clone_from(&view.serial);
        draft.question = QuestionDraft::default();
        draft.marking = None;
    }
    let bar = egui::Frame::NONE
        .fill(Tokens::of(ui).surface)
        .inner_margin(egui::Margin::symmetric(24, 12));
    egui::Panel::top("exam-top").frame(bar).show(ui, |ui| top(ui, view, draft));
    match &view.stage {
        ExamStage::Question(question) => {
            question_stage(ui, view, question, draft, out);
        }
        _ => exam_pages::ui(ui, view, draft, out),
    }
    draft.calculator.window(ui);
    pad_window(ui, view, &mut draft.pad, out);
    confirm(ui, view, draft, out);
    if draft.confirm.is_none() {
        exam_keys::read(ui, view, draft, out);
    }
}

fn top(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft) {
    ui.horizontal(|ui| {
        let is_wide = ui.available_width() > 700.0 * theme::text_scale(ui);
        if is_wide {
            ui.label(theme::strong(&view.title));
        }
        let (section, sections) = view.section;
        if sections > 1 {
            ui.label(theme::muted(ui, &format!("Section {section} of {sections}")));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            clock(ui, view, draft);
            if let ExamStage::Question(question) = &view.stage {
                let text = format!("Question {} of {}", question.number + 1, view.n_questions);
                ui.label(theme::muted(ui, &text));
            }
        });
    });
}

/// The time left; a click hides it until five minutes are left.
fn clock(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft) {
    let is_hidden = draft.is_clock_hidden && !view.is_low;
    let text = if is_hidden { "Show clock" } else { &view.clock };
    let colour = if view.is_low { Tokens::of(ui).warn } else { Tokens::of(ui).text };
    let label =
        if is_hidden { theme::muted(ui, text) } else { theme::title_small(text).color(colour) };
    let button = egui::Button::new(label).frame(false);
    let name = format!("Time left {}", view.clock);
    let response = ui.add(button).accessible_name(name).on_hover_text("Hide or show the clock");
    widgets::focus_ring(ui, &response, response.rect);
    if response.clicked() {
        draft.is_clock_hidden = !draft.is_clock_hidden;
    }
}

fn question_stage(
    ui: &mut Ui,
    view: &ExamView,
    question: &ExamQuestion,
    draft: &mut ExamDraft,
    out: &mut Outbox,
) {
    let scale = theme::text_scale(ui);
    if ui.available_width() > 900.0 * scale {
        let frame = egui::Frame::NONE.fill(Tokens::of(ui).surface).inner_margin(20);
        let panel = egui::Panel::right("exam-side").exact_size(236.0).resizable(false).frame(frame);
        panel.show(ui, |ui| side(ui, view, out));
    }
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(24, 14));
    egui::Panel::bottom("exam-bottom").show_separator_line(false).frame(frame).show(ui, |ui| {
        bottom(ui, view, question, draft, out);
    });
    egui::CentralPanel::no_frame().show(ui, |ui| match &question.scenario {
        None => body(ui, view, question, None, draft, out),
        Some(scenario) => {
            widgets::with_scenario(ui, &scenario.text, &scenario.case, |ui, place| {
                let above = (place == widgets::Place::Above)
                    .then_some((scenario.text.as_str(), scenario.case.as_str()));
                body(ui, view, question, above, draft, out);
            });
        }
    });
}

fn body(
    ui: &mut Ui,
    view: &ExamView,
    question: &ExamQuestion,
    scenario: Option<(&str, &str)>,
    draft: &mut ExamDraft,
    out: &mut Outbox,
) {
    let page = ui.available_height() * 0.8;
    let area = egui::ScrollArea::vertical().id_salt(("exam", &view.serial)).auto_shrink(false);
    area.show(ui, |ui| {
        widgets::reading_column(ui, 700.0, |ui| {
            ui.add_space(theme::SPACE_20);
            if let Some((text, case)) = scenario {
                widgets::scenario_above(ui, text, case);
            }
            stem(ui, question, draft, out);
            let given = widgets::question::ui(ui, &question.view, &mut draft.question);
            if let Some(response) = given {
                out.push(Command::Exam(ExamCommand::Respond(response)));
            }
            if let Some(option) = draft.question.take_struck() {
                out.push(Command::Exam(ExamCommand::ToggleStrike(option)));
            }
            ui.add_space(theme::SPACE_24);
        });
        ui.scroll_with_delta(egui::vec2(0.0, -super::study_keys::pages(ui) * page));
    });
}

/// The stem: with tables and lists as it is, else with sentences that can be marked.
fn stem(ui: &mut Ui, question: &ExamQuestion, draft: &ExamDraft, out: &mut Outbox) {
    if question.stem.is_empty() {
        return;
    }
    if has_structure(&question.stem) {
        widgets::markdown(ui, &question.stem, widgets::MarkdownSize::Stem);
    } else {
        let clicked = widgets::stem(ui, &question.stem, &question.marks, draft.marking);
        if let Some(mark) = clicked {
            out.push(Command::Exam(ExamCommand::ToggleHighlight(mark)));
        }
    }
    ui.add_space(theme::SPACE_8);
    if !question.view.hint.is_empty() {
        ui.label(theme::muted(ui, &question.view.hint));
    }
    ui.add_space(theme::SPACE_8);
}

/// Whether a text has pictures, tables, lists or quotes, which are not taken apart into sentences.
pub(super) fn has_structure(stem: &str) -> bool {
    let is_list = |line: &str| {
        let digits = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        digits.len() < line.len() && digits.starts_with(". ")
    };
    stem.contains("![")
        || stem.lines().map(str::trim_start).any(|line| {
            line.starts_with(['|', '-', '*', '>', '#', '`']) && !line.starts_with("**")
                || is_list(line)
        })
}

fn bottom(
    ui: &mut Ui,
    view: &ExamView,
    question: &ExamQuestion,
    draft: &mut ExamDraft,
    out: &mut Outbox,
) {
    let push = |out: &mut Outbox, is_wanted: bool, step: ExamCommand| {
        out.push_if(is_wanted, || Command::Exam(step));
    };
    ui.horizontal(|ui| {
        ui.add_enabled_ui(question.has_previous, |ui| {
            let is_back = widgets::button(ui, "Previous", None).clicked();
            push(out, is_back, ExamCommand::Previous);
        });
        let flag = if question.is_flagged { "Flagged" } else { "Flag" };
        let is_flag = widgets::button(ui, flag, Some("F")).clicked();
        push(out, is_flag, ExamCommand::ToggleFlag);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let label = if question.is_last { "Review" } else { "Next" };
            let is_next = widgets::primary_button(ui, label, Some("Enter")).clicked();
            push(out, is_next, ExamCommand::Next);
            ui.add_space(theme::SPACE_8);
            tools(ui, view, draft, out);
        });
    });
}

fn tools(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    if view.can_pause {
        let is_pause = widgets::quiet_button(ui, "Stop clock").clicked();
        out.push_if(is_pause, || Command::Exam(ExamCommand::Pause));
    }
    if widgets::quiet_button(ui, "Pad P").on_hover_text("Scratch pad").clicked() {
        draft.pad.is_open = !draft.pad.is_open;
    }
    if widgets::quiet_button(ui, "Calculator K").clicked() {
        draft.calculator.toggle();
    }
    let mark = widgets::quiet_button(ui, "Highlight H");
    if mark.on_hover_text("Then click a sentence, or arrows and Space").clicked() {
        draft.marking = if draft.marking.is_some() { None } else { Some(0) };
    }
    if ui.available_width() > 120.0 {
        ui.label(theme::muted(ui, "Strike Shift+A…"));
    }
}

fn side(ui: &mut Ui, view: &ExamView, out: &mut Outbox) {
    ui.add(egui::Label::new(theme::strong(&view.section_title)).wrap());
    ui.add(egui::Label::new(theme::muted(ui, &counts(&view.cells))).wrap());
    ui.add_space(theme::SPACE_8);
    let room = (ui.available_height() - 60.0).max(60.0);
    egui::ScrollArea::vertical().id_salt("navigator").max_height(room).show(ui, |ui| {
        navigator(ui, &view.cells, out);
    });
    ui.add_space(theme::SPACE_12);
    let is_review = widgets::button(ui, "Review section…", Some("R")).clicked();
    out.push_if(is_review, || Command::Exam(ExamCommand::Review));
}

/// "41–110 · 33 answered · 4 flagged".
pub(super) fn counts(cells: &[Cell]) -> String {
    let first = cells.first().map_or(0, |cell| cell.number + 1);
    let last = cells.last().map_or(0, |cell| cell.number + 1);
    let answered = cells.iter().filter(|cell| cell.is_answered()).count();
    let flagged = cells.iter().filter(|cell| cell.is_flagged).count();
    format!("{first}\u{2013}{last} · {answered} answered · {flagged} flagged")
}

/// A grid of numbers; each says in words how it stands.
pub(super) fn navigator(ui: &mut Ui, cells: &[Cell], out: &mut Outbox) {
    ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
    ui.horizontal_wrapped(|ui| {
        for cell in cells {
            let is_clicked = widgets::navigator_cell(ui, cell).clicked();
            out.push_if(is_clicked, || Command::Exam(ExamCommand::Show(cell.number)));
        }
    });
}

fn pad_window(ui: &mut Ui, view: &ExamView, pad: &mut Pad, out: &mut Outbox) {
    if !pad.is_synced {
        pad.text.clone_from(&view.scratch);
        pad.is_synced = true;
    }
    if !pad.is_open {
        return;
    }
    let mut is_left = false;
    let is_closed = widgets::tool_window(ui, "Scratch pad", widgets::Corner::Upper, |ui| {
        let edit = egui::TextEdit::multiline(&mut pad.text).desired_rows(9);
        let size = [ui.available_width(), 190.0];
        let response = ui.add_sized(size, edit).accessible_name("Scratch pad");
        is_left = response.lost_focus();
        response.has_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape))
    });
    pad.is_open = !is_closed;
    let is_changed = (is_left || is_closed) && pad.text != view.scratch;
    out.push_if(is_changed, || Command::Exam(ExamCommand::Scratch(pad.text.clone())));
}

fn confirm(ui: &mut Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    let Some(confirm) = draft.confirm else { return };
    let open = view.cells.iter().filter(|cell| !cell.is_answered()).count();
    let is_last = view.section.0 == view.section.1;
    let (title, text, yes) = match confirm {
        Confirm::Close => (
            "Leave the exam?",
            "Everything is kept, with the time that is left. The next start offers to go on."
                .to_owned(),
            "Leave",
        ),
        Confirm::EndSection => {
            let left = match open {
                0 => "Every question of this section is answered.".to_owned(),
                1 => "One question of this section is not answered.".to_owned(),
                n => format!("{n} questions of this section are not answered."),
            };
            let closes =
                if view.section_closes && !is_last { " It cannot be opened again." } else { "" };
            let title = if is_last { "End the exam?" } else { "End this section?" };
            (
                title,
                format!("{left}{closes}"),
                if is_last { "End the exam" } else { "End the section" },
            )
        }
    };
    let frame = theme::dialog_frame(ui);
    let modal = egui::Modal::new(egui::Id::unique("exam-confirm")).frame(frame).show(ui, |ui| {
        ui.set_max_width(420.0);
        ui.label(theme::title_small(title));
        ui.add_space(theme::SPACE_8);
        ui.add(egui::Label::new(text).wrap());
        ui.add_space(theme::SPACE_16);
        ui.horizontal(|ui| {
            let is_yes = widgets::primary_button(ui, yes, Some("Enter")).clicked();
            let is_no = widgets::button(ui, "Go on", Some("Esc")).clicked();
            let is_enter = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
            (is_yes || is_enter, is_no)
        })
        .inner
    });
    let (is_yes, is_no) = modal.inner;
    if is_yes {
        match confirm {
            Confirm::EndSection => out.push(Command::Exam(ExamCommand::EndSection)),
            Confirm::Close => {
                draft.may_close = true;
                out.push(Command::Quit);
            }
        }
    }
    if is_yes || is_no || modal.should_close() {
        draft.confirm = None;
    }
}
