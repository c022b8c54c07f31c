//! `certdeck doctor`: is the data file sound, and does what is derived agree with the log.

use std::io::Write;

use crate::app::profile::Profile;
use crate::app::services::Services;
use crate::app::state::Models;
use crate::store::{OpenOptions, Store, StoreError};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Look only.
    Look,
    /// Recompute what is derived.
    Rebuild,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

/// Gives 0 when all is sound, 1 when something differs, 2 when the file cannot be opened.
pub(super) fn run(
    services: &Services,
    wish: Wish,
    form: Form,
    out: &mut dyn Write,
) -> std::io::Result<u8> {
    match examine(services, wish) {
        Ok(report) => {
            let code = u8::from(!report.is_sound());
            match form {
                Form::Json => {
                    let text = serde_json::to_string_pretty(&report)?;
                    writeln!(out, "{text}")?;
                }
                Form::Text => {
                    writeln!(
                        out,
                        "{} rows in the log, {} answers that count, {} memories, schema {}",
                        report.log_rows, report.answers, report.memories, report.schema
                    )?;
                    for line in report.integrity.iter().chain(&report.differences) {
                        writeln!(out, "{line}")?;
                    }
                    let verdict = if report.is_sound() { "Sound." } else { "Not sound." };
                    writeln!(out, "{verdict}")?;
                }
            }
            Ok(code)
        }
        Err(error) => {
            match form {
                Form::Json => {
                    writeln!(out, "{}", serde_json::json!({ "error": error.to_string() }))?;
                }
                Form::Text => writeln!(out, "{error}")?,
            }
            Ok(2)
        }
    }
}

fn examine(services: &Services, wish: Wish) -> Result<crate::store::DoctorReport, StoreError> {
    let at = services.clock.now();
    let options = OpenOptions { device_seed: services.seed.0, ..OpenOptions::default() };
    let mut store = Store::open(&services.data_dir, at, options)?;
    let models = Models::new(&Profile::read(&store.settings()?));
    if wish == Wish::Rebuild {
        store.rebuild(&models)?;
    }
    store.doctor(&models)
}
