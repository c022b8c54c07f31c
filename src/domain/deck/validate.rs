//! Structural checks (L1): an item that fails one cannot be asked or marked.

use std::collections::HashSet;
use std::hash::Hash;

use super::diagnostic::Diagnostic;
use super::model::{
    Blueprint, Body, Choice, Cloze, Deck, Hotspot, Item, Match, Pass, Region, Topic, Validity,
};
use crate::domain::figure;
use crate::domain::item::text::{DropSegment, Segment, cloze_segments, dropdown_segments};

/// Most options, steps, pairs or regions of one question.
const MAX_PARTS: usize = 26;

/// Checks a whole deck; findings about items name the item, the others are about the deck's head.
pub fn validate(deck: &Deck) -> Vec<Diagnostic> {
    let mut check = Check::default();
    check.outline(&deck.outline);
    for trap in &deck.traps {
        if !check.traps.insert(&trap.id) {
            check.deck(format!("The trap “{}” stands twice.", trap.id));
        }
    }
    if !is_plain(&deck.id) {
        check
            .deck(format!("The deck's id “{}” needs lower-case letters, digits and “-”.", deck.id));
    }
    if deck.title.trim().is_empty() {
        check.deck("The deck has no title.".to_owned());
    }
    if deck.outline.is_empty() && !deck.items.is_empty() {
        check.deck("The deck has no outline, so its items belong nowhere.".to_owned());
    }
    for item in &deck.items {
        check.item(item);
        if let Body::Case(case) = &item.body {
            case.questions.iter().for_each(|question| check.item(question));
        }
    }
    let mut ids = HashSet::new();
    for blueprint in &deck.blueprints {
        if !ids.insert(&blueprint.id) {
            check.deck(format!("Two blueprints have the id “{}”.", blueprint.id));
        }
        check.blueprint(blueprint);
    }
    check.found
}

fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[derive(Default)]
struct Check<'a> {
    found: Vec<Diagnostic>,
    ids: HashSet<&'a str>,
    topics: HashSet<&'a str>,
    leaves: HashSet<&'a str>,
    traps: HashSet<&'a str>,
}

impl<'a> Check<'a> {
    fn deck(&mut self, message: String) {
        self.found.push(Diagnostic::error("L1", "", message, ""));
    }

    fn outline(&mut self, topics: &'a [Topic]) {
        for topic in topics {
            if topic.id.is_empty() {
                self.deck(format!("The topic “{}” has no id.", topic.title));
            } else if !self.topics.insert(&topic.id) {
                self.deck(format!("The topic “{}” stands twice in the outline.", topic.id));
            }
            if topic.weight.is_some_and(|weight| !(0.0..=100.0).contains(&weight)) {
                self.deck(format!("The weight of “{}” is not between 0 and 100.", topic.id));
            }
            if topic.topics.is_empty() {
                self.leaves.insert(&topic.id);
            }
            self.outline(&topic.topics);
        }
    }

    fn report(&mut self, code: &'static str, item: &Item, message: String, hint: &str) {
        self.found.push(Diagnostic::error(code, "", message, hint).of_item(&item.id));
    }

    fn item(&mut self, item: &'a Item) {
        if !self.ids.insert(&item.id) {
            self.report("L1", item, format!("The id “{}” stands twice.", item.id), "");
        }
        if item.topic.is_empty() {
            self.report(
                "L1",
                item,
                "“topic” is missing.".to_owned(),
                "Name a leaf of the outline.",
            );
        } else if !self.leaves.contains(item.topic.as_str()) && !self.topics.is_empty() {
            let is_branch = self.topics.contains(item.topic.as_str());
            let what = if is_branch { "has parts of its own" } else { "is not in the outline" };
            let message = format!("The topic “{}” {what}.", item.topic);
            self.report("L1", item, message, "Name a topic that has no parts of its own.");
        }
        if !(1..=5).contains(&item.difficulty) {
            let message = format!("Difficulty {} is outside 1 to 5.", item.difficulty);
            self.report("L1", item, message, "");
        }
        if !is_ordered(item.valid) {
            self.report("L1", item, "“valid” ends before it begins.".to_owned(), "");
        }
        for message in shape_faults(&item.body) {
            self.report("L1", item, message, "");
        }
        let Body::Choice(choice) = &item.body else { return };
        for trap in choice.options.iter().filter_map(|option| option.trap.as_deref()) {
            if !self.traps.contains(trap) {
                let message = format!("The trap “{trap}” is not in the deck's list.");
                let hint = "Add it to “traps” in the deck, or mend its name.";
                self.report("L5", item, message, hint);
            }
        }
    }

