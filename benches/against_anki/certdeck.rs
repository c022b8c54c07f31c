//! Certdeck's side of what has no command: searches and reviews in a data folder that holds the notes.
//!
//! `run.py` says by variables what to do and reads the one line of JSON; without them nothing is done, so
//! that `cargo bench` passes over it. Reviews change the folder.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock, prints and may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use certdeck::app::decks::own_only;
use certdeck::app::services::{Services, SystemClock};
use certdeck::app::{Command, State};
use certdeck::domain::event::{Answer, EventBody, Mode, Rating};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::search::{Query, SearchIndex, search};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use certdeck::store::{Durability, OpenOptions, Store};
use serde_json::{Value, json};

/// How often each query is asked; the median counts.
const N_RUNS: usize = 5;

fn main() {
    let Some(folder) = std::env::var_os("AGAINST_ANKI_DATA").map(PathBuf::from) else {
        println!("benches/against_anki/run.py calls this");
        return;
    };
    let queries = std::env::var("AGAINST_ANKI_QUERIES").unwrap_or_else(|_| "{}".to_owned());
    let queries: BTreeMap<String, String> = serde_json::from_str(&queries).unwrap();
    let n_reviews = std::env::var("AGAINST_ANKI_REVIEWS").map_or(0, |n| n.parse().unwrap());
    let durability = match std::env::var("AGAINST_ANKI_DURABILITY").as_deref() {
        Ok("fast") => Durability::Fast,
        _ => Durability::Full,
    };
    let services = services(&folder);
    let (mut state, open_ms) = timed(|| open(&services, durability));
    let searches = searches(&state, &queries);
    let reviews = reviews(&mut state, n_reviews);
    drop(state);
    let appends = appends(&services, durability, n_reviews);
    println!(
        "{}",
        json!({ "open_ms": open_ms, "search": searches, "reviews": reviews, "appends": appends })
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = Instant::now();
    let done = work();
    (done, started.elapsed().as_secs_f64() * 1_000.0)
}

fn services(folder: &Path) -> Services {
    own_only(&Services {
        clock: Arc::new(SystemClock::start()),
        seed: Seed(1),
        data_dir: folder.to_path_buf(),
        deck_dir: None,
        are_jobs_inline: true,
    })
}

fn store(services: &Services, durability: Durability) -> Store {
    let options = OpenOptions { durability, device_seed: 1, max_pages: None };
    Store::open(&services.data_dir, services.clock.now(), options).unwrap()
}

fn open(services: &Services, durability: Durability) -> State {
    let mut state = State::with_store(services.clone(), store(services, durability)).unwrap();
    state.begin_quietly();
    state
}

/// The index as the first search makes it, then every query: median time and items found.
fn searches(state: &State, queries: &BTreeMap<String, String>) -> Value {
    if queries.is_empty() {
        return Value::Null;
    }
    let (index, index_ms) = timed(|| SearchIndex::new(state.library()));
    let ask = |text: &String| {
        let mut runs: Vec<(Vec<u32>, f64)> = (0..N_RUNS)
            .map(|_| timed(|| search(&index, &Query::parse(text), &|_, _| false)))
            .collect();
        runs.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (found, ms) = runs.swap_remove(N_RUNS / 2);
        json!({ "ms": ms, "found": found.len() })
    };
    let found: BTreeMap<&String, Value> =
        queries.iter().map(|(name, text)| (name, ask(text))).collect();
    json!({ "index_ms": index_ms, "queries": found })
}

/// A sitting as the window drives it: next card, its four due days, reveal, grade, kept.
fn reviews(state: &mut State, n_reviews: u32) -> Value {
    let deck = state.library().decks().first().map(|deck| deck.id.clone());
    let Some(deck) = deck.filter(|_| n_reviews > 0) else { return Value::Null };
    state.apply(Command::SetReviewLimit(deck.clone(), n_reviews));
    state.apply(Command::SetNewLimit(deck.clone(), 0));
    let before = state.store().count_answers().unwrap();
    let ((), ms) = timed(|| {
        state.apply(Command::StartStudy(Some(deck)));
        for _ in 0..n_reviews {
            state.apply(Command::Reveal);
            state.apply(Command::Grade(Rating::Good));
        }
    });
    json!({ "ms": ms, "kept": state.store().count_answers().unwrap() - before })
}

/// Nothing but the store: answers to cards that were seen, one transaction each.
fn appends(services: &Services, durability: Durability, n_reviews: u32) -> Value {
    let mut store = store(services, durability);
    let today = services.clock.now().study_day(4);
    let mut memories = store.memories().unwrap();
    memories.truncate(n_reviews as usize);
    if memories.is_empty() {
        return Value::Null;
    }
    let model = Model::standard();
    let ((), ms) = timed(|| {
        for (key, memory) in &memories {
            let answer = EventBody::Answer(answer(key, memory, today));
            store.append(services.clock.now(), &[answer], &model).unwrap();
        }
    });
    json!({ "ms": ms, "kept": memories.len() })
}

fn answer(key: &MemoryKey, memory: &Memory, today: StudyDay) -> Answer {
    Answer {
        key: key.clone(),
        digest: "0123456789abcdef".to_owned(),
        day: today,
        response: Value::Null,
        is_right: None,
        confidence: None,
        elapsed_ms: 9_000,
        mode: Mode::Study,
        rating: Rating::Good,
        rule: 1,
        due: today.plus(memory.stability.round() as i32 + 1),
        is_doubted: false,
        seed: None,
    }
}
