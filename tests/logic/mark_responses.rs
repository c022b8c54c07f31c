//! Marking and guess chances of every type.

use certdeck::domain::deck::{
    Body, Choice, Dropdown, Generated, Hotspot, Item, Match, Numeric, Order, Pair, Region, Response,
};
use certdeck::domain::item::{WrongShape, guess_chance, is_complete, mark, option_order};
use certdeck::domain::seed::Seed;

use crate::sched_make::{card, case, choice, cloze, item, option};

fn order(n: usize) -> Body {
    let steps = (0..n).map(|step| format!("s{step}")).collect();
    Body::Order(Order { stem: String::new(), steps, explain: String::new() })
}

fn matching(rights: &[&str], extra: &[&str]) -> Body {
    let pair = |(index, right): (usize, &&str)| Pair {
        left: format!("l{index}"),
        right: (*right).into(),
        why: String::new(),
    };
    Body::Match(Match {
        stem: String::new(),
        pairs: rights.iter().enumerate().map(pair).collect(),
        extra_rights: extra.iter().map(|right| (*right).into()).collect(),
        explain: String::new(),
    })
}

fn dropdown(text: &str) -> Body {
    Body::Dropdown(Dropdown { text: text.into(), explain: String::new() })
}

fn numeric(answer: f64, tolerance: f64, unit: &str) -> Body {
    let (stem, explain) = (String::new(), String::new());
    Body::Numeric(Numeric { stem, answer, tolerance, unit: unit.into(), explain })
}

fn hotspot(keys: &[bool]) -> Body {
    let region = |is_key: &bool| Region {
        name: String::new(),
        rect: [0.0; 4],
        is_key: *is_key,
        why: String::new(),
    };
    Body::Hotspot(Hotspot {
        stem: String::new(),
        image: None,
        figure: None,
        regions: keys.iter().map(region).collect(),
        explain: String::new(),
    })
}

fn asked(body: Body) -> Item {
    item("i", "t", body)
}

fn check(body: Body, response: Response, expected: Result<&[bool], WrongShape>) {
    let item = asked(body);
    let found = mark(&item, &response);
    match expected {
        Ok(parts) => {
            let found = found.unwrap();
            assert_eq!(found.parts, parts, "{response:?}");
            assert_eq!(found.is_right, parts.iter().all(|part| *part));
        }
        Err(error) => assert_eq!(found, Err(error), "{response:?}"),
    }
}

#[test]
fn choices() {
    use Response::Options;
    check(choice("", 4, 1), Options(vec![0]), Ok(&[true; 4]));
    check(choice("", 4, 1), Options(vec![2]), Ok(&[false, true, false, true]));
    check(choice("", 4, 1), Options(vec![]), Ok(&[false, true, true, true]));
    check(choice("", 4, 1), Options(vec![0, 1]), Err(WrongShape::TooMany));
    check(choice("", 4, 1), Options(vec![4]), Err(WrongShape::OutOfRange));
    check(choice("", 5, 2), Options(vec![1, 0]), Ok(&[true; 5]));
    check(choice("", 5, 2), Options(vec![1]), Ok(&[false, true, true, true, true]));
    check(choice("", 5, 2), Options(vec![1, 1]), Err(WrongShape::Twice));
    check(choice("", 5, 2), Options(vec![0, 1, 2]), Err(WrongShape::TooMany));
    check(choice("", 4, 1), Response::Number("1".into()), Err(WrongShape::OtherType));
}

#[test]
fn orders_pairs_and_blanks() {
    use Response::{Blanks, Pairs, Sequence};
    check(order(3), Sequence(vec![0, 1, 2]), Ok(&[true; 3]));
    check(order(3), Sequence(vec![0, 2, 1]), Ok(&[true, false, false]));
    check(order(3), Sequence(vec![0]), Ok(&[true, false, false]));
    check(order(3), Sequence(vec![0, 0, 1]), Err(WrongShape::Twice));
    check(order(3), Sequence(vec![3]), Err(WrongShape::OutOfRange));
    let pairs = || matching(&["a", "b"], &["c"]);
    check(pairs(), Pairs(vec![Some(0), Some(1)]), Ok(&[true; 2]));
    check(pairs(), Pairs(vec![Some(2), None]), Ok(&[false; 2]));
    check(pairs(), Pairs(vec![Some(0)]), Err(WrongShape::OutOfRange));
    check(pairs(), Pairs(vec![Some(0), Some(3)]), Err(WrongShape::OutOfRange));
    check(pairs(), Pairs(vec![Some(1), Some(1)]), Err(WrongShape::Twice));
    check(matching(&["a", "a"], &[]), Pairs(vec![Some(1), Some(0)]), Ok(&[true; 2]));
    let blanks = || dropdown("x [[a|*b]] y [[*c|d|e]]");
    check(blanks(), Blanks(vec![Some(1), Some(0)]), Ok(&[true; 2]));
    check(blanks(), Blanks(vec![Some(1), None]), Ok(&[true, false]));
    check(blanks(), Blanks(vec![Some(1), Some(3)]), Err(WrongShape::OutOfRange));
    check(blanks(), Blanks(vec![Some(1)]), Err(WrongShape::OutOfRange));
}

