//! What the columns of a table hold.

use serde::{Deserialize, Serialize};

use super::key::{Offer, Reading, Schemes};
use super::table::Grid;
use super::words::{Head, Word, head, letter_run};

/// Rows that guesses look at.
const SAMPLE: usize = 400;

/// What a column holds. Numbers count from 0 in the order of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Question, front or text with gaps.
    Stem,
    /// Answer of a card.
    Back,
    /// One option.
    Option(u8),
    /// A list of options in one cell.
    Options,
    /// The right answer as text, beside columns with wrong ones.
    Right,
    /// A wrong answer as text.
    Wrong,
    /// Which options are right.
    Key,
    /// Why one option is right or wrong.
    Why(u8),
    /// What decides, for the whole question.
    Explain,
    /// A help; becomes a part of the note.
    Hint,
    /// Topic; several columns are its levels.
    Topic,
    /// Title of the deck and topics between `::`.
    Deck,
    /// Tags.
    Tags,
    /// An id that stays the same when the file comes again.
    Id,
    /// A number of a row: not read.
    Number,
    /// Type of the question.
    Type,
    /// 1 to 5, or a word.
    Difficulty,
    /// Name of a picture, shown behind the stem.
    Picture,
    /// Where the fact is from.
    Reference,
    /// A text that the questions of consecutive rows share.
    Scenario,
    /// Kept in the item's note under the column's head.
    Note,
    /// Our own item, as the export writes it.
    Certdeck,
    /// Name of a notetype: not read.
    Notetype,
    /// Not read.
    Nothing,
}

impl Role {
    /// Every role that a learner may choose, options and reasons for the first only.
    pub const ALL: [Self; 24] = [
        Self::Stem,
        Self::Back,
        Self::Option(0),
        Self::Options,
        Self::Right,
        Self::Wrong,
        Self::Key,
        Self::Why(0),
        Self::Explain,
        Self::Hint,
        Self::Topic,
        Self::Deck,
        Self::Tags,
        Self::Id,
        Self::Number,
        Self::Type,
        Self::Difficulty,
        Self::Picture,
        Self::Reference,
        Self::Scenario,
        Self::Note,
        Self::Certdeck,
        Self::Notetype,
        Self::Nothing,
    ];
}

/// Roles of columns under a head row. `rows` are the data below it.
pub(super) fn roles_of_heads(heads: &[&str], rows: &Grid<'_>) -> Vec<Role> {
    let mut read: Vec<Head> = heads.iter().map(|cell| head(cell)).collect();
    if let Some((start, n)) = letter_run(heads) {
        for (place, head) in read.iter_mut().skip(start).take(n).enumerate() {
            (head.word, head.number) = (Some(Word::Option), Some(place + 1));
        }
    }
    let mut roles: Vec<Role> = read.iter().map(plain_role).collect();
    number_options(&read, &mut roles);
    reasons(&read, &mut roles);
    settle_answer(&read, &mut roles, rows);
    settle_stem(&read, &mut roles);
    settle_ids(&mut roles, rows);
    once(&mut roles);
    roles
}

fn plain_role(head: &Head) -> Role {
    let Some(word) = head.word else { return Role::Note };
    match word {
        Word::Stem => Role::Stem,
        Word::Back => Role::Back,
        Word::Option => Role::Option(0),
        Word::Options => Role::Options,
        Word::Right => Role::Right,
        Word::Wrong => Role::Wrong,
        Word::Key => Role::Key,
        Word::Explain => Role::Explain,
        Word::Hint => Role::Hint,
        Word::Topic => Role::Topic,
        Word::Tags => Role::Tags,
        Word::Id => Role::Id,
        Word::Number => Role::Number,
        Word::Type => Role::Type,
        Word::Difficulty => Role::Difficulty,
        Word::Picture => Role::Picture,
        Word::Reference => Role::Reference,
        Word::Scenario => Role::Scenario,
        Word::Note => Role::Note,
        Word::Certdeck => Role::Certdeck,
        Word::Notetype => Role::Notetype,
        Word::Deck => Role::Deck,
    }
}

/// Options in the order of their numbers; those without one in the order of columns.
fn number_options(heads: &[Head], roles: &mut [Role]) {
    let mut places: Vec<(usize, usize)> = heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.word == Some(Word::Option))
        .map(|(column, head)| (head.number.unwrap_or(column + 1), column))
        .collect();
    places.sort_unstable();
    for (place, (_, column)) in places.iter().enumerate() {
        if let Some(role) = roles.get_mut(*column) {
            *role = Role::Option(place as u8);
        }
    }
}

