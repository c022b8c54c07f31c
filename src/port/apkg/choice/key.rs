//! What a key means: texts, letters, heads, numbers or flags. One scheme holds for a whole notetype.

/// How keys are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::port::apkg) enum Scheme {
    /// The text of an option.
    Text,
    /// `B`, `A, C`, `AC`.
    Letters,
    /// Name of the option's field.
    Heads,
    /// Numbers, the first option being this one.
    Index(usize),
    /// As many noughts and ones as options.
    Flags,
}

/// Share of the notes that a scheme has to fit, in per cent.
const MIN_SHARE: usize = 95;

impl Scheme {
    /// The first scheme that fits nearly all samples.
    pub(super) fn of(
        samples: &[(String, Vec<String>)],
        heads: &[String],
        has_kind: bool,
    ) -> Option<Self> {
        let first = usize::from(!Self::has_nought(samples));
        let mut schemes = [Self::Text, Self::Letters, Self::Heads, Self::Index(first), Self::Flags];
        if has_kind {
            schemes.rotate_right(1);
        }
        let n_fitting = |scheme: &Self| {
            let fits = |(key, options): &&(String, Vec<String>)| {
                scheme.resolve(key, options, heads).is_some()
            };
            samples.iter().filter(fits).count()
        };
        let counted: Vec<(Self, usize)> =
            schemes.into_iter().map(|scheme| (scheme, n_fitting(&scheme))).collect();
        let fits = |(_, n): &&(Self, usize)| *n > 0 && n * 100 >= samples.len() * MIN_SHARE;
        // In a handful of notes one slip is a large share: then what fits most of them counts.
        let best = || counted.iter().rev().max_by_key(|(_, n)| *n);
        let found = counted.iter().find(fits).or_else(best);
        found.filter(|(_, n)| *n > 0 && n * 2 >= samples.len()).map(|(scheme, _)| *scheme)
    }

    /// A 0 somewhere, and nowhere the number of the last option: the count begins at 0.
    fn has_nought(samples: &[(String, Vec<String>)]) -> bool {
        let has = |wanted: usize, key: &str| tokens(key).any(|t| t.parse() == Ok(wanted));
        samples.iter().any(|(key, _)| has(0, key))
            && !samples.iter().any(|(key, options)| has(n_filled(options), key))
    }

    /// Places of the right options, ascending; none if the key fits nothing.
    pub(super) fn resolve(
        self,
        key: &str,
        options: &[String],
        heads: &[String],
    ) -> Option<Vec<usize>> {
        let key = key.trim();
        let mut places = match self {
            Self::Text => texts(key, options)?,
            Self::Letters => letters(key)?,
            Self::Heads => tokens_of_heads(key, heads)?,
            Self::Index(first) => tokens(key)
                .map(|token| token.parse::<usize>().ok()?.checked_sub(first))
                .collect::<Option<Vec<usize>>>()?,
            Self::Flags => flags(key, options)?,
        };
        let n_written = places.len();
        places.sort_unstable();
        places.dedup();
        let is_there = |place: &usize| options.get(*place).is_some_and(|o| !o.trim().is_empty());
        (n_written == places.len() && !places.is_empty() && places.iter().all(is_there))
            .then_some(places)
    }
}

fn n_filled(options: &[String]) -> usize {
    options.iter().filter(|option| !option.trim().is_empty()).count()
}

fn tokens(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| c.is_whitespace() || ",;|/&".contains(c))
        .filter(|token| !token.is_empty() && !token.eq_ignore_ascii_case("and"))
}

/// Ignoring case, white space, a label and an end mark.
fn norm(text: &str) -> String {
    let words: Vec<&str> = unlabelled(text.trim()).split_whitespace().collect();
    words.join(" ").trim_end_matches(['.', ',']).to_lowercase()
}

fn texts(key: &str, options: &[String]) -> Option<Vec<usize>> {
    let find = |text: &str| {
        let text = norm(text);
        options.iter().position(|option| !text.is_empty() && norm(option) == text)
    };
    if let Some(place) = find(key) {
        return Some(vec![place]);
    }
    key.split([';', '|', '\n']).filter(|part| !part.trim().is_empty()).map(find).collect()
}

fn letters(key: &str) -> Option<Vec<usize>> {
    let place = |letter: char| {
        let letter = letter.to_ascii_lowercase();
        letter.is_ascii_lowercase().then(|| letter as usize - 'a' as usize)
    };
    let mut places = Vec::new();
    for token in tokens(key) {
        let token = token.trim_matches(['(', ')', '.', ':', '[', ']']);
        let is_run = token.len() > 1 && token.bytes().all(|b| b.is_ascii_uppercase());
        if token.is_empty() || (token.len() > 1 && !is_run) {
            return None;
        }
        for letter in token.chars() {
            places.push(place(letter)?);
        }
    }
    Some(places)
}

fn tokens_of_heads(key: &str, heads: &[String]) -> Option<Vec<usize>> {
    let same = |a: &str, b: &str| super::plain(a) == super::plain(b);
    let parts = key.split([',', ';', '|']).filter(|part| !part.trim().is_empty());
    parts.map(|part| heads.iter().position(|head| same(head, part))).collect()
}

/// Flags count all options, or only those that are filled.
fn flags(key: &str, options: &[String]) -> Option<Vec<usize>> {
    let flags: Option<Vec<bool>> = tokens(key)
        .map(|token| match token.to_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        })
        .collect();
    let flags = flags?;
    let filled = options.iter().enumerate().filter(|(_, option)| !option.trim().is_empty());
    let places: Vec<usize> = if flags.len() == options.len() {
        (0..options.len()).collect()
    } else {
        filled.map(|(place, _)| place).collect()
    };
    if places.len() != flags.len() {
        return None;
    }
    Some(places.into_iter().zip(flags).filter(|(_, flag)| *flag).map(|(place, _)| place).collect())
}

/// The text without "A.", "b)", "(C)", "1." or a bullet before it.
pub(super) fn unlabelled(line: &str) -> &str {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_label = (1..=2).contains(&length)
        && (length == 1 || inner.bytes().take(length).all(|b| b.is_ascii_digit()));
    let rest = inner.get(length..).unwrap_or_default();
    // Our own Markdown escapes the dot of a label that begins a line.
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    if let Some(rest) = rest.strip_prefix(['.', ')', ':']).filter(|_| is_label)
        && rest.starts_with(' ')
    {
        return rest.trim_start();
    }
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line).trim_start()
}
