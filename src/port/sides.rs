//! Questions that Anki cannot mark, as a question and an answer to read.

use crate::domain::deck::{Body, Choice, Generated, Hotspot, Match, Numeric, Order};
use crate::domain::generate::make;
use crate::domain::item::text::{DropSegment, dropdown_segments};
use crate::port::html::media_address;

/// A question and its answer in Markdown.
pub(in crate::port) struct Sides {
    pub(in crate::port) question: String,
    pub(in crate::port) answer: String,
    pub(in crate::port) explain: String,
}

/// The item as text. Cards and gaps have notetypes of their own and come as they are.
pub(in crate::port) fn sides(body: &Body) -> Sides {
    match body {
        Body::Card(card) => made(&card.front, card.back.clone(), ""),
        Body::Cloze(cloze) => made(&cloze.text, String::new(), &cloze.explain),
        Body::Choice(choice) => many_options(choice),
        Body::Order(order) => steps(order),
        Body::Match(matching) => pairs(matching),
        Body::Dropdown(dropdown) => menus(&dropdown.text, &dropdown.explain),
        Body::Numeric(numeric) => number(numeric),
        Body::Hotspot(hotspot) => places(hotspot),
        Body::Case(case) => made(&case.scenario, String::new(), ""),
        Body::Generated(generated) => formula(generated),
    }
}

fn made(question: &str, answer: String, explain: &str) -> Sides {
    Sides { question: question.to_owned(), answer, explain: explain.to_owned() }
}

/// Texts as a list; line ends inside stay with their item.
fn list<'a>(texts: impl Iterator<Item = &'a String>, sign: impl Fn(usize) -> String) -> String {
    let line = |(place, text): (usize, &String)| {
        let sign = sign(place);
        let indented = text.replace('\n', &format!("\n{}", " ".repeat(sign.len())));
        format!("{sign}{indented}")
    };
    texts.enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// In the order of the alphabet, which gives nothing away.
fn sorted<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut texts: Vec<&String> = texts.collect();
    texts.sort();
    texts
}

fn bullets<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    list(texts, |_| "- ".to_owned())
}

fn numbered<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    list(texts, |place| format!("{}. ", place + 1))
}

fn many_options(choice: &Choice) -> Sides {
    let options = numbered(choice.options.iter().map(|option| &option.text));
    let keys = choice.options.iter().enumerate().filter(|(_, option)| option.is_key);
    let keys: Vec<String> =
        keys.map(|(place, option)| format!("{}: {}", place + 1, option.text)).collect();
    let question = format!("{}\n\n{options}", choice.stem);
    made(&question, keys.join("\n"), &choice.explain)
}

fn steps(order: &Order) -> Sides {
    let question = format!("{}\n\n{}", order.stem, bullets(sorted(order.steps.iter()).into_iter()));
    made(&question, numbered(order.steps.iter()), &order.explain)
}

fn pairs(matching: &Match) -> Sides {
    let lefts = bullets(matching.pairs.iter().map(|pair| &pair.left));
    let rights = matching.pairs.iter().map(|pair| &pair.right).chain(&matching.extra_rights);
    let rights = bullets(sorted(rights).into_iter());
    let question = format!("{}\n\n{lefts}\n\n…\n\n{rights}", matching.stem);
    let pair = |pair: &crate::domain::deck::Pair| {
        let why = if pair.why.is_empty() { String::new() } else { format!(" ({})", pair.why) };
        format!("{} → {}{why}", pair.left, pair.right)
    };
    let answers: Vec<String> = matching.pairs.iter().map(pair).collect();
    made(&question, bullets(answers.iter()), &matching.explain)
}

fn menus(text: &str, explain: &str) -> Sides {
    let (mut question, mut answer) = (String::new(), String::new());
    for segment in dropdown_segments(text) {
        match segment {
            DropSegment::Text(text) => {
                question.push_str(&text);
                answer.push_str(&text);
            }
            DropSegment::Blank { choices, key } => {
                question.extend(["(", &choices.join(" / "), ")"]);
                let key = choices.get(key).map(String::as_str).unwrap_or_default();
                answer.extend(["**", key, "**"]);
            }
        }
    }
    made(&question, answer, explain)
}

fn number(numeric: &Numeric) -> Sides {
    let mut answer = numeric.answer.to_string();
    if numeric.tolerance > 0.0 {
        answer.extend([" ± ", &numeric.tolerance.to_string()]);
    }
    if !numeric.unit.is_empty() {
        answer.extend([" ", &numeric.unit]);
    }
    made(&numeric.stem, answer, &numeric.explain)
}

fn places(hotspot: &Hotspot) -> Sides {
    let mut question = hotspot.stem.clone();
    if let Some(figure) = &hotspot.figure {
        question.extend(["\n\n```figure\n", figure, "\n```"]);
    } else if let Some(image) = &hotspot.image {
        question.extend(["\n\n![](", &media_address(image), ")"]);
    }
    let keys = hotspot.regions.iter().filter(|region| region.is_key);
    let named = |region: &crate::domain::deck::Region| {
        let why = if region.why.is_empty() { String::new() } else { format!(": {}", region.why) };
        format!("{}{why}", region.name)
    };
    let keys: Vec<String> = keys.map(named).collect();
    made(&question, bullets(keys.iter()), &hotspot.explain)
}

/// An example with its solution: other programs cannot make new numbers.
fn formula(generated: &Generated) -> Sides {
    match make(&generated.generator, EXAMPLE, DIFFICULTY).map(|made| made.body) {
        Some(Body::Choice(choice)) => many_options(&choice),
        _ => made(&generated.generator, "It is asked in Certdeck only.".to_owned(), ""),
    }
}

/// Seed and difficulty of the example.
const EXAMPLE: u64 = 1;
const DIFFICULTY: u8 = 2;
