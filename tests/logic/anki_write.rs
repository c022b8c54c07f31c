//! Packages that we write: they come back whole, and Anki itself opens them.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use certdeck::domain::deck::*;
use certdeck::domain::event::{Answer, Confidence, Mode, Rating};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::port::apkg::{self, ExportDeck, ExportError, ExportInput, PackageForm};
use certdeck::port::{History, Imported, Loss, LossKind, MediaFile, SourceKey};
use proptest::prelude::*;
use rusqlite::Connection;

use super::anki_make::*;
use super::deck_write::deck;

const DAY: i64 = 86_400_000;

/// What a test exports; its parts are made by the tests.
struct Export {
    decks: Vec<Deck>,
    media: Vec<MediaFile>,
    answers: Vec<(Moment, Answer)>,
    memories: HashMap<MemoryKey, Memory>,
    flagged: HashSet<(String, String)>,
    suspended: HashSet<(String, String)>,
    guids: HashMap<(String, String), String>,
    now: Moment,
    form: PackageForm,
}

impl Export {
    fn of(decks: Vec<Deck>) -> Self {
        Self {
            decks,
            media: Vec::new(),
            answers: Vec::new(),
            memories: HashMap::new(),
            flagged: HashSet::new(),
            suspended: HashSet::new(),
            guids: HashMap::new(),
            now: Moment { utc_ms: NOW - DAY, offset_min: 60 },
            form: PackageForm::Today,
        }
    }

    /// Answers a memory on a day so many days ago.
    fn answer(&mut self, (deck, item, facet): (&str, &str, u16), days_ago: i32, rating: Rating) {
        let model = Model::standard();
        let key = MemoryKey::new(deck, item, facet);
        let at = Moment { utc_ms: self.now.utc_ms - i64::from(days_ago) * DAY, ..self.now };
        let day = at.study_day(4);
        let memory = self.memories.get(&key);
        let (stability, _) = model.next_state(memory, day, rating);
        let due = day.plus((model.interval(stability, 0.9).round() as i32).max(1));
        let answer = Answer {
            key: key.clone(),
            digest: String::new(),
            day,
            response: serde_json::Value::Null,
            is_right: None,
            confidence: Some(Confidence::Sure),
            elapsed_ms: 90_000,
            mode: Mode::Study,
            rating,
            rule: 1,
            due,
            is_doubted: false,
            seed: None,
        };
        self.memories.insert(key, model.fold(self.memories.get(&answer.key), &answer));
        self.answers.push((at, answer));
        self.answers.sort_by_key(|(at, _)| *at);
    }

    fn write(&self, target: &Path) -> Result<Vec<Loss>, ExportError> {
        self.write_watched(target, &mut |_| ControlFlow::Continue(()))
    }

    fn write_watched(
        &self,
        target: &Path,
        watch: apkg::Watch<'_>,
    ) -> Result<Vec<Loss>, ExportError> {
        let model = Model::standard();
        let decks: Vec<ExportDeck<'_>> =
            self.decks.iter().map(|deck| ExportDeck { deck, media: &self.media }).collect();
        let input = ExportInput {
            decks: &decks,
            memories: &self.memories,
            answers: &self.answers,
            model: &model,
            decay: 0.1542,
            flagged: &self.flagged,
            suspended: &self.suspended,
            guids: &self.guids,
            retention: 0.9,
            rollover_h: 4,
            now: self.now,
            form: self.form,
        };
        apkg::write(&input, target, watch)
    }

    fn bytes(&self) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.apkg");
        self.write(&target).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside");
        std::fs::read(&target).unwrap()
    }

    fn there_and_back(&self) -> (Imported, tempfile::TempDir) {
        let (read, staging) = read_bytes(&self.bytes());
        (read.unwrap(), staging)
    }
}

fn items(imported: &Imported) -> Vec<&Item> {
    imported.items.iter().map(|item| &item.item).collect()
}

fn golden(name: &str) -> Deck {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/decks").join(name);
    let mut files: Vec<certdeck::domain::deck::parse::SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            certdeck::domain::deck::parse::SourceFile {
                path: name,
                bytes: std::fs::read(path).unwrap(),
            }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    certdeck::domain::deck::parse::read_deck(&files).0.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every type of item, with texts that formats stumble over.
    #[test]
    fn export_and_import_give_the_same_items(deck in deck(), is_older in any::<bool>()) {
        let mut export = Export::of(vec![deck]);
        if is_older {
            export.form = PackageForm::Older;
        }
        let (imported, _staging) = export.there_and_back();
        assert_counts(&imported);
        let deck = &export.decks[0];
        prop_assert_eq!(items(&imported), deck.items.iter().collect::<Vec<_>>());
        prop_assert_eq!(&imported.outline, &deck.outline);
        prop_assert_eq!(&imported.traps, &deck.traps);
        prop_assert_eq!(losses(&imported, LossKind::Dropped).len(), 0);
        prop_assert_eq!(losses(&imported, LossKind::Partial).len(), 0, "{:?}", imported.report);
    }
}

