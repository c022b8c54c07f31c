//! Figures: every kind is read, laid out within its size, told in words, and written for other programs.

use std::path::{Path, PathBuf};

use certdeck::domain::deck::Deck;
use certdeck::domain::deck::diagnostic::Diagnostic;
use certdeck::domain::deck::parse::SourceFile;
use certdeck::domain::deck::parse::read_deck;
use certdeck::domain::figure::{
    Figure, Part, Scene, Shape, number, parts, without_figures, written_out,
};
use certdeck::port::figure::{png, rgb, svg};
use certdeck::ui::theme::LIGHT;
use proptest::prelude::*;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/figures")
}

/// Every golden figure with its name.
fn all() -> Vec<(String, Figure)> {
    let mut found: Vec<(String, Figure)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let source = std::fs::read_to_string(&path).unwrap();
            let figure = Figure::parse(&source)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), figure)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn points(shape: &Shape) -> Vec<(f32, f32)> {
    match shape {
        Shape::Box { at: [x, y, width, height], .. } => vec![(*x, *y), (x + width, y + height)],
        Shape::Line { points, .. } | Shape::Area { points, .. } => points.clone(),
        Shape::Band { across, upper, lower, .. } => {
            let both = across.iter().zip(upper).chain(across.iter().zip(lower));
            both.map(|(x, y)| (*x, *y)).collect()
        }
        Shape::Dot { at: (x, y), radius, .. } => {
            vec![(x - radius, y - radius), (x + radius, y + radius)]
        }
        Shape::Text { at, .. } => vec![*at],
    }
}

fn is_inside(scene: &Scene) -> bool {
    let (width, height) = scene.size;
    let is_in = |(x, y): (f32, f32)| {
        (-2.0..=width + 2.0).contains(&x) && (-2.0..=height + 2.0).contains(&y)
    };
    scene.shapes.iter().flat_map(points).all(is_in)
}

#[test]
fn every_kind_has_a_golden_figure() {
    let titles: std::collections::BTreeSet<&str> =
        all().iter().map(|(_, figure)| figure.title()).collect();
    assert_eq!(titles.len(), 14, "{titles:?}");
}

#[test]
fn figures_stay_inside_their_size_at_any_width() {
    for (name, figure) in all() {
        for width in [100.0, 400.0, 560.0, 640.0, 5000.0] {
            let scene = figure.scene(width);
            assert!(is_inside(&scene), "{name} at {width}");
            assert!(scene.size.0 > 100.0 && scene.size.1 > 40.0, "{name}");
            assert!(!scene.targets.is_empty(), "{name} has nothing to point at");
            for target in &scene.targets {
                let [left, top, wide, high] = scene.target(&target.name).unwrap();
                assert!(left > -0.05 && top > -0.05 && wide > 0.0 && high > 0.0, "{name}");
                assert!(left + wide < 1.06 && top + high < 1.06, "{name} {target:?}");
            }
        }
    }
}

/// Whatever number or name stands in the source stands in the words: they alone are enough.
#[test]
fn words_hold_all_that_the_source_says() {
    for (name, figure) in all() {
        let source = std::fs::read_to_string(folder().join(format!("{name}.ron"))).unwrap();
        let words = figure.words();
        for text in source.split('"').skip(1).step_by(2) {
            let is_said = words.contains(text) || words.contains(text.trim_end_matches('s'));
            assert!(text.is_empty() || is_said, "{name} does not say “{text}”: {words}");
        }
        let is_digit = |c: char| c.is_ascii_digit() || c == '.';
        let plain: String = source.split('"').step_by(2).collect();
        for digits in plain.split(|c| !is_digit(c)).filter(|text| !text.is_empty()) {
            let value: f64 = digits.parse().unwrap();
            let said = [value, value * 100.0].map(number);
            // Levels of a matrix are counted in the source and named in the words; `length` is said.
            let is_level = name == "matrix" && value.fract() == 0.0;
            assert!(is_level || said.iter().any(|text| words.contains(text)), "{name}: {digits}");
        }
    }
}

#[test]
fn figures_are_written_for_other_programs() {
    for (name, figure) in all() {
        let text = svg(&figure);
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut n_texts = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "text" => {
                    n_texts += 1;
                }
                _ => {}
            }
        }
        assert!(n_texts >= 4, "{name} has {n_texts} texts");
        let picture = image::load_from_memory(&png(&figure).unwrap()).unwrap().to_rgb8();
        let n_dark = picture.pixels().filter(|pixel| pixel.0.iter().all(|c| *c < 120)).count();
        assert!(picture.width() > 400 && n_dark > 300, "{name} is blank");
    }
}

