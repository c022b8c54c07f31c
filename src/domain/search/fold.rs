//! Folding: letters without case and accents, so that "Ecole" finds "École".

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Gives `text` without case and accents, white space as single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Adds the folded `text` to `folded`.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    let mut was_space = false;
    for letter in text.chars() {
        let is_space = letter.is_whitespace();
        if is_space {
            if !was_space {
                folded.push(' ');
            }
        } else if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            let parts = std::iter::once(letter).nfkd().filter(|part| !is_combining_mark(*part));
            for part in parts.flat_map(char::to_lowercase) {
                match part {
                    'ß' => folded.push_str("ss"),
                    'æ' => folded.push_str("ae"),
                    'œ' => folded.push_str("oe"),
                    'ø' => folded.push('o'),
                    'ł' => folded.push('l'),
                    'đ' => folded.push('d'),
                    '’' | '‘' => folded.push('\''),
                    '“' | '”' => folded.push('"'),
                    '–' | '—' | '−' | '‑' => folded.push('-'),
                    part if is_combining_mark(part) => {}
                    part => folded.push(part),
                }
            }
        }
        was_space = is_space;
    }
}
