//! Pictures in a line of item text: `![what it shows](media/name.png)`.

use std::borrow::Cow;

/// The first picture of a line, and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InText<'a> {
    /// Text before it.
    pub before: &'a str,
    /// What it shows, in words; may be empty.
    pub alt: &'a str,
    /// Where it is, as written.
    pub address: &'a str,
    /// Text behind it.
    pub after: &'a str,
}

impl<'a> InText<'a> {
    /// Finds the first picture of a line; `\!` begins none.
    pub fn first(line: &'a str) -> Option<Self> {
        let mut from = 0;
        loop {
            let at = from + line.get(from..)?.find("![")?;
            let before = line.get(..at)?;
            let found = line.get(at + 2..)?.split_once("](").and_then(|(alt, rest)| {
                let (address, after) = rest.split_once(')')?;
                let is_alt = !alt.contains("![") && !alt.contains('\n') && !before.ends_with('\\');
                // A title may stand behind the address.
                let address = address.split_whitespace().next()?;
                is_alt.then_some(Self { before, alt, address, after })
            });
            if found.is_some() {
                return found;
            }
            from = at + 2;
        }
    }

    /// Name of the file in the deck's `media/`; none for what lies elsewhere.
    pub fn file(&self) -> Option<String> {
        if self.address.contains(':') || self.address.starts_with("//") {
            return None;
        }
        let name = self.address.strip_prefix("media/").unwrap_or(self.address);
        Some(percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned())
    }

    /// The picture in words.
    pub fn words(&self) -> String {
        match (self.alt, self.file()) {
            ("", Some(file)) => format!("[picture {file}]"),
            ("", None) => "[picture]".to_owned(),
            (alt, _) => format!("[picture: {alt}]"),
        }
    }
}

/// A text with words in place of its pictures.
pub fn in_words(text: &str) -> Cow<'_, str> {
    if !text.contains("![") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(picture) = InText::first(rest) {
        out.push_str(picture.before);
        out.push_str(&picture.words());
        rest = picture.after;
    }
    out.push_str(rest);
    out.into()
}
