//! Assembling a form of 180 questions from a bank of 5,000, and one step of a mock exam on disk.
#![expect(missing_docs, clippy::unwrap_used, reason = "criterion's macros and a bench's brevity")]

use certdeck::domain::deck::{Basis, Breaks, Response, SectionKind};
use certdeck::domain::event::EventBody;
use certdeck::domain::exam::assemble::assemble;
use certdeck::domain::exam::bank::BankItem;
use certdeck::domain::exam::shape::{SectionShape, Shape};
use certdeck::domain::exam::step::{Act, AttemptStep};
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;
use certdeck::store::{OpenOptions, Store};
use criterion::{Criterion, criterion_group, criterion_main};

const AT: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

fn shape() -> Shape {
    let section = |title: &str, n_questions, kind| SectionShape {
        title: title.to_owned(),
        n_questions,
        kind,
        basis: Basis::Reported,
    };
    Shape {
        sections: vec![
            section("Case sets", 40, SectionKind::Cases),
            section("Questions 1", 70, SectionKind::Independent),
            section("Questions 2", 70, SectionKind::Independent),
        ],
        limit_ms: 14_400_000,
        breaks: Breaks::Between { minutes: 10, on_the_clock: false, section_closes: true },
        n_unscored: 10,
        n_made: 0,
        quotas: vec![
            ("people".to_owned(), 59),
            ("process".to_owned(), 74),
            ("business".to_owned(), 47),
        ],
    }
}

/// 1,000 questions in 200 cases of five, 4,000 single ones.
fn bank() -> Vec<BankItem> {
    (0..5_000_u32)
        .map(|item| BankItem {
            item,
            domain: (item % 3) as usize,
            case: (item < 1_000).then_some(item / 5 * 5),
            kind: (item % 7) as u8,
            n_seen: item % 4,
            last_seen: (item % 97) as i32,
        })
        .collect()
}

fn forms(c: &mut Criterion) {
    let (shape, bank) = (shape(), bank());
    let mut seed = 0;
    c.bench_function("a form of 180 from a bank of 5,000", |b| {
        b.iter(|| {
            seed += 1;
            assemble(&shape, &bank, Seed(seed))
        });
    });
}

fn steps(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), AT, OpenOptions::default()).unwrap();
    let model = Model::standard();
    let mut question = 0;
    c.bench_function("one answer in a mock exam, with fsync", |b| {
        b.iter(|| {
            question += 1;
            let act = Act::Respond(question, Response::Options(vec![question % 4]));
            let step = AttemptStep { spent_ms: 1_000, break_ms: 0, act };
            let body = EventBody::Attempt { attempt: "pmp-1".to_owned(), step };
            store.append(AT, &[body], &model).unwrap()
        });
    });
}

criterion_group!(benches, forms, steps);
criterion_main!(benches);
