//! `certdeck import`: the same way in as the window's, without it.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::app::command::Command;
use crate::app::decks::{is_shipped, own_only};
use crate::app::import::{ImportSpec, Phase, Ready};
use crate::app::imports::Reading;
use crate::app::services::Services;
use crate::app::state::State;
use crate::port::{Encoding, Format, Loss, LossKind, Standing};

/// Arguments of `certdeck import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// File, or folder of a deck.
    file: PathBuf,
    /// Deck that takes the items: the id of one of yours, or the title of a new one.
    #[arg(long, value_name = "NAME")]
    deck: Option<String>,
    /// Say what would happen and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Read as this encoding, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What separates the columns of a table.
    #[arg(long, value_name = "SIGN")]
    separator: Option<String>,
    /// Take the file's right answers where they differ from those that are there.
    #[arg(long)]
    take_answers: bool,
}

#[derive(Debug, Serialize)]
struct Outcome {
    format: Option<Format>,
    records: usize,
    items: usize,
    new: usize,
    changed: usize,
    unchanged: usize,
    media: usize,
    reviews: usize,
    lost: Vec<Loss>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

/// Exit codes: imported, imported with losses, refused.
const CLEAN: u8 = 0;
const LOSSES: u8 = 1;
const REFUSED: u8 = 2;

/// Runs the subcommand; gives its exit code.
pub(super) fn run(args: &ImportArgs, services: &Services, out: &mut impl Write) -> io::Result<u8> {
    match import(args, services) {
        Ok(outcome) => {
            let is_lossy =
                |loss: &&Loss| matches!(loss.kind, LossKind::Dropped | LossKind::Partial);
            let code = if outcome.lost.iter().any(|loss| is_lossy(&loss)) { LOSSES } else { CLEAN };
            show(args, &outcome, out)?;
            Ok(code)
        }
        Err(refused) => {
            let outcome = Outcome { refused: Some(refused.clone()), ..Outcome::nothing() };
            if args.json {
                show(args, &outcome, out)?;
            } else {
                writeln!(out, "{refused}")?;
            }
            Ok(REFUSED)
        }
    }
}

impl Outcome {
    fn nothing() -> Self {
        Self {
            format: None,
            records: 0,
            items: 0,
            new: 0,
            changed: 0,
            unchanged: 0,
            media: 0,
            reviews: 0,
            lost: Vec::new(),
            refused: None,
        }
    }

    fn of(ready: &Ready) -> Self {
        let imported = &ready.opened.imported;
        let is_review =
            |one: &&crate::port::History| !matches!(one, crate::port::History::Due { .. });
        Self {
            format: Some(imported.format),
            records: imported.n_records,
            items: imported.items.len(),
            new: ready.plan.count(Standing::New),
            changed: ready.plan.n_changed(),
            unchanged: ready.plan.count(Standing::Same),
            media: imported.media.len(),
            reviews: imported.history.iter().filter(is_review).count(),
            lost: imported.report.clone(),
            refused: None,
        }
    }
}

fn import(args: &ImportArgs, services: &Services) -> Result<Outcome, String> {
    let services = Services { are_jobs_inline: true, ..services.clone() };
    let is_for_shipped = args.deck.as_deref().is_some_and(is_shipped);
    let services = if is_for_shipped { services } else { own_only(&services) };
    let mut state = State::open(services).map_err(|error| error.to_string())?;
    state.begin_quietly();
    let encoding = match &args.encoding {
        Some(name) => {
            Some(Encoding::from_name(name).ok_or_else(|| format!("{name} is no known encoding."))?)
        }
        None => None,
    };
    state.apply(Command::ImportFile(args.file.clone()));
    let deck = match &args.deck {
        Some(name) => state.library().deck_index(name).map(|_| name.clone()),
        None => state.import_spec().and_then(|spec| spec.deck.clone()),
    };
    let spec = ImportSpec {
        reading: Reading { encoding, separator: args.separator.clone(), ..Reading::default() },
        deck: deck.clone(),
        title: if deck.is_none() { args.deck.clone() } else { None },
        decision: crate::port::Decision {
            takes_answers: args.take_answers,
            ..crate::port::Decision::default()
        },
        is_not_studied: false,
    };
    state.apply(Command::SetImport(Box::new(spec)));
    let outcome = match state.import_phase() {
        Some(Phase::Ready(ready)) => Outcome::of(ready),
        Some(Phase::Refused(why)) => return Err(why.clone()),
        _ => return Err("The file could not be read.".to_owned()),
    };
    if args.dry_run {
        state.apply(Command::CancelImport);
        return Ok(outcome);
    }
    state.apply(Command::ApplyImport);
    let problem = state
        .notices()
        .iter()
        .find(|notice| notice.severity == crate::app::notice::Severity::Error);
    match problem {
        Some(problem) => Err(format!("{}. {}", problem.title, problem.detail)),
        None => Ok(outcome),
    }
}

fn show(args: &ImportArgs, outcome: &Outcome, out: &mut impl Write) -> io::Result<()> {
    if args.json {
        serde_json::to_writer_pretty(&mut *out, outcome)?;
        return writeln!(out);
    }
    let verb = if args.dry_run { "would come in" } else { "came in" };
    writeln!(
        out,
        "{} records: {} new {verb}, {} changed, {} there already; {} media, {} reviews.",
        outcome.records,
        outcome.new,
        outcome.changed,
        outcome.unchanged,
        outcome.media,
        outcome.reviews
    )?;
    for loss in &outcome.lost {
        let kind = match loss.kind {
            LossKind::Dropped => "left out",
            LossKind::Partial => "in part",
            LossKind::Merged => "twice",
            LossKind::Note => "note",
        };
        writeln!(out, "{}: {kind}: {}", loss.at, loss.reason)?;
    }
    Ok(())
}
