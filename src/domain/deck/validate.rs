//! Structural checks (L1): an item that fails one cannot be asked or marked.

use std::collections::{HashMap, HashSet};

use super::diagnostic::Diagnostic;
use super::model::{Body, Case, Choice, Cloze, Deck, Item, Match, Topic};
use super::parse::Place;
use crate::domain::item::text::{DropSegment, dropdown_segments};

/// Checks a whole deck; `places` says where each item stands.
pub(super) fn validate(deck: &Deck, places: &HashMap<String, Place>) -> Vec<Diagnostic> {
    let mut check =
        Check { places, found: Vec::new(), leaves: HashSet::new(), traps: HashSet::new() };
    let mut topics = HashSet::new();
    check.outline(&deck.outline, &mut topics);
    for trap in &deck.traps {
        if !check.traps.insert(trap.id.as_str()) {
            check.deck(format!("The trap “{}” stands twice.", trap.id));
        }
    }
    if deck.id.is_empty() || !is_plain(&deck.id) {
        check
            .deck(format!("The deck's id “{}” needs lower-case letters, digits and “-”.", deck.id));
    }
    for item in &deck.items {
        check.item(item);
        if let Body::Case(case) = &item.body {
            case.questions.iter().for_each(|question| check.item(question));
        }
    }
    check.blueprints(deck, &topics);
    check.found
}

fn is_plain(id: &str) -> bool {
    id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

struct Check<'a> {
    places: &'a HashMap<String, Place>,
    found: Vec<Diagnostic>,
    leaves: HashSet<&'a str>,
    traps: HashSet<&'a str>,
}

impl<'a> Check<'a> {
    fn deck(&mut self, message: String) {
        self.found.push(Diagnostic::error("L1", "deck.ron", message, ""));
    }

    fn outline<'d: 'a>(&mut self, topics: &'d [Topic], all: &mut HashSet<&'d str>) {
        for topic in topics {
            if !all.insert(&topic.id) {
                self.deck(format!("The topic “{}” stands twice in the outline.", topic.id));
            }
            if topic.topics.is_empty() {
                self.leaves.insert(&topic.id);
            }
            self.outline(&topic.topics, all);
        }
    }

    fn report(&mut self, item: &Item, message: String, hint: &str) {
        let (file, at) = self.places.get(&item.id).cloned().unwrap_or_default();
        let found = Diagnostic::error("L1", &file, message, hint).at(at).of_item(&item.id);
        self.found.push(found);
    }

    fn item(&mut self, item: &Item) {
        if item.id.is_empty() {
            self.report(item, "An item has no id.".to_owned(), "Give it one that never changes.");
        }
        if !self.leaves.contains(item.topic.as_str()) {
            let message = format!("“{}” is no leaf of the outline.", item.topic);
            self.report(item, message, "Name a topic that has no parts of its own.");
        }
        if !(1..=5).contains(&item.difficulty) {
            let message = format!("Difficulty {} is outside 1 to 5.", item.difficulty);
            self.report(item, message, "");
        }
        if let (Some(from), Some(until)) = (item.valid.from, item.valid.until)
            && from > until
        {
            self.report(item, "“valid” ends before it begins.".to_owned(), "");
        }
        for message in shape(&item.body) {
            self.report(item, message, "");
        }
        if let Body::Choice(choice) = &item.body {
            self.known_traps(item, choice);
        }
    }

    fn known_traps(&mut self, item: &Item, choice: &Choice) {
        for trap in choice.options.iter().filter_map(|option| option.trap.as_deref()) {
            if !self.traps.contains(trap) {
                let message = format!("The trap “{trap}” is not in the deck's list.");
                self.report(item, message, "Add it to “traps” in deck.ron, or mend its name.");
            }
        }
    }

    fn blueprints(&mut self, deck: &Deck, topics: &HashSet<&str>) {
        for blueprint in &deck.blueprints {
            let id = &blueprint.id;
            for (topic, weight) in &blueprint.mix {
                if !topics.contains(topic.as_str()) {
                    self.deck(format!("Blueprint {id}: “{topic}” in its mix is no topic."));
                }
                if *weight <= 0.0 {
                    self.deck(format!("Blueprint {id}: the weight of “{topic}” is not above 0."));
                }
            }
            if blueprint.questions() == 0 || blueprint.minutes == 0 {
                self.deck(format!("Blueprint {id} has no questions or no minutes."));
            }
            if blueprint.unscored >= blueprint.questions() {
                self.deck(format!("Blueprint {id}: no question would be scored."));
            }
        }
    }
}

