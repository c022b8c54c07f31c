//! Notetypes that hold a question with options in their fields.

mod key;

use crate::domain::deck::{Choice, ChoiceOption};
use crate::port::html::plain_text;

pub(super) use key::Scheme;

use super::limits::OPTIONS;

/// Which field plays which part.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Roles {
    stem: usize,
    scenario: Option<usize>,
    /// One option a field, in the order of their labels; or one field with an option a line.
    options: Vec<usize>,
    list: Option<usize>,
    key: usize,
    /// Says 0 for "true or false for each", 1 for several, 2 for one.
    kind: Option<usize>,
    /// For each option the field of its reason.
    whys: Vec<Option<usize>>,
    explain: Vec<usize>,
    references: Vec<usize>,
    /// Labels of the options' fields.
    heads: Vec<String>,
}

const STEMS: [&str; 8] =
    ["question", "questiontext", "stem", "prompt", "frage", "pregunta", "domanda", "front"];
const OPTION_FAMILIES: [&str; 7] = ["option", "answeroption", "choice", "opt", "q", "answer", ""];
const LISTS: [&str; 3] = ["options", "choices", "answeroptions"];
const KEYS: [&str; 11] = [
    "correct",
    "correctanswer",
    "correctanswers",
    "answerkey",
    "key",
    "correctoption",
    "correctindex",
    "correctresponse",
    "solution",
    "answers",
    "answer",
];
const WHY_FAMILIES: [&str; 5] = ["explanation", "feedback", "rationale", "note", "why"];
const EXPLAINS: [&str; 11] = [
    "explanation",
    "overallexplanation",
    "rationale",
    "feedback",
    "erklärung",
    "extra",
    "extra1",
    "extra2",
    "note",
    "notes",
    "comment",
];
const REFERENCES: [&str; 4] = ["sources", "source", "references", "reference"];
const SCENARIOS: [&str; 3] = ["scenario", "case", "passage"];

fn plain(name: &str) -> String {
    let is_filler = |c: char| c.is_whitespace() || "_-.:#()".contains(c);
    name.chars().filter(|c| !is_filler(*c)).flat_map(char::to_lowercase).collect()
}

/// Place of a label behind a family's word: `optionb` and `option2` are 1.
fn label(name: &str, family: &str) -> Option<usize> {
    let rest = name.strip_prefix(family)?;
    match rest.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(usize::from(letter - b'a')),
        [b'0'..=b'9', ..] if !family.is_empty() && rest.len() <= 2 => {
            rest.parse::<usize>().ok()?.checked_sub(1)
        }
        _ => None,
    }
}

/// Labels and fields `family` + label, ordered by label.
fn labelled(names: &[String], family: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(field, name)| label(name, family).map(|label| (label, field)))
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(label, _)| *label);
    found
}

/// Two or more fields with the labels A, B, C … or 1, 2, 3 …
fn family(names: &[String], family: &str) -> Vec<(usize, usize)> {
    let found = labelled(names, family);
    let is_run = found.iter().enumerate().all(|(place, (label, _))| place == *label);
    if found.len() >= 2 && is_run { found } else { Vec::new() }
}

impl Roles {
    /// The parts of a notetype's fields, if it holds a question with options.
    pub(super) fn of(fields: &[String]) -> Option<Self> {
        let names: Vec<String> = fields.iter().map(|name| plain(name)).collect();
        let find = |words: &[&str]| {
            words.iter().find_map(|word| names.iter().position(|name| name == word))
        };
        let all = |words: &[&str]| -> Vec<usize> {
            words.iter().filter_map(|word| names.iter().position(|name| name == word)).collect()
        };
        let options = OPTION_FAMILIES.iter().map(|word| family(&names, word));
        let options = options.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        let list = if options.is_empty() { find(&LISTS) } else { None };
        if options.is_empty() && list.is_none() {
            return None;
        }
        let whys = WHY_FAMILIES.iter().map(|word| labelled(&names, word));
        let whys = whys.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        let why = |label: usize| whys.iter().find(|(l, _)| *l == label).map(|(_, field)| *field);
        let n_whys = if list.is_some() { OPTIONS } else { options.len() };
        let fields_of_options: Vec<usize> = options.iter().map(|(_, field)| *field).collect();
        let key = find(&KEYS).filter(|key| !fields_of_options.contains(key))?;
        Some(Self {
            stem: find(&STEMS)?,
            scenario: find(&SCENARIOS),
            heads: fields_of_options.iter().filter_map(|f| fields.get(*f).cloned()).collect(),
            options: fields_of_options,
            list,
            key,
            kind: names.iter().position(|name| name.starts_with("qtype")),
            whys: (0..n_whys).map(why).collect(),
            explain: all(&EXPLAINS),
            references: all(&REFERENCES),
        })
    }

