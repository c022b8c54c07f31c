//! Tables: with Anki's header, for spreadsheets, and Udemy's practice tests.

use super::{Causes, Written, single_items};
use crate::domain::deck::{Body, Choice, Deck, Item};
use crate::port::LossKind;
use crate::port::apkg::export::{decks, tag};
use crate::port::apkg::item_to_json;
use crate::port::encoding::is_kept;
use crate::port::html::{SameNames, from_markdown, plain_text};
use crate::port::json::escaped;
use crate::port::sides::sides;
use crate::port::table::{OwnCell, guarded, visible_digest};

/// Heads of the columns; the last but one brings items back whole.
const HEADS: [&str; 8] =
    ["guid", "notetype", "deck", "Front", "Back", "Explanation", "Certdeck", "Tags"];
/// Place of the column `Certdeck`.
const CERTDECK: usize = 6;

/// Text with Anki's header, separated by TAB: what Anki imports, and what comes back whole here.
pub fn anki_text(deck: &Deck) -> Written {
    let mut text = String::from("#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n");
    text.push_str("#deck column:3\n#tags column:8\n#columns:");
    text.push_str(&HEADS.join("\t"));
    text.push('\n');
    let mut causes = Causes::default();
    let rows: Vec<Vec<String>> = rows(deck, &mut causes);
    text.push_str(&csv_text(&rows, b'\t', "\n"));
    Written { text, report: causes.finish() }
}

/// A table with a head row for spreadsheets: byte order mark, CRLF, and nothing that a spreadsheet
/// takes for a formula.
pub fn spreadsheet(deck: &Deck) -> Written {
    let mut causes = Causes::default();
    let mut all = vec![HEADS.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
    all.extend(rows(deck, &mut causes));
    for cell in all.iter_mut().skip(1).flatten() {
        *cell = guarded(cell);
    }
    let text = format!("\u{feff}{}", csv_text(&all, b',', "\r\n"));
    Written { text, report: causes.finish() }
}

fn csv_text(rows: &[Vec<String>], separator: u8, line_end: &str) -> String {
    let terminator =
        if line_end == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(terminator)
        .comment(Some(b'#'))
        .from_writer(Vec::new());
    for row in rows {
        if let Err(error) = writer.write_record(row) {
            tracing::error!("a row could not be written: {error}");
        }
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn rows(deck: &Deck, causes: &mut Causes) -> Vec<Vec<String>> {
    let names = decks::names(deck);
    let title = names.get("").cloned().unwrap_or_default();
    deck.items
        .iter()
        .map(|item| {
            if !super::media_of(item).is_empty() {
                causes.add(LossKind::Partial, &item.id, "pictures stay beside the file");
            }
            row(deck, item, names.get(&item.topic).unwrap_or(&title))
        })
        .collect()
}

fn row(deck: &Deck, item: &Item, place: &str) -> Vec<String> {
    let shown = sides(&item.body);
    let notetype = match item.body {
        Body::Cloze(_) => "Certdeck Cloze",
        _ => "Certdeck Card",
    };
    let question = match &item.body {
        Body::Case(case) => {
            let parts = case.questions.iter().map(|question| sides(&question.body).question);
            std::iter::once(case.scenario.clone()).chain(parts).collect::<Vec<_>>().join("\n\n")
        }
        _ => shown.question,
    };
    let answer = match &item.body {
        Body::Case(case) => {
            let parts = case.questions.iter().map(|question| sides(&question.body).answer);
            parts.collect::<Vec<_>>().join("\n\n")
        }
        _ => shown.answer,
    };
    let html = |text: &str| from_markdown(text, &SameNames);
    let tags: Vec<String> = item.tags.iter().map(|one| tag(one)).collect();
    let mut cells = vec![
        format!("{}/{}", deck.id, item.id),
        notetype.to_owned(),
        place.to_owned(),
        html(&question),
        html(&answer),
        html(&shown.explain),
        String::new(),
        tags.join(" "),
    ];
    for cell in &mut cells {
        // What reading leaves out of a text would look like an edit.
        let kept: String = cell.chars().filter(|c| *c != '\r' && is_kept(*c)).collect();
        kept.trim().clone_into(cell);
    }
    let visible: Vec<&str> = cells
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != CERTDECK)
        .map(|(_, cell)| cell.as_str())
        .collect();
    let own = OwnCell { see: visible_digest(&visible), item: item_to_json(item) };
    let json = escaped(&serde_json::to_string(&own).unwrap_or_default());
    if let Some(slot) = cells.get_mut(CERTDECK) {
        *slot = json;
    }
    cells
}

/// Options that Udemy's table has room for.
const UDEMY_OPTIONS: usize = 6;

/// Udemy's practice test, version 2: questions with options only.
pub fn udemy(deck: &Deck) -> Written {
    let mut causes = Causes::default();
    let mut head = vec!["Question".to_owned(), "Question Type".to_owned()];
    for number in 1..=UDEMY_OPTIONS {
        head.extend([format!("Answer Option {number}"), format!("Explanation {number}")]);
    }
    head.extend(["Correct Answers", "Overall Explanation", "Domain"].map(str::to_owned));
    let mut rows = vec![head];
    let titles = titles(deck);
    for item in single_items(deck) {
        let Body::Choice(choice) = &item.body else {
            causes.add(LossKind::Dropped, &item.id, "Udemy takes questions with options only");
            continue;
        };
        let n_wrong = choice.options.iter().filter(|option| !option.is_key).count();
        if !(2..=UDEMY_OPTIONS).contains(&choice.options.len()) || n_wrong == 0 {
            causes.add(LossKind::Dropped, &item.id, "Udemy takes two to six options");
            continue;
        }
        if !super::media_of(&item).is_empty() {
            causes.add(LossKind::Partial, &item.id, "Udemy takes no pictures");
        }
        let topic = titles.iter().find(|(id, _)| *id == item.topic).map_or("", |(_, title)| title);
        rows.push(udemy_row(choice, topic));
    }
    Written { text: csv_text(&rows, b',', "\n"), report: causes.finish() }
}

fn udemy_row(choice: &Choice, topic: &str) -> Vec<String> {
    // Udemy's upload breaks on line ends in cells and shows Markdown as it stands.
    let plain = |text: &str| {
        let text = plain_text(&from_markdown(text, &SameNames));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let keys: Vec<String> = choice
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| option.is_key)
        .map(|(place, _)| (place + 1).to_string())
        .collect();
    let kind = if keys.len() > 1 { "multi-select" } else { "multiple-choice" };
    let mut row = vec![plain(&choice.stem), kind.to_owned()];
    for place in 0..UDEMY_OPTIONS {
        let option = choice.options.get(place);
        row.push(option.map_or_else(String::new, |option| plain(&option.text)));
        row.push(option.map_or_else(String::new, |option| plain(&option.why)));
    }
    row.extend([keys.join(","), plain(&choice.explain), topic.to_owned()]);
    row
}

/// Id and title of every topic.
fn titles(deck: &Deck) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<&crate::domain::deck::Topic> = deck.outline.iter().collect();
    while let Some(topic) = open.pop() {
        found.push((topic.id.clone(), topic.title.clone()));
        open.extend(&topic.topics);
    }
    found
}
