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

/// Ways to write a day with its year. Those with slashes are left out: 3/4 is March to some, April to others.
const DAYS: [&str; 6] = ["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d. %B %Y"];
/// Ways to write one without, when a year is put behind it.
const DAYS_OF_YEAR: [&str; 2] = ["%d %B %Y", "%B %d %Y"];

/// A day as people write it: `2027-03-10`, `10.3.2027`, `10 March 2027`, `Mar 10, 2027`; without a year the next
/// one from `today`. None for anything else, and for days before today.
pub fn read_date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = DAYS.iter().find_map(|form| NaiveDate::parse_from_str(&text, form).ok());
    let in_year = |year: i32| {
        let text = format!("{text} {year}");
        DAYS_OF_YEAR.iter().find_map(|form| NaiveDate::parse_from_str(&text, form).ok())
    };
    // The 29th of February may be up to eight years away.
    let next = || (today.year()..=today.year() + 8).filter_map(in_year).find(|day| *day >= today);
    whole.or_else(next).filter(|day| *day >= today)
}
