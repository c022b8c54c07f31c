//! The audit of every screen and overlay: roles and names, Tab through all controls and back, a focus that
//! is seen, reading order, large text inside the window, announcements.
//!
//! A new screen has to be added to [`at`], which names them all, and to [`SCREENS`].

use std::collections::BTreeMap;

use certdeck::app::command::ExamCommand;
use certdeck::app::{Command, Screen};
use egui::accesskit::{Action, Live, Role};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::access::nameless;
use crate::exam::state_mut;
use crate::learner::Course;
use crate::plan::desk;
use crate::study::{begun, state};
use crate::support::{Desk, Setup};

const SCREENS: [Screen; 14] = [
    Screen::FirstStart,
    Screen::Today,
    Screen::Study,
    Screen::Summary,
    Screen::Practice,
    Screen::Mock,
    Screen::Exam,
    Screen::Result,
    Screen::Library,
    Screen::Import,
    Screen::Edit,
    Screen::Progress,
    Screen::Plan,
    Screen::Settings,
];

/// The program on a screen, with a month of data behind it; the folder goes with it.
fn at(screen: Screen, setup: Setup) -> (Desk, Option<tempfile::TempDir>) {
    if screen == Screen::FirstStart {
        let mut fresh = Desk::fresh(setup);
        fresh.settle();
        return (fresh, None);
    }
    if matches!(screen, Screen::Study | Screen::Summary) {
        let mut desk = begun(setup);
        if screen == Screen::Summary {
            crate::study::answer(&mut desk);
            desk.press(Key::Escape);
        }
        return (desk, None);
    }
    // A plan of many days takes long in a test build; the screens that show it have it.
    let exam = matches!(screen, Screen::Today | Screen::Plan).then_some(12);
    let (mut desk, folder) = desk(setup, Course { days: 8, exam, ..Course::default() });
    let mut apply = |commands: Vec<Command>| {
        for command in commands {
            state_mut(&mut desk).apply(command);
        }
        desk.settle();
    };
    match screen {
        Screen::FirstStart | Screen::Study | Screen::Summary => {}
        Screen::Today
        | Screen::Practice
        | Screen::Mock
        | Screen::Progress
        | Screen::Plan
        | Screen::Settings => apply(vec![Command::Go(screen)]),
        Screen::Exam | Screen::Result => {
            apply(vec![Command::Go(Screen::Mock)]);
            apply(vec![Command::StartMock]);
            apply(vec![Command::Exam(ExamCommand::Begin)]);
            if screen == Screen::Result {
                apply(vec![Command::Exam(ExamCommand::Submit)]);
            }
        }
        Screen::Library | Screen::Edit => {
            apply(vec![Command::Go(Screen::Library), Command::SelectItem(Some(0))]);
            if screen == Screen::Edit {
                apply(vec![Command::EditSelected]);
            }
        }
        Screen::Import => {
            apply(vec![Command::Go(Screen::Library)]);
            let rows = "Question;Answer\nWho decides?;The board\nWho pays?;The sponsor\n";
            desk.harness.event(egui::Event::Paste(rows.to_owned()));
            desk.settle();
        }
    }
    assert_eq!(state(&desk).screen(), screen);
    (desk, Some(folder))
}

/// Overlays by the keys that open them.
fn overlays() -> Vec<(&'static str, Desk)> {
    let open = |modifiers: Modifiers, key: Key| {
        let mut desk = begun(Setup::default());
        desk.press(Key::Escape);
        desk.press_with(modifiers, key);
        desk
    };
    vec![("keys", open(Modifiers::NONE, Key::F1)), ("palette", open(Modifiers::COMMAND, Key::K))]
}

#[test]
fn every_control_of_every_screen_has_a_role_and_a_name() {
    for screen in SCREENS {
        let (desk, _folder) = at(screen, Setup::default());
        assert_eq!(nameless(&desk), Vec::<String>::new(), "{screen:?}");
    }
    for (name, desk) in overlays() {
        assert_eq!(nameless(&desk), Vec::<String>::new(), "{name}");
    }
}

/// The control that has the focus: its id and box.
fn focused(desk: &Desk) -> Option<(u64, egui::Rect, String)> {
    let node = desk.harness.root().children_recursive().find(egui_kittest::Node::is_focused)?;
    let kit = node.accesskit_node();
    let name = kit.label().or_else(|| kit.value()).unwrap_or_default();
    Some((kit.locate().0.0, node.rect(), format!("{:?} {name}", kit.role())))
}

/// Controls that Tab reaches, in its order, until it comes back to the first.
fn walk(desk: &mut Desk, screen: &str) -> Vec<(u64, egui::Rect, String)> {
    let mut found: Vec<(u64, egui::Rect, String)> = Vec::new();
    let mut n_idle = 0;
    for _ in 0..400 {
        desk.press(Key::Tab);
        let Some(now) = focused(desk) else {
            n_idle += 1;
            assert!(n_idle < 4, "{screen}: Tab leads nowhere after {:?}", found.last());
            continue;
        };
        if found.first().is_some_and(|first| first.0 == now.0) && found.len() > 1 {
            return found;
        }
        let is_trap = found.iter().rev().take(3).filter(|(id, ..)| *id == now.0).count() == 3;
        assert!(!is_trap, "{screen}: Tab stays in {now:?}");
        found.push(now);
    }
    panic!("{screen}: Tab never comes back: {found:#?}");
}

