//! From an item and a response to a view.

use std::sync::Arc;

use super::{
    BlankView, ChoiceView, DropdownPart, DropdownView, HotspotView, Layout, LeftView, MatchView,
    NumericView, OptionView, OrderView, PictureView, QuestionBody, QuestionView, RegionView,
    Response, Reveal, RightView, StepView,
};
use crate::app::picture::Picture;
use crate::app::view::grouped;
use crate::domain::deck::{Body, Choice, Dropdown, Hotspot, Item, Match, Numeric, Order};
use crate::domain::item::number::parse_with_unit;
use crate::domain::item::{DropSegment, Marking, dropdown_segments, is_complete, mark};

/// What building a part needs to know about the whole.
struct Given<'a> {
    layout: &'a Layout,
    response: Option<&'a Response>,
    reveal: Reveal,
    marking: Option<Marking>,
}

impl Given<'_> {
    fn is_shown(&self) -> bool {
        self.reveal == Reveal::Shown
    }

    /// A fact that tells the answer: none while hidden.
    fn open<T>(&self, fact: T) -> Option<T> {
        self.is_shown().then_some(fact)
    }

    /// A text that tells the answer: empty while hidden.
    fn words(&self, text: &str) -> String {
        if self.is_shown() { text.to_owned() } else { String::new() }
    }

    /// Whether a part is right, once revealed.
    fn part(&self, place: usize) -> Option<bool> {
        self.marking.as_ref().and_then(|marking| marking.parts.get(place).copied())
    }

    /// Chosen options or regions.
    fn chosen(&self) -> &[usize] {
        match self.response {
            Some(Response::Options(chosen) | Response::Regions(chosen)) => chosen,
            _ => &[],
        }
    }

    /// What stands at `place` of a list of pairs or blanks.
    fn filled(&self, place: usize) -> Option<usize> {
        match self.response {
            Some(Response::Pairs(filled) | Response::Blanks(filled)) => {
                filled.get(place).copied().flatten()
            }
            _ => None,
        }
    }
}

/// Makes the view of a question; none for items that are not marked (cards, clozes, cases).
///
/// `response` may be partial; one that belongs to another type counts as none. A hidden view holds
/// nothing that tells what is right. Pictures are put in with [`QuestionView::with_picture`].
pub fn question_view(
    item: &Item,
    layout: &Layout,
    response: Option<&Response>,
    reveal: Reveal,
) -> Option<QuestionView> {
    let marking = response.and_then(|response| mark(item, response).ok());
    let is_complete = response.is_some_and(|response| is_complete(item, response));
    let marking = marking.filter(|_| reveal == Reveal::Shown);
    let is_right =
        (reveal == Reveal::Shown).then(|| marking.as_ref().is_some_and(|marking| marking.is_right));
    let given = Given { layout, response, reveal, marking };
    let (stem, body, explain) = match &item.body {
        Body::Choice(choice) => (&choice.stem, choice_body(choice, &given), &choice.explain),
        Body::Order(order) => (&order.stem, order_body(order, &given), &order.explain),
        Body::Match(matching) => (&matching.stem, match_body(matching, &given), &matching.explain),
        Body::Dropdown(dropdown) => {
            (&String::new(), dropdown_body(dropdown, &given), &dropdown.explain)
        }
        Body::Numeric(numeric) => (&numeric.stem, numeric_body(numeric, &given), &numeric.explain),
        Body::Hotspot(hotspot) => (&hotspot.stem, hotspot_body(hotspot, &given), &hotspot.explain),
        Body::Card(_) | Body::Cloze(_) | Body::Case(_) | Body::Generated(_) => return None,
    };
    Some(QuestionView {
        stem: stem.clone(),
        hint: hint(&body, is_complete),
        reveal,
        is_touched: response.is_some(),
        is_complete,
        is_right,
        explain: given.words(explain),
        body,
    })
}

