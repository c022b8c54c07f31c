//! Lints: each finds its fault, and a sound question has none.

use certdeck::domain::deck::diagnostic::Severity;
use certdeck::domain::deck::lint::{lint, near_duplicates};
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::{Accepted, Body, Choice, Deck, Item, Status};

const SOUND: &str = r#"Deck(format: 1, id: "csm", title: "CSM", notice: "Independent.",
    outline: [Topic(id: "events", title: "Events")],
    traps: [Trap(id: "daily-as-report", title: "t", advice: "a")],
    items: [Choice(id: "q", topic: "events", tags: ["level:apply"], difficulty: 3,
        stem: "At a bakery chain the head of logistics joins the Daily Scrum and questions each Developer in turn about percentages. The Developers now talk to the visitor and not to one another. What is the best step for the Scrum Master?",
        options: [
            Option(text: "Hold the event once a week, when a fuller report to the visitor is ready.",
                why: "The Daily Scrum takes place each working day; a weekly report is a different thing.", trap: "daily-as-report"),
            Option(text: "Extend the event to half an hour, with the second part for the visitor.",
                why: "Fifteen minutes is the limit, and planning would still turn into reporting.", trap: "daily-as-report"),
            Option(text: "Explain its purpose to the visitor, and offer a different way to see progress.", correct: true,
                why: "The event serves the replanning; the Scrum Master teaches this and helps in another way."),
            Option(text: "Take over the questions, so that the visitor hears short and clear answers.",
                why: "The event would stay a report, now chaired by the Scrum Master instead.", trap: "daily-as-report"),
        ],
        explain: "The decisive clue is whom the Developers address. Their event exists so that they can inspect progress and plan the next day.",
        references: ["Scrum Guide 2020, \"Daily Scrum\""])])"#;

fn sound() -> Deck {
    let file = SourceFile { path: "csm.ron".into(), bytes: SOUND.as_bytes().to_vec() };
    let (deck, found) = read_deck(&[file]);
    assert_eq!(found, []);
    deck.unwrap()
}

fn codes(deck: &Deck) -> Vec<String> {
    let shown = lint(deck).into_iter().filter(|found| found.severity != Severity::Note);
    shown.map(|found| format!("{:?} {}", found.severity, found.code)).collect()
}

/// What is found after a change to the sound question.
fn check(change: impl FnOnce(&mut Item), expected: &[&str]) {
    let mut deck = sound();
    change(&mut deck.items[0]);
    assert_eq!(codes(&deck), expected, "{:#?}", lint(&deck));
}

fn check_choice(change: impl FnOnce(&mut Choice), expected: &[&str]) {
    check(
        |item| {
            let Body::Choice(choice) = &mut item.body else { unreachable!("a choice") };
            change(choice);
        },
        expected,
    );
}

#[test]
fn a_sound_question_has_no_findings() {
    check(|_| {}, &[]);
}

#[test]
fn reasons_references_and_tags_are_asked_for() {
    check_choice(|c| c.options[0].why.clear(), &["Error L2"]);
    check_choice(|c| c.options[0].why = "Once a week is not enough.".into(), &["Warning L2"]);
    check_choice(|c| c.explain.clear(), &["Error L3"]);
    check_choice(|c| c.explain = "Short.".into(), &["Warning L3"]);
    check_choice(|c| c.options[0].trap = None, &["Warning L5"]);
    check(|item| item.references.clear(), &["Error L4"]);
    check(|item| item.references = vec!["Scrum Guide 2020".into()], &["Warning L4"]);
    check(|item| item.tags.clear(), &["Error L25"]);
}

#[test]
fn stems_have_a_length_and_a_question() {
    check_choice(|c| c.stem = "What is best for the Scrum Master?".into(), &["Error L6"]);
    check_choice(|c| c.stem = c.stem.replace('?', "."), &["Error L13"]);
    check_choice(|c| c.stem = c.stem.replace("is the best", "is NOT a good"), &["Error L12"]);
    check_choice(|c| c.stem = c.stem.replace("best step", "best step if they do not stop"), &[]);
}

