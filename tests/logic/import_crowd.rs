//! `CrowdAnki`'s decks: notes with their templates and tags, decks as topics, media beside the file.

use certdeck::domain::deck::{Body, Topic};
use certdeck::port::{Format, Imported, LossKind, ReadOptions, SourceKey, open_bytes, open_path};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::import_text::{balance, desk, open};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and more";

fn model(uuid: &str, kind: u8, fields: &[&str], templates: &[(&str, &str)]) -> Value {
    let fields = fields.iter().enumerate();
    let fields: Vec<Value> = fields
        .map(|(ord, name)| json!({"__type__": "NoteModelField", "name": name, "ord": ord}))
        .collect();
    let templates = templates.iter().enumerate();
    let templates: Vec<Value> = templates
        .map(|(ord, (front, back))| {
            json!({"__type__": "CardTemplate", "name": format!("Card {ord}"), "ord": ord,
                "qfmt": front, "afmt": back})
        })
        .collect();
    json!({"__type__": "NoteModel", "crowdanki_uuid": uuid, "name": uuid, "type": kind,
        "flds": fields, "tmpls": templates})
}

fn models() -> Vec<Value> {
    let back = "{{FrontSide}}<hr id=answer>{{Back}}";
    vec![
        model("basic", 0, &["Front", "Back"], &[("{{Front}}", back)]),
        model(
            "both",
            0,
            &["Front", "Back"],
            &[("{{Front}}", back), ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}")],
        ),
        model("gaps", 1, &["Text", "Extra"], &[("{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}")]),
        model(
            "optional",
            0,
            &["Front", "Back", "Add"],
            &[("{{Front}}", back), ("{{#Add}}Why: {{Add}}{{/Add}}", back)],
        ),
    ]
}

fn note(model: &str, guid: &str, fields: &[&str]) -> Value {
    json!({"__type__": "Note", "guid": guid, "note_model_uuid": model, "fields": fields,
        "tags": ["exam", "two words"], "flags": 0})
}

fn deck(name: &str, notes: Vec<Value>, children: Vec<Value>) -> Value {
    json!({"__type__": "Deck", "crowdanki_uuid": name, "name": name, "desc": "", "dyn": 0,
        "children": children, "media_files": [], "notes": notes})
}

fn whole(notes: Vec<Value>, children: Vec<Value>) -> Value {
    let mut root = deck("Exam", notes, children);
    root["note_models"] = json!(models());
    root
}

fn read(value: &Value) -> Imported {
    let opened = open("deck.json", value.to_string().as_bytes());
    let imported = opened.unwrap_or_else(|refusal| panic!("{refusal}")).imported;
    balance("deck.json", &imported);
    assert_eq!(imported.format, Format::Json);
    imported
}

fn shorts(imported: &Imported) -> Vec<String> {
    let short = |body: &Body| match body {
        Body::Card(card) if card.reverse => format!("{} <> {}", card.front, card.back),
        Body::Card(card) => format!("{} > {}", card.front, card.back),
        Body::Cloze(cloze) => format!("{} | {}", cloze.text, cloze.explain),
        other => format!("{other:?}"),
    };
    imported.items.iter().map(|one| short(&one.item.body)).collect()
}

