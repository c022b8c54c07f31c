//! Templates, gaps, keys and names: one small package for each row of a table.

use certdeck::domain::deck::{Body, Choice};
use certdeck::port::{Imported, LossKind};

use super::anki_make::*;

/// A package of one note whose notetype 1 has these fields and one template.
fn imported(names: &[&str], front: &str, back: &str, fields: &[&str]) -> Imported {
    let models = serde_json::json!({"1": {
        "name": "Table", "type": 0,
        "flds": names.iter().map(|name| serde_json::json!({"name": name})).collect::<Vec<_>>(),
        "tmpls": [{"name": "Card 1", "qfmt": front, "afmt": back}],
    }});
    let models = models.to_string().replace('\'', "''");
    let sql = format!("{}UPDATE col SET models = '{models}';", note(1, "g", 1, fields));
    let imported = read_bytes(&package(&sql)).0.unwrap();
    assert_counts(&imported);
    imported
}

/// Front and back of that note; fields are called F, B and X.
fn sides(front: &str, back: &str, fields: &[&str]) -> (String, String) {
    let imported = imported(&["F", "B", "X"], front, back, fields);
    let card = as_card(&imported.items[0].item.body);
    (card.front.clone(), card.back.clone())
}

#[test]
fn templates_show_what_they_should() {
    for (front, back, fields, expected) in [
        ("{{F}}", "{{B}}", ["a", "b", ""], ("a", "b")),
        ("{{ F }}", "{{FrontSide}}{{B}}", ["a", "b", ""], ("a", "b")),
        ("{{{F}}}", "{{B}}", ["a", "b", ""], ("a", "b")),
        ("{{F}}{{#X}} yes{{/X}}{{^X}} no{{/X}}", "{{B}}", ["a", "b", ""], ("a no", "b")),
        ("{{F}}{{#X}} yes{{/X}}{{^X}} no{{/X}}", "{{B}}", ["a", "b", "x"], ("a yes", "b")),
        ("{{F}}{{#X}} yes{{/X}}", "{{B}}", ["a", "b", "<div><br></div> &nbsp;"], ("a", "b")),
        ("{{F}}{{#F}}{{#X}} both{{/X}}{{/F}}", "{{B}}", ["a", "b", "x"], ("a both", "b")),
        ("{{=<% %>=}}<%F%> {{F}}", "<b>{{B}}</b>", ["a", "b", ""], ("a {{F}}", "**b**")),
        ("{{F}}<!-- {{X}} {{#F}} -->", "{{B}}", ["a", "b", "x"], ("a", "b")),
        ("{{F}}", "{{F}}<hr id=\"answer\">{{B}}", ["a", "b", ""], ("a", "b")),
        ("{{F}}", "{{X}}<hr id=answer>{{B}}", ["a", "b", "x"], ("a", "x\n\nb")),
        ("{{F}}", "{{text:B}}", ["a", "<b>b</b> &lt;i&gt;", ""], ("a", "b \\<i>")),
        ("{{F}}{{type:B}}", "{{type:B}}", ["a", "b", ""], ("a", "b")),
        ("{{F}}{{type:nc:B}}", "{{type:nc:B}}", ["a", "b", ""], ("a", "b")),
        ("{{F}}{{hint:X}}", "{{hint:X}} {{B}}", ["a", "b", "x"], ("a", "X: x b")),
        (
            "{{furigana:F}}",
            "{{kana:F}} {{kanji:F}}",
            ["日本[にほん] 語[ご]", "b", ""],
            ("日本(にほん)語(ご)", "にほんご 日本語"),
        ),
        ("{{F}}{{tts en_US voices=A:F}}", "{{B}}", ["a", "b", ""], ("a", "b")),
        ("{{strange:F}}", "{{B}}{{Nobody}}", ["a", "b", ""], ("a", "b")),
        (
            "{{F}}",
            "{{Deck}} {{Subdeck}} {{Card}} {{Type}} {{Tags}}{{CardFlag}}",
            ["a", "b", ""],
            ("a", "Default Default Card 1 Table"),
        ),
        ("{{cloze:F}}", "{{cloze:F}}", ["{{c1::a::h}}", "b", ""], ("a", "a")),
        // Broken ones: fields stand as they are, each under its name.
        ("{{#F}}{{F}}", "{{B}}", ["a", "b", "x"], ("a", "B: b\n\nX: x")),
        ("{{F}}{{/F}}", "{{B}}", ["a", "b", ""], ("a", "B: b")),
        ("{{#F}}{{/B}}", "{{B}}", ["a", "b", ""], ("a", "B: b")),
        ("{{F", "{{B}}", ["a", "b", ""], ("a", "B: b")),
        // An empty front makes no card of its own, but the note is not lost.
        ("{{#X}}{{F}}{{/X}}", "{{B}}", ["a", "b", ""], ("a", "B: b")),
    ] {
        let (a, b) = sides(front, back, &fields);
        assert_eq!((a.as_str(), b.as_str()), expected, "{front} / {back}");
    }
}

