//! Zips of decks and of texts: what they hold comes in, what is hostile does not.

use std::io::{Cursor, Write as _};

use certdeck::domain::deck::Topic;
use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::port::{Format, Imported, LossKind, Opened, ReadOptions, Refusal, open_path};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import_text::{balance, desk, open};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and more";
const GIFT: &[u8] = b"::Reserve:: Who controls the management reserve? {=The sponsor ~The team}\n";
const CARDS: &[u8] = b"Q: What is float?\nA: Time that may be lost.\n";

pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn opened(entries: &[(&str, &[u8])]) -> Result<Opened, Refusal> {
    open("own.zip", &zip(entries))
}

fn read(entries: &[(&str, &[u8])]) -> Imported {
    let imported = opened(entries).unwrap_or_else(|refusal| panic!("{refusal}")).imported;
    balance("own.zip", &imported);
    imported
}

fn refused(entries: &[(&str, &[u8])]) -> String {
    let Err(refusal) = opened(entries) else { panic!("{entries:?} came in") };
    assert!(refusal.0.ends_with("Nothing was imported."), "{refusal}");
    refusal.0
}

fn titles(topics: &[Topic], depth: usize) -> Vec<String> {
    let line = |topic: &Topic| {
        let mut lines = vec![format!("{}{}", "-".repeat(depth), topic.title)];
        lines.extend(titles(&topic.topics, depth + 1));
        lines
    };
    topics.iter().flat_map(line).collect()
}

fn reasons(imported: &Imported, kind: LossKind) -> Vec<String> {
    let report = imported.report.iter().filter(|loss| loss.kind == kind);
    report.map(|loss| format!("{}: {}", loss.at, loss.reason)).collect()
}

const DECK: &str = r#"Deck(format: 1, id: "own", title: "Own", version: "1", language: "en",
    outline: [Topic(id: "risk", title: "Risk")], parts: ["more.ron"],
    items: [Card(id: "one", topic: "risk", front: "See ![a](media/a.png)", back: "One")])"#;
const PART: &str = r#"[Card(id: "two", topic: "risk", front: "Two?", back: "Two")]"#;

#[test]
fn a_deck_folder_comes_in_as_it_is() {
    for folder in ["", "own/", "a/b/"] {
        let names = ["deck.ron", "more.ron", "media/a.png", "media/b.png", "notes.txt"]
            .map(|name| format!("{folder}{name}"));
        let imported = read(&[
            (&names[0], DECK.as_bytes()),
            (&names[1], PART.as_bytes()),
            (&names[2], PNG),
            (&names[3], PNG),
            (&names[4], b"my notes"),
        ]);
        assert_eq!(imported.format, Format::Ron);
        let ids: Vec<&str> = imported.items.iter().map(|one| one.item.id.as_str()).collect();
        assert_eq!(ids, ["one", "two"]);
        assert_eq!(imported.media.len(), 1);
        assert_eq!(imported.media[0].name, "a.png");
        assert_eq!(
            reasons(&imported, LossKind::Note),
            ["the whole file: files beside the deck that it does not name were left out (2)"]
        );
    }
}

#[test]
fn a_zip_of_one_text_is_that_text() {
    let picture = b"Which one? <img src=\"@@PLUGINFILE@@/a.png\"> {=This ~That}\n";
    let text = [b"[html]".as_slice(), picture].concat();
    let imported = read(&[("quiz/questions.txt", &text), ("quiz/a.png", PNG)]);
    assert_eq!((imported.format, imported.items.len()), (Format::Gift, 1));
    assert_eq!(imported.media.len(), 1);
    assert_eq!(imported.outline.len(), 1);
    let table = opened(&[("t.csv", b"question,answer\nOne?,Two\nThree?,Four\n")]).unwrap();
    assert_eq!(table.table.unwrap().heads, ["question", "answer"]);
    assert_eq!(table.encoding, Some("UTF-8"));
}

