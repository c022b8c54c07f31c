//! Made questions in Study: new numbers each time, the seed in the log, undo and restart.

use std::sync::Arc;

use certdeck::app::command::{Enrolment, ExamCommand, FirstStart};
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::view::exam::ExamStage;
use certdeck::app::view::question::{QuestionBody, QuestionView};
use certdeck::app::view::study::StudyBody;
use certdeck::app::{Command, Screen, State};
use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::domain::deck::{
    Basis, Blueprint, Body, Breaks, Deck, Generated, Pass, Response, Section, SectionKind, Validity,
};
use certdeck::domain::event::{Confidence, EventBody};
use certdeck::domain::exam::step::Act;
use certdeck::domain::generate::{GENERATORS, make};
use certdeck::domain::practice::{Pick, PracticeSpec};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;

use crate::sched_make::{choice, deck, item};

const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

fn start(days: i64, names: &[&str]) -> (State, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let state = open(folder.path(), days, names);
    (state, folder)
}

fn open(folder: &std::path::Path, days: i64, names: &[&str]) -> State {
    let decks = folder.join("shipped");
    std::fs::create_dir_all(&decks).unwrap();
    let items = names.iter().enumerate().map(|(at, name)| {
        let body = Body::Generated(Generated { generator: (*name).into(), parameters: Vec::new() });
        let mut item = item(&format!("g-{at}"), "t", body);
        item.difficulty = 5 - (at % 5) as u8;
        item
    });
    let text = deck_to_single_ron(&deck("made", &["t"], items.collect()));
    std::fs::write(decks.join("made.ron"), text).unwrap();
    let now = Moment { utc_ms: NOW.utc_ms + days * 86_400_000, ..NOW };
    let services = Services {
        clock: Arc::new(FixedClock::at(now)),
        seed: Seed(1),
        data_dir: folder.join("data"),
        deck_dir: Some(decks),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    state.apply(Command::FinishFirstStart(FirstStart::default()));
    state.apply(Command::Enrol("made".into(), Enrolment::Joined));
    state.tick();
    state
}

fn question(state: &mut State) -> QuestionView {
    let view = state.study_view().expect("an item is shown");
    match &view.body {
        StudyBody::Question(question) => (**question).clone(),
        other => panic!("{other:?}"),
    }
}

fn texts(question: &QuestionView) -> Vec<String> {
    let QuestionBody::Choice(choice) = &question.body else { panic!("a choice") };
    choice.options.iter().map(|option| option.text.clone()).collect()
}

#[test]
fn numbers_change_from_time_to_time_and_stay_through_a_restart() {
    let (mut state, folder) = start(0, &["earned-value/cv"]);
    state.apply(Command::StartStudy(None));
    let first = question(&mut state);
    drop(state);
    let mut state = open(folder.path(), 0, &["earned-value/cv"]);
    state.apply(Command::StartStudy(None));
    assert_eq!(question(&mut state).stem, first.stem, "the same numbers after a restart");
    state.apply(Command::Respond(Response::Options(vec![0])));
    state.apply(Command::Check(Confidence::Sure));
    let checked = question(&mut state);
    assert_eq!(checked.is_right, Some(true), "the first option of the file is right");
    assert!(checked.explain.contains("CV = EV − AC"), "{}", checked.explain);
    state.apply(Command::Next);
    // The seed is in the log: the question can be made again exactly.
    let seeds: Vec<u64> = state
        .store()
        .learning()
        .unwrap()
        .into_iter()
        .filter_map(|body| match body {
            EventBody::Answer(answer) => answer.seed,
            _ => None,
        })
        .collect();
    let made = make("earned-value/cv", seeds[0], 5).unwrap();
    let Body::Choice(choice) = made.body else { panic!("a choice") };
    assert_eq!(choice.stem, first.stem);
    // An undo shows the same numbers again.
    state.apply(Command::Undo);
    assert_eq!(question(&mut state).stem, first.stem);
    state.apply(Command::Check(Confidence::Sure));
    state.apply(Command::Next);
    drop(state);
    let mut state = open(folder.path(), 30, &["earned-value/cv"]);
    state.apply(Command::StartStudy(None));
    assert_ne!(question(&mut state).stem, first.stem, "other numbers at the next review");
}

#[test]
fn every_generator_is_asked_marked_and_explained() {
    let names: Vec<&str> = GENERATORS.iter().map(|generator| generator.name).collect();
    let (mut state, _folder) = start(0, &names);
    let spec =
        PracticeSpec { pick: Pick::NewNumbers, n_items: 100, ..PracticeSpec::of_deck("made") };
    state.apply(Command::SetPractice(spec));
    state.apply(Command::StartPractice);
    let mut n = 0;
    while state.screen() == Screen::Study && n < 200 {
        let asked = question(&mut state);
        assert!(!asked.stem.is_empty() && texts(&asked).len() == 4 && asked.explain.is_empty());
        state.apply(Command::Respond(Response::Options(vec![usize::from(n % 3 == 0)])));
        state.apply(Command::Check(Confidence::ThinkSo));
        let checked = question(&mut state);
        assert_eq!(checked.is_right, Some(n % 3 != 0));
        assert!(!checked.explain.is_empty());
        state.apply(Command::Next);
        n += 1;
    }
    assert!(n >= names.len(), "{n} of {}", names.len());
    // What was given is shown with the numbers that were asked.
    let summary = state.summary_view();
    assert!(summary.given.iter().all(|row| row.question.is_some()), "{:?}", summary.given.len());
}

#[test]
fn a_generator_that_nobody_knows_is_an_error_with_a_hint() {
    let text = "[Generated(id: \"g\", topic: \"t\", generator: \"earned-value/nothing\")]";
    let source = certdeck::domain::deck::parse::SourceFile {
        path: "d/a.ron".into(),
        bytes: text.as_bytes().to_vec(),
    };
    let reading = certdeck::domain::deck::parse::read(&[source]);
    let found = reading.diagnostics.iter().find(|found| found.message.contains("generator"));
    assert!(found.is_some(), "{:?}", reading.diagnostics);
}

/// A deck with an exam of six questions, two of them calculations.
fn with_exam(folder: &std::path::Path) -> State {
    let made = |at: usize, name: &str| {
        let body = Body::Generated(Generated { generator: name.into(), parameters: Vec::new() });
        item(&format!("g-{at}"), "t", body)
    };
    let names = ["network/total-float", "earned-value/cv", "risk/matrix"];
    let mut items: Vec<_> = names.iter().enumerate().map(|(at, name)| made(at, name)).collect();
    items.extend((0..12).map(|at| item(&format!("q-{at}"), "t", choice("What next?", 4, 1))));
    let exam = Blueprint {
        id: "x".into(),
        title: "X".into(),
        code: None,
        valid: Validity::default(),
        minutes: 12,
        is_open_book: false,
        is_pausable: false,
        sections: vec![Section {
            title: "All".into(),
            questions: 6,
            kind: SectionKind::Any,
            basis: Basis::Assumed,
        }],
        breaks: Breaks::None,
        unscored: 0,
        calculations: 2,
        mix: vec![("t".into(), 1.0)],
        pass: Pass::Fraction(4, 6),
        accommodations: Vec::new(),
        sources: Vec::new(),
    };
    let deck = Deck { blueprints: vec![exam], ..deck("made", &["t"], items) };
    let decks = folder.join("shipped");
    std::fs::create_dir_all(&decks).unwrap();
    std::fs::write(decks.join("made.ron"), deck_to_single_ron(&deck)).unwrap();
    let services = Services {
        clock: Arc::new(FixedClock::at(NOW)),
        seed: Seed(1),
        data_dir: folder.join("data"),
        deck_dir: Some(decks),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    state.apply(Command::FinishFirstStart(FirstStart::default()));
    state.apply(Command::Enrol("made".into(), Enrolment::Joined));
    state.tick();
    state
}

#[test]
fn starting_goes_on_with_the_mock_that_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = with_exam(folder.path());
    state.apply(Command::StartMock);
    state.apply(Command::Exam(ExamCommand::Begin));
    state.apply(Command::Exam(ExamCommand::Respond(Response::Options(vec![0]))));
    drop(state);
    let mut state = with_exam(folder.path());
    state.apply(Command::Go(Screen::Mock));
    assert!(!state.notices().is_empty(), "the mock that waits is offered");
    state.apply(Command::StartMock);
    assert_eq!(state.screen(), Screen::Exam);
    assert!(state.notices().is_empty(), "the offer that was taken does not stay over the exam");
    let plans = state.store().attempts().unwrap();
    let n_plans = plans.iter().filter(|(_, _, step)| matches!(step.act, Act::Plan(_))).count();
    assert_eq!(n_plans, 1, "no second form is made while one waits");
}

#[test]
fn a_mock_takes_its_share_of_made_questions_and_keeps_their_seeds() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = with_exam(folder.path());
    state.apply(Command::StartMock);
    let steps = state.store().attempts().unwrap();
    let Act::Plan(plan) = &steps[0].2.act else { panic!("{steps:?}") };
    let seeds: Vec<(String, u64)> =
        plan.questions().filter_map(|q| Some((q.item.clone(), q.seed?))).collect();
    assert_eq!((plan.n_questions(), seeds.len()), (6, 2), "{plan:?}");
    assert!(seeds.iter().all(|(item, _)| item.starts_with("g-")));

    // Every question is answered by its first option in the file, which is right.
    state.apply(Command::Exam(ExamCommand::Begin));
    let mut asked = Vec::new();
    for number in 0..6 {
        state.apply(Command::Exam(ExamCommand::Show(number)));
        let view = state.exam_view();
        let view = view.as_ref().as_ref().expect("an exam");
        let ExamStage::Question(question) = &view.stage else { panic!("{:?}", view.stage) };
        asked.push(question.stem.clone());
        state.apply(Command::Exam(ExamCommand::Respond(Response::Options(vec![0]))));
    }
    assert!(asked.iter().filter(|stem| stem.as_str() != "What next?").count() == 2, "{asked:?}");
    state.apply(Command::Exam(ExamCommand::Submit));
    let result = state.result_view();
    let result = result.as_ref().as_ref().expect("a result");
    assert_eq!(result.right, (6, 6), "{:?}", result.rows);
    let kept: Vec<(String, u64)> = state
        .store()
        .learning()
        .unwrap()
        .into_iter()
        .filter_map(|body| match body {
            EventBody::Answer(answer) => Some((answer.key.item.to_string(), answer.seed?)),
            _ => None,
        })
        .collect();
    let sorted = |mut list: Vec<(String, u64)>| {
        list.sort();
        list
    };
    assert_eq!(sorted(kept), sorted(seeds));
    // The result shows the same numbers again.
    let at = asked.iter().position(|stem| stem != "What next?").unwrap();
    state.apply(Command::ReviewQuestion(Some(at)));
    let result = state.result_view();
    let shown =
        result.as_ref().as_ref().and_then(|view| view.question.as_ref()).expect("a question");
    assert_eq!(shown.view.stem, asked[at]);
}
