//! Planning in the program: the day's plan, readiness, the record of forecasts, what-ifs.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::command::ExamCommand;
use certdeck::app::profile::RealResult;
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::view::plan::PlanView;
use certdeck::app::view::study::StudyBody;
use certdeck::app::whatif::WhatIfSpec;
use certdeck::app::{Command, Screen, State};
use certdeck::domain::event::{Confidence, Rating};
use certdeck::domain::plan::whatif::Change;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;

use crate::learner::{Course, DECK, decks_in, study};

/// Monday, 23 November 2026, 09:00 at UTC+1.
const NOW: Moment = Moment { utc_ms: 1_795_420_800_000, offset_min: 60 };

fn open(folder: &Path, now: Moment) -> State {
    let services = Services {
        clock: Arc::new(FixedClock::at(now)),
        seed: Seed(1),
        data_dir: folder.join("data"),
        deck_dir: Some(decks_in(folder)),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    settle(&mut state);
    state
}

fn settle(state: &mut State) {
    for _ in 0..20 {
        if !state.tick() {
            return;
        }
    }
    panic!("the program does not come to rest");
}

fn with(course: Course) -> (State, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    study(&folder.path().join("data"), NOW, course);
    let state = open(folder.path(), NOW);
    (state, folder)
}

fn later(days: i64) -> Moment {
    Moment { utc_ms: NOW.utc_ms + days * 86_400_000, ..NOW }
}

fn today(state: &mut State) -> (usize, usize, usize) {
    let view = state.today_view();
    let deck = &view.certificates[0];
    (deck.due, deck.fresh, deck.minutes)
}

fn plan(state: &mut State) -> PlanView {
    state.apply(Command::Go(Screen::Plan));
    settle(state);
    (*state.plan_view()).clone()
}

/// Answers everything of today's queue right; gives how many answers it took.
fn study_all(state: &mut State) -> usize {
    state.apply(Command::StartStudy(None));
    let mut n = 0;
    while let Some(view) = state.study_view() {
        if state.screen() != Screen::Study || n > 500 {
            break;
        }
        n += 1;
        state.tick();
        if matches!(view.body, StudyBody::Sides { .. }) {
            state.apply(Command::Reveal);
            state.apply(Command::Grade(Rating::Good));
        } else {
            state.apply(Command::Respond(certdeck::domain::deck::Response::Options(vec![0])));
            state.apply(Command::Check(Confidence::ThinkSo));
            state.apply(Command::Next);
        }
    }
    state.apply(Command::Go(Screen::Today));
    settle(state);
    n
}

#[test]
fn a_plan_fits_its_minutes_and_stays_the_same_through_the_day() {
    let (mut state, folder) = with(Course::default());
    let before = today(&mut state);
    assert!(before.0 + before.1 > 5, "{before:?}");
    assert!(before.2 <= 32, "{} minutes of 30", before.2);
    drop(state);
    // Started again, and again some hours later: the same plan.
    for hours in [0, 9] {
        let at = Moment { utc_ms: NOW.utc_ms + hours * 3_600_000, ..NOW };
        assert_eq!(today(&mut open(folder.path(), at)), before);
    }
    let mut state = open(folder.path(), NOW);
    let n = study_all(&mut state);
    assert!(n >= before.0 + before.1, "{n} answers for {before:?}");
    assert_eq!(today(&mut state), (0, 0, 0), "the day is done and nothing is added");
    drop(state);
    assert_eq!(today(&mut open(folder.path(), NOW)), (0, 0, 0), "and after a restart");
}

#[test]
fn nothing_is_planned_on_a_day_off_and_more_on_a_day_with_more_minutes() {
    let folder = tempfile::tempdir().unwrap();
    study(&folder.path().join("data"), NOW, Course::default());
    // Wednesday is off.
    assert_eq!(today(&mut open(folder.path(), later(2))), (0, 0, 0));
    let (mut state, _folder) = with(Course { minutes: 10, ..Course::default() });
    let few = today(&mut state);
    assert!(few.2 <= 12, "{few:?}");
    state.apply(Command::SetWeekMinutes([60; 7]));
    settle(&mut state);
    let many = today(&mut state);
    assert!(many.2 > few.2 && many.2 <= 62, "{few:?} {many:?}");
    state.apply(Command::Undo);
    settle(&mut state);
    assert_eq!(today(&mut state), few, "an undo brings the plan back");
}

#[test]
fn what_the_program_notes_is_no_step_to_undo() {
    let (mut state, _folder) = with(Course::default());
    let n = state.store().learning().unwrap().len();
    state.apply(Command::Undo);
    settle(&mut state);
    assert!(state.today_view().certificates.is_empty(), "the learner's own last step is undone");
    assert!(state.store().learning().unwrap().len() <= n + 1);
    assert!(
        state
            .store()
            .doctor(&certdeck::domain::schedule::memory::Model::standard())
            .unwrap()
            .is_sound()
    );
}

#[test]
fn a_range_is_shown_from_the_least_evidence_on() {
    let (mut state, _folder) = with(Course { days: 3, new: 6, ..Course::default() });
    let ready = state.today_view().certificates[0].readiness.clone().unwrap();
    assert!(ready.bar.is_none() && ready.text.contains("more new questions"), "{ready:?}");
    assert!(plan(&mut state).curve_title.contains("deck known"), "no score is drawn either");

    let (mut state, _folder) = with(Course::default());
    let ready = state.today_view().certificates[0].readiness.clone().unwrap();
    let (low, high, line) = ready.bar.unwrap();
    assert!(0.2 < low && low < high && high < 1.0 && (line - 0.65).abs() < 1e-6, "{ready:?}");
    assert!(ready.text.starts_with("65 % is needed."), "{}", ready.text);

    let (mut state, _folder) = with(Course { gap: 25, ..Course::default() });
    let ready = state.today_view().certificates[0].readiness.clone().unwrap();
    assert!(ready.is_old && !ready.text.contains("Chance"), "{ready:?}");
}

#[test]
fn the_curve_rises_and_changes_have_their_price() {
    let (mut state, _folder) =
        with(Course { days: 20, exam: Some(25), minutes: 12, ..Course::default() });
    let view = plan(&mut state);
    assert_eq!(view.curve.len(), 12);
    assert!(view.curve.windows(2).all(|pair| pair[0][1] <= pair[1][1] + 1e-9), "{:?}", view.curve);
    assert!(view.curve[11][1] > view.curve[0][1] + 1.0, "{:?}", view.curve);
    let row = |start: &str| {
        let row = view.changes.iter().find(|row| row.label.starts_with(start));
        row.unwrap_or_else(|| panic!("{start} in {:?}", view.changes))
            .difference
            .replace('\u{2212}', "-")
            .parse::<f64>()
    };
    assert!(row("20 minutes more").unwrap() > 0.0);
    assert!(row("Give up 50 %").unwrap() < 0.0);
    assert!(view.backlog.is_none(), "{:?}", view.backlog);
    assert!(!view.days.is_empty() && !view.days_text.is_empty());
}

#[test]
fn a_change_is_tried_out_taken_over_and_undone_as_one_step() {
    let (mut state, _folder) = with(Course::default());
    let before = plan(&mut state);
    let spec = WhatIfSpec { minutes: Some(60), later: 10, leave_out: 25, ..before.spec.clone() };
    state.apply(Command::SetWhatIf(spec));
    settle(&mut state);
    let tried = state.plan_view();
    assert!(tried.is_changed && tried.line == before.line, "nothing is set yet");
    state.apply(Command::ApplyWhatIf);
    settle(&mut state);
    let after = state.plan_view();
    assert!(after.line.ends_with("in 40 days"), "{}", after.line);
    assert_eq!(after.minutes, 60);
    assert!(after.n_left_out > 0);
    state.apply(Command::Undo);
    settle(&mut state);
    let undone = state.plan_view();
    assert_eq!(
        (&undone.line, undone.minutes, undone.n_left_out),
        (&before.line, before.minutes, 0)
    );
    // What is given up is not introduced any more, and comes back.
    let new = today(&mut state).1;
    state.apply(Command::ApplyChange(DECK.to_owned(), Change::LeaveOut(100)));
    settle(&mut state);
    assert!(new > 0 && today(&mut state).1 == 0);
    state.apply(Command::TakeBackLeftOut(DECK.to_owned()));
    settle(&mut state);
    assert_eq!(today(&mut state).1, new);
}

#[test]
fn missed_days_bring_options_and_change_nothing_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    study(&folder.path().join("data"), NOW, Course { gap: 0, ..Course::default() });
    drop(open(folder.path(), NOW));
    let mut state = open(folder.path(), later(8));
    let view = state.today_view();
    let notice = view.attention.iter().find(|entry| entry.title.contains("fell behind"));
    assert!(notice.is_some(), "{:?}", view.attention);
    let view = plan(&mut state);
    assert!(view.backlog.as_ref().is_some_and(|text| text.contains("days of study")), "{view:?}");
    assert!(view.changes.len() >= 7, "{:?}", view.changes);
    assert_eq!(view.minutes, 35, "minutes are as they were");
}