#[test]
fn many_texts_are_one_import_and_their_names_are_topics() {
    let twin = b"Q: What is slack?\nA: Time.\n\nQ: What is float?\nA: Time that may be lost.\n";
    let imported = read(&[
        ("vault/.obsidian/app.json", b"{}"),
        ("vault/Time/network.md", CARDS),
        ("vault/Time/words.md", twin),
        ("vault/reserve.gift", GIFT),
        ("vault/README.md", b"# A vault\n\nSome prose.\n"),
        ("vault/plan.docx", b"PK"),
        ("vault/a.png", PNG),
    ]);
    assert_eq!(imported.items.len(), 3);
    assert_eq!(titles(&imported.outline, 0), ["Time", "-network", "-words", "reserve"]);
    assert_eq!(imported.title, None);
    assert_eq!(
        reasons(&imported, LossKind::Merged),
        ["Time/words.md, line 4: same content as Time/network.md, line 1"]
    );
    let lost = reasons(&imported, LossKind::Partial);
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert!(lost[0].starts_with("README.md, the whole file: vault/README.md"), "{lost:?}");
    assert_eq!(lost[1], "plan.docx: it is no text of questions: it was not read");
    let notes = reasons(&imported, LossKind::Note);
    assert!(notes.iter().any(|note| note.contains("hidden files were left out")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("no question names")), "{notes:?}");
    assert!(notes.iter().any(|note| note.contains("several formats")), "{notes:?}");
}

#[test]
fn pictures_are_found_beside_each_text_and_never_above() {
    let imported = read(&[
        ("a/one.md", b"Q: One ![](p.png)\nA: a\n"),
        ("b/two.md", b"Q: Two ![](p.png) ![](../a/p.png)\nA: b\n"),
        ("a/p.png", PNG),
        ("b/p.png", b"\x89PNG\r\n\x1a\n another"),
    ]);
    assert_eq!(imported.media.len(), 2);
    let lost = reasons(&imported, LossKind::Partial);
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(lost[0].starts_with("b/two.md, line 1"), "{lost:?}");
}

#[test]
fn what_does_not_belong_into_a_zip_is_refused_by_name() {
    let inner = zip(&[("x.gift", GIFT)]);
    let everything: &[(&str, &[u8])] =
        &[("certdeck-everything.json", b"{}"), ("decks/a/deck.ron", DECK.as_bytes())];
    for (entries, words) in [
        (&[("x.gift", GIFT), ("in/more.zip", &inner)][..], "contains the archive \"in/more.zip\""),
        (&[("x.gift", GIFT), ("more.7z", b"x")], "archives inside archives are not read"),
        (&[("x.md", CARDS), ("My deck.apkg", b"x")], "contains the package \"My deck.apkg\""),
        (
            &[("a/deck.ron", DECK.as_bytes()), ("b/deck.ron", b"")],
            "2 decks: a/deck.ron, b/deck.ron",
        ),
        (everything, "certdeck restore"),
        (&[("imsmanifest.xml", b"<manifest/>"), ("q.xml", b"<x/>")], "QTI package"),
        (&[("a.txt", b"prose"), ("b.txt", b"more prose")], "It holds: a.txt, b.txt"),
        (&[("a.png", PNG)], "a zip without a collection or a deck. It holds: a.png"),
        (&[("deck.ron", b"Deck(")], "a deck that cannot be read"),
        (
            &[("x.md", CARDS), ("own.ron", DECK.as_bytes())],
            "holds the Certdeck deck own.ron beside other files",
        ),
        // A cut file is no reason to take in half of it.
        (&[("x.md", CARDS), ("cut.txt", b"")], "own.zip"),
    ] {
        if words == "own.zip" {
            let imported = read(entries);
            assert_eq!(reasons(&imported, LossKind::Partial).len(), 1);
            continue;
        }
        let said = refused(entries);
        assert!(said.contains(words), "{said}");
        assert!(said.starts_with("own.zip"), "{said}");
    }
}

