//! Every type answered and checked in Study, without a window.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::command::{Enrolment, FirstStart};
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::view::question::{PictureView, QuestionBody, QuestionView};
use certdeck::app::view::study::{Phase, StudyBody};
use certdeck::app::{Command, State};
use certdeck::domain::deck::Response;
use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::domain::deck::{Deck, Topic};
use certdeck::domain::event::{Confidence, EventBody, Rating};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;

use crate::question_view::item;

/// A program in a folder of its own that knows one item.
struct Program {
    state: State,
    id: String,
    _folder: tempfile::TempDir,
}

impl Program {
    fn with(id: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let decks = folder.path().join("shipped");
        std::fs::create_dir_all(decks.join("media")).unwrap();
        let deck = Deck {
            id: "types".into(),
            title: "Types".into(),
            outline: vec![Topic { id: "types".into(), title: "T".into(), ..Topic::default() }],
            items: vec![item(id)],
            ..Deck::default()
        };
        std::fs::write(decks.join("types.ron"), deck_to_single_ron(&deck)).unwrap();
        let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/types/media");
        std::fs::copy(picture.join("grid.png"), decks.join("media/grid.png")).unwrap();
        let services = Services {
            clock: Arc::new(FixedClock::at(Moment { utc_ms: 1_795_366_800_000, offset_min: 60 })),
            seed: Seed(1),
            data_dir: folder.path().join("data"),
            deck_dir: Some(decks),
            are_jobs_inline: true,
        };
        let mut state = State::open(services).unwrap();
        state.begin();
        state.apply(Command::FinishFirstStart(FirstStart::default()));
        state.apply(Command::Enrol("types".into(), Enrolment::Joined));
        state.apply(Command::StartStudy(None));
        state.tick();
        Self { state, id: id.to_owned(), _folder: folder }
    }

    fn question(&mut self) -> QuestionView {
        let view = self.state.study_view().expect("an item is shown");
        match &view.body {
            StudyBody::Question(question) => (**question).clone(),
            other => panic!("a question and not {other:?}"),
        }
    }

    fn is_checked(&mut self) -> bool {
        matches!(self.state.study_view().unwrap().phase, Phase::Checked(_))
    }

    fn respond(&mut self, response: Response) {
        self.state.apply(Command::Respond(response));
    }

    fn check(&mut self, confidence: Confidence) {
        self.state.apply(Command::Check(confidence));
    }

    /// Goes on, and gives right or wrong and the rating that was kept.
    fn kept(&mut self) -> (Option<bool>, Rating, serde_json::Value) {
        self.state.apply(Command::Next);
        let history = self.state.store().history("types", &self.id).unwrap();
        let answer = history.into_iter().find_map(|entry| match entry.event.body {
            EventBody::Answer(answer) => Some(answer),
            _ => None,
        });
        let answer = answer.expect("it was kept");
        (answer.is_right, answer.rating, answer.response)
    }
}

/// Of each type: a partial answer where there is one, a wrong one, the right one.
fn answers() -> Vec<(&'static str, Option<Response>, Response, Response)> {
    use Response::{Blanks, Number, Options, Pairs, Regions, Sequence};
    let pairs = |given: [Option<usize>; 3]| Pairs(given.to_vec());
    let blanks = |given: [Option<usize>; 3]| Blanks(given.to_vec());
    vec![
        ("single", Some(Options(vec![])), Options(vec![3]), Options(vec![0])),
        ("several", Some(Options(vec![0])), Options(vec![0, 2]), Options(vec![0, 1])),
        ("order", None, Sequence(vec![1, 0, 2, 3, 4]), Sequence(vec![0, 1, 2, 3, 4])),
        (
            "match",
            Some(pairs([Some(0), None, Some(2)])),
            pairs([Some(1), Some(0), Some(2)]),
            pairs([Some(0), Some(1), Some(2)]),
        ),
        (
            "dropdown",
            Some(blanks([None, Some(0), Some(0)])),
            blanks([Some(0), Some(0), Some(0)]),
            blanks([Some(1), Some(0), Some(0)]),
        ),
        ("numeric", Some(Number("150k".into())), Number("15".into()), Number("$150,000".into())),
        ("hotspot", Some(Regions(vec![])), Regions(vec![2]), Regions(vec![0])),
        ("hotspot-two", Some(Regions(vec![0])), Regions(vec![0, 2]), Regions(vec![1, 0])),
    ]
}

