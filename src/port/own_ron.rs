//! Our own deck files.

use std::path::Path;

use super::Refusal;
use super::gather::{Draft, Gather, Source};
use super::imported::{Format, Imported, LossKind};
use super::markup::MediaShelf as _;
use super::options::ReadOptions;
use super::refuse::{no_questions, refusal};
use super::report::At;
use crate::domain::deck::diagnostic::{Diagnostic, Severity};
use crate::domain::deck::parse::{SourceFile, read_deck};

/// Bytes of one deck file that the deck reader takes.
const PIECE: usize = 16 << 20;

/// Reads one file: a whole deck, or a list of items.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let name = gather.name().to_owned();
    if text.len() > PIECE {
        return Err(super::refuse::larger(
            &name,
            "the deck file",
            "16 MB; split it into part files",
        ));
    }
    let mut files = vec![SourceFile { path: name.clone(), bytes: text.as_bytes().to_vec() }];
    let is_list = {
        let bare: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        bare.trim_start().starts_with('[')
    };
    if is_list {
        // A part file alone: a head is put before it, so that its items can be read.
        let head = "Deck(format: 1, id: \"imported\", title: \"Imported\", outline: [])";
        files
            .insert(0, SourceFile { path: "deck.ron".to_owned(), bytes: head.as_bytes().to_vec() });
    }
    take(gather, &files, is_list)
}

/// Reads a folder with `deck.ron` and its part files.
pub(super) fn read_folder(
    name: &str,
    folder: &Path,
    options: &ReadOptions<'_>,
) -> Result<Imported, Refusal> {
    let unreadable = |error: std::io::Error| refusal(format!("{name} could not be read: {error}."));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_ron = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ron"));
        if is_ron && path.is_file() {
            let bytes = std::fs::read(&path).map_err(unreadable)?;
            let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
            files.push(SourceFile { path: name, bytes });
        }
    }
    if !files.iter().any(|file| file.path == "deck.ron") {
        return Err(refusal(format!("{name} is a folder without a deck.ron.")));
    }
    let beside = |path: &str| std::fs::read(folder.join(path)).ok();
    read_files(name, &files, &ReadOptions { files: &beside, ..*options })
}

/// Reads `deck.ron` and its part files.
pub(super) fn read_files(
    name: &str,
    files: &[SourceFile],
    options: &ReadOptions<'_>,
) -> Result<Imported, Refusal> {
    let mut gather = Gather::new(name, options);
    take(&mut gather, files, false)?;
    Ok(gather.finish(Format::Ron))
}

fn take(gather: &mut Gather<'_>, files: &[SourceFile], is_list: bool) -> Result<(), Refusal> {
    let (deck, found) = read_deck(files);
    let name = gather.name().to_owned();
    let Some(mut deck) = deck else {
        let why = found.first().map_or_else(String::new, Diagnostic::to_string);
        return Err(refusal(format!("{name} is a deck that cannot be read. {why}")));
    };
    let errors: Vec<&Diagnostic> =
        found.iter().filter(|one| one.severity == Severity::Error && one.line > 0).collect();
    if deck.items.is_empty() && errors.is_empty() {
        return Err(no_questions(&name, "The deck has no items."));
    }
    let items = std::mem::take(&mut deck.items);
    let ids: std::collections::HashSet<&str> = items.iter().map(|item| item.id.as_str()).collect();
    // What could not be read is gone; a finding about an item that is there is told as a note.
    let mut told = Vec::new();
    for one in errors {
        let key = (one.file.clone(), one.item.clone().unwrap_or_else(|| one.line.to_string()));
        let is_there = one.item.as_ref().is_some_and(|id| ids.contains(id.as_str()));
        if is_there {
            gather.note(At::Line(one.line), format!("{} {}", one.message, one.hint));
        } else if !told.contains(&key) {
            told.push(key);
            let source = gather.source(At::Line(one.line), "")?;
            gather.dropped(source, &format!("{} {}", one.message, one.hint));
        }
    }
    if !is_list {
        gather.set_title(&deck.title.clone());
    }
    if !is_list {
        gather.set_own(deck);
    }
    for (number, item) in items.into_iter().enumerate() {
        let at = At::Element(number + 1);
        for name in media_names(&item) {
            if gather.shelf.find(&name).is_none() {
                let reason = format!("the file {name} is missing");
                gather.report.add(LossKind::Partial, at, &reason, "");
            }
        }
        let source = Source { record: gather.record()?, at, text: "" };
        let path = if is_list { vec![item.topic.clone()] } else { Vec::new() };
        gather.add(source, Draft { item, path, is_suspended: false });
    }
    Ok(())
}

/// Names of the pictures, sounds and films that an item names, as files are called.
pub(in crate::port) fn media_names(item: &crate::domain::deck::Item) -> Vec<String> {
    let text = crate::domain::deck::write::item_to_ron(item);
    let mut names = Vec::new();
    for (open, close) in [("](media/", ')'), ("[audio: ", ']'), ("[video: ", ']')] {
        let inner = text.split(open).skip(1).filter_map(|rest| rest.split_once(close));
        names.extend(inner.map(|(name, _)| match close {
            ')' => percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned(),
            _ => name.to_owned(),
        }));
    }
    if let crate::domain::deck::Body::Hotspot(hotspot) = &item.body {
        names.extend(hotspot.image.clone());
    }
    names
}
