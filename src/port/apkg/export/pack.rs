//! From decks to the file: collection, media, zip, and one rename at the end.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::Transaction;

use super::answered::Answered;
use super::collection::{self, Inserts, NoteRow, Stamp};
use super::decks::{self, DeckIds};
use super::fields::{Placed, guid, note, notetype};
use super::notetypes::Notetype;
use super::revlog::Rows;
use super::schedule::Scheduler;
use super::zipped;
use super::{ExportDeck, ExportError, ExportInput};
use crate::domain::deck::{Body, Deck};
use crate::domain::event::Confidence;
use crate::domain::ids::MemoryKey;
use crate::domain::time::StudyDay;
use crate::port::apkg::certdeck::Head;
use crate::port::apkg::{Progress, Stage, Watch};
use crate::port::html::MediaNames;
use crate::port::names::{clean_name, folded, with_digest};
use crate::port::{Loss, LossKind, MediaBytes};
use crate::side_by_side;

/// Most bytes of a file that are looked at to tell two apart.
const DIGEST_BUFFER: usize = 64 * 1024;

/// Writes the package beside the target and puts it in place.
pub(super) fn write(
    input: &ExportInput<'_>,
    target: &Path,
    watch: Watch<'_>,
) -> Result<Vec<Loss>, ExportError> {
    let scratch = Scratch::beside(target);
    let stamp = stamp(input);
    let media = Media::gather(input.decks)?;
    let mut work = Work {
        input,
        media: &media,
        first_day: first_day(input),
        decks: DeckIds::default(),
        answered: Answered::of(input),
        next_id: stamp.created_s * 1000,
        n_cards: 0,
        counts: BTreeMap::new(),
    };
    let mut connection = collection::create(&scratch.collection)?;
    let transaction = connection.transaction()?;
    work.rows(&transaction, stamp, watch)?;
    transaction.commit()?;
    collection::finish(&connection)?;
    drop(connection);
    collection::notice(&scratch.notice, stamp)?;
    let counts = std::mem::take(&mut work.counts);
    zipped::write(input.form, &scratch, &media.files, watch)?;
    std::fs::rename(&scratch.package, target)?;
    Ok(losses(counts, input))
}

/// Files that are gone whatever happens.
pub(super) struct Scratch {
    pub(super) collection: PathBuf,
    pub(super) notice: PathBuf,
    pub(super) package: PathBuf,
}

impl Scratch {
    fn beside(target: &Path) -> Self {
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = |ending: &str| target.with_file_name(format!(".{name}.{ending}"));
        let scratch = Self { collection: file("db"), notice: file("old"), package: file("part") };
        scratch.remove();
        scratch
    }

