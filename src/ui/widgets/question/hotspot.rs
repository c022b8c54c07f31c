//! A place on a picture: clicked on the picture, or chosen by name below it.

use egui::{Id, Key, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2};

use super::choice::toggle;
use super::draft::{QuestionDraft, is_clicked, take};
use super::picture;
use super::row::{OptionRow, Paint, RowState, cap, lay, option_row, paint_of};
use super::status;
use crate::app::view::question::{HotspotView, QuestionView, RegionView, Response, Reveal};
use crate::ui::theme::{RADIUS_CONTROL, SPACE_8, SPACE_12, Tokens, text_scale};
use crate::ui::widgets::buttons::focus_ring;

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    hotspot: &HotspotView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let is_live = view.reveal == Reveal::Hidden;
    let base = ui.scope_id();
    status::select(ui, hotspot.select);
    let focused = focused_place(ui, hotspot, base);
    let on_picture = picture::ui(ui, &hotspot.picture, draft)
        .and_then(|shown| regions(ui, hotspot, &shown, focused, is_live));
    ui.add_space(SPACE_12);
    if !is_live {
        reasons(ui, hotspot, draft);
        return None;
    }
    let by_name = names(ui, view, hotspot, base, draft);
    ui.add_space(SPACE_8);
    let given = on_picture.or(by_name).and_then(|place| toggle(view, place, draft));
    if !draft.said.is_empty() {
        status::line(ui, &draft.said);
    }
    given
}

fn name_id(base: Id, place: usize) -> Id {
    base.with(("place", place))
}

fn focused_place(ui: &Ui, hotspot: &HotspotView, base: Id) -> Option<usize> {
    let focused = ui.memory(egui::Memory::focused)?;
    (0..hotspot.regions.len()).find(|&place| name_id(base, place) == focused)
}

fn letter(place: usize) -> char {
    char::from(b'A' + (place % 26) as u8)
}

/// Draws the regions on the picture; gives the place of the one that was clicked.
fn regions(
    ui: &Ui,
    hotspot: &HotspotView,
    shown: &picture::Shown,
    focused: Option<usize>,
    is_live: bool,
) -> Option<usize> {
    let mut clicked = None;
    for (place, region) in hotspot.regions.iter().enumerate() {
        let Some(rect) = place_on(shown, region) else { continue };
        let id = ui.scope_id().with(("region", place));
        let sense = if is_live { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(rect, id, sense);
        let name = format!("On the picture: {}", region.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
        let state = RowState::of(region.is_chosen, region.is_key);
        let paint = paint_of(ui, state, is_live && response.hovered());
        outline(ui, rect, state, &paint, focused == Some(place));
        mark(ui, rect, place, state, &paint);
        if response.clicked() {
            clicked = Some(place);
        }
        if is_live {
            response.on_hover_text(&region.name).on_hover_cursor(egui::CursorIcon::PointingHand);
        }
    }
    clicked
}

/// Turns fractions of the picture, or the name of a part of a figure, into a box on the screen.
fn place_on(shown: &picture::Shown, region: &RegionView) -> Option<Rect> {
    let by_name = || shown.scene.as_ref()?.target(&region.name);
    let is_named = region.rect.iter().all(|side| side.abs() < f32::EPSILON);
    let [left, top, width, height] = if is_named { by_name()? } else { region.rect };
    let picture = shown.rect;
    let min = picture.min + vec2(left * picture.width(), top * picture.height());
    let size = vec2(width * picture.width(), height * picture.height());
    Some(Rect::from_min_size(min, size).intersect(picture))
}

/// A frame that is seen on any picture: a light line on a dark one.
fn outline(ui: &Ui, rect: Rect, state: RowState, paint: &Paint, is_focused: bool) {
    let tokens = Tokens::of(ui);
    let width = if state == RowState::Idle && !is_focused { 1.0 } else { 2.0 };
    let line = match (state, is_focused) {
        (RowState::Idle, true) => tokens.accent,
        (RowState::Idle, false) if paint.line == tokens.line => tokens.muted,
        _ => paint.line,
    };
    if state != RowState::Idle {
        ui.painter().rect_filled(rect, RADIUS_CONTROL, line.gamma_multiply(0.18));
    }
    let ground = Stroke::new(width + 1.0, tokens.surface);
    ui.painter().rect_stroke(rect, RADIUS_CONTROL, ground, StrokeKind::Inside);
    let stroke = Stroke::new(width, line);
    ui.painter().rect_stroke(rect.shrink(1.0), RADIUS_CONTROL, stroke, StrokeKind::Inside);
    if is_focused {
        let stroke = Stroke::new(2.0, tokens.accent);
        ui.painter().rect_stroke(rect.expand(2.0), RADIUS_CONTROL + 2, stroke, StrokeKind::Outside);
    }
}

/// The letter of a region in its upper left corner, with a sign once it is shown.
fn mark(ui: &Ui, rect: Rect, place: usize, state: RowState, paint: &Paint) {
    let corner = rect.min + vec2(6.0, 6.0);
    cap(ui, corner, &letter(place).to_string(), state != RowState::Idle, 6, paint);
    let sign = match state {
        RowState::RightChosen | RowState::RightMissed => "✓",
        RowState::WrongChosen => "✗",
        RowState::Idle | RowState::Chosen => return,
    };
    cap(ui, corner + vec2(24.0 * text_scale(ui) + 4.0, 0.0), sign, true, 6, paint);
}

/// The names as buttons; gives the place of the one that was pressed.
fn names(
    ui: &mut Ui,
    view: &QuestionView,
    hotspot: &HotspotView,
    base: Id,
    draft: &mut QuestionDraft,
) -> Option<usize> {
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for (place, region) in hotspot.regions.iter().enumerate() {
            let id = name_id(base, place);
            let response = name_button(ui, id, hotspot, place, region);
            let is_enter_free = view.is_complete && region.is_chosen;
            draft.watch(&response, is_enter_free);
            if response.has_focus() {
                walk(ui, response.id, base, place, hotspot.regions.len());
            }
            if is_clicked(ui, &response, is_enter_free) {
                pressed = Some(place);
            }
        }
    });
    pressed
}