#[test]
fn gaps_are_read_as_anki_reads_them() {
    for (text, expected) in [
        ("{{c1::a}} {{c2::b::h}}", Some("{{c1::a}} {{c2::b::h}}")),
        ("{{c2::a}} {{c7::b}}", Some("{{c2::a}} {{c7::b}}")),
        ("{{c1::a::h::i}}", Some("{{c1::a::h::i}}")),
        ("{{c1::<b>a</b>}} x", Some("{{c1::**a**}} x")),
        ("<i>{{c1::a}} b</i>", Some("{{c1::*a*}} *b*")),
        ("{{c1::a<br>b}}", Some("{{c1::a\nb}}")),
        ("{{c01::a}}", Some("{{c1::a}}")),
        ("{{c1::a}} {{c0::b}}", Some("{{c1::a}} {\\{c0::b}}")),
        ("{{c1::a}} {{c2::open", Some("{{c1::a}} {\\{c2::open")),
        ("{{c1::a}} }}", Some("{{c1::a}} }}")),
        ("{{c1::<code>x = 1</code>}}", Some("{{c1::`x = 1`}}")),
        ("<code>{{c1::ls}} -l</code>", Some("`{{c1::ls}} -l`")),
        ("\\(a + {{c1::b}}\\)", Some("`a + {{c1::b}}`")),
        ("{{c1,2::a}} b", None),
        ("{{c1::a {{c2::b}}}}", None),
        ("<img src=\"{{c1::a}}.png\"> {{c1::x}}", None),
        ("{{c1::}} a", None),
    ] {
        let sql = note(1, "g", 2, &[text, ""]);
        let imported = read_bytes(&package(&sql)).0.unwrap();
        assert_counts(&imported);
        match (&imported.items[0].item.body, expected) {
            (Body::Cloze(cloze), Some(expected)) => assert_eq!(cloze.text, expected, "{text}"),
            (Body::Card(_), None) => {}
            (body, _) => panic!("{text}: {body:?}"),
        }
    }
    let no_gap = read_bytes(&package(&note(1, "g", 2, &["no gap", "back"]))).0.unwrap();
    assert_eq!(as_card(&no_gap.items[0].item.body).back, "back");
    assert!(losses(&no_gap, LossKind::Note)[0].reason.contains("without a gap"));
}

/// The question made of these options and this key; none if it stays a card.
fn question(options: &[&str], key: &str) -> Option<Choice> {
    let names: Vec<String> = (1..=options.len()).map(|n| format!("Option {n}")).collect();
    let mut fields = vec!["Question"];
    fields.extend(names.iter().map(String::as_str));
    fields.push("Correct Answer");
    let front: String =
        fields.iter().map(|name| format!("{{{{{name}}}}} ")).collect::<Vec<_>>().concat();
    let mut values = vec!["Which?"];
    values.extend(options);
    values.push(key);
    let imported = imported(&fields, &front, "{{Correct Answer}}", &values);
    match &imported.items[0].item.body {
        Body::Choice(choice) => Some(choice.clone()),
        _ => None,
    }
}

