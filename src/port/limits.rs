//! Limits on what is read from texts: hostile or damaged input ends in a message.

/// Bytes of a mebibyte.
pub(super) const MIB: usize = 1 << 20;

/// Largest text file, in bytes.
pub(super) const TEXT: usize = 256 * MIB;
/// Most records of one import.
pub(super) const RECORDS: usize = 500_000;
/// Longest record, in bytes.
pub(super) const RECORD: usize = 8 * MIB;
/// Longest field, in bytes.
pub(super) const FIELD: usize = 4 * MIB;
/// Most columns of a table.
pub(super) const COLUMNS: usize = 256;
/// Most options, pairs or steps of one question.
pub(super) const OPTIONS: usize = 26;
/// Most tags of a record.
pub(super) const TAGS: usize = 200;
/// Longest tag, topic or deck name, in characters.
pub(super) const NAME: usize = 200;
/// Deepest topic; deeper levels are joined.
pub(super) const TOPIC_LEVELS: usize = 8;
/// Deepest nesting of Moodle XML.
pub(super) const XML_DEPTH: usize = 64;
/// Largest picture or sound beside a text file, in bytes.
pub(super) const MEDIA_FILE: usize = 100 * MIB;
/// All of them together, in bytes: they are held in memory until the import is applied.
pub(super) const MEDIA_ALL: usize = 256 * MIB;
/// Records after which progress is told and cancelling is looked for.
pub(super) const STRIDE: usize = 1000;