    fn blueprint(&mut self, blueprint: &Blueprint) {
        let id = &blueprint.id;
        for (topic, weight) in &blueprint.mix {
            if !self.topics.contains(topic.as_str()) {
                self.deck(format!(
                    "Blueprint {id}: “{topic}” in its mix is no topic of the outline."
                ));
            }
            if !(*weight > 0.0 && weight.is_finite()) {
                self.deck(format!("Blueprint {id}: the weight of “{topic}” is not above 0."));
            }
        }
        let n_questions: u64 = blueprint.sections.iter().map(|s| u64::from(s.questions)).sum();
        let mut need = |is_fine: bool, message: &str| {
            if !is_fine {
                self.deck(format!("Blueprint {id}: {message}"));
            }
        };
        need(!id.is_empty(), "it has no id.");
        need(n_questions > 0, "its sections have no questions.");
        need(n_questions <= 10_000, "more than 10,000 questions in one exam.");
        need(blueprint.sections.iter().all(|s| s.questions > 0), "a section has no questions.");
        need(blueprint.minutes > 0, "“minutes” is 0.");
        let calculations = u64::from(blueprint.calculations);
        need(calculations <= n_questions, "more calculations than questions.");
        need(u64::from(blueprint.unscored) < n_questions.max(1), "no question would be scored.");
        need(is_ordered(blueprint.valid), "“valid” ends before it begins.");
        let is_pass_fine = match &blueprint.pass {
            Pass::Fraction(right, of) => right <= of && *of > 0,
            Pass::Scaled { from, to, pass, .. } => from < to && (from..=to).contains(&pass),
            Pass::Unpublished { .. } => true,
        };
        need(is_pass_fine, "“pass” cannot be reached or has no range.");
    }
}

fn is_ordered(valid: Validity) -> bool {
    valid.from.zip(valid.until).is_none_or(|(from, until)| from <= until)
}

/// What is wrong with the shape of an item: it could not be asked or marked.
pub(super) fn shape_faults(body: &Body) -> Vec<String> {
    let mut found = form_faults(body);
    for part in markdown_texts(body).into_iter().flat_map(figure::parts) {
        if let figure::Part::Figure(_, Err(error)) = part {
            found.push(format!("A figure cannot be drawn. {error}"));
        }
    }
    found
}

/// The texts in which figures can stand.
fn markdown_texts(body: &Body) -> Vec<&str> {
    let texts: [&str; 2] = match body {
        Body::Card(card) => [&card.front, &card.back],
        Body::Cloze(cloze) => [&cloze.text, &cloze.explain],
        Body::Choice(choice) => [&choice.stem, &choice.explain],
        Body::Order(order) => [&order.stem, &order.explain],
        Body::Match(matching) => [&matching.stem, &matching.explain],
        Body::Dropdown(dropdown) => [&dropdown.text, &dropdown.explain],
        Body::Numeric(numeric) => [&numeric.stem, &numeric.explain],
        Body::Hotspot(hotspot) => [&hotspot.stem, &hotspot.explain],
        Body::Case(case) => [&case.scenario, ""],
        Body::Generated(_) => ["", ""],
    };
    texts.into_iter().filter(|text| figure::has_figure(text)).collect()
}

