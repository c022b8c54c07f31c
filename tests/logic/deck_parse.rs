//! Reading decks: good ones, broken ones, hostile ones.

use certdeck::domain::deck::diagnostic::{Diagnostic, Severity};
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::parts::{Part, joined};
use certdeck::domain::deck::{Body, Deck, Item};
use proptest::prelude::*;

const HEAD: &str = r#"Deck(
    format: 1, id: "birds", title: "Birds",
    outline: [Topic(id: "owls", title: "Owls"), Topic(id: "ducks", title: "Ducks")],
    traps: [Trap(id: "size", title: "Bigger is older", advice: "Look at the feathers")],
)"#;

/// One item of every type.
const ALL: &str = r#"// every type
[
    Card(id: "card", topic: "owls", front: "Which?", back: "That.", reverse: true),
    Cloze(id: "cloze", topic: "owls", text: "An {{c1::owl::bird}} sees by {{c2::night}}."),
    Choice(id: "choice", topic: "owls", select: 2, stem: "Which two? (Choose two.)", options: [
        Option(text: "A", correct: true, why: "…"), Option(text: "B", correct: true),
        Option(text: "C", trap: "size"), Option(text: "D", why: "told"),
    ], explain: "…", valid: (from: "2026-07-09")),
    Order(id: "order", topic: "owls", stem: "Order?", steps: ["one", "two", "three"]),
    Match(id: "match", topic: "owls", stem: "Match?", pairs: [
        (left: "a", right: "1", why: "…"), (left: "b", right: "2"),
    ], extra_rights: ["3"]),
    Dropdown(id: "dropdown", topic: "owls", text: "It is [[red|*blue]] and [[*big|small|odd]]."),
    Numeric(id: "numeric", topic: "owls", stem: "How many?", answer: 3, tolerance: 0.5, unit: "days"),
    Hotspot(id: "hotspot", topic: "owls", stem: "Where?", figure: "Burn(kind: Down, length: 2, values: [4, 2])", regions: [
        (name: "top", rect: (0, 0, 1, 0.5), correct: true), (name: "foot", rect: (0.0, 0.5, 1.0, 0.5)),
    ]),
    /* a case /* with a comment inside */ */
    Case(id: "case", topic: "ducks", scenario: "A pond.", questions: [
        Numeric(id: "case-1", stem: "How many?", answer: 2),
        Card(id: "case-2", topic: "owls", front: "f", back: "b"),
    ]),
    Generated(id: "generated", topic: "owls", generator: "earned-value/cpi", parameters: {"a": 1}),
]"#;

fn file(path: &str, text: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.into() }
}

fn folder(items: impl Into<Vec<u8>>) -> (Option<Deck>, Vec<Diagnostic>) {
    read_deck(&[file("items.ron", items), file("deck.ron", HEAD)])
}

/// `severity code line:column item`, one line each.
fn places(found: &[Diagnostic]) -> Vec<String> {
    let of = |f: &Diagnostic| {
        let item = f.item.as_deref().unwrap_or("-");
        format!("{:?} {} {}:{} {item}", f.severity, f.code, f.line, f.column)
    };
    found.iter().map(of).collect()
}

/// Items that stay and findings of a part file beside the head above.
fn check(items: &str, kept: &[&str], expected: &[&str]) {
    let (deck, found) = folder(items);
    let deck = deck.unwrap();
    let ids: Vec<&str> = deck.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, kept, "{found:#?}");
    assert_eq!(places(&found), expected, "{found:#?}");
    assert!(found.iter().all(|f| f.message.ends_with('.')), "{found:#?}");
}

#[test]
fn every_type_parses() {
    let (deck, found) = folder(ALL);
    let deck = deck.unwrap();
    assert_eq!(found, []);
    let names: Vec<&str> = deck.items.iter().map(Item::type_name).collect();
    let all = "Card Cloze Choice Order Match Dropdown Numeric Hotspot Case Generated";
    assert_eq!(names, all.split(' ').collect::<Vec<_>>());
}

#[test]
fn questions_of_a_case_take_its_topic() {
    let (deck, _) = folder(ALL);
    let deck = deck.unwrap();
    let topics: Vec<(&str, &str)> = deck
        .items
        .iter()
        .filter_map(|item| match &item.body {
            Body::Case(case) => Some(&case.questions),
            _ => None,
        })
        .flatten()
        .map(|question| (question.id.as_str(), question.topic.as_str()))
        .collect();
    assert_eq!(topics, [("case-1", "ducks"), ("case-2", "owls")]);
}

