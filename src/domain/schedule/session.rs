//! A sitting: what is asked next, and what comes back after a wrong answer.

use std::collections::VecDeque;

use super::queue::{Entry, Kind, MAX_COMEBACKS, Queue};
use crate::domain::event::Rating;

/// Other items between a wrong answer and the second look.
pub const COMEBACK_ITEMS: u32 = 8;

/// Milliseconds after which the second look may come with fewer items between.
pub const COMEBACK_MS: i64 = 5 * 60_000;

/// One sitting over a queue. A clone is a snapshot: to undo a step, put the clone back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    pending: VecDeque<Entry>,
    waiting: Vec<Waiting>,
    current: Option<Current>,
    n_answered: u32,
    is_once: bool,
}

/// An item that comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Waiting {
    entry: Entry,
    /// How often it came back already.
    n_comebacks: u32,
    /// Answers of the sitting after which it may come.
    from_answer: u32,
    /// Moment from which it may come, in the milliseconds given to [`Session::answer`].
    from_ms: i64,
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Current {
    entry: Entry,
    n_comebacks: u32,
}

/// What is left of a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Remaining {
    /// Confident errors.
    pub n_errors: u32,
    /// Due items.
    pub n_due: u32,
    /// New items.
    pub n_new: u32,
    /// Items that come back.
    pub n_relearn: u32,
    /// Estimated seconds.
    pub secs: f32,
}

impl Remaining {
    /// All items together.
    pub fn total(self) -> u32 {
        self.n_errors + self.n_due + self.n_new + self.n_relearn
    }
}

impl Session {
    /// Starts a sitting.
    pub fn new(queue: &Queue) -> Self {
        Self { pending: queue.entries.iter().copied().collect(), ..Self::default() }
    }

    /// Starts a sitting in which nothing comes back.
    pub fn once(queue: &Queue) -> Self {
        Self { is_once: true, ..Self::new(queue) }
    }

    /// The item to ask now; the same one until it is answered or taken out.
    ///
    /// `now_ms` counts milliseconds from any start, the same for the whole sitting.
    pub fn next(&mut self, now_ms: i64) -> Option<Entry> {
        if self.current.is_none() {
            self.current = self.take_waiting(now_ms).or_else(|| self.take_pending());
        }
        self.current()
    }

    /// Everything that is still to be asked, what is on the screen first.
    pub fn left(&self) -> impl Iterator<Item = Entry> {
        let waiting = self.waiting.iter().map(|waiting| waiting.entry);
        self.current().into_iter().chain(self.pending.iter().copied()).chain(waiting)
    }

    /// What is on the screen.
    pub fn current(&self) -> Option<Entry> {
        self.current.map(|current| current.entry)
    }

    /// Takes the rating of the item on the screen; false, and nothing done, if `unit` is not it.
    pub fn answer(&mut self, unit: u32, rating: Rating, now_ms: i64) -> bool {
        let Some(current) = self.current.filter(|current| current.entry.unit == unit) else {
            return false;
        };
        self.current = None;
        self.n_answered += 1;
        if rating == Rating::Again && !self.is_once && current.n_comebacks < MAX_COMEBACKS {
            self.waiting.push(Waiting {
                entry: Entry { kind: Kind::Relearn, ..current.entry },
                n_comebacks: current.n_comebacks,
                from_answer: self.n_answered + COMEBACK_ITEMS,
                from_ms: now_ms.saturating_add(COMEBACK_MS),
            });
        }
        true
    }

    /// Takes out an item with all its facets, buried or suspended; gives how many places went.
    pub fn remove(&mut self, item: u32) -> u32 {
        let before = self.remaining().total();
        self.pending.retain(|entry| entry.item != item);
        self.waiting.retain(|waiting| waiting.entry.item != item);
        self.current = self.current.filter(|current| current.entry.item != item);
        before - self.remaining().total()
    }

    /// Answers given so far, repeats included.
    pub fn n_answered(&self) -> u32 {
        self.n_answered
    }

    /// Whether nothing is left to ask.
    pub fn is_done(&self) -> bool {
        self.current.is_none() && self.pending.is_empty() && self.waiting.is_empty()
    }

    /// What is left, the item on the screen included.
    pub fn remaining(&self) -> Remaining {
        let mut remaining = Remaining::default();
        let waiting = self.waiting.iter().map(|waiting| &waiting.entry);
        let current = self.current.iter().map(|current| &current.entry);
        for entry in self.pending.iter().chain(waiting).chain(current) {
            remaining.secs += entry.secs;
            *match entry.kind {
                Kind::ConfidentError => &mut remaining.n_errors,
                Kind::Relearn => &mut remaining.n_relearn,
                Kind::Due => &mut remaining.n_due,
                Kind::New => &mut remaining.n_new,
            } += 1;
        }
        remaining
    }

    /// The item that waited longest, if enough items or time lie between or nothing else is left.
    fn take_waiting(&mut self, now_ms: i64) -> Option<Current> {
        let waiting = self.waiting.first()?;
        let is_ready = self.n_answered >= waiting.from_answer || now_ms >= waiting.from_ms;
        if !is_ready && !self.pending.is_empty() {
            return None;
        }
        let Waiting { entry, n_comebacks, .. } = self.waiting.remove(0);
        Some(Current { entry, n_comebacks: n_comebacks + 1 })
    }

    fn take_pending(&mut self) -> Option<Current> {
        let entry = self.pending.pop_front()?;
        // For an item taken over from a sitting earlier today this is one comeback after each error.
        let n_comebacks = u32::from(entry.n_again);
        Some(Current { entry, n_comebacks })
    }
}
