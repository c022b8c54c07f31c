//! The 100,000-item library: realistic lengths, topics and words, the same on every machine.
#![allow(dead_code, clippy::format_push_string, reason = "each bench uses its part; brevity")]

use certdeck::domain::deck::{
    Body, Card, Choice, ChoiceOption, Deck, Item, Status, Topic, Validity,
};
use certdeck::domain::event::{Answer, Confidence, Mode, Rating};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::Memory;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use rand::Rng as _;
use rand::seq::IndexedRandom as _;

/// Words that items are made of.
const WORDS: [&str; 40] = [
    "project",
    "risk",
    "sponsor",
    "baseline",
    "change",
    "schedule",
    "budget",
    "stakeholder",
    "quality",
    "team",
    "review",
    "contract",
    "supplier",
    "release",
    "backlog",
    "iteration",
    "variance",
    "forecast",
    "approval",
    "benefit",
    "incident",
    "problem",
    "service",
    "value",
    "practice",
    "charter",
    "scope",
    "estimate",
    "critical",
    "path",
    "float",
    "reserve",
    "register",
    "meeting",
    "decision",
    "governance",
    "compliance",
    "audit",
    "handover",
    "lesson",
];

/// A deck of `n_items`: two cards for every three questions, in 50 topics.
pub(crate) fn deck(n_items: usize) -> Deck {
    let mut rng = Seed(7).derive("bench-deck", &[]);
    let topics = (0..50).map(|n| Topic {
        id: format!("topic-{n}"),
        title: format!("Topic {n}"),
        ..Topic::default()
    });
    let mut text = |n: usize| -> String {
        let words: Vec<&str> = (0..n).filter_map(|_| WORDS.choose(&mut rng).copied()).collect();
        words.join(" ")
    };
    let items = (0..n_items)
        .map(|n| Item {
            id: format!("item-{n}"),
            topic: format!("topic-{}", n % 50),
            tags: vec!["level:apply".to_owned()],
            difficulty: (n % 5 + 1) as u8,
            references: vec!["A guide, a section".to_owned()],
            note: String::new(),
            valid: Validity::default(),
            is_card: true,
            body: if n % 5 < 2 {
                Body::Card(Card { front: text(12), back: text(8), reverse: false })
            } else {
                Body::Choice(Choice {
                    stem: text(45),
                    options: (0..4)
                        .map(|place| ChoiceOption {
                            text: text(9),
                            is_key: place == n % 4,
                            why: text(12),
                            trap: None,
                        })
                        .collect(),
                    select: 1,
                    explain: text(25),
                    shuffle: true,
                })
            },
        })
        .collect();
    Deck {
        id: "bench".to_owned(),
        title: "Bench".to_owned(),
        version: "1".to_owned(),
        language: "en".to_owned(),
        status: Status::Draft,
        outline: topics.collect(),
        items,
        ..Deck::default()
    }
}

/// Memories of the first `n_seen` units, due around `today`.
pub(crate) fn memories(n_units: usize, n_seen: usize, today: StudyDay) -> Vec<Option<Memory>> {
    let mut rng = Seed(7).derive("bench-memories", &[]);
    (0..n_units)
        .map(|unit| {
            (unit < n_seen).then(|| {
                let age = rng.random_range(1..60);
                let stability = rng.random_range(1.0..90.0_f32);
                Memory {
                    stability,
                    difficulty: rng.random_range(1.0..10.0),
                    first_day: today.plus(-age - 30),
                    last_day: today.plus(-age),
                    due: today.plus(-age + stability.round() as i32),
                    n_answers: 4,
                    n_lapses: u32::from(unit % 9 == 0),
                    n_again_today: 0,
                    is_relearning: false,
                    is_confident_error: unit % 211 == 0,
                }
            })
        })
        .collect()
}

/// The deck as a file in the deck format.
pub(crate) fn deck_file(deck: &Deck) -> String {
    let mut text =
        format!("Deck(format: 1, id: {:?}, title: {:?}, outline: [", deck.id, deck.title);
    for topic in &deck.outline {
        text.push_str(&format!("Topic(id: {:?}, title: {:?}),", topic.id, topic.title));
    }
    text.push_str("], items: [\n");
    for item in &deck.items {
        let head = format!(
            "id: {:?}, topic: {:?}, references: {:?}",
            item.id, item.topic, item.references
        );
        match &item.body {
            Body::Choice(choice) => {
                let options: Vec<String> = choice
                    .options
                    .iter()
                    .map(|option| {
                        let (text, why) = (&option.text, &option.why);
                        format!("Option(text: {text:?}, correct: {}, why: {why:?})", option.is_key)
                    })
                    .collect();
                let (stem, explain) = (&choice.stem, &choice.explain);
                let options = options.join(",");
                text.push_str("Choice(");
                text.push_str(&head);
                text.push_str(&format!(
                    ", stem: {stem:?}, explain: {explain:?}, options: [{options}]),\n"
                ));
            }
            Body::Card(card) => {
                text.push_str("Card(");
                text.push_str(&head);
                text.push_str(&format!(", front: {:?}, back: {:?}),\n", card.front, card.back));
            }
            _ => {}
        }
    }
    text.push_str("])\n");
    text
}

/// An answer to item `n` of the bench deck on `day`, due the next day.
pub(crate) fn answer(n: usize, day: StudyDay) -> Answer {
    Answer {
        key: MemoryKey::new("bench", &format!("item-{n}"), 0),
        digest: "0123456789abcdef".to_owned(),
        day,
        response: serde_json::Value::Null,
        is_right: Some(true),
        confidence: Some(Confidence::ThinkSo),
        elapsed_ms: 21_000,
        mode: Mode::Study,
        rating: Rating::Good,
        rule: 1,
        due: day.plus(1 + (n % 30) as i32),
        is_doubted: false,
        seed: None,
    }
}
