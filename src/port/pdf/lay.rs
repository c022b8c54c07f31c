//! Where everything stands: blocks to marks on pages.

use super::measure::{Faces, Voice};
use super::{Block, Document};
use crate::domain::figure::{Figure, Shape};

/// A4 in points.
pub(super) const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 56.0;
const BODY: f32 = 10.0;
const HEADING: f32 = 13.0;
const TITLE: f32 = 20.0;
const LEADING: f32 = 1.45;
const CHART: f32 = 130.0;
/// How large figures stand beside the text of a report.
const FIGURE: f32 = 0.85;

/// Grey, green, black: the few colours of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Text,
    Muted,
    Accent,
    Track,
}

/// One thing on a page; coordinates in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Text { at: (f32, f32), voice: Voice, size: f32, ink: Ink, text: String },
    Box { at: (f32, f32), size: (f32, f32), ink: Ink },
    Line { points: Vec<(f32, f32)>, ink: Ink },
    Shape { shape: Shape, at: (f32, f32), scale: f32 },
}

struct Pen<'a> {
    faces: &'a Faces,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

/// Lays a report out.
pub(super) fn pages(document: &Document, faces: &Faces) -> Vec<Vec<Mark>> {
    let mut pen = Pen { faces, pages: vec![Vec::new()], y: MARGIN };
    pen.text(&document.title, Voice::Strong, TITLE, Ink::Text);
    pen.y += 6.0;
    for block in &document.blocks {
        pen.block(block);
    }
    pen.pages
}

impl Pen<'_> {
    fn width() -> f32 {
        PAGE.0 - 2.0 * MARGIN
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Begins a new page when `height` does not fit on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > PAGE.1 - MARGIN && self.y > MARGIN {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.y += 12.0;
                self.need(HEADING * LEADING + 3.0 * BODY * LEADING);
                self.text(text, Voice::Strong, HEADING, Ink::Text);
                self.y += 3.0;
            }
            Block::Text(text) => self.text(text, Voice::Regular, BODY, Ink::Text),
            Block::Muted(text) => self.text(text, Voice::Regular, BODY - 1.0, Ink::Muted),
            Block::Strong(text) => self.text(text, Voice::Strong, BODY, Ink::Text),
            Block::Table { head, rows, shares } => self.table(head, rows, shares),
            Block::Bar { label, share, value } => self.bar(label, *share, value),
            Block::Line(points) => self.line(points),
            Block::Figure(figure) => self.figure(figure),
            Block::Space(points) => self.y += points,
            Block::NewPage => self.turn(),
        }
    }

    fn text(&mut self, text: &str, voice: Voice, size: f32, ink: Ink) {
        for line in self.faces.wrap(voice, text, size, Self::width()) {
            self.need(size * LEADING);
            let at = (MARGIN, self.y + size);
            self.put(Mark::Text { at, voice, size, ink, text: line });
            self.y += size * LEADING;
        }
        self.y += 3.0;
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>], shares: &[f32]) {
        self.row(head, shares, Voice::Strong, Ink::Muted);
        for row in rows {
            self.row(row, shares, Voice::Regular, Ink::Text);
        }
        self.y += 4.0;
    }

    fn row(&mut self, cells: &[String], shares: &[f32], voice: Voice, ink: Ink) {
        let size = BODY - 0.5;
        let wrapped: Vec<Vec<String>> = cells
            .iter()
            .zip(shares)
            .map(|(cell, share)| {
                self.faces.wrap(voice, cell, size, (Self::width() * share - 8.0).max(20.0))
            })
            .collect();
        let n_lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let height = n_lines as f32 * size * LEADING + 6.0;
        self.need(height);
        let mut x = MARGIN;
        for (lines, share) in wrapped.into_iter().zip(shares) {
            for (number, line) in lines.into_iter().enumerate() {
                let y = self.y + size + 2.0 + number as f32 * size * LEADING;
                self.put(Mark::Text { at: (x, y), voice, size, ink, text: line });
            }
            x += Self::width() * share;
        }
        self.y += height;
        let at = (MARGIN, self.y - 1.0);
        self.put(Mark::Box { at, size: (Self::width(), 0.6), ink: Ink::Track });
    }

    fn bar(&mut self, label: &str, share: f32, value: &str) {
        let height = BODY * LEADING + 3.0;
        self.need(height);
        let (left, length) = (MARGIN + 200.0, 190.0);
        let base = self.y + BODY;
        let text = |x, text: &str| Mark::Text {
            at: (x, base),
            voice: Voice::Regular,
            size: BODY,
            ink: Ink::Text,
            text: text.to_owned(),
        };
        let label = self.faces.wrap(Voice::Regular, label, BODY, 192.0);
        self.put(text(MARGIN, label.first().map_or("", String::as_str)));
        let at = (left, base - 6.0);
        self.put(Mark::Box { at, size: (length, 5.0), ink: Ink::Track });
        let size = (length * share.clamp(0.0, 1.0), 5.0);
        self.put(Mark::Box { at, size, ink: Ink::Accent });
        self.put(text(left + length + 10.0, value));
        self.y += height;
    }

    fn figure(&mut self, figure: &Figure) {
        let scene = figure.scene(Self::width());
        let scale = (Self::width() / scene.size.0.max(1.0)).min(1.0) * FIGURE;
        self.need(scene.size.1 * scale + 12.0);
        let at = (MARGIN, self.y + 4.0);
        for shape in scene.shapes {
            self.put(Mark::Shape { shape, at, scale });
        }
        self.y += scene.size.1 * scale + 12.0;
    }

    fn line(&mut self, points: &[(f32, f32)]) {
        self.need(CHART + 10.0);
        let (left, bottom) = (MARGIN, self.y + CHART);
        let place = |(x, y): (f32, f32)| {
            (left + x.clamp(0.0, 1.0) * Self::width(), bottom - y.clamp(0.0, 1.0) * CHART)
        };
        let even = vec![place((0.0, 0.0)), place((1.0, 1.0))];
        self.put(Mark::Line { points: even, ink: Ink::Track });
        let points = points.iter().copied().map(place).collect();
        self.put(Mark::Line { points, ink: Ink::Accent });
        self.y += CHART + 10.0;
    }
}
