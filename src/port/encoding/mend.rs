//! What is mended in decoded text: line ends, control characters, letters converted wrongly.

use std::borrow::Cow;
use std::collections::BTreeMap;

use encoding_rs::WINDOWS_1252;

use super::Encoding;

type Notes = BTreeMap<&'static str, usize>;

/// Whether CR ends lines and LF none.
pub(super) fn ends_with_cr_only(bytes: &[u8]) -> bool {
    bytes.contains(&b'\r') && !bytes.contains(&b'\n')
}

fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}')
}

/// Whether a letter of a text comes through reading as it is.
pub(in crate::port) fn is_kept(letter: char) -> bool {
    !is_control(letter) && !is_noncharacter(letter) && !matches!(letter, '\u{80}'..='\u{9f}')
}

/// Share of control characters other than TAB and line ends, 0..=1.
pub(super) fn control_share(text: &str) -> f64 {
    let n_controls = text.bytes().filter(|byte| is_control(char::from(*byte))).count();
    if n_controls == 0 { 0.0 } else { n_controls as f64 / text.len() as f64 }
}

fn is_noncharacter(letter: char) -> bool {
    matches!(letter, '\u{fdd0}'..='\u{fdef}') || u32::from(letter) & 0xfffe == 0xfffe
}

/// Every line ends with LF; control characters and non-characters are gone; C1 letters are the
/// Windows-1252 ones that were meant.
pub(super) fn mended<'a>(
    text: Cow<'a, str>,
    encoding: Encoding,
    notes: &mut Notes,
) -> Cow<'a, str> {
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    if text.bytes().all(is_plain) {
        return text;
    }
    let needs_mending = |letter: char| {
        letter == '\r'
            || is_control(letter)
            || matches!(letter, '\u{80}'..='\u{9f}')
            || is_noncharacter(letter)
    };
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Cow::Owned(text) => match text.strip_prefix('\u{feff}') {
            Some(rest) => Cow::Owned(rest.to_owned()),
            None => Cow::Owned(text),
        },
    };
    let Some(first) = text.find(needs_mending) else { return text };
    let (whole, rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(whole);
    let mut letters = rest.chars().peekable();
    let (mut n_removed, mut n_mapped) = (0, 0);
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                out.push('\n');
                letters.next_if_eq(&'\n');
            }
            '\u{80}'..='\u{9f}' if encoding == Encoding::Utf8 => {
                n_mapped += 1;
                out.push(from_1252(letter));
            }
            letter if is_control(letter) || is_noncharacter(letter) => n_removed += 1,
            letter => out.push(letter),
        }
    }
    count(notes, "control characters and broken letters were left out", n_removed);
    count(notes, "letters that had been converted wrongly were put right", n_mapped);
    out.into()
}

fn count(notes: &mut Notes, cause: &'static str, n: usize) {
    if n > 0 {
        *notes.entry(cause).or_default() += n;
    }
}

fn from_1252(letter: char) -> char {
    let byte = [u32::from(letter) as u8];
    WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next().unwrap_or(letter)
}

/// Lines that turn into UTF-8 when they are written back as Windows-1252 are read as that.
pub(super) fn repaired<'a>(text: Cow<'a, str>, notes: &mut Notes) -> Cow<'a, str> {
    // Every such line holds one of the letters that lead bytes of UTF-8 look like.
    let is_lead = |letter: char| matches!(letter, '\u{c2}'..='\u{f4}');
    if !text.contains(is_lead) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut n_repaired = 0;
    for line in text.split_inclusive('\n') {
        match repaired_line(line) {
            Some(line) => {
                n_repaired += 1;
                out.push_str(&line);
            }
            None => out.push_str(line),
        }
    }
    count(notes, "lines with garbled letters (“â€™”) were repaired", n_repaired);
    if n_repaired == 0 { text } else { out.into() }
}

fn repaired_line(line: &str) -> Option<String> {
    if line.is_ascii() {
        return None;
    }
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(line);
    if is_lossy {
        return None;
    }
    std::str::from_utf8(&bytes).ok().map(str::to_owned)
}
