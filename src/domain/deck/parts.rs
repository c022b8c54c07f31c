//! The part files of a deck, read side by side.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::parse::{MAX_FOUND, MAX_ITEMS, Reader};

/// Most threads that read: further ones would hold more text in memory and wait for it.
const MAX_THREADS: usize = 4;

/// What the files at `places` hold, in their order; `read` reads one. None where reading one after another
/// would give something else: an id that stands in two of them, a limit, a head that is missing.
pub(super) fn parts(
    head: &Reader,
    places: Range<usize>,
    read: &(impl Fn(&mut Reader, usize) + Sync),
) -> Option<Vec<Reader>> {
    if head.deck.is_none() || head.is_refused {
        return None;
    }
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    if n_threads < 2 {
        return None;
    }
    let next = AtomicUsize::new(places.start);
    let done = Mutex::new(Vec::with_capacity(places.len()));
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= places.end {
                return;
            }
            let mut part = Reader::of_part();
            read(&mut part, place);
            if let Ok(mut done) = done.lock() {
                done.push((place, part));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(work);
        }
        work();
    });
    let mut done = done.into_inner().ok().filter(|done| done.len() == places.len())?;
    done.sort_unstable_by_key(|(place, _)| *place);
    let parts: Vec<Reader> = done.into_iter().map(|(_, part)| part).collect();
    fits(head, &parts).then_some(parts)
}

/// Whether the parts, put behind their head, are what reading one after another gives.
fn fits(head: &Reader, parts: &[Reader]) -> bool {
    let all = || std::iter::once(head).chain(parts);
    let n_ids: usize = all().map(|reader| reader.places.len()).sum();
    let mut ids: HashSet<&str> = HashSet::with_capacity(n_ids);
    all().flat_map(|reader| reader.places.keys()).for_each(|id| {
        ids.insert(id);
    });
    ids.len() == n_ids
        && parts.iter().all(|part| !part.is_refused)
        && all().map(|reader| reader.n_elements).sum::<usize>() <= MAX_ITEMS
        && all().map(|reader| reader.found.len()).sum::<usize>() <= MAX_FOUND
}

impl Reader {
    /// Puts parts behind what was read.
    pub(super) fn append(&mut self, parts: Vec<Self>) {
        for part in parts {
            self.items.extend(part.items);
            self.blueprints.extend(part.blueprints);
            self.reviews.extend(part.reviews);
            self.found.extend(part.found);
            self.places.extend(part.places);
        }
    }
}
