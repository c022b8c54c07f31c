//! What was noticed while reading or checking a deck.

use std::fmt;

use serde::Serialize;

/// How serious it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was left out or is wrong.
    Error,
    /// Something looks wrong.
    Warning,
    /// Good to know; never counts.
    Note,
}

/// One finding, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// Which check, such as "parse" or "L7".
    pub code: &'static str,
    /// Id of the deck, once known.
    pub deck: String,
    /// File as named by the caller.
    pub file: String,
    /// Line from 1; 0 for the whole file.
    pub line: usize,
    /// Column from 1, in characters; 0 for the whole line.
    pub column: usize,
    /// Id of the item, where it can be read.
    pub item: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
}

impl Diagnostic {
    /// An error about a whole file.
    pub fn error(code: &'static str, file: &str, message: String, hint: &str) -> Self {
        Self {
            severity: Severity::Error,
            code,
            deck: String::new(),
            file: file.to_owned(),
            line: 0,
            column: 0,
            item: None,
            message,
            hint: hint.to_owned(),
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same at a place (line and column from 1).
    #[must_use]
    pub fn at(mut self, place: (usize, usize)) -> Self {
        (self.line, self.column) = place;
        self
    }

    /// The same about an item.
    #[must_use]
    pub fn of_item(mut self, item: &str) -> Self {
        self.item = (!item.is_empty()).then(|| item.to_owned());
        self
    }

    /// Whether something was left out or is wrong.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether it is about this deck.
    pub fn names(&self, deck: &str) -> bool {
        self.deck == deck
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {severity} [{}]", self.code)?;
        if let Some(item) = &self.item {
            write!(f, " {item}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}
