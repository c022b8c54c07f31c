//! Steps to put in order: by drag, by button, by key.
//!
//! The list begins mixed and counts as answered from the first move on. Whoever lifts a step and
//! puts it down where it was has confirmed the order as it is shown.

use egui::{Id, Key, Modifiers, Rect, Response as Widget, Sense, Ui, vec2};

use super::draft::{Drag, Lifted, QuestionDraft, short, take};
use super::status;
use super::step::{Move, Slab, SlabLook, buttons};
use crate::app::view::question::{OrderView, QuestionView, Response, Reveal, StepView};
use crate::ui::theme::{self, SPACE_8};

/// What is said while nothing has happened yet.
const HELP: &str = "Drag a step, or focus one: Alt+Up and Alt+Down move it, Space lifts it.";

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    order: &OrderView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let slabs: Vec<Slab> =
        order.steps.iter().map(|step| Slab::lay(ui, step, view.reveal)).collect();
    let heights = slabs.iter().map(|slab| slab.height + SPACE_8).sum::<f32>();
    let size = vec2(ui.available_width(), heights);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let list = List { order, slabs: &slabs, area, id: ui.scope_id() };
    let given = if view.reveal == Reveal::Shown {
        list.still(ui, draft);
        None
    } else {
        list.live(ui, draft)
    };
    if view.reveal == Reveal::Hidden {
        status::line(ui, if draft.said.is_empty() { HELP } else { &draft.said });
    }
    right_order(ui, &order.right_order);
    given
}

fn right_order(ui: &mut Ui, steps: &[String]) {
    if steps.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE_4);
    ui.label(theme::section(ui, "The right order"));
    for (place, step) in steps.iter().enumerate() {
        ui.add(egui::Label::new(format!("{}. {step}", place + 1)).wrap());
    }
}

/// The list in one frame.
struct List<'a> {
    order: &'a OrderView,
    slabs: &'a [Slab],
    area: Rect,
    id: Id,
}

