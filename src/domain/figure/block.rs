//! Figures inside texts.

use super::{Figure, FigureError};

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'a> {
    /// Markdown.
    Text(&'a str),
    /// A figure, or why it cannot be drawn.
    Figure(&'a str, Result<Figure, FigureError>),
}

const OPENING: &str = "```figure";
const CLOSING: &str = "```";

/// Whether a text holds a figure.
pub fn has_figure(text: &str) -> bool {
    text.contains(OPENING)
}

/// Cuts a text into Markdown and figures.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (kind, piece) in pieces(text) {
        match kind {
            Piece::Text if piece.trim().is_empty() => {}
            Piece::Text => parts.push(Part::Text(piece)),
            Piece::Figure => parts.push(Part::Figure(piece, Figure::parse(piece))),
        }
    }
    parts
}

/// The text without its figures: what a reader reads, for counting and comparing.
pub fn without_figures(text: &str) -> String {
    let kept = pieces(text).into_iter().filter(|(kind, _)| *kind == Piece::Text);
    kept.map(|(_, piece)| piece).collect::<Vec<_>>().join("").trim().to_owned()
}

/// The text with every figure told in words, for programs that cannot draw it.
pub fn written_out(text: &str) -> String {
    if !has_figure(text) {
        return text.to_owned();
    }
    let told = pieces(text).into_iter().map(|(kind, piece)| match kind {
        Piece::Text => piece.to_owned(),
        Piece::Figure => match Figure::parse(piece) {
            Ok(figure) => format!("**{}.** {}\n", figure.title(), figure.words()),
            Err(_) => piece.to_owned(),
        },
    });
    told.collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Text,
    Figure,
}

fn pieces(text: &str) -> Vec<(Piece, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(from) = rest.find(OPENING) {
        let (before, block) = rest.split_at(from);
        let inner = block.get(OPENING.len()..).unwrap_or_default();
        let Some(length) = inner.find(CLOSING) else { break };
        pieces.push((Piece::Text, before));
        pieces.push((Piece::Figure, inner.get(..length).unwrap_or_default().trim()));
        rest = inner.get(length + CLOSING.len()..).unwrap_or_default();
    }
    pieces.push((Piece::Text, rest));
    pieces
}
