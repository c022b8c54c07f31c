//! What the learner did in this frame.

use crate::app::Command;

/// Commands collected while drawing; applied after it.
#[derive(Debug, Default)]
pub(crate) struct Outbox(Vec<Command>);

impl Outbox {
    /// Adds a command.
    pub(crate) fn push(&mut self, command: Command) {
        self.0.push(command);
    }

    /// Adds a command when a widget says so.
    pub(crate) fn push_if(&mut self, is_wanted: bool, command: impl FnOnce() -> Command) {
        if is_wanted {
            self.0.push(command());
        }
    }

    /// Takes all commands out.
    pub(crate) fn drain(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.0)
    }
}