/// The colours on paper are those of the light theme.
#[test]
fn paper_has_the_colours_of_the_light_theme() {
    use certdeck::domain::figure::Ink;
    for (ink, token) in [
        (Ink::Text, LIGHT.text),
        (Ink::Muted, LIGHT.muted),
        (Ink::Line, LIGHT.line),
        (Ink::Surface, LIGHT.surface),
        (Ink::Track, LIGHT.track),
        (Ink::Accent, LIGHT.accent),
        (Ink::AccentSoft, LIGHT.accent_soft),
        (Ink::Good, LIGHT.good),
        (Ink::GoodSoft, LIGHT.good_soft),
        (Ink::Bad, LIGHT.bad),
        (Ink::BadSoft, LIGHT.bad_soft),
        (Ink::Warn, LIGHT.warn),
        (Ink::WarnSoft, LIGHT.warn_soft),
    ] {
        assert_eq!(rgb(ink), Some([token.r(), token.g(), token.b()]), "{ink:?}");
    }
}

/// Source, and a piece of the message that says what is wrong.
const FAULTS: &[(&str, &str)] = &[
    ("", "Line 1"),
    ("Nothing(x: 1)", "Line 1"),
    ("Network(activities: [])", "1 to 24 activities"),
    ("Network(activities: [(name: \"A\", time: 1, after: [\"B\"])])", "stand earlier"),
    ("Network(activities: [(name: \"A\", time: -1)])", "between 0 and 9999"),
    ("Network(activities: [(name: \"A\", time: 1), (name: \"A\", time: 1)])", "same name"),
    ("Network(activities: [(name: \"A\", tine: 1)])", "tine"),
    ("Gantt(bars: [(name: \"A\", start: 3, end: 3)])", "ends after it begins"),
    ("EarnedValue(planned: [1], earned: [1, 2], actual: [1])", "as many values"),
    ("EarnedValue(planned: [inf], earned: [1], actual: [1])", "no number"),
    ("Burn(kind: Up, length: 4, values: [1])", "scope"),
    ("Burn(kind: Down, length: 0, values: [1])", "between 1 and 120"),
    (
        "CumulativeFlow(stages: [(name: \"A\", items: [1, 2]), (name: \"B\", items: [1])])",
        "as many",
    ),
    ("Control(mean: 5, limits: (6, 7), values: [1, 2])", "between the limits"),
    ("Pareto(causes: [(name: \"A\", count: 0), (name: \"B\", count: 1)])", "above 0"),
    (
        "Tornado(base: 1, measure: \"x\", factors: [(name: \"A\", low: 1, high: 1), (name: \"B\", low: 1, high: 1)])",
        "No factor",
    ),
    ("DecisionTree(root: Chance([(name: \"A\", chance: 0.5, to: End(1))]))", "sum to 1"),
    ("DecisionTree(root: End(1))", "begins with"),
    ("Raci(roles: [\"A\"], work: [(name: \"B\", letters: [\"X\"])])", "R, A, C, I"),
    (
        "Grid(across: \"a\", up: \"b\", spots: [(name: \"A\", across: 11, up: 1)])",
        "between 0 and 10",
    ),
    (
        "Matrix(probability: [(\"a\", 1), (\"b\", 2)], impact: [(\"a\", 1), (\"b\", 2)], limits: (1, 2), risks: [(name: \"A\", probability: 3, impact: 1)])",
        "levels that there are",
    ),
    ("Organisation(root: (name: \"A\", under: [(name: \"A\")]))", "same name"),
];

#[test]
fn faults_are_named() {
    for (source, piece) in FAULTS {
        let error = Figure::parse(source).expect_err(source).to_string();
        assert!(error.contains(piece), "{source}: {error}");
    }
    let deep = format!("DecisionTree(root: {}", "Decision([(name: \"a\", to: ".repeat(500));
    assert!(Figure::parse(&deep).is_err());
    let long = "x".repeat(30_000);
    assert!(Figure::parse(&long).expect_err("long").to_string().contains("20,000"));
}

#[test]
fn texts_are_cut_into_words_and_figures() {
    let text = "Before.\n\n```figure\nBurn(kind: Down, length: 2, values: [4, 2])\n```\n\nAfter?";
    let found = parts(text);
    assert!(matches!(
        found.as_slice(),
        [Part::Text(before), Part::Figure(_, Ok(_)), Part::Text(after)]
            if before.trim() == "Before." && after.trim() == "After?"
    ));
    assert_eq!(without_figures(text).split_whitespace().collect::<Vec<_>>(), ["Before.", "After?"]);
    assert!(written_out(text).contains("day 0: 4, day 1: 2"), "{}", written_out(text));
    // A block that is never closed stays a text.
    assert!(matches!(parts("a ```figure b").as_slice(), [Part::Text("a ```figure b")]));
    assert_eq!(written_out("plain"), "plain");
}

