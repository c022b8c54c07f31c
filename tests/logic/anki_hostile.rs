//! Damaged and hostile packages: a clear message, nothing outside the staging folder, no hang.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use certdeck::port::{LossKind, MediaBytes};
use certdeck::port::{apkg, clean_name};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::anki_make::*;

fn listing(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(listing(&path));
        }
        found.insert(path);
    }
    found
}

fn zeros(n: usize) -> Vec<u8> {
    vec![0; n]
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

#[test]
fn the_right_collection_is_chosen() {
    let real = collection(&note(1, "real", 1, &["real", "x"]));
    let decoy = std::fs::read(fixture("stub.apkg")).unwrap();
    let mut decoy = zip::ZipArchive::new(Cursor::new(decoy)).unwrap();
    let mut stub = Vec::new();
    std::io::copy(&mut decoy.by_name("collection.anki2").unwrap(), &mut stub).unwrap();
    let packed = zstd(&real);
    let two_frames = [zstd(&real[..5000]), zstd(&real[5000..])].concat();
    let ok = |entries: &[(&str, &[u8])]| {
        let imported = read_bytes(&zip(entries)).0.unwrap();
        assert_eq!(imported.items[0].item.prompt(), "real");
        imported
    };
    let (second, third) = ("collection.anki21", "collection.anki21b");
    ok(&[("meta", b"\x08\x02"), (second, &real), ("collection.anki2", &stub)]);
    ok(&[("meta", b"\x08\x01"), ("collection.anki2", &real)]);
    ok(&[("meta", b"\x08\x03"), (third, &packed), ("collection.anki2", &stub)]);
    ok(&[("meta", b"\x08\x03"), (third, &real), ("collection.anki2", &stub)]);
    ok(&[("meta", b"\x08\x03"), (third, &two_frames)]);
    ok(&[(third, &packed), ("collection.anki2", &stub)]);
    ok(&[("collection.anki2", &real), ("media", b"{}")]);
    ok(&[("folder/meta", b"\x08\x02"), ("folder/collection.anki21", &real)]);
    let garbled = ok(&[("meta", b"\xff\xff"), (second, &real), ("collection.anki2", &stub)]);
    assert!(garbled.report.iter().any(|loss| loss.reason.contains("version could not be read")));
    let mut junk = b"junk before the zip".to_vec();
    junk.extend(zip(&[("meta", b"\x08\x02"), (second, &real)]));
    read_bytes(&junk).0.unwrap();
    read_bytes(&packed).0.unwrap();
    read_bytes(&real).0.unwrap();
    for stubs in [
        zip(&[("collection.anki2", &stub)]),
        zip(&[("meta", b"\x08\x01"), ("collection.anki2", &stub)]),
    ] {
        assert!(refusal(&stubs).contains("holds only Anki's notice for old versions"));
    }
    let newer = zip(&[("meta", b"\x08\x04"), (third, &packed), ("collection.anki2", &stub)]);
    assert!(refusal(&newer).contains("made by a newer Anki"));
    let missing = zip(&[("meta", b"\x08\x03"), ("collection.anki2", &stub)]);
    assert!(refusal(&missing).contains("collection.anki21b is missing"));
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    let real = collection(&note(1, "g", 1, &["a", "b"]));
    let with = |sql: &str| collection(&format!("{}{sql}", note(1, "g", 1, &["a", "b"])));
    let mut corrupt = real.clone();
    corrupt[4096..4200].fill(0xee);
    let whole = package(&note(1, "g", 1, &["a", "b"]));
    for (what, bytes, expected) in [
        ("empty", vec![], "x.apkg is empty."),
        ("text", b"just text".to_vec(), "is not a text, an Anki package or a deck"),
        ("half a zip", whole[..whole.len() / 2].to_vec(), "is incomplete or damaged"),
        ("other zip", zip(&[("a.txt", b"x"), ("b.txt", b"y")]), "It holds: a.txt, b.txt"),
        (
            "package in a zip",
            zip(&[("in/My deck.apkg", b"x")]),
            "contains the package \"in/My deck.apkg\"",
        ),
        ("half a database", real[..real.len() / 2].to_vec(), "is damaged"),
        ("corrupt database", corrupt, "is damaged"),
        ("newer schema", with("UPDATE col SET ver = 19;"), "made by a newer Anki"),
        (
            "view",
            with("ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS SELECT * FROM n;"),
            "database of another program",
        ),
        ("no cards", with("DROP TABLE cards;"), "database of another program"),
        ("no notes", collection(""), "holds no notes"),
        ("not even a row", collection("DELETE FROM col;"), "is damaged"),
    ] {
        let said = refusal(&bytes);
        assert!(said.contains(expected), "{what}: {said}");
        assert!(said.contains("x.apkg"), "{what}: {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(folder.path().join("a")).unwrap();
    other.execute_batch("CREATE TABLE facts (a); CREATE TABLE models (a);").unwrap();
    drop(other);
    let anki1 = std::fs::read(folder.path().join("a")).unwrap();
    assert!(refusal(&anki1).contains("is an Anki 1 deck"));
}

#[test]
fn bombs_end_in_a_message_or_cost_one_file() {
    let bomb = zeros(40 * 1024 * 1024);
    let said = refusal(&zip(&[("meta", b"\x08\x02"), ("collection.anki21", &bomb)]));
    assert!(said.contains("zip bombs"), "{said}");
    let said = refusal(&zip(&[("meta", b"\x08\x03"), ("collection.anki21b", &zstd(&bomb))]));
    assert!(said.contains("zip bombs"), "{said}");
    let said = refusal(&package_with(&note(1, "g", 1, &["a", "b"]), &[("media", &bomb)]));
    assert!(said.contains("list of media is larger"), "{said}");
    let sql = note(1, "g", 1, &["<img src=big.png><img src=small.png>", "b"]);
    let map = br#"{"0":"big.png","1":"small.png"}"#;
    let bytes = package_with(&sql, &[("media", map), ("0", &bomb), ("1", b"small")]);
    let (imported, staging) = read_bytes(&bytes);
    let imported = imported.unwrap();
    let names: Vec<&str> = imported.media.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["small.png"]);
    assert!(losses(&imported, LossKind::Partial)[0].reason.contains("big.png was left out"));
    assert_eq!(listing(staging.path()).len(), 2, "the half-written file is gone");
}

#[test]
fn overlapping_entries_and_passwords_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file("collection.anki2", options).unwrap();
    writer.write_all(&collection(&note(1, "g", 1, &["a", "b"]))).unwrap();
    writer.shallow_copy_file("collection.anki2", "collection.anki21").unwrap();
    let twice = writer.finish().unwrap().into_inner();
    assert!(refusal(&twice).contains("entries share bytes"));
    // The bit that says "encrypted", in the local and the central header.
    let mut locked = package(&note(1, "g", 1, &["a", "b"]));
    let heads: Vec<usize> = (0..locked.len() - 4)
        .filter(|at| matches!(&locked[*at..*at + 4], b"PK\x03\x04" | b"PK\x01\x02"))
        .collect();
    for at in heads {
        let flags = if locked[at + 2] == 3 { at + 6 } else { at + 8 };
        locked[flags] |= 1;
    }
    assert!(refusal(&locked).contains("protected by a password"), "{}", refusal(&locked));
}

#[test]
fn names_never_leave_the_staging_folder() {
    let folder = tempfile::tempdir().unwrap();
    let staging = folder.path().join("staging");
    std::fs::create_dir(&staging).unwrap();
    std::fs::write(folder.path().join("neighbour"), "x").unwrap();
    let before = listing(folder.path());
    let html =
        "<img src='../../evil.png'><img src='ok.png'><img src='CON.png'><img src='C:evil.png'>";
    let sql = note(1, "g", 1, &[html, "[sound:/etc/passwd]"]);
    let map = br#"{"0":"../../evil.png","1":"ok.png","2":"CON.png","3":"C:evil.png","4":"/etc/passwd","5":7,"x":"y"}"#;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let collection = collection(&sql);
    let entries: [(&str, &[u8]); 9] = [
        ("meta", b"\x08\x02"),
        ("collection.anki21", &collection),
        ("media", map),
        ("0", b"evil"),
        ("2", b"device"),
        ("3", b"drive"),
        ("4", b"passwd"),
        ("../../outside", b"evil"),
        ("/absolute", b"evil"),
    ];
    for (name, bytes) in entries {
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.add_symlink("1", "/etc/passwd", options).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let imported = apkg::read("x.apkg", Cursor::new(bytes), &staging, options_now(), &mut |_| {
        ControlFlow::Continue(())
    })
    .unwrap();
    let names: Vec<&str> = imported.media.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["_CON.png"]);
    let outside: Vec<PathBuf> = listing(folder.path())
        .into_iter()
        .filter(|path| !path.starts_with(&staging) && !before.contains(path))
        .collect();
    assert_eq!(outside, Vec::<PathBuf>::new());
    let reasons: Vec<&str> = imported.report.iter().map(|loss| loss.reason.as_str()).collect();
    assert!(reasons.iter().any(|reason| reason.contains("its name is a path")));
    assert!(reasons.iter().any(|reason| reason.contains("it is a link to another file")));
    let card = as_card(&imported.items[0].item.body);
    assert!(card.front.starts_with("[picture missing: ../../evil.png]"), "{}", card.front);
    assert!(card.front.contains("![](media/_CON.png)"));
}

fn options_now() -> certdeck::port::apkg::ReadOptions {
    options(NOW)
}

#[test]
fn twins_of_names_keep_their_bytes_apart() {
    let sql = note(1, "g", 1, &["<img src=A.png><img src=a.png><img src='u\u{308}.png'>", "b"]);
    let map = "{\"0\":\"A.png\",\"1\":\"a.png\",\"2\":\"ü.png\"}";
    let more: [(&str, &[u8]); 4] =
        [("media", map.as_bytes()), ("0", b"one"), ("1", b"two"), ("2", b"three")];
    let (imported, _staging) = read_bytes(&package_with(&sql, &more));
    let imported = imported.unwrap();
    let names: Vec<&str> = imported.media.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((names.len(), names[0], names[2]), (3, "A.png", "ü.png"));
    assert!(names[1].starts_with("a-") && names[1].len() == 14);
    let front = &as_card(&imported.items[0].item.body).front;
    assert_eq!(front.matches("media/").count(), 3, "{front}");
    assert!(front.contains(&format!("media/{}", names[1])));
}

#[test]
fn names_become_clean() {
    for (raw, clean) in [
        ("a.png", Some("a.png")),
        ("a\u{a0}b[1]<>:\"?*^|.png", Some("a b1.png")),
        ("u\u{308}.png", Some("ü.png")),
        ("con.png", Some("_con.png")),
        ("COM1", Some("_COM1")),
        ("lpt9.tar.gz", Some("_lpt9.tar.gz")),
        ("console.png", Some("console.png")),
        ("trailing.", Some("trailing_")),
        (".hidden", Some("_.hidden")),
        ("-rf", Some("_-rf")),
        ("~root", Some("_~root")),
        ("\u{202e}gnp.exe", Some("gnp.exe")),
        ("", None),
        (".", None),
        ("..", None),
        ("a/b", None),
        ("a\\b", None),
        ("C:x", None),
        ("a\0b", None),
    ] {
        assert_eq!(clean_name(raw).as_deref(), clean, "{raw:?}");
    }
    let long = clean_name(&format!("{}.png", "ä".repeat(200))).unwrap();
    assert!(long.len() <= 120 && long.ends_with("ä.png"), "{long}");
}

#[test]
fn odd_collections_come_in_as_well_as_they_can() {
    let sql = format!(
        "{}{}{}{}{}{}{}",
        note(1, "same", 1, &["one", "first"]),
        note(2, "same", 1, &["one", "first"]),
        note(3, "same", 1, &["two", "other text, same id"]),
        note(4, "few", 1, &["only a front"]),
        note(5, "many", 1, &["front", "back", "third", "fourth"]),
        note(6, "lost", 99, &["no notetype", "b", "c"]),
        "INSERT INTO notes VALUES (7, '', 1, 1, -1, ' a  b ', 5, '', 0, 0, '');
         INSERT INTO cards VALUES (7, 7, 3, 0, 1, -1, 0, 0, 7, 0, 0, 0, 0, 0, 0, 2, 0, '');
         INSERT INTO notes VALUES (8, 'blob', 1, 1, -1, '', x'66ff1f62', '', 0, 0, '');
         INSERT INTO notes VALUES (9, 'empty', 1, 1, -1, '', '', '', 0, 0, '');
         INSERT INTO notes VALUES (10, 'null', 1, 1, -1, NULL, NULL, '', 0, 0, '');
         INSERT INTO cards VALUES (11, 6, 77, 5, 1, -1, 0, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, '');
         INSERT INTO cards VALUES (12, 4711, 1, 0, 1, -1, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, '');
         DROP TABLE revlog; CREATE TABLE extra (x);",
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_counts(&imported);
    assert_eq!(imported.n_records, 10);
    assert_eq!(losses(&imported, LossKind::Merged).len(), 1);
    assert_eq!(losses(&imported, LossKind::Dropped).len(), 2);
    assert_eq!(as_card(&find(&imported, "two").item.body).back, "other text, same id");
    let few = find(&imported, "only a front");
    assert!(few.is_suspended);
    assert_eq!(as_card(&find(&imported, "front").item.body).back, "back\n\nthird\n\nfourth");
    assert_eq!(as_card(&find(&imported, "no notetype").item.body).back, "b\n\nc");
    let five = find(&imported, "5");
    assert_eq!(five.item.tags, ["a", "b"]);
    let notes: Vec<&str> =
        losses(&imported, LossKind::Note).iter().map(|loss| loss.reason.as_str()).collect();
    assert!(notes.contains(&"cards whose note is not there were left out"), "{notes:?}");
    let titles: Vec<&str> = imported.outline.iter().map(|topic| topic.title.as_str()).collect();
    assert!(titles.contains(&"Risk") && !titles.contains(&"Cram"), "{titles:?}");
    assert_eq!(as_card(&find(&imported, "f\u{fffd}").item.body).back, "b");
}

#[test]
fn cards_find_their_home_deck() {
    let topic_of = |did: i64, odid: i64| {
        let sql =
            format!("{}UPDATE cards SET did = {did}, odid = {odid};", note(1, "g", 1, &["a", "b"]));
        let imported = read_bytes(&package(&sql)).0.unwrap();
        (imported.title.unwrap(), imported.outline[0].title.clone())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(topic_of(1, 0), pair("Default", "Default"));
    assert_eq!(topic_of(2, 0), pair("Risk", "Plan"));
    assert_eq!(topic_of(3, 2), pair("Risk", "Plan"), "visiting a filtered deck");
    assert_eq!(topic_of(3, 0), pair("Default", "Default"), "filtered, no home");
    assert_eq!(topic_of(3, 99), pair("Default", "Default"), "filtered, home is gone");
    assert_eq!(topic_of(99, 0), pair("Imported", "Imported"));
}

#[test]
fn long_fields_and_long_texts_are_dropped_alone() {
    let long = "x".repeat(5 * 1024 * 1024);
    let longer = "y".repeat(9 * 1024 * 1024);
    let sql = format!(
        "{}{}{}",
        note(1, "a", 1, &["good", "note"]),
        note(2, "b", 1, &[&long, "x"]),
        note(3, "c", 1, &[&longer, "x"]),
    );
    let imported = read_bytes(&collection(&sql)).0.unwrap();
    assert_counts(&imported);
    assert_eq!((imported.items.len(), losses(&imported, LossKind::Dropped).len()), (1, 2));
}

#[test]
fn pictures_inside_texts_are_taken_out() {
    let png = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/keys-dark-1024x640.png"),
    )
    .unwrap();
    let data = base64::engine::general_purpose::STANDARD.encode(&png);
    let html =
        format!("<img src=\"data:image/png;base64,{data}\"><img src='data:text/html;base64,PGI+'>");
    let (imported, _staging) = read_bytes(&package(&note(1, "a", 1, &[&html, "x"])));
    let imported = imported.unwrap();
    assert_eq!(imported.media.len(), 1);
    let MediaBytes::Staged(path) = &imported.media[0].bytes else { panic!("held") };
    assert_eq!(std::fs::read(path).unwrap(), png);
    let front = &as_card(&imported.items[0].item.body).front;
    assert_eq!(*front, format!("![](media/{})[picture missing]", imported.media[0].name));
}

#[test]
fn deep_nesting_is_text() {
    let deep_html = format!("{}x", "<div><b><ul><li>".repeat(20_000));
    let deep_gaps = format!("{}x{}", "{{c1::".repeat(2000), "}}".repeat(2000));
    let open_gaps = "{{c1::".repeat(20_000);
    let sql = format!(
        "{}{}{}{}",
        note(1, "a", 1, &[&deep_html, "x"]),
        note(2, "b", 2, &[&deep_gaps, "x"]),
        note(3, "c", 2, &[&open_gaps, "x"]),
        note(4, "d", 2, &["{{c0::a}} {{c501::b}} {{cx::c}} {{c2::d}}", "x"]),
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_counts(&imported);
    assert_eq!(as_cloze(&find(&imported, "{\\{c0::a").item.body).numbers(), [2]);
    let template = format!("{{{{#Front}}}}{}", "{{#Front}}".repeat(5000));
    let models = format!(
        "UPDATE col SET models = '{{\"1\":{{\"name\":\"Deep\",\"flds\":[{{\"name\":\"Front\"}},{{\"name\":\"Back\"}}],\
         \"tmpls\":[{{\"name\":\"c\",\"qfmt\":\"{template}\",\"afmt\":\"\"}}]}}}}';"
    );
    let sql = format!("{}{models}", note(1, "a", 1, &["front", "back"]));
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_eq!(as_card(&imported.items[0].item.body).back, "back");
    let garbage = format!(
        "{}UPDATE col SET models = '{}', decks = 'x', conf = '';",
        note(1, "a", 1, &["f", "b"]),
        "[".repeat(100_000)
    );
    assert_eq!(read_bytes(&package(&garbage)).0.unwrap().items.len(), 1);
}

#[test]
fn templates_cannot_multiply_a_field() {
    let long = "word ".repeat(400_000);
    let template = "{{Front}}{{furigana:Front}}{{text:Front}}".repeat(1000);
    let models = format!(
        "UPDATE col SET models = '{{\"1\":{{\"name\":\"Many\",\"flds\":[{{\"name\":\"Front\"}},{{\"name\":\"Back\"}}],\
         \"tmpls\":[{{\"name\":\"c\",\"qfmt\":\"{template}\",\"afmt\":\"{template}\"}}]}}}}';"
    );
    let nested = format!("{}{}", "{{c1::{{c2::x}}".repeat(1000), " y".repeat(100_000));
    let sql = format!(
        "{}{}{models}",
        note(1, "a", 1, &[&long, "back"]),
        note(2, "b", 2, &[&nested, "x"]),
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_counts(&imported);
    let n_bytes: usize = imported.items.iter().map(|item| item.item.prompt().len()).sum();
    assert!(n_bytes < 40_000_000, "{n_bytes}");
}

#[test]
fn many_cards_of_one_note_are_no_trouble() {
    let sql = format!(
        "{}INSERT INTO cards WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
         LIMIT 100000) SELECT i + 10, 1, 1, i % 300, 1, -1, 0, 0, i, 0, 0, 0, 0, 0, 0, 0, 0, '' \
         FROM n;",
        note(1, "g", 1, &["a", "b"])
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_eq!(imported.items.len(), 1);
    assert_counts(&imported);
}

#[test]
fn a_query_that_never_ends_is_ended() {
    // An index over an expression cannot hang, and views are refused: what is left is size.
    let sql = format!(
        "{}INSERT INTO revlog WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
         LIMIT 200000) SELECT {} - i, 1, 0, 3, 1, 1, 2500, 1000, 1 FROM n;",
        note(1, "g", 1, &["a", "b"]),
        NOW - 1000
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_eq!(imported.history.len(), 200_000);
}

#[test]
fn cancelling_says_so() {
    let bytes = std::fs::read(fixture("contents-old.apkg")).unwrap();
    let staging = tempfile::tempdir().unwrap();
    let mut n_calls = 0;
    let read = apkg::read("x.apkg", Cursor::new(bytes), staging.path(), options(NOW), &mut |_| {
        n_calls += 1;
        ControlFlow::Break(())
    });
    assert_eq!(read.unwrap_err().0, "The import of x.apkg was cancelled. Nothing was imported.");
    assert_eq!(n_calls, 1);
}

#[test]
fn every_prefix_gives_a_message() {
    for name in ["contents-new.apkg", "history-first.apkg", "contents-bare.anki2"] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        for n in (0..50).map(|n| bytes.len() * n / 50) {
            let (read, _staging) = read_bytes(&bytes[..n]);
            assert!(read.is_err_and(|refusal| refusal.0.contains("x.apkg")), "{name} {n}");
        }
    }
}

/// Changed bytes: (place, new byte), places beyond the end wrap around.
fn mutations() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>()), 1..30)
}

fn mutated(name: &str, changes: &[(usize, u8)]) {
    let mut bytes = std::fs::read(fixture(name)).unwrap();
    for (place, byte) in changes {
        let place = place % bytes.len();
        bytes[place] = *byte;
    }
    let (read, _staging) = read_bytes(&bytes);
    if let Ok(imported) = read {
        assert_counts(&imported);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes of the file as it is packed: mostly the zip and its checksums object.
    #[test]
    fn changed_bytes_never_make_it_panic(changes in mutations()) {
        for name in [
            "contents-new.apkg", "contents-old.apkg", "contents-first.apkg", "history-new.apkg",
            "history-old.apkg", "history-first.apkg", "stub.apkg",
        ] {
            mutated(name, &changes);
        }
    }

    /// Bytes of the database itself.
    #[test]
    fn changed_databases_never_make_it_panic(changes in mutations()) {
        mutated("contents-bare.anki2", &changes);
        mutated("history-bare.anki2", &changes);
    }
}
