//! What a question shows, and what a step of the learner makes of the response.

use certdeck::app::view::question::{
    DropdownPart, Layout, QuestionBody, QuestionView, Reveal, number_words, question_view,
};
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::{Body, Item, Response};
use certdeck::domain::item::{is_complete, is_partial, mark};
use certdeck::domain::seed::Seed;
use proptest::prelude::*;

/// The item with this id of the deck of all types.
pub(crate) fn item(id: &str) -> Item {
    let bytes = include_bytes!("../golden/types/types.ron").to_vec();
    let (deck, found) = read_deck(&[SourceFile { path: "types.ron".into(), bytes }]);
    assert!(found.is_empty(), "{found:?}");
    let deck = deck.expect("a deck");
    deck.askable().find(|item| item.id == id).expect("an item").clone()
}

/// Ids of one item of every type that is marked.
const MARKED: [&str; 8] =
    ["single", "several", "order", "match", "dropdown", "numeric", "hotspot", "hotspot-two"];

fn layout(item: &Item, seed: u64) -> Layout {
    Layout::of(item, &mut Seed(seed).derive("options", &[&item.id]))
}

fn view(id: &str, response: Option<&Response>, reveal: Reveal) -> QuestionView {
    let item = item(id);
    question_view(&item, &Layout::plain(&item), response, reveal).expect("it is marked")
}

#[test]
fn the_same_seed_shows_the_same_order() {
    for id in ["order", "match"] {
        let item = item(id);
        assert_eq!(layout(&item, 7), layout(&item, 7));
        assert!((0..9).any(|seed| layout(&item, seed) != layout(&item, 9)), "{id} is mixed");
    }
    assert_eq!(layout(&item("single"), 3), Layout::plain(&item("single")), "not to be shuffled");
}

#[test]
fn steps_never_begin_in_the_right_order() {
    let item = item("order");
    for seed in 0..500 {
        let right = Response::Sequence(layout(&item, seed).places);
        assert!(is_complete(&item, &right));
        assert!(!mark(&item, &right).expect("it fits").is_right, "seed {seed}");
    }
}

#[test]
fn cards_have_no_view() {
    let mut card = item("single");
    card.body = Body::Generated(certdeck::domain::deck::Generated {
        generator: "x".into(),
        parameters: Vec::new(),
    });
    assert_eq!(question_view(&card, &Layout::default(), None, Reveal::Hidden), None);
}

/// Everything in the deck that tells an answer, in words.
const SECRETS: [&str; 6] = [
    "Status has one owner",
    "Facts and rules",
    "Nothing is changed",
    "signed by the sponsor",
    "150,000",
    "High power, low interest",
];

#[test]
fn a_hidden_view_tells_nothing() {
    for id in MARKED {
        let view = view(id, None, Reveal::Hidden);
        let words = format!("{view:?}");
        for secret in SECRETS {
            assert!(!words.contains(secret), "{id} tells “{secret}”");
        }
        let facts = ["is_key: Some", "key: Some", "is_right: Some", "answer: Some"];
        assert!(facts.iter().all(|fact| !words.contains(fact)), "{id}: {words}");
        assert!(!view.is_touched && !view.is_complete, "{id}");
        assert_eq!(view.explain, "", "{id}");
    }
}

