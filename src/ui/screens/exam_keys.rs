//! Keys of the exam, read after drawing: a focused part of the question comes first.

use egui::{Key, Ui};

use super::exam::{Confirm, ExamDraft, has_structure};
use crate::app::command::{Command, ExamCommand};
use crate::app::view::exam::{ExamQuestion, ExamStage, ExamView};
use crate::ui::outbox::Outbox;
use crate::ui::widgets::question::{letter_keys, strike_key};
use crate::ui::widgets::sentences;

/// Reads the keys; silent while a text field has the focus or a menu is open.
pub(super) fn read(ui: &Ui, view: &ExamView, draft: &mut ExamDraft, out: &mut Outbox) {
    if draft.question.is_menu_open() || ui.text_edit_focused() {
        return;
    }
    if ui.input(|i| i.modifiers.any() && !i.modifiers.shift_only()) {
        return;
    }
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    if pressed(Key::K) {
        draft.calculator.toggle();
    }
    if pressed(Key::P) {
        draft.pad.is_open = !draft.pad.is_open;
    }
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    let is_free = !has_focus || draft.question.is_enter_free();
    let is_enter = is_free && pressed(Key::Enter);
    let step = |out: &mut Outbox, is_wanted: bool, step: ExamCommand| {
        out.push_if(is_wanted, || Command::Exam(step));
    };
    match &view.stage {
        ExamStage::Instructions(_) => step(out, is_enter, ExamCommand::Begin),
        ExamStage::Break(_) => step(out, is_enter, ExamCommand::EndBreak),
        ExamStage::Paused => step(out, is_enter, ExamCommand::Resume),
        ExamStage::Gone(_) => step(out, is_enter, ExamCommand::Next),
        ExamStage::Review => {
            if is_enter {
                draft.confirm = Some(Confirm::EndSection);
                ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
                ui.request_repaint();
            }
        }
        ExamStage::Question(question) => {
            if draft.marking.is_some() && mark_keys(ui, question, draft, out) {
                return;
            }
            question_keys(ui, question, draft, out);
            step(out, is_enter || (!has_focus && pressed(Key::ArrowRight)), ExamCommand::Next);
        }
    }
}

fn question_keys(ui: &Ui, question: &ExamQuestion, draft: &mut ExamDraft, out: &mut Outbox) {
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    let n_letters = question.view.n_letters();
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    let is_strike = ui.input(|i| i.modifiers.shift);
    if let Some(option) = strike_key(ui, &question.view) {
        out.push(Command::Exam(ExamCommand::ToggleStrike(option)));
    } else if let Some(response) = letter_keys(ui, &question.view, &mut draft.question) {
        out.push(Command::Exam(ExamCommand::Respond(response)));
    }
    let is_flag = !is_strike && pressed(Key::F) && n_letters < 6;
    out.push_if(is_flag, || Command::Exam(ExamCommand::ToggleFlag));
    out.push_if(pressed(Key::R), || Command::Exam(ExamCommand::Review));
    let is_back = !has_focus && pressed(Key::ArrowLeft);
    out.push_if(is_back, || Command::Exam(ExamCommand::Previous));
    if pressed(Key::H) && n_letters < 8 && !has_structure(&question.stem) {
        draft.marking = Some(0);
    }
}

/// Arrows move over sentences, Space marks one, H or Esc ends; true when a key was for this.
fn mark_keys(ui: &Ui, question: &ExamQuestion, draft: &mut ExamDraft, out: &mut Outbox) -> bool {
    let all: Vec<(usize, usize)> = sentences(&question.stem).into_iter().flatten().collect();
    let Some(at) = draft.marking else { return false };
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    let last = all.len().saturating_sub(1);
    if pressed(Key::H) || pressed(Key::Escape) {
        draft.marking = None;
    } else if pressed(Key::ArrowDown) || pressed(Key::ArrowRight) {
        draft.marking = Some((at + 1).min(last));
    } else if pressed(Key::ArrowUp) || pressed(Key::ArrowLeft) {
        draft.marking = Some(at.saturating_sub(1));
    } else if pressed(Key::Space) {
        if let Some(mark) = all.get(at) {
            out.push(Command::Exam(ExamCommand::ToggleHighlight(*mark)));
        }
    } else {
        return false;
    }
    true
}
