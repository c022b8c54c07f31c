//! What a reader found, on its way to [`Imported`]: counting, twins, topics, the report.

use super::identity::{Identities, Verdict};
use super::imported::{Format, Imported, ImportedItem, LossKind, Refusal};
use super::limits::{FIELD, NAME, RECORD, RECORDS, STRIDE, TAGS};
use super::markup::{self, HtmlNotes};
use super::media::Shelf;
use super::options::{Flow, ReadOptions};
use super::outline::Topics;
use super::planted::Seeds;
use super::refuse::{cancelled, too_many};
use super::report::{At, Report};
use super::shape::Shape;
use super::table::TablePreview;
use crate::domain::deck::{Body, Card, Case, Deck, Item, Topic, Validity};

/// Stands for an answer that the file does not have.
pub(super) const NO_ANSWER: &str = "(no answer in the file)";

/// One record of the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'t> {
    /// Number from 0.
    pub(super) record: usize,
    pub(super) at: At,
    /// As it stands in the file.
    pub(super) text: &'t str,
}

/// An item as a reader makes it: its id is the one of the file, or empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) item: Item,
    /// Titles of the topic and those above it, outermost first.
    pub(super) path: Vec<String>,
    pub(super) is_suspended: bool,
}

impl Draft {
    pub(super) fn new(body: Body) -> Self {
        let item = Item {
            id: String::new(),
            topic: String::new(),
            tags: Vec::new(),
            difficulty: 3,
            references: Vec::new(),
            note: String::new(),
            valid: Validity::default(),
            is_card: true,
            body,
        };
        Self { item, path: Vec::new(), is_suspended: false }
    }

    /// A card; one without an answer waits until the learner adds it.
    pub(super) fn card(front: &str, back: &str) -> Self {
        let is_answered = !back.trim().is_empty();
        let back = if is_answered { back.trim() } else { NO_ANSWER }.to_owned();
        let body = Body::Card(Card { front: front.trim().to_owned(), back, reverse: false });
        Self { is_suspended: !is_answered, ..Self::new(body) }
    }

    /// Adds a line to the note.
    pub(super) fn note(&mut self, line: &str) {
        let note = &mut self.item.note;
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str(line);
    }
}

/// Everything that was read so far.
pub(super) struct Gather<'a> {
    name: &'a str,
    options: &'a ReadOptions<'a>,
    n_records: usize,
    n_total: Option<usize>,
    pub(super) report: Report,
    pub(super) shelf: Shelf<'a>,
    html: HtmlNotes,
    identities: Identities,
    topics: Topics,
    shape: Shape,
    items: Vec<ImportedItem>,
    pub(super) seeds: Seeds,
    /// Number of the topic's path of each item.
    paths: Vec<usize>,
    title: Option<String>,
    own: Option<Deck>,
    /// Columns of the table that was read last.
    table: Option<TablePreview>,
    /// Topic of what has none, where several files are read.
    part_path: Vec<String>,
    /// Whether reading ended early: nothing may come in.
    is_stopped: bool,
}

impl<'a> Gather<'a> {
    pub(super) fn new(name: &'a str, options: &'a ReadOptions<'a>) -> Self {
        Self {
            name,
            options,
            n_records: 0,
            n_total: None,
            report: Report::default(),
            shelf: Shelf::new(options.files),
            html: HtmlNotes::default(),
            identities: Identities::default(),
            topics: Topics::default(),
            shape: Shape::default(),
            items: Vec::new(),
            seeds: Seeds::default(),
            paths: Vec::new(),
            title: None,
            own: None,
            table: None,
            part_path: Vec::new(),
            is_stopped: false,
        }
    }

    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    pub(super) fn options(&self) -> &'a ReadOptions<'a> {
        self.options
    }

    pub(super) fn n_records(&self) -> usize {
        self.n_records
    }

    /// Says how many records there will be.
    pub(super) fn expect(&mut self, n_records: usize) {
        self.n_total = Some(n_records);
    }

    /// Begins the next of several files; `path` is the topic of what has none in it.
    pub(super) fn begin_part(&mut self, name: &str, path: Vec<String>) {
        self.report.begin_part(name);
        self.identities.begin_part(name);
        self.shelf.forget_references();
        self.part_path = path;
    }

    /// Whether reading ended early, by wish or by a limit.
    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Whether a deck of ours is among what was read.
    pub(super) fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// Title of the deck, where the file says one; the first stands. Of several files it is a topic.
    pub(super) fn set_title(&mut self, title: &str) {
        let title = title.trim();
        if let Some(last) = self.part_path.last_mut().filter(|_| !title.is_empty()) {
            title.clone_into(last);
            return;
        }
        if !title.is_empty() && self.title.is_none() {
            let short: String = title.chars().take(NAME).collect();
            if short.len() < title.len() {
                self.report.note(At::File, "the title of the deck was cut to 200 letters");
            }
            self.title = Some(short);
        }
    }

