//! Options to choose from.

use egui::{Key, Modifiers, Ui};

use super::draft::{QuestionDraft, is_clicked};
use super::row::{OptionRow, RowState, option_row};
use super::status;
use crate::app::view::question::{ChoiceView, QuestionBody, QuestionView, Response, Reveal};
use crate::ui::theme;

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    choice: &ChoiceView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let mut given = None;
    let is_live = view.reveal == Reveal::Hidden;
    status::select(ui, choice.select);
    for (place, option) in choice.options.iter().enumerate() {
        let row = OptionRow {
            letter: option.letter,
            text: &option.text,
            why: &option.why,
            state: RowState::of(option.is_chosen, option.is_key),
            is_single: choice.select == 1,
            is_struck: option.is_struck,
            is_live,
        };
        let response = ui.push_id(option.index, |ui| option_row(ui, &row)).inner;
        let is_enter_free = !is_live || (view.is_complete && option.is_chosen);
        draft.watch(&response, is_enter_free);
        if is_live && is_clicked(ui, &response, is_enter_free) {
            given = toggle(view, place, draft);
        }
        if is_live && response.secondary_clicked() {
            draft.strike(option.index);
        }
        ui.add_space(theme::SPACE_8);
    }
    if is_live && !draft.said.is_empty() {
        status::line(ui, &draft.said);
    }
    given
}

/// Chooses or unchooses; one more than asked for changes nothing, and says so.
pub(super) fn toggle(
    view: &QuestionView,
    place: usize,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let given = view.toggled(place);
    draft.said = match &given {
        Some(_) => String::new(),
        None => view
            .full_words()
            .map_or_else(String::new, |words| format!("{words}. Unchoose one first.")),
    };
    given
}

/// Letters and digits of the options, in display order.
const KEYS: [[Key; 2]; 8] = [
    [Key::A, Key::Num1],
    [Key::B, Key::Num2],
    [Key::C, Key::Num3],
    [Key::D, Key::Num4],
    [Key::E, Key::Num5],
    [Key::F, Key::Num6],
    [Key::G, Key::Num7],
    [Key::H, Key::Num8],
];

/// Reads A–H and 1–8 for options and places, whatever has the focus; other types read letters only
/// where one of their parts has it.
pub fn letter_keys(ui: &Ui, view: &QuestionView, draft: &mut QuestionDraft) -> Option<Response> {
    let place = pressed(ui, view, Modifiers::NONE)?;
    toggle(view, place, draft)
}

/// Reads Shift+A to Shift+H, and gives the option (file index) that is to be struck out or brought
/// back.
pub fn strike_key(ui: &Ui, view: &QuestionView) -> Option<usize> {
    let QuestionBody::Choice(choice) = &view.body else { return None };
    let place = pressed(ui, view, Modifiers::SHIFT)?;
    choice.options.get(place).map(|option| option.index)
}

fn pressed(ui: &Ui, view: &QuestionView, modifiers: Modifiers) -> Option<usize> {
    let is_pressed = |keys: &[Key; 2]| {
        ui.input(|i| i.modifiers == modifiers && keys.iter().any(|key| i.key_pressed(*key)))
    };
    KEYS.iter().take(view.n_letters()).position(is_pressed)
}
