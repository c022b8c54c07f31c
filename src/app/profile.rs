//! The learner's choices as the log has them, ready to use.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::decks::OwnContent;
use super::edit::{Overlays, overlay_from_json};
use crate::domain::event::SettingName;
use crate::domain::time::StudyDay;
use crate::port::Columns;

/// Retention asked for when nothing is set.
pub const DEFAULT_RETENTION: f32 = 0.9;
/// New items a day when nothing is set.
pub const DEFAULT_NEW: u32 = 20;
/// Reviews a day when nothing is set.
pub const DEFAULT_REVIEWS: u32 = 200;
/// Minutes a day when nothing is set.
pub const DEFAULT_MINUTES: u32 = 30;

/// An item: deck id and item id.
type ItemId = (String, String);

/// What the learner has set, read from the log's last values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Certificates studied.
    pub enrolled: BTreeSet<String>,
    /// Their dates.
    pub exam_dates: BTreeMap<String, NaiveDate>,
    /// Desired retention where set.
    pub retention: BTreeMap<String, f32>,
    /// New items a day where set.
    pub new_limit: BTreeMap<String, u32>,
    /// Reviews a day where set.
    pub review_limit: BTreeMap<String, u32>,
    /// FSRS parameters where fitted.
    pub parameters: BTreeMap<String, Vec<f32>>,
    /// Minutes for each weekday, Monday first.
    pub week_minutes: Option<[u32; 7]>,
    /// Never asked.
    pub suspended: BTreeSet<ItemId>,
    /// Not asked before that day.
    pub buried: BTreeMap<ItemId, StudyDay>,
    /// Flagged.
    pub flagged: BTreeSet<ItemId>,
    /// The learner's notes.
    pub notes: BTreeMap<ItemId, String>,
    /// Titles of decks that the learner made, by id.
    pub own_decks: BTreeMap<String, String>,
    /// The learner's own items and wordings.
    pub overlays: Overlays,
    /// Version of each deck's folder that an import made.
    pub imports: BTreeMap<String, String>,
    /// Roles of columns of earlier tables.
    pub columns: Columns,
    /// "This question is wrong", with the reason.
    pub doubts: BTreeMap<ItemId, String>,
    /// Items that were given up until the exam, by deck.
    pub left_out: BTreeMap<String, BTreeSet<String>>,
    /// What the real exam brought.
    pub real_results: BTreeMap<String, RealResult>,
    /// Quarters of the minutes that a certificate gets, where fixed.
    pub quarters: BTreeMap<String, u8>,
}

/// What the real exam brought.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RealResult {
    /// The date of the exam.
    pub date: NaiveDate,
    /// Per cent right, where the report says it.
    pub percent: Option<f64>,
    /// Whether it was passed.
    pub is_passed: bool,
}

impl Profile {
    /// Reads all values; what has an unexpected shape is passed over.
    pub fn read(settings: &BTreeMap<SettingName, Value>) -> Self {
        let mut profile = Self::default();
        for (name, value) in settings {
            profile.take(name, value);
        }
        profile
    }

    fn take(&mut self, name: &SettingName, value: &Value) {
        let item = |deck: &String, item: &String| (deck.clone(), item.clone());
        match name {
            SettingName::Suspended(d, i) => put_set(&mut self.suspended, item(d, i), value),
            SettingName::Flagged(d, i) => put_set(&mut self.flagged, item(d, i), value),
            SettingName::Enrolled(d) => put_set(&mut self.enrolled, d.clone(), value),
            SettingName::Buried(d, i) => {
                put(&mut self.buried, item(d, i), value.as_i64().map(|day| StudyDay(day as i32)));
            }
            SettingName::Note(d, i) => put(&mut self.notes, item(d, i), text(value)),
            SettingName::Doubt(d, i) => put(&mut self.doubts, item(d, i), text(value)),
            SettingName::ExamDate(d) => {
                let date = value.as_str().and_then(|text| text.parse().ok());
                put(&mut self.exam_dates, d.clone(), date);
            }
            SettingName::Retention(d) => {
                let retention = value.as_f64().map(|r| (r as f32).clamp(0.75, 0.95));
                put(&mut self.retention, d.clone(), retention);
            }
            SettingName::NewLimit(d) => put(&mut self.new_limit, d.clone(), count(value)),
            SettingName::ReviewLimit(d) => put(&mut self.review_limit, d.clone(), count(value)),
            SettingName::Parameters(d) => {
                put(&mut self.parameters, d.clone(), serde_json::from_value(value.clone()).ok());
            }
            SettingName::WeekMinutes => {
                self.week_minutes = serde_json::from_value(value.clone()).ok();
            }
            SettingName::Import(d) => put(&mut self.imports, d.clone(), text(value)),
            SettingName::Columns(key) => {
                if let Ok(roles) = serde_json::from_value(value.clone()) {
                    self.columns.put(key.clone(), roles);
                }
            }
            SettingName::OwnDeck(d) => put(&mut self.own_decks, d.clone(), text(value)),
            SettingName::LeftOut(d) => {
                put(&mut self.left_out, d.clone(), serde_json::from_value(value.clone()).ok());
            }
            SettingName::RealResult(d) => {
                put(&mut self.real_results, d.clone(), serde_json::from_value(value.clone()).ok());
            }
            SettingName::Quarters(d) => {
                put(&mut self.quarters, d.clone(), count(value).map(|n| n.min(4) as u8));
            }
            SettingName::Overlay(d, i) => {
                let overlays = self.overlays.entry(d.clone()).or_default();
                put(overlays, i.clone(), overlay_from_json(value));
            }
        }
    }

    /// What decks are laid over with when they are read.
    pub fn own_content(&self) -> OwnContent {
        OwnContent { decks: self.own_decks.clone(), overlays: self.overlays.clone() }
    }

    /// Minutes planned for `day`.
    pub fn minutes_on(&self, day: StudyDay) -> u32 {
        let weekday = day.date().weekday().num_days_from_monday() as usize;
        self.week_minutes
            .and_then(|minutes| minutes.get(weekday).copied())
            .unwrap_or(DEFAULT_MINUTES)
    }

    /// Desired retention of a certificate.
    pub fn retention_of(&self, deck: &str) -> f32 {
        self.retention.get(deck).copied().unwrap_or(DEFAULT_RETENTION)
    }

    /// New items a day of a certificate.
    pub fn new_limit_of(&self, deck: &str) -> u32 {
        self.new_limit.get(deck).copied().unwrap_or(DEFAULT_NEW)
    }

    /// Reviews a day of a certificate.
    pub fn review_limit_of(&self, deck: &str) -> u32 {
        self.review_limit.get(deck).copied().unwrap_or(DEFAULT_REVIEWS)
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    if let Some(value) = value {
        map.insert(key, value);
    }
}

fn put_set<K: Ord>(set: &mut BTreeSet<K>, key: K, value: &Value) {
    if value.as_bool() == Some(true) {
        set.insert(key);
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn count(value: &Value) -> Option<u32> {
    value.as_u64().map(|number| number.min(9_999) as u32)
}