#[test]
fn parts_read_apart_are_as_read_one_after_another() {
    let card =
        |id: &str| format!("Card(id: \"{id}\", topic: \"owls\", front: \"{id}?\", back: \"b\")");
    let part = |name: &str, items: &[String]| file(name, format!("[{}]", items.join(",\n")));
    // The findings of a deck, and whether its parts could be read apart.
    let read = |files: &[SourceFile]| {
        let parts = files[1..].iter().map(Part::behind).collect();
        let apart = joined(Part::head(&files[0]).unwrap(), parts);
        let (deck, found) = read_deck(files);
        if let Some(apart) = &apart {
            assert_eq!((&apart.deck, &apart.diagnostics), (&deck, &found));
        }
        let ids: Vec<String> = deck.unwrap().items.into_iter().map(|item| item.id).collect();
        (ids.join(" "), places(&found), apart.is_some())
    };
    let with_last = |last: &str| {
        let mut files = vec![file("deck.ron", HEAD)];
        let two = |n: i32| [card(&format!("a{n}")), card(&format!("b{n}"))];
        files.extend((0..3).map(|n| part(&format!("{n}.ron"), &two(n))));
        files.push(part("last.ron", &[card(last), "Crad(id: \"odd\")".to_owned()]));
        read(&files)
    };
    let (ids, found, is_apart) = with_last("c");
    assert_eq!((ids.as_str(), is_apart), ("a0 b0 a1 b1 a2 b2 c", true));
    assert_eq!(found, ["Error type 2:1 odd"]);
    // An id that stands in two parts: the first stands.
    let (ids, found, is_apart) = with_last("a1");
    assert_eq!((ids.as_str(), is_apart), ("a0 b0 a1 b1 a2 b2", false));
    assert_eq!(found, ["Error L1 1:2 a1", "Error type 2:1 odd"]);
    // A part that is a deck of an unknown format ends the reading; a head of one has no parts.
    let odd = file("2.ron", "Deck(format: 9)");
    let head = file("deck.ron", HEAD);
    let files = [head, part("1.ron", &[card("a")]), odd, part("3.ron", &[card("b")])];
    let (ids, found, is_apart) = read(&files);
    assert_eq!((ids.as_str(), is_apart), ("a", false));
    assert!(found.iter().any(|found| found.contains("format")));
    assert!(Part::head(&files[2]).is_none() && Part::head(&files[1]).is_none());
}

#[test]
fn one_file_holds_a_whole_deck() {
    let items = ALL.trim_start_matches("// every type\n");
    let text = HEAD.trim_end_matches(')').to_owned() + "items: " + items + ",)";
    let (deck, found) = read_deck(&[file("birds.ron", text)]);
    assert_eq!(found, []);
    assert_eq!(deck, folder(ALL).0);
}

const GOOD: &str = r#"Card(id: "good", topic: "owls", front: "f", back: "b")"#;

#[test]
fn a_broken_item_hides_no_other() {
    let card = |id: &str, rest: &str| format!("Card(id: \"{id}\", topic: \"owls\", {rest})");
    let list = |broken: &str| {
        format!("[\n{GOOD},\n  {broken},\n{}]", card("last", "front: \"f\", back: \"b\""))
    };
    let both = ["good", "last"];
    check(&list(&card("x", "front: 7, back: \"b\"")), &both, &["Error parse 3:39 x"]);
    check(&list(&card("x", "front: \"f\"")), &both, &["Error L1 3:3 x"]);
    check(&list("Cart(id: \"x\")"), &both, &["Error type 3:3 x"]);
    check(&list("Card(topic: \"owls\", front: \"f\", back: \"b\")"), &both, &["Error L1 3:3 -"]);
    check(&list(GOOD), &both, &["Error L1 3:3 good"]);
    check(&list("7"), &both, &["Error type 3:3 -"]);
    let text = "Numeric(id: \"x\", topic: \"owls\", stem: \"s\", answer: \"7\")";
    check(&list(text), &both, &["Error parse 3:54 x"]);
    let text = "Choice(id: \"x\", topic: \"owls\", stem: \"s\", options: [Option(text: \"a\", correct: true), Option(text: \"b\", correct: true), Option(text: \"c\")])";
    check(&list(text), &both, &["Error L1 3:3 x"]);
}

#[test]
fn unknown_types_are_answered_with_the_known_ones() {
    let (_, found) = folder("[Quiz(id: \"x\")]");
    assert!(found[0].hint.contains("Card, Cloze, Choice"), "{found:?}");
}

