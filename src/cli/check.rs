//! `certdeck check`: what is wrong with decks, and what is in them.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::domain::deck::Deck;
use crate::domain::deck::diagnostic::{Diagnostic, Severity};
use crate::domain::deck::lint::lint;
use crate::domain::deck::parse::{SourceFile, read};
use crate::domain::deck::stats::{Stats, stats};
use crate::domain::generate::GENERATORS;

/// What to check, and how to say it.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// Deck files, deck folders, or folders of decks.
    #[arg(required_unless_present = "generators")]
    pub paths: Vec<PathBuf>,
    /// Print counts as well.
    #[arg(long)]
    pub stats: bool,
    /// Print the names of all generators of questions with new numbers.
    #[arg(long)]
    pub generators: bool,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Fail when more than 5 % of a deck's items carry a warning, or more than 1 % two.
    #[arg(long)]
    pub strict: bool,
}

/// Everything that was found.
#[derive(Debug, Default, Serialize)]
struct Report {
    decks: Vec<Stats>,
    diagnostics: Vec<Diagnostic>,
    /// Decks with too many warnings, and how many.
    #[serde(skip)]
    strained: Vec<String>,
}

/// Gives 0 for clean decks, 1 for too many warnings under `--strict`, 2 for errors.
pub fn run(args: &CheckArgs, out: &mut dyn Write) -> std::io::Result<u8> {
    if args.generators {
        for generator in GENERATORS {
            writeln!(out, "{}: {}", generator.name, generator.title)?;
        }
    }
    let mut report = Report::default();
    for path in &args.paths {
        for files in sources(path, &mut report.diagnostics) {
            check(&files, &mut report);
        }
    }
    same_ids(&mut report);
    write(args, &report, out)?;
    let has_errors = report.diagnostics.iter().any(Diagnostic::is_error);
    let is_strained = args.strict && !report.strained.is_empty();
    Ok(if has_errors { 2 } else { u8::from(is_strained) })
}

fn check(files: &[SourceFile], report: &mut Report) {
    let mut reading = read(files);
    let mut found = std::mem::take(&mut reading.diagnostics);
    if let Some(deck) = &reading.deck {
        let mut lints = lint(deck);
        reading.locate(&mut lints);
        found.append(&mut lints);
        report.strained.extend(strain(deck, &found));
        let mut counts = stats(deck);
        let count = |severity| found.iter().filter(|f| f.severity == severity).count();
        counts.errors = count(Severity::Error);
        counts.warnings = count(Severity::Warning);
        report.decks.push(counts);
    }
    found.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
    report.diagnostics.append(&mut found);
}

/// What to say when too many items of a deck carry warnings.
fn strain(deck: &Deck, found: &[Diagnostic]) -> Option<String> {
    let mut warnings: HashMap<&str, usize> = HashMap::new();
    for one in found.iter().filter(|one| one.severity == Severity::Warning) {
        if let Some(item) = &one.item {
            *warnings.entry(item).or_default() += 1;
        }
    }
    let n_items = deck.askable().count();
    let twice = warnings.values().filter(|&&count| count > 1).count();
    let is_over = warnings.len() * 20 > n_items || twice * 100 > n_items;
    is_over.then(|| {
        format!(
            "{}: {} of {n_items} items carry a warning (5 % may), {twice} carry several (1 % may).",
            deck.id,
            warnings.len()
        )
    })
}

/// Two decks with one id would share their learner's memories.
fn same_ids(report: &mut Report) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for deck in &report.decks {
        *seen.entry(&deck.id).or_default() += 1;
    }
    let mut doubled: Vec<&str> =
        seen.into_iter().filter(|(_, n_decks)| *n_decks > 1).map(|(id, _)| id).collect();
    doubled.sort_unstable();
    for id in doubled {
        let message = format!("Two decks have the id “{id}”.");
        let hint = "Give each deck an id of its own.";
        report.diagnostics.push(Diagnostic::error("L1", id, message, hint));
    }
}

