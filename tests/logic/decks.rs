//! The shipped decks: every one valid, and the reader's findings at their places.

use std::path::Path;

use certdeck::cli::check::{CheckArgs, run};
use certdeck::domain::deck::digest::digest;
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::write::{deck_to_ron, deck_to_single_ron};
use certdeck::domain::deck::{Body, Deck, Item, Status};
use proptest::prelude::*;

fn check(paths: &[&Path], is_strict: bool) -> (u8, String) {
    let args = CheckArgs {
        generators: false,
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        stats: true,
        json: true,
        strict: is_strict,
    };
    let mut out = Vec::new();
    let code = run(&args, &mut out).expect("writing to memory works");
    (code, String::from_utf8(out).expect("JSON is text"))
}

#[test]
fn shipped_decks_pass_strictly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let (code, text) = check(&[&folder], true);
    let report: serde_json::Value = serde_json::from_str(&text).expect("one JSON object");
    assert_eq!(code, 0, "{:#}", report["diagnostics"]);
    let decks = report["decks"].as_array().expect("a list");
    let ids: Vec<&str> = decks.iter().filter_map(|deck| deck["id"].as_str()).collect();
    let known =
        ["csm", "it-pm-career", "itil-4-foundation", "itil-foundation", "pmp", "project-plus"];
    assert_eq!(ids, known);
    for deck in decks {
        assert!(deck["cards"].as_u64() >= Some(25), "{} has too few cards", deck["id"]);
        assert!(deck["questions"].as_u64() >= Some(25), "{} has too few questions", deck["id"]);
        assert!(deck["longest_is_key"].as_f64() < Some(0.35), "{}: longest is key", deck["id"]);
        assert_eq!(deck["near_duplicates"], 0, "{}", deck["id"]);
    }
}

#[test]
fn a_missing_path_is_an_error() {
    let (code, text) = check(&[Path::new("/nowhere/at/all.ron")], false);
    assert_eq!(code, 2);
    assert!(text.contains("/nowhere/at/all.ron"), "{text}");
}