#[test]
fn hints_say_what_is_left() {
    let blanks = |given: [Option<usize>; 3]| Response::Blanks(given.to_vec());
    for (id, response, hint, is_complete) in [
        ("single", None, "Choose one", false),
        ("single", Some(Response::Options(vec![2])), "1 of 1 chosen", true),
        ("several", None, "Choose 2, 0 chosen", false),
        ("several", Some(Response::Options(vec![0])), "Choose 2, 1 chosen", false),
        ("several", Some(Response::Options(vec![0, 4])), "2 of 2 chosen", true),
        ("order", None, "Put the steps in order", false),
        ("order", Some(Response::Sequence(vec![4, 3, 2, 1, 0])), "In your order", true),
        ("match", Some(Response::Pairs(vec![Some(3), None, None])), "1 of 3 matched", false),
        ("dropdown", Some(blanks([None, Some(1), Some(0)])), "2 of 3 filled in", false),
        ("dropdown", Some(blanks([Some(0), Some(1), Some(0)])), "3 of 3 filled in", true),
        ("numeric", None, "Type a number", false),
        (
            "numeric",
            Some(Response::Number("12 b".into())),
            "This cannot be read as a number",
            false,
        ),
        ("numeric", Some(Response::Number("1,250.5".into())), "Number typed", true),
        ("hotspot", None, "Choose one place", false),
        ("hotspot-two", Some(Response::Regions(vec![1])), "Choose 2 places, 1 chosen", false),
    ] {
        let view = view(id, response.as_ref(), Reveal::Hidden);
        assert_eq!(
            (view.hint.as_str(), view.is_complete),
            (hint, is_complete),
            "{id} {response:?}"
        );
        assert_eq!(view.is_touched, response.is_some());
    }
}

#[test]
fn one_more_than_asked_for_changes_nothing() {
    let chosen = Response::Options(vec![0, 2]);
    let full = view("several", Some(&chosen), Reveal::Hidden);
    assert_eq!(full.toggled(1), None);
    assert_eq!(full.full_words().as_deref(), Some("2 of 2 chosen"));
    assert_eq!(full.toggled(2), Some(Response::Options(vec![0])));
    let one = view("single", Some(&Response::Options(vec![3])), Reveal::Hidden);
    assert_eq!(one.toggled(1), Some(Response::Options(vec![1])), "another takes its place");
    assert_eq!(one.toggled(3), None, "one of one stays chosen");
    assert_eq!(one.full_words(), None);
    assert_eq!(one.toggled(9), None);
    let shown = view("several", Some(&chosen), Reveal::Shown);
    assert_eq!(shown.toggled(0), None, "nothing changes once the answer is shown");
}

#[test]
fn the_learners_choice_comes_first_and_keeps_its_letter() {
    let chosen = Response::Options(vec![1, 3]);
    let view = view("several", Some(&chosen), Reveal::Shown);
    let QuestionBody::Choice(choice) = &view.body else { panic!("a choice") };
    let letters: String = choice.options.iter().map(|option| option.letter).collect();
    assert_eq!(letters, "BDACE", "chosen, then missed, then the rest");
    assert_eq!(view.is_right, Some(false));
    assert!(choice.options.iter().all(|option| !option.why.is_empty()));
}

#[test]
fn struck_options_are_shown_struck() {
    let view = view("single", None, Reveal::Hidden).with_struck(&[1, 2]);
    let QuestionBody::Choice(choice) = &view.body else { panic!("a choice") };
    let struck: Vec<bool> = choice.options.iter().map(|option| option.is_struck).collect();
    assert_eq!(struck, [false, true, true, false]);
}

#[test]
fn a_step_is_moved() {
    let view = view("order", None, Reveal::Hidden);
    let QuestionBody::Order(order) = &view.body else { panic!("an order") };
    assert_eq!(order.moved(0, 2), Response::Sequence(vec![1, 2, 0, 3, 4]));
    assert_eq!(order.moved(4, 0), Response::Sequence(vec![4, 0, 1, 2, 3]));
    assert_eq!(order.moved(1, 99), Response::Sequence(vec![0, 2, 3, 4, 1]));
    assert_eq!(order.moved(99, 0), order.as_shown());
}

#[test]
fn a_right_belongs_to_one_left() {
    let given = Response::Pairs(vec![Some(3), Some(0), None]);
    let view = view("match", Some(&given), Reveal::Hidden);
    let QuestionBody::Match(matching) = &view.body else { panic!("a match") };
    assert_eq!(matching.paired(2, Some(3)), Response::Pairs(vec![None, Some(0), Some(3)]));
    assert_eq!(matching.paired(1, None), Response::Pairs(vec![Some(3), None, None]));
    let used: Vec<Option<usize>> = matching.rights.iter().map(|right| right.used_by).collect();
    assert_eq!(used, [Some(1), None, None, Some(0)]);
}

