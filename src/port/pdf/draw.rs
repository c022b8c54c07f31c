//! Marks on pages to a file.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::lay::{Ink, Mark, PAGE};
use super::measure::{Faces, Voice};
use super::{Document, PdfError, shapes};

pub(super) fn draw(
    document: &Document,
    faces: &Faces,
    pages: &[Vec<Mark>],
) -> Result<Vec<u8>, PdfError> {
    let mut file = krilla::Document::new();
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1)
        .ok_or_else(|| PdfError("the page has no size".to_owned()))?;
    for (number, marks) in pages.iter().enumerate() {
        let mut page = file.start_page_with(settings.clone());
        let mut surface = page.surface();
        for mark in marks {
            put(&mut surface, faces, mark);
        }
        put(&mut surface, faces, &foot(faces, number + 1, pages.len()));
        surface.finish();
        page.finish();
    }
    let metadata = Metadata::new().title(document.title.clone()).creator("Certdeck".to_owned());
    file.set_metadata(metadata);
    file.finish().map_err(|error| PdfError(format!("{error:?}")))
}

fn foot(faces: &Faces, number: usize, n_pages: usize) -> Mark {
    let text = format!("{number} of {n_pages}");
    let width = faces.width(Voice::Regular, &text, 8.0);
    let at = ((PAGE.0 - width) / 2.0, PAGE.1 - 30.0);
    Mark::Text { at, voice: Voice::Regular, size: 8.0, ink: Ink::Muted, text }
}

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Text => rgb::Color::new(29, 28, 26),
        Ink::Muted => rgb::Color::new(103, 99, 91),
        Ink::Accent => rgb::Color::new(15, 110, 102),
        Ink::Track => rgb::Color::new(228, 225, 217),
    }
}

fn put(surface: &mut Surface<'_>, faces: &Faces, mark: &Mark) {
    match mark {
        Mark::Text { at, voice, size, ink, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: colour(*ink).into(), ..Fill::default() }));
            let mut x = at.0;
            for (font, run, width) in faces.runs(*voice, text, *size) {
                let point = Point::from_xy(x, at.1);
                surface.draw_text(point, font, *size, &run, false, TextDirection::Auto);
                x += width;
            }
        }
        Mark::Box { at, size, ink } => {
            let Some(rect) = Rect::from_xywh(at.0, at.1, size.0.max(0.1), size.1) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: colour(*ink).into(), ..Fill::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Shape { shape, at, scale } => shapes::put(surface, faces, shape, (*at, *scale)),
        Mark::Line { points, ink } => {
            let mut path = PathBuilder::new();
            for (number, point) in points.iter().enumerate() {
                if number == 0 {
                    path.move_to(point.0, point.1);
                } else {
                    path.line_to(point.0, point.1);
                }
            }
            surface.set_fill(None);
            let paint = colour(*ink).into();
            surface.set_stroke(Some(Stroke { paint, width: 1.6, ..Stroke::default() }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}