/// A, B, C …; after Z the letters begin again.
fn letter(place: usize) -> char {
    char::from(b'A' + (place % 26) as u8)
}

fn choice_body(choice: &Choice, given: &Given<'_>) -> QuestionBody {
    let places = given.layout.places.iter().enumerate();
    let mut options: Vec<OptionView> = places
        .filter_map(|(place, &index)| {
            let option = choice.options.get(index)?;
            Some(OptionView {
                index,
                letter: letter(place),
                text: option.text.clone(),
                is_chosen: given.chosen().contains(&index),
                is_struck: false,
                is_key: given.open(option.is_key),
                why: given.words(&option.why),
            })
        })
        .collect();
    if given.is_shown() {
        options.sort_by_key(|option| match (option.is_chosen, option.is_key) {
            (true, _) => 0,
            (false, Some(true)) => 1,
            (false, _) => 2,
        });
    }
    QuestionBody::Choice(ChoiceView { select: choice.select.max(1), options })
}

fn order_body(order: &Order, given: &Given<'_>) -> QuestionBody {
    let file_order: Vec<usize> = (0..order.steps.len()).collect();
    let (sequence, is_answered) = match given.response {
        Some(Response::Sequence(sequence)) => (sequence, true),
        _ if given.is_shown() => (&file_order, false),
        _ => (&given.layout.places, false),
    };
    let steps = sequence.iter().enumerate().filter_map(|(place, &index)| {
        let is_right = given.part(place).filter(|_| is_answered);
        Some(StepView { index, text: order.steps.get(index)?.clone(), is_right })
    });
    let steps: Vec<StepView> = steps.collect();
    let is_wrong = steps.iter().any(|step| step.is_right == Some(false));
    let right_order = if is_wrong { order.steps.clone() } else { Vec::new() };
    QuestionBody::Order(OrderView { steps, right_order })
}

fn match_body(matching: &Match, given: &Given<'_>) -> QuestionBody {
    let rights: Vec<&String> =
        matching.pairs.iter().map(|pair| &pair.right).chain(&matching.extra_rights).collect();
    let places = &given.layout.places;
    let place_of = |index: usize| places.iter().position(|&place| place == index);
    let lefts = matching.pairs.iter().enumerate().map(|(place, pair)| LeftView {
        text: pair.left.clone(),
        given: given.filled(place).and_then(place_of),
        key: given.open(place).and_then(place_of),
        is_right: given.open(given.part(place).unwrap_or(false)),
        why: given.words(&pair.why),
    });
    let n_lefts = matching.pairs.len();
    let rights = places.iter().enumerate().filter_map(|(place, &index)| {
        Some(RightView {
            index,
            letter: letter(place),
            text: (*rights.get(index)?).clone(),
            used_by: (0..n_lefts).find(|&left| given.filled(left) == Some(index)),
        })
    });
    QuestionBody::Match(MatchView { lefts: lefts.collect(), rights: rights.collect() })
}

fn dropdown_body(dropdown: &Dropdown, given: &Given<'_>) -> QuestionBody {
    let mut n_blanks = 0;
    let parts = dropdown_segments(&dropdown.text).into_iter().map(|segment| match segment {
        DropSegment::Text(text) => DropdownPart::Text(text),
        DropSegment::Blank { choices, key } => {
            let place = n_blanks;
            n_blanks += 1;
            let chosen = given.filled(place).filter(|&choice| choice < choices.len());
            DropdownPart::Blank(BlankView { place, choices, given: chosen, key: given.open(key) })
        }
    });
    QuestionBody::Dropdown(DropdownView { parts: parts.collect() })
}

fn numeric_body(numeric: &Numeric, given: &Given<'_>) -> QuestionBody {
    let typed = match given.response {
        Some(Response::Number(typed)) => typed.clone(),
        _ => String::new(),
    };
    QuestionBody::Numeric(NumericView {
        is_number: parse_with_unit(&typed, &numeric.unit).is_some(),
        typed,
        unit: numeric.unit.clone(),
        answer: given.open(with_unit(&number_words(numeric.answer), &numeric.unit)),
    })
}

