//! HTML to our Markdown subset, and back.
//!
//! The HTML is tokenised, never made a tree: nothing recurses, nothing runs, nothing is fetched. Text
//! of the source that would mean something in Markdown is escaped with a backslash.

mod code;
mod escape;
mod flood;
mod flow;
mod formula;
mod media_of;
mod plain;
mod reader;
mod table;
mod tags;
mod writer;

use std::collections::BTreeSet;

pub use escape::escaped;
pub use plain::{decoded, plain_text};
pub(crate) use writer::escape;
pub use writer::{MediaNames, SameNames, from_markdown};

/// Stands before the number of an opened gap, `c` stripped: noncharacters occur in no text.
pub const GAP_OPEN: char = '\u{fdd2}';
/// Stands between the number of a gap and what it hides.
pub const GAP_NUMBER_END: char = '\u{fdd3}';
/// Stands between what a gap hides and its hint.
pub const GAP_HINT: char = '\u{fdd4}';
/// Becomes a backslash.
pub const BACKSLASH: char = '\u{fdd6}';
/// Closes a gap.
pub const GAP_CLOSE: char = '\u{fdd5}';

/// What was lost on the way, counted; one value collects over many texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HtmlNotes {
    /// Scripts and frames that were left out.
    pub n_scripts: usize,
    /// Stretches whose colour or size was left out.
    pub n_styles: usize,
    /// Formulas that stand as their source.
    pub n_formulas: usize,
    /// Table cells that were repeated because they spanned others.
    pub n_spans: usize,
    /// Tags that lay too deep and count as their text.
    pub n_deep: usize,
    /// Sounds and films that stand as their names.
    pub n_sounds: usize,
    /// Names of media that are not there.
    pub missing: BTreeSet<String>,
    /// Addresses of pictures that lie elsewhere.
    pub remote: BTreeSet<String>,
}

/// Where the media of a source are looked up.
pub trait MediaShelf {
    /// The clean name under `media/` of the file that `reference` means, percent signs and entities
    /// already decoded or not; none if it is not there.
    fn find(&mut self, reference: &str) -> Option<String>;
    /// Takes in a picture that stood inside the text; gives its name, none if it is not wanted.
    fn keep(&mut self, ending: &str, bytes: Vec<u8>) -> Option<String>;
}

/// Takes every clean name as if it were there.
#[derive(Debug, Clone, Copy, Default)]
pub struct EveryName;

impl MediaShelf for EveryName {
    fn find(&mut self, reference: &str) -> Option<String> {
        super::names::clean_name(reference)
    }

    fn keep(&mut self, _: &str, _: Vec<u8>) -> Option<String> {
        None
    }
}

/// Converts HTML to our Markdown; media keep their names.
pub fn to_markdown(html: &str, notes: &mut HtmlNotes) -> String {
    to_markdown_with(html, &mut EveryName, notes)
}

/// Converts HTML to our Markdown; `shelf` knows the media.
///
/// Gap marks ([`GAP_OPEN`] and its like) come out as `{{c1::hidden::hint}}`.
pub fn to_markdown_with(html: &str, shelf: &mut dyn MediaShelf, notes: &mut HtmlNotes) -> String {
    reader::read(html, shelf, notes)
}

/// Address of a medium inside a Markdown link: blanks, brackets and per cent signs encoded.
pub(crate) fn media_address(name: &str) -> String {
    let mut address = String::with_capacity(name.len() + 6);
    address.push_str("media/");
    for letter in name.chars() {
        match letter {
            ' ' | '(' | ')' | '%' | '\\' | '#' => {
                let code = percent_encoding::percent_encode_byte(letter as u8);
                address.push_str(code);
            }
            letter => address.push(letter),
        }
    }
    address
}
