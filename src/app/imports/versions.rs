//! Versions of deck folders: which one counts is what the log says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{LEDGER, folder_of, version_in};
use crate::domain::time::Moment;

/// Versions of deck folders that are kept for undo.
const KEPT: usize = 10;

/// Brings deck folders in line with what the log says; true when a folder was swapped.
///
/// # Errors
///
/// What the disk says; the next start tries again.
pub fn settle(data_dir: &Path, versions: &BTreeMap<String, String>) -> std::io::Result<bool> {
    let mut is_changed = false;
    let mut decks: BTreeSet<String> = versions.keys().cloned().collect();
    if let Ok(entries) = std::fs::read_dir(data_dir.join("decks")) {
        for entry in entries.filter_map(Result::ok) {
            if entry.path().join(LEDGER).is_file()
                && let Ok(name) = entry.file_name().into_string()
            {
                decks.insert(name);
            }
        }
    }
    for deck in decks {
        let wanted = versions.get(&deck).map(String::as_str);
        is_changed |= swap(data_dir, &deck, wanted)?;
    }
    prune(data_dir, versions);
    Ok(is_changed)
}

/// Name under which a folder that no import made waits.
fn parked(deck: &str) -> String {
    format!("before-{deck}")
}

fn swap(data_dir: &Path, deck: &str, wanted: Option<&str>) -> std::io::Result<bool> {
    let home = folder_of(data_dir, deck);
    let present = home.is_dir().then(|| version_in(&home));
    if present.as_deref().filter(|version| !version.is_empty()) == wanted {
        return Ok(false);
    }
    let store = |version: &str| {
        let name = if version.is_empty() { parked(deck) } else { version.to_owned() };
        data_dir.join("imports").join(name).join("deck")
    };
    let next = store(wanted.unwrap_or_default());
    // A version that is gone cannot come back; the deck then stays as it is.
    if wanted.is_some() && !next.is_dir() {
        return Ok(false);
    }
    if let Some(version) = present {
        let away = store(&version);
        if away.exists() {
            std::fs::remove_dir_all(&away)?;
        }
        std::fs::create_dir_all(away.parent().unwrap_or(data_dir))?;
        std::fs::rename(&home, &away)?;
    }
    if next.is_dir() {
        std::fs::create_dir_all(data_dir.join("decks"))?;
        std::fs::rename(&next, &home)?;
    }
    Ok(true)
}

/// Forgets staging folders and all but the newest versions.
fn prune(data_dir: &Path, versions: &BTreeMap<String, String>) {
    let Ok(entries) = std::fs::read_dir(data_dir.join("imports")) else { return };
    let mut found: Vec<(String, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
        .filter(|(name, _)| !versions.values().any(|version| version == name))
        .collect();
    for (_, path) in &found {
        std::fs::remove_dir_all(path.join("unpacked")).ok();
    }
    found.retain(|(name, path)| {
        let is_empty = !path.join("deck").is_dir();
        if is_empty {
            std::fs::remove_dir_all(path).ok();
        }
        !is_empty && !name.starts_with("before-")
    });
    // Versions begin with their moment, so that names sort by age.
    found.sort();
    let n_old = found.len().saturating_sub(KEPT);
    for (_, path) in found.into_iter().take(n_old) {
        std::fs::remove_dir_all(path).ok();
    }
}

/// Name of a version: its moment, and a number that no other import of that moment has.
pub fn version_of(now: Moment, serial: u64) -> String {
    format!("{:013}-{serial}", now.utc_ms)
}
