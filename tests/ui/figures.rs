//! Pictures of every kind of figure in both themes, their words for screen readers, and a figure as the
//! picture of a `Hotspot`.

use std::path::Path;

use certdeck::domain::figure::Figure;
use certdeck::ui::widgets::{MarkdownSize, markdown};
use egui::accesskit::Role;
use egui_kittest::kittest::{By, Queryable as _};
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};

use crate::support::SoftwareRenderer;

fn golden() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures");
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

/// A text that holds the figure, drawn `width` points wide.
fn shown(source: &str, theme: egui::Theme, width: f32) -> Harness<'static> {
    let text = format!("What does the figure say?\n\n```figure\n{source}\n```");
    let mut harness = Harness::builder()
        .with_size([width, 460.0])
        .with_theme(theme)
        .renderer(SoftwareRenderer::default())
        .build_ui(move |ui| {
            certdeck::ui::theme::install(ui.ctx());
            egui::Frame::new().inner_margin(16).show(ui, |ui| {
                markdown(ui, &text, MarkdownSize::Body);
            });
        });
    harness.run_ok();
    harness
}

#[test]
fn pictures_of_every_figure() {
    let mut results = SnapshotResults::new();
    for (name, source) in golden() {
        for (suffix, theme) in [("light", egui::Theme::Light), ("dark", egui::Theme::Dark)] {
            let mut harness = shown(&source, theme, 720.0);
            let options = SnapshotOptions::new().threshold(0.6).max_failed_pixels(0);
            harness.snapshot_options(format!("figure-{name}-{suffix}"), &options);
            results.extend(harness.take_snapshot_results());
        }
    }
}

#[test]
fn figures_fit_a_narrow_column() {
    let mut results = SnapshotResults::new();
    for name in ["network-dates", "earned-value", "matrix"] {
        let (_, source) = golden().into_iter().find(|(other, _)| other == name).unwrap();
        let mut harness = shown(&source, egui::Theme::Light, 440.0);
        let options = SnapshotOptions::new().threshold(0.6).max_failed_pixels(0);
        harness.snapshot_options(format!("figure-{name}-narrow"), &options);
        results.extend(harness.take_snapshot_results());
    }
}

#[test]
fn a_screen_reader_hears_all_that_is_seen() {
    for (name, source) in golden() {
        let figure = Figure::parse(&source).unwrap();
        let harness = shown(&source, egui::Theme::Light, 720.0);
        let said = format!("{}. {}", figure.title(), figure.words());
        let image = harness.query(By::new().role(Role::Image).label(&said));
        assert!(image.is_some(), "{name}");
        assert!(harness.query_by_label("The figure in words").is_some(), "{name}");
    }
}

#[test]
fn a_figure_that_cannot_be_drawn_says_why() {
    let harness = shown("Network(activities: [])", egui::Theme::Light, 720.0);
    assert!(harness.query_by_label_contains("1 to 24 activities").is_some());
}
