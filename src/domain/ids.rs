//! Identities that stay the same for ever: they are what the log refers to.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What one memory belongs to: an item of a deck and, where an item has several memories, the facet.
///
/// The facet is 0 for most items, 1 for the reverse of a `Card`, and the number n of a `Cloze` gap.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MemoryKey {
    /// Deck id, lower case.
    pub deck: Arc<str>,
    /// Item id, unique in the deck.
    pub item: Arc<str>,
    /// Which memory of the item.
    pub facet: u16,
}

impl MemoryKey {
    /// Makes a key from its three parts.
    pub fn new(deck: &str, item: &str, facet: u16) -> Self {
        Self { deck: deck.into(), item: item.into(), facet }
    }
}

impl fmt::Display for MemoryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}#{}", self.deck, self.item, self.facet)
    }
}

/// Identity of one row of the log: the machine that wrote it and its running number there.
///
/// Two machines' logs merge by set union without a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventId {
    /// Random number of the data folder, positive, drawn once.
    pub device: i64,
    /// 1, 2, 3 … on that device.
    pub sequence: i64,
}
