//! What is written to the log. Rows are appended and never changed; everything else is derived.

use serde::{Deserialize, Serialize};

use super::exam::step::AttemptStep;
use super::ids::{EventId, MemoryKey};
use super::plan::record::OutlookRecord;
use super::time::{Moment, StudyDay};

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its identity.
    pub id: EventId,
    /// When it was written.
    pub at: Moment,
    /// What happened.
    pub body: EventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum EventBody {
    /// The learner answered an item.
    Answer(Answer),
    /// An earlier event no longer counts. Retracting a retraction brings the event back.
    Retract {
        /// The event that no longer counts.
        target: EventId,
        /// What the undone step was called, for the toast.
        label: String,
    },
    /// A value that replaces the former one of the same name (last writer wins).
    Set {
        /// Which value.
        name: SettingName,
        /// The new value as JSON; `null` removes it.
        value: serde_json::Value,
    },
    /// Something happened in a mock exam. It moves no memory; the answers of a mock do.
    Attempt {
        /// Id of the mock, unique in the log.
        attempt: String,
        /// What happened.
        step: AttemptStep,
    },
    /// A memory taken over from another program, without the reviews that made it.
    Seed(MemorySeed),
    /// What the program planned, forecast or fitted for a certificate. No step of the learner.
    Outlook {
        /// Deck id.
        deck: String,
        /// What it was.
        record: OutlookRecord,
    },
}

/// A memory taken over from another program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemorySeed {
    /// Whose memory it is.
    pub key: MemoryKey,
    /// Study day of the last review.
    pub day: StudyDay,
    /// FSRS stability in days, > 0.
    pub stability: f32,
    /// FSRS difficulty, 1..=10.
    pub difficulty: f32,
    /// Study day on which the item is due next.
    pub due: StudyDay,
}

/// Names of the values that the log keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SettingName {
    /// Item is never asked: `true`, for all facets of the item.
    Suspended(String, String),
    /// Item waits until this study day (number).
    Buried(String, String),
    /// Item is flagged: `true`.
    Flagged(String, String),
    /// The learner's note on an item (text), deck then item.
    Note(String, String),
    /// "This question is wrong": the learner's reason (text), deck then item.
    Doubt(String, String),
    /// The learner's own version of an item (its JSON, or "removed"), deck then item.
    Overlay(String, String),
    /// The learner studies this certificate: `true`.
    Enrolled(String),
    /// Exam date of a certificate: "2027-01-02".
    ExamDate(String),
    /// Desired retention of a certificate, 0.75..=0.95.
    Retention(String),
    /// New items a day of a certificate.
    NewLimit(String),
    /// Review items a day of a certificate.
    ReviewLimit(String),
    /// FSRS parameters of a certificate: 21 numbers.
    Parameters(String),
    /// A deck that the learner made: its title.
    OwnDeck(String),
    /// Which import the folder of a deck is at (its version).
    Import(String),
    /// Roles that the learner gave to the columns of tables with one head (its key).
    Columns(String),
    /// Minutes of study for each weekday, Monday first: 7 numbers, 0 is a day off.
    WeekMinutes,
    /// Items that the learner gave up until the exam: their ids.
    LeftOut(String),
    /// What the real exam brought: date and per cent, or passed or not.
    RealResult(String),
    /// Share of the minutes that a certificate gets, in quarters, where the learner fixed it.
    Quarters(String),
}

/// One answer: the raw facts and what they were taken to mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Whose memory it moves.
    pub key: MemoryKey,
    /// Digest of the item's meaning-carrying text at the time.
    pub digest: String,
    /// Study day of the answer, rollover applied.
    pub day: StudyDay,
    /// What was chosen, as JSON of `deck::Response`; `null` for a self-graded card.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub response: serde_json::Value,
    /// Right or wrong; none for self-graded cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_right: Option<bool>,
    /// The confidence given with the check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Milliseconds from showing to answering.
    pub elapsed_ms: u32,
    /// Where it was answered.
    pub mode: Mode,
    /// The rating that the answer was taken as.
    pub rating: Rating,
    /// Version of the rule that made the rating.
    pub rule: u16,
    /// Study day on which the item is due next: decided when shown on the button, and stored.
    pub due: StudyDay,
    /// Whether it was flagged or changed in a mock exam: doubt, where no confidence is asked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_doubted: bool,
    /// Seed of the numbers of a made question, so that it can be shown again exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// How sure the learner said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// "Guess".
    Guess,
    /// "I think so".
    ThinkSo,
    /// "Sure".
    Sure,
}

/// Where an answer was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// The day's queue.
    Study,
    /// A second look on the same day after a wrong answer.
    Relearn,
    /// A set built by the learner.
    Practice,
    /// A mock exam.
    Mock,
    /// A set built by the learner that is kept in the log and moves no memory.
    Drill,
}

impl Mode {
    /// Whether answers given here move the memory.
    pub fn moves_memory(self) -> bool {
        self != Self::Drill
    }
}

/// FSRS rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Not known.
    Again = 1,
    /// Known with effort.
    Hard = 2,
    /// Known.
    Good = 3,
    /// Known at once.
    Easy = 4,
}

impl Rating {
    /// All four, in the order of their keys 1–4.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];
}
