//! What an import writes to the log: the version, flags, and the history of another program.

use std::collections::{BTreeMap, HashMap};

use crate::app::profile::DEFAULT_RETENTION;
use crate::domain::deck::digest::digest;
use crate::domain::deck::{Body, Item};
use crate::domain::event::{Answer, EventBody, MemorySeed, Mode, Rating, SettingName};
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::{Moment, StudyDay};
use crate::port::{History, Merged};

/// Version of the rule that made imported ratings.
const RULE: u16 = 0;

/// What is there before an import.
#[derive(Debug, Clone)]
pub struct Past {
    /// FSRS parameters of the deck; empty for the standard ones.
    pub parameters: Vec<f32>,
    /// Milliseconds UTC of the newest answer to each memory of the deck.
    pub newest: BTreeMap<MemoryKey, i64>,
    /// Now.
    pub now: Moment,
    /// Hour at which a day begins.
    pub rollover_h: u32,
}

/// Rows for the log: the version, flags, and the history, oldest first.
pub(super) fn rows(
    merged: &Merged,
    history: &[History],
    version: &str,
    past: &Past,
) -> Vec<(Moment, EventBody)> {
    let at = past.now;
    let deck = merged.deck.id.as_str();
    let mut rows: Vec<(Moment, EventBody)> = Vec::new();
    let mut set = |name, value| rows.push((at, EventBody::Set { name, value }));
    set(SettingName::Import(deck.to_owned()), serde_json::json!(version));
    for one in &merged.came {
        let Some(id) = &one.id else { continue };
        if one.is_suspended {
            set(SettingName::Suspended(deck.to_owned(), id.clone()), serde_json::json!(true));
        }
        if one.is_flagged {
            set(SettingName::Flagged(deck.to_owned(), id.clone()), serde_json::json!(true));
        }
    }
    if history.is_empty() {
        return rows;
    }
    let items = merged.deck.items.iter();
    let items = items.map(|item| (item.id.as_str(), item)).collect();
    let model = Model::new(&past.parameters).unwrap_or_else(|_| Model::standard());
    let mut replay = Replay { merged, past, model: &model, items, tracks: HashMap::new() };
    rows.extend(replay.run(history));
    rows
}

struct Replay<'a> {
    merged: &'a Merged,
    past: &'a Past,
    model: &'a Model,
    items: HashMap<&'a str, &'a Item>,
    /// What is known of a memory by the number of its item and its facet; none for one that did not come in.
    tracks: HashMap<(usize, u16), Option<Track>>,
}

/// A memory on its way through its history.
struct Track {
    key: MemoryKey,
    digest: String,
    /// Milliseconds UTC: steps at or before it were taken over earlier.
    known: i64,
    memory: Option<Memory>,
    /// Number of its last row.
    last_row: Option<usize>,
}

impl Replay<'_> {
    fn run(&mut self, history: &[History]) -> Vec<(Moment, EventBody)> {
        let mut rows: Vec<(Moment, EventBody)> = Vec::with_capacity(history.len());
        for one in history {
            let (History::Review { item, facet, at, .. } | History::Seed { item, facet, at, .. }) =
                one
            else {
                continue;
            };
            let (model, rollover_h) = (self.model, self.past.rollover_h);
            let Some(track) = self.track(*item, *facet).filter(|track| track.known < at.utc_ms)
            else {
                continue;
            };
            track.last_row = Some(rows.len());
            rows.extend(track.step(one, model, rollover_h).map(|body| (*at, body)));
        }
        // Where the other program planned a day, that day stands until the next answer.
        for one in history {
            let History::Due { item, facet, at } = one else { continue };
            let due = StudyDay(at.utc_ms.div_euclid(86_400_000) as i32);
            let last_row = self.track(*item, *facet).and_then(|track| track.last_row);
            match last_row.and_then(|row| rows.get_mut(row)) {
                Some((_, EventBody::Answer(answer))) => answer.due = due.max(answer.day),
                Some((_, EventBody::Seed(seed))) => seed.due = due.max(seed.day),
                _ => {}
            }
        }
        rows
    }

    fn track(&mut self, item: usize, facet: u16) -> Option<&mut Track> {
        if !self.tracks.contains_key(&(item, facet)) {
            let track = self.begin(item, facet);
            self.tracks.insert((item, facet), track);
        }
        self.tracks.get_mut(&(item, facet))?.as_mut()
    }

    /// The memory that a step belongs to: of a case, that of its question.
    fn begin(&self, item: usize, facet: u16) -> Option<Track> {
        let id = self.merged.came.get(item)?.id.as_ref()?;
        let key = match &self.items.get(id.as_str())?.body {
            Body::Case(case) => {
                let question = case.questions.get(usize::from(facet))?;
                MemoryKey::new(&self.merged.deck.id, &question.id, 0)
            }
            _ => MemoryKey::new(&self.merged.deck.id, id, facet),
        };
        let known = self.past.newest.get(&key).copied().unwrap_or(i64::MIN);
        let digest = self.items.get(&*key.item).map_or_else(String::new, |item| digest(item));
        Some(Track { key, digest, known, memory: None, last_row: None })
    }
}

impl Track {
    /// The row of one step; none for a planned day.
    fn step(&mut self, one: &History, model: &Model, rollover_h: u32) -> Option<EventBody> {
        let due_after = |day: StudyDay, stability: f32| {
            let days = model.interval(stability, DEFAULT_RETENTION).round().max(1.0);
            day.plus(days as i32)
        };
        match one {
            History::Review { at, rating, elapsed_ms, mode, .. } => {
                let day = at.study_day(rollover_h);
                let told = (*rating, *elapsed_ms, *mode);
                let mut answer = answer(self.key.clone(), self.digest.clone(), day, told);
                if mode.moves_memory() {
                    let memory = model.fold(self.memory.as_ref(), &answer);
                    answer.due = due_after(day, memory.stability);
                    self.memory = Some(memory);
                }
                Some(EventBody::Answer(answer))
            }
            History::Seed { at, stability, difficulty, .. } => {
                let day = at.study_day(rollover_h);
                let seed = MemorySeed {
                    key: self.key.clone(),
                    day,
                    stability: *stability,
                    difficulty: *difficulty,
                    due: due_after(day, *stability),
                };
                self.memory = Some(model.planted(&seed));
                Some(EventBody::Seed(seed))
            }
            History::Due { .. } => None,
        }
    }
}

fn answer(
    key: MemoryKey,
    digest: String,
    day: StudyDay,
    (rating, elapsed_ms, mode): (Rating, u32, Mode),
) -> Answer {
    let mode = if mode == Mode::Practice { Mode::Drill } else { mode };
    Answer {
        key,
        digest,
        day,
        response: serde_json::Value::Null,
        is_right: None,
        confidence: None,
        elapsed_ms,
        mode,
        rating,
        rule: RULE,
        due: day.plus(1),
        is_doubted: false,
        seed: None,
    }
}
