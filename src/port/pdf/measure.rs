//! Fonts, and how wide texts are in them.

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

/// Which voice a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Regular,
    Strong,
}

/// The fonts of a report. What the text fonts lack is looked for among the symbols.
pub(super) struct Faces {
    regular: Face,
    strong: Face,
    symbols: Face,
}

struct Face {
    font: Font,
    metrics: FontRef<'static>,
}

impl Face {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes.to_vec().into(), 0)?;
        Some(Self { font, metrics: FontRef::new(bytes).ok()? })
    }

    fn has(&self, letter: char) -> bool {
        self.metrics.charmap().map(letter).is_some()
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let glyphs = self.metrics.glyph_metrics(Size::new(size), LocationRef::default());
        let charmap = self.metrics.charmap();
        text.chars()
            .filter_map(|letter| charmap.map(letter))
            .filter_map(|glyph| glyphs.advance_width(glyph))
            .sum()
    }
}

impl Faces {
    pub(super) fn new() -> Option<Self> {
        Some(Self {
            regular: Face::new(include_bytes!("../../../assets/fonts/Inter-Regular.otf"))?,
            strong: Face::new(include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"))?,
            symbols: Face::new(include_bytes!("../../../assets/fonts/DejaVuSans-symbols.ttf"))?,
        })
    }

    fn face(&self, voice: Voice) -> &Face {
        match voice {
            Voice::Regular => &self.regular,
            Voice::Strong => &self.strong,
        }
    }

    /// Cuts a text into pieces of one font each: font, piece, width in points.
    pub(super) fn runs(&self, voice: Voice, text: &str, size: f32) -> Vec<(Font, String, f32)> {
        let main = self.face(voice);
        let mut runs: Vec<(bool, String)> = Vec::new();
        for letter in text.chars() {
            let is_symbol = !main.has(letter) && self.symbols.has(letter);
            match runs.last_mut() {
                Some((is_last, run)) if *is_last == is_symbol => run.push(letter),
                _ => runs.push((is_symbol, letter.to_string())),
            }
        }
        let face = |is_symbol| if is_symbol { &self.symbols } else { main };
        runs.into_iter()
            .map(|(is_symbol, run)| {
                let width = face(is_symbol).width(&run, size);
                (face(is_symbol).font.clone(), run, width)
            })
            .collect()
    }

    /// Width of a text in points.
    pub(super) fn width(&self, voice: Voice, text: &str, size: f32) -> f32 {
        self.runs(voice, text, size).iter().map(|(_, _, width)| width).sum()
    }

    /// Breaks a text into lines of at most `width` points; a word that is too long is cut.
    pub(super) fn wrap(&self, voice: Voice, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in
                paragraph.split_whitespace().flat_map(|word| self.cut(voice, word, size, width))
            {
                let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
                if line.is_empty() || self.width(voice, &longer, size) <= width {
                    line = longer;
                } else {
                    lines.push(std::mem::replace(&mut line, word));
                }
            }
            lines.push(line);
        }
        lines
    }

    fn cut(&self, voice: Voice, word: &str, size: f32, width: f32) -> Vec<String> {
        if self.width(voice, word, size) <= width {
            return vec![word.to_owned()];
        }
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let Some(last) = pieces.last_mut() else { continue };
            last.push(letter);
            if self.width(voice, last, size) > width && last.chars().count() > 1 {
                last.pop();
                pieces.push(letter.to_string());
            }
        }
        pieces
    }
}
