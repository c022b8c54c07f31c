//! What is to be done with the notes of one notetype, worked out once.

use std::collections::{BTreeMap, HashSet};

use super::certdeck;
use super::choice::{Roles, Scheme};
use super::database::{Cell, Database};
use super::limits::{COLUMNS, RECORD};
use super::schema::{Collection, Kind, Notetype};
use super::template::{self, Template};

/// Notes of a notetype that are looked at to understand its keys.
const SAMPLES: usize = 400;
/// Longest of them, in bytes.
const MAX_SAMPLE: usize = 64 * 1024;

/// What is to be done with the notes of one notetype.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) fields: Vec<String>,
    pub(super) cards: Vec<CardPlan>,
    /// Field with the gaps.
    pub(super) gap_field: usize,
    /// Fields that some card shows.
    shown: HashSet<usize>,
    /// Fields that some answer shows.
    pub(super) answers: HashSet<usize>,
    pub(super) question: Option<QuestionPlan>,
    /// Field with our own JSON.
    pub(super) own_field: Option<usize>,
    /// Whether a template could not be parsed.
    pub(super) is_broken: bool,
}

/// One template.
#[derive(Debug)]
pub(super) struct CardPlan {
    pub(super) ord: i64,
    pub(super) name: String,
    /// Front and back; none if either does not parse.
    pub(super) sides: Option<(Template, Template)>,
}

/// A question with options in fields.
#[derive(Debug)]
pub(super) struct QuestionPlan {
    pub(super) roles: Roles,
    pub(super) scheme: Option<Scheme>,
    /// The card that asks it.
    pub(super) ord: i64,
}

impl Plan {
    fn of(notetype: &Notetype) -> Self {
        let fields = notetype.fields.get(..COLUMNS).unwrap_or(&notetype.fields);
        let card = |row: &super::schema::TemplateRow| {
            let sides = template::parse(&row.front, fields)
                .and_then(|front| Ok((front, template::parse(&row.back, fields)?)));
            CardPlan { ord: row.ord, name: row.name.clone(), sides: sides.ok() }
        };
        let cards: Vec<CardPlan> = notetype.templates.iter().take(COLUMNS).map(card).collect();
        let sides = || cards.iter().filter_map(|card| card.sides.as_ref());
        let answers: HashSet<usize> = sides().flat_map(|(_, back)| back.fields()).collect();
        let mut shown: HashSet<usize> = sides().flat_map(|(front, _)| front.fields()).collect();
        shown.extend(&answers);
        Self {
            name: notetype.name.clone(),
            kind: notetype.kind,
            gap_field: sides().find_map(|(front, _)| front.gap_field()).unwrap_or(0),
            own_field: fields.iter().position(|name| name == certdeck::FIELD),
            fields: fields.to_vec(),
            is_broken: cards.iter().any(|card| card.sides.is_none()),
            shown,
            answers,
            question: None,
            cards,
        }
    }

    pub(super) fn card(&self, ord: i64) -> Option<&CardPlan> {
        self.cards.iter().find(|card| card.ord == ord)
    }

    /// Fields that no card shows and that play no part: they would be lost.
    pub(super) fn unshown(&self) -> impl Iterator<Item = usize> {
        let parts: HashSet<usize> =
            self.question.iter().flat_map(|question| question.roles.fields()).collect();
        (0..self.fields.len()).filter(move |field| {
            !self.shown.contains(field) && !parts.contains(field) && self.own_field != Some(*field)
        })
    }

    /// The card whose front shows options, else the first.
    fn asking_card(&self, roles: &Roles) -> i64 {
        let asks = |card: &&CardPlan| {
            card.sides.as_ref().is_some_and(|(front, _)| roles.is_asked_by(&front.fields()))
        };
        self.cards.iter().find(asks).or(self.cards.first()).map_or(0, |card| card.ord)
    }
}

/// The plans of all notetypes of a collection.
pub(super) fn plans(
    collection: &Collection,
    database: &Database,
) -> rusqlite::Result<BTreeMap<i64, Plan>> {
    let mut plans = BTreeMap::new();
    for (id, notetype) in &collection.notetypes {
        let mut plan = Plan::of(notetype);
        let roles = Roles::of(&plan.fields).filter(|_| plan.kind == Kind::Normal);
        if let Some(roles) = roles {
            let scheme = roles.scheme(&samples(database, *id, &roles)?);
            let ord = plan.asking_card(&roles);
            plan.question = Some(QuestionPlan { roles, scheme, ord });
        }
        plans.insert(*id, plan);
    }
    Ok(plans)
}

fn samples(
    database: &Database,
    notetype: i64,
    roles: &Roles,
) -> rusqlite::Result<Vec<(String, Vec<String>)>> {
    let sql = format!(
        "SELECT CASE WHEN octet_length(flds) > {RECORD} THEN NULL ELSE flds END FROM notes \
         WHERE mid = ?1 LIMIT {SAMPLES}"
    );
    let mut statement = database.connection.prepare(&sql)?;
    let mut rows = statement.query([notetype])?;
    let mut samples = Vec::new();
    while let Some(row) = rows.next()? {
        database.row_came();
        let text = Cell::of(row, 0).text();
        if text.len() > MAX_SAMPLE {
            continue;
        }
        let fields: Vec<&str> = text.split('\u{1f}').collect();
        samples.push(roles.sample(&fields));
    }
    Ok(samples)
}