impl List<'_> {
    fn len(&self) -> usize {
        self.slabs.len()
    }

    fn row_id(&self, step: &StepView) -> Id {
        self.id.with(("step", step.index))
    }

    /// The boxes of the rows when they stand in this order of places.
    fn rects(&self, places: &[usize]) -> Vec<(usize, Rect)> {
        let mut top = self.area.top();
        let rects = places.iter().filter_map(|&place| {
            let height = self.slabs.get(place)?.height;
            let min = egui::pos2(self.area.left(), top);
            top += height + SPACE_8;
            Some((place, Rect::from_min_size(min, vec2(self.area.width(), height))))
        });
        rects.collect()
    }

    fn still(&self, ui: &mut Ui, draft: &mut QuestionDraft) {
        let places: Vec<usize> = (0..self.len()).collect();
        for (place, rect) in self.rects(&places) {
            let (Some(step), Some(slab)) = (self.order.steps.get(place), self.slabs.get(place))
            else {
                continue;
            };
            let sense = Sense::focusable_noninteractive();
            let response = ui.interact(rect, self.row_id(step), sense);
            slab.name(ui, &response, step, place, self.len());
            draft.watch(&response, true);
            slab.draw(ui, rect, &response, place, SlabLook::Still(step.is_right));
        }
    }

    fn live(&self, ui: &mut Ui, draft: &mut QuestionDraft) -> Option<Response> {
        let dragged = draft.drag.and_then(|drag| self.dragged(ui, drag));
        let mut places: Vec<usize> = (0..self.len()).collect();
        if let Some((from, to, _)) = dragged {
            places.retain(|place| *place != from);
            places.insert(to.min(places.len()), from);
        }
        let mut given = None;
        for (shown_at, (place, rect)) in self.rects(&places).into_iter().enumerate() {
            let is_held = dragged.is_some_and(|(from, _, _)| from == place);
            let rect = match dragged {
                Some((_, _, floating)) if is_held => floating,
                _ => rect,
            };
            let asked = self.row(ui, place, shown_at, rect, draft);
            given = given.or(asked);
        }
        // What hangs on the pointer lies over the rest.
        if let Some((from, to, floating)) = dragged
            && let Some(slab) = self.slabs.get(from)
        {
            slab.lift(ui, floating, to);
        }
        self.drop(ui, dragged, draft).or(given)
    }

    /// Where the dragged row was, where it would fall, and its box under the pointer.
    fn dragged(&self, ui: &Ui, drag: Drag) -> Option<(usize, usize, Rect)> {
        let from = self.order.steps.iter().position(|step| step.index == drag.index)?;
        let pointer = ui.input(|i| i.pointer.latest_pos())?;
        let height = self.slabs.get(from)?.height;
        let lowest = (self.area.bottom() - height - SPACE_8).max(self.area.top());
        let top = (pointer.y - drag.grip.y).clamp(self.area.top(), lowest);
        let others: Vec<usize> = (0..self.len()).filter(|place| *place != from).collect();
        let to = self.rects(&others).iter().filter(|(_, rect)| top > rect.center().y).count();
        let min = egui::pos2(self.area.left(), top);
        Some((from, to, Rect::from_min_size(min, vec2(self.area.width(), height))))
    }

    fn drop(
        &self,
        ui: &Ui,
        dragged: Option<(usize, usize, Rect)>,
        draft: &mut QuestionDraft,
    ) -> Option<Response> {
        if ui.input(|i| i.pointer.any_down()) {
            return None;
        }
        draft.drag = None;
        let (from, to, _) = dragged?;
        self.moved(from, to, draft)
    }

    fn row(
        &self,
        ui: &mut Ui,
        place: usize,
        shown_at: usize,
        rect: Rect,
        draft: &mut QuestionDraft,
    ) -> Option<Response> {
        let (step, slab) = (self.order.steps.get(place)?, self.slabs.get(place)?);
        let response = ui.interact(rect, self.row_id(step), Sense::drag());
        slab.name(ui, &response, step, place, self.len());
        let is_lifted = draft.lifted.as_ref().is_some_and(|lifted| lifted.step == step.index);
        let look = if is_lifted { SlabLook::Lifted } else { SlabLook::Live };
        slab.draw(ui, rect, &response, shown_at, look);
        draft.watch(&response, !is_lifted);
        if response.drag_started()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            draft.drag = Some(Drag { index: step.index, grip: pointer - rect.min });
            draft.lifted = None;
            response.request_focus();
        }
        let clicked = buttons(ui, rect, place, self.len(), step);
        let asked = if response.has_focus() { keys(ui, &response, is_lifted) } else { None };
        if response.has_focus() && asked.is_none() && !is_lifted {
            self.walk(ui, place);
        }
        self.apply(asked.or(clicked.map(Asked::Move))?, place, step, draft)
    }

    /// Plain arrows go from row to row.
    fn walk(&self, ui: &Ui, place: usize) {
        let to = match (take(ui, Key::ArrowUp), take(ui, Key::ArrowDown)) {
            (true, _) => place.checked_sub(1),
            (_, true) => Some(place + 1),
            _ => None,
        };
        if let Some(step) = to.and_then(|to| self.order.steps.get(to)) {
            ui.memory_mut(|memory| memory.request_focus(self.row_id(step)));
        }
    }

    fn apply(
        &self,
        asked: Asked,
        place: usize,
        step: &StepView,
        draft: &mut QuestionDraft,
    ) -> Option<Response> {
        let at = format!("{} of {}", place + 1, self.len());
        match asked {
            Asked::Move(step) => self.moved(place, self.target(place, step), draft),
            Asked::Lift => {
                let before = self.order.steps.iter().map(|step| step.index).collect();
                draft.lifted = Some(Lifted { step: step.index, before });
                let name = short(&step.text);
                draft.said = format!("{name}, lifted at {at}. Arrows move it, Space puts it down.");
                None
            }
            Asked::PutDown => {
                draft.lifted = None;
                draft.said = format!("{}, put down at {at}", short(&step.text));
                Some(self.order.as_shown())
            }
            Asked::PutBack => {
                let lifted = draft.lifted.take()?;
                draft.said = format!("{}, back where it was", short(&step.text));
                Some(Response::Sequence(lifted.before))
            }
        }
    }

    fn target(&self, place: usize, step: Move) -> usize {
        match step {
            Move::Up => place.saturating_sub(1),
            Move::Down => (place + 1).min(self.len().saturating_sub(1)),
            Move::First => 0,
            Move::Last => self.len().saturating_sub(1),
        }
    }

    fn moved(&self, from: usize, to: usize, draft: &mut QuestionDraft) -> Option<Response> {
        let step = self.order.steps.get(from)?;
        draft.said = format!("{}, now {} of {}", short(&step.text), to + 1, self.len());
        (from != to).then(|| self.order.moved(from, to))
    }
}

/// What a key asks of the focused row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Move(Move),
    Lift,
    PutDown,
    PutBack,
}

/// Reads the keys of the focused row; what is read is taken out of the input.
fn keys(ui: &Ui, response: &Widget, is_lifted: bool) -> Option<Asked> {
    let filter = egui::EventFilter {
        vertical_arrows: true,
        escape: is_lifted,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let alt = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::ALT, key));
    if alt(Key::ArrowUp) {
        return Some(Asked::Move(Move::Up));
    }
    if alt(Key::ArrowDown) {
        return Some(Asked::Move(Move::Down));
    }
    if take(ui, Key::Space) {
        return Some(if is_lifted { Asked::PutDown } else { Asked::Lift });
    }
    if !is_lifted {
        return None;
    }
    let moves = [
        (Key::ArrowUp, Asked::Move(Move::Up)),
        (Key::ArrowDown, Asked::Move(Move::Down)),
        (Key::Home, Asked::Move(Move::First)),
        (Key::End, Asked::Move(Move::Last)),
        (Key::Enter, Asked::PutDown),
        (Key::Escape, Asked::PutBack),
    ];
    moves.into_iter().find(|(key, _)| take(ui, *key)).map(|(_, asked)| asked)
}
