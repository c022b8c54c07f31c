//! Practice sets: built on the screen, answered, and kept as what they are.

use certdeck::app::Screen;
use certdeck::domain::event::{EventBody, Mode};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::pictures::each;
use crate::study::{begun, state};
use crate::support::{Desk, Setup};

fn on_practice(setup: Setup) -> Desk {
    let mut desk = begun(setup);
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num2);
    assert_eq!(state(&desk).screen(), Screen::Practice);
    desk
}

fn modes(desk: &Desk) -> Vec<Mode> {
    let mut modes = Vec::new();
    let read = state(desk).store().events(|event| {
        if let EventBody::Answer(answer) = event.body {
            modes.push(answer.mode);
        }
    });
    read.expect("the log can be read");
    modes
}

/// Answers the question on the screen with its first option and goes on.
fn answer_question(desk: &mut Desk) {
    for key in [Key::Num1, Key::Num2, Key::Num3] {
        desk.press(key);
        desk.press(Key::S);
    }
    desk.press(Key::Space);
}

#[test]
fn practice_screen() {
    each("practice", on_practice);
}

#[test]
fn a_set_moves_the_schedule_or_leaves_it() {
    for (label, mode, n_memories) in
        [("Moves the schedule", Mode::Practice, 1), ("Leaves it", Mode::Drill, 0)]
    {
        let mut desk = on_practice(Setup::default());
        desk.harness.get_by_label(label).click();
        desk.settle();
        desk.press(Key::Enter);
        if state(&desk).screen() != Screen::Study {
            desk.harness.get_by_label("Start").click();
            desk.settle();
        }
        assert_eq!(state(&desk).screen(), Screen::Study);
        answer_question(&mut desk);
        assert_eq!(modes(&desk), [mode]);
        let memories = state(&desk).store().memories().expect("memories can be read");
        assert_eq!(memories.len(), n_memories, "{label}");
    }
}

#[test]
fn feedback_at_the_end_shows_nothing_before_it() {
    let mut desk = on_practice(Setup::default());
    desk.harness.get_by_label("At the end").click();
    desk.settle();
    desk.harness.get_by_label("Start").click();
    desk.settle();
    let mut n = 0;
    while state(&desk).screen() == Screen::Study {
        for key in [Key::Num1, Key::Num2, Key::S] {
            desk.press(key);
        }
        assert!(desk.harness.query_by_label("Next").is_none(), "nothing is shown in between");
        n += 1;
        assert!(n < 40, "the set comes to an end");
    }
    assert_eq!(state(&desk).screen(), Screen::Summary);
    assert_eq!(modes(&desk).len(), 10);
}

#[test]
fn pictures_of_a_set_that_is_done() {
    each("practice-done", |setup| {
        let mut desk = on_practice(setup);
        desk.harness.get_by_label("Start").click();
        desk.settle();
        answer_question(&mut desk);
        answer_question(&mut desk);
        desk.press(Key::Escape);
        desk
    });
}

#[test]
fn a_timed_set_ends_by_itself() {
    let mut desk = on_practice(Setup::default());
    desk.harness.get_by_label("10 min").click();
    desk.settle();
    desk.harness.get_by_label("Start").click();
    desk.settle();
    desk.pass(9 * 60_000);
    assert_eq!(state(&desk).screen(), Screen::Study);
    desk.pass(61_000);
    assert_eq!(state(&desk).screen(), Screen::Summary);
    desk.harness.get_by_label_contains("Time is over");
}