fn form_faults(body: &Body) -> Vec<String> {
    let mut found = Vec::new();
    let mut need = |is_fine: bool, message: &str| {
        if !is_fine {
            found.push(message.to_owned());
        }
    };
    match body {
        Body::Card(card) => {
            need(is_said(&card.front), "“front” is empty.");
            need(is_said(&card.back), "“back” is empty.");
        }
        Body::Cloze(cloze) => return cloze_faults(cloze),
        Body::Choice(choice) => return choice_faults(choice),
        Body::Order(order) => {
            need(is_said(&order.stem), "“stem” is empty.");
            need((2..=MAX_PARTS).contains(&order.steps.len()), "“steps” needs 2 to 26 entries.");
            need(order.steps.iter().all(|step| is_said(step)), "A step is empty.");
            need(are_unique(order.steps.iter()), "Two steps are the same.");
        }
        Body::Match(matching) => return match_faults(matching),
        Body::Dropdown(dropdown) => return dropdown_faults(&dropdown.text),
        Body::Numeric(numeric) => {
            need(is_said(&numeric.stem), "“stem” is empty.");
            need(numeric.answer.is_finite(), "“answer” is missing or no number.");
            let is_fine = numeric.tolerance >= 0.0 && numeric.tolerance.is_finite();
            need(is_fine, "“tolerance” is below 0 or no number.");
        }
        Body::Hotspot(hotspot) => return hotspot_faults(hotspot),
        Body::Case(case) => {
            need(is_said(&case.scenario), "“scenario” is empty.");
            need(!case.questions.is_empty(), "No question of this case can be asked.");
            let is_flat = case.questions.iter().all(|q| !matches!(q.body, Body::Case(_)));
            need(is_flat, "A case cannot stand inside a case.");
        }
        Body::Generated(generated) => {
            need(is_said(&generated.generator), "“generator” is empty.");
            let name = &generated.generator;
            let is_known = !is_said(name) || crate::domain::generate::find(name).is_some();
            need(is_known, "No generator has this name; `certdeck check --generators` lists them.");
            let are_numbers = generated.parameters.iter().all(|(_, value)| value.is_finite());
            need(are_numbers, "A parameter is no number.");
        }
    }
    found
}

fn choice_faults(choice: &Choice) -> Vec<String> {
    let mut found = Vec::new();
    let n_options = choice.options.len();
    let n_keys = choice.options.iter().filter(|option| option.is_key).count();
    if !is_said(&choice.stem) {
        found.push("“stem” is empty.".to_owned());
    }
    if !(2..=MAX_PARTS).contains(&n_options) {
        found.push(format!("There are {n_options} options; 2 to {MAX_PARTS} can be asked."));
    }
    if n_keys == 0 {
        found.push("No option is marked “correct: true”.".to_owned());
    } else if n_keys != choice.select {
        let select = choice.select;
        found.push(format!("{n_keys} options are right, but “select” is {select}."));
    } else if n_keys == n_options {
        found.push("Every option is right; there is nothing to choose.".to_owned());
    }
    if choice.options.iter().any(|option| !is_said(&option.text)) {
        found.push("An option is empty.".to_owned());
    }
    if !are_unique(choice.options.iter().map(|option| option.text.trim())) {
        found.push("Two options are the same.".to_owned());
    }
    found
}

fn match_faults(matching: &Match) -> Vec<String> {
    let mut found = Vec::new();
    let mut need = |is_fine: bool, message: &str| {
        if !is_fine {
            found.push(message.to_owned());
        }
    };
    let (pairs, extras) = (&matching.pairs, &matching.extra_rights);
    need(is_said(&matching.stem), "“stem” is empty.");
    need((2..=MAX_PARTS).contains(&pairs.len()), "“pairs” needs 2 to 26 entries.");
    need(extras.len() <= MAX_PARTS, "“extra_rights” has more than 26 entries.");
    let are_said = pairs.iter().all(|pair| is_said(&pair.left) && is_said(&pair.right));
    need(are_said && extras.iter().all(|right| is_said(right)), "A side of a pair is empty.");
    need(are_unique(pairs.iter().map(|pair| &pair.left)), "Two left sides are the same.");
    let rights = pairs.iter().map(|pair| &pair.right).chain(extras);
    need(are_unique(rights), "Two right sides are the same, so that the answer is not clear.");
    found
}

