//! Mock exams of every blueprint, from the instructions to the report, through what is on the screen.

use std::path::Path;

use certdeck::app::command::{ExamCommand, MockSpec, ResultFilter};
use certdeck::app::view::exam::ExamStage;
use certdeck::app::view::question::QuestionBody;
use certdeck::app::{Command, Screen, State};
use certdeck::domain::event::{EventBody, Mode};
use certdeck::domain::exam::loss::Loss;
use certdeck::domain::exam::shape::Length;
use egui::Key;
use egui_kittest::kittest::Queryable as _;

use crate::pictures::{each, each_extreme};
use crate::study::state;
use crate::support::{Desk, Setup};

fn shipped(setup: Setup) -> Desk {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut desk = Desk::fresh_with(setup, decks);
    desk.settle();
    for _ in 0..3 {
        desk.press(Key::Enter);
    }
    desk.press(Key::Escape);
    desk
}

pub(crate) fn state_mut(desk: &mut Desk) -> &mut State {
    desk.harness.state_mut().state_mut().expect("the program runs")
}

fn spec(deck: &str, blueprint: &str, length: Length) -> MockSpec {
    MockSpec {
        deck: deck.to_owned(),
        blueprint: Some(blueprint.to_owned()),
        length,
        extra_percent: 0,
        can_pause: false,
        seed: Some(8814),
    }
}

/// On the instruction page of a mock.
fn instructed(setup: Setup, spec: MockSpec) -> Desk {
    let mut desk = shipped(setup);
    state_mut(&mut desk).apply(Command::SetMock(spec));
    state_mut(&mut desk).apply(Command::Go(Screen::Mock));
    desk.settle();
    desk.harness.get_by_label("Start").click();
    desk.settle();
    desk.harness.get_by_label_contains("Before you begin");
    desk
}

/// What is on the screen, without its details.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Stage {
    Question(usize),
    Review,
    Break,
    Other,
}

fn stage(desk: &mut Desk) -> Stage {
    let view = state_mut(desk).exam_view();
    match view.as_ref().as_ref().map(|view| &view.stage) {
        Some(ExamStage::Question(question)) => Stage::Question(question.number),
        Some(ExamStage::Review) => Stage::Review,
        Some(ExamStage::Break(_)) => Stage::Break,
        _ => Stage::Other,
    }
}

/// Answers what is on the screen by key, as far as letters choose, and goes on.
fn answer(desk: &mut Desk) {
    let view = state_mut(desk).exam_view();
    let Some(ExamStage::Question(question)) = view.as_ref().as_ref().map(|view| view.stage.clone())
    else {
        return;
    };
    let n_keys = match &question.view.body {
        QuestionBody::Choice(choice) => choice.select,
        QuestionBody::Hotspot(hotspot) => hotspot.select,
        _ => 0,
    };
    for key in [Key::A, Key::B, Key::C].into_iter().take(n_keys) {
        desk.press(key);
    }
    desk.press(Key::Enter);
}

/// Sits the exam to its end; gives how many questions and breaks there were.
fn sit(desk: &mut Desk) -> (usize, usize) {
    let (mut questions, mut breaks) = (0, 0);
    for _ in 0..600 {
        if state(desk).screen() != Screen::Exam {
            return (questions, breaks);
        }
        match stage(desk) {
            Stage::Question(_) => {
                questions += 1;
                desk.pass(20_000);
                answer(desk);
            }
            Stage::Review => {
                desk.press(Key::Enter);
                desk.press(Key::Enter);
            }
            Stage::Break => {
                breaks += 1;
                desk.pass(30_000);
                desk.press(Key::Enter);
            }
            Stage::Other => desk.press(Key::Enter),
        }
    }
    panic!("the exam does not come to an end: {:?}", stage(desk));
}

