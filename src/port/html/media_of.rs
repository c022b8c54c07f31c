//! References to pictures and sounds.

use super::escape::escaped;
use super::{HtmlNotes, MediaShelf, media_address};

/// Longest picture inside a text that is taken out, in bytes of base64.
const MAX_DATA: usize = 8 * 1024 * 1024;

/// Markdown of a picture, or the text that stands in its place.
pub(super) fn picture(
    source: &str,
    alt: &str,
    shelf: &mut dyn MediaShelf,
    notes: &mut HtmlNotes,
) -> Result<String, String> {
    let source = source.trim();
    let alt = escaped(&alt.replace(['\n', '\r', '[', ']'], " "));
    if let Some(data) = source.strip_prefix("data:") {
        let name = data_picture(data).and_then(|(ending, bytes)| shelf.keep(ending, bytes));
        return name.map(|name| format!("![{alt}]({})", media_address(&name))).ok_or_else(|| {
            notes.missing.insert("a picture inside the text".to_owned());
            "[picture missing]".to_owned()
        });
    }
    if is_elsewhere(source) {
        notes.remote.insert(source.to_owned());
        return Err(source.to_owned());
    }
    if let Some(name) = find(source, shelf) {
        Ok(format!("![{alt}]({})", media_address(&name)))
    } else {
        notes.missing.insert(source.to_owned());
        Err(format!("[picture missing: {source}]"))
    }
}

/// The text that stands for a sound or film.
pub(super) fn sound(source: &str, shelf: &mut dyn MediaShelf, notes: &mut HtmlNotes) -> String {
    let source = source.trim();
    if is_elsewhere(source) {
        notes.remote.insert(source.to_owned());
        return escaped(source);
    }
    let ending = source.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_film = matches!(ending.as_str(), "mp4" | "webm" | "mov" | "avi" | "mkv" | "ogv" | "mpg");
    let kind = if is_film { "video" } else { "audio" };
    if let Some(name) = find(source, shelf) {
        notes.n_sounds += 1;
        format!("[{kind}: {name}]")
    } else {
        notes.missing.insert(source.to_owned());
        format!("[{kind} missing: {}]", escaped(source))
    }
}

/// As it stands, then with per cent signs decoded.
fn find(source: &str, shelf: &mut dyn MediaShelf) -> Option<String> {
    shelf.find(source).or_else(|| {
        let decoded = percent_encoding::percent_decode_str(source).decode_utf8().ok()?;
        if decoded == source { None } else { shelf.find(&decoded) }
    })
}

/// Whether it is the address of something outside of the file.
fn is_elsewhere(source: &str) -> bool {
    let scheme = source.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric());
    is_scheme || source.starts_with("//") || source.starts_with("\\\\")
}

fn data_picture(data: &str) -> Option<(&'static str, Vec<u8>)> {
    use base64::Engine as _;
    let (kind, body) = data.split_once(',')?;
    if !kind.to_ascii_lowercase().ends_with(";base64") || body.len() > MAX_DATA {
        return None;
    }
    let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(body).ok()?;
    let ending = picture_ending(&bytes)?;
    Some((ending, bytes))
}

/// The extension that the first bytes of a picture ask for.
pub(crate) fn picture_ending(bytes: &[u8]) -> Option<&'static str> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        _ if is_webp => Some("webp"),
        _ => None,
    }
}
