//! Moments and study days.

use chrono::{DateTime, Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Milliseconds in a day.
const DAY_MS: i64 = 86_400_000;

/// A moment with the learner's offset from UTC at that moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub utc_ms: i64,
    /// Minutes east of UTC, −1080..=1080.
    pub offset_min: i32,
}

impl Moment {
    /// The study day of this moment for a day that begins at `rollover_h` local time (0..=23).
    pub fn study_day(self, rollover_h: u32) -> StudyDay {
        let local = self.utc_ms + i64::from(self.offset_min) * 60_000;
        StudyDay((local - i64::from(rollover_h) * 3_600_000).div_euclid(DAY_MS) as i32)
    }
}

/// Number of a study day: days since 1970-01-01, rollover already applied.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct StudyDay(pub i32);

impl StudyDay {
    /// The study day that bears this date.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - 719_163)
    }

    /// The calendar date of this study day.
    pub fn date(self) -> NaiveDate {
        DateTime::from_timestamp_millis(i64::from(self.0) * DAY_MS)
            .map(|moment| moment.date_naive())
            .unwrap_or_default()
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `earlier` to this day, never negative: a clock set back counts as no time at all.
    pub fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0).max(0).unsigned_abs()
    }
}
