//! Commands of the Library.

use serde_json::json;

use crate::app::command::{Command, Screen};
use crate::app::notice::Severity;
use crate::app::state::{Direction, State};
use crate::domain::event::SettingName;

impl State {
    pub(super) fn apply_library(&mut self, command: Command) {
        match command {
            Command::Search(query) => self.query = query,
            Command::Sort(column) => {
                let is_flip = self.sort == (column, Direction::Up);
                self.sort = (column, if is_flip { Direction::Down } else { Direction::Up });
            }
            Command::SelectItem(item) => self.selected = item,
            Command::ShowProgressOf(deck) => {
                self.progress_of = Some(deck);
                self.go(Screen::Progress);
            }
            Command::ExportProgress => self.export_progress(),
            Command::ToggleSuspendSelected => {
                if let Some(id) = self.selected.and_then(|item| self.names_of(item)) {
                    let is_on = !self.profile.suspended.contains(&id);
                    self.set_all(vec![(SettingName::Suspended(id.0, id.1), json!(is_on))]);
                }
            }
            Command::ToggleFlagSelected => {
                if let Some(id) = self.selected.and_then(|item| self.names_of(item)) {
                    let is_on = !self.profile.flagged.contains(&id);
                    self.set_all(vec![(SettingName::Flagged(id.0, id.1), json!(is_on))]);
                }
            }
            _ => {}
        }
        self.touch();
    }

    /// Writes the numbers of the Progress screen as CSV.
    fn export_progress(&mut self) {
        let text = crate::app::view::progress::csv(&self.progress_view());
        let folder = self.services.data_dir.join("reports");
        let path = folder.join(format!("progress-{}.csv", self.today().date()));
        match std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, text)) {
            Ok(()) => self.tell(Severity::Info, "Numbers written", &path.display().to_string()),
            Err(error) => {
                let detail = format!("{}: {error}.", path.display());
                self.tell(Severity::Error, "The numbers were not written", &detail);
            }
        }
    }

    /// Deck id and item id of an item of the library.
    pub(in crate::app) fn names_of(&self, item: u32) -> Option<(String, String)> {
        let deck = self.library.deck(self.library.deck_of(item)?)?;
        Some((deck.id.clone(), self.library.item(item)?.id.clone()))
    }
}
