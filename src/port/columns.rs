//! Roles of columns that the learner corrected, for files with the same head.

use std::collections::BTreeMap;

use super::identity::{Hash, hex};
use super::roles::Role;
use super::words::plain_head;

/// What is remembered of tables, by the key of their heads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(BTreeMap<String, Vec<Role>>);

impl Columns {
    /// Remembers the roles of a table.
    pub fn put(&mut self, key: String, roles: Vec<Role>) {
        self.0.insert(key, roles);
    }

    /// The roles that a table with this head had; one for each column.
    pub(super) fn of(&self, heads: &[String]) -> Option<&[Role]> {
        if self.0.is_empty() {
            return None;
        }
        let roles = self.0.get(&head_key(heads))?;
        (roles.len() == heads.len()).then_some(roles.as_slice())
    }
}

/// By what a head row is recognised: case, blanks, punctuation and the separator do not count.
///
/// A digest, because a head may be as long as it likes and the log keeps this.
pub fn head_key(heads: &[String]) -> String {
    let mut hash = Hash::default();
    for head in heads {
        hash.add(&plain_head(head));
    }
    hex(&hash.finish())
}