/// Numbered explanations belong to options; so do unnumbered ones that follow each option.
fn reasons(heads: &[Head], roles: &mut [Role]) {
    let n_options = roles.iter().filter(|role| matches!(role, Role::Option(_))).count();
    let is_reason =
        |head: &Head| matches!(head.word, Some(Word::Explain | Word::Note)) && n_options >= 2;
    let numbers: Vec<usize> =
        heads.iter().filter(|head| is_reason(head)).filter_map(|head| head.number).collect();
    let first = numbers.iter().min().copied().unwrap_or(1);
    for (role, head) in roles.iter_mut().zip(heads) {
        if let Some(number) = head.number.filter(|_| is_reason(head)) {
            *role = Role::Why((number - first.min(number)) as u8);
        }
    }
    let behind: Vec<(usize, u8)> = roles
        .windows(2)
        .enumerate()
        .filter_map(|(column, pair)| match pair {
            [Role::Option(place), Role::Explain] => Some((column + 1, *place)),
            _ => None,
        })
        .collect();
    if behind.len() >= 2 {
        for (column, place) in behind {
            if let Some(role) = roles.get_mut(column) {
                *role = Role::Why(place);
            }
        }
    }
}

/// "answer" is the key if there are options and its cells resolve as one, else the back.
fn settle_answer(heads: &[Head], roles: &mut [Role], rows: &Grid<'_>) {
    let has_wrongs = roles.contains(&Role::Wrong);
    let has_options = roles.iter().any(|role| matches!(role, Role::Option(_) | Role::Options));
    for role in roles.iter_mut().filter(|_| has_wrongs && !has_options) {
        if matches!(role, Role::Key | Role::Back) {
            *role = Role::Right;
        }
    }
    for role in roles.iter_mut().filter(|role| **role == Role::Right && !has_wrongs) {
        *role = if has_options { Role::Key } else { Role::Back };
    }
    if !has_options {
        // "Correct answer" alone, without options, is an answer.
        let has_back = roles.contains(&Role::Back);
        for role in roles.iter_mut().filter(|role| **role == Role::Key) {
            *role = if has_back { Role::Note } else { Role::Back };
        }
        return;
    }
    if roles.contains(&Role::Key) {
        return;
    }
    let backs: Vec<usize> = columns(roles, Role::Back);
    // "Answers" beside options may be the key, too.
    let lists: Vec<usize> = if roles.iter().any(|role| matches!(role, Role::Option(_))) {
        columns(roles, Role::Options)
    } else {
        Vec::new()
    };
    for column in backs.into_iter().chain(lists) {
        let is_key = heads.get(column).is_some() && resolves(column, roles, rows);
        if let Some(role) = roles.get_mut(column).filter(|_| is_key) {
            *role = Role::Key;
            return;
        }
    }
}

fn columns(roles: &[Role], wanted: Role) -> Vec<usize> {
    roles.iter().enumerate().filter(|(_, role)| **role == wanted).map(|(at, _)| at).collect()
}

/// Whether the cells of `column` name options of their rows.
fn resolves(column: usize, roles: &[Role], rows: &Grid<'_>) -> bool {
    let mut options: Vec<(u8, usize)> = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        if let Role::Option(place) = role {
            options.push((*place, at));
        }
    }
    options.sort_unstable();
    let list = columns(roles, Role::Options).first().copied();
    let mut schemes = Schemes::default();
    let mut n_keys = 0;
    for row in (0..rows.len().min(SAMPLE)).filter_map(|row| rows.row(row)) {
        let key = row.cell(column);
        if key.is_empty() {
            continue;
        }
        n_keys += 1;
        if let Some(list) = list.filter(|_| options.is_empty()) {
            let texts = super::within::split_options(row.cell(list));
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            schemes.see(key, Offer { options: &texts, heads: &[] });
        } else {
            let texts: Vec<&str> = options.iter().map(|(_, at)| row.cell(*at)).collect();
            schemes.see(key, Offer { options: &texts, heads: &[] });
        }
    }
    n_keys > 0 && schemes.reading() != Reading::Nothing
}

/// One stem: without a head for it, the first column that nothing else claims.
fn settle_stem(heads: &[Head], roles: &mut [Role]) {
    if !roles.contains(&Role::Stem) {
        let free = roles.iter().position(|role| *role == Role::Note);
        let is_unknown = |at: &usize| heads.get(*at).is_some_and(|head| head.word.is_none());
        if let Some(role) = free.filter(is_unknown).and_then(|at| roles.get_mut(at)) {
            *role = Role::Stem;
        } else if let Some(role) =
            columns(roles, Role::Scenario).first().and_then(|at| roles.get_mut(*at))
        {
            *role = Role::Stem;
        }
    }
    let has_answer = roles.iter().any(|role| {
        matches!(role, Role::Back | Role::Key | Role::Right | Role::Options | Role::Certdeck)
    });
    if !has_answer {
        // "Term, Explanation", or a second column whose head says nothing.
        let back = columns(roles, Role::Explain).first().copied().or_else(|| {
            let unknown = |at: &usize| heads.get(*at).is_some_and(|head| head.word.is_none());
            columns(roles, Role::Note).into_iter().find(unknown)
        });
        if let Some(role) = back.and_then(|at| roles.get_mut(at)) {
            *role = Role::Back;
        }
    }
}

