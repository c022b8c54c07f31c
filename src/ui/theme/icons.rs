//! Code points of the icon font.

/// A calendar with a tick.
pub const TODAY: &str = "\u{e712}";
/// Books on a shelf.
pub const LIBRARY: &str = "\u{e758}";
/// A gear.
pub const SETTINGS: &str = "\u{e272}";
