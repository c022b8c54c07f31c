//! Every type of question, answered by mouse and by keyboard alone.

use std::path::Path;

use certdeck::domain::deck::Response;
use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::domain::event::{Answer, Confidence, EventBody};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::{By, Queryable as _};

use crate::study::{state, type_text};
use crate::support::{Desk, Setup};

/// A folder with the deck of all types, cut down to one item.
fn deck_of(item: &str) -> tempfile::TempDir {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/types");
    let bytes = std::fs::read(source.join("types.ron")).expect("the deck of all types");
    let (deck, found) = read_deck(&[SourceFile { path: "types.ron".into(), bytes }]);
    assert!(found.is_empty(), "{found:?}");
    let mut deck = deck.expect("a deck");
    deck.items.retain(|other| other.id == item);
    assert_eq!(deck.items.len(), 1, "{item} is in the deck");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("types.ron"), deck_to_single_ron(&deck)).expect("written");
    std::fs::create_dir(folder.path().join("media")).expect("a folder");
    let picture = source.join("media/grid.png");
    std::fs::copy(picture, folder.path().join("media/grid.png")).expect("copied");
    folder
}

/// A desk with this item on the screen.
pub(crate) fn asked_in(setup: Setup, item: &str) -> Desk {
    let mut desk = Desk::with_decks(setup, deck_of(item));
    desk.settle();
    for _ in 0..3 {
        desk.press(Key::Enter);
    }
    desk
}

fn asked(item: &str) -> Desk {
    asked_in(Setup::default(), item)
}

/// Goes on to the next item and gives the answer that was kept.
fn kept(desk: &mut Desk, item: &str) -> Answer {
    desk.press(Key::Space);
    let history = state(desk).store().history("types", item).expect("the log can be read");
    let answer = history.into_iter().find_map(|entry| match entry.event.body {
        EventBody::Answer(answer) => Some(answer),
        _ => None,
    });
    answer.expect("an answer was kept")
}

/// Goes on, and checks what was kept.
fn check(desk: &mut Desk, item: &str, response: &Response, is_right: bool) {
    let word = if is_right { "Right" } else { "Wrong" };
    let verdict = desk.harness.query_all_by_label_contains(word).count();
    assert!(verdict > 0, "{word} is said");
    let answer = kept(desk, item);
    assert_eq!(answer.response, serde_json::to_value(response).expect("JSON"), "{item}");
    assert_eq!(answer.is_right, Some(is_right), "{item}");
}

/// Whether the answer waits for the check: S would take it.
fn is_ready(desk: &Desk) -> bool {
    desk.harness.query_by_label("How sure are you?").is_some()
}

fn press_button(desk: &mut Desk, name: &str) {
    desk.harness.get_by_role_and_label(Role::Button, name).click();
    desk.settle();
}

/// Presses Tab until something with this name has the focus.
pub(crate) fn tab_to(desk: &mut Desk, name: &str) {
    for _ in 0..40 {
        desk.press(Key::Tab);
        let mut nodes = desk.harness.query_all_by_label_contains(name);
        if nodes.any(|node| node.is_focused()) {
            return;
        }
    }
    panic!("no Tab leads to “{name}”");
}

fn centre(desk: &Desk, name: &str) -> Pos2 {
    desk.harness.get_by_label_contains(name).rect().center()
}

fn drag(desk: &mut Desk, from: Pos2, to: Pos2) {
    desk.harness.drag_at(from);
    desk.settle();
    desk.harness.hover_at(from + (to - from) * 0.5);
    desk.settle();
    desk.harness.hover_at(to);
    desk.settle();
    desk.harness.drop_at(to);
    desk.settle();
}

