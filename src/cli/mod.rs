//! The command line: each subcommand is a few lines over `app`, `store` and `domain`.

pub mod check;
mod doctor;
pub mod export;
pub mod figure;
pub mod import;
pub mod manual;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::app::services::Services;

/// Certification exam prep: spaced repetition, timed mock exams, your own decks.
///
/// Without a subcommand the window opens.
#[derive(Debug, Parser)]
#[command(name = "certdeck", version)]
pub struct Args {
    /// A deck, or any other file that can be imported: the window opens with its preview.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Folder that holds everything of this learner.
    #[arg(long, global = true, env = "CERTDECK_DATA_DIR", value_name = "PATH")]
    #[arg(value_hint = clap::ValueHint::DirPath)]
    pub data_dir: Option<PathBuf>,
    /// What to do without a window; without it, the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check decks: a file, a deck's folder, or a folder of decks.
    Check(check::CheckArgs),
    /// Take in a deck, a table, an Anki package or any other file of questions.
    Import(import::ImportArgs),
    /// Write a deck for other programs, or everything for another machine.
    Export(export::ExportArgs),
    /// Write a figure as SVG or PNG, or tell it in words.
    Figure(figure::FigureArgs),
    /// Take an export of everything back; what is there is kept beside it.
    Restore(export::RestoreArgs),
    /// Check the data file, and compare what is derived with the log.
    Doctor {
        /// Recompute what is derived.
        #[arg(long)]
        rebuild: bool,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Write the completions of a shell, for packages.
    #[command(hide = true)]
    Completions(manual::CompletionsArgs),
    /// Write the manual, for packages.
    #[command(hide = true)]
    Manual(manual::ManualArgs),
}

/// Reads the arguments; a wrong one ends the program with its message.
pub fn parse() -> Args {
    let args = Args::parse();
    if args.file.is_some() && args.command.is_some() {
        let message = "a file to open and a subcommand do not go together";
        Args::command().error(clap::error::ErrorKind::ArgumentConflict, message).exit();
    }
    args
}

/// The place of a file that was named on the command line, whole. A `deck.ron` stands for its folder:
/// the rest of the deck lies beside it.
///
/// # Errors
///
/// There is no such file; most likely a subcommand was meant.
pub fn to_open(file: &Path) -> Result<PathBuf, String> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    if !path.exists() {
        let name = file.display();
        return Err(format!(
            "{name} is neither a file nor a subcommand. `certdeck --help` lists what there is."
        ));
    }
    let is_head = path.is_file() && path.file_name().is_some_and(|name| name == "deck.ron");
    Ok(path.parent().filter(|_| is_head).map(Path::to_path_buf).unwrap_or(path))
}

/// Runs a subcommand.
pub fn run(command: Command, services: &Services) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let code = match command {
        Command::Check(args) => check::run(&args, &mut out),
        Command::Import(args) => import::run(&args, services, &mut out),
        Command::Figure(args) => figure::run(&args, &mut out),
        Command::Export(args) => export::run(&args, services, &mut out),
        Command::Restore(args) => export::restore(&args, services, &mut out),
        Command::Completions(args) => manual::completions(&args, &mut out),
        Command::Manual(args) => manual::manual(&args, &mut out),
        Command::Doctor { rebuild, json } => {
            let wish = if rebuild { doctor::Wish::Rebuild } else { doctor::Wish::Look };
            let form = if json { doctor::Form::Json } else { doctor::Form::Text };
            doctor::run(services, wish, form, &mut out)
        }
    };
    match code {
        Ok(code) => ExitCode::from(code),
        // A reader that closed early, such as `head`, is no fault.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

/// Says one clear line and ends with 1.
pub fn fail(message: &str) -> ExitCode {
    // With nowhere left to complain to, the exit code has to do.
    writeln!(std::io::stderr(), "certdeck: {message}").ok();
    ExitCode::FAILURE
}