/// What is wrong with the shape of an item.
fn shape(body: &Body) -> Vec<String> {
    let mut found = Vec::new();
    let mut need = |is_fine: bool, message: &str| {
        if !is_fine {
            found.push(message.to_owned());
        }
    };
    match body {
        Body::Card(card) => {
            need(!card.front.trim().is_empty(), "“front” is empty.");
            need(!card.back.trim().is_empty(), "“back” is empty.");
        }
        Body::Cloze(cloze) => need(is_cloze(cloze), "There is no gap of the form {{c1::hidden}}."),
        Body::Choice(choice) => return choice_shape(choice),
        Body::Order(order) => {
            need(!order.stem.trim().is_empty(), "“stem” is empty.");
            need((2..=12).contains(&order.steps.len()), "“steps” needs 2 to 12 entries.");
            need(are_unique(order.steps.iter()), "Two steps are the same.");
        }
        Body::Match(matching) => {
            need(!matching.stem.trim().is_empty(), "“stem” is empty.");
            need((2..=12).contains(&matching.pairs.len()), "“pairs” needs 2 to 12 entries.");
            need(are_rights_unique(matching), "Two rights are the same.");
        }
        Body::Dropdown(dropdown) => need(
            is_dropdown(&dropdown.text),
            "Each blank needs at least two choices, one of them marked with “*”: [[a|*b]].",
        ),
        Body::Numeric(numeric) => {
            need(!numeric.stem.trim().is_empty(), "“stem” is empty.");
            need(numeric.answer.is_finite(), "“answer” is missing or no number.");
            need(numeric.tolerance >= 0.0, "“tolerance” is below 0.");
        }
        Body::Hotspot(hotspot) => {
            let has_picture = hotspot.image.is_some() || hotspot.figure.is_some();
            need(has_picture, "Neither “image” nor “figure” is given.");
            need(hotspot.regions.len() >= 2, "“regions” needs at least two entries.");
            need(hotspot.regions.iter().any(|region| region.is_key), "No region is right.");
            let is_inside = |side: f32| (0.0..=1.0).contains(&side);
            let are_inside = hotspot.regions.iter().all(|r| r.rect.iter().all(|s| is_inside(*s)));
            need(are_inside, "A region leaves the picture; sides are fractions from 0 to 1.");
        }
        Body::Case(case) => need(is_case(case), "A case needs a scenario and questions."),
        Body::Generated(generated) => {
            need(!generated.generator.is_empty(), "“generator” is empty.");
        }
    }
    found
}

fn choice_shape(choice: &Choice) -> Vec<String> {
    let mut found = Vec::new();
    let n_keys = choice.options.iter().filter(|option| option.is_key).count();
    if choice.stem.trim().is_empty() {
        found.push("“stem” is empty.".to_owned());
    }
    if !(2..=8).contains(&choice.options.len()) {
        found.push(format!("{} options; 2 to 8 can be asked.", choice.options.len()));
    }
    if n_keys == 0 {
        found.push("No option is marked “correct: true”.".to_owned());
    } else if n_keys != choice.select {
        found.push(format!("{n_keys} options are right, but “select” is {}.", choice.select));
    }
    if choice.options.iter().any(|option| option.text.trim().is_empty()) {
        found.push("An option is empty.".to_owned());
    }
    if !are_unique(choice.options.iter().map(|option| &option.text)) {
        found.push("Two options are the same.".to_owned());
    }
    found
}

fn are_unique<T: std::hash::Hash + Eq>(mut values: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    values.all(|value| seen.insert(value))
}

fn are_rights_unique(matching: &Match) -> bool {
    are_unique(matching.pairs.iter().map(|pair| &pair.right).chain(&matching.extra_rights))
}

fn is_cloze(cloze: &Cloze) -> bool {
    !cloze.numbers().is_empty()
        && cloze.text.matches("{{").count() == cloze.text.matches("}}").count()
}

fn is_dropdown(text: &str) -> bool {
    let segments = dropdown_segments(text);
    let mut blanks = segments.iter().filter_map(|segment| match segment {
        DropSegment::Blank { choices, key } => Some((choices, key)),
        DropSegment::Text(_) => None,
    });
    let has_any = segments.iter().any(|segment| matches!(segment, DropSegment::Blank { .. }));
    has_any
        && text.contains('*')
        && blanks.all(|(choices, key)| choices.len() >= 2 && *key < choices.len())
}

fn is_case(case: &Case) -> bool {
    !case.scenario.trim().is_empty() && !case.questions.is_empty()
}
