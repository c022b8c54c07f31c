//! Items that are forgotten again and again.

/// Lapses at which an item is first pointed out.
pub const FIRST_AT: u32 = 8;

/// Further lapses between one notice and the next.
pub const THEN_EVERY: u32 = 4;

/// Whether an item with so many lapses counts as a leech.
pub fn is_leech(n_lapses: u32) -> bool {
    n_lapses >= FIRST_AT
}

/// Whether the lapse that made it `n_lapses` is one to point out.
pub fn is_noticed(n_lapses: u32) -> bool {
    is_leech(n_lapses) && (n_lapses - FIRST_AT).is_multiple_of(THEN_EVERY)
}
