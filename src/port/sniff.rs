//! What a file is, told by its content; its name only breaks ties.

use super::Refusal;
use super::imported::Format;
use super::refuse::refusal;
use super::table::Found;
use super::{anki_text, quizlet};

/// Bytes of a text that are looked at.
const SAMPLE: usize = 256 << 10;

/// What bytes are, before they are taken for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip, a bare `SQLite` database or a packed collection: the package reader's.
    Package,
    /// Everything else.
    Text,
}

/// Tells packages from text, and refuses what is neither by name.
pub(super) fn container(name: &str, bytes: &[u8]) -> Result<Container, Refusal> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if ["vce", "vcex", "ete", "exm"].contains(&ending.as_str()) {
        return Err(Refusal(
            "Files of this kind carry leaked exam questions; using them breaks the exam's rules. We \
             do not read them."
                .to_owned(),
        ));
    }
    let kinds: [(&[u8], &str); 12] = [
        (b"%PDF", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"RIFF", "a sound, film or picture"),
        (b"ID3", "a sound"),
        (b"OggS", "a sound"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!", "a rar archive"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"\x7fELF", "a program"),
    ];
    if let Some((_, kind)) = kinds.iter().find(|(magic, _)| starts(magic)) {
        let advice = match *kind {
            "a PDF" => " Copy its text and paste it here.",
            kind if kind.ends_with("archive") => " Unpack it first.",
            "an old Office document" => " Save its text or sheet as CSV (UTF-8) and import that.",
            _ => "",
        };
        return Err(refusal(format!("{name} is {kind}.{advice}")));
    }
    let is_zip = starts(b"PK\x03\x04") || starts(b"PK\x05\x06");
    if is_zip && let Some(kind) = office(bytes) {
        return Err(refusal(format!(
            "{name} is {kind}. Save the sheet or text as CSV (UTF-8) and import that."
        )));
    }
    let is_package = is_zip
        || starts(b"SQLite format 3\0")
        || starts(&[0x28, 0xb5, 0x2f, 0xfd])
        || ["apkg", "colpkg", "anki2"].contains(&ending.as_str());
    Ok(if is_package { Container::Package } else { Container::Text })
}

/// Office documents are zips whose first entries bear telling names.
fn office(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..4096.min(bytes.len()))?;
    let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
    // The name of an entry stands 30 bytes behind its signature.
    let begins = |folder: &[u8]| {
        memchr::memmem::find_iter(head, b"PK\x03\x04")
            .any(|at| head.get(at + 30..).is_some_and(|name| name.starts_with(folder)))
    };
    [
        (begins(b"xl/"), "an Excel workbook"),
        (begins(b"word/"), "a Word document"),
        (begins(b"ppt/"), "a PowerPoint file"),
        (holds(b"opendocument.spreadsheet"), "a spreadsheet"),
        (holds(b"opendocument.text"), "a text document"),
        (begins(b"[Content_Types].xml"), "an Office document"),
    ]
    .into_iter()
    .find(|(is_it, _)| *is_it)
    .map(|(_, kind)| kind)
}

/// The format of a text; the first that fits.
pub(super) fn text_format(name: &str, text: &str) -> Result<Format, Refusal> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let whole = text;
    let text = text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text);
    let start = text.trim_start();
    let lower: String = start.chars().take(200).collect::<String>().to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Err(refusal(format!(
            "{name} is a web page, perhaps the error page of a failed download."
        )));
    }
    if let Some(format) = xml(name, start)? {
        return Ok(format);
    }
    if start.starts_with(['{', '[']) && looks_like_json(whole) {
        return Ok(Format::Json);
    }
    if is_ron(start, &ending) {
        return Ok(Format::Ron);
    }
    let tests: [(Format, bool); 8] = [
        (Format::AnkiText, anki_text::has_header(start)),
        (table_format(text), has_sure_head(start)),
        (Format::Gift, is_gift(text)),
        (Format::Markdown, has_check_boxes(text) || has_tagged_lines(text)),
        (Format::Aiken, is_aiken(text)),
        (Format::Plain, is_plain(text)),
        (Format::Markdown, has_markdown_cards(text, &ending)),
        (Format::Quizlet, quizlet::fits(text)),
    ];
    if let Some((format, _)) = tests.into_iter().find(|(_, fits)| *fits) {
        return Ok(format);
    }
    if Found::is_in(text) {
        return Ok(table_format(text));
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
    let shown: String = lines.join(" / ").chars().take(200).collect();
    Err(refusal(format!(
        "{name}: we cannot tell what kind of questions these are. It begins: {shown} … Choose the \
         format, or see the list of forms that are read."
    )))
}

