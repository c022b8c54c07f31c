//! Pictures in item text.

use egui::load::{LoadError, SizeHint, TexturePoll};
use egui::{
    Rect, Role, Sense, Stroke, StrokeKind, TextureFilter, TextureOptions, Ui, UiBuilder,
    UiStackInfo, WidgetInfo, vec2,
};

use crate::domain::item::picture::InText;
use crate::ui::pictures::address;
use crate::ui::theme::{self, SPACE_4, SPACE_8, Tokens};

/// Tallest that a picture is shown: this share of what is seen, in points at least and at most.
const TALLEST: (f32, f32, f32) = (0.6, 160.0, 520.0);
/// Under this name the stack of a `Ui` holds the deck's id.
const DECK: &str = "deck";

/// Draws items of a deck: pictures in their texts are those of the deck.
pub(crate) fn in_deck<R>(
    ui: &mut Ui,
    deck: Option<String>,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    let info = UiStackInfo::default().with_tag_value(DECK, deck);
    ui.scope_builder(UiBuilder::new().ui_stack_info(info), content).inner
}

fn deck(ui: &Ui) -> Option<String> {
    let of_level =
        |level: &egui::UiStack| level.info.tags.get_downcast::<Option<String>>(DECK).cloned();
    ui.stack().iter().find_map(of_level).flatten()
}

/// Draws a picture, or says in words what would be there.
pub(super) fn in_text(ui: &mut Ui, picture: &InText<'_>) {
    let Some(file) = picture.file() else {
        let text = format!("{} lies on the network and is not loaded.", picture.words());
        ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
        return;
    };
    let Some(deck) = deck(ui) else {
        ui.add(egui::Label::new(theme::muted(ui, &picture.words())).wrap());
        return;
    };
    let uri = address(&deck, &file);
    let options = TextureOptions::LINEAR.with_mipmap_mode(Some(TextureFilter::Linear));
    match ui.ctx().try_load_texture(&uri, options, SizeHint::default()) {
        Ok(TexturePoll::Ready { texture }) => shown(ui, picture, texture),
        Ok(TexturePoll::Pending { .. }) => {
            ui.label(theme::muted(ui, &picture.words()));
        }
        Err(error) => {
            let reason = match error {
                LoadError::Loading(reason) => reason,
                other => other.to_string(),
            };
            let text = format!("The picture {file} cannot be shown. {reason}");
            ui.add(egui::Label::new(theme::warn(ui, &text)).wrap());
        }
    }
}

fn shown(ui: &mut Ui, picture: &InText<'_>, texture: egui::load::SizedTexture) {
    let (share, least, most) = TALLEST;
    let tallest = (ui.clip_rect().height() * share).clamp(least, most);
    // Never larger than it is: small drawings stay sharp.
    let scale = (ui.available_width() / texture.size.x).min(tallest / texture.size.y).min(1.0);
    ui.add_space(SPACE_4);
    let (rect, response) = ui.allocate_exact_size(texture.size * scale, Sense::hover());
    ui.add_space(SPACE_8);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, picture.words()));
    let whole = Rect::from_min_size(egui::Pos2::ZERO, vec2(1.0, 1.0));
    ui.painter().image(texture.id, rect, whole, egui::Color32::WHITE);
    let tokens = Tokens::of(ui);
    let stroke = Stroke::new(tokens.line_width, tokens.line);
    ui.painter().rect_stroke(rect, 0, stroke, StrokeKind::Outside);
}
