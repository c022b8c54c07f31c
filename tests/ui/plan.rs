//! Plan, Today and Progress of a learner with an exam ahead: nothing, a little, and a year of data.

use certdeck::app::Screen;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::learner::{Course, decks_in, study};
use crate::pictures::setups;
use crate::study::state;
use crate::support::{Desk, NOW, Setup};

pub(crate) fn desk(setup: Setup, course: Course) -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    study(&data, NOW, course);
    let decks = decks_in(folder.path());
    let mut desk = Desk::reopened(setup, data, decks);
    desk.settle();
    (desk, folder)
}

fn pictures(name: &str, course: Course, key: Key, screen: Screen) {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in setups() {
        let (mut desk, _folder) = desk(setup, course);
        desk.press_with(Modifiers::COMMAND, key);
        desk.settle();
        assert_eq!(state(&desk).screen(), screen);
        results.extend(desk.picture(&format!("{name}-{suffix}")));
    }
}

const LITTLE: Course = Course { days: 3, gap: 1, exam: Some(40), new: 5, minutes: 30 };
const YEAR: Course = Course { days: 360, gap: 1, exam: Some(60), new: 1, minutes: 30 };

#[test]
fn plan_without_a_date() {
    let course = Course { exam: None, ..LITTLE };
    pictures("plan-empty", course, Key::Num7, Screen::Plan);
}

#[test]
fn plan_with_little() {
    pictures("plan-little", LITTLE, Key::Num7, Screen::Plan);
}

#[test]
fn plan_with_a_month() {
    pictures("plan-month", Course::default(), Key::Num7, Screen::Plan);
}

#[test]
fn plan_with_a_year() {
    pictures("plan-year", YEAR, Key::Num7, Screen::Plan);
}

#[test]
fn plan_behind() {
    let course = Course { gap: 8, ..Course::default() };
    pictures("plan-behind", course, Key::Num7, Screen::Plan);
}

#[test]
fn today_with_a_plan() {
    pictures("today-plan", Course::default(), Key::Num1, Screen::Today);
}

#[test]
fn today_behind() {
    let course = Course { gap: 8, ..Course::default() };
    pictures("today-behind", course, Key::Num1, Screen::Today);
}

#[test]
fn progress_with_an_exam() {
    pictures("progress-exam", YEAR, Key::Num5, Screen::Progress);
}

#[test]
fn progress_after_the_exam() {
    let course = Course { exam: Some(-3), gap: 4, ..Course::default() };
    pictures("progress-over", course, Key::Num5, Screen::Progress);
}

#[test]
fn every_part_of_the_plan_can_be_used_by_name() {
    let (mut desk, _folder) = desk(Setup::default(), Course::default());
    desk.harness.get_by_label("Plan…").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Plan);
    for name in ["Minutes a day", "The exam later by", "Give up of the unseen"] {
        assert!(desk.harness.query_all_by_label(name).next().is_some(), "{name}");
    }
    let curve = desk.harness.query_all_by_label_contains("Curve.").next();
    assert!(curve.is_some(), "the curve is told in words");
    let choose = desk.harness.query_all_by_label_contains("Choose: The exam 7 days later").next();
    choose.expect("a row for seven days").click_accesskit();
    desk.settle();
    let line = desk.harness.query_all_by_label_contains("in 37 days").next();
    assert!(line.is_some(), "the exam moved by seven days");
}
