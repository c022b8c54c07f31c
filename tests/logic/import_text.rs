//! Text files of every form: what comes in, what is lost, and that both add up.

use certdeck::domain::deck::{Body, Choice};
use certdeck::domain::time::Moment;
use certdeck::port::apkg::ReadOptions as AnkiOptions;
use certdeck::port::{Desk, Format, Imported, LossKind, Opened, ReadOptions, Refusal, open_bytes};

const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

pub(crate) fn desk<'a>(staging: &'a std::path::Path, text: ReadOptions<'a>) -> Desk<'a> {
    Desk { text, anki: AnkiOptions { now: NOW, rollover_h: 4 }, staging }
}

pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Opened, Refusal> {
    let staging = tempfile::tempdir().unwrap();
    open_bytes(name, bytes, &desk(staging.path(), ReadOptions::default()))
}

fn read(name: &str, text: &str) -> Imported {
    let opened = open(name, text.as_bytes()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
    balance(name, &opened.imported);
    opened.imported
}

/// `records = imported + merged + dropped`, each lost record named once.
pub(crate) fn balance(name: &str, imported: &Imported) {
    let n = |kind| imported.report.iter().filter(|loss| loss.kind == kind).count();
    let records: std::collections::BTreeSet<usize> =
        imported.items.iter().map(|item| item.record).collect();
    let in_cases: usize = imported
        .items
        .iter()
        .map(|one| match &one.item.body {
            Body::Case(case) if imported.format != Format::Ron => case.questions.len() - 1,
            _ => 0,
        })
        .sum();
    // The questions of a case are records of their own where rows were joined, else the case is one.
    let all = records.len() + n(LossKind::Merged) + n(LossKind::Dropped);
    let counts = [all, all + in_cases];
    assert!(counts.contains(&imported.n_records), "{name}: {:?}", imported.report);
}

fn choice(imported: &Imported, place: usize) -> &Choice {
    match &imported.items[place].item.body {
        Body::Choice(choice) => choice,
        other => panic!("{other:?}"),
    }
}

fn keys(choice: &Choice) -> String {
    let keys = choice.options.iter().enumerate().filter(|(_, option)| option.is_key);
    keys.map(|(place, _)| char::from(b'A' + place as u8)).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of files")]
fn one_question_in_every_form() {
    // Name, text, format, keys of the first question.
    let table = [
        (
            "bars.csv",
            "Nr|Topic|Question|Option A|Option B|Option C|Correct|Explanation\n\
             1|Risk|Which response transfers a threat?|Insurance|Workaround|Reserve|A|The insurer carries it.\n",
            Format::Table,
            "A",
        ),
        (
            "index.csv",
            "question,option 1,option 2,option 3,correct\nTwo of three?,x,y,z,\"1,3\"\n",
            Format::Table,
            "AC",
        ),
        (
            "zero.csv",
            "question;option1;option2;option3;answer index\nFirst?;x;y;z;0\nLast?;u;v;w;2\n",
            Format::Table,
            "A",
        ),
        (
            "flags.tsv",
            "Question\tA\tB\tC\tD\tCorrect\nWhich?\tq\tr\ts\tt\t0 1 0 0\n",
            Format::Table,
            "B",
        ),
        ("text.csv", "question,choices,answer\nCapital?,Rome|Oslo|Bern,Oslo\n", Format::Table, "B"),
        (
            "wrong.csv",
            "Question,Correct Answer,Wrong 1,Wrong 2\nCapital?,Oslo,Rome,Bern\n",
            Format::Table,
            "A",
        ),
        (
            "udemy.csv",
            "Question,Question Type,Answer Option 1,Explanation 1,Answer Option 2,Explanation 2,\
             Correct Answers,Overall Explanation,Domain\n\
             Who orders the backlog?,multiple-choice,The team,No.,The Product Owner,Yes.,2,By the Guide.,Scrum\n",
            Format::Udemy,
            "B",
        ),
        (
            "boxes.md",
            "# Quiz\n\n## 4. Which two are Scrum artefacts?\n- [x] Sprint Backlog\n- [ ] Burn-down chart\n- [x] Increment\n",
            Format::Markdown,
            "AC",
        ),
        (
            "kit.md",
            "MCQ | Who orders the backlog? |\nO | The team |\nA | The Product Owner |\nI | By the Guide. |\n",
            Format::Markdown,
            "B",
        ),
        (
            "list.json",
            r#"{"title":"Mini","questions":[{"question":"Who?","options":["a","b","c"],"correctIndex":2}]}"#,
            Format::Json,
            "C",
        ),
        (
            "objects.json",
            r#"[{"question":"Who?","answers":[{"text":"a","correct":false,"explanation":"no"},{"text":"b","correct":true}]}]"#,
            Format::Json,
            "B",
        ),
        (
            "lines.jsonl",
            "{\"question\":\"Who?\",\"options\":{\"A\":\"x\",\"B\":\"y\"},\"answer\":\"B\"}\n{\"question\":\"Why?\",\"options\":{\"A\":\"x\",\"B\":\"y\"},\"answer\":\"A\"}\n",
            Format::Json,
            "B",
        ),
    ];
    for (name, text, format, expect) in table {
        let imported = read(name, text);
        assert_eq!(imported.format, format, "{name}");
        assert!(
            !imported.report.iter().any(|loss| loss.kind == LossKind::Dropped),
            "{name}: {:?}",
            imported.report
        );
        assert_eq!(keys(choice(&imported, 0)), expect, "{name}");
    }
}

#[test]
fn one_card_in_every_form() {
    let table = [
        (
            "anki.txt",
            "#separator:semicolon\n#html:false\n#guid column:1\nk81;Who owns it?;The Product Owner\n",
            Format::AnkiText,
        ),
        (
            "anki.txt",
            "#SEPARATOR:Tab;;;\n#deck:Scrum::Roles\nWho owns it?\tThe Product Owner\n",
            Format::AnkiText,
        ),
        (
            "quizlet.txt",
            "Who owns it?\tThe Product\nOwner\nWhen \"?\tEach Sprint\n",
            Format::Quizlet,
        ),
        ("plain.tsv", "Who owns it?\tThe Product Owner\nWhen?\tEach Sprint\n", Format::Table),
        ("head.csv", "Front,Back\nWho owns it?,The Product Owner\n", Format::Table),
        (
            "dash.txt",
            "Who owns it? - The Product Owner\nWhen? - Each Sprint\nWhere? - Here\n",
            Format::Table,
        ),
        (
            "hash.md",
            "Q: Who owns it?\nA: The Product Owner\n---\nQ: When?\nA: Each Sprint\n",
            Format::Markdown,
        ),
        ("obsidian.md", "#flashcards/scrum\nWho owns it?::The Product Owner\n", Format::Markdown),
        ("lone.md", "Who owns it?\n?\nThe Product Owner\n", Format::Markdown),
        (
            "grid.md",
            "| Front | Back |\n|---|---|\n| Who owns it? | The Product Owner |\n",
            Format::Markdown,
        ),
        ("list.json", r#"[{"front":"Who owns it?","back":"The Product Owner"}]"#, Format::Json),
    ];
    for (name, text, format) in table {
        let imported = read(name, text);
        assert_eq!(imported.format, format, "{name}");
        let Body::Card(card) = &imported.items[0].item.body else { panic!("{name}") };
        assert_eq!(card.front, "Who owns it?", "{name}");
        assert!(card.back.starts_with("The Product"), "{name}: {}", card.back);
    }
}

#[test]
fn clozes_come_in() {
    let table = [
        ("a.tsv", "The {{c1::Product Owner}} orders it\tmore\nThe {{c1::team}} sizes it\t\n"),
        ("b.md", "C: The [Product Owner] orders the [Backlog].\n"),
        ("c.md", "#flashcards\nThe ==Product Owner== orders it.\n"),
    ];
    for (name, text) in table {
        let imported = read(name, text);
        let Body::Cloze(cloze) = &imported.items[0].item.body else { panic!("{name}") };
        assert!(cloze.text.contains("{{c1::Product Owner}}"), "{name}: {}", cloze.text);
    }
}

#[test]
fn every_lost_record_is_named_with_its_line() {
    let text = "question,option a,option b,correct\n\
                Fine?,x,y,A\n\
                No key?,x,y,\n\
                Odd key?,x,y,Q\n\
                ,x,y,A\n\
                Fine?,x,y,A\n\
                Long?,x,y,A,more,and more\n";
    let imported = read("some.csv", text);
    let lost: Vec<(String, LossKind)> =
        imported.report.iter().map(|loss| (loss.at.clone(), loss.kind)).collect();
    let expect = [
        ("row 2 (line 3)", LossKind::Dropped),
        ("row 3 (line 4)", LossKind::Dropped),
        ("row 4 (line 5)", LossKind::Dropped),
        ("row 5 (line 6)", LossKind::Merged),
        ("row 6 (line 7)", LossKind::Dropped),
    ];
    let expect: Vec<(String, LossKind)> =
        expect.into_iter().map(|(at, kind)| (at.to_owned(), kind)).collect();
    assert_eq!(lost, expect);
}

#[test]
fn a_table_with_two_readings_of_its_key_is_asked_about() {
    let text = "question,option 1,option 2,option 3,correct\nHow many?,3,1,2,2\nHow few?,2,3,1,1\n";
    let refusal = open("numbers.csv", text.as_bytes()).unwrap_err();
    assert!(refusal.0.contains("Choose which"), "{refusal}");
}

#[test]
fn what_is_no_deck_is_refused_by_name() {
    let table: [(&str, &[u8], &str); 12] = [
        ("a.txt", b"", "a.txt is empty."),
        ("a.txt", b"\xef\xbb\xbf \n\n", "a.txt is empty."),
        ("a.txt", &[0; 40], "only zero bytes"),
        ("a.pdf", b"%PDF-1.7 more", "a.pdf is a PDF. Copy its text"),
        ("a.csv", b"PK\x03\x04..........................xl/workbook.xml", "Excel workbook"),
        ("a.txt", b"<!DOCTYPE html><html></html>", "is a web page"),
        ("a.vce", b"whatever", "leaked exam questions"),
        ("a.xml", b"<?xml version=\"1.0\"?><questestinterop/>", "QTI"),
        ("a.xml", b"<?xml version=\"1.0\"?><other/>", "root"),
        ("a.csv", b"question,answer\n", "header row and no questions"),
        ("a.json", b"{\"question\": ", "cannot be read"),
        ("a.txt", b"Just a sentence without any question in it at all.\n", "cannot tell"),
    ];
    for (name, bytes, expect) in table {
        let refusal = open(name, bytes).expect_err(expect);
        assert!(refusal.0.contains(expect), "{refusal} instead of {expect}");
    }
}

#[test]
fn one_table_in_every_encoding() {
    let text = "question;answer\nWas heißt „Größe“?;size – naïve\n";
    let wide = |swap: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(text.as_bytes());
    let mut le = vec![0xff, 0xfe];
    le.extend(wide(false));
    let mut be = vec![0xfe, 0xff];
    be.extend(wide(true));
    let mut utf32 = vec![0xff, 0xfe, 0, 0];
    utf32.extend(text.chars().flat_map(|letter| (letter as u32).to_le_bytes()));
    let latin = |label: &str| encoding_rs_bytes(label, text);
    let files = [
        ("utf-8", text.as_bytes().to_vec()),
        ("marked", marked),
        ("utf-16le", le),
        ("utf-16be", be),
        ("utf-16 unmarked", wide(false)),
        ("utf-32", utf32),
        ("windows-1252", latin("windows-1252")),
        (
            "mac",
            latin("macintosh").into_iter().map(|b| if b == b'\n' { b'\r' } else { b }).collect(),
        ),
    ];
    for (name, bytes) in files {
        let opened =
            open("words.csv", &bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let Body::Card(card) = &opened.imported.items[0].item.body else { panic!("{name}") };
        assert_eq!(
            (card.front.as_str(), card.back.as_str()),
            ("Was heißt „Größe“?", "size – naïve"),
            "{name}"
        );
    }
}

fn encoding_rs_bytes(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    encoding.encode(text).0.into_owned()
}
