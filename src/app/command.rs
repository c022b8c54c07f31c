//! Everything the learner can do. One enum; `TABLE` gives the standing ones their label and keys.

use chrono::NaiveDate;

use super::exports::ExportFormat;
use super::import::ImportSpec;
use super::prefs::Theme;
use super::profile::RealResult;
use super::whatif::WhatIfSpec;
use serde::{Deserialize, Serialize};

use crate::domain::deck::{Item, Response};
use crate::domain::event::{Confidence, Rating};
use crate::domain::exam::loss::Loss;
use crate::domain::exam::shape::Length;
use crate::domain::plan::whatif::Change;
use crate::domain::practice::PracticeSpec;

/// A place in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Three questions at the first start.
    FirstStart,
    /// What today holds.
    Today,
    /// One item at a time.
    Study,
    /// What a session brought.
    Summary,
    /// Building a set.
    Practice,
    /// Setting up a mock exam, and what came of earlier ones.
    Mock,
    /// A mock exam.
    Exam,
    /// What a mock exam brought.
    Result,
    /// Decks and items.
    Library,
    /// What a file would bring in.
    Import,
    /// One item being written.
    Edit,
    /// What was done and what is coming.
    Progress,
    /// The plan to the exam, and what else could be done.
    Plan,
    /// Settings, backups.
    Settings,
}