#[test]
fn names_that_lead_out_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in/own.zip");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let entries: &[(&str, &[u8])] = &[
        ("x.gift", GIFT),
        ("../evil.gift", b"Evil? {=a ~b}\n"),
        ("/root.gift", b"Root? {=a ~b}\n"),
        ("c:\\x.gift", b"Drive? {=a ~b}\n"),
        ("a/../../y.gift", b"Up? {=a ~b}\n"),
    ];
    std::fs::write(&path, zip(entries)).unwrap();
    let staging = folder.path().join("staging");
    std::fs::create_dir(&staging).unwrap();
    let imported = open_path(&path, &desk(&staging, ReadOptions::default())).unwrap().imported;
    assert_eq!(imported.items.len(), 1);
    let notes = reasons(&imported, LossKind::Note);
    assert!(notes.iter().any(|note| note.contains("lead out of the zip")), "{notes:?}");
    assert_eq!(std::fs::read_dir(&staging).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn bombs_end_in_a_message() {
    let zeros = vec![b' '; 18 << 20];
    for name in ["a.txt", "deck.ron"] {
        let said = refused(&[(name, &zeros)]);
        assert!(said.contains("zip bombs"), "{said}");
    }
    // A picture that is one is left out, its question comes in.
    let imported = read(&[("x.md", b"Q: One ![](a.png)\nA: a\n"), ("a.png", &zeros)]);
    assert_eq!((imported.items.len(), imported.media.len()), (1, 0));
    assert_eq!(reasons(&imported, LossKind::Partial).len(), 1);
    let whole = zip(&[("x.gift", GIFT), ("y.md", CARDS)]);
    for n in 1..whole.len() {
        if let Ok(opened) = open("own.zip", &whole[..n]) {
            panic!("{n} bytes of {} came in: {opened:?}", whole.len());
        }
    }
}

#[test]
fn cancelling_is_told() {
    let staging = tempfile::tempdir().unwrap();
    let stop = |_, _| certdeck::port::Flow::Stop;
    let options = ReadOptions { progress: &stop, ..ReadOptions::default() };
    let bytes = zip(&[("x.gift", GIFT), ("y.md", CARDS)]);
    let Err(refusal) =
        certdeck::port::open_bytes("own.zip", &bytes, &desk(staging.path(), options))
    else {
        panic!("it came in");
    };
    assert!(refusal.0.contains("was cancelled"), "{refusal}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// In how many files cards lie makes no difference.
    #[test]
    fn cards_may_lie_in_any_number_of_files(parts in proptest::collection::vec(0_u8..4, 1..20)) {
        let card = |n: usize| format!("Q: Question {n}?\nA: Answer {n}.\n\n");
        let mut texts = vec![String::new(); 4];
        for (n, part) in parts.iter().enumerate() {
            texts[usize::from(*part)].push_str(&card(n));
        }
        let names: Vec<String> = (0..4).map(|n| format!("f/{n}.md")).collect();
        let entries: Vec<(&str, &[u8])> = names
            .iter()
            .zip(&texts)
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| (name.as_str(), text.as_bytes()))
            .collect();
        let imported = read(&entries);
        let whole: String = (0..parts.len()).map(card).collect();
        let one = open("all.md", whole.as_bytes()).unwrap().imported;
        let ids = |imported: &Imported| -> std::collections::BTreeSet<String> {
            imported.items.iter().map(|one| one.item.id.clone()).collect()
        };
        prop_assert_eq!(ids(&imported), ids(&one));
        prop_assert_eq!(imported.n_records, one.n_records);
    }
}

#[test]
fn a_deck_that_is_written_comes_back_from_its_zip() {
    let deck = open("deck.ron", DECK.replace("parts: [\"more.ron\"],", "").as_bytes()).unwrap();
    let own = deck.imported.own.clone().unwrap();
    let mut whole = *own;
    whole.items = deck.imported.items.iter().map(|one| one.item.clone()).collect();
    let imported = read(&[("deck.ron", deck_to_single_ron(&whole).as_bytes())]);
    assert_eq!(imported.items, deck.imported.items);
}
