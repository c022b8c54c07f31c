//! One durable answer with 100,000 items in the store.
#![expect(missing_docs, clippy::unwrap_used, reason = "criterion's macros and a bench's brevity")]

mod support;

use certdeck::domain::event::EventBody;
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::store::{Durability, OpenOptions, Store};
use criterion::{Criterion, criterion_group, criterion_main};

const N_ITEMS: usize = 100_000;
const AT: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };
const TODAY: StudyDay = StudyDay(20_779);

fn filled(durability: Durability, model: &Model) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { durability: Durability::Fast, device_seed: 1, max_pages: None };
    let mut store = Store::open(folder.path(), AT, options).unwrap();
    let bodies: Vec<EventBody> =
        (0..N_ITEMS).map(|n| EventBody::Answer(support::answer(n, TODAY.plus(-3)))).collect();
    for chunk in bodies.chunks(10_000) {
        store.append(AT, chunk, model).unwrap();
    }
    drop(store);
    let options = OpenOptions { durability, device_seed: 1, max_pages: None };
    let store = Store::open(folder.path(), AT, options).unwrap();
    (folder, store)
}

fn answers(c: &mut Criterion) {
    let model = Model::standard();
    for (name, durability) in
        [("with fsync", Durability::Full), ("without fsync", Durability::Fast)]
    {
        let (_folder, mut store) = filled(durability, &model);
        let mut n = 0;
        c.bench_function(&format!("one answer among 100,000 items, {name}"), |b| {
            b.iter(|| {
                n = (n + 7_919) % N_ITEMS;
                store.append(AT, &[EventBody::Answer(support::answer(n, TODAY))], &model).unwrap()
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(50);
    targets = answers
}
criterion_main!(benches);