/// Whether the first line is beyond doubt the head of a table: three known words, or nothing else.
/// What stands in its cells may look like any other form.
fn has_sure_head(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with('|') {
        return false;
    }
    ["\t", ";", "|", ","].iter().any(|separator| {
        let cells: Vec<&str> =
            first.split(separator).map(|cell| cell.trim().trim_matches('"')).collect();
        let n_known = cells.iter().filter(|cell| super::words::head(cell).word.is_some()).count();
        n_known >= 3 || (n_known >= 2 && n_known == cells.len())
    })
}

fn table_format(text: &str) -> Format {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let plain: String =
        first.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == ',').collect();
    let is_udemy = plain.contains("questiontype")
        && plain.matches("answeroption").count() >= 2
        && plain.contains("correct");
    if is_udemy { Format::Udemy } else { Format::Table }
}

fn xml(name: &str, start: &str) -> Result<Option<Format>, Refusal> {
    if !start.starts_with('<') {
        return Ok(None);
    }
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!--") { "-->" } else { ">" };
        if rest.starts_with("<?") || rest.starts_with("<!") {
            match rest.find(end) {
                Some(at) => rest = rest.get(at + end.len()..).unwrap_or_default(),
                None => break,
            }
        } else {
            break;
        }
    }
    let root: String = rest
        .strip_prefix('<')
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_alphanumeric() || "_-:".contains(*c))
        .collect();
    match root.as_str() {
        "quiz" => Ok(Some(Format::MoodleXml)),
        "questestinterop" | "manifest" | "assessmentItem" | "assessmentTest" => Err(refusal(
            format!("{name} is a QTI package; not read yet. Export Moodle XML or GIFT."),
        )),
        _ if start.starts_with("<?xml") => {
            Err(refusal(format!("{name} is XML with the root “{root}”, which we do not read.")))
        }
        _ => Ok(None),
    }
}

/// Whole JSON, or one object a line.
fn looks_like_json(text: &str) -> bool {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return true;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default().trim();
    let is_object = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    if first.starts_with('{') && first.ends_with('}') && is_object(first) {
        return true;
    }
    // Damaged JSON is better told by its reader than taken for a table.
    let second = text.trim_start().get(1..).unwrap_or_default().trim_start();
    second.starts_with('"') || (text.trim_start().starts_with('[') && second.starts_with('{'))
}

fn is_ron(start: &str, ending: &str) -> bool {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, rest)| rest);
        } else if rest.starts_with("#![") {
            rest = rest.split_once(']').map_or("", |(_, rest)| rest);
        } else {
            break;
        }
    }
    let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let is_named = ["Deck", "Card", "Choice"].contains(&name.as_str())
        && rest.get(name.len()..).is_some_and(|rest| rest.trim_start().starts_with('('));
    is_named || ending == "ron"
}

