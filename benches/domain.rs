//! Deck loading, the due queue and search at 100,000 items.
#![expect(missing_docs, clippy::unwrap_used, reason = "criterion's macros and a bench's brevity")]

mod support;

use certdeck::domain::library::Library;
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::schedule::queue::{DeckInput, QueueInput, build};
use certdeck::domain::search::{Query, SearchIndex, search};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use criterion::{Criterion, criterion_group, criterion_main};

const N_ITEMS: usize = 100_000;
const N_SEEN: usize = 20_000;
const TODAY: StudyDay = StudyDay(20_779);

fn shipped(c: &mut Criterion) {
    let folders = certdeck::app::decks::DeckFolders::default();
    c.bench_function("load and validate all shipped decks", |b| {
        b.iter(|| certdeck::app::decks::load(&folders).decks.len());
    });
}

fn queue(c: &mut Criterion) {
    let library = Library::new(vec![support::deck(N_ITEMS)]);
    let memories = support::memories(library.units().len(), N_SEEN, TODAY);
    let model = Model::new(&[]).unwrap();
    let decks = [DeckInput {
        deck: 0,
        model: &model,
        exam: None,
        new_limit: 20,
        review_limit: 200,
        chosen: None,
    }];
    let input = QueueInput {
        library: &library,
        memories: &memories,
        blocked: &[],
        decks: &decks,
        today: TODAY,
        seed: Seed(1),
    };
    c.bench_function("due queue of 100,000 items, 20,000 seen", |b| b.iter(|| build(&input)));
}

fn searching(c: &mut Criterion) {
    let library = Library::new(vec![support::deck(N_ITEMS)]);
    let index = SearchIndex::new(&library);
    for (name, text) in [
        ("one word", "risk"),
        ("two words", "risk sponsor"),
        ("a phrase", "\"critical path\""),
        ("a word and a topic", "topic:topic-7 forecast"),
        ("nothing found", "zebra"),
    ] {
        let query = Query::parse(text);
        c.bench_function(&format!("search 100,000 items: {name}"), |b| {
            b.iter(|| search(&index, &query, &|_, _| false).len());
        });
    }
}

criterion_group!(benches, shipped, queue, searching);
criterion_main!(benches);