/// "12 days", "25%", "$500".
fn with_unit(number: &str, unit: &str) -> String {
    match unit.trim() {
        "" => number.to_owned(),
        sign @ ("$" | "€" | "£" | "¥" | "₹") => format!("{sign}{number}"),
        "%" => format!("{number}%"),
        unit => format!("{number} {unit}"),
    }
}

fn hotspot_body(hotspot: &Hotspot, given: &Given<'_>) -> QuestionBody {
    let picture = match (&hotspot.figure, &hotspot.image) {
        (Some(source), _) => PictureView::Figure(source.clone()),
        (None, Some(name)) => {
            PictureView::Image { name: name.clone(), picture: Arc::new(Picture::Missing) }
        }
        (None, None) => PictureView::Absent,
    };
    let regions = hotspot.regions.iter().enumerate().map(|(index, region)| RegionView {
        name: region.name.clone(),
        rect: region.rect,
        is_chosen: given.chosen().contains(&index),
        is_key: given.open(region.is_key),
        why: given.words(&region.why),
    });
    let n_keys = hotspot.regions.iter().filter(|region| region.is_key).count();
    let view = HotspotView { select: n_keys.max(1), picture, regions: regions.collect() };
    QuestionBody::Hotspot(view)
}

/// What is left to do.
fn hint(body: &QuestionBody, is_complete: bool) -> String {
    let counted = |done: usize, all: usize, word: &str| format!("{done} of {all} {word}");
    match body {
        QuestionBody::Choice(choice) => {
            let chosen = choice.options.iter().filter(|option| option.is_chosen).count();
            choose_words(chosen, choice.select, "")
        }
        QuestionBody::Order(_) if is_complete => "In your order".to_owned(),
        QuestionBody::Order(_) => "Put the steps in order".to_owned(),
        QuestionBody::Match(matching) => {
            let done = matching.lefts.iter().filter(|left| left.given.is_some()).count();
            counted(done, matching.lefts.len(), "matched")
        }
        QuestionBody::Dropdown(dropdown) => {
            let blanks = || {
                dropdown.parts.iter().filter_map(|part| match part {
                    DropdownPart::Blank(blank) => Some(blank),
                    DropdownPart::Text(_) => None,
                })
            };
            let done = blanks().filter(|blank| blank.given.is_some()).count();
            counted(done, blanks().count(), "filled in")
        }
        QuestionBody::Numeric(numeric) if is_complete || numeric.is_number => {
            "Number typed".to_owned()
        }
        QuestionBody::Numeric(numeric) if numeric.typed.trim().is_empty() => {
            "Type a number".to_owned()
        }
        QuestionBody::Numeric(_) => "This cannot be read as a number".to_owned(),
        QuestionBody::Hotspot(hotspot) => {
            let chosen = hotspot.regions.iter().filter(|region| region.is_chosen).count();
            choose_words(chosen, hotspot.select, " place")
        }
    }
}

/// "Choose one", "Choose 2 places, 1 chosen", "2 of 2 chosen".
fn choose_words(chosen: usize, select: usize, what: &str) -> String {
    match (chosen, select) {
        (0, 1) => format!("Choose one{what}"),
        _ if chosen >= select => format!("{chosen} of {select} chosen"),
        _ if what.is_empty() => format!("Choose {select}, {chosen} chosen"),
        _ => format!("Choose {select}{what}s, {chosen} chosen"),
    }
}

/// A number with groups of three before the point: "500,000", "−12.5".
pub fn number_words(number: f64) -> String {
    let text = number.abs().to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if number < 0.0 { "−" } else { "" };
    rest.map_or_else(|| format!("{sign}{whole}"), |rest| format!("{sign}{whole}.{rest}"))
}
