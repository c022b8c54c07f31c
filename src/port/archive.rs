//! Zips of texts: a deck of ours with its media, or question files of any text format.
//!
//! Nothing is unpacked to disk: entries are read by their exact names, one at a time.

mod names;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{Read, Seek};

use super::apkg::stream::Packing;
use super::apkg::zipped::Zip;
use super::encoding::Encoding;
use super::gather::Gather;
use super::imported::{Format, Loss, LossKind, Refusal};
use super::limits::{MEDIA_FILE, TEXT};
use super::open::{Desk, Opened, decoded, read_decoded, text};
use super::options::ReadOptions;
use super::own_ron;
use super::refuse::refusal;
use super::report::{At, Report};
use crate::domain::deck::parse::SourceFile;
use names::{Content, Names, parent};

/// What the sum of all texts is called in messages.
const ALL_TEXTS: &str = "the text in it";

/// A zip whose texts can be read.
pub(super) struct Archive<R> {
    zip: RefCell<Zip<R>>,
    names: Names,
    content: Content,
    /// Entries that a text named.
    used: RefCell<BTreeSet<String>>,
}

impl<R: Read + Seek> Archive<R> {
    /// Looks into a zip; none where it is no zip, or one that is the package reader's.
    pub(super) fn open(name: &str, mut source: R) -> Result<Option<Self>, Refusal> {
        let mut head = Vec::new();
        let is_read = source.by_ref().take(4).read_to_end(&mut head).is_ok();
        if !is_read || !head.starts_with(b"PK") {
            return Ok(None);
        }
        let zip = Zip::open(name, source)?;
        let names = Names::of(&zip);
        let content = names.content(name)?;
        let zip = RefCell::new(zip);
        Ok(content.map(|content| Self { zip, names, content, used: RefCell::default() }))
    }

    /// Reads everything that it holds.
    pub(super) fn read(&self, name: &str, desk: &Desk<'_>) -> Result<Opened, Refusal> {
        match &self.content {
            Content::Deck(folder) => self.deck(name, folder, desk),
            Content::Texts(paths) => match paths.as_slice() {
                [path] => self.one(name, path, desk),
                paths => self.many(name, paths, desk),
            },
        }
    }

    fn deck(&self, name: &str, folder: &str, desk: &Desk<'_>) -> Result<Opened, Refusal> {
        let mut files = Vec::new();
        let mut left = TEXT;
        for path in self.names.parts_of_deck(folder) {
            let bytes = self.text_bytes(name, path, &mut left)?;
            let path = path.get(folder.len()..).unwrap_or_default().to_owned();
            files.push(SourceFile { path, bytes });
        }
        let beside = |path: &str| self.beside(folder, path);
        let options = ReadOptions { files: &beside, ..desk.text };
        let mut imported = own_ron::read_files(name, &files, &options)?;
        let at = At::File.to_string();
        for (cause, n) in self.names.passed_over_by_deck(folder, &self.used.borrow()) {
            let reason = format!("{cause} ({n})");
            imported.report.push(Loss {
                at: at.clone(),
                kind: LossKind::Note,
                reason,
                text: String::new(),
            });
        }
        Ok(Opened { imported, encoding: None, table: None })
    }

    /// A zip of one text is that text.
    fn one(&self, name: &str, path: &str, desk: &Desk<'_>) -> Result<Opened, Refusal> {
        let bytes = self.text_bytes(name, path, &mut { TEXT })?;
        let beside = |wish: &str| self.beside(parent(path), wish);
        let desk = Desk { text: ReadOptions { files: &beside, ..desk.text }, ..*desk };
        let mut opened = text(name, path, &bytes, &desk)?;
        let mut report = Report::default();
        self.tell(&mut report);
        opened.imported.report.extend(report.finish());
        Ok(opened)
    }

