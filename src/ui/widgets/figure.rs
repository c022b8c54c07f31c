//! Figures: shapes in the colours of the theme, and the same in words.

use egui::{
    Align2, Color32, FontFamily, FontId, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::domain::figure::{Align, Figure, FigureError, Ink, Point, Scene, Shape};
use crate::ui::theme::{self, SPACE_8, Tokens, text_scale};

/// Draws a figure and, folded below it, the same in words; what cannot be read is said with its source.
pub(super) fn block(ui: &mut Ui, source: &str, figure: &Result<Figure, FigureError>, place: usize) {
    ui.add_space(SPACE_8);
    match figure {
        Ok(figure) => {
            picture(ui, figure);
            in_words(ui, figure, place);
        }
        Err(error) => {
            ui.label(theme::warn(ui, &format!("This figure cannot be drawn. {error}")));
            ui.label(egui::RichText::new(source).monospace());
        }
    }
    ui.add_space(SPACE_8);
}

/// The words of a figure, folded.
pub(super) fn in_words(ui: &mut Ui, figure: &Figure, place: usize) {
    let header = egui::CollapsingHeader::new(theme::muted(ui, "The figure in words"));
    header.id_salt(("figure in words", place)).show_unindented(ui, |ui| {
        ui.add(egui::Label::new(figure.words()).wrap());
    });
}

/// Draws the figure alone over the width that is there; gives its box and how it was laid out.
pub(super) fn picture(ui: &mut Ui, figure: &Figure) -> (Rect, Scene) {
    let room = ui.available_width();
    let scale = text_scale(ui).max(0.5);
    let scene = figure.scene(room / scale);
    // What is still too wide is made smaller as a whole.
    let scale = scale.min(room / scene.size.0.max(1.0));
    let size = vec2(scene.size.0, scene.size.1) * scale;
    let (whole, response) = ui.allocate_exact_size(vec2(room, size.y), Sense::hover());
    response.widget_info(|| {
        let name = format!("{}. {}", figure.title(), figure.words());
        WidgetInfo::labeled(Role::Image, true, name)
    });
    let rect = Rect::from_min_size(whole.min, size);
    if ui.is_rect_visible(rect) {
        let brush = Brush { ui, origin: rect.min, scale, tokens: Tokens::of(ui) };
        scene.shapes.iter().for_each(|shape| brush.put(shape));
    }
    (rect, scene)
}

struct Brush<'a> {
    ui: &'a Ui,
    origin: Pos2,
    scale: f32,
    tokens: &'static Tokens,
}

impl Brush<'_> {
    fn at(&self, (x, y): Point) -> Pos2 {
        self.origin + vec2(x, y) * self.scale
    }

    fn colour(&self, ink: Ink) -> Color32 {
        let tokens = self.tokens;
        match ink {
            Ink::None => Color32::TRANSPARENT,
            Ink::Text => tokens.text,
            Ink::Muted => tokens.muted,
            Ink::Line => tokens.line,
            Ink::Surface => tokens.surface,
            Ink::Track => tokens.track,
            Ink::Accent => tokens.accent,
            Ink::AccentSoft => tokens.accent_soft,
            Ink::Good => tokens.good,
            Ink::GoodSoft => tokens.good_soft,
            Ink::Bad => tokens.bad,
            Ink::BadSoft => tokens.bad_soft,
            Ink::Warn => tokens.warn,
            Ink::WarnSoft => tokens.warn_soft,
        }
    }

    fn stroke(&self, ink: Ink, width: f32) -> Stroke {
        Stroke::new(width * self.scale, self.colour(ink))
    }

    fn put(&self, shape: &Shape) {
        let painter = self.ui.painter();
        match shape {
            Shape::Box { at: [left, top, width, height], radius, fill, line, width: weight } => {
                let size = vec2(width.max(0.0), height.max(0.0)) * self.scale;
                let rect = Rect::from_min_size(self.at((*left, *top)), size);
                let stroke = self.stroke(*line, *weight);
                let radius = radius * self.scale;
                painter.rect(rect, radius, self.colour(*fill), stroke, StrokeKind::Inside);
            }
            Shape::Line { points, ink, width, is_dashed } => {
                let points: Vec<Pos2> = points.iter().map(|point| self.at(*point)).collect();
                let stroke = self.stroke(*ink, *width);
                if *is_dashed {
                    let (dash, gap) = (6.0 * self.scale, 4.0 * self.scale);
                    painter.extend(egui::Shape::dashed_line(&points, stroke, dash, gap));
                } else {
                    painter.line(points, stroke);
                }
            }
            Shape::Area { points, fill, line } => {
                let points = points.iter().map(|point| self.at(*point)).collect();
                let (fill, stroke) = (self.colour(*fill), self.stroke(*line, 1.4));
                painter.add(egui::Shape::convex_polygon(points, fill, stroke));
            }
            Shape::Band { across, upper, lower, fill } => {
                painter.add(self.band(across, upper, lower, self.colour(*fill)));
            }
            Shape::Dot { at, radius, fill, line } => {
                let stroke = self.stroke(*line, 1.4);
                painter.circle(self.at(*at), radius * self.scale, self.colour(*fill), stroke);
            }
            Shape::Text { at, align, size, is_strong, ink, text } => {
                let family =
                    if *is_strong { theme::strong_family() } else { FontFamily::Proportional };
                let anchor = match align {
                    Align::Start => Align2::LEFT_CENTER,
                    Align::Middle => Align2::CENTER_CENTER,
                    Align::End => Align2::RIGHT_CENTER,
                };
                let font = FontId::new(size * self.scale, family);
                painter.text(self.at(*at), anchor, text, font, self.colour(*ink));
            }
        }
    }

    /// What lies between two lines, as triangles: it need not be convex.
    fn band(&self, across: &[f32], upper: &[f32], lower: &[f32], fill: Color32) -> egui::Shape {
        let mut mesh = egui::Mesh::default();
        for ((x, top), bottom) in across.iter().zip(upper).zip(lower) {
            let first = mesh.vertices.len() as u32;
            let (top, bottom) = (self.at((*x, *top)), self.at((*x, *bottom)));
            mesh.colored_vertex(pos2(top.x, top.y), fill);
            mesh.colored_vertex(pos2(bottom.x, bottom.y), fill);
            if first > 0 {
                mesh.add_triangle(first - 2, first - 1, first);
                mesh.add_triangle(first - 1, first, first + 1);
            }
        }
        egui::Shape::mesh(mesh)
    }
}