fn titles(topics: &[Topic]) -> Vec<String> {
    topics
        .iter()
        .flat_map(|topic| {
            let inner =
                titles(&topic.topics).into_iter().map(|inner| format!("{}/{inner}", topic.title));
            std::iter::once(topic.title.clone()).chain(inner).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn notes_become_the_cards_that_anki_would_make() {
    let imported = read(&whole(
        vec![
            note("basic", "g1", &["<b>Float</b>?", "Time"]),
            note("both", "g2", &["EV", "earned value"]),
            note("gaps", "g3", &["The {{c1::owner}} orders the {{c2::backlog::list}}.", "Scrum"]),
            note("optional", "g4", &["One", "Two", ""]),
            note("optional", "g5", &["Three", "Four", "Five"]),
        ],
        vec![],
    ));
    assert_eq!(
        shorts(&imported),
        [
            "**Float**? > Time",
            "EV <> earned value",
            "The {{c1::owner}} orders the {{c2::backlog::list}}. | Scrum",
            "One > Two",
            "Three > Four",
            "Why: Five > Four",
        ]
    );
    assert_eq!(imported.n_records, 5);
    assert_eq!(imported.title.as_deref(), Some("Exam"));
    assert_eq!(imported.items[0].item.tags, ["exam", "two_words"]);
    assert_eq!(imported.items[0].source, SourceKey::Anki("g1/0".to_owned()));
    assert_eq!(imported.items[2].source, SourceKey::Anki("g3/c".to_owned()));
    assert_eq!(imported.report, []);
}

#[test]
fn decks_inside_decks_are_topics() {
    let child = |name: &str, guid: &str| {
        deck(
            name,
            vec![note("basic", guid, &[guid, "a"])],
            vec![deck(
                "Deep",
                vec![note("basic", &format!("{guid}d"), &[&format!("{guid} deep"), "a"])],
                vec![],
            )],
        )
    };
    let imported = read(&whole(
        vec![note("basic", "top", &["top", "a"])],
        vec![child("Risk", "r"), child("Exam::Scope", "s")],
    ));
    let found = titles(&imported.outline);
    for wish in ["Risk/Deep", "Scope/Deep"] {
        assert!(found.iter().any(|title| title == wish), "{found:?}");
    }
    assert_eq!(imported.items.len(), 5);
}

#[test]
fn what_is_no_note_is_named() {
    let imported = read(&whole(
        vec![
            note("basic", "g1", &["One", "Two"]),
            json!({"guid": "g2"}),
            json!("nothing"),
            note("gone", "g3", &["Front", "Back"]),
            note("basic", "g4", &["", ""]),
            note("basic", "g1", &["One", "Two"]),
            note("basic", "g6", &["One", "Two", "Three"]),
        ],
        vec![],
    ));
    let n = |kind| imported.report.iter().filter(|loss| loss.kind == kind).count();
    assert_eq!((imported.n_records, imported.items.len()), (7, 3));
    assert_eq!((n(LossKind::Dropped), n(LossKind::Merged)), (3, 1), "{:?}", imported.report);
    assert!(n(LossKind::Partial) >= 2, "{:?}", imported.report);
}

#[test]
fn empty_or_endless_decks_are_refused() {
    let mut deep = deck("Deep", vec![], vec![]);
    for _ in 0..40 {
        deep = deck("Deep::er", vec![], vec![deep]);
    }
    for (value, words) in [(whole(vec![], vec![]), "holds no notes"), (deep, "levels deep")] {
        let Err(refusal) = open("deck.json", value.to_string().as_bytes()) else {
            panic!("it came in");
        };
        assert!(refusal.0.contains(words), "{refusal}");
        assert!(refusal.0.starts_with("deck.json") && refusal.0.ends_with("Nothing was imported."));
    }
}

fn pictured() -> Value {
    let mut value = whole(
        vec![
            note("basic", "g1", &["<img src=\"a b.png\">", "[sound:x.mp3]"]),
            note("basic", "g2", &["<img src=\"gone.png\">", "<img src=\"stranger.png\">"]),
        ],
        vec![],
    );
    value["media_files"] =
        json!(["a b.png", "x.mp3", "gone.png", "unused.png", "../evil.png", "a b.png"]);
    value
}

fn check_pictures(imported: &Imported) {
    balance("deck.json", imported);
    let mut names: Vec<&str> = imported.media.iter().map(|file| file.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["a b.png", "x.mp3"]);
    let has = |kind: LossKind, at: &str| {
        imported
            .report
            .iter()
            .any(|loss| loss.kind == kind && (loss.at.contains(at) || loss.reason.contains(at)))
    };
    assert!(has(LossKind::Partial, "media gone.png"), "{:?}", imported.report);
    assert!(has(LossKind::Partial, "media ../evil.png"), "{:?}", imported.report);
    assert!(has(LossKind::Partial, "stranger.png"), "{:?}", imported.report);
    assert!(has(LossKind::Note, "media that no text names"), "{:?}", imported.report);
}

#[test]
fn media_lie_beside_the_file_in_its_folder_or_in_its_zip() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("Exam");
    std::fs::create_dir_all(root.join("media")).unwrap();
    std::fs::write(folder.path().join("evil.png"), PNG).unwrap();
    let text = pictured().to_string();
    std::fs::write(root.join("deck.json"), &text).unwrap();
    for name in ["a b.png", "x.mp3", "unused.png"] {
        std::fs::write(root.join("media").join(name), PNG).unwrap();
    }
    let staging = tempfile::tempdir().unwrap();
    let read = open_path(&root, &desk(staging.path(), ReadOptions::default()));
    check_pictures(&read.unwrap().imported);
    let files = |path: &str| std::fs::read(root.join(path)).ok();
    let options = ReadOptions { files: &files, ..ReadOptions::default() };
    let read = open_bytes("deck.json", text.as_bytes(), &desk(staging.path(), options));
    check_pictures(&read.unwrap().imported);
    let zip = crate::import_zip::zip(&[
        ("Exam/deck.json", text.as_bytes()),
        ("Exam/media/a b.png", PNG),
        ("Exam/media/x.mp3", PNG),
        ("Exam/media/unused.png", PNG),
    ]);
    check_pictures(&open("Exam.zip", &zip).unwrap().imported);
}

#[test]
fn beside_other_files_it_is_told_to_be_read_alone() {
    let text = whole(vec![note("basic", "g1", &["One", "Two"])], vec![]).to_string();
    let zip = crate::import_zip::zip(&[("a.json", text.as_bytes()), ("b.md", b"Q: a\nA: b\n")]);
    let imported = open("both.zip", &zip).unwrap().imported;
    assert_eq!(imported.items.len(), 1);
    assert!(imported.report.iter().any(|loss| loss.reason.contains("read alone")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn odd_notes_never_panic_and_always_add_up(
        fields in proptest::collection::vec(
            proptest::collection::vec("[a-c{}:0-9 ]{0,16}|\\{\\{c[0-9]{1,4}::[a-c]{1,4}\\}\\}", 0..4), 1..12),
        kinds in proptest::collection::vec(0_usize..5, 12),
        guids in proptest::collection::vec("[ab]{0,2}", 12),
    ) {
        let names = ["basic", "both", "gaps", "optional", "gone"];
        let notes: Vec<Value> = fields
            .iter()
            .zip(&kinds)
            .zip(&guids)
            .map(|((fields, kind), guid)| {
                let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
                note(names[*kind], guid, &fields)
            })
            .collect();
        let n = notes.len();
        prop_assert_eq!(read(&whole(notes, vec![])).n_records, n);
    }
}