fn cloze_faults(cloze: &Cloze) -> Vec<String> {
    let numbers = cloze.numbers();
    if numbers.is_empty() {
        return vec!["There is no gap of the form {{c1::hidden}}.".to_owned()];
    }
    let is_whole = |number: u16| {
        let segments = cloze_segments(&cloze.text, number);
        segments.iter().any(|s| matches!(s, Segment::Gap { hidden, .. } if is_said(hidden)))
    };
    let broken: Vec<String> = numbers
        .iter()
        .filter(|number| !is_whole(**number))
        .map(|number| format!("Gap c{number} is empty or not closed with }}}}."))
        .collect();
    broken
}

fn dropdown_faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut n_blanks = 0;
    for segment in dropdown_segments(text) {
        match segment {
            DropSegment::Text(text) if text.contains("[[") => found.push(
                "A blank needs at least two choices, one of them marked: [[a|*b]].".to_owned(),
            ),
            DropSegment::Text(_) => {}
            DropSegment::Blank { choices, key } => {
                n_blanks += 1;
                let is_starred = |(index, c): (usize, &String)| index != key && c.starts_with('*');
                if choices.iter().enumerate().any(is_starred) {
                    found.push("A blank has two right choices.".to_owned());
                }
                if choices.iter().any(|choice| !is_said(choice)) || !are_unique(choices.iter()) {
                    found.push("A blank has an empty choice or the same one twice.".to_owned());
                }
            }
        }
    }
    if n_blanks == 0 && found.is_empty() {
        found.push("There is no blank of the form [[a|*b|c]].".to_owned());
    }
    found
}

fn hotspot_faults(hotspot: &Hotspot) -> Vec<String> {
    let mut found = Vec::new();
    let mut need = |is_fine: bool, message: &str| {
        if !is_fine {
            found.push(message.to_owned());
        }
    };
    let regions = &hotspot.regions;
    let has_picture = hotspot.image.is_some() || hotspot.figure.is_some();
    need(is_said(&hotspot.stem), "“stem” is empty.");
    need(has_picture, "Neither “image” nor “figure” is given.");
    need((2..=MAX_PARTS).contains(&regions.len()), "“regions” needs 2 to 26 entries.");
    need(regions.iter().any(|region| region.is_key), "No region is marked “correct: true”.");
    need(are_unique(regions.iter().map(|r| &r.name)), "Two regions have the same name.");
    let is_inside = |[left, top, width, height]: [f32; 4]| {
        let is_side =
            |from: f32, length: f32| from >= 0.0 && length > 0.0 && from + length <= 1.001;
        is_side(left, width) && is_side(top, height)
    };
    let figure = hotspot.figure.as_deref().map(figure::Figure::parse);
    let scene = figure.as_ref().and_then(|figure| figure.as_ref().ok()).map(|f| f.scene(640.0));
    let is_named = |region: &Region| region.is_by_name() && hotspot.figure.is_some();
    let are_inside = regions.iter().all(|region| is_named(region) || is_inside(region.rect));
    need(
        are_inside,
        "A region leaves the picture or has no size; sides are fractions from 0 to 1.",
    );
    if let Some(Err(error)) = &figure {
        found.push(format!("The figure cannot be drawn. {error}"));
    }
    for region in regions.iter().filter(|region| is_named(region)) {
        if scene.as_ref().is_some_and(|scene| scene.target(&region.name).is_none()) {
            found.push(format!("The figure has no part “{}”; give it a “rect”.", region.name));
        }
    }
    found
}

fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

fn are_unique<T: Hash + Eq>(mut values: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    values.all(|value| seen.insert(value))
}
