//! Writing a deck out and reading it back gives the same deck; digests see what matters.

use certdeck::domain::deck::digest::{digest, key_digest};
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::write::{deck_to_ron, deck_to_single_ron, item_to_ron};
use certdeck::domain::deck::*;
use chrono::NaiveDate;
use proptest::prelude::*;

fn source((path, text): (String, String)) -> SourceFile {
    SourceFile { path, bytes: text.into_bytes() }
}

/// Text that a file format may stumble over; never only blank.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"#", "\"", "\\", "\n", "r#\"", "\"##", "{{", "]]", "//", "/*", "'", "\t", "\r\n",
        "\u{1}", "é", "“x”", "🦉", "None", ")", ",", "\u{feff}", "\u{7f}", "\\u{41}", " ",
    ]);
    prop::collection::vec(prop_oneof![odd.prop_map(str::to_owned), "[a-z ]{1,6}"], 0..8)
        .prop_map(|parts| format!("x{}", parts.concat()))
}

fn maybe_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

fn validity() -> impl Strategy<Value = Validity> {
    let day = || {
        prop::option::of((0..20_000_i32).prop_map(|n| {
            NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(n as u64)
        }))
    };
    (day(), day()).prop_map(|(from, until)| match (from, until) {
        (Some(a), Some(b)) => Validity { from: Some(a.min(b)), until: Some(a.max(b)) },
        (from, until) => Validity { from, until },
    })
}

/// Texts made different by their place.
fn distinct(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().enumerate().map(|(n, text)| format!("{n}{text}")).collect()
}

fn choice() -> impl Strategy<Value = Body> {
    let option = (text(), maybe_text(), any::<bool>());
    (text(), prop::collection::vec(option, 2..6), maybe_text(), any::<bool>()).prop_map(
        |(stem, options, explain, shuffle)| {
            let mut options: Vec<ChoiceOption> = options
                .into_iter()
                .enumerate()
                .map(|(n, (text, why, is_key))| ChoiceOption {
                    text: format!("{n}{text}"),
                    is_key: is_key || n == 0,
                    why,
                    trap: (n == 2).then(|| "trap".to_owned()),
                })
                .collect();
            options.last_mut().unwrap().is_key = false;
            let select = options.iter().filter(|option| option.is_key).count();
            Body::Choice(Choice { stem, options, select, explain, shuffle })
        },
    )
}

