//! `certdeck export` and `certdeck restore`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::app::decks::{is_shipped, own_only};
use crate::app::exports::{ExportFormat, restore_everything};
use crate::app::picked::Picked;
use crate::app::services::Services;
use crate::app::state::State;
use crate::side_by_side::drop_apart;

/// Arguments of `certdeck export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where to: a file, or a folder for the form “folder”.
    target: PathBuf,
    /// Id of the deck; without it, everything goes into one zip that `restore` takes back.
    #[arg(long, value_name = "ID")]
    deck: Option<String>,
    /// Only items that this search of the Library finds, such as "type:choice tag:formula risk".
    #[arg(long, value_name = "QUERY", requires = "deck")]
    search: Option<String>,
    /// Only items of this topic (its id) and of the topics below it.
    #[arg(long, value_name = "ID", requires = "deck")]
    topic: Option<String>,
    /// folder, ron, json, apkg, tsv, csv, udemy or md; by default what the file's name ends with.
    #[arg(long = "as", value_name = "FORM")]
    form: Option<String>,
}

/// Arguments of `certdeck restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A zip that `export` wrote without `--deck`.
    file: PathBuf,
}

/// Runs `export`; gives its exit code: 0 whole, 1 with losses, 2 nothing was written.
pub(super) fn run(args: &ExportArgs, services: &Services, out: &mut impl Write) -> io::Result<u8> {
    match export(args, services) {
        Ok(lost) => {
            for line in &lost {
                writeln!(out, "{line}")?;
            }
            Ok(u8::from(!lost.is_empty()))
        }
        Err(problem) => {
            writeln!(out, "{problem}")?;
            Ok(2)
        }
    }
}

fn export(args: &ExportArgs, services: &Services) -> Result<Vec<String>, String> {
    let services = Services { are_jobs_inline: true, ..services.clone() };
    let folder = |deck: &str| services.data_dir.join("decks").join(deck).is_dir();
    let is_own = args.deck.as_deref().is_some_and(|deck| !is_shipped(deck) && folder(deck));
    let services = if is_own { own_only(&services) } else { services };
    let mut state = State::open(services).map_err(|error| error.to_string())?;
    state.begin_quietly();
    let Some(deck) = &args.deck else {
        return state.write_everything(&args.target).map(|()| Vec::new());
    };
    let format = form(args)?;
    let picked = Picked { search: args.search.clone(), topic: args.topic.clone() };
    let task = state.export_task(deck, format, &args.target, &picked)?;
    let lost = task.run()?;
    // The program ends here: nobody waits for what hundreds of thousands of answers held.
    drop_apart(task);
    Ok(lost.iter().map(|loss| format!("{}: {}", loss.at, loss.reason)).collect())
}

fn form(args: &ExportArgs) -> Result<ExportFormat, String> {
    let ending = args.target.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let wish = args.form.clone().or(ending).unwrap_or_else(|| "folder".to_owned());
    let wish = if wish == "txt" { "tsv".to_owned() } else { wish };
    ExportFormat::ALL.into_iter().find(|format| format.name() == wish).ok_or_else(|| {
        let known: Vec<&str> = ExportFormat::ALL.iter().map(|format| format.name()).collect();
        format!("“{wish}” is no form that is written. There are: {}.", known.join(", "))
    })
}

/// Runs `restore`.
pub(super) fn restore(
    args: &RestoreArgs,
    services: &Services,
    out: &mut impl Write,
) -> io::Result<u8> {
    match restore_everything(&args.file, &services.data_dir, services.clock.now()) {
        Ok(None) => writeln!(out, "Restored.").map(|()| 0),
        Ok(Some(before)) => {
            writeln!(out, "Restored. What was there before is in {}.", before.display()).map(|()| 0)
        }
        Err(problem) => writeln!(out, "{problem}").map(|()| 2),
    }
}
