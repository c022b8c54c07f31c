//! What the learner is in the middle of: not yet given, nothing of it is kept.

use std::sync::Arc;

use egui::{Event, Key, Response, TextureHandle, Ui};

use super::picker::Menu;
use crate::app::picture::Picture;

/// The state of a question's widgets between frames; a new one for every question shown.
#[derive(Default)]
pub struct QuestionDraft {
    /// What was said last to the eye and to screen readers: "Plan, now 2 of 6".
    pub(super) said: String,
    /// The step that the arrows move, and the order before it was lifted.
    pub(super) lifted: Option<Lifted>,
    /// What hangs on the pointer.
    pub(super) drag: Option<Drag>,
    /// The list that is open.
    pub(super) menu: Option<Menu>,
    /// The picture as the graphics card has it, and what it was made from.
    pub(super) texture: Option<(Arc<Picture>, TextureHandle)>,
    struck: Option<usize>,
    is_enter_free: bool,
    is_menu_open: bool,
    wants_first: bool,
}

impl std::fmt::Debug for QuestionDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QuestionDraft").field("said", &self.said).finish_non_exhaustive()
    }
}

/// A step that was lifted by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lifted {
    /// Its index in the file.
    pub(super) step: usize,
    /// The order before, as indices in the file.
    pub(super) before: Vec<usize>,
}

/// Something that hangs on the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drag {
    /// Index in the file.
    pub(super) index: usize,
    /// From its upper left corner to the pointer.
    pub(super) grip: egui::Vec2,
}

impl QuestionDraft {
    /// Whether the focus is on a part of the question that has no use for Enter now, so that Enter
    /// may check although something has the focus. Valid after drawing.
    pub fn is_enter_free(&self) -> bool {
        self.is_enter_free
    }

    /// Whether a menu of the question is open: then all keys are its own. Valid after drawing.
    pub fn is_menu_open(&self) -> bool {
        self.is_menu_open
    }

    /// Takes the option (file index) that the learner asked to strike out or to bring back, by a
    /// secondary click.
    pub fn take_struck(&mut self) -> Option<usize> {
        self.struck.take()
    }

    /// Begins a frame. Down, pressed while nothing has the focus, goes to the first part.
    pub(super) fn begin(&mut self, ui: &Ui) {
        self.is_enter_free = false;
        self.is_menu_open = false;
        self.wants_first = ui.memory(egui::Memory::focused).is_none() && take(ui, Key::ArrowDown);
        if self.wants_first {
            // Else egui would go on from there, one part further down.
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        }
    }

    pub(super) fn strike(&mut self, index: usize) {
        self.struck = Some(index);
    }

    pub(super) fn open_menu(&mut self) {
        self.is_menu_open = true;
    }

    /// Notes whether Enter, pressed on this widget, is left to the screen; shows what has the focus.
    pub(super) fn watch(&mut self, response: &Response, is_enter_free: bool) {
        if std::mem::take(&mut self.wants_first) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        if response.has_focus() {
            self.is_enter_free = is_enter_free;
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
}

/// Whether the widget was clicked, other than by an Enter that is left to the screen.
pub(super) fn is_clicked(ui: &Ui, response: &Response, is_enter_free: bool) -> bool {
    let is_enter = response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    response.clicked() && !(is_enter && is_enter_free)
}

/// Takes a key that was pressed without modifiers out of the input.
pub(super) fn take(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, key))
}

/// Keys that name one of several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// A, B, C … and 1, 2, 3 …
    Letters,
    /// 1, 2, 3 … only.
    Digits,
}

/// Takes out the key that names one of `count` things, and gives its place.
pub(super) fn take_name(ui: &Ui, keys: Keys, count: usize) -> Option<usize> {
    if ui.input(|i| i.modifiers.any() && !i.modifiers.shift_only()) {
        return None;
    }
    let named = |event: &Event| match event {
        Event::Key { key, pressed: true, .. } => place_of(*key, keys).filter(|at| *at < count),
        _ => None,
    };
    let place = ui.input(|i| i.events.iter().find_map(named))?;
    ui.input_mut(|i| i.events.retain(|event| named(event) != Some(place)));
    Some(place)
}

/// 0 for A and 1, 1 for B and 2, … 25 for Z.
fn place_of(key: Key, keys: Keys) -> Option<usize> {
    let &[byte] = key.symbol_or_name().as_bytes() else { return None };
    match (byte, keys) {
        (b'A'..=b'Z', Keys::Letters) => Some(usize::from(byte - b'A')),
        (b'1'..=b'9', _) => Some(usize::from(byte - b'1')),
        _ => None,
    }
}

/// A text cut for an announcement.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.trim_end_matches('.').to_owned();
    }
    let cut: String = text.chars().take(MOST).collect();
    format!("{}…", cut.trim_end())
}
