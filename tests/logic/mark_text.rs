//! Numbers as typed, texts with gaps and menus.

use certdeck::domain::item::{
    DropSegment, Segment, cloze_segments, dropdown_segments, parse_number,
};
use proptest::prelude::*;

#[test]
fn numbers_that_are_read() {
    for (text, value) in [
        ("1250", 1250.0),
        ("1,250.5", 1250.5),
        ("1,250", 1250.0),
        ("1 250", 1250.0),
        ("1\u{a0}250\u{202f}000", f64::NAN),
        ("1\u{202f}250\u{202f}000", 1_250_000.0),
        ("1'250", 1250.0),
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("1,250,000", 1_250_000.0),
        ("25%", 25.0),
        ("25 %", 25.0),
        ("$ 1 250", 1250.0),
        ("-$5", -5.0),
        ("$-5", -5.0),
        ("€1,000.25", 1000.25),
        ("5 €", 5.0),
        ("\u{2212}3.5", -3.5),
        ("+3", 3.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("  42  ", 42.0),
        ("0", 0.0),
    ] {
        let found = parse_number(text).map(|typed| typed.value);
        assert_eq!(found, Some(value).filter(|value| !value.is_nan()), "{text:?}");
    }
    assert!(parse_number("25%").unwrap().is_percent);
}

#[test]
fn junk_that_is_refused() {
    for text in [
        "",
        " ",
        "abc",
        "1e5",
        "1.2.3",
        "1,2,3",
        "1,25,000",
        "--5",
        "+-5",
        "$",
        "$$5",
        "%",
        "5%%",
        "NaN",
        "inf",
        "0x10",
        "1 2",
        "12 50",
        "5 days",
        ".",
        ",",
        "1.5,000",
        "1,250 000",
        "½",
        "٣",
        "12345678901234567890123456789012345678901234567890123456789012345",
    ] {
        assert_eq!(parse_number(text), None, "{text:?}");
    }
}

fn text(text: &str) -> Segment {
    Segment::Text(text.into())
}

fn gap(hidden: &str, hint: Option<&str>) -> Segment {
    Segment::Gap { hidden: hidden.into(), hint: hint.map(Into::into) }
}

fn revealed(text: &str) -> Segment {
    Segment::Revealed(text.into())
}

#[test]
fn gaps() {
    for (source, number, expected) in [
        ("plain", 1, vec![text("plain")]),
        ("a {{c1::b}} c", 1, vec![text("a "), gap("b", None), text(" c")]),
        ("{{c1::b::hint}}", 1, vec![gap("b", Some("hint"))]),
        ("{{c1::a}} {{c2::b::h}}", 1, vec![gap("a", None), text(" "), revealed("b")]),
        ("{{c1::a}}{{c1::b}}", 1, vec![gap("a", None), gap("b", None)]),
        (r"{{c1::\frac{a}{b}}}", 1, vec![gap(r"\frac{a}{b}", None)]),
        ("{{c1::open", 1, vec![text("{{c1::open")]),
        ("{{cx::a}} {{c2::b}}", 2, vec![text("{{cx::a}} "), gap("b", None)]),
        ("{{c1::a {{c2::b}}}}", 1, vec![gap("a b", None)]),
        ("{{c1::a {{c2::b}}}}", 2, vec![revealed("a "), gap("b", None)]),
        ("", 1, vec![]),
    ] {
        assert_eq!(cloze_segments(source, number), expected, "{source}");
    }
}

#[test]
fn menus() {
    let text = |text: &str| DropSegment::Text(text.into());
    let blank = |choices: &[&str], key| DropSegment::Blank {
        choices: choices.iter().map(|choice| (*choice).into()).collect(),
        key,
    };
    for (source, expected) in [
        ("x [[a|*b|c]] y", vec![text("x "), blank(&["a", "b", "c"], 1), text(" y")]),
        ("[[ *a | b ]]", vec![blank(&["a", "b"], 0)]),
        ("[[link]] [[a|b]]", vec![text("[[link]] [[a|b]]")]),
        ("[[*a|b", vec![text("[[*a|b")]),
        ("[[*only]]", vec![text("[[*only]]")]),
        ("[[x [[*a|b]]", vec![text("[[x "), blank(&["a", "b"], 0)]),
    ] {
        assert_eq!(dropdown_segments(source), expected, "{source}");
    }
}

proptest! {
    #[test]
    fn any_text_is_taken(text in ".{0,80}", number in 0_u16..4) {
        let _ = (parse_number(&text), cloze_segments(&text, number), dropdown_segments(&text));
    }

    #[test]
    fn brackets_in_any_order_are_taken(text in r"[{}c1:\[\]|*a é]{0,40}") {
        for segment in dropdown_segments(&text) {
            if let DropSegment::Blank { choices, key } = segment {
                prop_assert!(key < choices.len());
            }
        }
        let _ = cloze_segments(&text, 1);
    }

    #[test]
    fn numbers_written_plainly_are_read_back(value in -1.0e9_f64..1.0e9) {
        let found = parse_number(&format!("{value}")).unwrap().value;
        prop_assert!((found - value).abs() <= 1e-9 * value.abs().max(1.0));
    }
}
