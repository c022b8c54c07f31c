//! What an import writes to the log: the version, flags, and the history of another program.

use std::collections::BTreeMap;

use super::Staged;
use crate::app::profile::DEFAULT_RETENTION;
use crate::domain::deck::digest::digest;
use crate::domain::deck::{Body, Item};
use crate::domain::event::{Answer, EventBody, MemorySeed, Mode, Rating, SettingName};
use crate::domain::ids::MemoryKey;
use crate::domain::schedule::memory::Model;
use crate::domain::time::{Moment, StudyDay};
use crate::port::{History, Imported};

/// Version of the rule that made imported ratings.
const RULE: u16 = 0;

/// Rows for the log: the version, flags, and the history, oldest first.
pub fn rows(
    imported: &Imported,
    staged: &Staged,
    model: &Model,
    known: &dyn Fn(&MemoryKey) -> Option<i64>,
    now: (Moment, u32),
) -> Vec<(Moment, EventBody)> {
    let (at, rollover_h) = now;
    let deck = staged.merged.deck.id.as_str();
    let mut rows: Vec<(Moment, EventBody)> = Vec::new();
    let mut set = |name, value| rows.push((at, EventBody::Set { name, value }));
    set(SettingName::Import(deck.to_owned()), serde_json::json!(staged.version));
    for (one, id) in imported.items.iter().zip(&staged.merged.ids) {
        let Some(id) = id else { continue };
        if one.is_suspended {
            set(SettingName::Suspended(deck.to_owned(), id.clone()), serde_json::json!(true));
        }
        if one.is_flagged {
            set(SettingName::Flagged(deck.to_owned(), id.clone()), serde_json::json!(true));
        }
    }
    if imported.history.is_empty() {
        return rows;
    }
    let mut history = Replay { deck, imported, staged, model, known, rollover_h, rows: Vec::new() };
    history.run();
    rows.extend(history.rows);
    rows
}

struct Replay<'a> {
    deck: &'a str,
    imported: &'a Imported,
    staged: &'a Staged,
    model: &'a Model,
    /// Milliseconds UTC of the newest answer that is known of a memory.
    known: &'a dyn Fn(&MemoryKey) -> Option<i64>,
    rollover_h: u32,
    rows: Vec<(Moment, EventBody)>,
}

impl Replay<'_> {
    fn run(&mut self) {
        let items: BTreeMap<&str, &Item> =
            self.staged.merged.deck.items.iter().map(|item| (item.id.as_str(), item)).collect();
        // Where the other program planned a day, that day stands until the next answer.
        let mut planned: BTreeMap<(usize, u16), StudyDay> = BTreeMap::new();
        for one in &self.imported.history {
            if let History::Due { item, facet, at } = one {
                planned
                    .insert((*item, *facet), StudyDay((at.utc_ms.div_euclid(86_400_000)) as i32));
            }
        }
        let mut memories = BTreeMap::new();
        let mut last_rows: BTreeMap<(usize, u16), usize> = BTreeMap::new();
        for one in &self.imported.history {
            let (History::Review { item, facet, at, .. } | History::Seed { item, facet, at, .. }) =
                one
            else {
                continue;
            };
            let Some(key) = self.key(&items, *item, *facet) else { continue };
            if (self.known)(&key).is_some_and(|known| known >= at.utc_ms) {
                continue;
            }
            let digest = items.get(&*key.item).map_or_else(String::new, |item| digest(item));
            let body = self.body(one, key, digest, &mut memories);
            last_rows.insert((*item, *facet), self.rows.len());
            self.rows.push((*at, body));
        }
        for (place, due) in planned {
            let row = last_rows.get(&place).and_then(|row| self.rows.get_mut(*row));
            match row {
                Some((_, EventBody::Answer(answer))) => answer.due = due.max(answer.day),
                Some((_, EventBody::Seed(seed))) => seed.due = due.max(seed.day),
                _ => {}
            }
        }
    }

    /// The memory that a step belongs to: of a case, that of its question.
    fn key(&self, items: &BTreeMap<&str, &Item>, item: usize, facet: u16) -> Option<MemoryKey> {
        let id = self.staged.merged.ids.get(item)?.as_ref()?;
        match &items.get(id.as_str())?.body {
            Body::Case(case) => {
                let question = case.questions.get(usize::from(facet))?;
                Some(MemoryKey::new(self.deck, &question.id, 0))
            }
            _ => Some(MemoryKey::new(self.deck, id, facet)),
        }
    }

    fn body(
        &self,
        one: &History,
        key: MemoryKey,
        digest: String,
        memories: &mut BTreeMap<MemoryKey, crate::domain::schedule::memory::Memory>,
    ) -> EventBody {
        let due_after = |day: StudyDay, stability: f32| {
            let days = self.model.interval(stability, DEFAULT_RETENTION).round().max(1.0);
            day.plus(days as i32)
        };
        match one {
            History::Review { at, rating, elapsed_ms, mode, .. } => {
                let day = at.study_day(self.rollover_h);
                let mut answer = answer(key.clone(), digest, day, (*rating, *elapsed_ms, *mode));
                if mode.moves_memory() {
                    let memory = self.model.fold(memories.get(&key), &answer);
                    answer.due = due_after(day, memory.stability);
                    memories.insert(key, memory);
                }
                EventBody::Answer(answer)
            }
            History::Seed { at, stability, difficulty, .. } => {
                let day = at.study_day(self.rollover_h);
                let seed = MemorySeed {
                    key: key.clone(),
                    day,
                    stability: *stability,
                    difficulty: *difficulty,
                    due: due_after(day, *stability),
                };
                memories.insert(key, self.model.planted(&seed));
                EventBody::Seed(seed)
            }
            History::Due { at, .. } => {
                let day = at.study_day(self.rollover_h);
                EventBody::Answer(answer(key, digest, day, (Rating::Good, 0, Mode::Drill)))
            }
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