#[test]
fn forecasts_of_mocks_meet_their_results() {
    let (mut state, _folder) = with(Course { days: 60, new: 4, ..Course::default() });
    for round in 0..3 {
        state.apply(Command::Go(Screen::Mock));
        state.apply(Command::StartMock);
        state.apply(Command::Exam(ExamCommand::Begin));
        for number in 0..40 {
            let choice = usize::from((number + round) % 3 == 0);
            let response = certdeck::domain::deck::Response::Options(vec![choice]);
            state.apply(Command::Exam(ExamCommand::Show(number)));
            state.apply(Command::Exam(ExamCommand::Respond(response)));
        }
        state.apply(Command::Exam(ExamCommand::Submit));
        assert_eq!(state.screen(), Screen::Result);
        state.apply(Command::Go(Screen::Progress));
        settle(&mut state);
    }
    let ledger = state.progress_view().ledger.clone();
    assert_eq!(ledger.exams.len(), 3, "{ledger:?}");
    assert!(ledger.exams_text.contains("corrected by"), "{}", ledger.exams_text);
    assert!(ledger.calls.n > 100 && !ledger.calls.bins.is_empty());
    assert!((0.0..0.4).contains(&ledger.calls.brier), "{}", ledger.calls.brier);
    state.apply(Command::Go(Screen::Today));
    let view = state.today_view();
    assert!(view.attention.iter().any(|entry| entry.title.contains("forecast")), "{view:?}");
}

