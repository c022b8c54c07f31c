//! Commands of editing: each is a value in the log, so that each can be undone.

use serde_json::{Value, json};

use crate::app::command::{Command, Screen};
use crate::app::decks::DeckFolders;
use crate::app::edit::{Editing, blank, overlay_to_json, problems};
use crate::app::jobs::JobRequest;
use crate::app::notice::Severity;
use crate::app::state::State;
use crate::domain::deck::overlay::Overlay;
use crate::domain::deck::{Deck, Item};
use crate::domain::event::SettingName;

impl State {
    pub(super) fn apply_edit(&mut self, command: Command) {
        match command {
            Command::NewDeck(title) => self.new_deck(&title),
            Command::NewItem(deck, kind) => self.new_item(&deck, kind),
            Command::EditSelected => self.edit_selected(),
            Command::DuplicateSelected => self.duplicate_selected(),
            Command::SaveFigures => self.save_figures(),
            Command::RemoveSelected => self.remove_selected(),
            Command::DropOwnVersion => self.drop_own_version(),
            Command::ChangeEdited(item) => {
                if let Some(editing) = &mut self.editing {
                    editing.item = *item;
                }
            }
            Command::SaveEdited => self.save_edited(),
            Command::CancelEdit => self.leave_editor(),
            _ => {}
        }
        self.touch();
    }

    fn new_deck(&mut self, title: &str) {
        let title = title.trim();
        if title.is_empty() {
            return;
        }
        let taken = |id: &str| self.library.deck_index(id).is_some();
        let id = crate::app::imports::Target::new(title, &taken).deck.id;
        let values = vec![
            (SettingName::OwnDeck(id.clone()), json!(title)),
            (SettingName::Enrolled(id.clone()), json!(true)),
        ];
        if self.set_all(values) {
            self.reread_decks();
            self.query = format!("deck:{id} ");
        }
    }

    fn new_item(&mut self, deck: &str, kind: &'static str) {
        let Some(found) = self.library.deck_index(deck).and_then(|index| self.library.deck(index))
        else {
            return;
        };
        let topic = first_leaf(found);
        let item = blank(kind, self.free_item_id(deck), topic);
        self.open_editor(deck.to_owned(), None, item);
    }

    /// An id that no item of the deck has: it begins with "own".
    fn free_item_id(&self, deck: &str) -> String {
        let now = self.services.clock.now().utc_ms;
        let is_free = |id: &String| self.library.find_names(deck, id, 0).is_none();
        let ids = (0..).map(|n: u32| format!("own-{now}-{n}"));
        ids.into_iter().find(is_free).unwrap_or_default()
    }

    fn selected_item(&self) -> Option<(String, Item)> {
        let place = self.selected?;
        let (deck, _) = self.names_of(place)?;
        Some((deck, self.library.item(place)?.clone()))
    }

    fn edit_selected(&mut self) {
        if let Some((deck, item)) = self.selected_item() {
            let original = Some(item.id.clone());
            self.open_editor(deck, original, item);
        }
    }

    fn duplicate_selected(&mut self) {
        if let Some((deck, mut item)) = self.selected_item() {
            item.id = self.free_item_id(&deck);
            self.open_editor(deck, None, item);
        }
    }

    fn open_editor(&mut self, deck: String, original: Option<String>, item: Item) {
        self.editing = Some(Editing { deck, original, item });
        self.go(Screen::Edit);
    }

    fn save_edited(&mut self) {
        let Some(editing) = self.editing.clone() else { return };
        let deck =
            self.library.deck_index(&editing.deck).and_then(|index| self.library.deck(index));
        let found = deck.map(|deck| problems(deck, &editing.item)).unwrap_or_default();
        if let Some(problem) = found.first() {
            self.tell(Severity::Warning, "Not saved yet", problem);
            return;
        }
        let name = SettingName::Overlay(editing.deck.clone(), editing.item.id.clone());
        let overlay = Overlay::Item(Box::new(editing.item));
        if self.set_all(vec![(name, overlay_to_json(&overlay))]) {
            self.reread_decks();
            self.tell_edited("Saved");
            self.leave_editor();
        }
    }

    fn remove_selected(&mut self) {
        let Some((deck, item)) = self.selected_item() else { return };
        let name = SettingName::Overlay(deck, item.id);
        if self.set_all(vec![(name, overlay_to_json(&Overlay::Removed))]) {
            self.selected = None;
            self.reread_decks();
            self.tell_edited("Deleted");
        }
    }

    /// Back to the deck's own wording.
    fn drop_own_version(&mut self) {
        let Some((deck, item)) = self.selected_item() else { return };
        if self.set_all(vec![(SettingName::Overlay(deck, item.id), Value::Null)]) {
            self.reread_decks();
            self.tell_edited("Back to the deck's own wording");
        }
    }

    fn tell_edited(&mut self, title: &str) {
        let undo = Some(("Undo".to_owned(), Command::Undo));
        self.tell_with(Severity::Info, title, "", undo);
    }

    fn leave_editor(&mut self) {
        self.editing = None;
        if self.screen == Screen::Edit {
            self.go(Screen::Library);
            self.came_from.retain(|screen| *screen != Screen::Edit);
        }
    }

    /// Reads decks again with the present overlays; nothing is said about it.
    pub(in crate::app) fn reread_decks(&mut self) {
        self.is_following = true;
        let folders = DeckFolders::of(&self.services);
        self.jobs.start(JobRequest::LoadDecks(folders, self.profile.own_content()));
        if self.services.are_jobs_inline {
            self.tick();
        }
    }
}

/// Id of the first topic without parts.
fn first_leaf(deck: &Deck) -> String {
    let mut topic = deck.outline.first();
    while let Some(inner) = topic.and_then(|topic| topic.topics.first()) {
        topic = Some(inner);
    }
    topic.map_or_else(String::new, |topic| topic.id.clone())
}