#[test]
fn options_give_no_cue() {
    let set = |text: &'static str| move |c: &mut Choice| c.options[2].text = text.into();
    let long = "Explain its purpose to the visitor, and offer a different way to see progress at any hour of each week.";
    check_choice(set(long), &["Warning L7"]);
    check_choice(set("Explain its purpose."), &["Error L7", "Error L8"]);
    check_choice(
        set("Always tell its purpose to the visitor, and offer a way to see progress."),
        &["Warning L11"],
    );
    check_choice(
        set("Explain all of the above to the visitor, and offer a way to see progress."),
        &["Error L10", "Warning L11"],
    );
    check_choice(
        set("Explaining its purpose to the visitor, and a different way to see progress."),
        &["Warning L14"],
    );
    check_choice(
        set("Explain the percentages to the visitor, and offer a way to see the work."),
        &["Warning L15"],
    );
    check_choice(
        set("Extend the event to half an hour, with a second part for the visitor."),
        &["Error L16"],
    );
    check_choice(
        set("Explain to the Development Team and the visitor a different way to look."),
        &["Error L22"],
    );
    check_choice(|c| c.options[0].why += " So answer B is better.", &["Error L10"]);
    check_choice(|c| c.stem = c.stem.replace("bakery chain", "Netflix studio"), &["Error L23"]);
}

#[test]
fn numbers_are_free_of_lints_of_length() {
    check_choice(
        |c| {
            for (option, text) in
                c.options.iter_mut().zip(["4 hours", "3 hours", "15 minutes", "1,000 hours"])
            {
                option.text = text.into();
            }
        },
        &[],
    );
}

fn with_copies(n_copies: usize, change: impl Fn(usize, &mut Item)) -> Deck {
    let mut deck = sound();
    for copy in 1..=n_copies {
        let mut item = deck.items[0].clone();
        item.id = format!("q{copy}");
        change(copy, &mut item);
        deck.items.push(item);
    }
    deck
}

#[test]
fn copies_are_found() {
    assert_eq!(codes(&with_copies(1, |_, _| {})), ["Error L17"]);
    let found = codes(&with_copies(4, |_, _| {}));
    let count = |code: &str| found.iter().filter(|found| found.ends_with(code)).count();
    assert_eq!((count("L17"), count("L19"), count("L20")), (4, 1, 2), "{found:?}");
}

#[test]
fn thousands_of_copies_do_not_hang() {
    let deck = with_copies(3_000, |copy, item| {
        if let Body::Choice(choice) = &mut item.body {
            choice.stem = format!("{} w{copy} x{copy} y{copy}", choice.stem);
        }
    });
    assert!(near_duplicates(&deck).len() >= 3_000);
}

#[test]
fn only_complete_decks_are_judged_as_a_whole() {
    let mut deck = sound();
    assert_eq!(codes(&deck), Vec::<String>::new());
    deck.status = Status::Complete;
    let found = lint(&deck);
    assert!(found.iter().any(|one| one.code.starts_with('D')));
    let log = found.iter().find(|one| one.code == "L29").unwrap();
    assert_eq!(log.severity, Severity::Note);
}

#[test]
fn a_warning_stands_for_a_written_reason_only() {
    let mut deck = sound();
    deck.status = Status::Complete;
    let warnings = |deck: &Deck| {
        let found = lint(deck).into_iter();
        found.filter(|f| f.severity == Severity::Warning).map(|f| f.message).collect::<Vec<_>>()
    };
    let before = warnings(&deck);
    let about = before.iter().find(|text| text.starts_with("Difficulty")).expect("one of D9");
    let about = about.split(" has").next().unwrap().to_owned();
    let accepted = |because: &str| Accepted {
        lint: "D9".into(),
        about: about.clone(),
        because: because.into(),
    };
    deck.accepted = vec![accepted("  ")];
    assert_eq!(warnings(&deck), before, "an empty reason is none");
    deck.accepted = vec![accepted("a deck of one question.")];
    assert_eq!(warnings(&deck).len(), before.len() - 1);
    let note = lint(&deck).into_iter().find(|f| f.message.contains("Accepted: a deck of one"));
    assert_eq!(note.expect("told with its reason").severity, Severity::Note);
}

#[test]
fn a_learners_own_deck_may_be_plain() {
    let mut deck = sound();
    deck.id = "my-own".into();
    deck.notice.clear();
    let item = &mut deck.items[0];
    (item.tags, item.references) = (Vec::new(), Vec::new());
    if let Body::Choice(choice) = &mut item.body {
        choice.stem = "Who pays?".into();
    }
    assert!(codes(&deck).iter().all(|code| code.starts_with("Warning")), "{:?}", codes(&deck));
}
