//! Rows of a table as items.

use std::borrow::Cow;

use super::Table;
use super::grid::{Grid, Row};
use super::layout::Layout;
use crate::domain::deck::{Body, Choice, ChoiceOption, Cloze, Item};
use crate::port::Refusal;
use crate::port::apkg::item_from_json;
use crate::port::gather::{Draft, Gather, Source};
use crate::port::key::{KeyScheme, Offer, Reading, Schemes, resolve};
use crate::port::question::{choice, option, options_of, truth};
use crate::port::refuse::refusal;
use crate::port::report::At;
use crate::port::roles::Role;
use crate::port::within::{Within, question_within, split_options};
use crate::port::words::plain_head;

/// A table ready to be read.
pub(in crate::port) struct Sheet<'t, 'a> {
    pub(in crate::port) rows: &'t Grid<'a>,
    pub(in crate::port) roles: &'t [Role],
    pub(in crate::port) heads: &'t [String],
    pub(in crate::port) separator: &'t str,
    pub(in crate::port) is_html: bool,
    /// Whether a `'` stands before cells that a spreadsheet would take for formulas.
    pub(in crate::port) is_guarded: bool,
    /// Lines whose quotes were not closed.
    pub(in crate::port) unclosed: &'t [usize],
}

impl<'t, 'a> Sheet<'t, 'a> {
    pub(in crate::port) fn of(table: &'t Table<'a>) -> Self {
        Self {
            rows: &table.rows,
            roles: &table.roles,
            heads: table.heads.as_deref().unwrap_or_default(),
            separator: &table.separator,
            is_html: table.is_html,
            // Our own table for spreadsheets, told by its column.
            is_guarded: table.roles.contains(&Role::Certdeck),
            unclosed: &table.unclosed,
        }
    }
}

/// Signs with which a spreadsheet begins a formula.
const FORMULAS: [char; 5] = ['=', '+', '-', '@', '\t'];

