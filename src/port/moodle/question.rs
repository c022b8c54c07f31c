//! What each type of Moodle's questions becomes.

use super::markers::hotspots;
use super::tree::Node;
use crate::domain::deck::{Body, ChoiceOption, Cloze, Dropdown, Match, Numeric, Order, Pair};
use crate::port::gather::{Draft, Gather, Source};
use crate::port::markup::from_plain;
use crate::port::question::{choice, true_false};

/// The items of a question; in words why there are none.
pub(super) fn drafts(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    node: &Node,
    kind: &str,
) -> Result<Vec<Draft>, String> {
    let stem = node.child("questiontext").map(|text| shown(gather, text)).unwrap_or_default();
    let explain = node.child("generalfeedback").map(|text| shown(gather, text)).unwrap_or_default();
    let ask = Ask { stem, explain };
    let body = match kind {
        "multichoice" | "multichoiceset" => options(gather, source, node, ask)?,
        "truefalse" => statement(gather, node, &ask)?,
        "matching" => pairs(gather, node, ask),
        "numerical" => number(gather, source, node, ask)?,
        "shortanswer" => return short(gather, node, &ask).map(|draft| vec![draft]),
        "essay" => return essay(gather, node, &ask).map(|draft| vec![draft]),
        "ordering" => order(gather, node, ask)?,
        "ddmarker" => return hotspots(gather, source, node, &ask),
        "gapselect" | "ddwtos" => menus(node, ask)?,
        "cloze" | "multianswer" => gaps(ask)?,
        "description" => return Err("text without a question".to_owned()),
        kind if kind.starts_with("calculated") => {
            return Err("Moodle's calculated questions need its formula engine".to_owned());
        }
        kind => return Err(format!("questions of the type “{kind}” are not read")),
    };
    Ok(vec![Draft::new(body)])
}

/// What every type has.
pub(super) struct Ask {
    pub(super) stem: String,
    pub(super) explain: String,
}

/// A text by its format; pictures of the question are found by their names.
pub(super) fn shown(gather: &mut Gather<'_>, node: &Node) -> String {
    let text = node.text().replace("@@PLUGINFILE@@/", "");
    let shown = match node.attribute("format") {
        "plain_text" => from_plain(&text),
        "markdown" => gather.markdown(&text),
        _ => gather.html(&text),
    };
    shown.trim().to_owned()
}

fn fraction(node: &Node) -> f64 {
    node.attribute("fraction").trim().parse().unwrap_or(0.0)
}

fn options(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    node: &Node,
    ask: Ask,
) -> Result<Body, String> {
    let is_set = node.attribute("type") == "multichoiceset";
    let is_single = !is_set && node.get("single") != "false";
    let n_full = node.all("answer").filter(|answer| fraction(answer) >= 99.9).count();
    let mut made = Vec::new();
    let mut has_partial = false;
    for answer in node.all("answer") {
        let share = fraction(answer);
        has_partial |= is_single && share > 0.0 && share < 99.9;
        let is_key = if is_single { share >= 99.9 } else { share > 0.0 };
        let why = answer.child("feedback").map(|text| shown(gather, text)).unwrap_or_default();
        made.push(ChoiceOption { text: shown(gather, answer), is_key, why, trap: None });
    }
    if has_partial {
        gather.partial(source, "part marks for an option that is not right are left out");
    }
    if is_single && n_full > 1 {
        gather.note(
            source.at,
            "a single-answer question with several right ones asks for all of them",
        );
    }
    let mut made = choice(&ask.stem, made, ask.explain)?;
    if matches!(node.get("shuffleanswers").as_str(), "0" | "false") {
        made.shuffle = false;
    }
    Ok(Body::Choice(made))
}

fn statement(gather: &mut Gather<'_>, node: &Node, ask: &Ask) -> Result<Body, String> {
    let right = node.all("answer").find(|answer| fraction(answer) > 0.0);
    let right = right.ok_or("no right answer is marked")?.text().to_lowercase();
    let mut why = |word: &str| {
        let answer = node.all("answer").find(|answer| answer.text().to_lowercase() == word);
        let feedback = answer.and_then(|answer| answer.child("feedback"));
        feedback.map(|text| shown(gather, text)).unwrap_or_default()
    };
    let whys = [why("true"), why("false")];
    let whys = [whys[0].as_str(), whys[1].as_str()];
    true_false(&ask.stem, right == "true", whys, ask.explain.clone()).map(Body::Choice)
}