fn write(args: &CheckArgs, report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    if args.json {
        return writeln!(out, "{}", serde_json::to_string_pretty(report)?);
    }
    for found in &report.diagnostics {
        writeln!(out, "{found}")?;
    }
    for deck in &report.decks {
        writeln!(
            out,
            "{}: {} cards, {} questions, {} cases, {} errors, {} warnings",
            deck.id, deck.cards, deck.questions, deck.cases, deck.errors, deck.warnings
        )?;
        if args.stats {
            table(deck, out)?;
        }
    }
    if args.strict {
        report.strained.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn table(deck: &Stats, out: &mut dyn Write) -> std::io::Result<()> {
    let list =
        |counts: Vec<String>| if counts.is_empty() { "–".to_owned() } else { counts.join(", ") };
    let pairs = |counts: Vec<(String, usize)>| {
        list(counts.into_iter().map(|(name, n)| format!("{name} {n}")).collect())
    };
    let named = |counts: &std::collections::BTreeMap<String, usize>| {
        pairs(counts.iter().map(|(name, n)| (name.clone(), *n)).collect())
    };
    let types = deck.by_type.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect();
    let levels = deck.by_difficulty.iter().map(|(level, n)| (level.to_string(), *n)).collect();
    let places = deck.key_positions.iter().map(|(place, n)| (place.to_string(), *n)).collect();
    let empty: Vec<String> =
        deck.by_topic.iter().filter(|(_, n)| **n == 0).map(|(topic, _)| topic.clone()).collect();
    let words = |[low, middle, high]: [usize; 3]| format!("{low} / {middle} / {high}");
    let rows = [
        ("types", pairs(types)),
        ("difficulty", pairs(levels)),
        ("tags", named(&deck.by_tag)),
        ("topics", named(&deck.by_topic)),
        ("topics without items", list(empty)),
        ("words of a stem, p10 / median / p90", words(deck.stem_words)),
        ("words of an option, p10 / median / p90", words(deck.option_words)),
        ("median school grade of stems", format!("{:.1}", deck.median_grade)),
        (
            "key positions",
            format!(
                "{}; χ² {:.1}, longest run {}",
                pairs(places),
                deck.key_chi_square,
                deck.key_run
            ),
        ),
        (
            "key against distractors",
            format!(
                "longest {:.1} %, shortest {:.1} %, mean length ratio {:.3}",
                deck.longest_is_key * 100.0,
                deck.shortest_is_key * 100.0,
                deck.mean_length_ratio
            ),
        ),
        (
            "complete",
            format!(
                "reasons {:.0} %, references {:.0} %",
                deck.with_reasons * 100.0,
                deck.with_references * 100.0
            ),
        ),
        ("near duplicates", deck.near_duplicates.to_string()),
        ("traps", named(&deck.traps)),
        ("unused traps", list(deck.unused_traps.clone())),
        ("verification", named(&deck.reviews)),
        ("blueprints", list(deck.blueprints.clone())),
    ];
    rows.iter().try_for_each(|(name, value)| writeln!(out, "  {name}: {value}"))
}

/// Decks at a path: a file, a folder with a `deck.ron`, or a folder of such.
fn sources(path: &Path, found: &mut Vec<Diagnostic>) -> Vec<Vec<SourceFile>> {
    if !path.is_dir() {
        return files(std::slice::from_ref(&path.to_owned()), found).into_iter().collect();
    }
    let entries = match entries(path) {
        Ok(entries) => entries,
        Err(error) => {
            found.push(unreadable(path, &error));
            return Vec::new();
        }
    };
    if entries.iter().any(|entry| entry.ends_with("deck.ron")) {
        let parts: Vec<PathBuf> = entries.into_iter().filter(|entry| is_ron(entry)).collect();
        return files(&parts, found).into_iter().collect();
    }
    let mut decks = Vec::new();
    for entry in entries {
        if entry.is_dir() && entry.join("deck.ron").exists() {
            decks.extend(sources(&entry, found));
        } else if is_ron(&entry) {
            decks.extend(files(&[entry], found));
        }
    }
    if decks.is_empty() {
        let message = "There is no deck in this folder.".to_owned();
        let hint = "A deck is a .ron file or a folder with a deck.ron.";
        found.push(Diagnostic::error("file", &path.display().to_string(), message, hint));
    }
    decks
}

/// The files of one deck; what cannot be read is reported.
fn files(paths: &[PathBuf], found: &mut Vec<Diagnostic>) -> Option<Vec<SourceFile>> {
    let mut sources = Vec::new();
    for path in paths {
        match read_file(path) {
            Ok(file) => sources.push(file),
            Err(error) => found.push(unreadable(path, &error)),
        }
    }
    (!sources.is_empty()).then_some(sources)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "There is no such file or folder.".to_owned(),
        std::io::ErrorKind::PermissionDenied => "It may not be read.".to_owned(),
        _ => format!("It could not be read: {error}."),
    };
    Diagnostic::error("file", &path.display().to_string(), message, "")
}

fn is_ron(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "ron") && !path.is_dir()
}

fn entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

fn read_file(path: &Path) -> std::io::Result<SourceFile> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    // One byte more than is read of any deck, so that a file too large is known as such.
    std::fs::File::open(path)?.take((16 << 20) + 1).read_to_end(&mut bytes)?;
    Ok(SourceFile { path: path.display().to_string(), bytes })
}