#[test]
fn unknown_fields_are_warnings_at_their_place() {
    let items = "[\nCard(id: \"a\", topic: \"owls\", fron: \"x\", front: \"f\", back: \"b\"),\n\
        Choice(id: \"b\", topic: \"owls\", stem: \"s\", options: [\n  Option(text: \"x\", colour: 7, correct: true),\n\
        Option(text: \"y\")], valid: (form: \"2026-01-01\")),\n\
        Case(id: \"c\", topic: \"owls\", scenario: \"s\", questions: [Numeric(id: \"d\", stem: \"s\", answer: 1, hint: \"h\")]),\n]";
    check(
        items,
        &["a", "b", "c"],
        &[
            "Warning field 2:30 a",
            "Warning field 4:21 b",
            "Warning field 5:29 b",
            "Warning field 6:96 d",
        ],
    );
    let (_, found) = folder(items);
    assert_eq!(found[0].hint, "Did you mean “front”?");
    let head = "Deck(format: 1, id: \"a\", title: \"t\",\n outline: [Topic(id: \"x\", topics: [Topic(id: \"y\", wight: 3)])],\n owner: 7)";
    let (deck, found) = read_deck(&[file("a.ron", head)]);
    assert!(deck.is_some());
    assert_eq!(places(&found), ["Warning field 2:51 -", "Warning field 3:2 -"]);
    let exam = "[Blueprint(id: \"e\", title: \"t\", minutes: 1, sections: [Section(title: \"s\", questions: 1, color: 2)], pass: Fraction(1, 1), brakes: None)]";
    let (_, found) = folder(exam);
    assert_eq!(places(&found), ["Warning field 1:90 e", "Warning field 1:124 e"]);
}

#[test]
fn brackets_that_do_not_match_have_a_place() {
    check(
        &format!("[{GOOD},\n Card(id: \"x\", front: \"f\" ]"),
        &["good"],
        &["Error parse 2:27 -"],
    );
    check(&format!("[{GOOD},\n Card(id: \"x\", front: \"f\""), &["good"], &["Error parse 2:6 -"]);
    check(&format!("[{GOOD},\n Card(id: \"x"), &["good"], &["Error parse 2:11 -"]);
    check(&format!("[{GOOD},\n /* Card"), &["good"], &["Error parse 2:2 -"]);
    check(&format!("[{GOOD}],\n Card(id: \"x\")"), &["good"], &["Error parse 1:57 -"]);
    let two = format!("[{GOOD}\n{}]", GOOD.replace("good", "next"));
    check(&two, &["good", "next"], &["Error parse 2:1 -"]);
}

#[test]
fn a_single_file_that_breaks_off_keeps_its_first_items() {
    let text = HEAD.trim_end_matches(')').to_owned() + "items: [\n" + GOOD + ",\n Card(id: \"x\"";
    let (deck, found) = read_deck(&[file("birds.ron", text)]);
    assert_eq!(deck.unwrap().items.len(), 1);
    assert_eq!(places(&found), ["Error parse 7:6 -"]);
}

#[test]
fn a_broken_field_of_the_head_leaves_the_rest() {
    let head = HEAD.replace("title: \"Birds\"", "title: \"Birds\", version: 7");
    let (deck, found) = read_deck(&[file("deck.ron", head)]);
    assert_eq!(deck.unwrap().outline.len(), 2);
    assert_eq!((found.len(), found[0].line), (1, 2), "{found:?}");
}

#[test]
fn an_unknown_format_is_refused() {
    let head = HEAD.replace("format: 1", "format: 2");
    let (deck, found) = read_deck(&[file("deck.ron", head), file("items.ron", ALL)]);
    assert_eq!(deck, None);
    assert_eq!(places(&found), ["Error format 2:12 -"]);
}

#[test]
fn what_is_no_deck_is_said_to_be_none() {
    for (bytes, code) in [
        (b"".to_vec(), "parse"),
        (b"  // nothing\n".to_vec(), "parse"),
        (b"\xff\xfe\x00\x01".to_vec(), "text"),
        (b"Deck(\0\0\0)".to_vec(), "text"),
        (b"PK\x03\x04\x14\x00\x88\x99".to_vec(), "text"),
        (b"<!doctype html><html></html>".to_vec(), "parse"),
        (vec![b'['; 1_000_000], "parse"),
        (b"Deck(".repeat(200_000), "parse"),
        (vec![b' '; (16 << 20) + 1], "size"),
    ] {
        let (deck, found) = read_deck(&[file("x.ron", bytes)]);
        assert_eq!(deck, None);
        assert!((1..3).contains(&found.len()), "{found:?}");
        assert!(found.iter().all(|f| f.code == code), "{found:?}");
    }
    assert_eq!(places(&read_deck(&[file("a.ron", "[]")]).1), ["Error parse 0:0 -"]);
    assert_eq!(read_deck(&[]).1.len(), 1);
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("[{GOOD}, Card(id: {}{})]", "(".repeat(100), ")".repeat(100));
    check(&deep, &["good"], &["Error parse 1:130 -"]);
    let topics = "Topic(id: \"a\", topics: [".repeat(20_000);
    let (deck, _) =
        read_deck(&[file("a.ron", format!("Deck(format: 1, id: \"a\", outline: [{topics}"))]);
    assert!(deck.is_some_and(|deck| deck.outline.is_empty()));
}

