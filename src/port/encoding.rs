//! From bytes to text: which encoding it is, and what is mended on the way.

mod mend;
mod wide;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

pub(super) use mend::is_kept;
use mend::{ends_with_cr_only, mended, repaired};
use wide::{utf16, utf32};

/// Bytes by which UTF-16 without a mark is recognised.
const SAMPLE: usize = 64 << 10;
/// Fewer bytes beyond ASCII than this say too little about which Latin encoding it is.
const MIN_TELLING: usize = 30;

/// How bytes become letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; lines that are not are read as Windows-1252.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// UTF-32, low byte first.
    Utf32Le,
    /// UTF-32, high byte first.
    Utf32Be,
    /// One of the encodings before Unicode.
    Legacy(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// Name for people and for `--encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
            Self::Legacy(encoding) => encoding.name(),
        }
    }

    /// The encoding of a name such as "windows-1252" or "latin1", in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        let wide = [Self::Utf32Le, Self::Utf32Be];
        if let Some(wide) = wide.into_iter().find(|wide| wide.name().eq_ignore_ascii_case(name)) {
            return Some(wide);
        }
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
        Some(match encoding.name() {
            "UTF-8" => Self::Utf8,
            "UTF-16LE" => Self::Utf16Le,
            "UTF-16BE" => Self::Utf16Be,
            "replacement" | "x-user-defined" => return None,
            _ => Self::Legacy(encoding),
        })
    }
}

/// Text and what was noticed while it was decoded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decoded<'a> {
    /// The text: every line ends with LF, control characters but TAB are gone.
    pub text: Cow<'a, str>,
    /// The encoding that it was read in.
    pub encoding: Encoding,
    /// What is worth knowing, with how often it occurred.
    pub notes: BTreeMap<&'static str, usize>,
    /// Share of control characters, 0..=1; more than 0.02 is no text.
    pub control_share: f64,
}

/// Decodes bytes in `wish`, or in the encoding that they seem to have.
pub(super) fn decode(bytes: &[u8], wish: Option<Encoding>, mojibake: Mojibake) -> Decoded<'_> {
    let (marked, body) = split_mark(bytes);
    let encoding = wish.or(marked).unwrap_or_else(|| guess(body));
    let mut notes = BTreeMap::new();
    let text = match encoding {
        Encoding::Utf8 => utf8(body, &mut notes),
        Encoding::Utf16Le => utf16(body, u16::from_le_bytes, &mut notes).into(),
        Encoding::Utf16Be => utf16(body, u16::from_be_bytes, &mut notes).into(),
        Encoding::Utf32Le => utf32(body, u32::from_le_bytes, &mut notes).into(),
        Encoding::Utf32Be => utf32(body, u32::from_be_bytes, &mut notes).into(),
        Encoding::Legacy(legacy) => legacy.decode_without_bom_handling(body).0,
    };
    let control_share = mend::control_share(&text);
    let text = mended(text, encoding, &mut notes);
    let text = match mojibake {
        Mojibake::Repaired => repaired(text, &mut notes),
        Mojibake::Kept => text,
    };
    Decoded { text, encoding, notes, control_share }
}

/// What happens to UTF-8 that was taken for Windows-1252 once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mojibake {
    /// It is read as what was meant.
    Repaired,
    /// It stays.
    Kept,
}

/// A byte order mark and what stands behind it. UTF-32 comes first: it shares two bytes with UTF-16.
fn split_mark(bytes: &[u8]) -> (Option<Encoding>, &[u8]) {
    let marks: [(&[u8], Encoding); 5] = [
        (&[0xff, 0xfe, 0, 0], Encoding::Utf32Le),
        (&[0, 0, 0xfe, 0xff], Encoding::Utf32Be),
        (&[0xef, 0xbb, 0xbf], Encoding::Utf8),
        (&[0xff, 0xfe], Encoding::Utf16Le),
        (&[0xfe, 0xff], Encoding::Utf16Be),
    ];
    for (mark, encoding) in marks {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return (Some(encoding), rest);
        }
    }
    (None, bytes)
}

fn guess(bytes: &[u8]) -> Encoding {
    if let Some(wide) = unmarked_utf16(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() || is_mostly_utf8(bytes) {
        return Encoding::Utf8;
    }
    if ends_with_cr_only(bytes) {
        return Encoding::Legacy(encoding_rs::MACINTOSH);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let n_telling = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if n_telling < MIN_TELLING && is_latin(guess) {
        return Encoding::Legacy(encoding_rs::WINDOWS_1252);
    }
    Encoding::Legacy(guess)
}

fn is_latin(encoding: &'static encoding_rs::Encoding) -> bool {
    let latin = [
        encoding_rs::WINDOWS_1250,
        encoding_rs::WINDOWS_1252,
        encoding_rs::WINDOWS_1254,
        encoding_rs::WINDOWS_1257,
        encoding_rs::WINDOWS_1258,
        encoding_rs::ISO_8859_2,
        encoding_rs::ISO_8859_4,
        encoding_rs::ISO_8859_13,
    ];
    latin.contains(&encoding)
}

/// UTF-16 without a mark has a zero byte beside nearly every Latin letter.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros_at = |parity: usize| {
        sample.iter().enumerate().filter(|(at, byte)| **byte == 0 && at % 2 == parity).count()
    };
    let (n_even, n_odd) = (zeros_at(0), zeros_at(1));
    let n_zeros = n_even + n_odd;
    if n_zeros * 5 <= sample.len() {
        return None;
    }
    if n_odd * 10 >= n_zeros * 9 {
        Some(Encoding::Utf16Le)
    } else if n_even * 10 >= n_zeros * 9 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Whether lines beyond ASCII are UTF-8 but for some.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0_usize, 0_usize);
    for line in lines(bytes).filter(|line| !line.is_ascii()) {
        if std::str::from_utf8(line).is_ok() { n_good += 1 } else { n_bad += 1 }
    }
    n_good > 0 && n_good >= n_bad
}

/// UTF-8, other lines as Windows-1252.
fn utf8<'a>(bytes: &'a [u8], notes: &mut BTreeMap<&'static str, usize>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for line in lines(bytes) {
        if let Ok(line) = std::str::from_utf8(line) {
            text.push_str(line);
        } else {
            *notes.entry("lines that are no UTF-8 were read as Windows-1252").or_default() += 1;
            text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(line).0);
        }
    }
    text.into()
}
