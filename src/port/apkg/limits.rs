//! Limits on what is read: hostile or damaged input ends in a message, never in a full disk.

/// Bytes of a mebibyte.
pub(super) const MIB: u64 = 1024 * 1024;

/// Largest package or collection file, in bytes.
pub(super) const PACKAGE: u64 = 8 * 1024 * MIB;
/// Largest collection once unpacked, in bytes.
pub(super) const COLLECTION: u64 = 1024 * MIB;
/// Largest media map once unpacked, in bytes.
pub(super) const MAP: u64 = 16 * MIB;
/// Most entries of a zip, and of a media map.
pub(super) const ENTRIES: usize = 100_000;
/// Largest media file, in bytes.
pub(super) const MEDIA_FILE: u64 = 100 * MIB;
/// All media files together, in bytes.
pub(super) const MEDIA_ALL: u64 = 4 * 1024 * MIB;
/// Growth is looked at once this many bytes came out.
pub(super) const GROWTH_FROM: u64 = 16 * MIB;
/// Bytes that one packed byte may become.
pub(super) const GROWTH: u64 = 200;
/// Largest zstd window, as a power of two.
pub(super) const ZSTD_WINDOW_LOG: u32 = 27;
/// Most notes.
pub(super) const RECORDS: usize = 500_000;
/// Longest fields of one note together, in bytes.
pub(super) const RECORD: usize = 8 * 1024 * 1024;
/// Longest field, in bytes.
pub(super) const FIELD: usize = 4 * 1024 * 1024;
/// Bytes of fields that one side of a card shows; a template may name a field many times.
pub(super) const SIDE: usize = 16 * 1024 * 1024;
/// Bytes that all cards of one note show, and of all notes.
pub(super) const NOTE_TEXT: usize = 32 * 1024 * 1024;
pub(super) const ALL_TEXT: usize = 384 * 1024 * 1024;
/// Most fields and templates of a notetype.
pub(super) const COLUMNS: usize = 256;
/// Longest JSON of notetypes, decks and options, and longest blob of one of them, in bytes.
pub(super) const HEAD: usize = 16 * 1024 * 1024;
/// Most cards: notes with gaps have several.
pub(super) const CARDS: usize = 1_000_000;
/// Most review rows; older ones are left out.
pub(super) const REVIEWS: usize = 5_000_000;
/// Most tags of a note, and characters of a tag or of a deck's name.
pub(super) const TAGS: usize = 200;
/// Deepest topic; further levels are joined.
pub(super) const TOPIC_LEVELS: usize = 8;
/// Highest gap number, and most gap numbers of one text.
pub(super) const GAPS: u16 = 500;
/// Deepest nesting of template sections.
pub(super) const SECTIONS: usize = 64;
/// Deepest nesting of gaps.
pub(super) const NESTED_GAPS: usize = 10;
/// Most options of a question.
pub(super) const OPTIONS: usize = 26;
/// Longest time of one review that is believed, in milliseconds.
pub(super) const REVIEW_MS: i64 = 600_000;
/// Steps of `SQLite`'s machine without a row, about three seconds.
pub(super) const STEPS_A_ROW: u64 = 300_000_000;
/// Steps of `SQLite`'s machine in all, about a minute.
pub(super) const STEPS_IN_ALL: u64 = 6_000_000_000;