#[test]
fn single_choice_by_mouse_and_by_key() {
    let mut desk = asked("single");
    assert!(!is_ready(&desk));
    desk.press(Key::S);
    assert!(desk.harness.query_by_label_contains("Next").is_none(), "nothing to check yet");
    desk.harness
        .get_by_role_and_label(
            Role::RadioButton,
            "B. The head of the department, as the senior person in the room.",
        )
        .click();
    desk.settle();
    assert!(is_ready(&desk));
    desk.harness.get_by_label_contains("A. The project manager").click();
    desk.settle();
    press_button(&mut desk, "Sure");
    check(&mut desk, "single", &Response::Options(vec![0]), true);

    let mut desk = asked("single");
    desk.press(Key::Num2);
    desk.press(Key::G);
    desk.harness.get_by_label_contains("Trap: A title is taken for power");
    let first = desk.harness.get_by_label_contains("B. The head").rect();
    let second = desk.harness.get_by_label_contains("A. The project manager").rect();
    assert!(first.top() < second.top(), "the learner's choice comes first");
    check(&mut desk, "single", &Response::Options(vec![1]), false);
}

#[test]
fn an_option_with_the_focus_is_chosen_by_space_and_checked_by_enter() {
    let mut desk = asked("single");
    tab_to(&mut desk, "C. The tester");
    desk.press(Key::Space);
    assert!(is_ready(&desk));
    desk.press(Key::Enter);
    let answer = kept(&mut desk, "single");
    assert_eq!(answer.confidence, Some(Confidence::ThinkSo));
    assert_eq!(answer.response, serde_json::json!({ "Options": [2] }));
}

#[test]
fn down_goes_to_the_first_part() {
    for (item, part) in [
        ("single", "A. The project manager"),
        ("order", "1 of 5: "),
        ("match", "Project charter"),
        ("dropdown", "Blank 1 of 3"),
        ("numeric", "Your answer in $"),
        ("hotspot", "A. Keep satisfied"),
    ] {
        let mut desk = asked(item);
        desk.press(Key::ArrowDown);
        let mut nodes = desk.harness.query_all_by_label_contains(part);
        assert!(nodes.any(|node| node.is_focused()), "{item}: {part} has the focus");
    }
}

#[test]
fn an_idle_question_draws_nothing_anew() {
    for item in ["single", "order", "match", "dropdown", "numeric", "hotspot", "case"] {
        let mut desk = asked(item);
        desk.press(Key::ArrowDown);
        if item == "match" {
            desk.press(Key::Space);
        }
        assert!(desk.harness.run_ok().is_some(), "{item} settles");
    }
}

#[test]
fn several_are_held_to_their_number() {
    let mut desk = asked("several");
    desk.press(Key::A);
    assert!(!is_ready(&desk));
    desk.harness.get_by_label("Choose 2, 1 chosen");
    desk.harness.get_by_label("Select 2");
    desk.press(Key::S);
    assert!(!is_ready(&desk), "a partial answer is not checked");
    desk.press(Key::C);
    assert!(is_ready(&desk));
    desk.press(Key::D);
    desk.harness.get_by_label_contains("2 of 2 chosen. Unchoose one first.");
    desk.harness.get_by_label_contains("B. Look up").click();
    desk.settle();
    desk.press(Key::Enter);
    check(&mut desk, "several", &Response::Options(vec![0, 2]), false);

    let mut desk = asked("several");
    for key in [Key::A, Key::C, Key::C, Key::B] {
        desk.press(key);
    }
    desk.press(Key::S);
    check(&mut desk, "several", &Response::Options(vec![0, 1]), true);
}

/// Texts of the steps of "order", cut short, in the right order.
const STEPS: [&str; 5] = ["Write the", "Work out", "Put the request", "Update the", "Tell every"];

/// The step that stands at a place, from 0.
fn step_at(desk: &Desk, place: usize) -> usize {
    let shown = format!("{} of 5: ", place + 1);
    let is_there =
        |step: &&str| desk.harness.query_by_label_contains(&format!("{shown}{step}")).is_some();
    STEPS.iter().position(is_there).expect("a step stands there")
}

fn place_of(desk: &Desk, step: usize) -> usize {
    (0..5).find(|&place| step_at(desk, place) == step).expect("the step is there")
}

