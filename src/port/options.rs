//! What a reader has to be told.

use super::columns::Columns;
use super::encoding::Encoding;
use super::imported::Format;
use super::key::KeyScheme;
use super::roles::Role;

/// Whether a reader goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Read on.
    Continue,
    /// The learner cancelled; nothing is kept.
    Stop,
}

/// What the learner chose, or the program did not know by itself; the default reads as sniffed.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// In place of the format that is found out.
    pub format: Option<Format>,
    /// In place of the encoding that is found out.
    pub encoding: Option<Encoding>,
    /// In place of the separator of a table that is found out; one or more characters.
    pub separator: Option<&'a str>,
    /// In place of the roles of a table's columns that are guessed.
    pub roles: Option<&'a [Role]>,
    /// Roles that the learner gave to the columns of earlier tables.
    pub columns: Option<&'a Columns>,
    /// How the right answers of a table are named, where that is not clear by itself.
    pub key_scheme: Option<KeyScheme>,
    /// Whether cells of a table are HTML, in place of what is found out.
    pub html: Option<bool>,
    /// Repairs UTF-8 that was taken for Windows-1252 once ("â€™").
    pub repair_mojibake: bool,
    /// Makes questions of cards whose front lists options.
    pub choices_in_cards: bool,
    /// Gives the bytes of a file beside the one that is read, by its path relative to it.
    pub files: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    /// Called every 1,000 records with how many are done, and of how many when that is known.
    pub progress: &'a dyn Fn(usize, Option<usize>) -> Flow,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self {
            format: None,
            encoding: None,
            separator: None,
            roles: None,
            columns: None,
            key_scheme: None,
            html: None,
            repair_mojibake: true,
            choices_in_cards: true,
            files: &|_| None,
            progress: &|_, _| Flow::Continue,
        }
    }
}

impl std::fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadOptions")
            .field("format", &self.format)
            .field("encoding", &self.encoding)
            .field("separator", &self.separator)
            .finish_non_exhaustive()
    }
}
