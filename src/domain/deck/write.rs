//! Writing decks as RON, for people to read: what is at its default is left out.

use std::fmt::Write as _;

use super::model::{
    Accommodation, Blueprint, Body, Breaks, Choice, Deck, Hotspot, Item, Match, Pass, Review,
    Section, Status, Topic, Validity,
};

/// Items in one part file at most: a part stays well below the size that is read.
const ITEMS_A_PART: usize = 5_000;

/// The files of a deck's folder: `deck.ron` and, where there is something, `exam.ron`, `items.ron`
/// (`items-0002.ron` and so on for more than 5,000 items) and `review.ron`. Reading them back gives
/// the same deck.
pub fn deck_to_ron(deck: &Deck) -> Vec<(String, String)> {
    parts(deck).iter().map(|part| (part.name(), part.text())).collect()
}

/// One file of a deck's folder; its text is made when it is asked for, so that a large deck need not
/// lie in memory twice.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    deck: &'a Deck,
    what: What,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Head,
    Exam,
    /// Items from this number of parts on.
    Items(usize),
    Reviews,
}

/// The files of a deck's folder.
pub fn parts(deck: &Deck) -> Vec<Part<'_>> {
    let part = |what: What| Part { deck, what };
    let mut parts = vec![part(What::Head)];
    parts.extend((!deck.blueprints.is_empty()).then(|| part(What::Exam)));
    parts.extend((0..deck.items.len().div_ceil(ITEMS_A_PART)).map(|at| part(What::Items(at))));
    parts.extend((!deck.reviews.is_empty()).then(|| part(What::Reviews)));
    parts
}

impl Part<'_> {
    /// File name.
    pub fn name(&self) -> String {
        match self.what {
            What::Head => "deck.ron".to_owned(),
            What::Exam => "exam.ron".to_owned(),
            What::Items(0) => "items.ron".to_owned(),
            What::Items(number) => format!("items-{:04}.ron", number + 1),
            What::Reviews => "review.ron".to_owned(),
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        let deck = self.deck;
        match self.what {
            What::Head => whole(|out| head(out, deck, Parts::HeadOnly)),
            What::Exam => whole(|out| out.list(|out| blueprints(out, deck))),
            What::Reviews => whole(|out| out.list(|out| reviews(out, deck))),
            What::Items(number) => {
                let some = deck.items.chunks(ITEMS_A_PART).nth(number).unwrap_or_default();
                whole(|out| out.list(|out| items(out, some)))
            }
        }
    }
}

/// The deck as one file. Reading it back gives the same deck.
pub fn deck_to_single_ron(deck: &Deck) -> String {
    whole(|out| head(out, deck, Parts::All))
}

/// One item as it stands in a part file, without the comma behind it.
pub fn item_to_ron(one: &Item) -> String {
    let mut out = Ron::default();
    item(&mut out, one);
    out.text.trim().trim_end_matches(',').to_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    HeadOnly,
    All,
}

fn whole(write: impl FnOnce(&mut Ron)) -> String {
    let mut out = Ron::default();
    write(&mut out);
    let mut text = out.text.trim().trim_end_matches(',').to_owned();
    text.push('\n');
    text
}

/// Text that grows line by line.
#[derive(Default)]
struct Ron {
    text: String,
    depth: usize,
}

impl Ron {
    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    fn line(&mut self, text: &str) {
        self.indent();
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn block(&mut self, open: &str, close: &str, inside: impl FnOnce(&mut Self)) {
        self.line(open);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(close);
    }

    fn list(&mut self, inside: impl FnOnce(&mut Self)) {
        self.block("[", "],", inside);
    }

    fn raw(&mut self, name: &str, value: &str) {
        self.indent();
        self.text.extend([name, ": ", value, ",\n"]);
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.raw(name, &quoted(value));
        }
    }