    fn many(&self, name: &str, paths: &[String], desk: &Desk<'_>) -> Result<Opened, Refusal> {
        let folder = RefCell::new("");
        let beside = |path: &str| self.beside(&folder.borrow(), path);
        let options = ReadOptions { files: &beside, ..desk.text };
        let mut gather = Gather::new(name, &options);
        gather.seeds.set_now(desk.anki.now);
        let mut seen = Seen::default();
        let mut left = TEXT;
        for path in paths {
            folder.replace(parent(path));
            gather.begin_part(self.names.short(path), self.names.topic(path));
            let bytes = self.text_bytes(name, path, &mut left)?;
            seen.read(&mut gather, path, &bytes)?;
        }
        gather.report.begin_part("");
        self.tell(&mut gather.report);
        seen.tell(&mut gather);
        seen.finish(gather).ok_or_else(|| self.names.nothing_in(name))
    }

    /// The bytes of a text; all of them together stay below the limit.
    fn text_bytes(&self, name: &str, path: &str, left: &mut usize) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let mut zip = self.zip.borrow_mut();
        let refused =
            |error: super::apkg::zipped::EntryError| error.refusal(name, ALL_TEXTS, TEXT as u64);
        let mut stream = zip.content(path, *left as u64, Packing::Plain).map_err(refused)?;
        stream.read_to_end(&mut bytes).map_err(|error| refused(error.into()))?;
        *left = left.saturating_sub(bytes.len());
        Ok(bytes)
    }

    /// A file that a text in `folder` names: beside it, or below the folder of all.
    fn beside(&self, folder: &str, path: &str) -> Option<Vec<u8>> {
        let mut zip = self.zip.try_borrow_mut().ok()?;
        let places = [folder, &self.names.folder];
        let found =
            places.iter().map(|place| format!("{place}{path}")).find(|path| zip.has(path))?;
        let mut bytes = Vec::new();
        let limit = MEDIA_FILE as u64;
        zip.content(&found, limit, Packing::Plain).ok()?.read_to_end(&mut bytes).ok()?;
        self.used.borrow_mut().insert(found);
        Some(bytes)
    }

    /// What of the zip was not looked at.
    fn tell(&self, report: &mut Report) {
        let used = self.used.borrow();
        for (path, reason) in self.names.strangers(&used) {
            report.add(LossKind::Partial, path, reason, "");
        }
        for (cause, n) in self.names.passed_over(&used) {
            report.count(LossKind::Note, At::File, cause, n);
        }
    }
}

/// What the texts of a zip turned out to be.
#[derive(Default)]
struct Seen {
    formats: Vec<Format>,
    encodings: BTreeSet<&'static str>,
}

impl Seen {
    /// Reads one text. One that holds no questions is told; the others still come in.
    fn read(&mut self, gather: &mut Gather<'_>, path: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let n_before = gather.n_records();
        let found = decoded(path, bytes, gather.options()).and_then(|decoded| {
            Ok((read_decoded(gather, path, &decoded)?, Encoding::name(decoded.encoding)))
        });
        let (format, encoding) = match found {
            Ok(found) => found,
            Err(why) if gather.n_records() == n_before && !gather.is_stopped() => {
                let reason = why.0.trim_end_matches(" Nothing was imported.");
                gather.report.add(LossKind::Partial, At::File, reason, "");
                return Ok(());
            }
            Err(why) => return Err(why),
        };
        if gather.has_own() {
            return Err(refusal(format!(
                "{} holds the Certdeck deck {path} beside other files. Unpack it and import them one \
                 by one.",
                gather.name()
            )));
        }
        if !self.formats.contains(&format) {
            self.formats.push(format);
        }
        self.encodings.insert(encoding);
        Ok(())
    }

    fn tell(&self, gather: &mut Gather<'_>) {
        if self.formats.len() > 1 {
            gather.note(At::File, "its files are of several formats; each was read as what it is");
        }
    }

    /// None where no record was found.
    fn finish(self, gather: Gather<'_>) -> Option<Opened> {
        let imported = gather.finish(self.formats.first().copied()?);
        if imported.n_records == 0 {
            return None;
        }
        let encoding = self.encodings.first().copied().filter(|_| self.encodings.len() == 1);
        Some(Opened { imported, encoding, table: None })
    }
}
