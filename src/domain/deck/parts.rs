//! Files of a deck that were read apart from each other, put together.

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
    let n_ids = whole.places.len() + parts.iter().map(|part| part.0.places.len()).sum::<usize>();
    let n_items = parts.iter().map(|part| part.0.items.len()).sum();
    whole.places.reserve(n_ids);
    whole.items.reserve_exact(n_items);
    for Part(part) in parts {
        if part.is_refused {
            return None;
        }
        whole.n_elements += part.n_elements;
        whole.items.extend(part.items);
        whole.blueprints.extend(part.blueprints);
        whole.reviews.extend(part.reviews);
        whole.found.extend(part.found);
        whole.places.extend(part.places);
    }
    let is_within = whole.n_elements <= MAX_ITEMS && whole.found.len() <= MAX_FOUND;
    (is_within && whole.places.len() == n_ids).then(|| whole.finish())
}
