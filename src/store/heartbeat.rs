//! The exam clock between two rows of the log: a few bytes, written over every second. They survive
//! the end of the program by force; after a power cut the last row of the log stands in.

use std::io::Write as _;
use std::path::Path;

/// Name of the file in the data folder.
const FILE: &str = "exam-clock";

/// How far a running mock exam has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heartbeat {
    /// Id of the mock.
    pub attempt: String,
    /// Milliseconds on the exam's clock.
    pub spent_ms: i64,
    /// Milliseconds of the present break.
    pub break_ms: i64,
}

impl Heartbeat {
    fn line(&self) -> String {
        let body = format!("{} {} {}", self.spent_ms, self.break_ms, self.attempt);
        let sum = blake3::hash(body.as_bytes()).to_hex();
        format!("{} {body}\n", sum.get(..16).unwrap_or_default())
    }

    /// Writes it over the one before.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let line = self.line();
        let mut options = std::fs::File::options();
        let mut file = options.create(true).write(true).truncate(false).open(folder.join(FILE))?;
        // Not emptied first: there is no moment at which a killed program leaves nothing.
        file.write_all(line.as_bytes())?;
        file.set_len(line.len() as u64)
    }

    /// The last one; none when there is none or it is damaged.
    pub fn read(folder: &Path) -> Option<Self> {
        let bytes = std::fs::read(folder.join(FILE)).ok()?;
        // A program killed before the file was cut leaves the end of a longer line behind its own.
        let line = bytes.split_inclusive(|byte| *byte == b'\n').next()?;
        let text = std::str::from_utf8(line).ok()?;
        let mut parts = text.trim_end_matches('\n').splitn(4, ' ');
        let _sum = parts.next()?;
        let spent_ms = parts.next()?.parse().ok()?;
        let break_ms = parts.next()?.parse().ok()?;
        let beat = Self { attempt: parts.next()?.to_owned(), spent_ms, break_ms };
        (beat.line() == text).then_some(beat)
    }

    /// Removes it; that there is none is no error.
    pub fn remove(folder: &Path) {
        std::fs::remove_file(folder.join(FILE)).ok();
    }
}