fn plain_body() -> impl Strategy<Value = Body> {
    let number = || prop_oneof![-1e6..1e6_f64, (-1000..1000_i32).prop_map(f64::from), Just(1e300)];
    prop_oneof![
        (text(), text(), any::<bool>()).prop_map(|(front, back, reverse)| Body::Card(Card {
            front,
            back,
            reverse
        })),
        maybe_text()
            .prop_map(|explain| Body::Cloze(Cloze { text: "An {{c1::owl}}.".into(), explain })),
        choice(),
        (text(), prop::collection::vec(text(), 2..6), maybe_text()).prop_map(
            |(stem, steps, explain)| {
                Body::Order(Order { stem, steps: distinct(steps), explain })
            }
        ),
        (text(), prop::collection::vec(text(), 4..8), maybe_text()).prop_map(
            |(stem, texts, why)| {
                let mut texts = distinct(texts);
                let extra_rights = vec![texts.pop().unwrap()];
                let pairs = texts
                    .iter()
                    .map(|t| Pair { left: t.clone(), right: format!("{t}r"), why: why.clone() })
                    .collect();
                Body::Match(Match { stem, pairs, extra_rights, explain: why })
            }
        ),
        maybe_text()
            .prop_map(|explain| Body::Dropdown(Dropdown { text: "[[a|*b]]\n\"#".into(), explain })),
        (text(), number(), 0.0..9.0_f64, maybe_text(), maybe_text()).prop_map(
            |(stem, answer, tolerance, unit, explain)| {
                Body::Numeric(Numeric { stem, answer, tolerance, unit, explain })
            }
        ),
        (text(), prop::option::of(text()), 0.01..0.5_f32).prop_map(|(stem, image, side)| {
            let region = |name: &str, is_key| Region {
                name: name.into(),
                rect: [side, 0.0, side, 1.0],
                is_key,
                why: stem.clone(),
            };
            let regions = vec![region("a", true), region("b\"", false)];
            let figure = Some("Burn(kind: Down, length: 2, values: [4, 2])".to_owned());
            Body::Hotspot(Hotspot {
                stem: stem.clone(),
                image,
                figure,
                regions,
                explain: String::new(),
            })
        }),
        prop::collection::btree_map(text(), number(), 0..3).prop_map(|parameters| {
            let parameters = parameters.into_iter().collect();
            Body::Generated(Generated { generator: "risk/emv".into(), parameters })
        }),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let texts = prop::collection::vec(text(), 0..3);
    (plain_body(), texts, 1..=5_u8, validity(), any::<bool>(), maybe_text()).prop_map(
        |(body, tags, difficulty, valid, is_card, note)| Item {
            id: String::new(),
            topic: "leaf".into(),
            references: tags.clone(),
            tags,
            difficulty,
            note,
            valid,
            is_card,
            body,
        },
    )
}

fn blueprint(text: &str, valid: Validity) -> Blueprint {
    Blueprint {
        id: "exam".into(),
        title: text.into(),
        code: Some(text.into()),
        valid,
        minutes: 90,
        is_open_book: true,
        is_pausable: false,
        sections: vec![Section {
            title: text.into(),
            questions: 9,
            kind: SectionKind::Cases,
            basis: Basis::Reported,
        }],
        breaks: Breaks::Between { minutes: 10, on_the_clock: true, section_closes: false },
        unscored: 1,
        calculations: 2,
        mix: vec![("leaf".into(), 12.5)],
        pass: Pass::Scaled { from: 100.0, to: 900.0, pass: 710.0, estimate: Estimate::Linear },
        accommodations: vec![Accommodation::Extra { percent: 25 }],
        sources: vec![text.into()],
    }
}

pub(crate) fn deck() -> impl Strategy<Value = Deck> {
    let items = prop::collection::vec(item(), 0..5);
    let case = prop::collection::vec(item(), 1..4);
    (items, case, maybe_text(), text(), validity()).prop_map(
        |(mut items, case, odd, title, valid)| {
            let like = case[0].clone();
            items.push(Item {
                body: Body::Case(Case { scenario: title.clone(), questions: case }),
                ..like
            });
            let mut n_items = 0;
            let mut name = |item: &mut Item| {
                n_items += 1;
                item.id = format!("i{n_items}{odd}");
            };
            for item in &mut items {
                name(item);
                if let Body::Case(case) = &mut item.body {
                    case.questions.iter_mut().for_each(&mut name);
                }
            }
            let leaf = Topic {
                id: "leaf".into(),
                title: title.clone(),
                weight: Some(12.5),
                topics: vec![],
            };
            let root = Topic { id: "root".into(), topics: vec![leaf], ..Topic::default() };
            Deck {
                id: "deck".into(),
                title: title.clone(),
                version: odd.clone(),
                language: odd.clone(),
                authors: vec![title.clone(), odd.clone()],
                licence: odd.clone(),
                status: Status::Complete,
                notice: odd.clone(),
                outline: vec![root],
                traps: vec![Trap { id: "trap".into(), title: odd.clone(), advice: title.clone() }],
                accepted: vec![Accepted {
                    lint: "D10".into(),
                    about: odd.clone(),
                    because: title.clone(),
                }],
                items,
                blueprints: vec![blueprint(&title, valid)],
                reviews: vec![Review {
                    item: "i1".into(),
                    agree: true,
                    comment: odd,
                    ..Review::default()
                }],
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn writing_and_reading_gives_the_same_deck(deck in deck()) {
        let files: Vec<SourceFile> = deck_to_ron(&deck).into_iter().map(source).collect();
        let (read, found) = read_deck(&files);
        prop_assert_eq!(&found, &vec![]);
        prop_assert_eq!(read.as_ref(), Some(&deck));
        let (read, found) = read_deck(&[source(("deck.ron".into(), deck_to_single_ron(&deck)))]);
        prop_assert_eq!(&found, &vec![]);
        prop_assert_eq!(read.as_ref(), Some(&deck));
    }
}

fn sample() -> Item {
    let text = r#"Deck(format: 1, id: "a", title: "t", outline: [Topic(id: "x", title: "X")], items: [
        Choice(id: "q", topic: "x", stem: "Which?", options: [
            Option(text: "This", correct: true, why: "Because"), Option(text: "That"), Option(text: "Those"),
        ], explain: "…"),
    ])"#;
    let (deck, found) = read_deck(&[source(("a.ron".into(), text.into()))]);
    assert_eq!(found, []);
    deck.unwrap().items.remove(0)
}

fn changed(change: impl FnOnce(&mut Item, &mut Choice)) -> (bool, bool) {
    let mut item = sample();
    let Body::Choice(mut choice) = item.body.clone() else { unreachable!("a choice") };
    change(&mut item, &mut choice);
    item.body = Body::Choice(choice);
    (digest(&item) != digest(&sample()), key_digest(&item) != key_digest(&sample()))
}

#[test]
fn digests_change_with_the_meaning() {
    assert_eq!(digest(&sample()).len(), 16);
    assert_eq!(changed(|_, _| {}), (false, false));
    assert_eq!(changed(|item, _| item.tags.push("level:apply".into())), (false, false));
    assert_eq!(changed(|_, choice| choice.explain.push('!')), (false, false));
    assert_eq!(changed(|_, choice| choice.options[0].why.push('!')), (false, false));
    assert_eq!(changed(|_, choice| choice.stem.push('!')), (true, false));
    assert_eq!(changed(|_, choice| choice.options[1].text.push('!')), (true, false));
    assert_eq!(changed(|_, choice| choice.options.swap(0, 1)), (true, false));
    assert_eq!(changed(|_, choice| choice.options[0].text.push('!')), (true, true));
    let other_key = |_: &mut Item, choice: &mut Choice| {
        choice.options[0].is_key = false;
        choice.options[1].is_key = true;
    };
    assert_eq!(changed(other_key), (true, true));
}

#[test]
fn an_item_reads_as_people_write_it() {
    let text = item_to_ron(&sample());
    assert!(text.starts_with("Choice(\n    id: \"q\",\n    topic: \"x\",\n"), "{text}");
    assert!(text.ends_with(')'), "{text}");
}
