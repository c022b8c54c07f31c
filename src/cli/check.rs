//! `certdeck check`: what is wrong with decks, and what is in them.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::domain::deck::Deck;
use crate::domain::deck::diagnostic::{Diagnostic, Severity};
use crate::domain::deck::lint::lint;
use crate::domain::deck::parse::{SourceFile, read_deck};
use crate::domain::deck::stats::{Stats, stats};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Deck files, deck folders, or folders of decks.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print counts as well.
    #[arg(long)]
    pub stats: bool,
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
}

/// Gives 0 for clean decks, 1 for too many warnings under `--strict`, 2 for errors.
pub fn run(args: &CheckArgs, out: &mut dyn Write) -> std::io::Result<u8> {
    let mut report = Report::default();
    let mut is_strained = false;
    for path in &args.paths {
        for files in sources(path, &mut report.diagnostics) {
            let (deck, mut found) = read_deck(&files);
            let Some(deck) = deck else {
                report.diagnostics.append(&mut found);
                continue;
            };
            found.extend(located(lint(&deck), &files));
            is_strained |= is_over(&deck, &found);
            let mut counts = stats(&deck);
            let count = |severity| found.iter().filter(|f| f.severity == severity).count();
            counts.errors = count(Severity::Error);
            counts.warnings = count(Severity::Warning);
            report.decks.push(counts);
            report.diagnostics.append(&mut found);
        }
    }
    write(args, &report, out)?;
    let has_errors = report.diagnostics.iter().any(Diagnostic::is_error);
    Ok(if has_errors { 2 } else { u8::from(args.strict && is_strained) })
}

/// Whether too many items of a deck carry warnings.
fn is_over(deck: &Deck, found: &[Diagnostic]) -> bool {
    let mut warnings: HashMap<&str, usize> = HashMap::new();
    for one in found.iter().filter(|one| one.severity == Severity::Warning) {
        *warnings.entry(one.item.as_deref().unwrap_or_default()).or_default() += 1;
    }
    let n_items = deck.askable().count();
    let twice = warnings.values().filter(|&&count| count > 1).count();
    warnings.len() * 20 > n_items || twice * 100 > n_items
}

/// Gives lints the file and line of their item.
fn located(mut found: Vec<Diagnostic>, files: &[SourceFile]) -> Vec<Diagnostic> {
    for one in &mut found {
        let Some(item) = &one.item else { continue };
        let needle = format!("\"{item}\"");
        for file in files {
            let text = String::from_utf8_lossy(&file.bytes);
            if let Some(at) = text.find(&needle) {
                one.file.clone_from(&file.path);
                one.line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
                one.column = 1;
                break;
            }
        }
    }
    found
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
    Ok(())
}

fn table(deck: &Stats, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "  types {:?}", deck.by_type)?;
    writeln!(out, "  difficulty {:?}", deck.by_difficulty)?;
    writeln!(out, "  key positions {:?}", deck.key_positions)?;
    writeln!(
        out,
        "  key longest {:.1} %, shortest {:.1} %, mean length ratio {:.3}",
        deck.longest_is_key * 100.0,
        deck.shortest_is_key * 100.0,
        deck.mean_length_ratio
    )?;
    writeln!(out, "  near duplicates {}, blueprints {:?}", deck.near_duplicates, deck.blueprints)?;
    let empty: Vec<&String> =
        deck.by_topic.iter().filter(|(_, count)| **count == 0).map(|(topic, _)| topic).collect();
    writeln!(out, "  topics {}, without items {}", deck.by_topic.len(), empty.len())?;
    writeln!(out, "  solved blind {} of {}", deck.solved_blind, deck.questions)?;
    writeln!(out, "  tags {:?}", deck.by_tag)?;
    writeln!(out, "  traps {:?}", deck.traps)
}

/// Decks at a path: a file, a folder with a `deck.ron`, or a folder of such.
fn sources(path: &Path, found: &mut Vec<Diagnostic>) -> Vec<Vec<SourceFile>> {
    let mut complain = |path: &Path, message: String| {
        found.push(Diagnostic::error("file", &path.display().to_string(), message, ""));
    };
    if path.is_dir() {
        let own = entries(path);
        if own.iter().any(|entry| entry.ends_with("deck.ron")) {
            return vec![
                own.iter().filter(|path| is_ron(path)).filter_map(|path| read(path).ok()).collect(),
            ];
        }
        let mut decks = Vec::new();
        for entry in own {
            if entry.is_dir() && entry.join("deck.ron").is_file() {
                decks.extend(sources(&entry, found));
            } else if is_ron(&entry) {
                decks.extend(read(&entry).ok().map(|file| vec![file]));
            }
        }
        if decks.is_empty() {
            let message = "There is no deck in this folder.".to_owned();
            found.push(Diagnostic::error("file", &path.display().to_string(), message, ""));
        }
        return decks;
    }
    match read(path) {
        Ok(file) => vec![vec![file]],
        Err(error) => {
            complain(path, format!("The file could not be read: {error}."));
            Vec::new()
        }
    }
}

fn is_ron(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "ron")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> std::io::Result<SourceFile> {
    Ok(SourceFile { path: path.display().to_string(), bytes: std::fs::read(path)? })
}
