//! What stands between the braces.

use super::records::{is_escaped, plain};
use crate::domain::deck::{Body, Card, ChoiceOption, Match, Numeric, Order, Pair};
use crate::port::gather::{Gather, Source};
use crate::port::markup::from_plain;
use crate::port::question::{choice, true_false, truth};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Html,
    Markdown,
    Plain,
    Moodle,
}

impl Markup {
    /// Takes a format mark off a text.
    pub(super) fn take(text: &str, default: Self) -> (Self, &str) {
        let marks = [
            ("[html]", Self::Html),
            ("[markdown]", Self::Markdown),
            ("[plain]", Self::Plain),
            ("[moodle]", Self::Moodle),
        ];
        let text = text.trim_start();
        let found =
            marks.iter().find_map(|(mark, markup)| Some((*markup, text.strip_prefix(mark)?)));
        found.map_or((default, text), |(markup, rest)| (markup, rest.trim_start()))
    }

    /// The text as ours; escapes are resolved already.
    pub(super) fn text(self, gather: &mut Gather<'_>, text: &str) -> String {
        match self {
            Self::Html => gather.html(&text.replace("@@PLUGINFILE@@/", "")).trim().to_owned(),
            Self::Markdown => gather.markdown(text).trim().to_owned(),
            Self::Plain | Self::Moodle => {
                let looks_like_html = text.contains("</") || text.contains("<br");
                if looks_like_html && self == Self::Moodle {
                    return gather.html(text).trim().to_owned();
                }
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                from_plain(lines.join("\n").trim())
            }
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    is_equal: bool,
    /// Per cent of the mark, where it says so.
    weight: Option<f64>,
    text: String,
    feedback: String,
}

type Shown<'a> = (&'a str, &'a str);

/// The body of a question with stem and the inside of its braces.
pub(super) fn body(
    gather: &mut Gather<'_>,
    markup: Markup,
    source: Source<'_>,
    (stem, inside): Shown<'_>,
) -> Result<Body, String> {
    let (inside, general) = general_feedback(inside);
    let explain = {
        let (markup, text) = Markup::take(general, markup);
        markup.text(gather, &plain(text))
    };
    let trimmed = inside.trim();
    if trimmed.is_empty() {
        return if explain.is_empty() {
            Err("no answer in the file".to_owned())
        } else {
            Ok(card(stem, &explain))
        };
    }
    if let Some(made) = statement(gather, markup, stem, (trimmed, &explain)) {
        return made.map(Body::Choice);
    }
    if let Some(numbers) = trimmed.strip_prefix('#') {
        return number(gather, source, stem, (numbers, explain));
    }
    if let Some(steps) = trimmed.strip_prefix('>') {
        let steps = steps.lines().map(|step| plain(step.trim())).filter(|step| !step.is_empty());
        let steps = steps.map(|step| from_plain(&step)).collect();
        return Ok(Body::Order(Order { stem: stem.to_owned(), steps, explain }));
    }
    let answers = answers(trimmed);
    if !answers.iter().any(|answer| !answer.is_equal) {
        if answers.iter().any(|answer| answer.text.contains("->")) {
            return pairs(gather, markup, stem, (&answers, explain));
        }
        return Ok(short_answer(gather, markup, stem, (&answers, trimmed, explain)));
    }
    options(gather, markup, source, (stem, &answers, explain))
}

fn card(stem: &str, back: &str) -> Body {
    Body::Card(Card { front: stem.to_owned(), back: back.to_owned(), reverse: false })
}

/// Inside without `####`, and what stands behind it.
fn general_feedback(inside: &str) -> (&str, &str) {
    let found = inside.match_indices("####").find(|(at, _)| !is_escaped(inside, *at));
    found.map_or((inside, ""), |(at, _)| {
        (inside.get(..at).unwrap_or_default(), inside.get(at + 4..).unwrap_or_default())
    })
}

/// True and false, with feedback for wrong and right.
fn statement(
    gather: &mut Gather<'_>,
    markup: Markup,
    stem: &str,
    (inside, explain): Shown<'_>,
) -> Option<Result<crate::domain::deck::Choice, String>> {
    let mut parts = inside.split('#');
    let word = parts.next()?.trim();
    let is_word = ["T", "TRUE", "F", "FALSE"].contains(&word.to_uppercase().as_str());
    let is_true = truth(word).filter(|_| is_word)?;
    let mut text = |part: Option<&str>| markup.text(gather, &plain(part.unwrap_or_default()));
    let (wrong, right) = (text(parts.next()), text(parts.next()));
    let whys =
        if is_true { [right.as_str(), wrong.as_str()] } else { [wrong.as_str(), right.as_str()] };
    Some(true_false(stem, is_true, whys, explain.to_owned()))
}

/// Answers at their unescaped `=` and `~`.
fn answers(inside: &str) -> Vec<Answer> {
    let starts: Vec<(usize, &str)> = inside
        .match_indices(['=', '~'])
        .filter(|(at, _)| !is_escaped(inside, *at))
        // `->` of pairs and `=` inside a text after `->` are no starts: a start follows a blank.
        .filter(|(at, _)| {
            let before = inside.get(..*at).unwrap_or_default();
            before.trim().is_empty()
                || before.ends_with(char::is_whitespace)
                || inside.get(*at..).is_some_and(|rest| rest.starts_with('~'))
        })
        .collect();
    let mut found = Vec::new();
    if starts.is_empty() {
        return vec![answer(true, inside)];
    }
    for (place, (at, sign)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(inside.len(), |(next, _)| *next);
        let text = inside.get(at + 1..end).unwrap_or_default();
        found.push(answer(*sign == "=", text));
    }
    found
}

fn answer(is_equal: bool, text: &str) -> Answer {
    let text = text.trim();
    let (weight, text) = match text.strip_prefix('%').and_then(|rest| rest.split_once('%')) {
        Some((number, rest)) if number.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            (number.trim().parse().ok(), rest.trim())
        }
        _ => (None, text),
    };
    let cut = text.match_indices('#').find(|(at, _)| !is_escaped(text, *at)).map(|(at, _)| at);
    let (text, feedback) = match cut {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, ""),
    };
    Answer { is_equal, weight, text: text.trim().to_owned(), feedback: feedback.trim().to_owned() }
}

