//! Files in the decks' `media/` folders, and the pictures that were decoded from them.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::command::Screen;
use super::decks::Shipped;
use super::jobs::JobRequest;
use super::picture::Picture;
use super::state::State;
use super::view::question::{self, Layout, QuestionView, Reveal};
use crate::domain::deck::{Body, Item, Response};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;
/// Pictures that are kept decoded, at most 16 MiB each.
const KEPT: usize = 6;

/// Where the media of one deck lie.
#[derive(Debug, Clone)]
pub enum MediaHome {
    /// In the program: name of the deck's folder.
    Embedded(String),
    /// On disk: the `media` folder itself.
    Folder(PathBuf),
}

impl MediaHome {
    /// Whether there is any file.
    pub fn has_any(&self) -> bool {
        match self {
            Self::Embedded(folder) => {
                let media = format!("{folder}/media/");
                Shipped::iter().any(|path| path.starts_with(&media))
            }
            Self::Folder(folder) => {
                std::fs::read_dir(folder).is_ok_and(|mut all| all.next().is_some())
            }
        }
    }

    /// Reads a file by its name inside `media/`; none where there is no such file, where it is
    /// larger than 64 MiB, and for names that lead out of the folder.
    pub fn read(&self, name: &str) -> Option<Arc<[u8]>> {
        let name = Path::new(name.strip_prefix("media/").unwrap_or(name));
        let is_inside = name.components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || name.as_os_str().is_empty() {
            return None;
        }
        match self {
            Self::Embedded(folder) => {
                let path = format!("{folder}/media/{}", name.to_str()?);
                Shipped::get(&path).map(|file| file.data.into_owned().into())
            }
            Self::Folder(folder) => {
                let path = folder.join(name);
                let size = std::fs::metadata(&path).ok()?.len();
                (size <= MAX_FILE).then(|| std::fs::read(path).ok()).flatten().map(Into::into)
            }
        }
    }
}

/// Names a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureKey {
    /// Deck id.
    pub deck: String,
    /// Name of the file.
    pub name: String,
}

/// Where the media of all decks lie, as the decks were read last; for other threads as well.
#[derive(Debug, Clone, Default)]
pub struct MediaHomes(Arc<RwLock<BTreeMap<String, MediaHome>>>);

impl MediaHomes {
    /// Where the media of a deck lie; none for an unknown deck.
    pub fn home(&self, deck: &str) -> Option<MediaHome> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(deck).cloned()
    }
}

/// The media of all decks.
#[derive(Debug, Default)]
pub struct Media {
    homes: MediaHomes,
    /// How often the decks were read.
    version: u64,
    pictures: VecDeque<(PictureKey, Arc<Picture>)>,
}

impl Media {
    /// Media at these places by deck id, none decoded yet.
    pub fn renew(&mut self, homes: BTreeMap<String, MediaHome>) {
        *self.homes.0.write().unwrap_or_else(PoisonError::into_inner) = homes;
        self.version += 1;
        self.pictures.clear();
    }

    /// Where the media of a deck lie; none for an unknown deck.
    pub fn home(&self, deck: &str) -> Option<MediaHome> {
        self.homes.home(deck)
    }

    fn find(&self, key: &PictureKey) -> Option<&Arc<Picture>> {
        self.pictures.iter().find(|(found, _)| found == key).map(|(_, picture)| picture)
    }

    fn put(&mut self, key: PictureKey, picture: Picture) {
        self.pictures.retain(|(found, _)| *found != key);
        if self.pictures.len() >= KEPT {
            self.pictures.pop_front();
        }
        self.pictures.push_back((key, Arc::new(picture)));
    }
}

impl State {
    /// The bytes of a file in a deck's `media/` folder. Reads the disk: not for drawing code.
    pub fn media(&self, deck: &str, name: &str) -> Option<Arc<[u8]>> {
        self.media.home(deck)?.read(name)
    }

    /// Where the media of all decks lie.
    pub fn media_homes(&self) -> MediaHomes {
        self.media.homes.clone()
    }

    /// Changes when pictures that were read may differ from the files.
    pub fn media_version(&self) -> u64 {
        self.media.version
    }

    /// Id of the deck whose item is on the screen.
    pub fn shown_deck(&self) -> Option<&str> {
        match self.screen() {
            Screen::Edit => self.editing.as_ref().map(|editing| editing.deck.as_str()),
            Screen::Library => self.deck_id_of(self.selected?),
            Screen::Exam => self.exam.as_ref().map(|exam| exam.attempt.plan().deck.as_str()),
            Screen::Result => {
                let mock = self.mocks.iter().find(|mock| mock.id == self.result.id)?;
                Some(&mock.attempt.plan().deck)
            }
            Screen::Summary => Some(&self.sitting.as_ref()?.practice()?.deck),
            _ => self.deck_id_of(self.sitting.as_ref()?.current.as_ref()?.entry.item),
        }
    }

    fn deck_id_of(&self, item: u32) -> Option<&str> {
        Some(&self.library.deck(self.library.deck_of(item)?)?.id)
    }

    /// Starts reading the picture of an item (its place in the library), if it has one and it is
    /// not there yet. Call it when the item is about to be shown.
    pub fn want_picture(&mut self, item: u32) {
        let Some(key) = self.library.item(item).and_then(|found| self.picture_key(item, found))
        else {
            return;
        };
        if self.media.find(&key).is_none() {
            let home = self.media.home(&key.deck);
            self.media.put(key.clone(), Picture::Loading);
            self.jobs.start(JobRequest::Picture(key, home));
        }
    }

    /// The view of a question with its picture; none for items that are not marked.
    pub fn question(
        &self,
        item: u32,
        layout: &Layout,
        response: Option<&Response>,
        reveal: Reveal,
    ) -> Option<QuestionView> {
        self.question_of(self.library.item(item)?, item, layout, response, reveal)
    }

    /// The same for a question with its numbers; `item` is its place in the library.
    pub fn question_of(
        &self,
        found: &Item,
        item: u32,
        layout: &Layout,
        response: Option<&Response>,
        reveal: Reveal,
    ) -> Option<QuestionView> {
        let view = question::question_view(found, layout, response, reveal)?;
        let Some(key) = self.picture_key(item, found) else { return Some(view) };
        let picture = self.media.find(&key).cloned();
        Some(view.with_picture(|_| picture.unwrap_or_else(|| Arc::new(Picture::Loading))))
    }

    fn picture_key(&self, item: u32, found: &Item) -> Option<PictureKey> {
        let Body::Hotspot(hotspot) = &found.body else { return None };
        let name = hotspot.image.clone().filter(|_| hotspot.figure.is_none())?;
        let deck = self.library.deck(self.library.deck_of(item)?)?.id.clone();
        Some(PictureKey { deck, name })
    }

    pub(super) fn take_picture(&mut self, key: PictureKey, picture: Picture) {
        self.media.put(key, picture);
        self.touch();
    }
}