/// A deck with every type of item.
const SAMPLE: &str = r##"// A comment, and /* one inside */ another.
Deck(
    format: 1,
    id: "sample",
    title: "Sample",
    outline: [Topic(id: "a", title: "A", weight: 60, topics: [Topic(id: "a-1", title: "A1")]), Topic(id: "b", title: "B")],
    traps: [Trap(id: "mix-x-y", title: "X is Y", advice: "Look again.")],
    items: [
        Card(id: "card", topic: "a-1", front: "Front \"quoted\"?", back: r#"Back"#, reverse: true),
        Cloze(id: "cloze", topic: "b", text: "The {{c1::hidden::hint}} and {{c2::other}} word."),
        Choice(
            id: "choice", topic: "b", difficulty: 4, valid: (from: "2026-07-09"),
            stem: "Which one? (Choose two.)", select: 2,
            options: [
                Option(text: "One", correct: true, why: "Because it is one of the two."),
                Option(text: "Two", correct: true, why: "Because it is the other of the two."),
                Option(text: "Three", why: "It is not one of the two.", trap: "mix-x-y"),
            ],
            explain: "Two of three.",
        ),
        Order(id: "order", topic: "b", stem: "Order?", steps: ["one", "two", "three"], explain: "So."),
        Match(id: "match", topic: "b", stem: "Match?", pairs: [(left: "a", right: "1"), (left: "b", right: "2", why: "so")], extra_rights: ["3"], explain: "So."),
        Dropdown(id: "dropdown", topic: "b", text: "It is [[one|*two|three]].", explain: "So."),
        Numeric(id: "numeric", topic: "b", stem: "How many?", answer: 12.5, tolerance: 0.5, unit: "days", explain: "So."),
        Hotspot(id: "hotspot", topic: "b", stem: "Where?", image: "a.png", regions: [(name: "left", rect: (0.0, 0.0, 0.5, 1.0), correct: true), (name: "right", rect: (0.5, 0.0, 0.5, 1.0))], explain: "So."),
        Case(id: "case", topic: "b", scenario: "A **story**.", questions: [
            Choice(id: "case-1", stem: "Then?", options: [Option(text: "Yes", correct: true, why: "Yes."), Option(text: "No", why: "No.")], explain: "So."),
        ]),
        Generated(id: "generated", topic: "b", generator: "earned-value/cpi", parameters: {"level": 2}),
    ],
)
"##;

fn read(text: &str) -> (Option<Deck>, Vec<String>) {
    let file = SourceFile { path: "sample.ron".to_owned(), bytes: text.as_bytes().to_vec() };
    let (deck, found) = read_deck(&[file]);
    (deck, found.iter().map(ToString::to_string).collect())
}

#[test]
fn every_type_of_item_is_read() {
    let (deck, found) = read(SAMPLE);
    let deck = deck.expect("the sample is a deck");
    assert_eq!(found, Vec::<String>::new());
    let types: Vec<&str> = deck.items.iter().map(certdeck::domain::deck::Item::type_name).collect();
    let all = [
        "Card",
        "Cloze",
        "Choice",
        "Order",
        "Match",
        "Dropdown",
        "Numeric",
        "Hotspot",
        "Case",
        "Generated",
    ];
    assert_eq!(types, all);
    let Some(Body::Case(case)) = deck.items.get(8).map(|item| &item.body) else { panic!("a case") };
    assert_eq!(case.questions[0].topic, "b", "a question lends its case's topic");
    assert_eq!(deck.items[0].facets(), [0, 1]);
    assert_eq!(deck.items[1].facets(), [1, 2]);
}

/// A change of the sample, and what is said about it (file, line and column included).
const MISTAKES: [(&str, &str, &str); 9] = [
    (
        "topic: \"a-1\", front",
        "topic: \"a\", front",
        "sample.ron:9:9: error [L1] card: The topic “a” has parts of its own.",
    ),
    (
        "reverse: true",
        "revers: true",
        "sample.ron:9:85: warning [field] card: The field “revers” is not known",
    ),
    ("select: 2,", "select: 1,", "error [L1] choice: 2 options are right, but “select” is 1."),
    (
        "trap: \"mix-x-y\"",
        "trap: \"mix-z\"",
        "error [L5] choice: The trap “mix-z” is not in the deck's list.",
    ),
    ("Order(id", "Ordr(id", "error [type] order: “Ordr” is no type of item"),
    ("id: \"match\"", "id: \"order\"", "The id “order” stands twice"),
    ("answer: 12.5", "answer: \"12\"", "error [parse] numeric: "),
    ("[[one|*two|three]]", "[[one|two|three]]", "error [L1] dropdown: A blank needs"),
    ("format: 1", "format: 2", "error [format]: Format 2 is not known"),
];

#[test]
fn mistakes_are_named_with_their_place() {
    for (from, to, expected) in MISTAKES {
        assert!(SAMPLE.contains(from), "{from} is in the sample");
        let (_, found) = read(&SAMPLE.replacen(from, to, 1));
        assert!(
            found.iter().any(|line| line.contains(expected)),
            "{from} → {to}\nexpected {expected}\nfound {found:#?}"
        );
    }
}

#[test]
fn writing_and_reading_gives_the_same_deck() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut decks = vec![read(SAMPLE).0.expect("a deck")];
    for entry in std::fs::read_dir(root).expect("decks").filter_map(Result::ok) {
        let Ok(files) = std::fs::read_dir(entry.path()) else { continue };
        let files: Vec<SourceFile> = files
            .filter_map(|file| {
                let path = file.ok()?.path();
                let is_ron = path.extension().is_some_and(|ending| ending == "ron");
                let bytes = std::fs::read(&path).ok()?;
                is_ron.then(|| SourceFile { path: path.display().to_string(), bytes })
            })
            .collect();
        decks.extend(read_deck(&files).0);
    }
    assert_eq!(decks.len(), 7);
    for deck in decks {
        let (again, found) = read(&deck_to_single_ron(&deck));
        assert_eq!(found, Vec::<String>::new(), "{}", deck.id);
        assert_eq!(again.as_ref(), Some(&deck), "{}", deck.id);
        let files: Vec<SourceFile> = deck_to_ron(&deck)
            .into_iter()
            .map(|(path, text)| SourceFile { path, bytes: text.into_bytes() })
            .collect();
        assert_eq!(read_deck(&files).0.as_ref(), Some(&deck), "{} as a folder", deck.id);
    }
}

