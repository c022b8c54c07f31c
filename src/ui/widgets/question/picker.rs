//! A field that opens a list. The focus stays on the field; the keys go through the list.

use std::sync::Arc;

use egui::{
    Galley, Id, Key, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, TextStyle, Ui, WidgetInfo, vec2,
};

pub(super) use super::draft::Keys;
use super::draft::{QuestionDraft, is_clicked, take, take_name};
use super::row::lay;
use crate::ui::theme::{RADIUS_CONTROL, Tokens, text_scale};
use crate::ui::widgets::buttons::focus_ring;

/// The list that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Menu {
    /// The field that it belongs to.
    pub(super) field: usize,
    /// The line that Enter would take.
    pub(super) at: usize,
}

/// A field with what it offers.
pub(super) struct Picker<'a> {
    /// Its number in the question.
    pub(super) field: usize,
    /// For screen readers.
    pub(super) name: &'a str,
    /// What is offered, as shown.
    pub(super) lines: &'a [String],
    /// What was taken.
    pub(super) given: Option<usize>,
    /// Whether nothing is open in the question, so that Enter checks.
    pub(super) is_complete: bool,
    /// Which keys take a line.
    pub(super) keys: Keys,
}

/// What the learner did with a field: took a line, or cleared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picked {
    Line(usize),
    Nothing,
}

/// Room for the arrow at the right, in points.
const ARROW: f32 = 34.0;

impl Picker<'_> {
    /// The text in the field, over at most `width` points with the arrow.
    pub(super) fn galley(&self, ui: &Ui, width: f32) -> Arc<Galley> {
        let tokens = Tokens::of(ui);
        let (text, colour) = match self.given.and_then(|given| self.lines.get(given)) {
            Some(text) => (text.as_str(), tokens.text),
            None => ("Choose", tokens.muted),
        };
        lay(ui, text, &TextStyle::Body, colour, (width - ARROW - 12.0).max(40.0))
    }

    /// Draws the field in `rect` and its list while that is open.
    pub(super) fn ui(&self, ui: &mut Ui, rect: Rect, draft: &mut QuestionDraft) -> Option<Picked> {
        let id = ui.scope_id().with(("field", self.field));
        let response = ui.interact(rect, id, Sense::click());
        let is_enter_free = self.is_complete && self.open(draft).is_none();
        draft.watch(&response, is_enter_free);
        let picked = self.keys(ui, &response, draft);
        if picked.is_none() && is_clicked(ui, &response, is_enter_free) {
            response.request_focus();
            draft.menu = match self.open(draft) {
                Some(_) => None,
                None => Some(Menu { field: self.field, at: self.given.unwrap_or(0) }),
            };
        }
        self.draw(ui, rect, &response, draft);
        let clicked = self.list(ui, &response, draft);
        let picked = picked.or(clicked);
        if picked.is_some() {
            draft.menu = None;
        }
        picked
    }

    fn open(&self, draft: &QuestionDraft) -> Option<usize> {
        draft.menu.filter(|menu| menu.field == self.field).map(|menu| menu.at)
    }

    fn keys(&self, ui: &Ui, response: &Response, draft: &mut QuestionDraft) -> Option<Picked> {
        let open = self.open(draft);
        if !response.has_focus() {
            if open.is_some() {
                keep_focus(ui, response, draft);
            }
            return None;
        }
        let is_open = open.is_some();
        let filter = egui::EventFilter {
            vertical_arrows: is_open,
            escape: is_open,
            ..egui::EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        if let Some(place) = take_name(ui, self.keys, self.lines.len()) {
            return Some(Picked::Line(place));
        }
        if take(ui, Key::Delete) || take(ui, Key::Backspace) {
            return Some(Picked::Nothing);
        }
        self.menu_keys(ui, open?, draft)
    }

    fn menu_keys(&self, ui: &Ui, at: usize, draft: &mut QuestionDraft) -> Option<Picked> {
        let last = self.lines.len().saturating_sub(1);
        let moves = [
            (Key::ArrowDown, (at + 1).min(last)),
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        if let Some((_, to)) = moves.into_iter().find(|(key, _)| take(ui, *key)) {
            draft.menu = Some(Menu { field: self.field, at: to });
        }
        if take(ui, Key::Escape) {
            draft.menu = None;
        }
        (take(ui, Key::Enter) || take(ui, Key::Space)).then_some(Picked::Line(at))
    }

    fn draw(&self, ui: &Ui, rect: Rect, response: &Response, draft: &QuestionDraft) {
        let tokens = Tokens::of(ui);
        let open = self.open(draft);
        let line = if response.hovered() || open.is_some() { tokens.accent } else { tokens.line };
        let stroke = Stroke::new(tokens.line_width, line);
        ui.painter().rect(rect, RADIUS_CONTROL, tokens.raised, stroke, StrokeKind::Inside);
        focus_ring(ui, response, rect);
        let text = self.galley(ui, rect.width());
        let place = egui::pos2(rect.left() + 12.0, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(place, text, tokens.text);
        let tip = rect.right_center() - vec2(18.0, 0.0);
        let points = vec![tip + vec2(-5.0, -2.5), tip + vec2(0.0, 2.5), tip + vec2(5.0, -2.5)];
        ui.painter().add(Shape::line(points, Stroke::new(2.0, tokens.muted)));
        let value = self.given.and_then(|given| self.lines.get(given)).cloned();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, true, self.name);
            info.current_text_value = Some(value.clone().unwrap_or_default());
            info
        });
        let active = open.map(|at| line_id(response.id, at));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_expanded(open.is_some());
            node.set_has_popup(egui::accesskit::HasPopup::Listbox);
            if let Some(active) = active {
                node.set_active_descendant(active.accesskit_id());
            }
        });
    }

    fn list(&self, ui: &Ui, response: &Response, draft: &mut QuestionDraft) -> Option<Picked> {
        let mut at = self.open(draft)?;
        draft.open_menu();
        let mut is_open = true;
        let width = self.list_width(ui, response.rect.width());
        let shown = Popup::from_response(response)
            .open_bool(&mut is_open)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name(self.name)
            .width(width)
            .gap(6.0)
            .show(|ui| {
                let margin = ui.spacing().menu_margin.sum().x;
                ui.set_width(width - margin - 2.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                self.lines(ui, response.id, &mut at)
            });
        if is_open {
            draft.menu = Some(Menu { field: self.field, at });
        } else if draft.menu.is_some_and(|menu| menu.field == self.field) {
            draft.menu = None;
        }
        shown.and_then(|shown| shown.inner).map(Picked::Line)
    }

    /// As wide as its longest line and the field, but no wider than can be read.
    fn list_width(&self, ui: &Ui, field: f32) -> f32 {
        let colour = Tokens::of(ui).text;
        let width_of =
            |text: &String| lay(ui, text, &TextStyle::Body, colour, f32::INFINITY).size().x;
        let longest = self.lines.iter().map(width_of).fold(0.0, f32::max);
        (longest + 64.0).min(480.0 * text_scale(ui)).max(field)
    }

    fn lines(&self, ui: &mut Ui, field: Id, at: &mut usize) -> Option<usize> {
        let mut picked = None;
        let highest = 320.0 * text_scale(ui);
        egui::ScrollArea::vertical().max_height(highest).show(ui, |ui| {
            for (place, text) in self.lines.iter().enumerate() {
                let line = Line { text, is_at: place == *at, is_given: self.given == Some(place) };
                let response = line.ui(ui, line_id(field, place));
                if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                    *at = place;
                }
                if response.clicked() {
                    picked = Some(place);
                }
            }
        });
        picked
    }
}

