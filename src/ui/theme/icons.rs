//! Code points of the icon font.

/// A calendar with a tick.
pub const TODAY: &str = "\u{e712}";
/// A target.
pub const PRACTICE: &str = "\u{e47c}";
/// A paper with a mark.
pub const EXAM: &str = "\u{e742}";
/// Books on a shelf.
pub const LIBRARY: &str = "\u{e758}";
/// A rising line.
pub const PROGRESS: &str = "\u{e156}";
/// A gear.
pub const SETTINGS: &str = "\u{e272}";
/// Six dots: something that can be dragged.
pub const DRAG: &str = "\u{eae2}";
/// An arrow up.
pub const UP: &str = "\u{e08e}";
/// An arrow down.
pub const DOWN: &str = "\u{e03e}";
/// A caret down: something that opens.
pub const OPEN: &str = "\u{e136}";
/// A caret to the right: something that is closed.
pub const CLOSED: &str = "\u{e13a}";
