//! `LearnKit`'s rows: `MCQ |`, `Q |`, `OQ |`, `CQ |` with fields up to a closing `|`.

use super::{Page, tagged_draft};
use crate::domain::deck::{Body, Cloze, Order};
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather};
use crate::port::question::{choice, option};

const HEADS: [&str; 4] = ["MCQ", "OQ", "CQ", "Q"];

/// Fields of a block in order: name and text.
type Fields = Vec<(String, String)>;

/// Reads all blocks between blank lines that hold such a row.
pub(super) fn read(gather: &mut Gather<'_>, page: &mut Page<'_>) -> Result<(), Refusal> {
    let mut place = 0;
    while place < page.lines.len() {
        let start = place;
        while page.free(place).is_some_and(|line| !line.text.trim().is_empty()) {
            place += 1;
        }
        let raw = page.text(start, place);
        let fields = fields(&raw);
        if fields.iter().any(|(name, _)| HEADS.contains(&name.as_str())) {
            let source = gather.source(page.at(start), &raw)?;
            match draft(gather, &fields) {
                Ok(mut draft) => {
                    let id = raw.lines().find_map(|line| line.trim().strip_prefix("^learnkit-"));
                    id.unwrap_or_default().trim().clone_into(&mut draft.item.id);
                    gather.add(source, tagged_draft(page, draft));
                }
                Err(reason) => gather.dropped(source, &reason),
            }
            page.take(start, place);
        }
        place += 1;
    }
    Ok(())
}

fn fields(block: &str) -> Fields {
    let mut fields: Fields = Vec::new();
    for line in block.lines() {
        let head = line.split_once('|').map(|(name, rest)| (name.trim(), rest));
        let is_name = |name: &str| {
            ["T", "Q", "A", "CQ", "MCQ", "O", "OQ", "I", "G"].contains(&name)
                || name.parse::<usize>().is_ok()
        };
        match head.filter(|(name, _)| is_name(name)) {
            Some((name, rest)) => fields.push((name.to_owned(), rest.to_owned())),
            None if line.trim_start().starts_with('^') => {}
            None => {
                if let Some((_, text)) = fields.last_mut() {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    for (_, text) in &mut fields {
        *text = text.trim().trim_end_matches('|').trim().to_owned();
    }
    fields
}

fn draft(gather: &mut Gather<'_>, fields: &Fields) -> Result<Draft, String> {
    let get = |wanted: &str| {
        fields.iter().find(|(name, _)| name == wanted).map(|(_, text)| text.as_str())
    };
    let all = |wanted: &'static str| {
        fields.iter().filter(move |(name, _)| name == wanted).map(|(_, text)| text.as_str())
    };
    let explain = gather.markdown(get("I").unwrap_or_default());
    let mut draft = if let Some(stem) = get("MCQ") {
        let stem = gather.markdown(stem);
        let options = fields.iter().filter_map(|(name, text)| match name.as_str() {
            "A" => Some(option(text, true)),
            "O" => Some(option(text, false)),
            _ => None,
        });
        Draft::new(Body::Choice(choice(&stem, options.collect(), explain)?))
    } else if let Some(stem) = get("OQ") {
        let steps: Vec<String> = fields
            .iter()
            .filter(|(name, _)| name.parse::<usize>().is_ok())
            .map(|(_, text)| text.clone())
            .collect();
        if steps.len() < 2 {
            return Err("an order needs two steps".to_owned());
        }
        Draft::new(Body::Order(Order { stem: gather.markdown(stem), steps, explain }))
    } else if let Some(text) = get("CQ") {
        let text = gather.markdown(text);
        if !text.contains("{{c") {
            return Err("there is no gap in it".to_owned());
        }
        Draft::new(Body::Cloze(Cloze { text, explain }))
    } else {
        let front = gather.markdown(get("Q").unwrap_or_default());
        let answers: Vec<&str> = all("A").collect();
        let back = gather.markdown(&answers.join("\n"));
        let back = if explain.is_empty() { back } else { format!("{back}\n\n{explain}") };
        Draft::card(&front, &back)
    };
    if let Some(topic) = get("G").filter(|topic| !topic.is_empty()) {
        draft.path = topic.split(['/', ',']).map(|part| part.trim().to_owned()).collect();
    }
    Ok(draft)
}