#[test]
fn numbers_and_places() {
    let number = |text: &str| Response::Number(text.into());
    check(numeric(1250.5, 0.0, "$"), number("$ 1,250.5"), Ok(&[true]));
    check(numeric(1250.0, 0.5, ""), number("1250.5"), Ok(&[true]));
    check(numeric(1250.0, 0.5, ""), number("1250.6"), Ok(&[false]));
    check(numeric(0.3, 0.0, ""), number("0.30000000000000004"), Ok(&[true]));
    check(numeric(25.0, 0.0, "%"), number("25%"), Ok(&[true]));
    check(numeric(25.0, 0.0, "%"), number("0.25"), Ok(&[false]));
    check(numeric(0.25, 0.0, ""), number("25%"), Ok(&[true]));
    check(numeric(12.0, 0.0, "days"), number("12 Days"), Ok(&[true]));
    check(numeric(-3.0, 0.0, ""), number("−3"), Ok(&[true]));
    check(numeric(3.0, 0.0, ""), number(""), Ok(&[false]));
    check(numeric(3.0, 0.0, ""), number("three"), Err(WrongShape::NotANumber));
    check(numeric(3.0, 0.0, ""), Response::Options(vec![0]), Err(WrongShape::OtherType));
    check(hotspot(&[true, false]), Response::Regions(vec![0]), Ok(&[true; 2]));
    check(hotspot(&[true, false]), Response::Regions(vec![1]), Ok(&[false; 2]));
    check(hotspot(&[true, false]), Response::Regions(vec![0, 1]), Err(WrongShape::TooMany));
    check(hotspot(&[true, true]), Response::Regions(vec![1, 0]), Ok(&[true; 2]));
    check(hotspot(&[true]), Response::Regions(vec![1]), Err(WrongShape::OutOfRange));
}

#[test]
fn what_is_not_marked() {
    let response = || Response::Options(vec![0]);
    let generated = Body::Generated(Generated { generator: "x".into(), parameters: Vec::new() });
    for body in [card("f", "b"), cloze("{{c1::a}}"), case("k", "t", 1).body, generated] {
        check(body, response(), Err(WrongShape::NotMarked));
    }
}

#[test]
fn complete_answers() {
    for (body, response, expected) in [
        (choice("", 5, 2), Response::Options(vec![1]), false),
        (choice("", 5, 2), Response::Options(vec![1, 4]), true),
        (order(2), Response::Sequence(vec![1]), false),
        (order(2), Response::Sequence(vec![1, 0]), true),
        (matching(&["a", "b"], &[]), Response::Pairs(vec![Some(1), None]), false),
        (matching(&["a", "b"], &[]), Response::Pairs(vec![Some(1), Some(0)]), true),
        (numeric(1.0, 0.0, ""), Response::Number("  ".into()), false),
        (numeric(1.0, 0.0, ""), Response::Number("x".into()), false),
        (numeric(1.0, 0.0, ""), Response::Number("7".into()), true),
        (hotspot(&[true, false]), Response::Regions(vec![]), false),
        (hotspot(&[true, false]), Response::Regions(vec![1]), true),
    ] {
        assert_eq!(is_complete(&asked(body), &response), expected, "{response:?}");
    }
}

#[test]
fn chances_of_a_right_guess() {
    for (body, expected) in [
        (card("f", "b"), 0.0),
        (cloze("{{c1::a}}"), 0.0),
        (numeric(1.0, 0.0, ""), 0.0),
        (choice("", 4, 1), 0.25),
        (choice("", 5, 2), 0.10),
        (choice("", 6, 3), 0.05),
        (order(4), 1.0 / 24.0),
        (matching(&["a", "b", "c"], &[]), 1.0 / 6.0),
        (matching(&["a", "b", "c"], &["d", "e"]), 1.0 / 60.0),
        (dropdown("[[*a|b]] and [[a|*b|c]]"), 1.0 / 6.0),
        (hotspot(&[true, false, false, false]), 0.25),
        (hotspot(&[true; 1]), 1.0),
        (hotspot(&[&[true][..], &[false; 19]].concat()), 0.1),
    ] {
        let found = guess_chance(&asked(body));
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
}

#[test]
fn options_keep_their_order_where_the_deck_asks_for_it() {
    let mut choice = Choice {
        stem: String::new(),
        options: (0..5).map(|index| option("", index == 0)).collect(),
        select: 1,
        explain: String::new(),
        shuffle: false,
    };
    let order = |choice: &Choice, seed| option_order(choice, &mut Seed(seed).derive("o", &["i"]));
    assert_eq!(order(&choice, 1), [0, 1, 2, 3, 4]);
    choice.shuffle = true;
    assert_eq!(order(&choice, 1), order(&choice, 1));
    assert!((0..20).any(|seed| order(&choice, seed) != order(&choice, 1)));
    let mut sorted = order(&choice, 7);
    sorted.sort_unstable();
    assert_eq!(sorted, [0, 1, 2, 3, 4]);
}
