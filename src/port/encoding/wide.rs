//! UTF-16 and UTF-32.

use std::collections::BTreeMap;

/// What is told of letters that cannot be.
const BROKEN: &str = "control characters and broken letters were left out";

/// UTF-16 in the byte order of `unit`; halves of pairs are left out.
pub(super) fn utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    notes: &mut BTreeMap<&'static str, usize>,
) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        *notes.entry("an odd last byte was left out").or_default() += 1;
    }
    let mut text = String::with_capacity(bytes.len() / 2);
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(_) => *notes.entry(BROKEN).or_default() += 1,
        }
    }
    text
}

/// UTF-32 in the byte order of `unit`; numbers that are no letters are left out.
pub(super) fn utf32(
    bytes: &[u8],
    unit: fn([u8; 4]) -> u32,
    notes: &mut BTreeMap<&'static str, usize>,
) -> String {
    let (units, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        *notes.entry("an odd last byte was left out").or_default() += 1;
    }
    let mut text = String::with_capacity(bytes.len() / 4);
    for letter in units.iter().map(|bytes| char::from_u32(unit(*bytes))) {
        match letter {
            Some(letter) => text.push(letter),
            None => *notes.entry(BROKEN).or_default() += 1,
        }
    }
    text
}
