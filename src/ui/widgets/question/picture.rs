//! The picture of a hotspot, or a frame that says why there is none.

use std::sync::Arc;

use egui::{
    Color32, ColorImage, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, TextureFilter,
    TextureId, TextureOptions, Ui, WidgetInfo, vec2,
};

use super::draft::QuestionDraft;
use super::row::lay;
use crate::app::picture::{Picture, Pixels};
use crate::app::view::question::PictureView;
use crate::domain::figure::{Figure, Scene};
use crate::ui::theme::{RADIUS_CONTROL, Tokens, text_scale};
use crate::ui::widgets;

/// Tallest that a picture is shown, in points; and as a share of what is seen of the question, so
/// that the names below it are seen as well.
const TALLEST: (f32, f32) = (520.0, 0.56);

/// A picture that is on the screen.
pub(super) struct Shown {
    /// Its box.
    pub(super) rect: Rect,
    /// Its parts by name, when it is a figure.
    pub(super) scene: Option<Scene>,
}

/// Draws what there is to look at; gives the box of the picture when it is there.
pub(super) fn ui(ui: &mut Ui, view: &PictureView, draft: &mut QuestionDraft) -> Option<Shown> {
    match view {
        PictureView::Absent => None,
        PictureView::Figure(source) => figure(ui, source),
        PictureView::Image { name, picture } => match picture.as_ref() {
            Picture::Ready(pixels) => {
                let rect = image(ui, name, picture, pixels, draft);
                Some(Shown { rect, scene: None })
            }
            Picture::Loading => {
                framed(ui, name, "The picture is being read.");
                None
            }
            Picture::Missing => {
                let text = "The deck has no such picture. The places can be chosen by name.";
                framed(ui, name, text);
                None
            }
            Picture::Broken(reason) => {
                framed(ui, name, &format!("{reason} The places can be chosen by name."));
                None
            }
        },
    }
}

/// A figure from its source, and the same in words.
fn figure(ui: &mut Ui, source: &str) -> Option<Shown> {
    match Figure::parse(source) {
        Ok(figure) => {
            let (rect, scene) = widgets::figure::picture(ui, &figure);
            widgets::figure::in_words(ui, &figure, 0);
            Some(Shown { rect, scene: Some(scene) })
        }
        Err(error) => {
            let text = format!("{error} The places can be chosen by name.");
            framed(ui, "This figure cannot be drawn", &text);
            None
        }
    }
}

fn image(
    ui: &mut Ui,
    name: &str,
    picture: &Arc<Picture>,
    pixels: &Pixels,
    draft: &mut QuestionDraft,
) -> Rect {
    let texture = texture(ui, name, picture, pixels, draft);
    let [width, height] = pixels.size.map(|side| side as f32);
    let (most, share) = TALLEST;
    let tallest = (ui.clip_rect().height() * share).clamp(160.0, most);
    let scale = (ui.available_width() / width).min(tallest / height);
    let size = vec2(width, height) * scale;
    let room = vec2(ui.available_width(), size.y);
    let (room, response) = ui.allocate_exact_size(room, Sense::hover());
    let alt = format!("Picture {name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &alt));
    let rect = Rect::from_min_size(room.min + vec2((room.width() - size.x) / 2.0, 0.0), size);
    let whole = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
    ui.painter().image(texture, rect, whole, Color32::WHITE);
    let tokens = Tokens::of(ui);
    let stroke = Stroke::new(tokens.line_width, tokens.line);
    ui.painter().rect_stroke(rect, 0, stroke, StrokeKind::Outside);
    rect
}

/// The picture on the graphics card, sent there once.
fn texture(
    ui: &Ui,
    name: &str,
    picture: &Arc<Picture>,
    pixels: &Pixels,
    draft: &mut QuestionDraft,
) -> TextureId {
    if let Some((known, texture)) = &draft.texture
        && Arc::ptr_eq(known, picture)
    {
        return texture.id();
    }
    let image = ColorImage::from_rgba_unmultiplied(pixels.size, &pixels.rgba);
    let options = TextureOptions::LINEAR.with_mipmap_mode(Some(TextureFilter::Linear));
    let texture = ui.load_texture(name, image, options);
    let id = texture.id();
    draft.texture = Some((Arc::clone(picture), texture));
    id
}

/// A frame with a title and a text in place of a picture.
fn framed(ui: &mut Ui, title: &str, text: &str) {
    let tokens = Tokens::of(ui);
    let width = ui.available_width();
    let inner = width - 40.0;
    let title_text = lay(ui, title, &TextStyle::Small, tokens.muted, inner);
    let body = lay(ui, text, &TextStyle::Body, tokens.text, inner);
    let height = (title_text.size().y + body.size().y + 48.0).max(120.0 * text_scale(ui));
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let name = format!("{title}: {text}");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let stroke = Stroke::new(tokens.line_width, tokens.line);
    ui.painter().rect(rect, RADIUS_CONTROL, tokens.surface, stroke, StrokeKind::Inside);
    let below = rect.min + vec2(20.0, 18.0 + title_text.size().y + 6.0);
    ui.painter().galley(rect.min + vec2(20.0, 18.0), title_text, tokens.muted);
    ui.painter().galley(below, body, tokens.text);
}
