//! What the program is given from outside: time, randomness and folders.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::seed::Seed;
use crate::domain::time::Moment;

/// Tells the time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The wall clock with the local offset.
    fn now(&self) -> Moment;
    /// Milliseconds that only grow, from an arbitrary start.
    fn monotonic_ms(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
}

impl SystemClock {
    /// Starts the monotonic clock at zero.
    #[expect(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
    pub fn start() -> Self {
        Self { started: std::time::Instant::now() }
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
}

/// A clock that stands still until it is moved: for tests and for reproducing reports.
#[derive(Debug)]
pub struct FixedClock {
    utc_ms: AtomicI64,
    offset_min: i32,
}

impl FixedClock {
    /// A clock that shows `moment`.
    pub fn at(moment: Moment) -> Self {
        Self { utc_ms: AtomicI64::new(moment.utc_ms), offset_min: moment.offset_min }
    }

    /// Moves the clock on.
    pub fn advance_ms(&self, ms: i64) {
        self.utc_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        Moment { utc_ms: self.utc_ms.load(Ordering::Relaxed), offset_min: self.offset_min }
    }

    fn monotonic_ms(&self) -> i64 {
        self.utc_ms.load(Ordering::Relaxed)
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