fn pairs(gather: &mut Gather<'_>, node: &Node, ask: Ask) -> Body {
    let mut made =
        Match { stem: ask.stem, pairs: vec![], extra_rights: vec![], explain: ask.explain };
    for part in node.all("subquestion") {
        let left = shown(gather, part);
        let right = from_plain(&part.get("answer"));
        if left.is_empty() {
            made.extra_rights.push(right);
        } else {
            made.pairs.push(Pair { left, right, why: String::new() });
        }
    }
    Body::Match(made)
}

fn number(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    node: &Node,
    ask: Ask,
) -> Result<Body, String> {
    let right = node.all("answer").find(|answer| fraction(answer) >= 99.9);
    let right = right.ok_or("no right answer is marked")?;
    if node.all("answer").filter(|answer| fraction(answer) > 0.0).count() > 1 {
        gather.partial(source, "further numbers for a part of the mark are left out");
    }
    let value = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    let text = right.text();
    let answer = value(&text).ok_or_else(|| format!("“{text}” is no number"))?;
    let tolerance = value(&right.get("tolerance")).unwrap_or(0.0).abs();
    let units = node.child("units").and_then(|units| units.child("unit"));
    let unit = units.map(|unit| unit.get("unit_name")).unwrap_or_default();
    Ok(Body::Numeric(Numeric { stem: ask.stem, answer, tolerance, unit, explain: ask.explain }))
}

fn short(gather: &mut Gather<'_>, node: &Node, ask: &Ask) -> Result<Draft, String> {
    let full: Vec<String> = node
        .all("answer")
        .filter(|answer| fraction(answer) >= 99.9)
        .map(|answer| shown(gather, answer))
        .collect();
    if full.is_empty() {
        return Err("no right answer is marked".to_owned());
    }
    let back = [full.join("\nor: "), ask.explain.clone()].join("\n\n");
    Ok(Draft::card(&ask.stem, &back))
}

fn essay(gather: &mut Gather<'_>, node: &Node, ask: &Ask) -> Result<Draft, String> {
    let info = node.child("graderinfo").map(|text| shown(gather, text)).unwrap_or_default();
    let back = if info.is_empty() { ask.explain.clone() } else { info };
    if back.is_empty() {
        return Err("no answer in the file".to_owned());
    }
    Ok(Draft::card(&ask.stem, &back))
}

fn order(gather: &mut Gather<'_>, node: &Node, ask: Ask) -> Result<Body, String> {
    let mut steps: Vec<(f64, String)> =
        node.all("answer").map(|answer| (fraction(answer), shown(gather, answer))).collect();
    if steps.len() < 2 {
        return Err("an order needs two steps".to_owned());
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let steps = steps.into_iter().map(|(_, step)| step).collect();
    Ok(Body::Order(Order { stem: ask.stem, steps, explain: ask.explain }))
}

/// `[[n]]` with the n-th box; the others of its group are offered with it.
fn menus(node: &Node, ask: Ask) -> Result<Body, String> {
    let boxes: Vec<(String, String)> = node
        .all("selectoption")
        .chain(node.all("dragbox"))
        .map(|one| (one.text(), one.get("group")))
        .collect();
    let mut text = String::new();
    let mut rest = ask.stem.as_str();
    while let Some(at) = rest.find("[[") {
        let (before, here) = rest.split_at(at);
        let Some((number, after)) = here.get(2..).and_then(|inner| inner.split_once("]]")) else {
            break;
        };
        let place = number.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let key = place.and_then(|place| boxes.get(place)).ok_or("a gap names no box")?;
        text.push_str(before);
        text.push_str(&menu(
            &key.0,
            boxes.iter().filter(|one| one.1 == key.1).map(|one| one.0.as_str()),
        ));
        rest = after;
    }
    text.push_str(rest);
    Ok(Body::Dropdown(Dropdown { text, explain: ask.explain }))
}

/// `[[*right|other]]`, each text once.
fn menu<'t>(key: &str, choices: impl Iterator<Item = &'t str>) -> String {
    let clean = |text: &str| text.replace(['|', '[', ']'], " ").trim().to_owned();
    let mut shown: Vec<String> = Vec::new();
    for choice in choices {
        let mark = if choice == key { "*" } else { "" };
        let choice = format!("{mark}{}", clean(choice));
        if !shown.contains(&choice) {
            shown.push(choice);
        }
    }
    format!("[[{}]]", shown.join("|"))
}

