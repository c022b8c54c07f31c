//! What the Settings screen shows.

use chrono::{DateTime, NaiveDate};

use super::plural;
use super::today::blueprint_on;
use crate::app::prefs::Prefs;
use crate::app::profile::DEFAULT_MINUTES;
use crate::app::state::State;
use crate::domain::deck::{Deck, Pass};
use crate::store::{BackupInfo, BackupKind, list_backups};

/// The Settings screen.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingsView {
    /// Preferences of this machine.
    pub prefs: Prefs,
    /// One row a certificate.
    pub certificates: Vec<CertificateSettings>,
    /// Minutes for each weekday, Monday first.
    pub week_minutes: [u32; 7],
    /// Newest first.
    pub backups: Vec<BackupView>,
    /// Where data lives.
    pub data_dir: String,
    /// Answers in the log.
    pub answers: usize,
}

/// Settings of one certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateSettings {
    /// Deck id.
    pub deck: String,
    /// Title.
    pub title: String,
    /// Facts of the exam in one line: questions, minutes, pass rule, version.
    pub facts: String,
    /// Whether it is studied.
    pub is_enrolled: bool,
    /// Exam date.
    pub exam_date: Option<NaiveDate>,
    /// Desired retention.
    pub retention: f32,
    /// New items a day.
    pub new_limit: u32,
    /// Reviews a day.
    pub review_limit: u32,
}

/// One backup.
#[derive(Debug, Clone, PartialEq)]
pub struct BackupView {
    /// File name, the argument of the restore command.
    pub name: String,
    /// "22 November 2026, 18:04".
    pub when: String,
    /// "session", "by hand" …
    pub kind: String,
    /// Size in words.
    pub size: String,
    /// Answers in it, if it could be read.
    pub answers: Option<usize>,
}

/// Makes the view of the settings.
pub(in crate::app) fn build(state: &State) -> SettingsView {
    let certificates = state.library.decks().iter().map(|deck| certificate(state, deck)).collect();
    let backups = list_backups(&state.services.data_dir).unwrap_or_default();
    SettingsView {
        prefs: state.prefs.clone(),
        certificates,
        week_minutes: state.profile.week_minutes.unwrap_or([DEFAULT_MINUTES; 7]),
        backups: backups.iter().map(|backup| backup_row(state, backup)).collect(),
        data_dir: state.services.data_dir.display().to_string(),
        answers: state.store.count_answers().unwrap_or_default() as usize,
    }
}

fn certificate(state: &State, deck: &Deck) -> CertificateSettings {
    let exam_date = state.profile.exam_dates.get(&deck.id).copied();
    let date = exam_date.unwrap_or_else(|| state.today().date());
    CertificateSettings {
        deck: deck.id.clone(),
        title: deck.title.clone(),
        facts: facts(deck, date),
        is_enrolled: state.profile.enrolled.contains(&deck.id),
        exam_date,
        retention: state.profile.retention_of(&deck.id),
        new_limit: state.profile.new_limit_of(&deck.id),
        review_limit: state.profile.review_limit_of(&deck.id),
    }
}

/// "180 questions in 240 minutes, no published pass mark. PMP, outline of July 2026".
fn facts(deck: &Deck, date: NaiveDate) -> String {
    let Some(exam) = blueprint_on(deck, date) else {
        let items = deck.askable().count();
        return format!("No exam of its own. {}.", plural(items, "item", "items"));
    };
    let pass = match &exam.pass {
        Pass::Fraction(right, of) => format!("{right} of {of} to pass"),
        Pass::Scaled { from, to, pass, .. } => format!("{pass} on {from}–{to} to pass"),
        Pass::Unpublished { .. } => "no published pass mark".to_owned(),
    };
    let version = exam.code.as_deref().unwrap_or(&exam.title);
    format!("{} questions in {} minutes, {pass}. {version}.", exam.questions(), exam.minutes)
}

fn backup_row(state: &State, backup: &BackupInfo) -> BackupView {
    let offset = i64::from(state.services.clock.now().offset_min) * 60_000;
    let name = backup.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    BackupView {
        name,
        when: time_words(backup.at.utc_ms + offset),
        kind: match backup.kind {
            BackupKind::Session => "of a session",
            BackupKind::Manual => "by hand",
            BackupKind::BeforeMigration => "before an update",
            BackupKind::BeforeRestore => "before a restore",
        }
        .to_owned(),
        size: format!("{:.1} MB", backup.bytes as f64 / 1_048_576.0),
        answers: backup.answers.map(|count| count as usize),
    }
}

/// "22 November 2026, 18:04" of local milliseconds.
pub(in crate::app) fn time_words(local_ms: i64) -> String {
    DateTime::from_timestamp_millis(local_ms)
        .map(|moment| moment.format("%-d %B %Y, %H:%M").to_string())
        .unwrap_or_default()
}