#[test]
fn keys_are_understood() {
    let letters = ["Alpha", "Beta", "Gamma", "Delta"];
    for (key, expected) in [
        ("Beta", vec![1]),
        ("beta.", vec![1]),
        ("Alpha; Delta", vec![0, 3]),
        ("b", vec![1]),
        ("(B)", vec![1]),
        ("B.", vec![1]),
        ("A,D", vec![0, 3]),
        ("A and D", vec![0, 3]),
        ("AD", vec![0, 3]),
        ("Option 2", vec![1]),
        ("2", vec![1]),
        ("1,4", vec![0, 3]),
        ("1;4", vec![0, 3]),
        ("0", vec![0]),
        ("0, 3", vec![0, 3]),
        ("1 0 0 1", vec![0, 3]),
        ("true;false;false;true", vec![0, 3]),
    ] {
        let choice = question(&letters, key).unwrap_or_else(|| panic!("{key} is not understood"));
        let keys: Vec<usize> =
            (0..choice.options.len()).filter(|n| choice.options[*n].is_key).collect();
        assert_eq!(keys, expected, "{key}");
        assert_eq!(choice.select, expected.len());
    }
    for key in ["", "E", "5", "Epsilon", "A,B,C,D", "?"] {
        assert!(question(&letters, key).is_none(), "{key}");
    }
    // An empty option keeps its place in the count.
    let gap = question(&["Alpha", "", "Gamma"], "C").unwrap();
    assert_eq!((gap.options.len(), gap.options[1].is_key), (2, true));
    assert!(question(&["Same", "Same"], "A").is_none());
    assert!(!question(&["True", "False"], "True").unwrap().shuffle);
}

#[test]
fn one_field_may_hold_all_options() {
    let sql = note(1, "g", 3, &["Which?", "A. one<br>B. <b>two</b><br>C. three", "B"]);
    let imported = read_bytes(&package(&sql)).0.unwrap();
    let choice = as_choice(&imported.items[0].item.body);
    let texts: Vec<&str> = choice.options.iter().map(|option| option.text.as_str()).collect();
    assert_eq!(texts, ["one", "**two**", "three"]);
    assert!(choice.options[1].is_key);
}

#[test]
fn a_missing_list_of_media_costs_only_the_media() {
    let sql = note(1, "g", 1, &["<img src=a.png>", "[sound:b.mp3]"]);
    for more in [vec![], vec![("media", &b"nonsense"[..])], vec![("media", &b"{\"0\""[..])]] {
        let imported = read_bytes(&package_with(&sql, &more)).0.unwrap();
        let card = as_card(&imported.items[0].item.body);
        assert_eq!(card.front, "[picture missing: a.png]");
        assert_eq!(card.back, "[audio missing: b.mp3]");
        let partial = losses(&imported, LossKind::Partial);
        assert!(partial[0].reason.contains("list of media"), "{partial:?}");
    }
}

#[test]
fn positions_of_new_cards_give_the_order() {
    let sql = format!(
        "{}{}{}UPDATE cards SET due = 10 - id;",
        note(1, "a", 1, &["first by id", "x"]),
        note(2, "b", 1, &["second by id", "x"]),
        note(3, "c", 1, &["third by id", "x"]),
    );
    let imported = read_bytes(&package(&sql)).0.unwrap();
    let prompts: Vec<&str> = imported.items.iter().map(|item| item.item.prompt()).collect();
    assert_eq!(prompts, ["third by id", "second by id", "first by id"]);
    assert_eq!(imported.items[0].modified_s, Some(1));
}
