//! What the contents of Anki's own packages become.

use std::io::Read as _;

use certdeck::domain::deck::{Body, Card};
use certdeck::port::{Imported, LossKind, MediaBytes, SourceKey};

use super::anki_make::*;

const GENERATIONS: [&str; 4] = ["new.apkg", "old.apkg", "first.apkg", "bare.anki2"];

fn contents(generation: &str) -> (Imported, tempfile::TempDir) {
    read_fixture(&format!("contents-{generation}"))
}

#[test]
fn every_generation_gives_the_same_items() {
    let (newest, _staging) = contents("new.apkg");
    assert_counts(&newest);
    assert_eq!(newest.n_records, 21);
    assert_eq!(newest.items.len(), 26);
    for generation in ["old.apkg", "first.apkg"] {
        let (other, _staging) = contents(generation);
        assert_eq!(other.items, newest.items, "{generation}");
        assert_eq!(other.outline, newest.outline, "{generation}");
        assert_eq!(other.report, newest.report, "{generation}");
        assert_eq!(other.history, newest.history, "{generation}");
    }
    // A bare collection has no media beside it, and so no picture to paint masks on.
    let (bare, _staging) = contents("bare.anki2");
    assert_counts(&bare);
    assert_eq!(bare.items.len(), 24);
    assert!(bare.media.is_empty());
}

#[test]
fn cards_come_as_their_templates_show_them() {
    for generation in GENERATIONS {
        let (imported, _staging) = contents(generation);
        let check = |start: &str, back: &str, reverse: bool| {
            let card = as_card(&find(&imported, start).item.body);
            assert_eq!((card.back.as_str(), card.reverse), (back, reverse), "{start}");
        };
        check("What is **risk**?", "An uncertain event", false);
        check("Script", "gone", false);
        check("Code", "`a b`", false);
        check("Sponsor", "Pays for it", true);
        check("Scope", "What is in", false);
        check("Cost", "What it takes", true);
        check("Type me", "typed", false);
        check("hund", "dog 漢字(かんじ)", false);
        check("かんじ", "漢字 *dog*", false);
        check("*dog*", "hund", false);
        check("broken front", "Back: broken back\n\nMore: more", false);
        assert_eq!(find(&imported, "hund").item.note, "Hint: barks\n\nSecret: hidden");
        assert_eq!(find(&imported, "Cost").item.note, "");
    }
}

#[test]
fn gaps_come_as_gaps_or_as_cards() {
    let (imported, _staging) = contents("new.apkg");
    let flat = find(&imported, "The {{c1");
    let cloze = as_cloze(&flat.item.body);
    assert_eq!(cloze.text, "The {{c1::sponsor::who}} signs the {{c3::charter}}.");
    assert_eq!(cloze.explain, "Page 4");
    assert!(matches!(&flat.source, SourceKey::Anki(key) if key.ends_with("/c")));
    let fronts: Vec<(&str, &str)> = imported
        .items
        .iter()
        .filter_map(|item| match &item.item.body {
            Body::Card(Card { front, back, .. }) if front.contains('…') => {
                Some((front.as_str(), back.as_str()))
            }
            _ => None,
        })
        .collect();
    let expected = [
        ("[…] end", "Outer inner text end"),
        ("Outer […] text end", "Outer inner text end"),
        ("**[…] `a}{b`**", "**bold** half `a}{b`"),
        ("**bold** half […]", "**bold** half `a}{b`"),
    ];
    assert_eq!(fronts, expected);
}

#[test]
fn options_in_fields_become_questions() {
    let (imported, _staging) = contents("new.apkg");
    let keys = |start: &str| -> Vec<(String, bool)> {
        let choice = as_choice(&find(&imported, start).item.body);
        assert_eq!(choice.select, choice.options.iter().filter(|o| o.is_key).count());
        choice.options.iter().map(|option| (option.text.clone(), option.is_key)).collect()
    };
    let pairs = |pairs: &[(&str, bool)]| -> Vec<(String, bool)> {
        pairs.iter().map(|(text, is_key)| ((*text).to_owned(), *is_key)).collect()
    };
    let all = [("Alpha", true), ("Beta", false), ("Gamma", false), ("Delta", true)];
    assert_eq!(keys("Which two?"), pairs(&all));
    assert_eq!(keys("Which one?"), pairs(&[("Alpha", false), ("Beta", true), ("Gamma", false)]));
    assert_eq!(as_choice(&find(&imported, "Which two?").item.body).explain, "Because");
    assert_eq!(find(&imported, "Which two?").item.references, ["PMBOK 4"]);
    let statements = as_choice(&find(&imported, "Statements").item.body);
    assert_eq!((statements.select, statements.options.len()), (3, 4));
    assert!(statements.stem.ends_with("Which statements are true?"));
    let lettered = as_choice(&find(&imported, "Pick C").item.body);
    assert_eq!(lettered.options[2].text, "**three**");
    assert!(lettered.options[2].is_key && lettered.shuffle);
    assert_eq!(
        (lettered.options[0].why.as_str(), lettered.explain.as_str()),
        ("not it", "overall")
    );
    assert!(!as_choice(&find(&imported, "Pick AC").item.body).shuffle);
    assert!(matches!(find(&imported, "No key").item.body, Body::Card(_)));
    let partial = losses(&imported, LossKind::Partial);
    assert!(partial.iter().any(|loss| loss.reason.contains("the answer \"Z\" fits no option")));
}