/// A press of the pointer takes the focus away, and it comes back; Tab takes it elsewhere, and
/// the list closes.
fn keep_focus(ui: &Ui, response: &Response, draft: &mut QuestionDraft) {
    if ui.memory(egui::Memory::focused).is_none() {
        response.request_focus();
    } else {
        draft.menu = None;
    }
}

fn line_id(field: Id, place: usize) -> Id {
    field.with(("line", place))
}

/// One line of the list.
struct Line<'a> {
    text: &'a str,
    is_at: bool,
    is_given: bool,
}

impl Line<'_> {
    fn ui(&self, ui: &mut Ui, id: Id) -> Response {
        let tokens = Tokens::of(ui);
        let colour = if self.is_at { tokens.accent } else { tokens.text };
        let width = ui.available_width();
        let text = lay(ui, self.text, &TextStyle::Body, colour, width - 36.0);
        let size = vec2(width, text.size().y + 14.0);
        let (_, rect) = ui.allocate_space(size);
        let response = ui.interact(rect, id, Sense::CLICK);
        response.widget_info(|| {
            WidgetInfo::selected(Role::ListBoxOption, true, self.is_given, self.text)
        });
        if self.is_at {
            ui.painter().rect_filled(rect, 6, tokens.accent_soft);
            let stroke = Stroke::new(tokens.line_width, tokens.accent);
            ui.painter().rect_stroke(rect, 6, stroke, StrokeKind::Inside);
            ui.scroll_to_rect(rect, None);
        }
        if self.is_given {
            let font = TextStyle::Small.resolve(ui.style());
            let right = rect.right_center() - vec2(10.0, 0.0);
            ui.painter().text(right, egui::Align2::RIGHT_CENTER, "✓", font, colour);
        }
        ui.painter().galley(rect.min + vec2(10.0, 7.0), text, colour);
        response
    }
}