/// One step of the learner.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Show a screen.
    Go(Screen),
    /// Back to where one came from.
    Back,
    /// Study what today holds: one certificate, or all.
    StartStudy(Option<String>),
    /// Study the first certificate of Today that has something to do: the large Start.
    StartFirst,
    /// Study at most ten items.
    QuickTen(Option<String>),
    /// Change the practice set that is being built.
    SetPractice(PracticeSpec),
    /// Start the practice set as it is built.
    StartPractice,
    /// Change the mock exam that is being set up.
    SetMock(MockSpec),
    /// Make the form and show the instructions.
    StartMock,
    /// Go on with the mock exam that was interrupted.
    ResumeMock,
    /// End the mock exam that was interrupted with what was answered.
    EndInterruptedMock,
    /// One step in the mock exam.
    Exam(ExamCommand),
    /// Show the result of a mock exam by its id.
    ShowResult(String),
    /// Show this question of the result, or the overview.
    ReviewQuestion(Option<usize>),
    /// Which questions of the result are listed.
    FilterResult(ResultFilter),
    /// Why a mark was lost, as the learner sees it.
    CorrectLoss(usize, Loss),
    /// Take a mock exam out of the record, with its answers.
    DiscardMock(String),
    /// Write the report of the mock exam that is shown to the data folder.
    ExportReport(ReportFormat),
    /// Per cent right that the learner compares with, where no pass mark is published.
    SetLine(u32),
    /// Show the other side of a card.
    Reveal,
    /// Give this as the answer to the question so far; it may be partial.
    Respond(Response),
    /// Check the answer, when nothing is left open.
    Check(Confidence),
    /// Grade a card, or overrule the rating of a question.
    Grade(Rating),
    /// Go on to the next item.
    Next,
    /// End the session and show its summary.
    EndSession,
    /// Flag or unflag the current item.
    ToggleFlag,
    /// Never ask the current item again.
    Suspend,
    /// Ask the current item tomorrow.
    Bury,
    /// Keep a note on the current item.
    SetNote(String),
    /// Keep why the current item is wrong.
    SetDoubt(String),
    /// Take the last step back.
    Undo,
    /// Do the undone step again.
    Redo,
    /// Study this certificate, or no longer.
    Enrol(String, Enrolment),
    /// Set or clear the exam date.
    SetExamDate(String, Option<NaiveDate>),
    /// Minutes for each weekday, Monday first; 0 is a day off.
    SetWeekMinutes([u32; 7]),
    /// Desired retention of a certificate, 0.75..=0.95.
    SetRetention(String, f32),
    /// New items a day of a certificate.
    SetNewLimit(String, u32),
    /// Reviews a day of a certificate.
    SetReviewLimit(String, u32),
    /// First start is done.
    FinishFirstStart(FirstStart),
    /// Colours.
    SetTheme(Theme),
    /// Text size in per cent.
    SetTextPercent(u32),
    /// Leave out fades.
    SetReducedMotion(Motion),
    /// Hour at which a day begins.
    SetRollover(u32),
    /// Search the library.
    Search(String),
    /// Sort the library table.
    Sort(SortColumn),
    /// Select an item of the library by its place in the library.
    SelectItem(Option<u32>),
    /// Suspend or bring back the item selected in the library.
    ToggleSuspendSelected,
    /// Flag or unflag the item selected in the library.
    ToggleFlagSelected,
    /// Make a deck with this title.
    NewDeck(String),
    /// Write a new item of a type in a deck.
    NewItem(String, &'static str),
    /// Edit the item selected in the library.
    EditSelected,
    /// Write a copy of the item selected in the library.
    DuplicateSelected,
    /// Write the figures of the item selected in the library to files.
    SaveFigures,
    /// Delete the item selected in the library.
    RemoveSelected,
    /// Drop the learner's version of the item selected in the library.
    DropOwnVersion,
    /// The item in the editor as it is now.
    ChangeEdited(Box<Item>),
    /// Keep the item in the editor.
    SaveEdited,
    /// Leave the editor; nothing is kept.
    CancelEdit,
    /// Choose a file to import.
    PickImport,
    /// Read this file or folder for an import.
    ImportFile(std::path::PathBuf),
    /// Read this text for an import: a name for it, and the text.
    ImportText(String, String),
    /// Read these bytes for an import: a name for them, and the bytes.
    ImportBytes(String, Vec<u8>),
    /// Correct how the import is read and where it goes.
    SetImport(Box<ImportSpec>),
    /// Take the previewed items in.
    ApplyImport,
    /// Leave the import; nothing was changed.
    CancelImport,
    /// Stop the export under way; nothing is written.
    CancelExport,
    /// Write a deck (its id) in a form for other programs.
    Export(String, ExportFormat),
    /// Write the items of a deck that the Library's search found.
    ExportFound(String, ExportFormat),
    /// Write everything of this learner as one file.
    ExportEverything,
    /// Show the plan of this certificate.
    ShowPlanOf(String),
    /// Try out other minutes, another date, fewer new items.
    SetWhatIf(WhatIfSpec),
    /// Take over what is tried out.
    ApplyWhatIf,
    /// Take over one change of the plan of a certificate.
    ApplyChange(String, Change),
    /// Introduce the items again that were given up in a certificate.
    TakeBackLeftOut(String),
    /// Quarters of the minutes that a certificate gets; none: as it is best.
    SetQuarters(String, Option<u8>),
    /// What the real exam brought.
    SetRealResult(String, Option<RealResult>),
    /// Use the standard memory model for a certificate again.
    RevertParameters(String),
    /// Study ten more items of a certificate after the day is done.
    StudyMore(String),
    /// Practise a set that is given whole; the set that is being built stays as it is.
    Drill(PracticeSpec),
    /// Show the progress in this certificate.
    ShowProgressOf(String),
    /// Write the numbers of the Progress screen to the data folder.
    ExportProgress,
    /// Ask for a backup now.
    BackupNow,
    /// Put a backup in place of the present data (its file name).
    Restore(String),
    /// Recompute what is derived from the log.
    Rebuild,
    /// Write every "this question is wrong" note to a file.
    ExportDoubts,
    /// Show or hide the list of keys.
    ToggleKeys,
    /// Show or hide the palette of commands.
    TogglePalette,
    /// Close the notice at this place.
    Dismiss(usize),
    /// Close the window.
    Quit,
}

/// How a mock exam is sat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MockSpec {
    /// Deck id.
    pub deck: String,
    /// Blueprint id; none: the one in force on the exam date.
    pub blueprint: Option<String>,
    /// How much of the exam.
    pub length: Length,
    /// Per cent more time.
    pub extra_percent: u32,
    /// Whether the clock may be stopped although the real exam allows it not.
    pub can_pause: bool,
    /// Seed of the form; none: a new one.
    pub seed: Option<u64>,
}

/// One step in a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamCommand {
    /// Start the clock.
    Begin,
    /// Show a question by its number from 0.
    Show(usize),
    /// Show the next question, or the review page after the last of a section.
    Next,
    /// Show the question before.
    Previous,
    /// Answer the question on the screen.
    Respond(Response),
    /// Flag or unflag the question on the screen.
    ToggleFlag,
    /// Strike out or bring back an option (file index).
    ToggleStrike(usize),
    /// Mark or unmark characters of the stem.
    ToggleHighlight((usize, usize)),
    /// What the scratch pad holds.
    Scratch(String),
    /// Show the review page of the section.
    Review,
    /// Finish the section.
    EndSection,
    /// Finish the break.
    EndBreak,
    /// Stop the clock.
    Pause,
    /// Start it again.
    Resume,
    /// End the exam.
    Submit,
}

