//! One frame of Study and of the Library table with 100,000 rows: input, layout and tessellation.
#![expect(missing_docs, clippy::unwrap_used, reason = "criterion's macros and a bench's brevity")]

mod support;

use std::sync::Arc;

use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, Screen, State};
use certdeck::domain::deck::write::deck_to_ron;
use certdeck::domain::event::{EventBody, SettingName};
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::store::{OpenOptions, Store};
use certdeck::ui::CertdeckApp;
use criterion::{Criterion, criterion_group, criterion_main};
use egui_kittest::Harness;

const AT: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };
const TODAY: StudyDay = StudyDay(20_779);

fn profile(folder: &std::path::Path) {
    std::fs::create_dir_all(folder.join("decks/bench")).unwrap();
    for (name, text) in deck_to_ron(&support::deck(100_000)) {
        std::fs::write(folder.join("decks/bench").join(name), text).unwrap();
    }
    let model = Model::standard();
    let mut store =
        Store::open(folder, AT, OpenOptions { device_seed: 1, ..OpenOptions::default() }).unwrap();
    let mut bodies: Vec<EventBody> =
        (0..20_000).map(|n| EventBody::Answer(support::answer(n, TODAY.plus(-3)))).collect();
    let name = SettingName::Enrolled("bench".to_owned());
    bodies.push(EventBody::Set { name, value: serde_json::json!(true) });
    store.append(AT, &bodies, &model).unwrap();
}

fn frames(c: &mut Criterion) {
    if let Some(folder) = std::env::var_os("CERTDECK_BENCH_PROFILE") {
        // For measuring the real window: the profile stays, `CERTDECK_DATA_DIR` opens it.
        profile(std::path::Path::new(&folder));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    profile(folder.path());
    let services = Services {
        clock: Arc::new(FixedClock::at(AT)),
        seed: Seed(1),
        data_dir: folder.path().to_path_buf(),
        deck_dir: None,
        are_jobs_inline: true,
    };
    let mut harness = Harness::builder()
        .with_size([1100.0, 760.0])
        .with_context_setup(certdeck::ui::theme::install)
        .build_eframe(|cc| CertdeckApp::open(&cc.egui_ctx, services));
    harness.run_ok();
    let apply = |harness: &mut Harness<'_, CertdeckApp>, command: Command| {
        let state: &mut State = harness.state_mut().state_mut().unwrap();
        state.apply(command);
        harness.run_ok();
    };
    apply(&mut harness, Command::Go(Screen::Library));
    c.bench_function("a frame of the library with 100,000 rows", |b| b.iter(|| harness.step()));
    apply(&mut harness, Command::StartStudy(None));
    c.bench_function("a frame of study with 100,000 items", |b| b.iter(|| harness.step()));
}

criterion_group!(benches, frames);
criterion_main!(benches);