#[test]
fn decks_flags_and_marks_come_along() {
    for generation in GENERATIONS {
        let (imported, _staging) = contents(generation);
        assert_eq!(imported.title, None);
        let titles: Vec<&str> = imported.outline.iter().map(|topic| topic.title.as_str()).collect();
        assert_eq!(titles.iter().filter(|t| **t == "Cram").count(), 0, "filtered decks are none");
        assert_eq!(titles[..2], ["Risk", "Choice"]);
        let risk: Vec<&str> = imported.outline[0].topics.iter().map(|t| t.title.as_str()).collect();
        let mut sorted = risk.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, ["Gaps", "Plan", "Risk", "Sides"], "{generation}");
        let code = find(&imported, "Code");
        assert_eq!((code.item.topic.as_str(), code.is_flagged), ("plan", true));
        assert_eq!(code.item.tags, ["flag-3"]);
        assert!(find(&imported, "Type me").is_suspended);
        assert!(!find(&imported, "Scope").is_suspended);
        assert!(find(&imported, "Sponsor").is_flagged);
        assert_eq!(find(&imported, "Sponsor").item.tags, ["leech", "marked"]);
        let ids: std::collections::HashSet<&str> =
            imported.items.iter().map(|item| item.item.id.as_str()).collect();
        assert_eq!(ids.len(), imported.items.len());
    }
}

#[test]
fn media_are_named_and_copied() {
    for generation in &GENERATIONS[..3] {
        let (imported, staging) = contents(generation);
        let mut names: Vec<&str> = imported.media.iter().map(|file| file.name.as_str()).collect();
        names.retain(|name| !name.starts_with("occlusion-"));
        names.sort_unstable();
        assert_eq!(names, ["bell.mp3", "plain.png", "two words.png", "übersicht.png"]);
        for file in &imported.media {
            let MediaBytes::Staged(path) = &file.bytes else { panic!("{} is held", file.name) };
            assert!(path.starts_with(staging.path()));
            let mut bytes = Vec::new();
            file.bytes.open().unwrap().read_to_end(&mut bytes).unwrap();
            let is_sound = bytes.starts_with(b"ID3");
            assert!(is_sound || image::load_from_memory(&bytes).is_ok(), "{}", file.name);
        }
        let with_picture = as_card(&find(&imported, "![](media/plain.png)").item.body);
        assert_eq!(with_picture.back, "![](media/two%20words.png)[picture missing: missing.png]");
        let partial = losses(&imported, LossKind::Partial);
        assert!(partial.iter().any(|loss| loss.reason == "files are missing: missing.png"));
        let notes = losses(&imported, LossKind::Note);
        assert!(notes.iter().any(|loss| loss.reason.starts_with("media that no text names")));
    }
}

#[test]
fn masks_are_painted() {
    let (imported, _staging) = contents("old.apkg");
    let masked: Vec<&Card> = imported
        .items
        .iter()
        .filter(|item| item.item.topic == "pictures")
        .map(|item| as_card(&item.item.body))
        .collect();
    assert_eq!(masked.len(), 2);
    let picture = |markdown: &str| {
        let name = markdown.split("media/").nth(1).unwrap().split(')').next().unwrap();
        let file = imported.media.iter().find(|file| file.name == name).unwrap();
        let MediaBytes::Staged(path) = &file.bytes else { panic!("held") };
        image::ImageReader::open(path)
            .unwrap()
            .with_guessed_format()
            .unwrap()
            .decode()
            .unwrap()
            .to_rgb8()
    };
    let (front, back) = (picture(&masked[0].front), picture(&masked[0].back));
    assert!(masked[0].front.starts_with("Header") && masked[0].back.ends_with("Extra"));
    // The rectangle lies at 10..40 × 10..30 of 100 × 50 pixels, the ellipse around 70 × 20.
    assert_eq!(front.get_pixel(25, 20).0, [0xff, 0x8e, 0x8e]);
    assert_eq!(front.get_pixel(70, 20).0, [0xff, 0xeb, 0xa2]);
    assert_eq!(back.get_pixel(25, 20).0, [255, 255, 255]);
    assert_eq!(back.get_pixel(10, 20).0, [0xff, 0x8e, 0x8e]);
    assert_eq!(back.get_pixel(25, 10).0, [0xff, 0x8e, 0x8e]);
    assert_eq!(back.get_pixel(70, 20).0, [255, 255, 255]);
}

#[test]
fn a_staging_folder_may_be_named_from_the_working_folder() {
    // Tests run in the package's folder, so that a path into its target folder can be relative.
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let here = std::env::current_dir().unwrap();
    let staging = home.path().strip_prefix(&here).unwrap_or(home.path());
    let bytes = std::fs::read(fixture("contents-new.apkg")).unwrap();
    let read = certdeck::port::apkg::read(
        "x.apkg",
        std::io::Cursor::new(bytes),
        staging,
        options(NOW),
        &mut |_| std::ops::ControlFlow::Continue(()),
    );
    assert!(read.is_ok(), "{read:?}");
}
