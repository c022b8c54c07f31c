//! Damaged and hostile texts: a message or items, never a panic, and every record accounted for.

use certdeck::port::{LossKind, Opened, ReadOptions, Refusal, open_bytes};
use proptest::prelude::*;
use rand::Rng as _;

use crate::import_text::{balance, desk, open};

/// One valid file of each form.
const FILES: [(&str, &str); 15] = [
    (
        "g.gift",
        "$CATEGORY: $course$/top/A/B\n// [id:q1] [tag:x y]\n::T:: Who? {=a # yes ~b # no ####so}\n\nTrue so. {T}\n\nHow many? {#5:1}\n\nPair {=a -> b =c -> d}\n\nGap {=x} here.\n",
    ),
    (
        "m.xml",
        "<?xml version=\"1.0\"?>\n<quiz>\n<question type=\"category\"><category><text>$course$/top/R</text></category></question>\n<question type=\"multichoice\"><name><text>n</text></name><questiontext format=\"html\"><text><![CDATA[<p>Who &amp; what?</p>]]></text></questiontext><single>true</single><answer fraction=\"100\"><text>a &lt;b</text></answer><answer fraction=\"0\"><text>c</text><feedback><text>no</text></feedback></answer></question>\n<question type=\"numerical\"><questiontext><text>n?</text></questiontext><answer fraction=\"100\"><text>4</text><tolerance>0.5</tolerance></answer></question>\n</quiz>\n",
    ),
    (
        "k.txt",
        "Who orders it?\nA. Owner\nB. Team\nANSWER: A\n\nWho sizes it?\nA) Owner\nB) Team\nANSWER: B\n",
    ),
    (
        "p.txt",
        "1. Who orders it?\nA. Owner\nB. Team\nAnswer: A\nExplanation: so\n\n2. Who sizes it?\nA. Owner\n*B. Team\n\n3. Who?\na) x\nb) y\n\nAnswer key\n3. b\n",
    ),
    (
        "t.csv",
        "id,question,option a,option b,correct,topic\n1a,Who?,\"x, y\",z,A,Risk\n2b,\"Two\nlines?\",x,z,B,Risk\n",
    ),
    ("t.tsv", "Who?\tThe owner\nWhen?\tEach day\n"),
    (
        "a.txt",
        "#separator:tab\n#html:true\n#guid column:1\n#deck:A::B\nk1\tWho is <b>it</b>?\tHim<br>her\nk2\tWhen?\tNow\n",
    ),
    ("q.txt", "Who \" is it?\tHim\nmore of him\nWhen?\tNow\n"),
    (
        "u.csv",
        "Question,Question Type,Answer Option 1,Explanation 1,Answer Option 2,Explanation 2,Correct Answers,Overall Explanation,Domain\nWho?,multiple-choice,a,x,b,y,2,z,D\n",
    ),
    (
        "b.md",
        "---\nname: x\n---\n# A\n\n## 1. Which?\ntext\n- [x] a\n- [ ] b\n  more\n\n**Explanation:** so\n\n## 2. What?\n* [ ] q\n* [X] r\n",
    ),
    ("h.md", "Q: Who?\nA: Him ^abc1\n---\nC: The [gap] and [other].\n"),
    (
        "o.md",
        "#flashcards/x/y\nWho?::Him\n\nLong\n?\nAnswer\n\nA ==gap==^[hint] here\n\n| Front | Back |\n|---|---|\n| a | b |\n",
    ),
    (
        "l.md",
        "MCQ | Who? |\nO | a |\nA | b |\nG | T/U |\n\nOQ | Order? |\n1 | a |\n2 | b |\n\nCQ | A {{c1::b}} |\n",
    ),
    (
        "j.json",
        r#"{"name":"N","cards":[{"front":"a","back":"b","tags":["x y"]},{"front":"c","back":"d"}],"q":[{"question":"Who?","options":["a","b"],"answerIndex":1}]}"#,
    ),
    (
        "d.ron",
        "Deck(format: 1, id: \"d\", title: \"D\", outline: [Topic(id: \"t\", title: \"T\")], items: [Card(id: \"a\", topic: \"t\", front: \"f\", back: \"b\"), Card(id: \"b\", topic: \"t\", front: \"g\", back: \"b\")])",
    ),
];

fn judge(name: &str, read: Result<Opened, Refusal>) {
    match read {
        Ok(opened) => balance(name, &opened.imported),
        Err(refusal) => assert!(!refusal.0.trim().is_empty()),
    }
}

