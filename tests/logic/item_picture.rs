//! Pictures in a line of item text.

use certdeck::domain::item::picture::{InText, in_words};
use proptest::prelude::*;

fn parts(line: &str) -> Option<(&str, &str, Option<String>, &str)> {
    InText::first(line).map(|found| (found.before, found.alt, found.file(), found.after))
}

#[test]
fn pictures_are_found() {
    let file = |name: &str| Some(name.to_owned());
    for (line, expected) in [
        ("![](media/a.png)", Some(("", "", file("a.png"), ""))),
        ("See ![a b](media/a%20b.png) here", Some(("See ", "a b", file("a b.png"), " here"))),
        ("![x](media/a.png \"title\")!", Some(("", "x", file("a.png"), "!"))),
        ("![x](a.png)", Some(("", "x", file("a.png"), ""))),
        ("![x](https://example.org/a.png)", Some(("", "x", None, ""))),
        ("![x](//example.org/a.png)", Some(("", "x", None, ""))),
        ("no ![ and ![x](media/b.png)", Some(("no ![ and ", "x", file("b.png"), ""))),
        (r"\![x](media/a.png)", None),
        ("![x]", None),
        ("![x](", None),
        ("![x]()", None),
        ("[x](media/a.png)", None),
    ] {
        assert_eq!(parts(line), expected, "{line}");
    }
}

#[test]
fn words_stand_for_pictures() {
    let text = "a ![the plan](media/p.png) b ![](media/q.png)\n![](https://example.org/x)";
    assert_eq!(in_words(text), "a [picture: the plan] b [picture q.png]\n[picture]");
}

proptest! {
    #[test]
    fn no_text_panics_or_loses_what_is_around(text in r"[a!\[\]()\\ é:/%]{0,40}") {
        if let Some(found) = InText::first(&text) {
            prop_assert!(text.starts_with(found.before) && text.ends_with(found.after));
            let _name = found.file();
        } else {
            prop_assert_eq!(in_words(&text), text.as_str());
        }
    }
}