#[test]
fn a_partial_answer_is_kept_on_the_screen_and_not_checked() {
    for (id, partial, ..) in answers() {
        let mut program = Program::with(id);
        program.check(Confidence::Sure);
        assert!(!program.is_checked(), "{id}: nothing to check");
        let Some(partial) = partial else { continue };
        program.respond(partial.clone());
        assert!(program.question().is_touched, "{id}");
        program.check(Confidence::Sure);
        assert!(!program.is_checked(), "{id}: {partial:?} is not complete");
    }
}

#[test]
fn a_right_answer_is_marked_right() {
    for (id, _, _, right) in answers() {
        let mut program = Program::with(id);
        program.respond(right.clone());
        program.check(Confidence::Sure);
        let view = program.question();
        assert_eq!(view.is_right, Some(true), "{id}");
        assert!(!view.explain.is_empty(), "{id} gives its reasons");
        let (is_right, rating, response) = program.kept();
        assert_eq!(is_right, Some(true), "{id}");
        assert!(rating >= Rating::Good, "{id}: {rating:?}");
        assert_eq!(response, serde_json::to_value(right).unwrap(), "{id}");
    }
}

#[test]
fn a_wrong_answer_is_marked_wrong_and_comes_back() {
    for (id, _, wrong, _) in answers() {
        let mut program = Program::with(id);
        program.respond(wrong);
        program.check(Confidence::ThinkSo);
        assert_eq!(program.question().is_right, Some(false), "{id}");
        let (is_right, rating, _) = program.kept();
        assert_eq!((is_right, rating), (Some(false), Rating::Again), "{id}");
    }
}

#[test]
fn a_guess_that_was_right_is_worth_less_than_knowing() {
    for (id, _, _, right) in answers() {
        let mut program = Program::with(id);
        program.respond(right.clone());
        program.check(Confidence::Guess);
        let (is_right, guessed, _) = program.kept();
        assert_eq!(is_right, Some(true), "{id}");
        let mut program = Program::with(id);
        program.respond(right);
        program.check(Confidence::Sure);
        assert!(guessed < program.kept().1, "{id}");
    }
}

#[test]
fn what_does_not_fit_is_not_taken() {
    use Response::{Blanks, Number, Options, Pairs, Regions, Sequence};
    for (id, response) in [
        ("single", Options(vec![4])),
        ("single", Options(vec![0, 1])),
        ("several", Options(vec![0, 1, 2])),
        ("order", Sequence(vec![0, 0])),
        ("match", Pairs(vec![Some(1), Some(1), None])),
        ("match", Pairs(vec![None])),
        ("dropdown", Blanks(vec![Some(7), None, None])),
        ("numeric", Options(vec![0])),
        ("hotspot", Number("1".into())),
        ("hotspot", Regions(vec![0, 1])),
    ] {
        let mut program = Program::with(id);
        program.respond(response.clone());
        assert!(!program.question().is_touched, "{id} took {response:?}");
    }
}

#[test]
fn a_checked_answer_stays_as_it_was() {
    let mut program = Program::with("single");
    program.respond(Response::Options(vec![1]));
    program.check(Confidence::Sure);
    program.respond(Response::Options(vec![0]));
    assert_eq!(program.question().is_right, Some(false));
    let (is_right, _, response) = program.kept();
    assert_eq!((is_right, response), (Some(false), serde_json::json!({ "Options": [1] })));
}

#[test]
fn undo_brings_the_answer_back_as_it_stood() {
    let mut program = Program::with("order");
    let wrong = Response::Sequence(vec![1, 0, 2, 3, 4]);
    program.respond(wrong);
    program.check(Confidence::Sure);
    program.state.apply(Command::Next);
    program.state.apply(Command::Undo);
    assert!(program.is_checked());
    assert_eq!(program.question().is_right, Some(false));
    assert_eq!(program.state.store().count_answers().unwrap(), 0);
}

#[test]
fn a_hotspot_gets_its_picture() {
    let mut program = Program::with("hotspot");
    let view = program.question();
    let QuestionBody::Hotspot(hotspot) = view.body else { panic!("a hotspot") };
    let PictureView::Image { name, picture } = hotspot.picture else { panic!("an image") };
    assert_eq!(name, "grid.png");
    let certdeck::app::picture::Picture::Ready(pixels) = picture.as_ref() else {
        panic!("read by now: {picture:?}")
    };
    assert_eq!(pixels.size, [800, 500]);
}
