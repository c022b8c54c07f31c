//! Randomness that is passed in: the same purpose and ids always give the same numbers.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

/// Root of all randomness of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u64);

impl Seed {
    /// Gives the stream for one purpose and its ids; the order of calls does not matter.
    pub fn derive(self, purpose: &str, ids: &[&str]) -> ChaCha8Rng {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0.to_le_bytes());
        for text in std::iter::once(&purpose).chain(ids) {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        ChaCha8Rng::from_seed(*hasher.finalize().as_bytes())
    }
}
