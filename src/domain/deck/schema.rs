//! Names of the format's types and fields, and the search for fields that it does not know.

use super::source::{Field, Scanner, Span, Token, elements, fields};

/// A struct of the format: its fields, and the shape of those that hold structs.
pub(super) struct Shape {
    fields: Fields,
    /// The fields are items' common ones as well.
    is_item: bool,
}

impl Shape {
    /// A known field and the shape of what it holds.
    fn field(&self, name: &str) -> Option<&'static (&'static str, Option<&'static Shape>)> {
        let common: Fields = if self.is_item { COMMON } else { &[] };
        common.iter().chain(self.fields).find(|(known, _)| *known == name)
    }

    /// Names of all fields, common ones last.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let common: Fields = if self.is_item { COMMON } else { &[] };
        self.fields.iter().chain(common).map(|(name, _)| *name).collect()
    }
}

type Fields = &'static [(&'static str, Option<&'static Shape>)];

const fn plain(fields: Fields) -> Shape {
    Shape { fields, is_item: false }
}

const fn item(fields: Fields) -> Shape {
    Shape { fields, is_item: true }
}

static VALIDITY: Shape = plain(&[("from", None), ("until", None)]);
static OPTION: Shape = plain(&[("text", None), ("correct", None), ("why", None), ("trap", None)]);
static PAIR: Shape = plain(&[("left", None), ("right", None), ("why", None)]);
static REGION: Shape = plain(&[("name", None), ("rect", None), ("correct", None), ("why", None)]);
static TOPIC: Shape =
    plain(&[("id", None), ("title", None), ("weight", None), ("topics", Some(&TOPIC))]);
static ACCEPTED: Shape = plain(&[("lint", None), ("about", None), ("because", None)]);
static TRAP: Shape = plain(&[("id", None), ("title", None), ("advice", None)]);
static SECTION: Shape =
    plain(&[("title", None), ("questions", None), ("kind", None), ("basis", None)]);
static BREAKS: Shape =
    plain(&[("minutes", None), ("on_the_clock", None), ("section_closes", None)]);
static PASS: Shape =
    plain(&[("from", None), ("to", None), ("pass", None), ("estimate", None), ("bands", None)]);
static EXTRA: Shape = plain(&[("percent", None)]);

static COMMON: Fields = &[
    ("id", None),
    ("topic", None),
    ("tags", None),
    ("difficulty", None),
    ("references", None),
    ("note", None),
    ("valid", Some(&VALIDITY)),
    ("card", None),
];

/// `Deck(...)`; its items are looked at one by one.
pub(super) static DECK: Shape = plain(&[
    ("format", None),
    ("id", None),
    ("title", None),
    ("version", None),
    ("language", None),
    ("authors", None),
    ("licence", None),
    ("status", None),
    ("notice", None),
    ("outline", Some(&TOPIC)),
    ("traps", Some(&TRAP)),
    ("accepted", Some(&ACCEPTED)),
    ("items", None),
]);

/// `Blueprint(...)`.
pub(super) static BLUEPRINT: Shape = plain(&[
    ("id", None),
    ("title", None),
    ("code", None),
    ("valid", Some(&VALIDITY)),
    ("minutes", None),
    ("open_book", None),
    ("pausable", None),
    ("sections", Some(&SECTION)),
    ("breaks", Some(&BREAKS)),
    ("unscored", None),
    ("calculations", None),
    ("mix", None),
    ("pass", Some(&PASS)),
    ("accommodations", Some(&EXTRA)),
    ("sources", None),
]);

/// `Review(...)`.
pub(super) static REVIEW: Shape = plain(&[
    ("item", None),
    ("digest", None),
    ("step", None),
    ("by", None),
    ("date", None),
    ("answer", None),
    ("key", None),
    ("agree", None),
    ("confidence", None),
    ("second_best", None),
    ("facts", None),
    ("verdict", None),
    ("comment", None),
]);

