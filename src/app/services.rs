//! What the program is given from outside: time, randomness and folders.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::domain::exam::clock::Reading;
use crate::domain::seed::Seed;
use crate::domain::time::Moment;

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The wall clock with the local offset.
    fn now(&self) -> Moment;
    /// Milliseconds that only grow, from an arbitrary start.
    fn monotonic_ms(&self) -> i64;
    /// All clocks at once, for the exam's own clock.
    fn reading(&self) -> Reading;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
    /// Started by the first exam.
    awake: OnceLock<Arc<Awake>>,
}

/// Adds up the time in which this program ran, by a thread that beats twice a second. A gap between
/// two beats is sleep, or a stopped program, and is not counted.
#[derive(Debug)]
struct Awake {
    /// Milliseconds counted, and the monotonic moment until which.
    counted: Mutex<(i64, i64)>,
}

/// Milliseconds between two beats.
const BEAT_MS: u64 = 500;

/// Longest gap between two beats that still counts: a busy machine, not a sleeping one.
const LONGEST_GAP_MS: i64 = 3_000;

impl Awake {
    fn start(clock_started: std::time::Instant) -> Arc<Self> {
        let mono = move || clock_started.elapsed().as_millis() as i64;
        let awake = Arc::new(Self { counted: Mutex::new((0, mono())) });
        let beaten = Arc::downgrade(&awake);
        let beat = move || {
            while let Some(awake) = beaten.upgrade() {
                awake.count(mono());
                drop(awake);
                std::thread::park_timeout(std::time::Duration::from_millis(BEAT_MS));
            }
        };
        let thread = std::thread::Builder::new().name("exam-heartbeat".to_owned()).spawn(beat);
        if let Err(error) = thread {
            tracing::warn!("the exam's heartbeat could not be started: {error}");
        }
        awake
    }

    /// Counts until now and says how much was counted in all.
    fn count(&self, mono_ms: i64) -> i64 {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.0 += (mono_ms - counted.1).clamp(0, LONGEST_GAP_MS);
        counted.1 = counted.1.max(mono_ms);
        counted.0
    }
}

impl SystemClock {
    /// Starts the monotonic clock at zero.
    #[expect(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
    pub fn start() -> Self {
        Self { started: std::time::Instant::now(), awake: OnceLock::new() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
    fn now(&self) -> Moment {
        let local = chrono::Local::now();
        Moment {
            utc_ms: local.timestamp_millis(),
            offset_min: local.offset().local_minus_utc() / 60,
        }
    }

    fn monotonic_ms(&self) -> i64 {
        self.started.elapsed().as_millis() as i64
    }

    fn reading(&self) -> Reading {
        let awake = self.awake.get_or_init(|| Awake::start(self.started));
        let mono_ms = self.monotonic_ms();
        Reading { awake_ms: awake.count(mono_ms), mono_ms, wall_ms: self.now().utc_ms }
    }
}

/// A clock that stands still until it is moved: for tests and for reproducing reports.
#[derive(Debug)]
pub struct FixedClock {
    utc_ms: AtomicI64,
    offset_min: AtomicI32,
    /// How far the wall clock is ahead of the monotonic one.
    ahead_ms: AtomicI64,
    /// Time in which the program did not run.
    away_ms: AtomicI64,
}

impl FixedClock {
    /// A clock that shows `moment`.
    pub fn at(moment: Moment) -> Self {
        Self {
            utc_ms: AtomicI64::new(moment.utc_ms),
            offset_min: AtomicI32::new(moment.offset_min),
            ahead_ms: AtomicI64::new(0),
            away_ms: AtomicI64::new(0),
        }
    }

    /// Moves the clock on.
    pub fn advance_ms(&self, ms: i64) {
        self.utc_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// The machine sleeps: the wall clock goes on, the monotonic one stands still.
    pub fn sleep_ms(&self, ms: i64) {
        self.utc_ms.fetch_add(ms, Ordering::Relaxed);
        self.ahead_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// The program is stopped: both clocks go on without it.
    pub fn stop_ms(&self, ms: i64) {
        self.utc_ms.fetch_add(ms, Ordering::Relaxed);
        self.away_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Somebody sets the wall clock, forward or back.
    pub fn set_wall_ms(&self, by_ms: i64) {
        self.utc_ms.fetch_add(by_ms, Ordering::Relaxed);
        self.ahead_ms.fetch_add(by_ms, Ordering::Relaxed);
    }

    /// Daylight saving begins or ends: the offset changes, the moment does not.
    pub fn set_offset_min(&self, offset_min: i32) {
        self.offset_min.store(offset_min, Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment {
            utc_ms: self.utc_ms.load(Ordering::Relaxed),
            offset_min: self.offset_min.load(Ordering::Relaxed),
        }
    }

    fn monotonic_ms(&self) -> i64 {
        self.utc_ms.load(Ordering::Relaxed) - self.ahead_ms.load(Ordering::Relaxed)
    }

    fn reading(&self) -> Reading {
        let mono_ms = self.monotonic_ms();
        let awake_ms = mono_ms - self.away_ms.load(Ordering::Relaxed);
        Reading { awake_ms, mono_ms, wall_ms: self.now().utc_ms }
    }
}

/// Time, randomness and folders, passed in.
#[derive(Debug, Clone)]
pub struct Services {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Root of all randomness.
    pub seed: Seed,
    /// Folder that holds everything of this learner.
    pub data_dir: PathBuf,
    /// Folder read in place of the decks inside the program.
    pub deck_dir: Option<PathBuf>,
    /// Whether background work runs at once, on the calling thread.
    pub are_jobs_inline: bool,
}

/// The data folder when none is named: the platform's usual place.
pub fn default_data_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "Certdeck").map(|dirs| dirs.data_dir().to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_awake_count_takes_beats_and_leaves_out_sleep() {
        let awake = Awake { counted: Mutex::new((0, 0)) };
        // Monotonic moment, and what is counted in all.
        let table = [
            (500, 500),
            (1_000, 1_000),
            (3_900, 3_900),      // a busy machine
            (1_203_900, 6_900),  // asleep for twenty minutes: one gap's worth at most
            (1_204_400, 7_400),  // awake again
            (1_204_000, 7_400),  // a reading that came late
            (1_204_900, 7_900),  // does not count twice
            (1_294_900, 10_900), // stopped for a minute and a half
        ];
        for (mono_ms, expect) in table {
            assert_eq!(awake.count(mono_ms), expect, "at {mono_ms}");
        }
    }
}