/// Which questions of a result are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum ResultFilter {
    /// All.
    #[default]
    All,
    /// Not right.
    Wrong,
    /// Flagged.
    Flagged,
    /// Changed.
    Changed,
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// For reading and printing.
    Pdf,
    /// For notes.
    Markdown,
    /// For spreadsheets: one row a question.
    Csv,
}

/// Whether a certificate is studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrolment {
    /// It is studied.
    Joined,
    /// It is not.
    Left,
}

/// Whether fades are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// They are.
    Full,
    /// They are not.
    Reduced,
}

/// Answers to the three questions of the first start.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FirstStart {
    /// Certificates with their dates.
    pub certificates: Vec<(String, Option<NaiveDate>)>,
    /// Minutes for each weekday, Monday first.
    pub minutes: Option<[u32; 7]>,
}

/// Columns of the library table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortColumn {
    /// As in the decks.
    #[default]
    Deck,
    /// By text.
    Text,
    /// By topic.
    Topic,
    /// By type.
    Type,
    /// By due day.
    Due,
    /// By stability.
    Stability,
    /// By lapses.
    Lapses,
}

/// A standing command: in the palette, on the page of keys, behind a shortcut.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub label: &'static str,
    /// Its key, as shown; empty for none.
    pub keys: &'static str,
    /// What it does.
    pub command: Command,
}

/// The standing commands in the order of the palette.
pub fn table() -> Vec<Entry> {
    use Command as C;
    let entry = |label, keys, command| Entry { label, keys, command };
    vec![
        entry("Study what today holds", "Ctrl+Enter", C::StartStudy(None)),
        entry("Quick ten", "", C::QuickTen(None)),
        entry("Today", "Ctrl+1", C::Go(Screen::Today)),
        entry("Practice", "Ctrl+2", C::Go(Screen::Practice)),
        entry("Mock exam", "Ctrl+3", C::Go(Screen::Mock)),
        entry("Library", "Ctrl+4", C::Go(Screen::Library)),
        entry("Progress", "Ctrl+5", C::Go(Screen::Progress)),
        entry("Plan to the exam", "Ctrl+7", C::Go(Screen::Plan)),
        entry("Settings", "Ctrl+6", C::Go(Screen::Settings)),
        entry("Import a file", "Ctrl+O", C::PickImport),
        entry("Export everything", "", C::ExportEverything),
        entry("Undo", "Ctrl+Z", C::Undo),
        entry("Redo", "Ctrl+Shift+Z", C::Redo),
        entry("Back up now", "", C::BackupNow),
        entry("Recompute schedules from the log", "", C::Rebuild),
        entry("Export notes on wrong questions", "", C::ExportDoubts),
        entry("Light colours", "", C::SetTheme(Theme::Light)),
        entry("Dark colours", "", C::SetTheme(Theme::Dark)),
        entry("High contrast", "", C::SetTheme(Theme::HighContrast)),
        entry("Colours as the system", "", C::SetTheme(Theme::System)),
        entry("Keys", "?", C::ToggleKeys),
        entry("Commands", "Ctrl+K", C::TogglePalette),
        entry("Quit", "Ctrl+Q", C::Quit),
    ]
}

/// Keys of the Study screen, for the page of keys.
pub const STUDY_KEYS: [(&str, &str); 15] = [
    ("Space", "Show the answer, next item"),
    ("1 – 4", "Grade a card: again, hard, good, easy"),
    ("A – H or 1 – 8", "Choose an option or a place"),
    ("Down, Tab", "Go to the first option, step or line"),
    ("Alt+Up, Alt+Down", "Move the step with the focus"),
    ("Space", "Lift a step, open a list"),
    ("Enter", "Check: I think so"),
    ("S", "Check: sure"),
    ("G", "Check: guess"),
    ("F", "Flag"),
    ("N", "Note"),
    ("W", "This question is wrong"),
    ("B", "Not today (where B is no option)"),
    ("X", "Suspend: never ask again"),
    ("Esc", "End the session, go back"),
];
