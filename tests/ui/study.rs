//! From the first start to an answer in the log, by keyboard and by mouse.

use certdeck::app::Screen;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::{Desk, Setup};

/// A desk on which PMP was chosen with three Enters; the first item is on the screen.
pub(crate) fn begun(setup: Setup) -> Desk {
    let mut desk = Desk::fresh(setup);
    desk.settle();
    for _ in 0..3 {
        desk.press(Key::Enter);
    }
    desk
}

pub(crate) fn state(desk: &Desk) -> &certdeck::app::State {
    desk.harness.state().state().expect("the program runs")
}

fn answers(desk: &Desk) -> u64 {
    state(desk).store().count_answers().expect("the store can be read")
}

/// Types letter by letter, as a keyboard does.
pub(crate) fn type_text(desk: &mut Desk, text: &str) {
    for letter in text.chars() {
        desk.harness.event(egui::Event::Text(letter.to_string()));
        desk.settle();
    }
}

/// Answers whatever is on the screen by keyboard.
pub(crate) fn answer(desk: &mut Desk) {
    if desk.harness.query_by_label("Show answer").is_some() {
        desk.press(Key::Space);
        desk.press(Key::Num3);
        return;
    }
    if desk.harness.query_by_label("Type a number").is_some() {
        type_text(desk, "7");
        desk.press(Key::Enter);
        desk.press(Key::Space);
        return;
    }
    let n_chosen = if desk.harness.query_by_label_contains("Choose 2").is_some() { 2 } else { 1 };
    for key in [Key::Num1, Key::Num2].into_iter().take(n_chosen) {
        desk.press(key);
    }
    desk.press(Key::S);
    desk.press(Key::Space);
}

#[test]
fn three_enters_lead_to_the_first_item() {
    let desk = begun(Setup::default());
    assert_eq!(state(&desk).screen(), Screen::Study);
    desk.harness.get_by_label_contains("1 of 20");
}

#[test]
fn the_day_of_the_exam_can_be_written() {
    let mut desk = Desk::fresh(Setup::default());
    desk.settle();
    desk.press(Key::Enter);
    desk.harness.get_by_label_contains("day of the exam").focus();
    desk.settle();
    type_text(&mut desk, "soon");
    assert!(desk.harness.query_by_label_contains("Write it like").is_some());
    for _ in 0..4 {
        desk.press(Key::Backspace);
    }
    type_text(&mut desk, "10 March 2027");
    desk.press(Key::Enter);
    desk.harness.get_by_label("Wednesday, 10 March 2027");
    desk.press(Key::Enter);
    desk.press(Key::Enter);
    assert_eq!(state(&desk).screen(), Screen::Study);
    let dates = state(&desk).store().settings().expect("settings can be read");
    assert!(dates.values().any(|date| *date == serde_json::json!("2027-03-10")), "{dates:?}");
}

#[test]
fn an_answer_is_in_the_log_before_the_next_item_shows() {
    let mut desk = begun(Setup::default());
    for n in 1..=6 {
        answer(&mut desk);
        assert_eq!(answers(&desk), n);
    }
}

#[test]
fn what_was_missed_is_found_by_how_often() {
    let mut desk = begun(Setup::default());
    for _ in 0..12 {
        answer(&mut desk);
    }
    let mut n_wrong = std::collections::BTreeMap::<String, u32>::new();
    let take = |_, _, answer: certdeck::domain::event::Answer| {
        let is_right = certdeck::domain::stats::past::is_right(&answer);
        let is_counted = answer.mode != certdeck::domain::event::Mode::Relearn;
        *n_wrong.entry(answer.key.item.to_string()).or_default() +=
            u32::from(!is_right && is_counted);
    };
    state(&desk).store().effective_answers(take).expect("the log can be read");
    assert!(n_wrong.values().any(|n| *n > 0), "something was missed");
    for times in 1..=3 {
        let expected = n_wrong.values().filter(|n| **n >= times).count();
        let state = crate::exam::state_mut(&mut desk);
        state.apply(certdeck::app::Command::Search(format!("missed:{times}")));
        assert_eq!(state.library_view().found.len(), expected, "missed:{times}");
    }
}

