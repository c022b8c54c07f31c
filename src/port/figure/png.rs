//! A figure as PNG, two pixels a point.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use tiny_skia::{
    Color, FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash,
    Transform,
};

use super::paint::rgb;
use super::svg::{MARGIN, WIDTH, outline};
use crate::domain::figure::{Align, Figure, Ink, Point, Shape};

/// Pixels a point.
const SCALE: f32 = 2.0;

/// A picture that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the picture could not be made: {0}")]
pub struct PngError(String);

/// The file.
pub fn png(figure: &Figure) -> Result<Vec<u8>, PngError> {
    let scene = figure.scene(WIDTH);
    let side = |length: f32| ((length + 2.0 * MARGIN) * SCALE).ceil() as u32;
    let pixmap = Pixmap::new(side(scene.size.0), side(scene.size.1));
    let mut pixmap = pixmap.ok_or_else(|| PngError("it has no size".to_owned()))?;
    pixmap.fill(Color::WHITE);
    let faces = Faces::new()?;
    let mut brush = Brush { pixmap, faces };
    scene.shapes.iter().for_each(|shape| brush.put(shape));
    brush.pixmap.encode_png().map_err(|error| PngError(error.to_string()))
}

struct Faces {
    regular: FontRef<'static>,
    strong: FontRef<'static>,
    symbols: FontRef<'static>,
}

impl Faces {
    fn new() -> Result<Self, PngError> {
        let font =
            |bytes| FontRef::new(bytes).map_err(|error| PngError(format!("a font: {error}")));
        Ok(Self {
            regular: font(include_bytes!("../../../assets/fonts/Inter-Regular.otf"))?,
            strong: font(include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"))?,
            symbols: font(include_bytes!("../../../assets/fonts/DejaVuSans-symbols.ttf"))?,
        })
    }

    /// The font that has a letter, and the letter in it.
    fn glyph(&self, is_strong: bool, letter: char) -> Option<(&FontRef<'static>, skrifa::GlyphId)> {
        let main = if is_strong { &self.strong } else { &self.regular };
        [main, &self.symbols]
            .into_iter()
            .find_map(|font| font.charmap().map(letter).map(|glyph| (font, glyph)))
    }

    /// How far each letter reaches, with its outline, from the start of the line at its base.
    fn line(&self, text: &str, size: f32, is_strong: bool) -> (f32, Option<Path>) {
        let mut pen = Pen { path: PathBuilder::new(), x: 0.0 };
        for letter in text.chars() {
            let Some((font, glyph)) = self.glyph(is_strong, letter) else { continue };
            let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            let drawn =
                font.outline_glyphs().get(glyph).is_none_or(|o| o.draw(settings, &mut pen).is_ok());
            let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
            if drawn {
                pen.x += metrics.advance_width(glyph).unwrap_or(0.0);
            }
        }
        (pen.x, pen.path.finish())
    }
}

/// Takes an outline up, upside down and moved to the right.
struct Pen {
    path: PathBuilder,
    x: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, -y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, -y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, -cy, self.x + x, -y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(self.x + ax, -ay, self.x + bx, -by, self.x + x, -y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

struct Brush {
    pixmap: Pixmap,
    faces: Faces,
}

impl Brush {
    fn place() -> Transform {
        Transform::from_translate(MARGIN, MARGIN).post_scale(SCALE, SCALE)
    }

    fn fill(&mut self, path: &Path, ink: Ink, place: Transform) {
        if let Some(paint) = paint(ink) {
            self.pixmap.fill_path(path, &paint, FillRule::Winding, place, None);
        }
    }

    fn line(&mut self, path: &Path, ink: Ink, width: f32, is_dashed: bool) {
        let Some(paint) = paint(ink) else { return };
        let dash = if is_dashed { StrokeDash::new(vec![6.0, 4.0], 0.0) } else { None };
        let stroke = Stroke { width, dash, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixmap.stroke_path(path, &paint, &stroke, Self::place(), None);
    }

    fn put(&mut self, shape: &Shape) {
        match shape {
            Shape::Box { at: [left, top, width, height], fill, line, width: weight, .. } => {
                let rect = Rect::from_xywh(*left, *top, width.max(0.1), height.max(0.1));
                let Some(path) = rect.map(PathBuilder::from_rect) else { return };
                self.fill(&path, *fill, Self::place());
                self.line(&path, *line, *weight, false);
            }
            Shape::Line { points, ink, width, is_dashed } => {
                if let Some(path) = through(points, false) {
                    self.line(&path, *ink, *width, *is_dashed);
                }
            }
            Shape::Area { points, fill, line } => {
                let Some(path) = through(points, true) else { return };
                self.fill(&path, *fill, Self::place());
                self.line(&path, *line, 1.4, false);
            }
            Shape::Band { across, upper, lower, fill } => {
                if let Some(path) = through(&outline(across, upper, lower), true) {
                    self.fill(&path, *fill, Self::place());
                }
            }
            Shape::Dot { at: (x, y), radius, fill, line } => {
                let Some(path) = PathBuilder::from_circle(*x, *y, *radius) else { return };
                self.fill(&path, *fill, Self::place());
                self.line(&path, *line, 1.4, false);
            }
            Shape::Text { at: (x, y), align, size, is_strong, ink, text } => {
                let (width, path) = self.faces.line(text, *size, *is_strong);
                let part = match align {
                    Align::Start => 0.0,
                    Align::Middle => 0.5,
                    Align::End => 1.0,
                };
                let place = Self::place().pre_translate(x - width * part, y + size * 0.36);
                if let Some(path) = path {
                    self.fill(&path, *ink, place);
                }
            }
        }
    }
}

fn paint(ink: Ink) -> Option<Paint<'static>> {
    let [red, green, blue] = rgb(ink)?;
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint.anti_alias = true;
    Some(paint)
}

fn through(points: &[Point], is_closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (place, (x, y)) in points.iter().enumerate() {
        if place == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    if is_closed {
        path.close();
    }
    path.finish()
}
