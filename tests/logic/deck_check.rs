//! `certdeck check` on folders and files.

use std::path::Path;

use certdeck::cli::check::{CheckArgs, run};

const HEAD: &str = "Deck(format: 1, id: \"a\", title: \"A\", notice: \"Independent.\", \
    outline: [Topic(id: \"t\", title: \"T\")])";

fn checked(path: &Path, flags: &str) -> (u8, String) {
    let mut out = Vec::new();
    let args = CheckArgs {
        generators: false,
        paths: vec![path.to_owned()],
        stats: flags.contains("stats"),
        json: flags.contains("json"),
        strict: flags.contains("strict"),
    };
    let code = run(&args, &mut out).unwrap();
    (code, String::from_utf8(out).unwrap())
}

fn folder(items: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("a")).unwrap();
    std::fs::write(folder.path().join("a/deck.ron"), HEAD).unwrap();
    std::fs::write(folder.path().join("a/cards.ron"), items).unwrap();
    folder
}

const CARD: &str =
    "Card(id: \"c\", topic: \"t\", front: \"f\", back: \"b\", references: [\"Guide, 1\"])";

#[test]
fn clean_decks_give_zero_at_every_kind_of_path() {
    let folder = folder(&format!("[{CARD}]"));
    for path in ["", "a"] {
        let (code, text) = checked(&folder.path().join(path), "strict");
        assert_eq!(
            (code, text.as_str()),
            (0, "a: 1 cards, 0 questions, 0 cases, 0 errors, 0 warnings\n")
        );
    }
    let file = folder.path().join("a/deck.ron");
    assert_eq!(checked(&file, "").0, 0);
}

#[test]
fn broken_items_give_two_and_their_place() {
    let folder = folder(&format!("[\n  Card(id: \"x\", topic: \"t\", front: 7),\n{CARD}]"));
    let (code, text) = checked(folder.path(), "");
    assert_eq!(code, 2);
    assert!(text.contains("cards.ron:2:") && text.contains("error [parse] x:"), "{text}");
    assert!(text.contains("1 cards"), "{text}");
}

#[test]
fn warnings_count_only_when_strict() {
    let folder = folder(
        &CARD
            .replace("front:", "colour: 1, front:")
            .replace("Card(", "[Card(")
            .replace("])", "])]"),
    );
    assert_eq!(checked(folder.path(), "").0, 0);
    assert_eq!(checked(folder.path(), "strict").0, 1);
}

#[test]
fn missing_paths_are_said() {
    let (code, text) = checked(Path::new("/no/such/place.ron"), "");
    assert_eq!(code, 2);
    assert!(text.contains("no such file"), "{text}");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(checked(empty.path(), "").0, 2);
}

#[test]
fn json_is_one_object() {
    let folder = folder(&format!("[{CARD}]"));
    let (_, text) = checked(folder.path(), "stats json");
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let deck = &report["decks"][0];
    for key in [
        "id",
        "cards",
        "questions",
        "cases",
        "by_type",
        "by_topic",
        "errors",
        "warnings",
        "key_positions",
        "longest_is_key",
        "near_duplicates",
        "blueprints",
    ] {
        assert!(!deck[key].is_null(), "{key} is missing");
    }
    assert_eq!(deck["by_topic"]["t"], 1);
    assert_eq!(report["diagnostics"], serde_json::json!([]));
}
