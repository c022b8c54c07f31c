//! The command line: each subcommand is a few lines over `app`, `store` and `domain`.

pub mod check;
mod doctor;
pub mod export;
pub mod figure;
pub mod import;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::services::Services;

/// Certification exam prep: spaced repetition, timed mock exams, your own decks.
#[derive(Debug, Parser)]
#[command(name = "certdeck", version, about)]
pub struct Args {
    /// Folder that holds everything of this learner.
    #[arg(long, global = true, env = "CERTDECK_DATA_DIR", value_name = "PATH")]
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
}

/// Reads the arguments; a wrong one ends the program with its message.
pub fn parse() -> Args {
    Args::parse()
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