    /// A deck of ours, its items apart: items name their topics by id.
    pub(super) fn set_own(&mut self, head: Deck) {
        self.own = Some(head);
    }

    /// Keeps how the columns of a table were understood.
    pub(super) fn set_table(&mut self, table: TablePreview) {
        self.table = Some(table);
    }

    /// How the columns of the table were understood.
    pub(super) fn take_table(&mut self) -> Option<TablePreview> {
        self.table.take()
    }

    /// Begins a record and gives its number from 0.
    pub(super) fn record(&mut self) -> Result<usize, Refusal> {
        let number = self.n_records;
        if number >= RECORDS {
            self.is_stopped = true;
            return Err(too_many(self.name));
        }
        self.n_records += 1;
        if number.is_multiple_of(STRIDE)
            && (self.options.progress)(number, self.n_total) == Flow::Stop
        {
            self.is_stopped = true;
            return Err(cancelled(self.name));
        }
        Ok(number)
    }

    /// Begins a record that stands at `at`.
    pub(super) fn source<'t>(&mut self, at: At, text: &'t str) -> Result<Source<'t>, Refusal> {
        Ok(Source { record: self.record()?, at, text })
    }

    /// A record did not come in.
    pub(super) fn dropped(&mut self, source: Source<'_>, reason: &str) {
        self.shelf.take_problems();
        self.report.add(LossKind::Dropped, source.at, reason, source.text);
    }

    /// A record came in, something of it was lost.
    pub(super) fn partial(&mut self, source: Source<'_>, reason: &str) {
        self.report.add(LossKind::Partial, source.at, reason, source.text);
    }

    /// Nothing is lost, but worth knowing; told once for each cause.
    pub(super) fn note(&mut self, at: At, cause: impl Into<String>) {
        self.report.note(at, cause);
    }

    /// HTML as our Markdown.
    pub(super) fn html(&mut self, html: &str) -> String {
        markup::from_html(html, &mut self.shelf, &mut self.html)
    }

    /// Markdown of another program as ours: its pictures are found.
    pub(super) fn markdown(&mut self, text: &str) -> String {
        markup::from_markdown(text, &mut self.shelf)
    }

    /// Takes in the one item of a record.
    pub(super) fn add(&mut self, source: Source<'_>, draft: Draft) {
        self.add_all(source, vec![draft]);
    }

    /// Takes in what a record gave; a record that gives nothing is dropped.
    pub(super) fn add_all(&mut self, source: Source<'_>, drafts: Vec<Draft>) {
        if source.text.len() > RECORD {
            return self.dropped(source, "it is longer than 8 MB");
        }
        let mut faults = Vec::new();
        let (mut n_in, mut merged) = (0, None);
        for draft in drafts {
            match self.take(source, draft) {
                Taken::In => n_in += 1,
                Taken::Merged(at) => merged = Some(at),
                Taken::Faulty(fault) => faults.push(fault),
            }
        }
        let problems = self.shelf.take_problems();
        if n_in > 0 {
            for reason in faults.into_iter().chain(problems) {
                self.partial(source, &reason);
            }
        } else if let Some(at) = merged {
            let reason = format!("same content as {at}");
            self.report.add(LossKind::Merged, source.at, &reason, source.text);
        } else {
            let reason = faults.into_iter().next();
            self.dropped(source, reason.as_deref().unwrap_or("there is no question in it"));
        }
    }

    /// Takes in a case whose questions are records of their own.
    pub(super) fn add_case(&mut self, scenario: &str, records: Vec<(Source<'_>, Draft)>) {
        let mut questions = Vec::new();
        let mut sources = Vec::new();
        let (mut path, mut is_suspended) = (Vec::new(), false);
        for (source, draft) in records {
            match self.checked(draft) {
                Err(fault) => self.dropped(source, &fault),
                Ok(draft) => {
                    sources.push(source);
                    is_suspended |= draft.is_suspended;
                    path = draft.path;
                    questions.push(draft.item);
                }
            }
        }
        let (Some(first), false) = (sources.first().copied(), questions.is_empty()) else { return };
        let scenario = scenario.trim().to_owned();
        let body = Body::Case(Case { scenario, questions });
        let draft = Draft { path, is_suspended, ..Draft::new(body) };
        match self.take(first, draft) {
            Taken::In => {
                for reason in self.shelf.take_problems() {
                    self.partial(first, &reason);
                }
            }
            Taken::Merged(at) => {
                let reason = format!("its case has the same content as {at}");
                for source in sources {
                    self.report.add(LossKind::Merged, source.at, &reason, source.text);
                }
            }
            Taken::Faulty(fault) => {
                for source in sources {
                    self.dropped(source, &fault);
                }
            }
        }
    }

    /// The draft if it can be asked, or why not.
    fn checked(&mut self, mut draft: Draft) -> Result<Draft, String> {
        let (body, fault) = self.shape.fault(draft.item.body);
        if let Some(fault) = fault {
            return Err(fault);
        }
        draft.item.body = body;
        if is_too_long(&draft.item) {
            return Err("a field is longer than 4 MB".to_owned());
        }
        Ok(draft)
    }

    fn take(&mut self, source: Source<'_>, draft: Draft) -> Taken {
        let mut draft = match self.checked(draft) {
            Ok(draft) => draft,
            Err(fault) => return Taken::Faulty(fault),
        };
        let n_lost_tags = tidy_tags(&mut draft.item.tags);
        let explicit = std::mem::take(&mut draft.item.id);
        let verdict = self.identities.judge(source.at, &draft.item, Some(&explicit));
        let (key, id, notes) = match verdict {
            Verdict::Merged(at) => return Taken::Merged(at),
            Verdict::New { source, id, notes } => (source, id, notes),
        };
        for note in notes {
            self.report.add(LossKind::Note, source.at, &note, "");
        }
        if n_lost_tags > 0 {
            self.partial(source, &format!("only 200 tags fit, {n_lost_tags} were left out"));
        }
        draft.item.id = id;
        if let Body::Case(case) = &mut draft.item.body {
            case.questions.iter_mut().for_each(|question| self.identities.name(question));
        }
        if self.own.is_none() {
            if draft.path.is_empty() && draft.item.topic.is_empty() {
                draft.path.clone_from(&self.part_path);
            }
            self.paths.push(self.topics.place(&draft.path, &draft.item.topic));
        }
        self.items.push(ImportedItem {
            item: draft.item,
            source: key,
            record: source.record,
            is_suspended: draft.is_suspended,
            is_flagged: false,
            modified_s: None,
        });
        Taken::In
    }

    /// Number and memories of the item that a record gave, if it came in.
    pub(super) fn facets_of(&self, source: Source<'_>) -> Option<(usize, Vec<u16>)> {
        let number = self.items.len().checked_sub(1)?;
        let last = self.items.get(number).filter(|one| one.record == source.record)?;
        Some((number, last.item.facets()))
    }

    /// Ends the reading.
    pub(super) fn finish(mut self, format: Format) -> Imported {
        let title = self.title.clone().or_else(|| {
            let common = self.topics.common_title().filter(|_| format == Format::AnkiText);
            common.map(str::to_owned)
        });
        let n_skipped = usize::from(self.title.is_none() && title.is_some());
        let own = self.own.take();
        let (outline, traps) = match &own {
            Some(own) => (own.outline.clone(), own.traps.clone()),
            None => (self.outline(title.as_deref(), n_skipped), Vec::new()),
        };
        let cuts = [
            (self.topics.n_cut, "names of topics were cut to 200 letters"),
            (self.topics.n_joined, "topics deeper than eight levels were joined"),
        ];
        for (n, cause) in cuts {
            self.report.count(LossKind::Note, At::File, cause, n);
        }
        markup::tell(&self.html, &mut self.report);
        Imported {
            format,
            n_records: self.n_records,
            title,
            outline,
            traps,
            own: own.map(Box::new),
            items: self.items,
            media: self.shelf.into_files(),
            history: self.seeds.into_history(),
            report: self.report.finish(),
        }
    }

    fn outline(&mut self, title: Option<&str>, n_skipped: usize) -> Vec<Topic> {
        let outline = self.topics.outline(title.unwrap_or("Imported"), n_skipped);
        for (imported, path) in self.items.iter_mut().zip(&self.paths) {
            let id = outline.ids.get(*path).cloned().unwrap_or_default();
            if let Body::Case(case) = &mut imported.item.body {
                for question in case.questions.iter_mut().filter(|q| q.topic.is_empty()) {
                    question.topic.clone_from(&id);
                }
            }
            imported.item.topic = id;
        }
        outline.topics
    }
}

/// What became of a draft.
enum Taken {
    In,
    Merged(String),
    Faulty(String),
}

fn is_too_long(item: &Item) -> bool {
    let answer = match &item.body {
        Body::Card(card) => card.back.len(),
        Body::Cloze(cloze) => cloze.explain.len(),
        Body::Choice(choice) => {
            choice.options.iter().map(|option| option.text.len()).max().unwrap_or(0)
        }
        _ => 0,
    };
    item.prompt().len().max(answer).max(item.note.len()) > FIELD
}

/// Trims tags and cuts long ones; gives how many had to be left out.
fn tidy_tags(tags: &mut Vec<String>) -> usize {
    for tag in tags.iter_mut() {
        if tag.chars().count() > NAME {
            *tag = tag.chars().take(NAME).collect();
        }
    }
    tags.retain(|tag| !tag.trim().is_empty());
    let n_lost = tags.len().saturating_sub(TAGS);
    tags.truncate(TAGS);
    n_lost
}