#[test]
fn real_decks_come_back_whole() {
    for name in ["pmp", "csm"] {
        let export = Export::of(vec![golden(name)]);
        let (imported, _staging) = export.there_and_back();
        assert_counts(&imported);
        assert_eq!(items(&imported), export.decks[0].items.iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(imported.outline, export.decks[0].outline);
        assert_eq!(imported.traps, export.decks[0].traps);
        assert_eq!(imported.title.as_ref(), Some(&export.decks[0].title));
    }
}

#[test]
fn several_decks_stay_several() {
    let export = Export::of(vec![golden("pmp"), golden("csm")]);
    let (imported, _staging) = export.there_and_back();
    assert_eq!(imported.title, None);
    let titles: Vec<&str> = imported.outline.iter().map(|topic| topic.title.as_str()).collect();
    assert_eq!(titles, [export.decks[0].title.as_str(), export.decks[1].title.as_str()]);
    let all: Vec<&Item> = export.decks.iter().flat_map(|deck| &deck.items).collect();
    assert_eq!(items(&imported), all);
    assert_eq!(imported.outline[1].topics, export.decks[1].outline);
}

fn item(id: &str, topic: &str, body: Body) -> Item {
    Item {
        id: id.into(),
        topic: topic.into(),
        tags: vec!["level:apply".into(), "two words".into()],
        difficulty: 4,
        references: vec!["Guide, 2.1".into()],
        note: "for authors".into(),
        valid: Validity::default(),
        is_card: true,
        body,
    }
}

fn card(front: &str, back: &str, reverse: bool) -> Body {
    Body::Card(Card { front: front.into(), back: back.into(), reverse })
}

fn choice(stem: &str) -> Body {
    let option = |text: &str, is_key: bool, trap: Option<&str>| ChoiceOption {
        text: text.into(),
        is_key,
        why: format!("why {text}"),
        trap: trap.map(str::to_owned),
    };
    let options = vec![
        option("**Alpha** < 1", true, None),
        option("Beta", false, Some("mix-a-b")),
        option("Gamma", false, None),
    ];
    let explain = "Because".into();
    Body::Choice(Choice { stem: stem.into(), options, select: 1, explain, shuffle: false })
}

fn small_items() -> Vec<Item> {
    let text = "The {{c1::sponsor::who}} and `{{c2::code}}` and {{c1::again}}";
    let cloze = Cloze { text: text.into(), explain: "see **there**".into() };
    let order = Order {
        stem: "Sort".into(),
        steps: vec!["second by name".into(), "first by name".into()],
        explain: "so".into(),
    };
    let numeric = Numeric {
        stem: "How much?".into(),
        answer: 12.5,
        tolerance: 0.5,
        unit: "days".into(),
        explain: String::new(),
    };
    let questions = vec![
        item("case-1", "u", choice("First?")),
        item("case-2", "t1", card("Second?", "Yes", false)),
    ];
    let case = Case { scenario: "A *scenario*".into(), questions };
    let media = "![](media/two%20words.png)\n[audio: bell.mp3]";
    vec![
        item("card", "t1", card("What is *this*?", media, false)),
        item("both", "t1", card("Front", "Back", true)),
        item("gaps", "t2", Body::Cloze(cloze)),
        item("choice", "t2", choice("Which?\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")),
        item("order", "u", Body::Order(order)),
        item("number", "u", Body::Numeric(numeric)),
        item("case", "u", Body::Case(case)),
    ]
}

/// A deck with one item of each kind that matters here.
fn small() -> Deck {
    let topic =
        |id: &str, title: &str| Topic { id: id.into(), title: title.into(), ..Topic::default() };
    let parts = vec![topic("t1", "One"), topic("t2", "Two")];
    Deck {
        id: "small".into(),
        title: "Small: deck".into(),
        language: "en".into(),
        outline: vec![Topic { topics: parts, ..topic("t", "Both") }, topic("u", "Other")],
        traps: vec![Trap { id: "mix-a-b".into(), title: "A for B".into(), advice: "Look".into() }],
        items: small_items(),
        ..Deck::default()
    }
}

fn studied() -> Export {
    let mut export = Export::of(vec![small()]);
    let png = std::fs::read(fixture("make.py")).unwrap();
    export.media = vec![
        MediaFile { name: "two words.png".into(), bytes: png.into() },
        MediaFile { name: "bell.mp3".into(), bytes: b"ID3 bell".to_vec().into() },
    ];
    for (key, days_ago, rating) in [
        (("small", "card", 0), 20, Rating::Good),
        (("small", "card", 0), 17, Rating::Good),
        (("small", "card", 0), 4, Rating::Hard),
        (("small", "both", 0), 10, Rating::Again),
        (("small", "both", 0), 9, Rating::Good),
        (("small", "both", 1), 10, Rating::Easy),
        (("small", "gaps", 2), 3, Rating::Good),
        (("small", "choice", 0), 1, Rating::Good),
        (("small", "case-2", 0), 2, Rating::Again),
    ] {
        export.answer(key, days_ago, rating);
    }
    export.flagged.insert(("small".into(), "choice".into()));
    export.suspended.insert(("small".into(), "order".into()));
    export
}

#[test]
fn schedule_history_and_marks_come_back() {
    let export = studied();
    let (imported, _staging) = export.there_and_back();
    assert_eq!(items(&imported), export.decks[0].items.iter().collect::<Vec<_>>());
    for item in &imported.items {
        assert_eq!(item.is_flagged, item.item.id == "choice", "{}", item.item.id);
        assert_eq!(item.is_suspended, item.item.id == "order", "{}", item.item.id);
    }
    // The questions of a case are told apart by their places.
    let target = |item: &str, facet: u16| {
        let (item, facet) = match item {
            "case-1" => ("case", 0),
            "case-2" => ("case", 1),
            item => (item, facet),
        };
        (imported.items.iter().position(|i| i.item.id == item).unwrap(), facet)
    };
    let reviews: Vec<(i64, usize, u16, Rating)> = imported
        .history
        .iter()
        .filter_map(|step| match step {
            History::Review { item, facet, at, rating, elapsed_ms, .. } => {
                assert_eq!(*elapsed_ms, 60_000);
                Some((at.utc_ms, *item, *facet, *rating))
            }
            _ => None,
        })
        .collect();
    let mut expected: Vec<(i64, usize, u16, Rating)> = export
        .answers
        .iter()
        .map(|(at, answer)| {
            let (item, facet) = target(&answer.key.item, answer.key.facet);
            (at.utc_ms, item, facet, answer.rating)
        })
        .collect();
    // Two answers of one millisecond: the later one is put after it.
    expected[4].0 = reviews[4].0;
    assert_eq!(reviews.len(), 9);
    let sorted = |mut rows: Vec<(i64, usize, u16, Rating)>| {
        rows.sort_by_key(|row| (row.1, row.2, row.0));
        rows.into_iter().map(|(at, i, f, r)| (at / 1000, i, f, r)).collect::<Vec<_>>()
    };
    assert_eq!(sorted(reviews), sorted(expected));
    let mut keys: Vec<&MemoryKey> = export.memories.keys().collect();
    keys.sort();
    for key in keys {
        let memory = &export.memories[key];
        let place = target(&key.item, key.facet);
        let due = imported.history.iter().find_map(|step| match step {
            History::Due { item, facet, at } if (*item, *facet) == place => Some(at.utc_ms),
            _ => None,
        });
        assert_eq!(due, Some(i64::from(memory.due.0) * DAY), "{key}");
    }
}

/// Runs statements on the collection of a package.
fn changed(bytes: &[u8], sql: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.db");
    let mut file = std::fs::File::create(&path).unwrap();
    zstd::stream::copy_decode(archive.by_name("collection.anki21b").unwrap(), &mut file).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch(sql).unwrap();
    drop(db);
    zip(&[("meta", b"\x08\x03"), ("collection.anki21b", &std::fs::read(&path).unwrap())])
}

#[test]
fn both_forms_hold_the_same() {
    let mut export = studied();
    let names = |imported: &Imported| -> Vec<String> {
        imported.media.iter().map(|file| file.name.clone()).collect()
    };
    let (today, _staging) = export.there_and_back();
    let new = zip::ZipArchive::new(std::io::Cursor::new(export.bytes())).unwrap();
    assert!(new.file_names().any(|name| name.unwrap() == "collection.anki21b"));
    export.form = PackageForm::Older;
    let (older, _staging2) = export.there_and_back();
    let old = zip::ZipArchive::new(std::io::Cursor::new(export.bytes())).unwrap();
    assert!(old.file_names().any(|name| name.unwrap() == "collection.anki21"));
    assert_eq!(items(&today), items(&older));
    assert_eq!(today.history, older.history);
    assert_eq!(names(&today), names(&older));
    assert_eq!(names(&today).len(), 2);
    for (a, b) in today.media.iter().zip(&older.media) {
        let bytes = |file: &MediaFile| {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut *file.bytes.open().unwrap(), &mut bytes).unwrap();
            bytes
        };
        assert_eq!(bytes(a), bytes(b));
    }
}

