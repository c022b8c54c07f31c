//! The one way in: bytes are told apart, decoded and given to the reader of their format.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;

use super::archive::Archive;
use super::encoding::{Decoded, Encoding, Mojibake, decode};
use super::gather::Gather;
use super::imported::{Format, Imported, Refusal};
use super::limits::TEXT;
use super::options::{Flow, ReadOptions};
use super::refuse::{all_zero, empty, refusal, too_long, unknown};
use super::report::At;
use super::sniff::{Container, container, text_format};
use super::table::TablePreview;
use super::{anki_text, apkg, gift, json, markdown, moodle, own_ron, plain, quizlet, table};

/// What reading needs to know beside the file itself.
#[derive(Debug)]
pub struct Desk<'a> {
    /// What the learner chose for texts.
    pub text: ReadOptions<'a>,
    /// Now and the day's start, for histories of packages.
    pub anki: apkg::ReadOptions,
    /// An empty folder for what is unpacked.
    pub staging: &'a Path,
}

/// What was read, and what a learner may correct.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What the file holds.
    pub imported: Imported,
    /// Name of the encoding of a text.
    pub encoding: Option<&'static str>,
    /// Columns of a table.
    pub table: Option<TablePreview>,
}

/// Reads a file of any known format. `name` stands for it in messages.
///
/// # Errors
///
/// A refusal in words for the learner; nothing but the staging folder was written.
pub fn open_path(path: &Path, desk: &Desk<'_>) -> Result<Opened, Refusal> {
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let unreadable = |error: std::io::Error| refusal(format!("{name} could not be read: {error}."));
    if path.is_dir() {
        return folder(&name, path, desk);
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = vec![0; 4096];
    let n = read_up_to(&mut file, &mut head).map_err(unreadable)?;
    head.truncate(n);
    match container(&name, &head)? {
        Container::Package => {
            file.rewind().map_err(unreadable)?;
            package(&name, file, desk)
        }
        Container::Text => {
            let length = file.metadata().map_err(unreadable)?.len();
            if length > TEXT as u64 {
                return Err(too_long(&name, length as usize));
            }
            let mut bytes = head;
            file.take(TEXT as u64).read_to_end(&mut bytes).map_err(unreadable)?;
            text(&name, &name, &bytes, desk)
        }
    }
}

/// Reads a deck's folder: one of ours, or `CrowdAnki`'s with its `deck.json`.
fn folder(name: &str, path: &Path, desk: &Desk<'_>) -> Result<Opened, Refusal> {
    let crowd = [path.join("deck.json"), path.join(format!("{name}.json"))];
    let crowd = crowd.iter().find(|file| file.is_file() && !path.join("deck.ron").is_file());
    let Some(file) = crowd else {
        return own_ron::read_folder(name, path, &desk.text).map(plain);
    };
    let beside = |wish: &str| std::fs::read(path.join(wish)).ok();
    let text = ReadOptions { files: &beside, ..desk.text };
    open_path(file, &Desk { text, ..*desk })
}

/// Reads bytes that came by paste or by drop.
///
/// # Errors
///
/// As [`open_path`].
pub fn open_bytes(name: &str, bytes: &[u8], desk: &Desk<'_>) -> Result<Opened, Refusal> {
    match container(name, bytes)? {
        Container::Package => package(name, Cursor::new(bytes.to_vec()), desk),
        Container::Text => text(name, name, bytes, desk),
    }
}

fn plain(imported: Imported) -> Opened {
    Opened { imported, encoding: None, table: None }
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut n = 0;
    while let Some(rest) = buffer.get_mut(n..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            more => n += more,
        }
    }
    Ok(n)
}

fn package<R: Read + Seek>(name: &str, mut source: R, desk: &Desk<'_>) -> Result<Opened, Refusal> {
    if let Some(archive) = Archive::open(name, &mut source)? {
        return archive.read(name, desk);
    }
    let mut watch = |seen| watch(desk, seen);
    apkg::read(name, source, desk.staging, desk.anki, &mut watch).map(plain)
}

fn watch(desk: &Desk<'_>, seen: apkg::Progress) -> ControlFlow<()> {
    match (desk.text.progress)(seen.done as usize, seen.total.map(|total| total as usize)) {
        Flow::Continue => ControlFlow::Continue(()),
        Flow::Stop => ControlFlow::Break(()),
    }
}

/// A text that was decoded and is worth reading.
pub(super) fn decoded<'b>(
    name: &str,
    bytes: &'b [u8],
    options: &ReadOptions<'_>,
) -> Result<Decoded<'b>, Refusal> {
    if bytes.len() > TEXT {
        return Err(too_long(name, bytes.len()));
    }
    if !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0) {
        return Err(all_zero(name));
    }
    let mojibake = if options.repair_mojibake { Mojibake::Repaired } else { Mojibake::Kept };
    let decoded = decode(bytes, options.encoding, mojibake);
    if decoded.text.trim().is_empty() {
        return Err(empty(name));
    }
    if decoded.control_share > 0.02 {
        return Err(unknown(name));
    }
    Ok(decoded)
}

/// Reads one text; `path` is its own name where `name` is that of a zip around it.
pub(super) fn text(
    name: &str,
    path: &str,
    bytes: &[u8],
    desk: &Desk<'_>,
) -> Result<Opened, Refusal> {
    let options = &desk.text;
    let decoded = decoded(name, bytes, options)?;
    let encoding = Some(Encoding::name(decoded.encoding));
    if let Some(deck) = json::crowd(&decoded.text, options.format) {
        let mut watch = |seen| watch(desk, seen);
        let read = apkg::crowd::read(name, &deck, options.files, desk.staging, &mut watch);
        return read.map(|imported| Opened { imported, encoding, table: None });
    }
    let mut gather = Gather::new(name, options);
    gather.seeds.set_now(desk.anki.now);
    let format = read_decoded(&mut gather, path, &decoded)?;
    let table = gather.take_table();
    let imported = gather.finish(format);
    if imported.n_records == 0 {
        return Err(refusal(format!("{name} holds no questions that we recognise.")));
    }
    Ok(Opened { imported, encoding, table })
}

/// Reads a text by the form that it has; gives that form. Its name only breaks ties.
pub(super) fn read_decoded(
    gather: &mut Gather<'_>,
    name: &str,
    decoded: &Decoded<'_>,
) -> Result<Format, Refusal> {
    let format = match gather.options().format {
        Some(format) => format,
        None => text_format(name, &decoded.text)?,
    };
    for (note, n) in &decoded.notes {
        gather.report.count(super::LossKind::Note, At::File, *note, *n);
    }
    read(gather, format, &decoded.text)?;
    Ok(format)
}

fn read(gather: &mut Gather<'_>, format: Format, text: &str) -> Result<(), Refusal> {
    match format {
        Format::Ron => own_ron::read(gather, text),
        Format::Json => json::read(gather, text),
        Format::Table | Format::Udemy => table::read(gather, text),
        Format::AnkiText => anki_text::read(gather, text),
        Format::Quizlet => quizlet::read(gather, text),
        Format::Markdown => markdown::read(gather, text),
        Format::Plain => plain::read(gather, text),
        Format::Aiken => plain::read_aiken(gather, text),
        Format::Gift => gift::read(gather, text),
        Format::MoodleXml => moodle::read(gather, text),
        Format::AnkiPackage => Err(unknown(gather.name())),
    }
}
