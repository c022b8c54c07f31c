//! `certdeck figure`: a figure of the figure language as SVG, PNG or words.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::figure::{Figure, Part, parts};
use crate::port::figure::{png, svg};

/// Arguments of `certdeck figure`.
#[derive(Debug, Args)]
pub struct FigureArgs {
    /// A file that holds a figure, or a text with one.
    source: PathBuf,
    /// Where to: a file that ends in .svg or .png; without it, the figure is told in words.
    target: Option<PathBuf>,
}

/// Runs `figure`; gives its exit code: 0 written, 2 not.
pub(super) fn run(args: &FigureArgs, out: &mut impl Write) -> io::Result<u8> {
    match figure(args) {
        Ok(told) => {
            if !told.is_empty() {
                writeln!(out, "{told}")?;
            }
            Ok(0)
        }
        Err(problem) => {
            writeln!(out, "{problem}")?;
            Ok(2)
        }
    }
}

fn figure(args: &FigureArgs) -> Result<String, String> {
    let text = std::fs::read_to_string(&args.source)
        .map_err(|error| format!("{} cannot be read: {error}", args.source.display()))?;
    let inside = parts(&text).into_iter().find_map(|part| match part {
        Part::Figure(_, figure) => Some(figure),
        Part::Text(_) => None,
    });
    let figure =
        inside.unwrap_or_else(|| Figure::parse(&text)).map_err(|error| error.to_string())?;
    let Some(target) = &args.target else {
        return Ok(format!("{}. {}", figure.title(), figure.words()));
    };
    let bytes = bytes(&figure, target)?;
    std::fs::write(target, bytes)
        .map_err(|error| format!("{} cannot be written: {error}", target.display()))?;
    Ok(String::new())
}

fn bytes(figure: &Figure, target: &Path) -> Result<Vec<u8>, String> {
    let ending = target.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("svg") => Ok(svg(figure).into_bytes()),
        Some("png") => png(figure).map_err(|error| error.to_string()),
        _ => Err("A figure is written as .svg or .png.".to_owned()),
    }
}
