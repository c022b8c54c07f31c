//! Shapes of figures on a page.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::measure::{Faces, Voice};
use crate::domain::figure::{Align, Ink, Shape};
use crate::port::figure::{outline, rgb as paper};

/// Where a figure stands on its page, and how large a point of it is.
pub(super) type Place = ((f32, f32), f32);

/// Puts one shape on the page.
pub(super) fn put(surface: &mut Surface<'_>, faces: &Faces, shape: &Shape, place: Place) {
    let pen = Pen { place };
    match shape {
        Shape::Box { at: [left, top, width, height], fill, line, width: weight, .. } => {
            let (x, y) = pen.at((*left, *top));
            let size = ((width * place.1).max(0.1), (height * place.1).max(0.1));
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(x, y, size.0, size.1) {
                path.push_rect(rect);
            }
            pen.draw(surface, path, *fill, (*line, *weight, false));
        }
        Shape::Line { points, ink, width, is_dashed } => {
            let path = pen.through(points, false);
            pen.draw(surface, path, Ink::None, (*ink, *width, *is_dashed));
        }
        Shape::Area { points, fill, line } => {
            pen.draw(surface, pen.through(points, true), *fill, (*line, 1.4, false));
        }
        Shape::Band { across, upper, lower, fill } => {
            let path = pen.through(&outline(across, upper, lower), true);
            pen.draw(surface, path, *fill, (Ink::None, 0.0, false));
        }
        Shape::Dot { at, radius, fill, line } => {
            let path = pen.circle(*at, *radius);
            pen.draw(surface, path, *fill, (*line, 1.4, false));
        }
        Shape::Text { at, align, size, is_strong, ink, text } => {
            let voice = if *is_strong { Voice::Strong } else { Voice::Regular };
            let size = size * place.1;
            let width = faces.width(voice, text, size);
            let part = match align {
                Align::Start => 0.0,
                Align::Middle => 0.5,
                Align::End => 1.0,
            };
            let (x, y) = pen.at(*at);
            let mut x = x - width * part;
            surface.set_stroke(None);
            surface.set_fill(fill_of(*ink));
            for (font, run, width) in faces.runs(voice, text, size) {
                let point = Point::from_xy(x, y + size * 0.36);
                surface.draw_text(point, font, size, &run, false, TextDirection::Auto);
                x += width;
            }
        }
    }
}

fn fill_of(ink: Ink) -> Option<Fill> {
    let [red, green, blue] = paper(ink)?;
    Some(Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() })
}

struct Pen {
    place: Place,
}

impl Pen {
    fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let ((left, top), scale) = self.place;
        (left + x * scale, top + y * scale)
    }

    fn through(&self, points: &[(f32, f32)], is_closed: bool) -> PathBuilder {
        let mut path = PathBuilder::new();
        for (number, point) in points.iter().enumerate() {
            let (x, y) = self.at(*point);
            if number == 0 {
                path.move_to(x, y);
            } else {
                path.line_to(x, y);
            }
        }
        if is_closed {
            path.close();
        }
        path
    }

    /// Four curves; the usual constant for a quarter of a circle.
    fn circle(&self, middle: (f32, f32), radius: f32) -> PathBuilder {
        let ((x, y), r) = (self.at(middle), radius * self.place.1);
        let k = r * 0.552_284_8;
        let mut path = PathBuilder::new();
        path.move_to(x + r, y);
        path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
        path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
        path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
        path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
        path.close();
        path
    }

    fn draw(
        &self,
        surface: &mut Surface<'_>,
        path: PathBuilder,
        fill: Ink,
        line: (Ink, f32, bool),
    ) {
        let (ink, width, is_dashed) = line;
        let scale = self.place.1;
        surface.set_fill(fill_of(fill));
        let stroke = fill_of(ink).map(|fill| Stroke {
            paint: fill.paint,
            width: width * scale,
            dash: is_dashed
                .then(|| StrokeDash { array: vec![6.0 * scale, 4.0 * scale], offset: 0.0 }),
            ..Stroke::default()
        });
        let has_any = stroke.is_some() || paper(fill).is_some();
        surface.set_stroke(stroke);
        if let Some(path) = path.finish().filter(|_| has_any) {
            surface.draw_path(&path);
        }
    }
}
