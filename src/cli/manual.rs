//! `certdeck completions` and `certdeck manual`: what packages hold beside the program, made from the
//! arguments that it really takes.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

/// Arguments of `certdeck completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Arguments of `certdeck manual`.
#[derive(Debug, Args)]
pub struct ManualArgs {
    /// A folder for one page a subcommand; without it, the first page is written out.
    folder: Option<PathBuf>,
}

/// The arguments as a learner is told of them: a copy without what only packages need, for a subcommand
/// cannot be taken out.
fn told() -> clap::Command {
    let all = super::Args::command();
    clap::Command::new("certdeck")
        .version(env!("CARGO_PKG_VERSION"))
        .about(all.get_about().cloned().unwrap_or_default())
        .long_about(all.get_long_about().cloned().unwrap_or_default())
        .args(all.get_arguments().cloned())
        .subcommands(all.get_subcommands().filter(|one| !one.is_hide_set()).cloned())
}

/// Runs `completions`; gives its exit code.
pub fn completions(args: &CompletionsArgs, out: &mut impl Write) -> io::Result<u8> {
    // The generator takes a failing writer ill, so it writes into memory.
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut told(), "certdeck", &mut bytes);
    out.write_all(&bytes)?;
    Ok(0)
}

/// Runs `manual`; gives its exit code.
pub fn manual(args: &ManualArgs, out: &mut impl Write) -> io::Result<u8> {
    match &args.folder {
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(told(), folder)?;
        }
        None => clap_mangen::Man::new(told().disable_help_subcommand(true)).render(out)?,
    }
    Ok(0)
}