fn read(text: &str) -> (Deck, Vec<Diagnostic>) {
    let file = SourceFile { path: "d.ron".to_owned(), bytes: text.as_bytes().to_vec() };
    let (deck, found) = read_deck(&[file]);
    (deck.unwrap_or_default(), found)
}

const DECK: &str = "Deck(format: 1, id: \"d\", title: \"D\", language: \"en\", outline: [Topic(id: \"t\", title: \"T\")], items: [";

#[test]
fn a_broken_figure_is_reported_and_the_rest_stays() {
    let card = |id: &str, figure: &str| {
        format!(
            "Card(id: \"{id}\", topic: \"t\", front: \"Q\\n```figure\\n{figure}\\n```\", back: \"A\"),"
        )
    };
    let good = card("good", "Burn(kind: Down, length: 2, values: [4, 2])");
    let bad = card("bad", "Burn(kind: Down, length: 2, values: [])");
    let (deck, found) = read(&format!("{DECK}{good}{bad}])"));
    let ids: Vec<&str> = deck.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["good"]);
    let told: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    assert!(told.iter().any(|text| text.contains("figure cannot be drawn")), "{told:?}");
}

#[test]
fn regions_can_be_parts_of_a_figure() {
    let hotspot = |name: &str| {
        format!(
            "{DECK}Hotspot(id: \"h\", topic: \"t\", stem: \"Which one is critical?\", figure: \"Network(activities: \
             [(name: \\\"A\\\", time: 3), (name: \\\"B\\\", time: 1)])\", regions: [(name: \"{name}\", correct: true), \
             (name: \"B\")]),])"
        )
    };
    let (deck, found) = read(&hotspot("A"));
    assert_eq!(deck.items.len(), 1, "{found:?}");
    let (deck, found) = read(&hotspot("C"));
    assert_eq!(deck.items.len(), 0);
    assert!(found.iter().any(|d| d.message.contains("has no part “C”")));
}

proptest! {
    #[test]
    fn no_source_breaks_the_reader(text in "\\PC{0,200}") {
        drop(Figure::parse(&text));
        drop(parts(&format!("{text}```figure{text}```{text}")));
    }

    #[test]
    fn any_network_is_laid_out(times in prop::collection::vec(0_u32..50, 1..24), links in any::<u64>()) {
        let rows: Vec<String> = times
            .iter()
            .enumerate()
            .map(|(at, time)| {
                let after: Vec<String> = (0..at)
                    .filter(|other| (links >> ((at * 7 + other) % 61)) & 1 == 1)
                    .take(3)
                    .map(|other| format!("\"n{other}\""))
                    .collect();
                format!("(name: \"n{at}\", time: {time}, after: [{}])", after.join(", "))
            })
            .collect();
        let source = format!("Network(dates: true, activities: [{}])", rows.join(", "));
        let figure = Figure::parse(&source).unwrap();
        let scene = figure.scene(640.0);
        prop_assert!(is_inside(&scene));
        prop_assert_eq!(scene.targets.len(), times.len());
    }
}

const WITH_FIGURE: &str =
    "What is left?\n\n```figure\nBurn(kind: Down, length: 2, values: [4, 2])\n```\n";

#[test]
fn other_programs_get_a_drawing_or_the_words() {
    let html = certdeck::port::html::from_markdown(WITH_FIGURE, &());
    assert!(html.contains("<svg") && html.contains("</svg>") && !html.contains("```"), "{html}");
    let card = format!("Card(id: \"c\", topic: \"t\", front: {WITH_FIGURE:?}, back: \"2\"),");
    let (deck, found) = read(&format!("{DECK}{card}])"));
    assert_eq!(deck.items.len(), 1, "{found:?}");
    for text in [
        certdeck::port::writers::anki_text(&deck).text,
        certdeck::port::writers::spreadsheet(&deck).text,
        certdeck::port::writers::markdown(&deck).text,
    ] {
        let is_told = text.contains("day 0: 4, day 1: 2") || text.contains("<svg");
        assert!(is_told && !text.contains("What is left?<br>```"), "{text}");
    }
    // Our own files keep the source.
    let own = certdeck::domain::deck::write::deck_to_single_ron(&deck);
    let (again, _) = read(&own);
    assert_eq!(again.items, deck.items);
}

#[test]
fn reports_draw_figures() {
    use certdeck::port::pdf::{Block, Document, write};
    let with = |figure: bool| {
        let mut blocks = vec![Block::Heading("What was missed".to_owned())];
        for (_, one) in all().into_iter().filter(|_| figure) {
            blocks.push(Block::Figure(Box::new(one)));
        }
        write(&Document { title: "T".to_owned(), blocks }).unwrap()
    };
    let (with, without) = (with(true), with(false));
    assert!(with.starts_with(b"%PDF") && with.len() > without.len() + 4_000);
}
