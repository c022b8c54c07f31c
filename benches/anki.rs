//! Anki packages of 100,000 notes: reading ones of Anki's and of our own, and writing.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may fail loudly")]

mod support;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use certdeck::domain::schedule::memory::Model;
use certdeck::domain::time::Moment;
use certdeck::port::apkg::{self, ExportDeck, ExportInput, PackageForm, ReadOptions};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rusqlite::Connection;

const N_NOTES: usize = 100_000;
const NOW: Moment = Moment { utc_ms: 1_800_000_000_000, offset_min: 60 };

/// A collection as people have them: marks, entities, line ends, tags, three reviews a card.
fn foreign(path: &Path) {
    let mut db = Connection::open(path).unwrap();
    db.execute_batch(include_str!("anki.sql")).unwrap();
    let transaction = db.transaction().unwrap();
    let mut note = transaction
        .prepare("INSERT INTO notes VALUES (?1, ?2, 1, 1, -1, ' pmp risk ', ?3, '', 0, 0, '')")
        .unwrap();
    let mut card = transaction
        .prepare(
            "INSERT INTO cards VALUES (?1, ?1, 2, 0, 1, -1, 2, 2, 100, 20, 2500, 3, 0, 0, 0, 0, 0, '')",
        )
        .unwrap();
    let mut review = transaction
        .prepare("INSERT INTO revlog VALUES (?1, ?2, -1, 3, ?3, 1, 2500, 4000, ?4)")
        .unwrap();
    let mut text = String::new();
    for n in 0..N_NOTES as i64 {
        text.clear();
        write!(
            text,
            "What does <b>term {n}</b> mean for the project&nbsp;team?\u{1f}<div>It is the \
             <i>number {n}</i> &amp; more:</div><ul><li>one reason</li><li>another one</li></ul>"
        )
        .unwrap();
        note.execute((n + 1, format!("guid{n}"), &text)).unwrap();
        card.execute([n + 1]).unwrap();
        for (step, kind) in [(0, 0), (1, 1), (2, 1)] {
            let at = NOW.utc_ms - (30 - step * 10) * 86_400_000 + n;
            review.execute([at, n + 1, step * 5 + 1, kind]).unwrap();
        }
    }
    drop((note, card, review));
    transaction.commit().unwrap();
}

fn read(path: &Path) -> usize {
    let staging = tempfile::tempdir().unwrap();
    let options = ReadOptions { now: NOW, rollover_h: 4 };
    let file = File::open(path).unwrap();
    let imported =
        apkg::read("bench", file, staging.path(), options, &mut |_| ControlFlow::Continue(()));
    imported.unwrap().items.len()
}

fn packages(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (theirs, ours) = (folder.path().join("theirs.anki2"), folder.path().join("ours.apkg"));
    foreign(&theirs);
    let deck = support::deck(N_NOTES);
    let model = Model::standard();
    let decks = [ExportDeck { deck: &deck, media: &[] }];
    let input = ExportInput {
        decks: &decks,
        memories: &HashMap::new(),
        answers: &[],
        model: &model,
        decay: 0.1542,
        flagged: &HashSet::new(),
        suspended: &HashSet::new(),
        guids: &HashMap::new(),
        retention: 0.9,
        rollover_h: 4,
        now: NOW,
        form: PackageForm::Today,
    };
    let write = || apkg::write(&input, &ours, &mut |_| ControlFlow::Continue(())).unwrap();
    write();
    let mut group = c.benchmark_group("anki");
    group.sample_size(10);
    group.bench_function(BenchmarkId::new("read", "of Anki, with 300,000 reviews"), |b| {
        b.iter(|| assert_eq!(read(&theirs), N_NOTES));
    });
    group.bench_function(BenchmarkId::new("read", "of our own"), |b| {
        b.iter(|| assert_eq!(read(&ours), N_NOTES));
    });
    group.bench_function("write", |b| b.iter(write));
    group.finish();
}

criterion_group!(benches, packages);
criterion_main!(benches);
