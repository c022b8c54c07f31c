//! Reports as PDF: A4 pages of headings, paragraphs, tables and bars.

mod draw;
mod lay;
mod measure;
mod shapes;

use crate::domain::figure::Figure;

/// A report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Title, also in the file's own description.
    pub title: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a report. Texts are plain.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph in the second voice.
    Muted(String),
    /// A paragraph in half-bold.
    Strong(String),
    /// Rows under a head; `shares` of the width sum to 1.
    Table {
        /// Titles of the columns.
        head: Vec<String>,
        /// Cells, as many as columns.
        rows: Vec<Vec<String>>,
        /// Widths as shares of the whole.
        shares: Vec<f32>,
    },
    /// A name, a bar and a number.
    Bar {
        /// Name.
        label: String,
        /// Length, 0..=1.
        share: f32,
        /// Number behind it.
        value: String,
    },
    /// A line through points in 0..=1 × 0..=1 beside the even diagonal.
    Line(Vec<(f32, f32)>),
    /// A figure over the width of the page.
    Figure(Box<Figure>),
    /// Free space, in points.
    Space(f32),
    /// The next block begins a new page.
    NewPage,
}

/// A PDF that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the PDF could not be made: {0}")]
pub struct PdfError(String);

/// Makes the file.
pub fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let faces = measure::Faces::new().ok_or_else(|| PdfError("a font is damaged".to_owned()))?;
    let pages = lay::pages(document, &faces);
    draw::draw(document, &faces, &pages)
}