/// Controls that can be clicked and are in the window.
fn controls(desk: &Desk) -> BTreeMap<u64, String> {
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1100.0, 760.0));
    let is_control = |node: &egui_kittest::Node<'_>| {
        let kit = node.accesskit_node();
        let is_click =
            kit.data().supports_action(Action::Click) && kit.data().supports_action(Action::Focus);
        is_click
            && !kit.is_disabled()
            && !kit.is_hidden()
            && kit.role() != Role::ScrollBar
            && window.contains_rect(node.rect())
    };
    let all = desk.harness.root().children_recursive().filter(is_control);
    all.map(|node| {
        let kit = node.accesskit_node();
        let name = kit.label().or_else(|| kit.value()).unwrap_or_default();
        (kit.locate().0.0, format!("{:?} {name}", kit.role()))
    })
    .collect()
}

#[test]
fn tab_goes_through_all_controls_and_comes_back() {
    for screen in SCREENS {
        let (mut desk, _folder) = at(screen, Setup::default());
        let expected = controls(&desk);
        let found = walk(&mut desk, &format!("{screen:?}"));
        let missed: Vec<&String> = expected
            .iter()
            .filter(|(id, _)| !found.iter().any(|(other, ..)| other == *id))
            .map(|(_, name)| name)
            .collect();
        assert!(missed.is_empty(), "{screen:?}: Tab does not reach {missed:?}");
        // Down a column and on to the next: few steps lead upwards.
        let n_up = found.windows(2).filter(|pair| pair[1].1.top() < pair[0].1.top() - 24.0).count();
        assert!(n_up <= 6, "{screen:?}: {n_up} steps upwards: {found:#?}");
    }
}

#[test]
fn the_focus_is_seen() {
    for screen in SCREENS {
        let (mut desk, _folder) = at(screen, Setup::default());
        let mut before: Option<(egui::Rect, String, image::RgbaImage)> = None;
        for _ in 0..6 {
            desk.press(Key::Tab);
            let Some((_, rect, name)) = focused(&desk) else { continue };
            let now = desk.harness.render().expect("a picture");
            // Seen by its absence: the focus has gone on from the control before.
            if let Some((former, name, with)) = before.filter(|(former, ..)| *former != rect) {
                assert!(n_changed(former, &with, &now) > 20, "{screen:?}: focus on {name}");
            }
            before = Some((rect, name, now));
        }
    }
}

/// Pixels in and around a box that differ between two pictures.
fn n_changed(rect: egui::Rect, one: &image::RgbaImage, other: &image::RgbaImage) -> usize {
    let rect = rect.expand(5.0);
    let (left, top) = (rect.left().max(0.0) as u32, rect.top().max(0.0) as u32);
    let (right, bottom) = (rect.right() as u32, rect.bottom() as u32);
    (top..bottom.min(one.height()))
        .flat_map(|y| (left..right.min(one.width())).map(move |x| (x, y)))
        .filter(|(x, y)| one.get_pixel(*x, *y) != other.get_pixel(*x, *y))
        .count()
}

#[test]
fn large_text_stays_inside_the_window() {
    let mut outside = Vec::new();
    for screen in SCREENS {
        let setup = Setup { text_percent: 200, ..Setup::default() };
        let (desk, _folder) = at(screen, setup);
        for node in desk.harness.root().children_recursive() {
            let kit = node.accesskit_node();
            let name = kit.label().or_else(|| kit.value()).unwrap_or_default();
            let is_text = matches!(kit.role(), Role::Label | Role::Button | Role::RadioButton);
            let Some(rect) = kit.bounding_box().filter(|rect| rect.x0.is_finite()) else {
                continue;
            };
            let is_inside = rect.x0 >= -1.0 && rect.x1 <= 1101.0;
            if is_text && !is_inside {
                outside.push(format!("{screen:?}: “{name}” from {} to {}", rect.x0, rect.x1));
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn what_changes_is_announced() {
    let has = |desk: &Desk, live: Live| {
        desk.harness.root().children_recursive().any(|node| node.accesskit_node().live() == live)
    };
    let (mut desk, _folder) = at(Screen::Study, Setup::default());
    // A question: its verdict is said.
    for _ in 0..12 {
        if desk.harness.query_by_label("Choose one").is_some() {
            break;
        }
        crate::study::answer(&mut desk);
    }
    desk.press(Key::A);
    desk.press(Key::S);
    assert!(has(&desk, Live::Polite), "the verdict is announced");
    // A toast.
    let (mut desk, _folder) = at(Screen::Settings, Setup::default());
    state_mut(&mut desk).apply(Command::BackupNow);
    desk.settle();
    assert!(has(&desk, Live::Polite) || has(&desk, Live::Assertive), "a notice is announced");
}
