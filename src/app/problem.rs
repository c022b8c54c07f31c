//! When the data folder cannot be opened: what to say and what to offer.

use super::services::Services;
use super::view::settings::time_words;
use crate::store::{self, BackupInfo, StoreError};

/// Why the program could not start on its data, and what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What happened.
    pub title: String,
    /// What was kept and what to do.
    pub detail: String,
    /// Buttons: label, help, what it does. The first one is the advice.
    pub remedies: Vec<(String, String, Remedy)>,
}

/// What can be done about a problem.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Open the folder again.
    TryAgain,
    /// Put this backup (file name) in place; the damaged file is kept aside.
    Restore(String),
    /// Keep the damaged file aside and start with an empty log.
    StartEmpty,
    /// Study without keeping anything.
    WithoutKeeping,
    /// Close the window.
    Quit,
}

impl Problem {
    /// Says what a failed start means and what can be done.
    pub fn of(error: &StoreError, services: &Services) -> Self {
        let again = entry("Try again", "", Remedy::TryAgain);
        let without = entry(
            "Study without keeping anything",
            "Nothing of this session will be remembered.",
            Remedy::WithoutKeeping,
        );
        let quit = entry("Quit", "", Remedy::Quit);
        let (title, remedies) = match error {
            StoreError::InUse { .. } => ("Certdeck is already open", vec![again, quit]),
            StoreError::Newer { .. } => {
                ("This data is from a newer Certdeck", vec![quit, again, without])
            }
            StoreError::Damaged { .. } => {
                ("Your data file is damaged", damaged_remedies(services, without))
            }
            _ => ("The data folder cannot be used", vec![again, without, quit]),
        };
        Self { title: title.to_owned(), detail: error.to_string(), remedies }
    }
}

fn entry(label: &str, help: &str, remedy: Remedy) -> (String, String, Remedy) {
    (label.to_owned(), help.to_owned(), remedy)
}

fn damaged_remedies(
    services: &Services,
    without: (String, String, Remedy),
) -> Vec<(String, String, Remedy)> {
    let offset = i64::from(services.clock.now().offset_min) * 60_000;
    let backups: Vec<BackupInfo> = store::list_backups(&services.data_dir).unwrap_or_default();
    let mut remedies: Vec<_> = backups
        .iter()
        .filter(|backup| backup.answers.is_some())
        .take(3)
        .filter_map(|backup| {
            let name = backup.path.file_name()?.to_string_lossy().into_owned();
            let answers = backup.answers.unwrap_or_default();
            let label = format!("Restore the backup of {}", time_words(backup.at.utc_ms + offset));
            let help = format!("{answers} answers. The damaged file is kept aside.");
            Some((label, help, Remedy::Restore(name)))
        })
        .collect();
    let help = "The damaged file is kept aside, byte for byte.";
    remedies.push(entry("Start with an empty log", help, Remedy::StartEmpty));
    remedies.push(without);
    remedies
}

/// What a remedy leads to.
pub fn apply(remedy: &Remedy, services: &Services) -> Result<super::State, StoreError> {
    let at = services.clock.now();
    match remedy {
        Remedy::Restore(name) => {
            let path = services.data_dir.join("backups").join(name);
            store::restore(&services.data_dir, &path, at)?;
        }
        Remedy::StartEmpty => {
            store::set_aside(&services.data_dir, at)?;
        }
        Remedy::WithoutKeeping => {
            let store = store::Store::in_memory(at, super::start::options(services))?;
            return super::State::with_store(services.clone(), store);
        }
        Remedy::TryAgain | Remedy::Quit => {}
    }
    super::State::open(services.clone())
}