#[test]
fn what_was_edited_in_anki_counts() {
    let export = studied();
    let edited = changed(
        &export.bytes(),
        "UPDATE notes SET flds = replace(flds, 'Beta', 'Beta edited');
         UPDATE notes SET flds = replace(flds, 'Back', 'Other <b>back</b>');
         UPDATE notes SET flds = replace(flds, 'How much?', 'How many?');
         UPDATE notes SET tags = ' level:apply new two_words ' WHERE flds LIKE '%sponsor%';",
    );
    let (read, _staging) = read_bytes(&edited);
    let imported = read.unwrap();
    assert_counts(&imported);
    let by_id = |id: &str| imported.items.iter().find(|item| item.item.id == id).unwrap();
    let both = by_id("both");
    let card = as_card(&both.item.body);
    assert_eq!((card.back.as_str(), card.reverse), ("Other **back**", true));
    assert_eq!((both.item.difficulty, both.item.note.as_str()), (4, "for authors"));
    let choice = as_choice(&by_id("choice").item.body);
    assert_eq!(choice.options[1].text, "Beta edited");
    assert_eq!(choice.options[1].trap.as_deref(), Some("mix-a-b"));
    assert_eq!(choice.options[0].text, "**Alpha** < 1");
    assert!(!choice.shuffle && choice.options[0].is_key);
    assert_eq!(as_card(&by_id("number").item.body).front, "How many?");
    assert_eq!(by_id("gaps").item.tags, ["level:apply", "new", "two words"]);
    let Body::Case(case) = &by_id("case").item.body else { panic!("a case") };
    assert_eq!(case.questions.len(), 2);
    assert_eq!(as_choice(&case.questions[0].body).options[1].text, "Beta edited");
    assert_eq!(as_choice(&case.questions[0].body).stem, "First?");
}

