//! The exam's clock: it counts the time in which the program was awake, and nothing else.

use serde::{Deserialize, Serialize};

/// What the machine's clocks say at one moment, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Time in which the program ran: it stands still while the machine sleeps or the program is
    /// stopped, and goes on while the window is hidden.
    pub awake_ms: i64,
    /// Monotonic time; on some systems it counts sleep, on others not.
    pub mono_ms: i64,
    /// Wall clock, UTC.
    pub wall_ms: i64,
}

/// Time that went by outside the exam's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interruption {
    /// What it was.
    pub kind: InterruptionKind,
    /// Milliseconds away, or by which the wall clock was moved (negative: back).
    pub ms: i64,
}

/// Why time went by outside the exam's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InterruptionKind {
    /// The machine slept or the program was stopped.
    Away,
    /// The wall clock was set back.
    ClockSetBack,
    /// The program was closed, or ended by force, and started again.
    Restart,
}

/// Differences below this are the machine's breathing.
const NOTICED_MS: i64 = 5_000;

/// Reads the clocks again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExamClock {
    last: Option<Reading>,
}

impl ExamClock {
    /// Milliseconds that count since the reading before, and what went by beside them. The first
    /// reading counts nothing.
    pub fn advance(&mut self, now: Reading) -> (i64, Option<Interruption>) {
        let Some(last) = self.last.replace(now) else { return (0, None) };
        let awake = (now.awake_ms - last.awake_ms).max(0);
        let wall = now.wall_ms - last.wall_ms;
        let away = (now.mono_ms - last.mono_ms).max(wall) - awake;
        let interruption = if away > NOTICED_MS {
            Some(Interruption { kind: InterruptionKind::Away, ms: away })
        } else if wall - awake < -NOTICED_MS {
            Some(Interruption { kind: InterruptionKind::ClockSetBack, ms: wall - awake })
        } else {
            None
        };
        (awake, interruption)
    }
}