/// Ids that count 1, 2, 3 … are numbers of rows; so is a column without a head that counts.
fn settle_ids(roles: &mut [Role], rows: &Grid<'_>) {
    for (column, role) in roles.iter_mut().enumerate() {
        if matches!(role, Role::Id | Role::Note) && counts(column, rows) {
            *role = Role::Number;
        }
    }
}

/// Whether a column counts 1, 2, 3 …
fn counts(column: usize, rows: &Grid<'_>) -> bool {
    let n = rows.len().min(SAMPLE);
    let number = |row: usize| rows.row(row).and_then(|row| row.cell(column).parse::<usize>().ok());
    let Some(first) = number(0).filter(|first| *first <= 1) else { return false };
    (0..n).all(|row| number(row) == Some(first + row))
}

/// Roles that a table has once: further columns become notes, further stems a part of the back.
fn once(roles: &mut [Role]) {
    let single = [Role::Stem, Role::Key, Role::Options, Role::Right, Role::Id, Role::Certdeck];
    for wanted in single {
        for column in columns(roles, wanted).into_iter().skip(1) {
            if let Some(role) = roles.get_mut(column) {
                *role = Role::Note;
            }
        }
    }
}

/// Roles of columns without a head row.
pub(super) fn roles_without_heads(n_columns: usize, rows: &Grid<'_>) -> Vec<Role> {
    let mut roles = vec![Role::Note; n_columns];
    let mut first = 0;
    if n_columns > 2 && counts(0, rows) {
        first = 1;
        set(&mut roles, 0, Role::Number);
    }
    let gaps = (0..n_columns).find(|column| has_gaps(*column, rows));
    set(&mut roles, gaps.unwrap_or(first), Role::Stem);
    if gaps.is_none() && n_columns >= first + 4 && question_columns(first, &mut roles, rows) {
        return roles;
    }
    let mut rest = (first..n_columns).filter(|column| roles.get(*column) == Some(&Role::Note));
    let back = rest.next();
    let later: Vec<usize> = rest.collect();
    if let Some(back) = back {
        set(&mut roles, back, Role::Back);
    }
    for column in later {
        if are_tokens(column, rows) {
            set(&mut roles, column, Role::Tags);
        }
    }
    roles
}

fn set(roles: &mut [Role], column: usize, role: Role) {
    if let Some(slot) = roles.get_mut(column) {
        *slot = role;
    }
}

fn share(rows: &Grid<'_>, is_so: impl Fn(usize) -> bool) -> f64 {
    let n = rows.len().min(SAMPLE);
    (0..n).filter(|row| is_so(*row)).count() as f64 / n.max(1) as f64
}

fn has_gaps(column: usize, rows: &Grid<'_>) -> bool {
    share(rows, |row| rows.row(row).is_some_and(|row| row.cell(column).contains("{{c1::"))) >= 0.5
}

/// Whether cells are short tokens: tags.
fn are_tokens(column: usize, rows: &Grid<'_>) -> bool {
    let is_token = |cell: &str| {
        cell.len() <= 60
            && !cell.contains(['.', '?', '!', '('])
            && cell.split_whitespace().all(|word| word.len() <= 24)
            && cell.split_whitespace().count() <= 4
    };
    let cell_is = |row: usize, test: &dyn Fn(&str) -> bool| {
        rows.row(row).is_some_and(|row| test(row.cell(column)))
    };
    share(rows, |row| cell_is(row, &|cell| is_token(cell))) >= 0.95
        && share(rows, |row| cell_is(row, &|cell| !cell.is_empty())) > 0.0
}

/// Finds the column that names options in the columns before it, or behind it.
fn question_columns(stem: usize, roles: &mut [Role], rows: &Grid<'_>) -> bool {
    let n_columns = roles.len();
    for key in (stem + 1..n_columns).rev() {
        let before = key - stem - 1;
        let behind = n_columns - key - 1;
        let (options, n) = match (before, behind) {
            (2.., _) => (stem + 1, before),
            (0, 2..) => (key + 1, behind),
            _ => continue,
        };
        let mut trial = roles.to_vec();
        for place in 0..n {
            set(&mut trial, options + place, Role::Option(place as u8));
        }
        set(&mut trial, key, Role::Key);
        if n <= 26 && is_sure(key, &trial, rows) {
            if before >= 2 && behind > 0 {
                set(&mut trial, key + 1, Role::Explain);
            }
            roles.copy_from_slice(&trial);
            return true;
        }
    }
    false
}

/// Whether nearly all cells of a column name options; half of them will not do without a head.
fn is_sure(column: usize, roles: &[Role], rows: &Grid<'_>) -> bool {
    let mut schemes = Schemes::default();
    let n = rows.len().min(SAMPLE);
    for row in (0..n).filter_map(|row| rows.row(row)) {
        let options: Vec<&str> = roles
            .iter()
            .enumerate()
            .filter(|(_, role)| matches!(role, Role::Option(_)))
            .map(|(at, _)| row.cell(at))
            .collect();
        schemes.see(row.cell(column), Offer { options: &options, heads: &[] });
    }
    n > 0 && schemes.is_nearly_all()
}
