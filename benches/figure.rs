//! Figures: reading and laying out, and a frame that draws one; made questions, one of each generator.
#![expect(missing_docs, clippy::unwrap_used, reason = "criterion's macros and a bench's brevity")]

use std::hint::black_box;

use certdeck::domain::figure::Figure;
use certdeck::domain::generate::{GENERATORS, make};
use certdeck::ui::widgets::{MarkdownSize, markdown};
use criterion::{Criterion, criterion_group, criterion_main};
use egui_kittest::Harness;

fn golden() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn figures(c: &mut Criterion) {
    for (name, source) in golden() {
        c.bench_function(&format!("figure {name}, read and laid out"), |b| {
            b.iter(|| black_box(Figure::parse(black_box(&source)).unwrap().scene(640.0)));
        });
        let text = format!("```figure\n{source}\n```");
        let mut harness = Harness::builder().with_size([720.0, 460.0]).build_ui(move |ui| {
            certdeck::ui::theme::install(ui.ctx());
            markdown(ui, &text, MarkdownSize::Body);
        });
        harness.run_ok();
        c.bench_function(&format!("figure {name}, a whole frame"), |b| b.iter(|| harness.step()));
    }
}

fn made(c: &mut Criterion) {
    for generator in GENERATORS {
        let mut seed = 0;
        c.bench_function(&format!("made {}", generator.name), |b| {
            b.iter(|| {
                seed += 1;
                black_box(make(generator.name, seed, 4))
            });
        });
    }
}

criterion_group!(benches, figures, made);
criterion_main!(benches);
