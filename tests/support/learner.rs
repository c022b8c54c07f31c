//! A simulated learner over a deck of 180 questions and 60 cards: what forgetting of the standard
//! model and a fixed seed make of some weeks of study.

use std::path::{Path, PathBuf};

use certdeck::domain::deck::write::deck_to_single_ron;
use certdeck::domain::deck::{
    Basis, Blueprint, Body, Breaks, Card, Choice, ChoiceOption, Deck, Item, Pass, Response,
    Section, SectionKind, Topic, Trap, Validity,
};
use certdeck::domain::event::{Answer, Confidence, EventBody, Mode, Rating, SettingName};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::store::{OpenOptions, Store};
use rand::Rng as _;
use rand::seq::SliceRandom as _;

/// The simulated certificate.
pub(crate) const DECK: &str = "trial";

/// Domains with their weight in the exam.
const DOMAINS: [(&str, &str, f64); 3] =
    [("plan", "Planning", 50.0), ("build", "Building", 30.0), ("run", "Running", 20.0)];

/// How the learner studied.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Course {
    /// Days of study up to the last one.
    pub(crate) days: i32,
    /// Days since the last one.
    pub(crate) gap: i32,
    /// Days from today to the exam; none: no date. Negative: it is over.
    pub(crate) exam: Option<i32>,
    /// New items a day.
    pub(crate) new: usize,
    /// Minutes for each day; Wednesday is off.
    pub(crate) minutes: u32,
}

impl Default for Course {
    fn default() -> Self {
        Self { days: 30, gap: 1, exam: Some(30), new: 6, minutes: 30 }
    }
}

fn option(text: String, is_key: bool, trap: &str) -> ChoiceOption {
    ChoiceOption {
        text,
        is_key,
        why: "Because of the rule.".to_owned(),
        trap: (!trap.is_empty()).then(|| trap.to_owned()),
    }
}

fn question(number: usize) -> Item {
    let (domain, title, _) = DOMAINS[number % 3];
    let trap = ["haste", "mix-risk-issue", "blame"][number % 3];
    let options = vec![
        option(format!("Weigh case {number} first"), true, ""),
        option(format!("Act on case {number} at once"), false, trap),
        option(format!("Report case {number}"), false, ""),
        option(format!("Leave case {number}"), false, ""),
    ];
    let stem = format!("{title}: what comes first in case {number}?");
    let explain = "The rule says so.".to_owned();
    let body = Body::Choice(Choice { stem, options, select: 1, explain, shuffle: true });
    item(format!("q-{number:03}"), domain, 1 + (number % 5) as u8, body)
}

fn item(id: String, topic: &str, difficulty: u8, body: Body) -> Item {
    Item {
        id,
        topic: topic.to_owned(),
        tags: Vec::new(),
        difficulty,
        references: Vec::new(),
        note: String::new(),
        valid: Validity::default(),
        is_card: true,
        body,
    }
}

fn card(number: usize) -> Item {
    let (domain, title, _) = DOMAINS[number % 3];
    let front = format!("{title}: term {number}");
    let body = Body::Card(Card { front, back: format!("meaning {number}"), reverse: false });
    item(format!("c-{number:03}"), domain, 3, body)
}

/// The certificate.
pub(crate) fn deck() -> Deck {
    let topic = |(id, title, weight): (&str, &str, f64)| Topic {
        id: id.to_owned(),
        title: title.to_owned(),
        weight: Some(weight),
        topics: Vec::new(),
    };
    let trap = |id: &str, title: &str| Trap {
        id: id.to_owned(),
        title: title.to_owned(),
        advice: "Read the stem once more.".to_owned(),
    };
    Deck {
        id: DECK.to_owned(),
        title: "Trial certificate".to_owned(),
        outline: DOMAINS.map(topic).to_vec(),
        traps: vec![
            trap("haste", "Doing beats understanding"),
            trap("mix-risk-issue", "A risk and an issue are one"),
            trap("blame", "Somebody is to blame"),
        ],
        items: (0..180).map(question).chain((0..60).map(card)).collect(),
        blueprints: vec![Blueprint {
            id: "trial-1".to_owned(),
            title: "Trial certificate, first version".to_owned(),
            minutes: 60,
            sections: vec![Section {
                title: "Questions".to_owned(),
                questions: 40,
                kind: SectionKind::default(),
                basis: Basis::default(),
            }],
            mix: DOMAINS.map(|(id, _, weight)| (id.to_owned(), weight)).to_vec(),
            pass: Pass::Fraction(26, 40),
            ..blank()
        }],
        ..Deck::default()
    }
}