#[test]
fn a_blank_is_filled_and_cleared() {
    let given = Response::Blanks(vec![Some(2), None, None]);
    let view = view("dropdown", Some(&given), Reveal::Shown);
    let QuestionBody::Dropdown(dropdown) = &view.body else { panic!("a dropdown") };
    let some = dropdown.filled(2, Some(1));
    assert_eq!(some, Response::Blanks(vec![Some(2), None, Some(1)]));
    assert_eq!(dropdown.filled(0, None), Response::Blanks(vec![None, None, None]));
    let keys: Vec<Option<usize>> = dropdown
        .parts
        .iter()
        .filter_map(|part| match part {
            DropdownPart::Blank(blank) => Some(blank.key),
            DropdownPart::Text(_) => None,
        })
        .collect();
    assert_eq!(keys, [Some(1), Some(0), Some(0)]);
}

#[test]
fn what_was_not_answered_is_shown_all_the_same() {
    let order = view("order", None, Reveal::Shown);
    let QuestionBody::Order(body) = &order.body else { panic!("an order") };
    let places: Vec<usize> = body.steps.iter().map(|step| step.index).collect();
    assert_eq!(places, [0, 1, 2, 3, 4], "the right order");
    assert!(body.steps.iter().all(|step| step.is_right.is_none()));
    for id in MARKED {
        assert_eq!(view(id, None, Reveal::Shown).is_right, Some(false), "{id}");
    }
}

#[test]
fn a_number_is_shown_with_its_unit() {
    let answer = |unit: &str| {
        let mut item = item("numeric");
        if let Body::Numeric(numeric) = &mut item.body {
            unit.clone_into(&mut numeric.unit);
        }
        let view = question_view(&item, &Layout::default(), None, Reveal::Shown).expect("marked");
        let QuestionBody::Numeric(numeric) = view.body else { panic!("a number") };
        numeric.answer.expect("shown")
    };
    for (unit, words) in
        [("$", "$150,000"), ("%", "150,000%"), ("days", "150,000 days"), ("", "150,000")]
    {
        assert_eq!(answer(unit), words);
    }
    assert_eq!(number_words(-1234.5), "−1,234.5");
}

/// Answers a question at random by the steps that its widgets offer.
fn answered(id: &str, seed: u64, steps: &[(usize, usize)]) -> Option<Response> {
    let item = item(id);
    let layout = layout(&item, seed);
    let mut response = None;
    for &(a, b) in steps {
        let view = question_view(&item, &layout, response.as_ref(), Reveal::Hidden)?;
        let next = match &view.body {
            QuestionBody::Choice(_) | QuestionBody::Hotspot(_) => view.toggled(a),
            QuestionBody::Order(order) => Some(order.moved(a, b)),
            QuestionBody::Match(matching) => Some(matching.paired(a, Some(b))),
            QuestionBody::Dropdown(dropdown) => {
                let choice = |part: &DropdownPart| match part {
                    DropdownPart::Blank(blank) if blank.place == a => Some(b % blank.choices.len()),
                    _ => None,
                };
                Some(dropdown.filled(a, dropdown.parts.iter().find_map(choice)))
            }
            QuestionBody::Numeric(_) => Some(Response::Number(format!("{a}x{b}"))),
        };
        response = next.or(response);
    }
    response
}

proptest! {
    #[test]
    fn whatever_the_learner_does_fits_the_item(
        which in 0..MARKED.len(),
        seed: u64,
        steps in proptest::collection::vec((0..6_usize, 0..6_usize), 1..12),
    ) {
        let id = MARKED[which];
        if let Some(response) = answered(id, seed, &steps) {
            prop_assert!(is_partial(&item(id), &response), "{} {:?}", id, response);
        }
    }
}
