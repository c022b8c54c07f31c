//! Files of a deck that were read apart from each other, put together.

use std::collections::HashSet;

use super::parse::{MAX_FOUND, MAX_ITEMS, Reader, Reading, SourceFile};

/// What one file holds, read by itself.
pub struct Part(Reader);

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part").field("n_items", &self.0.items.len()).finish_non_exhaustive()
    }
}

impl Part {
    /// The first file of a deck; none where the others cannot be read apart from it: its head is missing or
    /// refused.
    pub fn head(file: &SourceFile) -> Option<Self> {
        let mut reader = Reader::default();
        reader.take(file);
        (reader.deck.is_some() && !reader.is_refused).then_some(Self(reader))
    }

    /// A file behind the head.
    pub fn behind(file: &SourceFile) -> Self {
        let mut reader = Reader::of_part();
        reader.take(file);
        Self(reader)
    }
}

/// The deck of a head and the parts behind it; none where reading them one after another would give
/// something else: an id that stands in two of them, a limit that they pass together.
pub fn joined(head: Part, parts: Vec<Part>) -> Option<Reading> {
    let mut whole = head.0;
    if !fits(&whole, &parts) {
        return None;
    }
    for Part(part) in parts {
        whole.items.extend(part.items);
        whole.blueprints.extend(part.blueprints);
        whole.reviews.extend(part.reviews);
        whole.found.extend(part.found);
        whole.places.extend(part.places);
    }
    Some(whole.finish())
}

fn fits(head: &Reader, parts: &[Part]) -> bool {
    let all = || std::iter::once(head).chain(parts.iter().map(|part| &part.0));
    let n_ids: usize = all().map(|reader| reader.places.len()).sum();
    let mut ids: HashSet<&str> = HashSet::with_capacity(n_ids);
    all().flat_map(|reader| reader.places.keys()).for_each(|id| {
        ids.insert(id);
    });
    ids.len() == n_ids
        && all().all(|reader| !reader.is_refused)
        && all().map(|reader| reader.n_elements).sum::<usize>() <= MAX_ITEMS
        && all().map(|reader| reader.found.len()).sum::<usize>() <= MAX_FOUND
}
