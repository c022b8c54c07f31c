//! Work on several threads at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;

/// Most threads: further ones would hold more in memory and wait for it.
const MAX_THREADS: usize = 4;

/// The results of `work` for 0..`n`, in that order, on as many threads as there are cores, at most four.
pub(crate) fn map<T: Send>(n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS).min(n);
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(n));
    let run = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= n {
                return;
            }
            let result = work(number);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((number, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(run);
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// How many values go to the other thread at once.
const CHUNK: usize = 256;
/// Chunks that wait at most.
const WAITING: usize = 16;

/// Makes values on a thread of their own, in order, while `take` uses them on this one; ends early with its
/// error.
pub(crate) fn pipe<T: Send, E>(
    make: impl Iterator<Item = T> + Send,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<Vec<T>>(WAITING);
        scope.spawn(move || {
            let mut make = make;
            loop {
                let chunk: Vec<T> = make.by_ref().take(CHUNK).collect();
                // The other side hung up after an error.
                if chunk.is_empty() || sender.send(chunk).is_err() {
                    return;
                }
            }
        });
        receiver.into_iter().flatten().try_for_each(&mut take)
    })
}

/// Gives back much memory without anybody waiting for it.
pub(crate) fn drop_apart<T: Send + 'static>(value: T) {
    // Where no thread can be had, the value is dropped with the closure.
    thread::Builder::new().name("drop".to_owned()).spawn(move || drop(value)).ok();
}
