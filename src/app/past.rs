//! What happened to each unit, read from the log when a screen asks for it.

use crate::app::notice::Severity;
use crate::app::state::State;
use crate::domain::stats::past::Past;

/// One entry a unit, and the state of the log that it was read from.
#[derive(Debug, Default)]
pub(in crate::app) struct PastCache {
    log_revision: u64,
    pasts: Vec<Option<Past>>,
}

impl State {
    /// Reads the log again if it has changed since.
    pub(in crate::app) fn refresh_pasts(&mut self) {
        if self.pasts.log_revision == self.log_revision {
            return;
        }
        let mut pasts = vec![None; self.library.units().len()];
        let library = &self.library;
        let read = self.store.effective_answers(|_, _, answer| {
            let slot = library.find(&answer.key).and_then(|unit| pasts.get_mut(unit as usize));
            if let Some(slot) = slot {
                *slot = Past::fold(slot.as_ref(), &answer);
            }
        });
        self.pasts = PastCache { log_revision: self.log_revision, pasts };
        if let Err(error) = read {
            self.tell(Severity::Error, "The history could not be read", &error.to_string());
        }
    }

    /// What happened to each unit, as of the last refresh.
    pub(in crate::app) fn pasts(&self) -> &[Option<Past>] {
        &self.pasts.pasts
    }
}