    fn remove(&self) {
        for path in [&self.collection, &self.notice, &self.package] {
            // It is not there when all went well.
            drop(std::fs::remove_file(path));
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The study day of the first answer, or today.
fn first_day(input: &ExportInput<'_>) -> StudyDay {
    let today = input.now.study_day(input.rollover_h);
    let answered = input.answers.iter().map(|(_, answer)| answer.day);
    let remembered = input.memories.values().map(|memory| memory.first_day);
    answered.chain(remembered).min().unwrap_or(today).min(today)
}

fn stamp(input: &ExportInput<'_>) -> Stamp {
    let rollover_s = i64::from(input.rollover_h) * 3600 - i64::from(input.now.offset_min) * 60;
    Stamp {
        created_s: i64::from(first_day(input).0) * 86_400 + rollover_s,
        now_ms: input.now.utc_ms,
        offset_min: input.now.offset_min,
        rollover_h: input.rollover_h,
    }
}

struct Work<'a> {
    input: &'a ExportInput<'a>,
    media: &'a Media,
    first_day: StudyDay,
    decks: DeckIds,
    answered: Answered<'a>,
    next_id: i64,
    n_cards: usize,
    /// What Anki does not have, counted.
    counts: BTreeMap<String, usize>,
}

impl Work<'_> {
    fn rows(
        &mut self,
        transaction: &Transaction<'_>,
        stamp: Stamp,
        watch: Watch<'_>,
    ) -> Result<(), ExportError> {
        let mut inserts = Inserts::prepare(transaction, stamp)?;
        let total = self.input.decks.iter().map(|deck| deck.deck.askable().count()).sum::<usize>();
        let mut done = 0;
        for (number, deck) in self.input.decks.iter().enumerate() {
            let names = decks::names(deck.deck);
            let mut head = Some(Head::of(deck.deck));
            let of_deck = OfDeck { media: self.media, number };
            let make = placed(deck.deck).map(|placed| {
                let note = note(placed, head.take(), &of_deck);
                (placed, NoteRow::of(note))
            });
            side_by_side::pipe(make, |(placed, row)| {
                self.item(deck.deck, &names, placed, row, &mut inserts)?;
                done += 1;
                if done % 1000 == 0 {
                    tell(watch, Stage::Notes, done, Some(total))?;
                }
                Ok::<(), ExportError>(())
            })?;
        }
        self.reviews(&mut inserts, watch)?;
        collection::head(transaction, stamp, &self.decks, self.n_cards)?;
        Ok(())
    }

    fn item(
        &mut self,
        deck: &Deck,
        names: &HashMap<String, String>,
        placed: Placed<'_>,
        row: NoteRow,
        inserts: &mut Inserts<'_>,
    ) -> Result<(), ExportError> {
        let item = placed.item;
        self.count(placed);
        let deck_name = names.get(&item.topic).or_else(|| names.get(""));
        let deck_id = self.decks.id(deck_name.map(String::as_str).unwrap_or_default());
        let id = self.fresh_id();
        let place = (deck.id.clone(), item.id.clone());
        let guid = match self.input.guids.get(&place) {
            Some(guid) => guid.clone(),
            None => guid(&deck.id, &item.id),
        };
        inserts.note(id, &guid, &row)?;
        let flag = i64::from(self.input.flagged.contains(&place));
        for (ord, facet) in row.cards {
            let key = MemoryKey::new(&deck.id, &item.id, facet);
            self.n_cards += 1;
            let scheduler = Scheduler { input: self.input, first_day: self.first_day };
            let number = self.answered.number(&key);
            let last_ms = number.and_then(|number| self.answered.last_ms(number));
            let schedule = scheduler.schedule(&key, self.n_cards, last_ms);
            let card = self.fresh_id();
            inserts.card((card, id, deck_id, ord), &schedule, flag)?;
            if let Some(number) = number {
                self.answered.set_card(number, card);
            }
        }
        Ok(())
    }

    fn fresh_id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    fn reviews(&self, inserts: &mut Inserts<'_>, watch: Watch<'_>) -> Result<(), ExportError> {
        let mut rows = Rows::new(self.input, self.answered.len());
        let answers = self.input.answers.iter().zip(self.answered.of_answers());
        let make = answers.map(|(answer, memory)| rows.row(answer, memory));
        let mut done = 0;
        side_by_side::pipe(make, |row| {
            if let Some(row) = row {
                inserts.review(&row)?;
            }
            done += 1;
            if done % 10_000 == 0 {
                tell(watch, Stage::Reviews, done, Some(self.input.answers.len()))?;
            }
            Ok(())
        })
    }

    fn count(&mut self, placed: Placed<'_>) {
        let name = placed.item.type_name();
        if notetype(&placed.item.body) == Notetype::Text {
            let cause = format!("{name} is shown as text in Anki and comes back whole here");
            *self.counts.entry(cause).or_default() += 1;
        }
        if placed.case.is_some() {
            let cause = "questions of cases are notes of their own in Anki, the scenario on top";
            *self.counts.entry(cause.to_owned()).or_default() += 1;
        }
        if let Body::Choice(choice) = &placed.item.body
            && choice.options.iter().any(|option| option.trap.is_some())
        {
            let cause = "names of traps are tags in Anki";
            *self.counts.entry(cause.to_owned()).or_default() += 1;
        }
    }
}

pub(super) fn tell(
    watch: Watch<'_>,
    stage: Stage,
    done: usize,
    total: Option<usize>,
) -> Result<(), ExportError> {
    let progress = Progress { stage, done: done as u64, total: total.map(|n| n as u64) };
    if watch(progress).is_break() { Err(ExportError::Cancelled) } else { Ok(()) }
}

/// Items that can be asked, questions of cases with their case.
fn placed(deck: &Deck) -> impl Iterator<Item = Placed<'_>> {
    deck.items.iter().flat_map(|item| {
        let (questions, case) = match &item.body {
            Body::Case(case) => (case.questions.as_slice(), Some(item)),
            _ => (std::slice::from_ref(item), None),
        };
        let places = questions.iter().enumerate();
        places.map(move |(place, item)| Placed { item, case: case.map(|case| (case, place)) })
    })
}

