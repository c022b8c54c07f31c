//! Search over all items: words and phrases, and what is known of an item.
//!
//! `deck:pmp topic:risk type:choice tag:formula is:due -is:suspended "earned value"`

mod fold;
mod index;
mod query;

pub use fold::fold;
pub use index::{SearchIndex, search};
pub use query::{Is, Query};
