//! What the program tells the learner outside the screens.

use super::command::Command;

/// How serious a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something was done.
    Info,
    /// Something wants attention.
    Warning,
    /// Something failed.
    Error,
}

/// One message: what happened, what was kept, what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How serious.
    pub severity: Severity,
    /// What happened, in one line.
    pub title: String,
    /// What was kept and what to do; may be empty.
    pub detail: String,
    /// A button that helps.
    pub action: Option<(String, Command)>,
    /// UI-independent time of birth, monotonic milliseconds.
    pub born_ms: i64,
}