fn name_button(
    ui: &mut Ui,
    id: Id,
    hotspot: &HotspotView,
    place: usize,
    region: &RegionView,
) -> egui::Response {
    let tokens = Tokens::of(ui);
    let state = RowState::of(region.is_chosen, region.is_key);
    let side = 24.0 * text_scale(ui);
    let left = 8.0 + side + 10.0;
    let room = ui.max_rect().width() - left - 14.0;
    let galley = lay(ui, &region.name, &TextStyle::Body, tokens.text, room);
    let height = (galley.size().y + 16.0).max(side + 14.0);
    let (_, rect) = ui.allocate_space(vec2(left + galley.size().x + 14.0, height));
    let response = ui.interact(rect, id, Sense::click());
    let role = if hotspot.select == 1 { Role::RadioButton } else { Role::CheckBox };
    let name = format!("{}. {}", letter(place), region.name);
    response.widget_info(|| WidgetInfo::selected(role, true, region.is_chosen, &name));
    let paint = paint_of(ui, state, response.hovered());
    let stroke = Stroke::new(paint.width, paint.line);
    ui.painter().rect(rect, RADIUS_CONTROL, tokens.raised, stroke, StrokeKind::Inside);
    focus_ring(ui, &response, rect);
    let corner = egui::pos2(rect.left() + 8.0, rect.center().y - side / 2.0);
    let radius = if hotspot.select == 1 { 6 } else { 2 };
    cap(ui, corner, &letter(place).to_string(), region.is_chosen, radius, &paint);
    let text = egui::pos2(rect.left() + left, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(text, galley, tokens.text);
    response
}

/// The arrows go from name to name, round and round.
fn walk(ui: &Ui, id: Id, base: Id, place: usize, count: usize) {
    let filter = egui::EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        ..egui::EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let is_next = take(ui, Key::ArrowRight) | take(ui, Key::ArrowDown);
    let is_before = take(ui, Key::ArrowLeft) | take(ui, Key::ArrowUp);
    let to = match (is_next, is_before) {
        (true, _) => (place + 1) % count.max(1),
        (_, true) => (place + count.saturating_sub(1)) % count.max(1),
        _ => return,
    };
    ui.memory_mut(|memory| memory.request_focus(name_id(base, to)));
}

/// The places with their reasons, after the check; what the learner chose comes first.
fn reasons(ui: &mut Ui, hotspot: &HotspotView, draft: &mut QuestionDraft) {
    let mut regions: Vec<(usize, &RegionView)> = hotspot.regions.iter().enumerate().collect();
    regions.sort_by_key(|(_, region)| (!region.is_chosen, region.is_key != Some(true)));
    for (place, region) in regions {
        let row = OptionRow {
            letter: letter(place),
            text: &region.name,
            why: &region.why,
            state: RowState::of(region.is_chosen, region.is_key),
            is_single: hotspot.select == 1,
            is_struck: false,
            is_live: false,
        };
        let response = ui.push_id(place, |ui| option_row(ui, &row)).inner;
        draft.watch(&response, true);
        ui.add_space(SPACE_8);
    }
}
