//! Text between tags: words, sounds, and the signs that stand for gaps and formulas.

use super::Reader;
use crate::port::html::{BACKSLASH, GAP_CLOSE, GAP_HINT, GAP_NUMBER_END, GAP_OPEN, media_of};

impl Reader<'_> {
    /// Takes in the text that has come since the last tag.
    pub(super) fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        if text.is_empty() || self.n_removed > 0 {
            return;
        }
        match &mut self.code {
            Some(code) => code.push_str(&text),
            None => self.text_with_sounds(&text),
        }
    }

    fn text_with_sounds(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[sound:") {
            let Some((name, after)) = after.split_once(']') else { break };
            self.text_with_signs(before);
            self.sound(name);
            rest = after;
        }
        self.text_with_signs(rest);
    }

    /// Text in which signs stand for gaps and formulas.
    fn text_with_signs(&mut self, text: &str) {
        let is_sign = |c: char| ('\u{fdd0}'..=BACKSLASH).contains(&c);
        let mut rest = text;
        while let Some(at) = rest.find(is_sign) {
            let (before, sign) = rest.split_at(at);
            self.words(before);
            let letter = sign.chars().next().unwrap_or(GAP_CLOSE);
            rest = sign.get(letter.len_utf8()..).unwrap_or_default();
            match letter {
                GAP_OPEN => {
                    let (number, after) = rest.split_once(GAP_NUMBER_END).unwrap_or(("", rest));
                    self.flow.bare(&format!("{{{{c{number}::"));
                    rest = after;
                }
                GAP_HINT => self.flow.bare("::"),
                GAP_CLOSE => self.flow.bare("}}"),
                BACKSLASH => self.flow.raw("\\"),
                letter => {
                    if let Some((formula, after)) = self.formulas.at(letter, rest) {
                        self.flow.raw(&formula);
                        rest = after;
                    }
                }
            }
        }
        self.words(rest);
    }

    fn words(&mut self, text: &str) {
        let is_junk = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        if text.contains(is_junk) {
            self.flow.text(&text.replace(is_junk, ""));
        } else if !text.is_empty() {
            self.flow.text(text);
        }
    }

    pub(super) fn image(&mut self, source: &str, alt: &str) {
        let markdown = media_of::picture(source, alt, self.shelf, self.notes);
        match markdown {
            Ok(markdown) => self.flow.raw(&markdown),
            Err(text) => self.flow.text(&text),
        }
    }

    pub(super) fn sound(&mut self, source: &str) {
        let text = media_of::sound(source, self.shelf, self.notes);
        self.flow.raw(&text);
    }
}
