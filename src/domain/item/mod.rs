//! Items as they are asked: marking, chances, gaps and menus.

pub mod guess;
pub mod layout;
pub mod mark;
pub mod number;
pub mod picture;
pub mod text;

pub use guess::guess_chance;
pub use layout::Layout;
pub use mark::{Marking, WrongShape, is_complete, is_partial, mark, option_order};
pub use number::parse_number;
pub use text::{DropSegment, Segment, cloze_segments, dropdown_segments};
