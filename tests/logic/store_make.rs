//! Makers of stores, answers and settings for the tests of the store.

use std::path::Path;

use certdeck::domain::event::{Answer, Confidence, EventBody, Mode, Rating, SettingName};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::store::{Durability, OpenOptions, Store, StoreError};

pub(crate) fn at(utc_ms: i64) -> Moment {
    Moment { utc_ms, offset_min: 60 }
}

pub(crate) fn model() -> Model {
    Model::new(&[]).unwrap()
}

pub(crate) fn options() -> OpenOptions {
    OpenOptions { durability: Durability::Fast, device_seed: 42, max_pages: None }
}

pub(crate) fn open(folder: &Path) -> Store {
    Store::open(folder, at(0), options()).unwrap()
}

pub(crate) fn open_error(folder: &Path) -> StoreError {
    Store::open(folder, at(0), options()).unwrap_err()
}

/// An answer to item `item` of deck "d" on `day`, rated `rating` (0..4), with the rest made from it.
pub(crate) fn answer(item: usize, day: i32, rating: usize) -> EventBody {
    let rating = Rating::ALL[rating % 4];
    EventBody::Answer(Answer {
        key: MemoryKey::new("d", &format!("item-{item}"), 0),
        digest: "0123456789abcdef".to_owned(),
        day: StudyDay(day),
        response: serde_json::json!({ "Choice": [item] }),
        is_right: item.is_multiple_of(2).then_some(rating != Rating::Again),
        confidence: Some(Confidence::Sure),
        elapsed_ms: 1500,
        mode: match day % 7 {
            0 | 3 => Mode::Relearn,
            5 => Mode::Drill,
            _ => Mode::Study,
        },
        rating,
        rule: 1,
        due: StudyDay(day + 3),
        is_doubted: false,
        seed: None,
    })
}

pub(crate) fn set(name: SettingName, value: serde_json::Value) -> EventBody {
    EventBody::Set { name, value }
}

pub(crate) fn note(item: usize, value: serde_json::Value) -> EventBody {
    set(SettingName::Note("d".to_owned(), format!("item-{item}")), value)
}