fn is_gift(text: &str) -> bool {
    let has_sign = text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("$CATEGORY:")
            || (line.starts_with("::")
                && line.get(2..).is_some_and(|rest| rest.contains("::"))
                && text.contains('{'))
    });
    if has_sign && text.contains('{') || text.trim_start().starts_with("$CATEGORY:") {
        return true;
    }
    let blocks: Vec<&str> = text.split("\n\n").filter(|block| !block.trim().is_empty()).collect();
    let has_answers = |block: &&&str| {
        let open = block.match_indices('{').find(|(at, _)| {
            at.checked_sub(1).and_then(|before| block.as_bytes().get(before)) != Some(&b'\\')
        });
        open.is_some_and(|(at, _)| {
            let inside = block.get(at + 1..).unwrap_or_default().trim_start();
            inside.starts_with(['=', '~', '#', '}'])
                || ["T}", "F}", "TRUE}", "FALSE}", "T#", "F#"].iter().any(|s| inside.starts_with(s))
        })
    };
    !blocks.is_empty() && blocks.iter().filter(has_answers).count() * 2 >= blocks.len()
}

/// A list item with a box.
pub(super) fn box_of(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match n_digits {
        0 => line.strip_prefix(['-', '*', '+'])?,
        n => line.get(n..)?.strip_prefix(['.', ')'])?,
    };
    let inner = rest.trim_start().strip_prefix('[')?;
    let (inside, text) = inner.split_once(']')?;
    let is_ticked = match inside.trim() {
        "" => false,
        "x" | "X" | "✓" | "✔" => true,
        _ => return None,
    };
    (!text.starts_with('(')).then(|| (is_ticked, text.trim()))
}

fn has_check_boxes(text: &str) -> bool {
    text.lines().filter(|line| box_of(line).is_some()).take(2).count() == 2
}

/// `Q:` with `A:` and no options between, `C:`, and `LearnKit`'s rows.
fn has_tagged_lines(text: &str) -> bool {
    let learnkit = ["MCQ |", "Q |", "OQ |", "CQ |"];
    if text.lines().any(|line| learnkit.iter().any(|tag| line.starts_with(tag))) {
        return true;
    }
    let n = |tag: &str| text.lines().filter(|line| line.trim_start().starts_with(tag)).count();
    let n_questions = n("Q:");
    let has_options = text
        .lines()
        .filter(|line| super::labels::labelled(line).is_some_and(|found| found.place == 1))
        .count();
    let n_clozes = text.lines().filter(|line| line.starts_with("C:") && line.contains('[')).count();
    (n_questions > 0 && n("A:") > 0 && has_options * 2 < n_questions) || n_clozes > 0
}

fn is_aiken(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        let rest = super::labels::strip_word(line, "ANSWER:");
        rest.is_some_and(|rest| {
            let rest = rest.trim();
            !rest.is_empty() && rest.split([',', ' ']).all(|part| part.len() <= 1)
        })
    }) && !text.lines().any(|line| super::labels::numbered(line).is_some())
}

fn is_plain(text: &str) -> bool {
    let n_options = |place: usize| {
        text.lines()
            .filter(|line| super::labels::labelled(line).is_some_and(|found| found.place == place))
            .count()
    };
    let has_numbers = text.lines().any(|line| super::labels::numbered(line).is_some());
    let has_blocks = text.lines().any(|line| {
        let line = line.trim();
        line.starts_with("#Q") || line.starts_with("Q:") || line.starts_with("NEW QUESTION")
    });
    let has_key = text.lines().any(|line| {
        let line = line.trim().to_lowercase();
        ["answer", "ans:", "ans.", "correct", "key:"].iter().any(|word| line.starts_with(word))
    });
    (has_numbers || has_blocks || has_key) && n_options(0) >= 1 && n_options(1) >= 1
}

fn has_markdown_cards(text: &str, ending: &str) -> bool {
    let is_lone = |line: &str| matches!(line.trim(), "?" | "??");
    let n_lone = text.lines().filter(|line| is_lone(line)).count();
    let has_tag = text.contains("#flashcards") || text.contains("<!--SR:");
    let n_pairs = text.lines().filter(|line| line.contains("::")).count();
    let n_lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let has_table = text.lines().any(|line| {
        line.trim_start().starts_with('|')
            && line.contains("---")
            && !line.contains(char::is_alphabetic)
    });
    n_lone > 0
        || has_tag
        || has_table
        || (n_pairs > 0 && (ending == "md" || n_pairs * 2 >= n_lines))
        || (text.contains("==") && ending == "md")
}