#[test]
fn the_exam_that_is_over_asks_how_it_went() {
    let (mut state, _folder) = with(Course { exam: Some(-2), gap: 3, ..Course::default() });
    let view = state.today_view();
    assert!(view.attention.iter().any(|entry| entry.title.contains("the exam was on")));
    let (date, real) = state.progress_view().past_exam.unwrap();
    assert!(real.is_none());
    let result = RealResult { date, percent: Some(80.0), is_passed: true };
    state.apply(Command::SetRealResult(DECK.to_owned(), Some(result)));
    settle(&mut state);
    assert_eq!(state.progress_view().past_exam, Some((date, Some(result))));
    state.apply(Command::SetExamDate(DECK.to_owned(), None));
    settle(&mut state);
    assert!(today(&mut state).0 > 0, "reviews go on by their due days");
}

#[test]
fn traps_are_found_and_practised() {
    let (mut state, _folder) = with(Course { days: 60, new: 4, ..Course::default() });
    state.apply(Command::Go(Screen::Progress));
    settle(&mut state);
    let view = state.progress_view();
    let rows = view.traps.iter().chain(&view.pairs);
    for row in rows {
        assert!(row.count.0 <= row.count.1 && row.count.1 >= 5, "{row:?}");
    }
    if let Some(row) = view.traps.first() {
        state.apply(row.command.clone());
        assert_eq!(state.screen(), Screen::Study);
    }
}

#[test]
fn two_exams_share_the_minutes() {
    let folder = tempfile::tempdir().unwrap();
    study(&folder.path().join("data"), NOW, Course::default());
    let shipped = decks_in(folder.path());
    let mut other = crate::learner::deck();
    "second".clone_into(&mut other.id);
    "Second certificate".clone_into(&mut other.title);
    let text = certdeck::domain::deck::write::deck_to_single_ron(&other);
    std::fs::write(shipped.join("second.ron"), text).unwrap();
    let mut state = open(folder.path(), NOW);
    state.apply(Command::Enrol("second".to_owned(), certdeck::app::command::Enrolment::Joined));
    let date = state.today().plus(40).date();
    state.apply(Command::SetExamDate("second".to_owned(), Some(date)));
    settle(&mut state);
    let minutes = |state: &mut State| -> usize {
        state.today_view().certificates.iter().map(|deck| deck.minutes).sum()
    };
    assert!(minutes(&mut state) <= 34, "{}", minutes(&mut state));
    for quarters in [1, 3] {
        state.apply(Command::SetQuarters(DECK.to_owned(), Some(quarters)));
        settle(&mut state);
        let view = state.today_view();
        let ours = view.certificates.iter().find(|deck| deck.deck == DECK).unwrap().minutes;
        assert!(ours <= 30 * usize::from(quarters) / 4 + 2, "{quarters} quarters: {ours}");
    }
}