fn mock_answers(desk: &Desk) -> usize {
    let mut n = 0;
    let read = state(desk).store().events(|event| {
        n += usize::from(
            matches!(event.body, EventBody::Answer(answer) if answer.mode == Mode::Mock),
        );
    });
    read.expect("the log can be read");
    n
}

#[test]
fn every_exam_runs_from_instructions_to_report() {
    let exams = [
        ("pmp", "pmp-2026", true),
        ("pmp", "pmp-2021", true),
        ("csm", "csm-2022", false),
        ("project-plus", "pk0-005", false),
        ("itil-foundation", "itil-foundation-v5-2026", false),
        ("itil-4-foundation", "itil-4-foundation-2019", false),
    ];
    for (deck, blueprint, has_breaks) in exams {
        let length = if deck == "project-plus" { Length::Half } else { Length::Full };
        let mut desk = instructed(Setup::default(), spec(deck, blueprint, length));
        let (questions, breaks) = sit(&mut desk);
        assert_eq!(state(&desk).screen(), Screen::Result, "{blueprint}");
        assert_eq!(breaks > 0, has_breaks, "{blueprint}");
        assert!(questions > 20, "{blueprint}: {questions}");
        assert_eq!(mock_answers(&desk), questions, "{blueprint}: one answer a question");
        desk.harness.get_by_label("Scored questions right");
        let view = state_mut(&mut desk).result_view();
        let view = view.as_ref().as_ref().expect("a result");
        assert!(!view.domains.is_empty() && !view.rows.is_empty(), "{blueprint}");
    }
}

#[test]
fn a_section_that_was_ended_stays_closed() {
    let mut desk = instructed(Setup::default(), spec("pmp", "pmp-2026", Length::Full));
    while stage(&mut desk) != Stage::Break {
        match stage(&mut desk) {
            Stage::Review => {
                desk.press(Key::Enter);
                desk.press(Key::Enter);
            }
            Stage::Question(_) => answer(&mut desk),
            _ => desk.press(Key::Enter),
        }
    }
    desk.press(Key::Enter);
    let Stage::Question(first) = stage(&mut desk) else { panic!("the second section begins") };
    assert!(first > 0);
    state_mut(&mut desk).apply(Command::Exam(ExamCommand::Show(0)));
    desk.settle();
    assert_eq!(stage(&mut desk), Stage::Question(first), "the first section is closed");
}

#[test]
fn time_over_hands_in_even_when_nothing_is_drawn() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Full));
    desk.press(Key::Enter);
    answer(&mut desk);
    answer(&mut desk);
    // The window is hidden: no frame, only the program's own beat.
    for _ in 0..61 {
        desk.clock.advance_ms(60_000);
        state_mut(&mut desk).tick();
    }
    assert_eq!(state(&desk).screen(), Screen::Result);
    // The third question was on the screen and left open; the rest was never shown.
    assert_eq!(mock_answers(&desk), 3);
    desk.settle();
    desk.harness.get_by_label_contains("Time ran out");
}

#[test]
fn ten_and_five_minutes_before_the_end_are_announced_once() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Full));
    desk.press(Key::Enter);
    let said = |desk: &Desk, text: &str| desk.harness.query_by_label(text).is_some();
    desk.pass(49 * 60_000);
    assert!(!said(&desk, "10 minutes left") && !said(&desk, "11 minutes left"));
    desk.pass(60_000);
    assert!(said(&desk, "10 minutes left"));
    desk.pass(10_000);
    desk.pass(10_000);
    assert!(!said(&desk, "10 minutes left"), "the notice goes away and does not come back");
    desk.pass(5 * 60_000 - 20_000);
    assert!(said(&desk, "5 minutes left"));
}

