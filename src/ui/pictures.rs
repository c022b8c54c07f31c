//! Pictures of the decks for egui: read and decoded off the window's thread, kept while they are shown.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::load::{ImageLoadResult, ImageLoader, ImagePoll, LoadError, SizeHint};
use egui::{ColorImage, Context};

use crate::app::media::MediaHomes;
use crate::app::picture::{Picture, decode};

/// What addresses of the decks' pictures begin with.
const SCHEME: &str = "deck-media://";
/// Most pictures that are kept decoded, at most 16 MiB each; egui keeps what it draws besides.
const KEPT: usize = 8;

/// The address of a picture of a deck; ids of decks hold no `/`.
pub(crate) fn address(deck: &str, file: &str) -> String {
    format!("{SCHEME}{deck}/{file}")
}

/// Reads pictures by their addresses.
pub(crate) struct DeckPictures {
    homes: MediaHomes,
    /// Whether a picture is there at once: for tests, where nothing may depend on threads.
    is_inline: bool,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    /// How many were asked for so far.
    n_asked: u64,
    pictures: HashMap<String, Entry>,
}

struct Entry {
    asked: u64,
    /// None while it is being read.
    read: Option<Result<Arc<ColorImage>, String>>,
}

impl DeckPictures {
    pub(crate) fn new(homes: MediaHomes, is_inline: bool) -> Self {
        Self { homes, is_inline, kept: Arc::default() }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, ctx: &Context, uri: &str, deck: &str, file: &str) {
        self.kept().ask(uri);
        let (homes, kept, ctx) = (self.homes.clone(), Arc::clone(&self.kept), ctx.clone());
        let (uri, deck, file) = (uri.to_owned(), deck.to_owned(), file.to_owned());
        let work = move || {
            let read = read(&homes, &deck, &file);
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            // It may have been forgotten since.
            if let Some(entry) = kept.pictures.get_mut(&uri) {
                entry.read = Some(read);
            }
            ctx.request_repaint();
        };
        if self.is_inline {
            work();
        } else {
            // Where no thread can be had, the picture stays outstanding.
            std::thread::Builder::new().name("picture".to_owned()).spawn(work).ok();
        }
    }
}

fn read(homes: &MediaHomes, deck: &str, file: &str) -> Result<Arc<ColorImage>, String> {
    let bytes = homes.home(deck).and_then(|home| home.read(file));
    match bytes.map_or(Picture::Missing, |bytes| decode(&bytes)) {
        Picture::Ready(pixels) => {
            Ok(Arc::new(ColorImage::from_rgba_unmultiplied(pixels.size, &pixels.rgba)))
        }
        Picture::Broken(reason) => Err(reason),
        Picture::Missing | Picture::Loading => Err("The deck has no such file.".to_owned()),
    }
}

impl Kept {
    fn ask(&mut self, uri: &str) {
        if self.pictures.len() >= KEPT {
            let oldest = self.pictures.iter().min_by_key(|(_, entry)| entry.asked);
            let oldest = oldest.map(|(uri, _)| uri.clone());
            oldest.and_then(|uri| self.pictures.remove(&uri));
        }
        self.n_asked += 1;
        self.pictures.insert(uri.to_owned(), Entry { asked: self.n_asked, read: None });
    }

    fn poll(&self, uri: &str) -> Option<ImageLoadResult> {
        Some(match &self.pictures.get(uri)?.read {
            None => Ok(ImagePoll::Pending { size: None }),
            Some(Ok(image)) => Ok(ImagePoll::Ready { image: Arc::clone(image) }),
            Some(Err(reason)) => Err(LoadError::Loading(reason.clone())),
        })
    }
}

impl ImageLoader for DeckPictures {
    fn id(&self) -> &'static str {
        concat!(module_path!(), "::DeckPictures")
    }

    fn load(&self, ctx: &Context, uri: &str, _: SizeHint) -> ImageLoadResult {
        let parts = uri.strip_prefix(SCHEME).and_then(|rest| rest.split_once('/'));
        let (deck, file) = parts.ok_or(LoadError::NotSupported)?;
        if let Some(polled) = self.kept().poll(uri) {
            return polled;
        }
        self.start(ctx, uri, deck, file);
        self.kept().poll(uri).unwrap_or(Ok(ImagePoll::Pending { size: None }))
    }

    fn forget(&self, uri: &str) {
        self.kept().pictures.remove(uri);
    }

    fn forget_all(&self) {
        self.kept().pictures.clear();
    }

    fn byte_size(&self) -> usize {
        let size = |entry: &Entry| match &entry.read {
            Some(Ok(image)) => image.pixels.len() * size_of::<egui::Color32>(),
            _ => 0,
        };
        self.kept().pictures.values().map(size).sum()
    }

    fn has_pending(&self) -> bool {
        self.kept().pictures.values().any(|entry| entry.read.is_none())
    }
}