    /// Whether a side that shows these fields shows options.
    pub(super) fn is_asked_by(&self, shown: &[usize]) -> bool {
        let n_shown = self.options.iter().filter(|field| shown.contains(field)).count();
        n_shown >= 2 || self.list.is_some_and(|list| shown.contains(&list))
    }

    /// Fields that have a part.
    pub(super) fn fields(&self) -> impl Iterator<Item = usize> {
        let own = [Some(self.stem), self.scenario, self.list, Some(self.key), self.kind];
        let rest = self.options.iter().chain(&self.explain).chain(&self.references).copied();
        own.into_iter().flatten().chain(rest).chain(self.whys.iter().flatten().copied())
    }

    /// The key and the options of a note as plain text, to find out what keys mean here.
    pub(super) fn sample(&self, fields: &[&str]) -> (String, Vec<String>) {
        let get = |field: usize| fields.get(field).copied().unwrap_or_default();
        let options = match self.list {
            Some(list) => lines(&plain_text(get(list))),
            None => self.options.iter().map(|field| plain_text(get(*field))).collect(),
        };
        (plain_text(get(self.key)), options)
    }

    /// How the keys of these samples are to be read.
    pub(super) fn scheme(&self, samples: &[(String, Vec<String>)]) -> Option<Scheme> {
        Scheme::of(samples, &self.heads, self.kind.is_some())
    }

    /// The question of a note, or why it is none. `markdown` converts a field.
    pub(super) fn choice(
        &self,
        fields: &[&str],
        scheme: Option<Scheme>,
        markdown: &mut dyn FnMut(&str) -> String,
    ) -> Result<Choice, String> {
        let get = |field: usize| fields.get(field).copied().unwrap_or_default();
        let (key, plain_options) = self.sample(fields);
        let said = || format!("the answer \"{}\" fits no option", key.trim());
        let scheme = scheme.ok_or_else(said)?;
        let keys = scheme.resolve(&key, &plain_options, &self.heads).ok_or_else(said)?;
        let texts: Vec<String> = match self.list {
            Some(list) => lines(&markdown(get(list))),
            None => self.options.iter().map(|field| markdown(get(*field))).collect(),
        };
        let mut options = Vec::new();
        for (place, text) in texts.into_iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let why = self.whys.get(place).copied().flatten();
            let why = why.map(|field| markdown(get(field))).unwrap_or_default();
            options.push(ChoiceOption { text, is_key: keys.contains(&place), why, trap: None });
        }
        let mut stem = markdown(get(self.stem));
        if let Some(scenario) = self.scenario.map(|field| markdown(get(field))) {
            stem = trimmed(&format!("{scenario}\n\n{stem}"));
        }
        if self.asks_statements(fields) {
            stem = trimmed(&format!("{stem}\n\nWhich statements are true?"));
        }
        let explains = self.explain.iter().map(|field| markdown(get(*field)));
        let explain = explains.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        checked(stem, options, explain)
    }

    /// Whether each option is to be called true or false.
    pub(super) fn asks_statements(&self, fields: &[&str]) -> bool {
        let kind = self.kind.and_then(|field| fields.get(field));
        kind.is_some_and(|kind| plain_text(kind).trim() == "0")
    }

    /// Sources that the note names.
    pub(super) fn references(&self, fields: &[&str]) -> Vec<String> {
        let texts = self.references.iter().filter_map(|field| fields.get(*field));
        texts.flat_map(|text| lines(&plain_text(text))).take(OPTIONS).collect()
    }
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// A question that can be asked, or why not.
fn checked(stem: String, options: Vec<ChoiceOption>, explain: String) -> Result<Choice, String> {
    let select = options.iter().filter(|option| option.is_key).count();
    let mut texts: Vec<&str> = options.iter().map(|option| option.text.trim()).collect();
    texts.sort_unstable();
    let is_twin = texts.windows(2).any(|pair| pair.first() == pair.last());
    let fault = if stem.trim().is_empty() {
        "the question is empty"
    } else if !(2..=OPTIONS).contains(&options.len()) {
        "it has not between 2 and 26 options"
    } else if select == 0 {
        "no option is right"
    } else if select == options.len() {
        "every option is right"
    } else if is_twin {
        "two options are the same"
    } else {
        let shuffle = !options.iter().any(|option| is_tied_to_place(&option.text));
        return Ok(Choice { stem, options, select, explain, shuffle });
    };
    Err(fault.to_owned())
}

/// "All of the above", "both A and C", true and false: the order of such options matters.
fn is_tied_to_place(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_both = matches!(words.as_slice(), ["both", a, "and", b] if a.len() == 1 && b.len() == 1);
    is_both || text.contains("of the above") || matches!(text.as_str(), "true" | "false")
}

/// Non-empty lines, labels such as "A." and bullets taken off.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| key::unlabelled(line.trim()).to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}