#[test]
fn a_mock_taken_out_of_the_record_leaves_no_answer_that_counts() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Questions(10)));
    sit(&mut desk);
    let memories = |desk: &Desk| state(desk).store().memories().expect("memories").len();
    assert_eq!(memories(&desk), 10);
    state_mut(&mut desk).apply(Command::Go(Screen::Mock));
    desk.settle();
    let id = state_mut(&mut desk).mock_view().past.first().map(|mock| mock.id.clone());
    state_mut(&mut desk).apply(Command::DiscardMock(id.expect("one result")));
    desk.settle();
    assert_eq!(memories(&desk), 0);
    assert!(state_mut(&mut desk).mock_view().past.is_empty());
    assert_eq!(mock_answers(&desk), 10, "the log keeps what happened");
}

#[test]
fn a_killed_exam_goes_on_with_the_time_that_was_left_to_the_second() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Full));
    desk.press(Key::Enter);
    answer(&mut desk);
    for _ in 0..47 {
        desk.clock.advance_ms(1_000);
        state_mut(&mut desk).tick();
    }
    let before = clock_of(&mut desk);
    // What is on the disk at this moment is what a killed program leaves.
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(&desk.folder).expect("the data folder") {
        let entry = entry.expect("readable");
        if entry.path().is_file() {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a copy");
        }
    }
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut again = Desk::reopened(Setup::default(), folder.path().to_path_buf(), decks);
    again.settle();
    again.harness.get_by_label_contains("A mock exam was interrupted");
    again.harness.get_by_label("Go on").click();
    again.settle();
    assert_eq!(clock_of(&mut again), before);
    assert_eq!(stage(&mut again), Stage::Question(1));
    let (questions, _) = sit(&mut again);
    assert!(questions > 20);
    again.harness.get_by_label_contains("went on with the time that was left");
}

fn clock_of(desk: &mut Desk) -> String {
    let view = state_mut(desk).exam_view();
    view.as_ref().as_ref().map(|view| view.clock.clone()).expect("an exam runs")
}

#[test]
fn clocks_that_jump_take_and_give_no_minute() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Full));
    desk.press(Key::Enter);
    desk.pass(60_000);
    let before = clock_of(&mut desk);
    desk.clock.sleep_ms(20 * 60_000);
    desk.settle();
    assert_eq!(clock_of(&mut desk), before, "asleep");
    desk.clock.set_wall_ms(-3_600_000);
    desk.settle();
    assert_eq!(clock_of(&mut desk), before, "wall clock set back");
    desk.clock.stop_ms(7 * 60_000);
    desk.settle();
    assert_eq!(clock_of(&mut desk), before, "stopped");
    desk.clock.set_offset_min(0);
    desk.settle();
    assert_eq!(clock_of(&mut desk), before, "daylight saving");
    sit(&mut desk);
    assert_eq!(desk.harness.get_all_by_label_contains("stood still").count(), 2);
    desk.harness.get_by_label_contains("did not follow");
}

#[test]
fn a_report_is_written_in_three_formats_and_a_reason_corrected_by_key() {
    let mut desk = instructed(Setup::default(), spec("csm", "csm-2022", Length::Questions(10)));
    sit(&mut desk);
    for label in ["PDF", "Markdown", "CSV"] {
        desk.harness.get_by_label("Export…").click();
        desk.settle();
        desk.harness.get_by_label(label).click();
        desk.settle();
    }
    let files: Vec<u64> = std::fs::read_dir(desk.folder.join("reports"))
        .expect("the reports")
        .map(|entry| entry.expect("a file").metadata().expect("its size").len())
        .collect();
    assert_eq!(files.len(), 3);
    assert!(files.iter().all(|size| *size > 300), "{files:?}");
    state_mut(&mut desk).apply(Command::FilterResult(ResultFilter::Wrong));
    desk.settle();
    desk.harness.get_by_label("Review questions").click();
    desk.settle();
    desk.press(Key::Num3);
    let view = state_mut(&mut desk).result_view();
    let question = view.as_ref().as_ref().and_then(|view| view.question.clone()).expect("shown");
    assert_eq!(question.row.loss.map(Loss::label), Some("Misread the question"));
}

fn pmp(length: Length) -> MockSpec {
    spec("pmp", "pmp-2026", length)
}