#[test]
fn steps_are_put_in_order_by_key() {
    let mut desk = asked("order");
    assert!((0..5).any(|place| step_at(&desk, place) != place), "never the right order at first");
    desk.press(Key::S);
    assert!(!is_ready(&desk), "an untouched order is no answer");
    for (target, step) in STEPS.iter().enumerate() {
        tab_to(&mut desk, &format!(": {step}"));
        let from = place_of(&desk, target);
        desk.press(Key::Space);
        desk.harness.get_by_label_contains("lifted at");
        for _ in target..from {
            desk.press(Key::ArrowUp);
        }
        desk.press(Key::Space);
        desk.harness.get_by_label_contains(&format!("put down at {} of 5", target + 1));
        assert_eq!(place_of(&desk, target), target);
    }
    assert!(is_ready(&desk));
    desk.press(Key::Enter);
    desk.harness
        .get_by_label_contains("1 of 5: Write the request into the change log. ✓ Right place");
    check(&mut desk, "order", &Response::Sequence(vec![0, 1, 2, 3, 4]), true);
}

#[test]
fn alt_moves_a_step_and_escape_puts_it_back() {
    let mut desk = asked("order");
    let before: Vec<usize> = (0..5).map(|place| step_at(&desk, place)).collect();
    tab_to(&mut desk, "1 of 5");
    desk.press_with(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(step_at(&desk, 1), before[0]);
    desk.harness.get_by_label_contains(", now 2 of 5");
    desk.press(Key::Space);
    desk.press(Key::ArrowDown);
    desk.press(Key::ArrowDown);
    assert_eq!(step_at(&desk, 3), before[0]);
    desk.press(Key::Escape);
    assert_eq!(step_at(&desk, 1), before[0], "back where it was lifted");
    assert_eq!(state(&desk).screen(), certdeck::app::Screen::Study, "Esc went to the step");
    desk.press(Key::ArrowUp);
    desk.press_with(Modifiers::ALT, Key::ArrowDown);
    let now: Vec<usize> = (0..5).map(|place| step_at(&desk, place)).collect();
    assert_eq!(now, before, "the row above had the focus and changed places");
}

#[test]
fn steps_are_dragged_and_moved_by_buttons() {
    let mut desk = asked("order");
    let before: Vec<usize> = (0..5).map(|place| step_at(&desk, place)).collect();
    let (from, to) = (centre(&desk, "1 of 5"), centre(&desk, "3 of 5"));
    drag(&mut desk, from, to + egui::vec2(0.0, 8.0));
    assert_eq!(step_at(&desk, 2), before[0]);
    assert_eq!(step_at(&desk, 0), before[1]);
    let moved = format!("Move up: {}", STEPS[before[0]]);
    desk.harness.get_by_label_contains(&moved).click();
    desk.settle();
    assert_eq!(step_at(&desk, 1), before[0]);
    let now: Vec<usize> = (0..5).map(|place| step_at(&desk, place)).collect();
    let is_right = now == [0, 1, 2, 3, 4];
    desk.press(Key::S);
    if !is_right {
        desk.harness.get_by_label("The right order");
    }
    check(&mut desk, "order", &Response::Sequence(now), is_right);
}

/// The letter under which a right of "match" is shown.
pub(crate) fn letter_of(desk: &Desk, right: &str) -> Key {
    let keys = [Key::A, Key::B, Key::C, Key::D];
    let is_at = |place: &usize| {
        let name = format!("Answer {}: {right}", ["A", "B", "C", "D"][*place]);
        desk.harness.query_by_label_contains(&name).is_some()
    };
    keys[(0..4).find(is_at).expect("the right is there")]
}

#[test]
fn pairs_are_matched_by_letter() {
    let mut desk = asked("match");
    for (left, right) in
        [("Project charter", "Authorises"), ("Scope statement", "Says"), ("Risk register", "Lists")]
    {
        assert!(!is_ready(&desk));
        tab_to(&mut desk, left);
        let letter = letter_of(&desk, right);
        desk.press(letter);
    }
    assert!(is_ready(&desk));
    desk.press(Key::Delete);
    desk.harness.get_by_label_contains("2 of 3 matched");
    desk.press(Key::S);
    desk.harness.get_by_label_contains("2 of 3 matched");
    let letter = letter_of(&desk, "Lists");
    desk.press(letter);
    desk.press(Key::Enter);
    check(&mut desk, "match", &Response::Pairs(vec![Some(0), Some(1), Some(2)]), true);
}

#[test]
fn pairs_are_matched_in_the_list_by_key() {
    let mut desk = asked("match");
    tab_to(&mut desk, "Project charter");
    desk.press(Key::Space);
    assert_eq!(desk.harness.query_all_by_role(Role::ListBoxOption).count(), 4);
    desk.press(Key::X);
    assert_eq!(state(&desk).screen(), certdeck::app::Screen::Study, "X is no command in a list");
    desk.press(Key::ArrowDown);
    desk.press(Key::ArrowDown);
    desk.press(Key::ArrowUp);
    desk.press(Key::Enter);
    assert_eq!(desk.harness.query_all_by_role(Role::ListBoxOption).count(), 0);
    desk.harness.get_by_label_contains("1 of 3 matched");
    desk.press(Key::Space);
    desk.press(Key::Escape);
    assert_eq!(desk.harness.query_all_by_role(Role::ListBoxOption).count(), 0);
    assert_eq!(state(&desk).screen(), certdeck::app::Screen::Study, "Esc closed the list");
    assert!(desk.harness.get_by_role_and_label(Role::ComboBox, "Project charter").is_focused());
}

#[test]
fn pairs_are_matched_by_mouse() {
    let mut desk = asked("match");
    let to = centre(&desk, "Scope statement");
    let from = centre(&desk, ": Says what is inside");
    drag(&mut desk, from, to);
    desk.harness.get_by_label_contains("1 of 3 matched");
    desk.harness.get_by_role_and_label(Role::ComboBox, "Project charter").click();
    desk.settle();
    let is_line = By::new().role(Role::ListBoxOption).label_contains("Lists what");
    desk.harness.get(is_line).click();
    desk.settle();
    desk.harness.get_by_label_contains(": Keeps what was learnt").click();
    desk.settle();
    assert!(is_ready(&desk), "a click on an answer fills the first open line");
    press_button(&mut desk, "Guess");
    check(&mut desk, "match", &Response::Pairs(vec![Some(2), Some(1), Some(3)]), false);
}

#[test]
fn blanks_are_filled_by_key() {
    let mut desk = asked("dropdown");
    tab_to(&mut desk, "Blank 1 of 3");
    desk.press(Key::Num2);
    desk.harness.get_by_label_contains("1 of 3 filled in");
    desk.press(Key::Tab);
    desk.press(Key::Enter);
    desk.press(Key::Enter);
    desk.press(Key::S);
    assert!(!is_ready(&desk), "one blank is open");
    desk.press(Key::Tab);
    desk.press(Key::Space);
    desk.press(Key::Space);
    assert!(is_ready(&desk));
    desk.press(Key::Enter);
    check(&mut desk, "dropdown", &Response::Blanks(vec![Some(1), Some(0), Some(0)]), true);
}

#[test]
fn blanks_are_filled_by_mouse() {
    let mut desk = asked("dropdown");
    for (blank, choice) in [(1, "on schedule"), (2, "over budget"), (3, "after")] {
        desk.harness.get_by_label(&format!("Blank {blank} of 3")).click();
        desk.settle();
        desk.harness.get_by_role_and_label(Role::ListBoxOption, choice).click();
        desk.settle();
    }
    desk.harness.get_by_label("Blank 3 of 3: after");
    press_button(&mut desk, "I think so");
    desk.harness.get_by_label_contains("✗ on schedule, ✓ behind schedule");
    check(&mut desk, "dropdown", &Response::Blanks(vec![Some(2), Some(1), Some(1)]), false);
}

#[test]
fn a_number_is_typed_without_a_click() {
    let mut desk = asked("numeric");
    desk.press(Key::S);
    assert!(!is_ready(&desk));
    type_text(&mut desk, "150,000 o");
    desk.harness.get_by_label_contains("This cannot be read as a number yet");
    desk.press(Key::Enter);
    assert!(!is_ready(&desk), "what is no number is not checked");
    desk.press(Key::Backspace);
    desk.press(Key::Backspace);
    assert!(is_ready(&desk));
    desk.press(Key::Enter);
    check(&mut desk, "numeric", &Response::Number("150,000".into()), true);
}

#[test]
fn a_letter_that_checks_leaves_the_field() {
    let mut desk = asked("numeric");
    desk.harness.get_by_label("Your answer in $").click();
    desk.settle();
    type_text(&mut desk, "$96,000");
    desk.harness.event(egui::Event::Text("s".into()));
    desk.press(Key::S);
    desk.harness.get_by_label_contains("The answer is $150,000");
    let answer = kept(&mut desk, "numeric");
    assert_eq!(answer.confidence, Some(Confidence::Sure));
    assert_eq!(answer.is_right, Some(false));
    assert_eq!(answer.response, serde_json::json!({ "Number": "$96,000" }));
}

#[test]
fn escape_leaves_the_field_before_it_leaves_the_session() {
    let mut desk = asked("numeric");
    type_text(&mut desk, "7");
    desk.press(Key::Escape);
    assert_eq!(state(&desk).screen(), certdeck::app::Screen::Study);
    desk.press(Key::Escape);
    assert_eq!(state(&desk).screen(), certdeck::app::Screen::Summary);
}

#[test]
fn a_place_is_clicked_on_the_picture() {
    let mut desk = asked("hotspot");
    assert!(!is_ready(&desk));
    desk.harness.get_by_label("On the picture: Manage closely").click();
    desk.settle();
    desk.harness.get_by_label("On the picture: Keep satisfied").click();
    desk.settle();
    press_button(&mut desk, "Sure");
    check(&mut desk, "hotspot", &Response::Regions(vec![0]), true);
}

#[test]
fn a_place_is_chosen_by_name_and_key() {
    let mut desk = asked("hotspot");
    tab_to(&mut desk, "A. Keep satisfied");
    desk.press(Key::ArrowRight);
    desk.press(Key::ArrowDown);
    assert!(desk.harness.get_by_label("C. Monitor").is_focused());
    desk.press(Key::ArrowLeft);
    desk.press(Key::Space);
    assert!(is_ready(&desk));
    desk.press(Key::Enter);
    check(&mut desk, "hotspot", &Response::Regions(vec![1]), false);
}

#[test]
fn two_places_are_held_to_their_number() {
    let mut desk = asked("hotspot-two");
    desk.harness
        .get_by_label_contains("Network diagram. A: 2 days, at the start; B: 5 days, after A");
    desk.press(Key::A);
    desk.press(Key::S);
    assert!(!is_ready(&desk), "one place of two");
    desk.press(Key::B);
    desk.press(Key::C);
    desk.harness.get_by_label_contains("2 of 2 chosen");
    desk.press(Key::Enter);
    check(&mut desk, "hotspot-two", &Response::Regions(vec![0, 1]), true);
}

#[test]
fn a_missing_picture_leaves_the_names() {
    let mut desk = asked("hotspot-missing");
    desk.harness.get_by_label_contains("not-there.png: The deck has no such picture");
    desk.harness.get_by_label("B. In review").click();
    desk.settle();
    desk.press(Key::G);
    check(&mut desk, "hotspot-missing", &Response::Regions(vec![1]), true);
}

#[test]
fn a_scenario_stands_beside_its_question_or_folds_above_it() {
    let desk = asked("case");
    let scenario = desk.harness.get_by_label_contains("The yard works day and night").rect();
    let stem = desk.harness.get_by_label_contains("The supplier asks to move").rect();
    assert!(scenario.right() < stem.left(), "two columns");

    let mut desk = asked_in(Setup { size: [960.0, 900.0], ..Setup::default() }, "case");
    let scenario = desk.harness.get_by_label_contains("The yard works day and night").rect();
    let stem = desk.harness.get_by_label_contains("The supplier asks to move").rect();
    assert!(scenario.bottom() < stem.top(), "one below the other");
    desk.harness.get_by_label("Scenario").click();
    desk.settle();
    assert!(desk.harness.query_by_label_contains("The yard works day and night").is_none());
    desk.press(Key::A);
    desk.press(Key::S);
    check(&mut desk, "case-1", &Response::Options(vec![0]), true);
}
