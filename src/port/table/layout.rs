//! Which columns make an item.

use crate::port::roles::Role;

/// The columns of a table by what they hold.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) stem: Option<usize>,
    pub(super) backs: Vec<usize>,
    /// Option columns in the order of the options.
    pub(super) options: Vec<usize>,
    pub(super) list: Option<usize>,
    pub(super) right: Option<usize>,
    pub(super) wrongs: Vec<usize>,
    pub(super) key: Option<usize>,
    /// Reasons: place of the option and column.
    pub(super) whys: Vec<(usize, usize)>,
    pub(super) explains: Vec<usize>,
    pub(super) hints: Vec<usize>,
    pub(super) topics: Vec<usize>,
    pub(super) deck: Option<usize>,
    pub(super) tags: Vec<usize>,
    pub(super) id: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) difficulty: Option<usize>,
    pub(super) pictures: Vec<usize>,
    pub(super) references: Vec<usize>,
    pub(super) scenario: Option<usize>,
    pub(super) notes: Vec<usize>,
    pub(super) certdeck: Option<usize>,
}

impl Layout {
    /// Sorts columns by their roles; of roles that stand once the first counts, others are notes.
    pub(super) fn of(roles: &[Role]) -> Self {
        let mut layout = Self::default();
        let mut options: Vec<(u8, usize)> = Vec::new();
        for (column, role) in roles.iter().enumerate() {
            match role {
                Role::Stem => once(&mut layout.stem, column, &mut layout.backs),
                Role::Back => layout.backs.push(column),
                Role::Option(place) => options.push((*place, column)),
                Role::Options => once(&mut layout.list, column, &mut layout.notes),
                Role::Right => once(&mut layout.right, column, &mut layout.notes),
                Role::Wrong => layout.wrongs.push(column),
                Role::Key => once(&mut layout.key, column, &mut layout.notes),
                Role::Why(place) => layout.whys.push((usize::from(*place), column)),
                Role::Explain => layout.explains.push(column),
                Role::Hint => layout.hints.push(column),
                Role::Topic => layout.topics.push(column),
                Role::Deck => once(&mut layout.deck, column, &mut layout.notes),
                Role::Tags => layout.tags.push(column),
                Role::Id => once(&mut layout.id, column, &mut layout.notes),
                Role::Type => once(&mut layout.kind, column, &mut layout.notes),
                Role::Difficulty => once(&mut layout.difficulty, column, &mut layout.notes),
                Role::Picture => layout.pictures.push(column),
                Role::Reference => layout.references.push(column),
                Role::Scenario => once(&mut layout.scenario, column, &mut layout.notes),
                Role::Note => layout.notes.push(column),
                Role::Certdeck => once(&mut layout.certdeck, column, &mut layout.notes),
                Role::Number | Role::Notetype | Role::Nothing => {}
            }
        }
        options.sort_by_key(|(place, _)| *place);
        layout.options = options.into_iter().map(|(_, column)| column).collect();
        layout
    }

    /// Whether rows are questions with options.
    pub(super) fn asks_choices(&self) -> bool {
        let has_options = self.options.len() >= 2 || self.list.is_some();
        (has_options && self.key.is_some()) || (self.right.is_some() && !self.wrongs.is_empty())
    }

    /// Whether the key column has to be read against options.
    pub(super) fn has_key(&self) -> bool {
        self.key.is_some() && (self.options.len() >= 2 || self.list.is_some())
    }
}

fn once(slot: &mut Option<usize>, column: usize, rest: &mut Vec<usize>) {
    match slot {
        None => *slot = Some(column),
        Some(_) => rest.push(column),
    }
}
