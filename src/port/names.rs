//! Names of media files: one clean path component, the same on every system.

use unicode_normalization::UnicodeNormalization as _;

/// Longest name, in bytes.
const MAX_BYTES: usize = 120;

/// Windows takes these for devices, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Makes a name that can be a file on every system; none where a path was meant.
pub fn clean_name(raw: &str) -> Option<String> {
    let has_drive = raw.as_bytes().get(1) == Some(&b':')
        && raw.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let is_path = raw.contains(['/', '\\', '\0']) || has_drive || matches!(raw, "" | "." | "..");
    if is_path {
        return None;
    }
    let kept: String = raw.nfc().filter_map(keep).collect();
    let mut name = kept.trim_start().to_owned();
    if name.is_empty() {
        return None;
    }
    if name.ends_with([' ', '.']) {
        name.pop();
        name.push('_');
    }
    if is_device(&name) || name.starts_with(['.', '-', '~']) {
        name.insert(0, '_');
    }
    Some(shortened(&name))
}

fn keep(letter: char) -> Option<char> {
    match letter {
        '\u{a0}' => Some(' '),
        '[' | ']' | '<' | '>' | ':' | '"' | '?' | '*' | '^' | '|' => None,
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            None
        }
        letter if letter.is_control() => None,
        letter => Some(letter),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = |prefix: &str| {
        let number = stem.strip_prefix(prefix);
        number.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| (b'1'..=b'9').contains(&b)))
    };
    DEVICES.contains(&stem.as_str()) || port("com") || port("lpt")
}

/// Cut before the extension.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, ending) = split_ending(name);
    let room = MAX_BYTES - ending.len();
    format!("{}{ending}", stem.get(..stem.floor_char_boundary(room)).unwrap_or_default())
}

/// Stem and extension with its dot; an extension longer than ten bytes is none.
pub(super) fn split_ending(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 && name.len() - dot <= 10 => name.split_at(dot),
        _ => (name, ""),
    }
}

/// The name with part of its digest before the extension, where two files want one name.
pub(super) fn with_digest(name: &str, digest: &str) -> String {
    let (stem, ending) = split_ending(name);
    let room = MAX_BYTES - ending.len() - 9;
    let stem = stem.get(..stem.floor_char_boundary(room)).unwrap_or(stem);
    format!("{stem}-{}{ending}", digest.get(..8).unwrap_or(digest))
}

/// What two names share that one file system may take for one.
pub(super) fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}
