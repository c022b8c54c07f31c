//! Exports as text: what is written comes back whole, and says what it cannot keep.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::decks::{DeckFolders, load};
use certdeck::app::exports::restore_everything;
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, State};
use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::domain::deck::{Body, Card, Cloze, Deck, Item};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;
use certdeck::port::{Format, Imported, LossKind, json, norm, writers};
use proptest::prelude::*;

use crate::import_text::{balance, open};

fn decks() -> Vec<Deck> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let folder =
        |name: &str| DeckFolders { shipped: Some(golden.join(name)), own: golden.join("no") };
    let mut decks = load(&folder("decks")).decks;
    decks.extend(load(&folder("types")).decks);
    assert!(decks.len() >= 2);
    decks
}

fn items(imported: &Imported) -> Vec<Item> {
    imported.items.iter().map(|one| one.item.clone()).collect()
}

/// Reviews are a log of ours, not content.
fn content(deck: &Deck) -> Vec<Item> {
    deck.items.clone()
}

fn back(name: &str, text: &str) -> Imported {
    let opened = open(name, text.as_bytes()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    balance(name, &opened.imported);
    opened.imported
}

#[test]
fn our_own_forms_keep_everything() {
    for deck in decks() {
        for (name, text, format) in [
            ("deck.ron", deck_to_single_ron(&deck), Format::Ron),
            ("deck.json", json::write(&deck), Format::Json),
        ] {
            let imported = back(name, &text);
            assert_eq!(imported.format, format);
            assert_eq!(items(&imported), content(&deck), "{} as {name}", deck.id);
            let own = imported.own.as_ref().unwrap();
            assert_eq!(own.blueprints, deck.blueprints);
            assert_eq!((&own.outline, &own.traps), (&deck.outline, &deck.traps));
        }
    }
}

/// Topics bear the ids that their titles make.
fn without_topics(mut items: Vec<Item>) -> Vec<Item> {
    for item in &mut items {
        item.topic.clear();
        if let Body::Case(case) = &mut item.body {
            case.questions.iter_mut().for_each(|question| question.topic.clear());
        }
    }
    items
}

/// The deck as it is once letters that no text keeps, such as DEL, are gone.
fn readable(deck: &Deck) -> Deck {
    let imported = back("deck.ron", &deck_to_single_ron(deck));
    let head = *imported.own.clone().unwrap();
    Deck { items: items(&imported), ..head }
}

/// Lines of the report that say that something was lost.
fn lost(imported: &Imported) -> Vec<String> {
    let is_lost = |kind| matches!(kind, LossKind::Dropped | LossKind::Partial | LossKind::Merged);
    let lost = imported.report.iter().filter(|loss| is_lost(loss.kind));
    lost.map(|loss| format!("{}: {}", loss.at, loss.reason)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every type of item, with texts that tables stumble over.
    #[test]
    fn any_deck_comes_back_from_its_tables(deck in crate::deck_write::deck()) {
        let deck = readable(&deck);
        for (name, written) in [
            ("deck.txt", writers::anki_text(&deck)),
            ("deck.csv", writers::spreadsheet(&deck)),
        ] {
            let imported = back(name, &written.text);
            let before = without_topics(content(&deck));
            prop_assert_eq!(without_topics(items(&imported)), before, "{}: {:?}", name, imported.report);
            let lost = lost(&imported);
            prop_assert!(lost.iter().all(|line| line.contains("picture")), "{}: {:?}", name, lost);
            // A second time nothing is new.
            let again = back(name, &written.text);
            prop_assert_eq!(again.items, imported.items);
        }
    }

    #[test]
    fn any_deck_comes_back_from_our_own_forms(deck in crate::deck_write::deck()) {
        let deck = readable(&deck);
        for (name, text) in [("deck.ron", deck_to_single_ron(&deck)), ("deck.json", json::write(&deck))] {
            let imported = back(name, &text);
            prop_assert_eq!(items(&imported), content(&deck), "{}: {:?}", name, imported.report);
            let own = imported.own.as_ref().unwrap();
            prop_assert_eq!((&own.outline, &own.traps), (&deck.outline, &deck.traps));
        }
    }

    /// What the visible columns say is enough for cards and gaps of plain words.
    #[test]
    fn cards_come_back_without_our_own_column(
        texts in proptest::collection::vec(("[a-zA-Z][a-z ,;'=.-]{0,20}[a-z]", "[a-z][a-z ,;'=-]{0,20}[a-z]"), 1..12),
        is_gap in proptest::collection::vec(any::<bool>(), 12),
    ) {
        let texts: std::collections::BTreeMap<String, String> = texts.into_iter().collect();
        let mut rows = vec!["guid\tFront\tBack".to_owned()];
        let mut deck = decks().remove(0);
        let model = deck.items.iter().find(|item| matches!(item.body, Body::Card(_))).unwrap().clone();
        deck.items = texts.iter().zip(&is_gap).enumerate().map(|(n, ((front, back), is_gap))| {
            let body = if *is_gap {
                Body::Cloze(Cloze { text: format!("{front} {{{{c1::{back}}}}}"), explain: String::new() })
            } else {
                Body::Card(Card { front: front.clone(), back: back.clone(), reverse: false })
            };
            Item { id: format!("i{n}"), body, ..model.clone() }
        }).collect();
        let written = writers::anki_text(&deck);
        for line in written.text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            rows.push(format!("{}\t{}\t{}", cells[0], cells[3], cells[4]));
        }
        let imported = back("deck.tsv", &format!("{}\n", rows.join("\n")));
        let bodies: Vec<Body> = imported.items.iter().map(|one| one.item.body.clone()).collect();
        prop_assert_eq!(bodies.len(), deck.items.len(), "{:?}", imported.report);
        for (after, before) in bodies.iter().zip(&deck.items) {
            match (after, &before.body) {
                (Body::Card(after), Body::Card(before)) => {
                    prop_assert_eq!(norm(&after.front), norm(&before.front));
                    prop_assert_eq!(norm(&after.back), norm(&before.back));
                }
                (Body::Cloze(after), Body::Cloze(before)) => {
                    prop_assert_eq!(norm(&after.text), norm(&before.text));
                }
                (after, before) => prop_assert!(false, "{after:?} was {before:?}"),
            }
        }
    }
}

#[test]
fn tables_bring_items_back_whole() {
    for deck in decks() {
        for (name, written, format) in [
            ("deck.txt", writers::anki_text(&deck), Format::AnkiText),
            ("deck.csv", writers::spreadsheet(&deck), Format::Table),
        ] {
            let imported = back(name, &written.text);
            assert_eq!(imported.format, format);
            let before = without_topics(content(&deck));
            let after = without_topics(items(&imported));
            assert_eq!(after.len(), before.len(), "{} as {name}: {:?}", deck.id, imported.report);
            for (after, before) in after.iter().zip(&before) {
                assert_eq!(after, before, "{} as {name}", deck.id);
            }
        }
    }
}

#[test]
fn a_cell_edited_elsewhere_wins_over_what_was_written() {
    let deck = decks()
        .into_iter()
        .find(|deck| deck.items.iter().any(|item| matches!(item.body, Body::Card(_))));
    let deck = deck.unwrap();
    let card = deck.items.iter().find(|item| matches!(item.body, Body::Card(_))).unwrap();
    let Body::Card(body) = &card.body else { unreachable!() };
    let written = writers::anki_text(&Deck { items: vec![card.clone()], ..deck.clone() });
    let lines: Vec<&str> = written.text.lines().collect();
    let row: Vec<&str> = lines.last().unwrap().split('\t').collect();
    let edited = lines.last().unwrap().replacen(row[3], "Edited over there?", 1);
    let text = written.text.replace(lines.last().unwrap(), &edited);
    let imported = back("deck.txt", &text);
    let Body::Card(after) = &imported.items[0].item.body else { panic!() };
    assert_eq!(after.front, "Edited over there?");
    assert_ne!(after.front, body.front);
}

#[test]
fn the_sign_before_a_formula_is_taken_off_again() {
    let mut deck = decks().remove(0);
    let fronts = ["-5 or +5?", "=1+1", "'=quoted", "'plain", "@home"];
    let model = deck.items.iter().find(|item| matches!(item.body, Body::Card(_))).unwrap().clone();
    let card = |(n, front): (usize, &&str)| {
        let body =
            Body::Card(Card { front: (*front).to_owned(), back: "b".into(), reverse: false });
        Item { id: format!("i{n}"), body, ..model.clone() }
    };
    deck.items = fronts.iter().enumerate().map(card).collect();
    let written = writers::spreadsheet(&deck).text;
    for line in written.lines().skip(1) {
        let is_formula = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '-', '@']);
        assert!(!line.split(',').any(is_formula), "{line}");
    }
    // Untouched, and with every answer edited over there.
    for text in [written.clone(), written.replace(",b,", ",edited,")] {
        let imported = back("deck.csv", &text);
        let found: Vec<String> = imported
            .items
            .iter()
            .map(|one| match &one.item.body {
                Body::Card(card) => norm(&card.front),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(found, fronts.map(norm));
    }
}

#[test]
fn udemy_keeps_questions_and_says_what_it_cannot() {
    for deck in decks() {
        let written = writers::udemy(&deck);
        let n_dropped: usize = written
            .report
            .iter()
            .filter(|loss| loss.kind == LossKind::Dropped)
            .map(|loss| {
                let n = loss.reason.split('(').nth(1).and_then(|rest| rest.split(' ').next());
                n.and_then(|n| n.parse().ok()).unwrap_or(1)
            })
            .sum();
        let n_all: usize = deck
            .items
            .iter()
            .map(|item| match &item.body {
                Body::Case(case) => case.questions.len(),
                _ => 1,
            })
            .sum();
        if n_dropped == n_all {
            continue;
        }
        let imported = back("test.csv", &written.text);
        assert_eq!(imported.format, Format::Udemy);
        assert_eq!(imported.items.len() + n_dropped, n_all, "{}: {:?}", deck.id, imported.report);
        for one in &imported.items {
            assert!(matches!(one.item.body, Body::Choice(_)));
        }
    }
}

#[test]
fn markdown_comes_back_as_cards_and_questions() {
    for deck in decks() {
        let written = writers::markdown(&deck);
        let imported = back("deck.md", &written.text);
        let n = |test: fn(&Body) -> bool| {
            imported.items.iter().filter(|one| test(&one.item.body)).count()
        };
        let n_choices: usize = deck
            .items
            .iter()
            .map(|item| match &item.body {
                Body::Choice(_) => 1,
                Body::Case(case) => {
                    case.questions.iter().filter(|q| matches!(q.body, Body::Choice(_))).count()
                }
                _ => 0,
            })
            .sum();
        assert_eq!(n(|body| matches!(body, Body::Choice(_))), n_choices, "{}", deck.id);
        let dropped = imported.report.iter().filter(|loss| loss.kind == LossKind::Dropped).count();
        assert_eq!(dropped, 0, "{}: {:?}", deck.id, imported.report);
    }
}

#[test]
fn everything_goes_out_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let start = |folder: &Path| {
        let services = Services {
            clock: Arc::new(FixedClock::at(Moment { utc_ms: 1_795_366_800_000, offset_min: 60 })),
            seed: Seed(1),
            data_dir: folder.to_path_buf(),
            deck_dir: Some(folder.join("none")),
            are_jobs_inline: true,
        };
        let mut state = State::open(services).unwrap();
        state.begin();
        state
    };
    let data = home.path().join("data");
    let mut state = start(&data);
    let text = "Who orders the backlog?\tThe Product Owner\nWho sizes it?\tThe team\n";
    state.apply(Command::ImportText("cards.tsv".to_owned(), text.to_owned()));
    state.apply(Command::ApplyImport);
    state.apply(Command::StartStudy(None));
    state.apply(Command::Reveal);
    state.apply(Command::Grade(certdeck::domain::event::Rating::Good));
    state.apply(Command::EndSession);
    let before = state.store().derived().unwrap();
    assert!(!before.memories.is_empty());
    let zip = home.path().join("all.zip");
    state.write_everything(&zip).unwrap();
    drop(state);
    let elsewhere = home.path().join("other");
    let now = Moment { utc_ms: 1_795_366_900_000, offset_min: 60 };
    assert_eq!(restore_everything(&zip, &elsewhere, now), Ok(None));
    let state = start(&elsewhere);
    assert_eq!(state.store().derived().unwrap(), before);
    assert_eq!(state.library().n_items(), 2);
    drop(state);
    // Over data that is there: the old data is kept.
    let kept = restore_everything(&zip, &data, now).unwrap().unwrap();
    assert!(kept.join("certdeck.sqlite3").is_file());
    // A file that is no such export changes nothing.
    std::fs::write(home.path().join("no.zip"), b"PK no").unwrap();
    assert!(restore_everything(&home.path().join("no.zip"), &data, now).is_err());
    assert!(data.join("certdeck.sqlite3").is_file());
}