/// Gaps of the grammar `{weight:TYPE:answers}`.
fn gaps(ask: Ask) -> Result<Body, String> {
    let mut pieces = Vec::new();
    let mut rest = ask.stem.as_str();
    let mut has_other = false;
    while let Some(at) = rest.find('{') {
        let (before, here) = rest.split_at(at);
        pieces.push(Piece::Text(before.to_owned()));
        let found = here.get(1..).and_then(|inner| inner.split_once('}'));
        let gap = found.and_then(|(inner, after)| Some((gap(inner)?, after)));
        if let Some((gap, after)) = gap {
            has_other |= !gap.is_menu;
            pieces.push(Piece::Gap(gap));
            rest = after;
        } else {
            pieces.push(Piece::Text("{".to_owned()));
            rest = here.get(1..).unwrap_or_default();
        }
    }
    pieces.push(Piece::Text(rest.to_owned()));
    if !pieces.iter().any(|piece| matches!(piece, Piece::Gap(_))) {
        return Err("there is no gap in it".to_owned());
    }
    let mut text = String::new();
    let mut number = 0;
    for piece in &pieces {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Gap(gap) if !has_other => {
                text.push_str(&menu(&gap.key, gap.choices.iter().map(String::as_str)));
            }
            Piece::Gap(gap) => {
                number += 1;
                let hint = if gap.is_menu {
                    format!("::{}", gap.choices.join(" / "))
                } else {
                    String::new()
                };
                let gap = format!("{{{{c{number}::{}{hint}}}}}", gap.key);
                text.push_str(&gap);
            }
        }
    }
    Ok(if has_other {
        Body::Cloze(Cloze { text, explain: ask.explain })
    } else {
        Body::Dropdown(Dropdown { text, explain: ask.explain })
    })
}

enum Piece {
    Text(String),
    Gap(Gap),
}

struct Gap {
    is_menu: bool,
    key: String,
    choices: Vec<String>,
}

fn gap(inner: &str) -> Option<Gap> {
    let (weight, rest) = inner.split_once(':')?;
    if !weight.trim().is_empty() && weight.trim().parse::<u32>().is_err() {
        return None;
    }
    let (kind, answers) = rest.split_once(':')?;
    let kind = kind.trim().to_uppercase();
    let is_menu = kind.starts_with("MULTICHOICE")
        || kind.starts_with("MC")
        || kind.starts_with("MULTIRESPONSE")
        || kind.starts_with("MR");
    let is_known = is_menu
        || ["SHORTANSWER", "SA", "MW", "NUMERICAL", "NM"]
            .iter()
            .any(|known| kind.starts_with(known));
    if !is_known {
        return None;
    }
    let (mut key, mut choices) = (None, Vec::new());
    for part in answers.split('~') {
        let part = part.trim();
        let (is_right, text) = match (part.strip_prefix('='), part.strip_prefix('%')) {
            (Some(text), _) => (true, text),
            (None, Some(weighted)) => {
                let (share, text) = weighted.split_once('%')?;
                (share.trim().parse::<f64>().is_ok_and(|share| share >= 99.9), text)
            }
            (None, None) => (false, part),
        };
        let text = text.split('#').next().unwrap_or_default().split(':').next().unwrap_or_default();
        let text = text.trim().to_owned();
        if text.is_empty() || text == "*" {
            continue;
        }
        if is_right && key.is_none() {
            key = Some(text.clone());
        }
        choices.push(text);
    }
    Some(Gap { is_menu, key: key?, choices })
}