fn losses(counts: BTreeMap<String, usize>, input: &ExportInput<'_>) -> Vec<Loss> {
    let with_confidence =
        |answer: &&(crate::domain::time::Moment, crate::domain::event::Answer)| {
            matches!(
                answer.1.confidence,
                Some(Confidence::Guess | Confidence::ThinkSo | Confidence::Sure)
            )
        };
    let n_confident = input.answers.iter().filter(with_confidence).count();
    let confidence = ("answers lose how sure you were".to_owned(), n_confident);
    let all = counts.into_iter().chain(std::iter::once(confidence)).filter(|(_, n)| *n > 0);
    let loss = |(reason, n): (String, usize)| Loss {
        at: "the whole package".to_owned(),
        kind: LossKind::Note,
        reason: if n == 1 { reason } else { format!("{reason} ({n} times)") },
        text: String::new(),
    };
    all.map(loss).collect()
}

/// Files of all decks under names that are unique in the package.
struct Media {
    /// Name of each file of each deck.
    names: HashMap<(usize, String), String>,
    files: Vec<(String, MediaBytes)>,
}

struct OfDeck<'a> {
    media: &'a Media,
    number: usize,
}

impl MediaNames for OfDeck<'_> {
    fn name(&self, name: &str) -> Option<String> {
        self.media.names.get(&(self.number, name.to_owned())).cloned()
    }
}

impl Media {
    fn gather(decks: &[ExportDeck<'_>]) -> Result<Self, ExportError> {
        let mut media = Self { names: HashMap::new(), files: Vec::new() };
        // For each folded name that is taken: index of the file and its digest.
        let mut taken: HashMap<String, (usize, blake3::Hash)> = HashMap::new();
        let mut written: HashSet<String> = HashSet::new();
        for (number, deck) in decks.iter().enumerate() {
            for file in deck.media {
                let Some(mut name) = clean_name(&file.name) else { continue };
                let digest = digest(&file.bytes)?;
                let twin = taken.get(&folded(&name));
                if let Some((at, _)) = twin.filter(|(_, known)| *known == digest) {
                    if let Some((known, _)) = media.files.get(*at) {
                        media.names.insert((number, file.name.clone()), known.clone());
                    }
                    continue;
                }
                if twin.is_some() {
                    name = with_digest(&name, digest.to_hex().as_str());
                }
                media.names.insert((number, file.name.clone()), name.clone());
                if written.insert(folded(&name)) {
                    taken.insert(folded(&name), (media.files.len(), digest));
                    media.files.push((name, file.bytes.clone()));
                }
            }
        }
        Ok(media)
    }
}

fn digest(bytes: &MediaBytes) -> Result<blake3::Hash, ExportError> {
    let mut hasher = blake3::Hasher::new();
    let mut stream = bytes.open()?;
    let mut buffer = vec![0; DIGEST_BUFFER];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(hasher.finalize()),
            n => hasher.update(buffer.get(..n).unwrap_or_default()),
        };
    }
}