/// The item types with the fields of their own. Questions of a case are looked at one by one.
pub(super) static TYPES: [(&str, Shape); 10] = [
    ("Card", item(&[("front", None), ("back", None), ("reverse", None)])),
    ("Cloze", item(&[("text", None), ("explain", None)])),
    (
        "Choice",
        item(&[
            ("stem", None),
            ("options", Some(&OPTION)),
            ("select", None),
            ("explain", None),
            ("shuffle", None),
        ]),
    ),
    ("Order", item(&[("stem", None), ("steps", None), ("explain", None)])),
    (
        "Match",
        item(&[("stem", None), ("pairs", Some(&PAIR)), ("extra_rights", None), ("explain", None)]),
    ),
    ("Dropdown", item(&[("text", None), ("explain", None)])),
    (
        "Numeric",
        item(&[
            ("stem", None),
            ("answer", None),
            ("tolerance", None),
            ("unit", None),
            ("explain", None),
        ]),
    ),
    (
        "Hotspot",
        item(&[
            ("stem", None),
            ("image", None),
            ("figure", None),
            ("regions", Some(&REGION)),
            ("explain", None),
        ]),
    ),
    ("Case", item(&[("scenario", None), ("questions", None)])),
    ("Generated", item(&[("generator", None), ("parameters", None)])),
];

/// A field that the format does not know.
pub(super) struct Unknown<'a> {
    pub(super) name: &'a str,
    pub(super) at: usize,
    /// The struct it stands in.
    pub(super) shape: &'static Shape,
}

impl Unknown<'_> {
    /// What may have been meant.
    pub(super) fn hint(&self) -> String {
        let names = self.shape.names();
        match names.iter().find(|known| is_near(known, self.name)) {
            Some(near) => format!("Did you mean “{near}”?"),
            None => format!("Known here: {}.", names.join(", ")),
        }
    }
}

/// Finds unknown fields in the struct at `span` and in the structs inside it.
fn unknown<'a>(text: &'a str, span: Span, shape: &'static Shape, found: &mut Vec<Unknown<'a>>) {
    unknown_of(text, &fields(text, span), shape, found);
}

/// Finds unknown ones among the fields of a struct and in the structs inside it.
pub(super) fn unknown_of<'a>(
    text: &'a str,
    fields: &[Field<'a>],
    shape: &'static Shape,
    found: &mut Vec<Unknown<'a>>,
) {
    for &(name, at, value) in fields {
        match shape.field(name) {
            None => found.push(Unknown { name, at, shape }),
            Some((_, Some(child))) => inside(text, value, child, found),
            Some((_, None)) => {}
        }
    }
}

/// The same for a struct, a list of structs or a `Some(...)` of either.
fn inside<'a>(text: &'a str, value: Span, shape: &'static Shape, found: &mut Vec<Unknown<'a>>) {
    let mut scanner = Scanner::new(text, value.start);
    match scanner.next() {
        Ok((Token::Open(b'['), _)) => {
            for element in elements(text, scanner.at).spans {
                unknown(text, element, shape, found);
            }
        }
        Ok((Token::Word(word), _)) if text.get(word.start..word.end) == Some("Some") => {
            if let Ok((Token::Open(b'('), _)) = scanner.next() {
                for element in elements(text, scanner.at).spans.into_iter().take(1) {
                    inside(text, element, shape, found);
                }
            }
        }
        _ => unknown(text, value, shape, found),
    }
}

/// Whether two names are alike but for case, `_` or one letter.
pub(super) fn is_near(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('_', "");
    let (a, b) = (plain(a), plain(b));
    let (n_a, n_b) = (a.chars().count(), b.chars().count());
    let ahead = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let behind = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    let longest = n_a.max(n_b);
    longest > 2 && n_a.abs_diff(n_b) <= 1 && ahead + behind + 1 >= longest
}