#[test]
fn pictures_of_the_setup() {
    each("mock", |setup| {
        let mut desk = frozen(setup);
        state_mut(&mut desk).apply(Command::Go(Screen::Mock));
        desk.settle();
        desk
    });
}

/// The frozen decks, so that pictures do not change with every question that is written.
fn frozen(setup: Setup) -> Desk {
    let mut desk = crate::study::begun(setup);
    desk.press(Key::Escape);
    state_mut(&mut desk).apply(Command::SetMock(pmp(Length::Full)));
    desk
}

fn frozen_exam(setup: Setup) -> Desk {
    let mut desk = frozen(setup);
    state_mut(&mut desk).apply(Command::StartMock);
    desk.settle();
    desk
}

#[test]
fn pictures_of_the_instructions() {
    each("exam-instructions", frozen_exam);
}

#[test]
fn pictures_of_a_case_question() {
    each("exam-case", |setup| {
        let mut desk = frozen_exam(setup);
        desk.press(Key::Enter);
        desk.press(Key::B);
        desk
    });
}

/// In the second section, with an answer, a strike, a flag and a marked sentence.
fn in_second_section(setup: Setup) -> Desk {
    let mut desk = frozen_exam(setup);
    while stage(&mut desk) != Stage::Break {
        match stage(&mut desk) {
            Stage::Review => {
                desk.press(Key::Enter);
                desk.press(Key::Enter);
            }
            Stage::Question(_) => answer(&mut desk),
            _ => desk.press(Key::Enter),
        }
    }
    desk
}

#[test]
fn pictures_of_a_break() {
    each("exam-break", |setup| {
        let mut desk = in_second_section(setup);
        desk.pass(83_000);
        desk
    });
}

fn marked_up(setup: Setup) -> Desk {
    let mut desk = in_second_section(setup);
    desk.press(Key::Enter);
    desk.press(Key::B);
    desk.press_with(egui::Modifiers::SHIFT, Key::C);
    desk.press(Key::F);
    desk.press(Key::H);
    desk.press(Key::ArrowDown);
    desk.press(Key::Space);
    desk.press(Key::H);
    desk.pass(754_000);
    desk
}

#[test]
fn pictures_of_a_question() {
    each("exam-question", marked_up);
}

#[test]
fn extremes_of_a_question() {
    each_extreme("exam-question", marked_up);
}

#[test]
fn extremes_of_the_result() {
    each_extreme("result", resulted);
}

#[test]
fn pictures_of_the_tools() {
    each("exam-tools", |setup| {
        let mut desk = marked_up(setup);
        desk.press(Key::P);
        desk.press(Key::K);
        let field = desk.harness.get_by_label("Calculation");
        field.focus();
        field.type_text("(400 - 380) / 400");
        desk.settle();
        desk
    });
}

#[test]
fn pictures_of_the_review_page() {
    each("exam-review", |setup| {
        let mut desk = marked_up(setup);
        desk.press(Key::R);
        desk
    });
}

#[test]
fn pictures_of_the_question_before_the_end() {
    each("exam-confirm", |setup| {
        let mut desk = marked_up(setup);
        desk.press(Key::R);
        desk.press(Key::Enter);
        desk
    });
}

fn resulted(setup: Setup) -> Desk {
    let mut desk = frozen_exam(setup);
    sit(&mut desk);
    desk
}

#[test]
fn pictures_of_the_result() {
    each("result", resulted);
}

#[test]
fn pictures_of_a_reviewed_question() {
    each("result-question", |setup| {
        let mut desk = resulted(setup);
        state_mut(&mut desk).apply(Command::ReviewQuestion(Some(9)));
        desk.settle();
        desk
    });
}

#[test]
fn pictures_of_the_record() {
    each("mock-record", |setup| {
        let mut desk = resulted(setup);
        state_mut(&mut desk).apply(Command::Go(Screen::Mock));
        desk.settle();
        desk
    });
}