#[test]
fn every_file_is_read_and_known_by_its_content_alone() {
    for (name, text) in FILES {
        let format =
            open(name, text.as_bytes()).unwrap_or_else(|r| panic!("{name}: {r}")).imported.format;
        for other in ["x.txt", "x.bin", "x"] {
            let found = open(other, text.as_bytes()).map(|opened| opened.imported.format);
            assert_eq!(found, Ok(format), "{name} as {other}");
        }
    }
}

#[test]
fn every_prefix_gives_items_or_a_reason() {
    for (name, text) in FILES {
        for part in 0..=50 {
            let end = text.len() * part / 50;
            judge(name, open(name, &text.as_bytes()[..end]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_never_panic(which in 0..FILES.len(), seed in any::<u64>(), n in 1_usize..12) {
        let (name, text) = FILES[which];
        let mut bytes = text.as_bytes().to_vec();
        let mut rng = certdeck::domain::seed::Seed(seed).derive("mutate", &[]);
        for _ in 0..n {
            if bytes.is_empty() { break; }
            let at = rng.random_range(0..bytes.len());
            match rng.random_range(0..5) {
                0 => { bytes.remove(at); }
                1 => bytes.insert(at, rng.random()),
                2 => bytes[at] = rng.random(),
                3 => { let end = (at + rng.random_range(1..40)).min(bytes.len()); let piece = bytes[at..end].to_vec(); bytes.splice(at..at, piece); }
                _ => bytes[at] = *b"\"\t\n,;|{}[]()=:#-".get(rng.random_range(0..15)).unwrap(),
            }
        }
        judge(name, open(name, &bytes));
    }
}

#[test]
fn deep_and_endless_texts_end_in_a_message_or_in_items() {
    let deep =
        |open: &str, close: &str| format!("{}x{}", open.repeat(10_000), close.repeat(10_000));
    let files = [
        ("a.json", deep("[", "]")),
        ("b.json", deep("{\"question\":", "}")),
        ("c.ron", format!("Deck(format: 1, id: \"d\", title: \"D\", items: {})", deep("[", "]"))),
        ("d.csv", format!("question,answer\n\"{}\",b\n", deep("<b>", "</b>"))),
        ("e.md", format!("Q: {}\nA: b\n", deep("> ", ""))),
        ("f.md", "- [x] a\n".repeat(20_000)),
        ("g.txt", "a\tb".repeat(50_000)),
        ("h.csv", format!("question,answer\nq,\"{}\n", "x\n".repeat(50_000))),
        ("i.txt", "#deck:x\n".repeat(20_000)),
        ("j.csv", format!("{}\n{}\n", vec!["a"; 5_000].join(","), vec!["b"; 5_000].join(","))),
    ];
    for (name, text) in files {
        judge(name, open(name, text.as_bytes()));
    }
}

#[test]
fn scripts_and_addresses_do_nothing() {
    let text = "#separator:tab\n#html:true\n<script>alert(1)</script>Who?\t<img src=\"../../etc/passwd\"><img src=\"http://x/y.png\"> <a href=\"javascript:x\">him</a>\n";
    let asked = std::cell::RefCell::new(Vec::new());
    let files = |path: &str| {
        asked.borrow_mut().push(path.to_owned());
        Some(b"secret".to_vec())
    };
    let staging = tempfile::tempdir().unwrap();
    let options = ReadOptions { files: &files, ..ReadOptions::default() };
    let opened = open_bytes("a.txt", text.as_bytes(), &desk(staging.path(), options)).unwrap();
    let shown = format!("{:?}", opened.imported.items);
    assert!(!shown.contains("alert") && !shown.contains("javascript"), "{shown}");
    assert!(opened.imported.media.is_empty());
    assert!(asked.borrow().iter().all(|path| !path.contains("..")), "{asked:?}");
    assert!(opened.imported.report.iter().any(|loss| loss.kind == LossKind::Partial));
}

#[test]
fn cancelling_leaves_a_clear_word() {
    let rows: Vec<String> = (0..5_000).map(|n| format!("q{n}\ta{n}\n")).collect();
    let rows = rows.concat();
    let staging = tempfile::tempdir().unwrap();
    let stop = |done: usize, _: Option<usize>| {
        if done >= 2_000 { certdeck::port::Flow::Stop } else { certdeck::port::Flow::Continue }
    };
    let options = ReadOptions { progress: &stop, ..ReadOptions::default() };
    let refusal = open_bytes("t.tsv", rows.as_bytes(), &desk(staging.path(), options)).unwrap_err();
    assert!(
        refusal.0.contains("cancelled") && refusal.0.contains("Nothing was imported"),
        "{refusal}"
    );
}