#[test]
fn hundreds_of_thousands_of_elements_end_with_a_message() {
    let (deck, found) = folder(format!("[{}]", "7,".repeat(300_000)));
    assert!(deck.is_some());
    assert!(found.len() < 30_000, "{}", found.len());
}

#[test]
fn blueprints_are_checked_against_the_outline() {
    let exam = "[Blueprint(id: \"e\", title: \"t\", minutes: 0, sections: [Section(title: \"s\", questions: 0)], \
        mix: [(\"geese\", 1), (\"owls\", 0)], pass: Fraction(3, 2), valid: (from: \"2026-02-01\", until: \"2026-01-01\"))]";
    let (_, found) = folder(exam);
    assert_eq!(found.len(), 7, "{found:#?}");
    assert!(found.iter().all(|f| f.code == "L1" && f.severity == Severity::Error));
    assert!(found.iter().all(|f| (f.file.as_str(), f.line) == ("deck.ron", 1)));
}

#[test]
fn shapes_that_cannot_be_asked_are_left_out() {
    for item in [
        "Cloze(id: \"x\", topic: \"owls\", text: \"no gap\")",
        "Cloze(id: \"x\", topic: \"owls\", text: \"{{c1::}} empty\")",
        "Dropdown(id: \"x\", topic: \"owls\", text: \"[[a|b]]\")",
        "Dropdown(id: \"x\", topic: \"owls\", text: \"[[*a|*b]]\")",
        "Dropdown(id: \"x\", topic: \"owls\", text: \"none\")",
        "Order(id: \"x\", topic: \"owls\", stem: \"s\", steps: [\"a\"])",
        "Order(id: \"x\", topic: \"owls\", stem: \"s\", steps: [\"a\", \"a\"])",
        "Match(id: \"x\", topic: \"owls\", stem: \"s\", pairs: [(left: \"a\", right: \"b\")])",
        "Numeric(id: \"x\", topic: \"owls\", stem: \"s\")",
        "Numeric(id: \"x\", topic: \"owls\", stem: \"s\", answer: 1, tolerance: -1)",
        "Hotspot(id: \"x\", topic: \"owls\", stem: \"s\", regions: [(name: \"a\", rect: (0, 0, 1, 1), correct: true), (name: \"b\", rect: (0, 0, 1, 1))])",
        "Choice(id: \"x\", topic: \"owls\", stem: \"s\", options: [Option(text: \"a\"), Option(text: \"b\")])",
        "Case(id: \"x\", topic: \"owls\", scenario: \"s\", questions: [])",
        "Generated(id: \"x\", topic: \"owls\")",
    ] {
        check(&format!("[{item}]"), &[], &["Error L1 1:2 x"]);
    }
    check(
        "[Card(id: \"x\", topic: \"geese\", front: \"f\", back: \"b\")]",
        &["x"],
        &["Error L1 1:2 x"],
    );
}

#[test]
fn no_cut_makes_it_panic() {
    let text = HEAD.trim_end_matches(')').to_owned()
        + "items: "
        + ALL.trim_start_matches("// every type\n")
        + ",)";
    for end in 0..text.len() {
        let (_, found) = read_deck(&[file("a.ron", &text.as_bytes()[..end])]);
        assert!(!found.is_empty(), "cut at {end} went unnoticed");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_damage_makes_it_panic(
        changes in prop::collection::vec((0..ALL.len(), any::<u8>()), 1..6),
        cut in 0..ALL.len(),
    ) {
        let mut bytes = ALL.as_bytes().to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        folder(bytes.clone());
        bytes.remove(cut);
        folder(bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\](){}'\"#r/*,:a-c\\\\ \n]{0,200}") {
        folder(text.clone());
        read_deck(&[file("deck.ron", format!("Deck({text}"))]);
    }
}