/// A deck that calls itself complete asks nothing that a second reader did not answer as the key says.
#[test]
fn every_question_of_a_complete_deck_was_answered_by_a_second_reader() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let folders =
        certdeck::app::decks::DeckFolders { shipped: Some(root.clone()), own: root.join("none") };
    let decks = certdeck::app::decks::load(&folders).decks;
    let complete = decks.iter().filter(|deck| deck.status == Status::Complete);
    let mut n_complete = 0;
    for deck in complete {
        n_complete += 1;
        let agreed: std::collections::HashSet<(&str, &str)> = deck
            .reviews
            .iter()
            .filter(|review| review.step == "blind" && review.agree)
            .map(|review| (review.item.as_str(), review.digest.as_str()))
            .collect();
        // Questions made anew have their keys worked out again over many seeds, in `generate.rs`.
        let is_asked =
            |item: &&Item| !item.is_self_graded() && !matches!(item.body, Body::Generated(_));
        for item in deck.askable().filter(is_asked) {
            let digest = digest(item);
            let is_agreed = agreed.contains(&(item.id.as_str(), digest.as_str()));
            assert!(is_agreed, "{} has no agreed answer to its present text", item.id);
        }
    }
    assert!(n_complete > 0);
}

#[test]
fn a_broken_item_never_hides_the_rest() {
    let (deck, found) = read(&SAMPLE.replace("answer: 12.5", "answer: oops("));
    assert!(!found.is_empty());
    let n_items = deck.map_or(0, |deck| deck.items.len());
    assert!(n_items >= 6, "{n_items} items were read before the fault");
    let (deck, found) = read(&SAMPLE.replace("steps: [\"one\"", "steps: [1"));
    assert_eq!(deck.map(|deck| deck.items.len()), Some(9));
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn junk_gives_a_message() {
    let deep = format!("[{}", "(".repeat(100_000));
    let junk: [&[u8]; 7] =
        [b"", b"\x00\xff\xfe\x80", b"hello", b"Deck", b"[[[[", b"\"", deep.as_bytes()];
    for bytes in junk {
        let file = SourceFile { path: "junk.ron".to_owned(), bytes: bytes.to_vec() };
        let (deck, found) = read_deck(&[file]);
        assert!(deck.is_none());
        assert!(!found.is_empty(), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
    }
}

#[test]
fn a_file_cut_anywhere_is_survived() {
    for end in (0..SAMPLE.len()).filter(|end| SAMPLE.is_char_boundary(*end)) {
        let (deck, found) = read(&SAMPLE[..end]);
        let is_whole = deck.is_some_and(|deck| deck.items.len() == 10);
        assert!(is_whole || !found.is_empty(), "cut at {end}");
    }
}

proptest! {
    #[test]
    fn any_change_of_a_byte_is_survived(at in 0..SAMPLE.len(), byte: u8) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes[at] = byte;
        let file = SourceFile { path: "sample.ron".to_owned(), bytes };
        let (_, _) = read_deck(&[file]);
    }
}

/// What is embedded is what lies in the source tree, without the verification logs.
#[test]
fn the_program_carries_the_decks_of_the_source_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let none = root.join("none");
    let folders = |shipped: Option<std::path::PathBuf>| certdeck::app::decks::DeckFolders {
        shipped,
        own: none.clone(),
    };
    let inside = certdeck::app::decks::load(&folders(None));
    let on_disk = certdeck::app::decks::load(&folders(Some(root.clone())));
    assert_eq!(inside.decks.len(), 6, "{:?}", inside.diagnostics);
    for (one, other) in inside.decks.iter().zip(&on_disk.decks) {
        assert_eq!((&one.id, &one.items), (&other.id, &other.items));
        assert!(one.reviews.is_empty() && !other.reviews.is_empty(), "{}", one.id);
    }
}
