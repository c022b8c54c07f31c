//! Widgets that every screen shares. Each has a role and a name for screen readers.

mod boxes;
mod buttons;
mod charts;
mod figure;
mod marks;
mod options;
mod picture;
pub mod question;
mod scenario;
mod stem;
mod text;

pub use boxes::{
    Corner, Toast, ToastKind, card_box, empty_state, left_column, reading_column, screen_header,
    section_title, setting_row, toast, tool_window,
};
pub use buttons::{
    button, button_named, choice_chip, focus_ring, grade_button, key_cap, palette_row,
    primary_button, quiet_button,
};
pub use charts::{bar, line_chart, list_row, navigator_cell, range_bar};
pub use marks::{
    NavItem, PillKind, WeekBar, bar_week, nav_item, number_with_label, pill, progress_bar,
};
pub use options::{option_card, radio_row};
pub(crate) use picture::in_deck;
pub use scenario::{Place, has_two_columns, scenario_above, with_scenario};
pub use stem::{Mark, sentences, stem};
pub use text::{MarkdownSize, markdown};