/// A cell that no spreadsheet takes for a formula.
pub(in crate::port) fn guarded(cell: &str) -> String {
    let is_formula = cell.trim_start_matches('\'').starts_with(FORMULAS);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell as it was before it was guarded.
fn unguarded(cell: &str) -> &str {
    let inner = cell.strip_prefix('\'');
    let is_formula = |inner: &&str| inner.trim_start_matches('\'').starts_with(FORMULAS);
    inner.filter(is_formula).unwrap_or(cell)
}

/// What the head of a file says about all of its rows.
#[derive(Debug, Clone, Default)]
pub(in crate::port) struct Extras {
    pub(in crate::port) tags: Vec<String>,
    pub(in crate::port) deck: Option<String>,
}

/// Reads all rows.
pub(in crate::port) fn build(
    gather: &mut Gather<'_>,
    sheet: &Sheet<'_, '_>,
    extras: &Extras,
) -> Result<(), Refusal> {
    gather.expect(sheet.rows.len());
    for line in sheet.unclosed {
        let note = "a quotation mark is not closed: it was read as a letter";
        gather.note(At::Line(*line), note);
    }
    let layout = Layout::of(sheet.roles);
    let scheme = scheme_of(gather, sheet, &layout)?;
    let heads: Vec<String> = layout
        .options
        .iter()
        .map(|column| sheet.heads.get(*column).map_or_else(String::new, |head| plain_head(head)))
        .collect();
    let mut builder =
        Builder { gather, sheet, layout, scheme, heads, extras, case: String::new(), open: vec![] };
    for number in 0..sheet.rows.len() {
        if let Some(row) = sheet.rows.row(number) {
            builder.row(row)?;
        }
    }
    builder.close_case();
    Ok(())
}

/// How the key column names options; a table in which that is not clear is asked about.
fn scheme_of(
    gather: &Gather<'_>,
    sheet: &Sheet<'_, '_>,
    layout: &Layout,
) -> Result<Option<KeyScheme>, Refusal> {
    let Some(key) = layout.key.filter(|_| layout.has_key()) else { return Ok(None) };
    if let Some(scheme) = gather.options().key_scheme {
        return Ok(Some(scheme));
    }
    let heads: Vec<String> = layout
        .options
        .iter()
        .map(|column| sheet.heads.get(*column).map_or_else(String::new, |head| plain_head(head)))
        .collect();
    let mut schemes = Schemes::default();
    for row in (0..sheet.rows.len()).filter_map(|number| sheet.rows.row(number)) {
        if row.cell(key).is_empty() {
            continue;
        }
        let texts = option_cells(layout, row);
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        schemes.see(row.cell(key), Offer { options: &texts, heads: &heads });
    }
    match schemes.reading() {
        Reading::Sure(scheme) => Ok(Some(scheme)),
        Reading::Nothing => Ok(None),
        Reading::Unsure(one, other) => Err(refusal(format!(
            "{}: the right answers may be {} or {}, and that makes a difference. Choose which.",
            gather.name(),
            one.name(),
            other.name()
        ))),
    }
}

/// Options of a row, empty ones in their places.
fn option_cells<'r>(layout: &Layout, row: Row<'r, '_>) -> Vec<Cow<'r, str>> {
    match layout.list.filter(|_| layout.options.len() < 2) {
        Some(list) => split_options(row.cell(list)).into_iter().map(Cow::Owned).collect(),
        None => layout.options.iter().map(|column| Cow::Borrowed(row.cell(*column))).collect(),
    }
}

struct Builder<'b, 'g, 't, 'a> {
    gather: &'b mut Gather<'g>,
    sheet: &'b Sheet<'t, 'a>,
    layout: Layout,
    scheme: Option<KeyScheme>,
    heads: Vec<String>,
    extras: &'b Extras,
    /// Scenario of the rows that wait to become a case.
    case: String,
    open: Vec<(Source<'b>, Draft)>,
}

impl<'b> Builder<'b, '_, '_, '_> {
    fn row(&mut self, row: Row<'b, '_>) -> Result<(), Refusal> {
        let source = self.gather.source(row.at, row.raw)?;
        let n_columns = self.sheet.roles.len();
        let is_long = row.n_cells() > n_columns;
        if is_long && n_columns > 2 {
            let reason = format!("it has {} columns instead of {n_columns}", row.n_cells());
            self.gather.dropped(source, &reason);
            return Ok(());
        }
        let draft = match self.draft(row, is_long) {
            Ok(draft) => draft,
            Err(reason) => {
                self.gather.dropped(source, &reason);
                return Ok(());
            }
        };
        if is_long {
            let reason = "surplus cells were joined: the separator stands inside the text";
            self.gather.partial(source, reason);
        }
        if draft.is_suspended {
            self.gather.partial(source, "no answer: it comes in suspended");
        }
        let scenario = self.layout.scenario.map_or("", |column| row.cell(column));
        if scenario != self.case {
            self.close_case();
            scenario.clone_into(&mut self.case);
        }
        if scenario.is_empty() {
            self.gather.add(source, draft);
        } else {
            self.open.push((source, draft));
        }
        Ok(())
    }

    fn close_case(&mut self) {
        let records = std::mem::take(&mut self.open);
        if !records.is_empty() {
            let scenario = std::mem::take(&mut self.case);
            let scenario = self.text(&scenario);
            self.gather.add_case(&scenario, records);
        }
    }

    fn bare<'c>(&self, cell: &'c str) -> &'c str {
        if self.sheet.is_guarded { unguarded(cell) } else { cell }
    }

    fn text(&mut self, cell: &str) -> String {
        let cell = self.bare(cell);
        if self.sheet.is_html {
            self.gather.html(cell)
        } else {
            crate::port::markup::from_plain(cell)
        }
    }

    fn cell(&mut self, row: Row<'_, '_>, column: Option<usize>) -> String {
        column.map_or_else(String::new, |column| self.text(row.cell(column)))
    }

    fn joined(&mut self, row: Row<'_, '_>, columns: &[usize], between: &str) -> String {
        let mut texts = Vec::new();
        for column in columns {
            let text = self.text(row.cell(*column));
            if !text.trim().is_empty() {
                texts.push(text);
            }
        }
        texts.join(between)
    }

    fn draft(&mut self, row: Row<'_, '_>, is_long: bool) -> Result<Draft, String> {
        let mut draft = match self.own(row) {
            Some(item) => Draft { item, path: Vec::new(), is_suspended: false },
            None => self.foreign(row, is_long)?,
        };
        self.place(row, &mut draft);
        Ok(draft)
    }

    /// An item of ours, if nobody touched its visible cells since.
    fn own(&self, row: Row<'_, '_>) -> Option<Item> {
        let column = self.layout.certdeck?;
        let own: OwnCell = serde_json::from_str(row.cell(column)).ok()?;
        let visible = row.cells().enumerate().filter(|(at, _)| *at != column);
        let visible: Vec<&str> = visible.map(|(_, cell)| self.bare(cell.trim())).collect();
        (own.see == visible_digest(&visible)).then(|| item_from_json(&own.item)).flatten()
    }

    fn foreign(&mut self, row: Row<'_, '_>, is_long: bool) -> Result<Draft, String> {
        let mut stem = self.cell(row, self.layout.stem);
        for column in self.layout.pictures.clone() {
            let name = row.cell(column);
            if !name.is_empty() {
                let picture = self.gather.markdown(&format!("![]({name})"));
                stem = format!("{stem}\n\n{picture}");
            }
        }
        let raw_stem = self.layout.stem.map_or("", |column| row.cell(column));
        if stem.trim().is_empty() {
            return Err("the question is empty".to_owned());
        }
        let mut draft = if raw_stem.contains("{{c1::") && !self.layout.asks_choices() {
            let columns = [self.layout.backs.clone(), self.layout.explains.clone()].concat();
            let explain = self.joined(row, &columns, "\n\n");
            Draft::new(Body::Cloze(Cloze { text: stem, explain }))
        } else if self.layout.asks_choices() {
            Draft::new(Body::Choice(self.choice(row, &stem)?))
        } else {
            self.card(row, &stem, is_long)
        };
        self.notes(row, &mut draft);
        Ok(draft)
    }

    fn card(&mut self, row: Row<'_, '_>, stem: &str, is_long: bool) -> Draft {
        let columns = [self.layout.backs.clone(), self.layout.explains.clone()].concat();
        let mut back = self.joined(row, &columns, "\n\n");
        if is_long {
            let from = self.sheet.roles.len().saturating_sub(1);
            let cells: Vec<&str> = row.cells().skip(from).collect();
            back = self.text(&cells.join(self.sheet.separator));
        }
        if self.gather.options().choices_in_cards {
            match question_within(stem, &back) {
                Within::Question(choice) => return Draft::new(Body::Choice(choice)),
                Within::Keyless => {
                    let note = "options without a recognisable key stay cards";
                    self.gather.note(row.at, note);
                }
                Within::Nothing => {}
            }
        }
        Draft::card(stem, &back)
    }

    fn choice(&mut self, row: Row<'_, '_>, stem: &str) -> Result<Choice, String> {
        let columns = self.layout.explains.clone();
        let explain = self.joined(row, &columns, "\n\n");
        let options = if self.layout.has_key() {
            self.keyed_options(row)?
        } else {
            self.right_and_wrong(row)
        };
        let made = choice(stem, options, explain)?;
        let kind = self.layout.kind.map_or("", |column| row.cell(column)).to_lowercase();
        let says_one =
            ["multiple-choice", "multiple choice", "single", "mc"].contains(&kind.as_str());
        if says_one && made.select > 1 {
            self.gather
                .note(row.at, "a question with several right answers is called a single one");
        }
        Ok(made)
    }

    fn keyed_options(&mut self, row: Row<'_, '_>) -> Result<Vec<ChoiceOption>, String> {
        let cells = option_cells(&self.layout, row);
        let texts: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        let key = self.layout.key.map_or("", |column| row.cell(column));
        let offer = Offer { options: &texts, heads: &self.heads };
        if key.is_empty() {
            return Err("no right answer is marked".to_owned());
        }
        // Two empty option columns and a truth value: a statement.
        let n_said = texts.iter().filter(|text| !text.is_empty()).count();
        if n_said == 0
            && let Some(is_true) = truth(key)
        {
            return Ok(vec![option("True", is_true), option("False", !is_true)]);
        }
        let keys = self.scheme.and_then(|scheme| resolve(scheme, key, offer)).ok_or_else(|| {
            let key: String = key.chars().take(80).collect();
            format!("the answer “{key}” fits no option")
        })?;
        let mut made = options_of(texts.iter().copied(), keys);
        for (place, column) in self.layout.whys.clone() {
            let why = self.text(row.cell(column));
            if let Some(option) = made.get_mut(place) {
                why.trim().clone_into(&mut option.why);
            }
        }
        made.retain(|option| !option.text.is_empty());
        for option in &mut made {
            option.text = self.text(&option.text);
        }
        Ok(made)
    }

    fn right_and_wrong(&mut self, row: Row<'_, '_>) -> Vec<ChoiceOption> {
        let right = self.cell(row, self.layout.right);
        let mut options = vec![option(&right, true)];
        for column in self.layout.wrongs.clone() {
            let cell = row.cell(column);
            let parts =
                if self.layout.wrongs.len() == 1 { split_options(cell) } else { Vec::new() };
            let parts = if parts.is_empty() { vec![cell.to_owned()] } else { parts };
            for part in parts.iter().filter(|part| !part.trim().is_empty()) {
                let text = self.text(part);
                options.push(option(&text, false));
            }
        }
        options
    }

    /// What goes into the note: hints and every column that nobody understands.
    fn notes(&mut self, row: Row<'_, '_>, draft: &mut Draft) {
        let hints = self.layout.hints.iter().map(|column| (*column, "Hint"));
        let others = self
            .layout
            .notes
            .iter()
            .map(|column| (*column, self.sheet.heads.get(*column).map_or("", String::as_str)));
        for (column, head) in hints.chain(others) {
            let cell = row.cell(column);
            if !cell.is_empty() {
                let line =
                    if head.is_empty() { cell.to_owned() } else { format!("{head}: {cell}") };
                draft.note(&line);
            }
        }
        for column in &self.layout.references {
            let cell = row.cell(*column);
            if !cell.is_empty() {
                draft.item.references.push(cell.to_owned());
            }
        }
        if let Some(column) = self.layout.difficulty
            && let Some(level) = difficulty(row.cell(column))
        {
            draft.item.difficulty = level;
        }
    }

    /// Id, topic and tags.
    fn place(&mut self, row: Row<'_, '_>, draft: &mut Draft) {
        if let Some(column) = self.layout.id
            && draft.item.id.is_empty()
        {
            row.cell(column).clone_into(&mut draft.item.id);
        }
        let deck = self.layout.deck.map(|column| row.cell(column).to_owned());
        let deck = deck.filter(|deck| !deck.is_empty()).or_else(|| self.extras.deck.clone());
        let levels = deck.iter().flat_map(|deck| deck.split("::"));
        draft.path = levels.map(str::to_owned).collect();
        for column in &self.layout.topics {
            let cell = row.cell(*column);
            draft.path.extend(cell.split("::").filter(|part| !part.is_empty()).map(str::to_owned));
        }
        let is_ours = self.layout.certdeck.is_some() && !draft.item.topic.is_empty();
        if is_ours {
            return;
        }
        for column in &self.layout.tags {
            draft.item.tags.extend(row.cell(*column).split_whitespace().map(str::to_owned));
        }
        draft.item.tags.extend(self.extras.tags.iter().cloned());
    }
}

/// 1 to 5 as a number or a word.
fn difficulty(cell: &str) -> Option<u8> {
    let words = [("easy", 2), ("medium", 3), ("hard", 4), ("difficult", 4)];
    let lower = cell.to_lowercase();
    let word = words.iter().find(|(word, _)| lower == *word).map(|(_, level)| *level);
    word.or_else(|| lower.parse().ok().filter(|level| (1..=5).contains(level)))
}

/// The column `Certdeck` of tables that we wrote: what the visible cells cannot say.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(in crate::port) struct OwnCell {
    /// Digest of the visible cells at the time of writing.
    pub(in crate::port) see: String,
    pub(in crate::port) item: serde_json::Value,
}

/// Sixteen hex digits over the visible cells of a row.
pub(in crate::port) fn visible_digest(cells: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for cell in cells {
        hasher.update(&(cell.len() as u64).to_le_bytes()).update(cell.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}