fn blank() -> Blueprint {
    Blueprint {
        id: String::new(),
        title: String::new(),
        code: None,
        valid: Validity::default(),
        minutes: 0,
        is_open_book: false,
        is_pausable: false,
        sections: Vec::new(),
        breaks: Breaks::default(),
        unscored: 0,
        calculations: 0,
        mix: Vec::new(),
        pass: Pass::Unpublished { bands: Vec::new() },
        accommodations: Vec::new(),
        sources: Vec::new(),
    }
}

/// Writes the deck into a folder of decks and gives that folder.
pub(crate) fn decks_in(folder: &Path) -> PathBuf {
    let decks = folder.join("shipped");
    std::fs::create_dir_all(&decks).expect("a folder");
    std::fs::write(decks.join("trial.ron"), deck_to_single_ron(&deck())).expect("a deck");
    decks
}

/// Writes the learner's log into `data`; the program then finds it as its own.
pub(crate) fn study(data: &Path, now: Moment, course: Course) {
    let mut rows = settings(now, course);
    rows.extend(answers(now, course));
    std::fs::create_dir_all(data).expect("a folder");
    let mut store = Store::open(data, now, OpenOptions::default()).expect("a store");
    store.append_dated(&rows, &Model::standard()).expect("kept");
}

fn settings(now: Moment, course: Course) -> Vec<(Moment, EventBody)> {
    let today = now.study_day(4);
    let set = |name, value| (now, EventBody::Set { name, value });
    let week = [course.minutes, course.minutes, 0, course.minutes, course.minutes, 45, 45];
    let mut rows = vec![
        set(SettingName::Enrolled(DECK.to_owned()), serde_json::json!(true)),
        set(SettingName::WeekMinutes, serde_json::json!(week)),
    ];
    if let Some(ahead) = course.exam {
        let date = today.plus(ahead).date().to_string();
        rows.push(set(SettingName::ExamDate(DECK.to_owned()), serde_json::json!(date)));
    }
    rows
}

struct Learner {
    model: Model,
    memories: Vec<Option<Memory>>,
    rng: rand_chacha::ChaCha8Rng,
}

fn answers(now: Moment, course: Course) -> Vec<(Moment, EventBody)> {
    let today = now.study_day(4);
    let items = deck().items;
    let mut order: Vec<usize> = (0..items.len()).collect();
    let mut rng = Seed(11).derive("learner", &[]);
    order.shuffle(&mut rng);
    let memories = vec![None; items.len()];
    let mut learner = Learner { model: Model::standard(), memories, rng };
    let mut rows = Vec::new();
    let mut fresh = order.into_iter();
    for ago in (course.gap..course.days + course.gap).rev().filter(|ago| ago % 7 != 4) {
        let day = today.plus(-ago);
        let at = Moment { utc_ms: now.utc_ms - i64::from(ago) * 86_400_000, ..now };
        let is_due = |memory: &Option<Memory>| memory.is_some_and(|memory| memory.due <= day);
        let due: Vec<usize> =
            (0..items.len()).filter(|at| is_due(&learner.memories[*at])).take(25).collect();
        for place in due.into_iter().chain(fresh.by_ref().take(course.new)) {
            let body = EventBody::Answer(learner.answer(&items[place], place, day));
            rows.push((at, body));
        }
    }
    rows
}

impl Learner {
    fn answer(&mut self, item: &Item, place: usize, day: StudyDay) -> Answer {
        let before = self.memories[place];
        let known =
            before.map_or(0.45, |memory| f64::from(self.model.retrievability(&memory, day)));
        let is_known = self.rng.random::<f64>() < known;
        let is_question = matches!(item.body, Body::Choice(_));
        let is_right = is_known || (is_question && self.rng.random::<f64>() < 0.25);
        let said = match (is_known, self.rng.random::<f64>() < 0.7) {
            (true, true) => Confidence::Sure,
            (_, false) => Confidence::ThinkSo,
            (false, true) => Confidence::Guess,
        };
        let wrong = if self.rng.random::<f64>() < 0.6 { 1 } else { 2 };
        let response = Response::Options(vec![if is_right { 0 } else { wrong }]);
        let response = is_question.then(|| serde_json::to_value(response).expect("JSON"));
        let mut answer = Answer {
            key: MemoryKey::new(DECK, &item.id, 0),
            digest: String::new(),
            day,
            response: response.unwrap_or_default(),
            is_right: is_question.then_some(is_right),
            confidence: is_question.then_some(said),
            elapsed_ms: self.rng.random_range(9_000..50_000),
            mode: Mode::Study,
            rating: if is_right { Rating::Good } else { Rating::Again },
            rule: 1,
            due: day.plus(1),
            is_doubted: false,
            seed: None,
        };
        let after = self.model.fold(before.as_ref(), &answer);
        let days = self.model.interval(after.stability, 0.9).round() as i32;
        answer.due = day.plus(days.clamp(1, 90));
        self.memories[place] = Some(self.model.fold(before.as_ref(), &answer));
        answer
    }
}
