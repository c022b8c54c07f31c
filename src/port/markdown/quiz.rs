//! Check-box quizzes: a heading, a list with boxes, ticked where right.

use super::{Page, heading, tagged_draft};
use crate::domain::deck::{Body, ChoiceOption};
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather, Source};
use crate::port::labels::numbered;
use crate::port::question::{choice, option};
use crate::port::sniff::box_of;

/// Reads every heading, bold line or paragraph that owns boxes.
pub(super) fn read(gather: &mut Gather<'_>, page: &mut Page<'_>) -> Result<(), Refusal> {
    let is_box = |place: usize| {
        page.free(place).is_some_and(|line| !line.is_code && box_of(line.text).is_some())
    };
    let boxes: Vec<usize> = (0..page.lines.len()).filter(|place| is_box(*place)).collect();
    let Some(first) = boxes.first().copied() else { return Ok(()) };
    let has_headings =
        (0..first).any(|place| page.lines.get(place).is_some_and(|line| heading(*line).is_some()));
    let starts = if has_headings { by_headings(page, &boxes) } else { by_runs(page, &boxes) };
    for (place, (start, first_box)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(page.lines.len(), |(next, _)| *next);
        let end = if has_headings { next_heading(page, *start + 1).min(end) } else { end };
        record(gather, page, *start, *first_box, end)?;
        page.take(*start, end);
    }
    Ok(())
}

/// Headings that own a box, with the first of their boxes.
fn by_headings(page: &Page<'_>, boxes: &[usize]) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for place in boxes {
        let start = (0..*place)
            .rev()
            .find(|above| page.lines.get(*above).is_some_and(|line| heading(*line).is_some()));
        if let Some(start) = start
            && starts.last().is_none_or(|(last, _)| *last != start)
        {
            starts.push((start, *place));
        }
    }
    starts
}

/// Without headings: the paragraph before each run of boxes.
fn by_runs(page: &Page<'_>, boxes: &[usize]) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut last_box = None;
    for place in boxes {
        let is_next = last_box.is_some_and(|last: usize| {
            (last + 1..*place).all(|between| {
                page.lines.get(between).is_some_and(|line| {
                    line.text.trim().is_empty() || line.text.starts_with([' ', '\t'])
                })
            })
        });
        let stem_between = last_box.is_none() || !is_next;
        last_box = Some(*place);
        if !stem_between {
            continue;
        }
        let mut start = *place;
        while let Some(above) = start.checked_sub(1) {
            let Some(line) = page.free(above) else { break };
            let is_gap = line.text.trim().is_empty();
            let has_stem = (start..*place)
                .any(|at| page.lines.get(at).is_some_and(|line| !line.text.trim().is_empty()));
            if box_of(line.text).is_some() || (is_gap && has_stem) {
                break;
            }
            start = above;
        }
        starts.push((start, *place));
    }
    starts
}

fn next_heading(page: &Page<'_>, from: usize) -> usize {
    let place = (from..page.lines.len())
        .find(|place| page.lines.get(*place).is_some_and(|line| heading(*line).is_some()));
    place.unwrap_or(page.lines.len())
}

fn record(
    gather: &mut Gather<'_>,
    page: &Page<'_>,
    start: usize,
    first_box: usize,
    end: usize,
) -> Result<(), Refusal> {
    let raw = page.text(start, end);
    let source = gather.source(page.at(start), &raw)?;
    let (options, after) = options(page, first_box, end);
    let stem = stem(page, start, first_box);
    let mut draft_refs = Vec::new();
    let explain = explanation(&page.text(after, end), &mut draft_refs);
    let stem = gather.markdown(&stem);
    let explain = gather.markdown(&explain);
    add(gather, page, source, (&stem, options, explain), draft_refs);
    Ok(())
}

fn add(
    gather: &mut Gather<'_>,
    page: &Page<'_>,
    source: Source<'_>,
    (stem, options, explain): (&str, Vec<ChoiceOption>, String),
    references: Vec<String>,
) {
    let (stem, id) = super::anchor(stem);
    match choice(stem, options, explain) {
        Ok(made) => {
            let mut draft = tagged_draft(page, Draft::new(Body::Choice(made)));
            id.unwrap_or_default().clone_into(&mut draft.item.id);
            draft.item.references = references;
            gather.add(source, draft);
        }
        Err(reason) => gather.dropped(source, &reason),
    }
}

/// Heading and text up to the list; numbers before headings mean nothing.
fn stem(page: &Page<'_>, start: usize, first_box: usize) -> String {
    let first = page.lines.get(start).copied();
    let title = first.map_or("", |line| heading(line).map_or(line.text, |(_, title)| title));
    let bare = title.trim();
    let is_number = bare.trim_end_matches(['.', ')']).parse::<usize>().is_ok();
    let title = if is_number { "" } else { numbered(bare).map_or(bare, |(_, text)| text) };
    let rest = page.text((start + 1).min(first_box), first_box);
    let whole = if start == first_box { String::new() } else { format!("{title}\n{rest}") };
    let whole = whole.trim();
    let bold = whole.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    bold.filter(|bold| !bold.contains("**")).unwrap_or(whole).to_owned()
}

/// Options with their lines joined; the place behind the last.
fn options(page: &Page<'_>, first_box: usize, end: usize) -> (Vec<ChoiceOption>, usize) {
    let mut options: Vec<ChoiceOption> = Vec::new();
    let mut place = first_box;
    while place < end {
        let Some(line) = page.lines.get(place) else { break };
        let found = box_of(line.text).filter(|_| !line.is_code);
        if let Some((is_ticked, text)) = found {
            options.push(option(text, is_ticked));
        } else if line.is_code || line.text.starts_with(['\t', ' ']) && !line.text.trim().is_empty()
        {
            if let Some(last) = options.last_mut() {
                last.text.push('\n');
                last.text.push_str(line.text.trim_end());
            }
        } else if line.text.trim().is_empty() {
            let goes_on = (place + 1..end).find_map(|next| {
                let line = page.lines.get(next)?;
                (!line.text.trim().is_empty()).then(|| {
                    box_of(line.text).is_some() || line.is_code || line.text.starts_with("  ")
                })
            });
            if goes_on != Some(true) {
                break;
            }
        } else {
            break;
        }
        place += 1;
    }
    for option in &mut options {
        option.text = option.text.trim().to_owned();
    }
    (options, place)
}

/// What stands behind the list, without "Explanation:"; links labelled as sources are references.
fn explanation(text: &str, references: &mut Vec<String>) -> String {
    let mut kept = Vec::new();
    for line in text.lines() {
        let bare = line.trim().trim_start_matches(['-', '*', '>', ' ']);
        let lower = bare.to_lowercase();
        let is_source = ["reference", "source", "[reference", "[source", "**reference", "**source"]
            .iter()
            .any(|word| lower.starts_with(word));
        if is_source && (lower.contains("http") || lower.contains("](")) {
            references.push(bare.to_owned());
        } else if !lower.contains("back to top") && !bare.is_empty() {
            let cut = ["**Explanation:**", "**Explanation**:", "Explanation:", "**Answer:**"]
                .iter()
                .find_map(|head| bare.strip_prefix(head));
            kept.push(cut.unwrap_or(line.trim_end()).trim_start());
        }
    }
    kept.join("\n").trim().trim_end_matches("---").trim().to_owned()
}
