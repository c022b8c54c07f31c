//! Whether an item can be asked and marked, by the deck's own rules.

use crate::domain::deck::validate::validate;
use crate::domain::deck::{Body, Deck, Item, Topic, Validity};

/// A deck with room for the one item that is looked at.
#[derive(Debug)]
pub(super) struct Shape(Deck);

impl Default for Shape {
    fn default() -> Self {
        let topic = Topic { id: "t".to_owned(), title: "t".to_owned(), ..Topic::default() };
        Self(Deck {
            id: "d".to_owned(),
            title: "d".to_owned(),
            outline: vec![topic],
            ..Deck::default()
        })
    }
}

impl Shape {
    /// What is wrong with a body, which is given back; none if it can be asked.
    ///
    /// Questions of a case are not looked at.
    pub(super) fn fault(&mut self, body: Body) -> (Body, Option<String>) {
        // Nearly all items of large files are cards, and a card with two sides has no other fault.
        if let Body::Card(card) = &body
            && !card.front.trim().is_empty()
            && !card.back.trim().is_empty()
        {
            return (body, None);
        }
        let (body, questions) = match body {
            Body::Case(mut case) => {
                let questions = std::mem::take(&mut case.questions);
                (Body::Case(case), Some(questions))
            }
            body => (body, None),
        };
        self.0.items.push(Item {
            id: "i".to_owned(),
            topic: "t".to_owned(),
            tags: Vec::new(),
            difficulty: 3,
            references: Vec::new(),
            note: String::new(),
            valid: Validity::default(),
            is_card: true,
            body,
        });
        let mut faults = validate(&self.0).into_iter().filter(|found| found.code == "L1");
        let fault = faults.next().map(|found| found.message);
        drop(faults);
        let Some(item) = self.0.items.pop() else {
            return (
                Body::Case(crate::domain::deck::Case {
                    scenario: String::new(),
                    questions: Vec::new(),
                }),
                fault,
            );
        };
        match (item.body, questions) {
            (Body::Case(mut case), Some(questions)) => {
                let fault = if case.scenario.trim().is_empty() {
                    Some("the scenario is empty".to_owned())
                } else if questions.is_empty() {
                    Some("no question of this case can be asked".to_owned())
                } else {
                    None
                };
                case.questions = questions;
                (Body::Case(case), fault)
            }
            (body, _) => (body, fault.map(|fault| plain(&fault))),
        }
    }
}

/// A finding as a reason in a report: no capital, no full stop.
fn plain(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
