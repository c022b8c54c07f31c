//! One small real file of each form, read from disk by the one way in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use certdeck::port::{
    Format, History, Imported, LossKind, Opened, ReadOptions, Refusal, open_bytes, open_path,
};

use crate::import_text::{balance, desk};

/// Name, format, records, items, records lost in whole or in part, reviews and seeds, media, and the
/// first item: type, prompt, topic.
type Row = (&'static str, Format, [usize; 5], (&'static str, &'static str, &'static str));

const FILES: [Row; 23] = [
    (
        "aiken.txt",
        Format::Aiken,
        [3, 2, 1, 0, 0],
        ("Choice", "Which document lists the stakeholders?", "Imported"),
    ),
    (
        "anki.txt",
        Format::AnkiText,
        [3, 3, 0, 0, 0],
        ("Card", "Who orders the **backlog**?", "Scrum"),
    ),
    (
        "anki/contents-new.apkg",
        Format::AnkiPackage,
        [21, 26, 2, 0, 8],
        ("Card", "What is **risk**?", "Plan"),
    ),
    (
        "anki/history-old.apkg",
        Format::AnkiPackage,
        [11, 11, 0, 32, 0],
        ("Card", "learned", "History"),
    ),
    (
        "checkboxes.md",
        Format::Markdown,
        [3, 2, 1, 0, 0],
        ("Choice", "Which two are Scrum artefacts?", "Scrum quiz"),
    ),
    ("crowdanki.json", Format::Json, [3, 3, 1, 0, 0], ("Card", "EV", "Exam")),
    ("deck.ron", Format::Ron, [3, 2, 1, 0, 0], ("Card", "Utility", "Terms")),
    (
        "deck.zip",
        Format::Ron,
        [2, 2, 0, 0, 1],
        ("Card", "What is this? ![a rack](media/rack.png)", "Hardware"),
    ),
    (
        "gift.txt",
        Format::Gift,
        [5, 4, 1, 0, 0],
        ("Choice", "Who controls the management reserve?", "Reserves"),
    ),
    (
        "hashcards.md",
        Format::Markdown,
        [2, 2, 0, 0, 0],
        ("Card", "What does a burn-up chart show?", "Imported"),
    ),
    (
        "learnkit.md",
        Format::Markdown,
        [3, 3, 0, 0, 0],
        ("Choice", "Which process group holds the charter?", "Groups"),
    ),
    ("lines.jsonl", Format::Json, [2, 2, 0, 0, 0], ("Card", "Utility", "Imported")),
    (
        "moodle.xml",
        Format::MoodleXml,
        [4, 4, 1, 0, 1],
        ("Choice", "Which cable carries **light**?", "Networks"),
    ),
    ("obsidian.md", Format::Markdown, [4, 4, 0, 3, 0], ("Card", "Cost variance", "Cost")),
    ("own.json", Format::Json, [2, 2, 0, 0, 0], ("Card", "Utility", "Terms")),
    (
        "plain.txt",
        Format::Plain,
        [3, 3, 0, 0, 0],
        ("Choice", "A supplier is late. What does the project manager do first?", "Process"),
    ),
    (
        "questions.json",
        Format::Json,
        [3, 2, 1, 0, 0],
        ("Choice", "Who decides what value is?", "Value"),
    ),
    ("quizlet.txt", Format::Quizlet, [3, 3, 0, 0, 0], ("Card", "float", "Imported")),
    ("table-latin1.csv", Format::Table, [2, 2, 0, 0, 0], ("Card", "Pufferzeit", "Imported")),
    ("table-utf16.csv", Format::Table, [2, 2, 0, 0, 0], ("Card", "What is float?", "Time")),
    (
        "table.csv",
        Format::Table,
        [4, 3, 1, 0, 0],
        ("Choice", "Which response moves the loss to another party?", "Risk"),
    ),
    (
        "texts.zip",
        Format::Gift,
        [3, 3, 1, 0, 0],
        ("Choice", "Who controls the management reserve?", "Cost"),
    ),
    (
        "udemy.csv",
        Format::Udemy,
        [2, 2, 0, 0, 0],
        ("Choice", "Who owns the product backlog?", "Scrum Team"),
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/import")
}

fn read(path: &Path) -> Result<Opened, Refusal> {
    let staging = tempfile::tempdir().unwrap();
    open_path(path, &desk(staging.path(), ReadOptions::default()))
}

fn counts(imported: &Imported) -> [usize; 5] {
    let is_lost = |kind| matches!(kind, LossKind::Dropped | LossKind::Partial);
    let is_memory = |one: &&History| !matches!(one, History::Due { .. });
    [
        imported.n_records,
        imported.items.len(),
        imported.report.iter().filter(|loss| is_lost(loss.kind)).count(),
        imported.history.iter().filter(is_memory).count(),
        imported.media.len(),
    ]
}

fn title(imported: &Imported, id: &str) -> String {
    let mut open: Vec<&certdeck::domain::deck::Topic> = imported.outline.iter().collect();
    while let Some(topic) = open.pop() {
        if topic.id == id {
            return topic.title.clone();
        }
        open.extend(&topic.topics);
    }
    String::new()
}

#[test]
fn every_form_is_read_from_its_file() {
    for (name, format, expected, first) in FILES {
        let opened =
            read(&folder().join(name)).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let imported = &opened.imported;
        balance(name, imported);
        assert_eq!(imported.format, format, "{name}");
        assert_eq!(counts(imported), expected, "{name}: {:#?}", imported.report);
        let item = &imported.items[0].item;
        let topic = title(imported, &item.topic);
        assert_eq!((item.type_name(), item.prompt(), topic.as_str()), first, "{name}");
    }
}

#[test]
fn every_file_of_the_folder_is_in_the_table() {
    let names: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = FILES
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .filter(|name| !name.contains('/'))
        .collect();
    assert_eq!(names, known);
}

#[test]
fn a_file_is_known_by_its_content_and_not_by_its_name() {
    for (name, format, expected, _) in FILES {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let staging = tempfile::tempdir().unwrap();
        let read = open_bytes("x", &bytes, &desk(staging.path(), ReadOptions::default()));
        let imported = read.unwrap_or_else(|refusal| panic!("{name}: {refusal}")).imported;
        assert_eq!((imported.format, counts(&imported)), (format, expected), "{name}");
    }
}

#[test]
fn every_prefix_of_every_file_gives_items_or_a_reason() {
    for (name, ..) in FILES.iter().filter(|(name, ..)| !name.contains('/')) {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        for part in 0..50 {
            let staging = tempfile::tempdir().unwrap();
            let cut = &bytes[..bytes.len() * part / 50];
            match open_bytes(name, cut, &desk(staging.path(), ReadOptions::default())) {
                Ok(opened) => balance(name, &opened.imported),
                Err(refusal) => assert!(!refusal.0.trim().is_empty()),
            }
        }
    }
}
