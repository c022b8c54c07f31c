//! The file's own shapes, and how they become the model.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{
    Accepted, Accommodation, Basis, Blueprint, Body, Breaks, Card, Case, Choice, ChoiceOption,
    Cloze, Deck, Dropdown, Generated, Hotspot, Item, Match, Numeric, Order, Pair, Pass, Region,
    Section, Status, Topic, Trap, Validity,
};

/// `Deck(...)`, its items apart.
#[derive(Debug, Deserialize)]
#[serde(rename = "Deck")]
pub(super) struct RawDeck {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    version: String,
    #[serde(default = "english")]
    language: String,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    licence: String,
    #[serde(default)]
    status: Status,
    #[serde(default)]
    notice: String,
    #[serde(default)]
    outline: Vec<Topic>,
    #[serde(default)]
    traps: Vec<Trap>,
    #[serde(default)]
    accepted: Vec<Accepted>,
}

fn english() -> String {
    "en".to_owned()
}

impl From<RawDeck> for Deck {
    fn from(raw: RawDeck) -> Self {
        Self {
            id: raw.id,
            title: raw.title,
            version: raw.version,
            language: raw.language,
            authors: raw.authors,
            licence: raw.licence,
            status: raw.status,
            notice: raw.notice,
            outline: raw.outline,
            traps: raw.traps,
            accepted: raw.accepted,
            ..Self::default()
        }
    }
}

/// Any item: the fields of all types; `into_item` takes the ones of its type.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct RawItem {
    pub(super) id: String,
    pub(super) topic: String,
    tags: Vec<String>,
    difficulty: u8,
    references: Vec<String>,
    note: String,
    valid: Validity,
    card: bool,
    front: String,
    back: String,
    reverse: bool,
    text: String,
    stem: String,
    options: Vec<RawOption>,
    select: Option<usize>,
    explain: String,
    shuffle: bool,
    steps: Vec<String>,
    pairs: Vec<RawPair>,
    extra_rights: Vec<String>,
    answer: f64,
    tolerance: f64,
    unit: String,
    image: Option<String>,
    figure: Option<String>,
    regions: Vec<RawRegion>,
    scenario: String,
    generator: String,
    parameters: BTreeMap<String, f64>,
}

impl Default for RawItem {
    fn default() -> Self {
        Self {
            id: String::new(),
            topic: String::new(),
            tags: Vec::new(),
            difficulty: 3,
            references: Vec::new(),
            note: String::new(),
            valid: Validity::default(),
            card: true,
            front: String::new(),
            back: String::new(),
            reverse: false,
            text: String::new(),
            stem: String::new(),
            options: Vec::new(),
            select: None,
            explain: String::new(),
            shuffle: true,
            steps: Vec::new(),
            pairs: Vec::new(),
            extra_rights: Vec::new(),
            answer: f64::NAN,
            tolerance: 0.0,
            unit: String::new(),
            image: None,
            figure: None,
            regions: Vec::new(),
            scenario: String::new(),
            generator: String::new(),
            parameters: BTreeMap::new(),
        }
    }
}

/// `Option(...)`.
#[derive(Debug, Deserialize)]
#[serde(rename = "Option")]
pub(super) struct RawOption {
    text: String,
    #[serde(default)]
    correct: bool,
    #[serde(default)]
    why: String,
    #[serde(default)]
    trap: Option<String>,
}

/// A pair of a `Match`.
#[derive(Debug, Deserialize)]
pub(super) struct RawPair {
    left: String,
    right: String,
    #[serde(default)]
    why: String,
}

/// A region of a `Hotspot`.
#[derive(Debug, Deserialize)]
pub(super) struct RawRegion {
    name: String,
    /// All zero: the part of the figure that has this name.
    #[serde(default)]
    rect: [f32; 4],
    #[serde(default)]
    correct: bool,
    #[serde(default)]
    why: String,
}