    fn maybe(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.raw(name, &quoted(value));
        }
    }

    fn flag(&mut self, name: &str, value: bool, default: bool) {
        if value != default {
            self.raw(name, if value { "true" } else { "false" });
        }
    }

    fn texts(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            self.raw(name, &format!("[{}]", values.join(", ")));
        }
    }

    fn texts_in_lines(&mut self, name: &str, values: &[String]) {
        self.block(&format!("{name}: ["), "],", |out| {
            for value in values {
                out.line(&(quoted(value) + ","));
            }
        });
    }

    fn valid(&mut self, valid: Validity) {
        let day = |name: &str, day: Option<_>| day.map(|day| format!("{name}: \"{day}\""));
        let days = [day("from", valid.from), day("until", valid.until)];
        let days: Vec<String> = days.into_iter().flatten().collect();
        if !days.is_empty() {
            self.raw("valid", &format!("({})", days.join(", ")));
        }
    }
}

/// A text in quotation marks; as it stands when it has lines and nothing that hides in a file.
fn quoted(text: &str) -> String {
    // No sign with a meaning, and no first byte of one that hides: the higher controls, the byte order mark.
    let is_special = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f | 0xc2 | 0xef);
    if !text.bytes().any(is_special) {
        return ["\"", text, "\""].concat();
    }
    let is_plain = |c: char| c == '\n' || !(c.is_control() || c == '\u{feff}');
    if text.contains('\n') && text.chars().all(is_plain) {
        let mut marks = String::from("#");
        while text.contains(&format!("\"{marks}")) {
            marks.push('#');
        }
        return format!("r{marks}\"{text}\"{marks}");
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if is_plain(letter) => quoted.push(letter),
            _ => push(&mut quoted, format_args!("\\u{{{:x}}}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

/// Writing into a text cannot fail.
fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).ok();
}

/// A number that reads back as the same one.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}

fn head(out: &mut Ron, deck: &Deck, parts: Parts) {
    out.block("Deck(", "),", |out| {
        out.line("format: 1,");
        out.text("id", &deck.id);
        out.text("title", &deck.title);
        out.text("version", &deck.version);
        out.raw("language", &quoted(&deck.language));
        out.texts("authors", &deck.authors);
        out.text("licence", &deck.licence);
        if deck.status != Status::default() {
            out.raw("status", &format!("{:?}", deck.status));
        }
        out.text("notice", &deck.notice);
        topics(out, "outline", &deck.outline);
        if !deck.accepted.is_empty() {
            out.block("accepted: [", "],", |out| {
                for one in &deck.accepted {
                    let [lint, about, because] =
                        [&one.lint, &one.about, &one.because].map(|text| quoted(text));
                    out.line(&format!(
                        "Accepted(lint: {lint}, about: {about}, because: {because}),"
                    ));
                }
            });
        }
        if !deck.traps.is_empty() {
            out.block("traps: [", "],", |out| {
                for trap in &deck.traps {
                    let (id, title) = (quoted(&trap.id), quoted(&trap.title));
                    let advice = quoted(&trap.advice);
                    out.line(&format!("Trap(id: {id}, title: {title}, advice: {advice}),"));
                }
            });
        }
        if parts == Parts::All {
            out.block("items: [", "],", |out| {
                items(out, &deck.items);
                blueprints(out, deck);
                reviews(out, deck);
            });
        }
    });
}

fn topics(out: &mut Ron, name: &str, topics: &[Topic]) {
    out.block(&format!("{name}: ["), "],", |out| {
        for topic in topics {
            let weight =
                topic.weight.map(|w| format!(", weight: {}", number(w))).unwrap_or_default();
            let (id, title) = (quoted(&topic.id), quoted(&topic.title));
            if topic.topics.is_empty() {
                out.line(&format!("Topic(id: {id}, title: {title}{weight}),"));
            } else {
                out.block(&format!("Topic(id: {id}, title: {title}{weight},"), "),", |out| {
                    self::topics(out, "topics", &topic.topics);
                });
            }
        }
    });
}

fn items(out: &mut Ron, items: &[Item]) {
    for one in items {
        item(out, one);
    }
}

fn item(out: &mut Ron, item: &Item) {
    out.block(&format!("{}(", item.type_name()), "),", |out| {
        out.raw("id", &quoted(&item.id));
        out.text("topic", &item.topic);
        out.texts("tags", &item.tags);
        out.raw("difficulty", &item.difficulty.to_string());
        body(out, &item.body);
        out.texts("references", &item.references);
        out.text("note", &item.note);
        out.valid(item.valid);
        out.flag("card", item.is_card, true);
    });
}

fn body(out: &mut Ron, body: &Body) {
    match body {
        Body::Card(card) => {
            out.text("front", &card.front);
            out.text("back", &card.back);
            out.flag("reverse", card.reverse, false);
        }
        Body::Cloze(cloze) => {
            out.text("text", &cloze.text);
            out.text("explain", &cloze.explain);
        }
        Body::Choice(body) => choice(out, body),
        Body::Order(order) => {
            out.text("stem", &order.stem);
            out.texts_in_lines("steps", &order.steps);
            out.text("explain", &order.explain);
        }
        Body::Match(body) => matching(out, body),
        Body::Dropdown(dropdown) => {
            out.text("text", &dropdown.text);
            out.text("explain", &dropdown.explain);
        }
        Body::Numeric(numeric) => {
            out.text("stem", &numeric.stem);
            out.raw("answer", &number(numeric.answer));
            out.raw("tolerance", &number(numeric.tolerance));
            out.text("unit", &numeric.unit);
            out.text("explain", &numeric.explain);
        }
        Body::Hotspot(body) => hotspot(out, body),
        Body::Case(case) => {
            out.text("scenario", &case.scenario);
            out.block("questions: [", "],", |out| items(out, &case.questions));
        }
        Body::Generated(generated) => {
            out.text("generator", &generated.generator);
            if !generated.parameters.is_empty() {
                let parameters = generated.parameters.iter();
                let values: Vec<String> = parameters
                    .map(|(name, value)| format!("{}: {}", quoted(name), number(*value)))
                    .collect();
                out.raw("parameters", &format!("{{{}}}", values.join(", ")));
            }
        }
    }
}

fn choice(out: &mut Ron, choice: &Choice) {
    out.text("stem", &choice.stem);
    if choice.select != 1 {
        out.raw("select", &choice.select.to_string());
    }
    out.flag("shuffle", choice.shuffle, true);
    out.block("options: [", "],", |out| {
        for option in &choice.options {
            out.block("Option(", "),", |out| {
                out.text("text", &option.text);
                if option.text.is_empty() {
                    out.line("text: \"\",");
                }
                out.flag("correct", option.is_key, false);
                out.text("why", &option.why);
                out.maybe("trap", option.trap.as_deref());
            });
        }
    });
    out.text("explain", &choice.explain);
}

fn matching(out: &mut Ron, matching: &Match) {
    out.text("stem", &matching.stem);
    out.block("pairs: [", "],", |out| {
        for pair in &matching.pairs {
            let (left, right, why) = (quoted(&pair.left), quoted(&pair.right), quoted(&pair.why));
            out.line(&format!("(left: {left}, right: {right}, why: {why}),"));
        }
    });
    out.texts("extra_rights", &matching.extra_rights);
    out.text("explain", &matching.explain);
}

fn hotspot(out: &mut Ron, hotspot: &Hotspot) {
    out.text("stem", &hotspot.stem);
    out.maybe("image", hotspot.image.as_deref());
    out.maybe("figure", hotspot.figure.as_deref());
    out.block("regions: [", "],", |out| {
        for region in &hotspot.regions {
            let [left, top, width, height] = region.rect;
            // Without a box it is the part of the figure that has its name.
            let rect = format!(" rect: ({left:?}, {top:?}, {width:?}, {height:?}),");
            let rect = if region.is_by_name() { String::new() } else { rect };
            let (name, why) = (quoted(&region.name), quoted(&region.why));
            let correct = region.is_key;
            out.line(&format!("(name: {name},{rect} correct: {correct}, why: {why}),"));
        }
    });
    out.text("explain", &hotspot.explain);
}

fn blueprints(out: &mut Ron, deck: &Deck) {
    for one in &deck.blueprints {
        out.block("Blueprint(", "),", |out| blueprint(out, one));
    }
}

fn blueprint(out: &mut Ron, blueprint: &Blueprint) {
    out.raw("id", &quoted(&blueprint.id));
    out.raw("title", &quoted(&blueprint.title));
    out.maybe("code", blueprint.code.as_deref());
    out.valid(blueprint.valid);
    out.raw("minutes", &blueprint.minutes.to_string());
    out.raw("open_book", if blueprint.is_open_book { "true" } else { "false" });
    out.raw("pausable", if blueprint.is_pausable { "true" } else { "false" });
    out.block("sections: [", "],", |out| {
        for Section { title, questions, kind, basis } in &blueprint.sections {
            let title = quoted(title);
            let rest = format!("questions: {questions}, kind: {kind:?}, basis: {basis:?}");
            out.line(&format!("Section(title: {title}, {rest}),"));
        }
    });
    match blueprint.breaks {
        Breaks::None => out.raw("breaks", "None"),
        Breaks::Between { minutes, on_the_clock, section_closes } => {
            let rest = format!("on_the_clock: {on_the_clock}, section_closes: {section_closes}");
            out.raw("breaks", &format!("Between(minutes: {minutes}, {rest})"));
        }
    }
    out.raw("unscored", &blueprint.unscored.to_string());
    if blueprint.calculations > 0 {
        out.raw("calculations", &blueprint.calculations.to_string());
    }
    let mix = blueprint.mix.iter();
    let mix: Vec<String> =
        mix.map(|(topic, weight)| format!("({}, {})", quoted(topic), number(*weight))).collect();
    out.raw("mix", &format!("[{}]", mix.join(", ")));
    out.raw("pass", &pass(&blueprint.pass));
    let extra = blueprint.accommodations.iter();
    let extra: Vec<String> = extra
        .map(|Accommodation::Extra { percent }| format!("Extra(percent: {percent})"))
        .collect();
    out.raw("accommodations", &format!("[{}]", extra.join(", ")));
    out.texts("sources", &blueprint.sources);
}

fn pass(pass: &Pass) -> String {
    match pass {
        Pass::Fraction(right, of) => format!("Fraction({right}, {of})"),
        Pass::Scaled { from, to, pass, estimate } => {
            let (from, to, pass) = (number(*from), number(*to), number(*pass));
            format!("Scaled(from: {from}, to: {to}, pass: {pass}, estimate: {estimate:?})")
        }
        Pass::Unpublished { bands } => {
            let bands: Vec<String> = bands.iter().map(|band| quoted(band)).collect();
            format!("Unpublished(bands: [{}])", bands.join(", "))
        }
    }
}

fn reviews(out: &mut Ron, deck: &Deck) {
    for review in &deck.reviews {
        out.line(&review_line(review));
    }
}

/// One line for each review, so that a diff shows what was added.
fn review_line(review: &Review) -> String {
    let mut fields: Vec<String> = Vec::new();
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            fields.push(format!("{name}: {}", quoted(value)));
        }
    };
    field("item", &review.item);
    field("digest", &review.digest);
    field("step", &review.step);
    field("by", &review.by);
    field("date", &review.date);
    field("answer", &review.answer);
    field("key", &review.key);
    field("confidence", &review.confidence);
    field("second_best", &review.second_best);
    field("facts", &review.facts);
    field("verdict", &review.verdict);
    field("comment", &review.comment);
    fields.push(format!("agree: {}", review.agree));
    format!("Review({}),", fields.join(", "))
}
