//! How far long work is, told across threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::port::Flow;

/// How far background work is.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    /// 0 for unknown.
    total: AtomicUsize,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// Things done, and of how many where that is known.
    pub fn seen(&self) -> (usize, Option<usize>) {
        let total = self.total.load(Ordering::Relaxed);
        (self.done.load(Ordering::Relaxed), (total > 0).then_some(total))
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Says how far the work is; `Stop` when it is to end.
    pub(in crate::app) fn report(&self, done: usize, total: Option<usize>) -> Flow {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total.unwrap_or(0), Ordering::Relaxed);
        if self.is_cancelled() { Flow::Stop } else { Flow::Continue }
    }
}