impl RawItem {
    /// The item of type `kind`; `questions` are those of a case.
    pub(super) fn into_item(self, kind: &str, questions: Vec<Item>) -> Item {
        let (stem, explain) = (self.stem, self.explain);
        let body = match kind {
            "Cloze" => Body::Cloze(Cloze { text: self.text, explain }),
            "Choice" => Body::Choice(Choice {
                stem,
                options: self.options.into_iter().map(ChoiceOption::from).collect(),
                select: self.select.unwrap_or(1),
                explain,
                shuffle: self.shuffle,
            }),
            "Order" => Body::Order(Order { stem, steps: self.steps, explain }),
            "Match" => Body::Match(Match {
                stem,
                pairs: self.pairs.into_iter().map(Pair::from).collect(),
                extra_rights: self.extra_rights,
                explain,
            }),
            "Dropdown" => Body::Dropdown(Dropdown { text: self.text, explain }),
            "Numeric" => Body::Numeric(Numeric {
                stem,
                answer: self.answer,
                tolerance: self.tolerance,
                unit: self.unit,
                explain,
            }),
            "Hotspot" => Body::Hotspot(Hotspot {
                stem,
                image: self.image,
                figure: self.figure,
                regions: self.regions.into_iter().map(Region::from).collect(),
                explain,
            }),
            "Case" => Body::Case(Case { scenario: self.scenario, questions }),
            "Generated" => Body::Generated(Generated {
                generator: self.generator,
                parameters: self.parameters.into_iter().collect(),
            }),
            _ => Body::Card(Card { front: self.front, back: self.back, reverse: self.reverse }),
        };
        Item {
            id: self.id,
            topic: self.topic,
            tags: self.tags,
            difficulty: self.difficulty,
            references: self.references,
            note: self.note,
            valid: self.valid,
            is_card: self.card,
            body,
        }
    }
}

impl From<RawOption> for ChoiceOption {
    fn from(raw: RawOption) -> Self {
        Self { text: raw.text, is_key: raw.correct, why: raw.why, trap: raw.trap }
    }
}

impl From<RawPair> for Pair {
    fn from(raw: RawPair) -> Self {
        Self { left: raw.left, right: raw.right, why: raw.why }
    }
}

impl From<RawRegion> for Region {
    fn from(raw: RawRegion) -> Self {
        Self { name: raw.name, rect: raw.rect, is_key: raw.correct, why: raw.why }
    }
}

/// `Blueprint(...)`.
#[derive(Debug, Deserialize)]
#[serde(rename = "Blueprint")]
pub(super) struct RawBlueprint {
    id: String,
    title: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    valid: Validity,
    minutes: u32,
    #[serde(default)]
    open_book: bool,
    #[serde(default)]
    pausable: bool,
    sections: Vec<RawSection>,
    #[serde(default)]
    breaks: Breaks,
    #[serde(default)]
    unscored: u32,
    #[serde(default)]
    calculations: u32,
    #[serde(default)]
    mix: Vec<(String, f64)>,
    pass: Pass,
    #[serde(default)]
    accommodations: Vec<Accommodation>,
    #[serde(default)]
    sources: Vec<String>,
}

/// `Section(...)`.
#[derive(Debug, Deserialize)]
#[serde(rename = "Section")]
struct RawSection {
    title: String,
    questions: u32,
    #[serde(default)]
    kind: super::model::SectionKind,
    #[serde(default)]
    basis: Basis,
}

impl From<RawBlueprint> for Blueprint {
    fn from(raw: RawBlueprint) -> Self {
        let section = |section: RawSection| Section {
            title: section.title,
            questions: section.questions,
            kind: section.kind,
            basis: section.basis,
        };
        Self {
            id: raw.id,
            title: raw.title,
            code: raw.code,
            valid: raw.valid,
            minutes: raw.minutes,
            is_open_book: raw.open_book,
            is_pausable: raw.pausable,
            sections: raw.sections.into_iter().map(section).collect(),
            breaks: raw.breaks,
            unscored: raw.unscored,
            calculations: raw.calculations,
            mix: raw.mix,
            pass: raw.pass,
            accommodations: raw.accommodations,
            sources: raw.sources,
        }
    }
}
