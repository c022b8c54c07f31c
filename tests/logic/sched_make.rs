//! Small decks, memories and answers for the scheduling tests.

use certdeck::domain::deck::{
    Body, Card, Case, Choice, ChoiceOption, Cloze, Deck, Item, Topic, Validity,
};
use certdeck::domain::event::{Answer, Confidence, Mode, Rating};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::time::StudyDay;

pub(crate) fn item(id: &str, topic: &str, body: Body) -> Item {
    Item {
        id: id.into(),
        topic: topic.into(),
        tags: Vec::new(),
        difficulty: 3,
        references: Vec::new(),
        note: String::new(),
        valid: Validity::default(),
        is_card: true,
        body,
    }
}

pub(crate) fn option(text: &str, is_key: bool) -> ChoiceOption {
    ChoiceOption { text: text.into(), is_key, why: String::new(), trap: None }
}

pub(crate) fn choice(stem: &str, n_options: usize, select: usize) -> Body {
    Body::Choice(Choice {
        stem: stem.into(),
        options: (0..n_options).map(|index| option(&format!("o{index}"), index < select)).collect(),
        select,
        explain: "because".into(),
        shuffle: true,
    })
}

pub(crate) fn card(front: &str, back: &str) -> Body {
    Body::Card(Card { front: front.into(), back: back.into(), reverse: false })
}

pub(crate) fn both_ways(front: &str, back: &str) -> Body {
    Body::Card(Card { front: front.into(), back: back.into(), reverse: true })
}

pub(crate) fn cloze(text: &str) -> Body {
    Body::Cloze(Cloze { text: text.into(), explain: String::new() })
}

pub(crate) fn case(id: &str, topic: &str, n_questions: usize) -> Item {
    let questions = (0..n_questions)
        .map(|index| item(&format!("{id}-{index}"), topic, choice("What next?", 4, 1)))
        .collect();
    item(id, topic, Body::Case(Case { scenario: "A plant in Łódź stops.".into(), questions }))
}

pub(crate) fn deck(id: &str, topics: &[&str], items: Vec<Item>) -> Deck {
    let outline = topics
        .iter()
        .map(|topic| Topic { id: (*topic).into(), title: (*topic).into(), ..Topic::default() })
        .collect();
    Deck { id: id.into(), title: id.to_uppercase(), outline, items, ..Deck::default() }
}

pub(crate) fn model() -> Model {
    Model::new(&[]).unwrap()
}

pub(crate) fn answer(day: i32, rating: Rating) -> Answer {
    Answer {
        key: MemoryKey::new("d", "i", 0),
        digest: String::new(),
        day: StudyDay(day),
        response: serde_json::Value::Null,
        is_right: Some(rating != Rating::Again),
        confidence: None,
        elapsed_ms: 20_000,
        mode: Mode::Study,
        rating,
        rule: 1,
        due: StudyDay(day + 1),
        is_doubted: false,
        seed: None,
    }
}

pub(crate) fn confident_error(day: i32) -> Answer {
    Answer { confidence: Some(Confidence::Sure), ..answer(day, Rating::Again) }
}

pub(crate) fn fold_all(model: &Model, answers: &[Answer]) -> Memory {
    let fold = |memory: Option<Memory>, answer| Some(model.fold(memory.as_ref(), answer));
    answers.iter().fold(None, fold).unwrap()
}

/// A memory answered Good `ago` days before day 1000 and due on day `due`.
pub(crate) fn memory(ago: i32, due: i32) -> Memory {
    let first = answer(1000 - ago - 3, Rating::Good);
    let mut last = answer(1000 - ago, Rating::Good);
    last.due = StudyDay(due);
    fold_all(&model(), &[first, last])
}
