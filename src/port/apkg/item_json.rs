//! Items as compact JSON, for the field that lets our own notes come back whole.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::deck::{
    Body, Card, Case, Choice, ChoiceOption, Cloze, Dropdown, Generated, Hotspot, Item, Match,
    Numeric, Order, Pair, Region, Validity,
};

/// The item as JSON with the field names of the deck format; what is at its default is left out.
pub fn item_to_json(item: &Item) -> serde_json::Value {
    serde_json::to_value(Flat::of(item)).unwrap_or_default()
}

/// The item that [`item_to_json`] wrote; none for anything else.
pub fn item_from_json(json: &serde_json::Value) -> Option<Item> {
    Flat::deserialize(json).ok()?.item()
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_three(difficulty: &u8) -> bool {
    *difficulty == 3
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

fn three() -> u8 {
    3
}

fn yes() -> bool {
    true
}

/// A number that comes back bit for bit: JSON readers differ in the last digit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Exact(String);

impl Exact {
    fn of(number: f64) -> Self {
        Self(format!("{number:?}"))
    }

    fn number(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

#[derive(Serialize, Deserialize)]
struct Flat {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    #[serde(default, skip_serializing_if = "is_default")]
    topic: String,
    #[serde(default, skip_serializing_if = "is_default")]
    tags: Vec<String>,
    #[serde(default = "three", skip_serializing_if = "is_three")]
    difficulty: u8,
    #[serde(default, skip_serializing_if = "is_default")]
    references: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    note: String,
    #[serde(default, skip_serializing_if = "is_default")]
    from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "is_default")]
    until: Option<NaiveDate>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    card: bool,
    /// Front, stem, text or scenario.
    #[serde(default, skip_serializing_if = "is_default")]
    text: String,
    /// Back.
    #[serde(default, skip_serializing_if = "is_default")]
    back: String,
    #[serde(default, skip_serializing_if = "is_default")]
    explain: String,
    #[serde(default, skip_serializing_if = "is_default")]
    reverse: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    options: Vec<FlatOption>,
    #[serde(default, skip_serializing_if = "is_default")]
    select: usize,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    shuffle: bool,
    /// Steps, or further rights.
    #[serde(default, skip_serializing_if = "is_default")]
    list: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pairs: Vec<(String, String, String)>,
    #[serde(default, skip_serializing_if = "is_default")]
    numbers: Vec<(String, Exact)>,
    #[serde(default, skip_serializing_if = "is_default")]
    unit: String,
    #[serde(default, skip_serializing_if = "is_default")]
    image: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    figure: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    regions: Vec<FlatRegion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    questions: Vec<Flat>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct FlatOption {
    text: String,
    #[serde(default, skip_serializing_if = "is_default")]
    correct: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    why: String,
    #[serde(default, skip_serializing_if = "is_default")]
    trap: Option<String>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct FlatRegion {
    name: String,
    rect: [f32; 4],
    #[serde(default, skip_serializing_if = "is_default")]
    correct: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    why: String,
}

impl Flat {
    fn of(item: &Item) -> Self {
        let mut flat = Self {
            kind: item.type_name().to_owned(),
            id: item.id.clone(),
            topic: item.topic.clone(),
            tags: item.tags.clone(),
            difficulty: item.difficulty,
            references: item.references.clone(),
            note: item.note.clone(),
            from: item.valid.from,
            until: item.valid.until,
            card: item.is_card,
            text: item.prompt().to_owned(),
            back: String::new(),
            explain: String::new(),
            reverse: false,
            options: Vec::new(),
            select: 0,
            shuffle: true,
            list: Vec::new(),
            pairs: Vec::new(),
            numbers: Vec::new(),
            unit: String::new(),
            image: None,
            figure: None,
            regions: Vec::new(),
            questions: Vec::new(),
        };
        flat.take_body(&item.body);
        flat
    }

    fn take_body(&mut self, body: &Body) {
        let number = |name: &str, number: f64| (name.to_owned(), Exact::of(number));
        match body {
            Body::Card(card) => {
                self.back.clone_from(&card.back);
                self.reverse = card.reverse;
            }
            Body::Cloze(cloze) => self.explain.clone_from(&cloze.explain),
            Body::Choice(choice) => {
                self.options = choice.options.iter().map(FlatOption::of).collect();
                self.select = choice.select;
                self.shuffle = choice.shuffle;
                self.explain.clone_from(&choice.explain);
            }
            Body::Order(order) => {
                self.list.clone_from(&order.steps);
                self.explain.clone_from(&order.explain);
            }
            Body::Match(matching) => {
                let pair = |pair: &Pair| (pair.left.clone(), pair.right.clone(), pair.why.clone());
                self.pairs = matching.pairs.iter().map(pair).collect();
                self.list.clone_from(&matching.extra_rights);
                self.explain.clone_from(&matching.explain);
            }
            Body::Dropdown(dropdown) => self.explain.clone_from(&dropdown.explain),
            Body::Numeric(numeric) => {
                self.numbers =
                    vec![number("answer", numeric.answer), number("tolerance", numeric.tolerance)];
                self.unit.clone_from(&numeric.unit);
                self.explain.clone_from(&numeric.explain);
            }
            Body::Hotspot(hotspot) => {
                self.image.clone_from(&hotspot.image);
                self.figure.clone_from(&hotspot.figure);
                self.regions = hotspot.regions.iter().map(FlatRegion::of).collect();
                self.explain.clone_from(&hotspot.explain);
            }
            Body::Case(case) => self.questions = case.questions.iter().map(Self::of).collect(),
            Body::Generated(generated) => {
                self.text.clone_from(&generated.generator);
                let parameters = generated.parameters.iter();
                self.numbers = parameters.map(|(name, value)| number(name, *value)).collect();
            }
        }
    }

    fn item(self) -> Option<Item> {
        let (id, topic, tags) = (self.id.clone(), self.topic.clone(), self.tags.clone());
        let (references, note) = (self.references.clone(), self.note.clone());
        let valid = Validity { from: self.from, until: self.until };
        let (difficulty, is_card) = (self.difficulty, self.card);
        let body = self.body()?;
        Some(Item { id, topic, tags, difficulty, references, note, valid, is_card, body })
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.numbers.iter().find(|(known, _)| known == name).and_then(|(_, exact)| exact.number())
    }

    fn body(self) -> Option<Body> {
        let (answer, tolerance) = (self.number("answer"), self.number("tolerance"));
        let (text, explain) = (self.text, self.explain);
        Some(match self.kind.as_str() {
            "Card" => Body::Card(Card { front: text, back: self.back, reverse: self.reverse }),
            "Cloze" => Body::Cloze(Cloze { text, explain }),
            "Choice" => Body::Choice(Choice {
                stem: text,
                options: self.options.into_iter().map(FlatOption::option).collect(),
                select: self.select,
                explain,
                shuffle: self.shuffle,
            }),
            "Order" => Body::Order(Order { stem: text, steps: self.list, explain }),
            "Match" => {
                let pair = |(left, right, why)| Pair { left, right, why };
                let pairs = self.pairs.into_iter().map(pair).collect();
                Body::Match(Match { stem: text, pairs, extra_rights: self.list, explain })
            }
            "Dropdown" => Body::Dropdown(Dropdown { text, explain }),
            "Numeric" => Body::Numeric(Numeric {
                stem: text,
                answer: answer?,
                tolerance: tolerance?,
                unit: self.unit,
                explain,
            }),
            "Hotspot" => Body::Hotspot(Hotspot {
                stem: text,
                image: self.image,
                figure: self.figure,
                regions: self.regions.into_iter().map(FlatRegion::region).collect(),
                explain,
            }),
            "Case" => {
                let questions = self.questions.into_iter().map(Self::item);
                Body::Case(Case { scenario: text, questions: questions.collect::<Option<_>>()? })
            }
            "Generated" => {
                let parameters = self.numbers.into_iter();
                let parameters = parameters.map(|(name, exact)| Some((name, exact.number()?)));
                let parameters = parameters.collect::<Option<_>>()?;
                Body::Generated(Generated { generator: text, parameters })
            }
            _ => return None,
        })
    }
}

impl FlatOption {
    fn of(option: &ChoiceOption) -> Self {
        Self {
            text: option.text.clone(),
            correct: option.is_key,
            why: option.why.clone(),
            trap: option.trap.clone(),
        }
    }

    fn option(self) -> ChoiceOption {
        ChoiceOption { text: self.text, is_key: self.correct, why: self.why, trap: self.trap }
    }
}

impl FlatRegion {
    fn of(region: &Region) -> Self {
        Self {
            name: region.name.clone(),
            rect: region.rect,
            correct: region.is_key,
            why: region.why.clone(),
        }
    }

    fn region(self) -> Region {
        Region { name: self.name, rect: self.rect, is_key: self.correct, why: self.why }
    }
}