#[test]
fn undo_brings_the_item_back_and_redo_the_answer() {
    let mut desk = begun(Setup::default());
    answer(&mut desk);
    answer(&mut desk);
    assert_eq!(answers(&desk), 2);
    desk.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(answers(&desk), 1);
    desk.harness.get_by_label_contains("Undone: answer");
    desk.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(answers(&desk), 2);
}

#[test]
fn a_profile_comes_back_as_it_was_left() {
    let mut desk = begun(Setup::default());
    answer(&mut desk);
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(&desk.folder).expect("the data folder") {
        let entry = entry.expect("readable");
        if entry.path().is_file() {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
        }
    }
    drop(desk);
    let mut again = Desk::over(Setup::default(), folder.path().to_path_buf());
    again.settle();
    assert_eq!(state(&again).screen(), Screen::Today);
    assert_eq!(answers(&again), 1);
    again.harness.get_by_label_contains("1 of 93 items");
}

#[test]
fn flag_note_suspend_and_their_undo() {
    let mut desk = begun(Setup::default());
    desk.harness.get_by_role_and_label(Role::Button, "Flag").click();
    desk.settle();
    desk.harness.get_by_role_and_label(Role::Button, "Flagged");
    desk.harness.get_by_role_and_label(Role::Button, "Suspend").click();
    desk.settle();
    assert!(desk.harness.query_by_role_and_label(Role::Button, "Flagged").is_none(), "next item");
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.harness.get_by_role_and_label(Role::Button, "Flagged");
    desk.press_with(Modifiers::COMMAND, Key::Z);
    desk.harness.get_by_role_and_label(Role::Button, "Flag");
}

#[test]
fn the_library_finds_as_one_types() {
    let mut desk = begun(Setup::default());
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num4);
    assert_eq!(state(&desk).screen(), Screen::Library);
    let search = desk.harness.get_by_label("Search the library");
    search.focus();
    search.type_text("deck:csm sprint goal");
    desk.settle();
    let n_rows = desk.harness.get_all_by_label_contains("Sprint Goal").count();
    assert!(n_rows > 0, "something about the Sprint Goal is found");
    desk.harness.get_by_label("Search the library").type_text(" zebra");
    desk.settle();
    desk.harness.get_by_label("Nothing found");
}

#[test]
fn the_palette_runs_a_command() {
    let mut desk = begun(Setup::default());
    desk.press_with(Modifiers::COMMAND, Key::K);
    desk.harness.get_by_label("Command").type_text("dark");
    desk.settle();
    desk.press(Key::Enter);
    assert_eq!(state(&desk).prefs().theme, certdeck::app::prefs::Theme::Dark);
}

#[test]
fn a_second_instance_says_so() {
    let desk = begun(Setup::default());
    let mut second = Desk::over(Setup::default(), desk.folder.clone());
    second.settle();
    second.harness.get_by_label("Certdeck is already open");
    second.harness.get_by_label("Try again");
}

#[test]
fn a_damaged_file_is_kept_and_can_be_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let junk = b"this is not a database, only some text that stands where one should be".repeat(99);
    std::fs::write(folder.path().join("certdeck.sqlite3"), &junk).expect("written");
    let mut desk = Desk::over(Setup::default(), folder.path().to_path_buf());
    desk.settle();
    desk.harness.get_by_label("Your data file is damaged");
    desk.harness.get_by_label("Start with an empty log").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::FirstStart);
    let kept = std::fs::read_dir(folder.path().join("backups")).expect("backups");
    let kept: Vec<Vec<u8>> =
        kept.filter_map(|entry| std::fs::read(entry.ok()?.path()).ok()).collect();
    assert!(kept.contains(&junk), "the damaged file is kept byte for byte");
}

#[test]
fn the_next_day_brings_back_what_was_missed() {
    let mut desk = begun(Setup::default());
    answer(&mut desk);
    answer(&mut desk);
    desk.press(Key::Escape);
    desk.press(Key::Enter);
    let before = state(&desk).today();
    desk.pass(24 * 3_600_000);
    assert_eq!(state(&desk).today(), before.plus(1));
    assert!(desk.harness.query_by_label_contains("Monday, 23 November").is_some());
    assert!(desk.harness.query_by_label("0 due").is_none(), "something is due");
}
