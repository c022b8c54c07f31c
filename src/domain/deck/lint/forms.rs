//! Lints of the other item types (L26–L28).

use super::Limits;
use super::Sink;
use crate::domain::deck::diagnostic::Severity;
use crate::domain::deck::model::{Body, Card, Case, Cloze, Item};
use crate::domain::deck::words::{count, length};
use crate::domain::item::text::{
    DropSegment, Segment, cloze_plain, cloze_segments, dropdown_segments,
};

/// L26: size of a case.
pub(super) fn case(sink: &mut Sink, item: &Item, case: &Case) {
    let n_questions = case.questions.len();
    if !(3..=6).contains(&n_questions) {
        let message = format!("The case has {n_questions} questions; 3 to 6 are asked for.");
        sink.missing("L26", Some(item), message);
    }
    let n_words = count(&case.scenario) as f64;
    let limits = Limits { outer: (100.0, 450.0), inner: (150.0, 350.0) };
    if sink.house.is_shipped {
        sink.range("L26", item, "The number of words of the scenario", n_words, limits);
    }
}

/// L27: sizes of the other questions.
pub(super) fn shape(sink: &mut Sink, item: &Item) {
    let mut need = |what: &str, n_parts: usize, least: usize, most: usize| {
        if !(least..=most).contains(&n_parts) {
            let message = format!("{n_parts} {what}; {least} to {most} are asked for.");
            sink.missing("L27", Some(item), message);
        }
    };
    match &item.body {
        Body::Order(order) => need("steps", order.steps.len(), 4, 8),
        Body::Match(matching) => {
            need("pairs", matching.pairs.len(), 4, 6);
            need("extra right sides", matching.extra_rights.len(), 1, 2);
        }
        Body::Hotspot(hotspot) => need("regions", hotspot.regions.len(), 3, 8),
        Body::Dropdown(dropdown) => {
            let mut n_blanks = 0;
            for segment in dropdown_segments(&dropdown.text) {
                if let DropSegment::Blank { choices, .. } = segment {
                    n_blanks += 1;
                    need("choices in a blank", choices.len(), 3, 4);
                }
            }
            need("blanks", n_blanks, 2, 5);
        }
        Body::Numeric(numeric) if numeric.answer.fract() != 0.0 && numeric.tolerance == 0.0 => {
            let message = "A fraction without a tolerance: half a unit of the last place is fair.";
            sink.missing("L27", Some(item), message.to_owned());
        }
        _ => {}
    }
}

/// L28: size of a card. The answer comes first; one more line may follow.
pub(super) fn card(sink: &mut Sink, item: &Item, card: &Card) {
    let (n_front, n_back) = (count(&card.front), count(&card.back));
    let lines: Vec<&str> = card.back.lines().filter(|line| !line.trim().is_empty()).collect();
    let n_first = lines.first().map_or(0, |line| count(line));
    if n_front > 30 || n_back > 40 {
        let message = format!("Front {n_front} and back {n_back} words; 30 and 40 are the most.");
        sink.missing("L28", Some(item), message);
    } else if n_front > 20 || n_first > 15 || lines.len() > 2 {
        let message = format!(
            "Front {n_front} words, answer {n_first} words in {} lines; up to 20, 15 and one line \
             more is fine.",
            lines.len()
        );
        sink.warn("L28", item, message);
    }
}

/// L28: gaps of a cloze.
pub(super) fn cloze(sink: &mut Sink, item: &Item, cloze: &Cloze) {
    let whole = length(&cloze_plain(&cloze.text)).max(1);
    for number in cloze.numbers() {
        let gaps: Vec<String> = cloze_segments(&cloze.text, number)
            .into_iter()
            .filter_map(|segment| match segment {
                Segment::Gap { hidden, .. } => Some(hidden),
                _ => None,
            })
            .collect();
        let hidden: usize = gaps.iter().map(|gap| length(gap)).sum();
        if hidden * 10 > whole * 6 {
            let message = format!("Gap c{number} hides more than 60 % of the text.");
            sink.missing("L28", Some(item), message);
        }
        if let Some(gap) = gaps.iter().find(|gap| count(gap) > 5) {
            sink.warn("L28", item, format!("The gap “{gap}” has more than 5 words."));
        }
        if gaps.len() > 2 {
            sink.warn("L28", item, format!("{} gaps have the number c{number}.", gaps.len()));
        }
    }
    let n_words = count(&cloze_plain(&cloze.text));
    if n_words > 30 {
        let message = format!("The sentence has {n_words} words; up to 30 is fine.");
        sink.put(Severity::Note, "L28", Some(item), message);
    }
}