#[test]
fn guids_stay_the_same() {
    let mut export = studied();
    export.guids.insert(("small".into(), "card".into()), "kept<guid>".into());
    let guids = |export: &Export| -> Vec<String> {
        export
            .there_and_back()
            .0
            .items
            .iter()
            .map(|item| match &item.source {
                SourceKey::Anki(key) => key.clone(),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let first = guids(&export);
    assert_eq!(first[0], "kept<guid>/0");
    export.decks[0].items[1].note = "changed".into();
    export.now.utc_ms += 3_600_000;
    assert_eq!(guids(&export), first);
    let unique: HashSet<&String> = first.iter().collect();
    assert_eq!(unique.len(), first.len());
}

#[test]
fn rows_are_as_anki_wants_them() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.apkg");
    let losses = studied().write(&target).unwrap();
    let reasons: Vec<&str> = losses.iter().map(|loss| loss.reason.as_str()).collect();
    assert!(reasons.iter().any(|r| r.starts_with("Order is shown as text")), "{reasons:?}");
    assert!(reasons.iter().any(|r| r.contains("scenario on top (2 times)")), "{reasons:?}");
    assert!(reasons.iter().any(|r| r.contains("how sure you were (9 times)")), "{reasons:?}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&target).unwrap()).unwrap();
    let path = folder.path().join("c.db");
    let mut file = std::fs::File::create(&path).unwrap();
    zstd::stream::copy_decode(archive.by_name("collection.anki21b").unwrap(), &mut file).unwrap();
    let db = Connection::open(&path).unwrap();
    let rows: Vec<(i64, i64, i64, i64)> = db
        .prepare("SELECT type, ease, factor, ivl FROM revlog ORDER BY id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(rows.len(), 9);
    // Learning on the first day, reviews after it, difficulty 1..10 as 100..1100.
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [0, 1, 0, 0, 1, 1, 0, 0, 0]);
    assert!(rows.iter().all(|row| (100..=1100).contains(&row.2) && row.3 >= 1));
    let csum: i64 =
        db.query_row("SELECT csum FROM notes WHERE sfld = 'Front'", [], |row| row.get(0)).unwrap();
    // sha1("Front") begins with these four bytes.
    assert_eq!(csum, i64::from(u32::from_be_bytes(sha1_start("Front"))));
    let n_bad: i64 = db
        .query_row(
            "SELECT count(*) FROM cards WHERE id > ?1 OR (type = 2 AND ivl < 1)",
            [NOW],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(n_bad, 0);
    let queues: Vec<i64> = db
        .prepare("SELECT queue FROM cards WHERE queue = -1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(queues.len(), 1);
}

fn sha1_start(text: &str) -> [u8; 4] {
    use sha1::Digest as _;
    sha1::Sha1::digest(text.as_bytes())[..4].try_into().unwrap()
}

#[test]
fn cancelling_leaves_the_target_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("out.apkg");
    std::fs::write(&target, "before").unwrap();
    let written = studied().write_watched(&target, &mut |_| ControlFlow::Break(()));
    assert!(matches!(written, Err(ExportError::Cancelled)));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = folder.path().join("no such folder").join("out.apkg");
    assert!(studied().write(&nowhere).is_err());
}

/// A Python that has Anki, if this machine has one.
fn python() -> Option<String> {
    let python = std::env::var("CERTDECK_ANKI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_anki = Command::new(&python).args(["-c", "import anki.collection"]).output();
    has_anki.is_ok_and(|output| output.status.success()).then_some(python)
}

/// The same answers, as many days before `today`: Anki counts days by its own clock.
fn studied_until(today: i64) -> Export {
    let mut export = studied();
    let shift = today - export.now.utc_ms;
    export.now = Moment { utc_ms: today, offset_min: 0 };
    export.memories.clear();
    let model = Model::standard();
    for (at, answer) in &mut export.answers {
        let days = answer.due.0 - answer.day.0;
        *at = Moment { utc_ms: at.utc_ms + shift, offset_min: 0 };
        answer.day = at.study_day(4);
        answer.due = answer.day.plus(days);
        let memory = model.fold(export.memories.get(&answer.key), answer);
        export.memories.insert(answer.key.clone(), memory);
    }
    export
}

#[test]
fn anki_opens_what_we_write() {
    let Some(python) = python() else {
        println!("skipped: no Python with the package \"anki\" (see CONTRIBUTING.md)");
        return;
    };
    opens_in_anki(&python, PackageForm::Today);
    opens_in_anki(&python, PackageForm::Older);
}

fn opens_in_anki(python: &str, form: PackageForm) {
    let today = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    let export = Export { form, ..studied_until(today) };
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("ours.apkg");
    export.write(&target).unwrap();
    let state = |item: &str, facet: u16, deck: &str, ord: u16, sort: &str| {
        let memory = &export.memories[&MemoryKey::new("small", item, facet)];
        let due_in = memory.due.0 - export.now.study_day(4).0;
        serde_json::json!({"deck": deck, "ord": ord, "sort": sort, "due_in": due_in,
            "stability": memory.stability, "difficulty": memory.difficulty})
    };
    let expected = serde_json::json!({
        "notes": 8, "cards": 10, "reviews": 9, "suspended": 1, "flagged": 1,
        "media": ["bell.mp3", "two words.png"],
        "decks": ["Small: deck", "Small: deck::Both", "Small: deck::Both::One",
            "Small: deck::Both::Two", "Small: deck::Other"],
        "tags": ["level:apply", "trap::mix-a-b", "two_words"],
        "states": [
            state("card", 0, "Small: deck::Both::One", 0, "What is"),
            state("both", 0, "Small: deck::Both::One", 0, "Front"),
            state("both", 1, "Small: deck::Both::One", 1, "Front"),
            state("gaps", 2, "Small: deck::Both::Two", 1, "The {{c1"),
            state("choice", 0, "Small: deck::Both::Two", 0, "<p>Which"),
        ],
    });
    let expected_path = folder.path().join("expected.json");
    std::fs::write(&expected_path, expected.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/anki/open_in_anki.py");
    let output =
        Command::new(python).arg(script).arg(&target).arg(&expected_path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{error}");
    // What Anki exports of it is still ours.
    let back = std::fs::read(folder.path().join("ours.back.apkg")).unwrap();
    let staging = tempfile::tempdir().unwrap();
    let again = apkg::read(
        "back.apkg",
        std::io::Cursor::new(back),
        staging.path(),
        options(today + 60_000),
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap();
    let mut ids: Vec<&Item> = items(&again);
    ids.sort_by(|a, b| a.id.cmp(&b.id));
    let mut own: Vec<&Item> = export.decks[0].items.iter().collect();
    own.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(ids, own);
    assert_eq!(again.history.iter().filter(|s| matches!(s, History::Review { .. })).count(), 9);
}

#[test]
fn the_first_day_is_the_day_of_the_first_answer() {
    let export = studied();
    let oldest = export.answers[0].1.day;
    assert_eq!(oldest, StudyDay(export.now.study_day(4).0 - 20));
}