fn options(
    gather: &mut Gather<'_>,
    markup: Markup,
    source: Source<'_>,
    (stem, answers, explain): (&str, &[Answer], String),
) -> Result<Body, String> {
    let n_equal = answers.iter().filter(|answer| answer.is_equal).count();
    if n_equal > 1 {
        gather.note(source.at, "several right answers: all of them are asked for");
    }
    let has_partial = n_equal > 0
        && answers.iter().any(|a| !a.is_equal && a.weight.is_some_and(|weight| weight > 0.0));
    if has_partial {
        gather.partial(source, "part marks for an option that is not right are left out");
    }
    let mut made = Vec::new();
    for answer in answers {
        let is_right = if n_equal > 0 {
            answer.is_equal
        } else {
            answer.weight.is_some_and(|weight| weight > 0.0)
        };
        let mut text = |raw: &str| {
            let (markup, raw) = Markup::take(raw, markup);
            markup.text(gather, &plain(raw))
        };
        made.push(ChoiceOption {
            text: text(&answer.text),
            is_key: is_right,
            why: text(&answer.feedback),
            trap: None,
        });
    }
    choice(stem, made, explain).map(Body::Choice)
}

fn pairs(
    gather: &mut Gather<'_>,
    markup: Markup,
    stem: &str,
    (answers, explain): (&[Answer], String),
) -> Result<Body, String> {
    let mut found = Match { stem: stem.to_owned(), pairs: vec![], extra_rights: vec![], explain };
    for answer in answers {
        let Some((left, right)) = answer.text.split_once("->") else {
            return Err("a pair has no “->”".to_owned());
        };
        let mut text = |raw: &str| {
            let (markup, raw) = Markup::take(raw.trim(), markup);
            markup.text(gather, &plain(raw))
        };
        let (left, right) = (text(left), text(right));
        if left.is_empty() {
            found.extra_rights.push(right);
        } else {
            found.pairs.push(Pair { left, right, why: String::new() });
        }
    }
    Ok(Body::Match(found))
}

fn short_answer(
    gather: &mut Gather<'_>,
    markup: Markup,
    stem: &str,
    (answers, _, explain): (&[Answer], &str, String),
) -> Body {
    let is_full = |answer: &&Answer| answer.weight.is_none_or(|weight| weight >= 100.0);
    let full: Vec<String> =
        answers.iter().filter(is_full).map(|a| markup.text(gather, &plain(&a.text))).collect();
    let mut back = full.join("\nor: ");
    for answer in answers.iter().filter(|answer| !is_full(answer)) {
        let text = markup.text(gather, &plain(&answer.text));
        back.extend(["\n(in part: ", &text, ")"]);
    }
    if !explain.is_empty() {
        back.extend(["\n\n", &explain]);
    }
    card(stem, back.trim())
}

fn number(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    stem: &str,
    (numbers, explain): (&str, String),
) -> Result<Body, String> {
    let list = answers(numbers);
    let is_wild = |answer: &&Answer| answer.text.trim() == "*";
    let best = list
        .iter()
        .filter(|answer| !is_wild(answer))
        .find(|answer| answer.weight.is_none_or(|weight| weight >= 100.0))
        .ok_or("no right number is given")?;
    if list.iter().filter(|answer| !is_wild(answer)).count() > 1 {
        gather.partial(source, "further numbers for a part of the mark are left out");
    }
    let (answer, tolerance) = range(&best.text).ok_or_else(|| {
        let text: String = best.text.chars().take(60).collect();
        format!("“{text}” is no number")
    })?;
    let (stem, unit) = (stem.to_owned(), String::new());
    Ok(Body::Numeric(Numeric { stem, answer, tolerance, unit, explain }))
}

/// `5`, `5:0.1`, `1..5` as middle and half width.
pub(super) fn range(text: &str) -> Option<(f64, f64)> {
    let number = |text: &str| {
        let text = text.trim().replace(',', ".");
        text.parse::<f64>().ok().filter(|number| number.is_finite())
    };
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number(low)?, number(high)?);
        return Some((f64::midpoint(low, high), (high - low).abs() / 2.0));
    }
    match text.split_once(':') {
        Some((answer, tolerance)) => Some((number(answer)?, number(tolerance)?.abs())),
        None => Some((number(text)?, 0.0)),
    }
}
