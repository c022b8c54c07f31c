//! Making questions of what a file says about them.

use super::key::Keys;
use super::limits::OPTIONS;
use crate::domain::deck::{Choice, ChoiceOption};

/// An option that is right or wrong, without a reason.
pub(super) fn option(text: &str, is_key: bool) -> ChoiceOption {
    ChoiceOption { text: text.trim().to_owned(), is_key, why: String::new(), trap: None }
}

/// Options with the right ones marked by bits.
pub(super) fn options_of<'a>(
    texts: impl Iterator<Item = &'a str>,
    keys: Keys,
) -> Vec<ChoiceOption> {
    let is_key = |place: usize| place < 32 && keys >> place & 1 == 1;
    texts.enumerate().map(|(place, text)| option(text, is_key(place))).collect()
}

/// A question that can be asked, or why it cannot.
pub(super) fn choice(
    stem: &str,
    options: Vec<ChoiceOption>,
    explain: String,
) -> Result<Choice, String> {
    let select = options.iter().filter(|option| option.is_key).count();
    let n_options = options.len();
    let mut texts: Vec<&str> = options.iter().map(|option| option.text.trim()).collect();
    texts.sort_unstable();
    let is_twin = texts.windows(2).any(|pair| pair.first() == pair.last());
    let stem = stem.trim().to_owned();
    if stem.is_empty() {
        Err("the question is empty".to_owned())
    } else if n_options < 2 {
        Err(format!("it has {n_options} option{}, two are needed", plural(n_options)))
    } else if n_options > OPTIONS {
        Err(format!("it has {n_options} options, at most {OPTIONS} can be asked"))
    } else if select == 0 {
        Err("no right answer is marked".to_owned())
    } else if select == n_options {
        Err("every option is right, there is nothing to choose".to_owned())
    } else if is_twin {
        Err("two options are the same".to_owned())
    } else {
        let shuffle = !options.iter().any(|option| is_tied_to_place(&option.text));
        Ok(Choice { stem, options, select, explain, shuffle })
    }
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// A question whose options are True and False.
pub(super) fn true_false(
    stem: &str,
    is_true: bool,
    whys: [&str; 2],
    explain: String,
) -> Result<Choice, String> {
    let [of_true, of_false] = whys;
    let make = |text: &str, is_key, why: &str| ChoiceOption {
        why: why.trim().to_owned(),
        ..option(text, is_key)
    };
    let options = vec![make("True", is_true, of_true), make("False", !is_true, of_false)];
    choice(stem, options, explain)
}

/// Whether the order of options matters for one of this text: "all of the above", "both A and C",
/// true and false.
pub(super) fn is_tied_to_place(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    if text.len() > 60 {
        return text.contains(" of the above");
    }
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '&'))
        .filter(|word| !word.is_empty())
        .collect();
    let are_letters = |words: &[&str]| {
        words.len() >= 2
            && words.iter().all(|word| {
                matches!(*word, "and" | "or" | "only" | "both" | "options" | "answers")
                    || word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase())
            })
            && words.iter().filter(|word| word.len() == 1).count() >= 2
    };
    text.contains("of the above")
        || matches!(text.as_str(), "true" | "false")
        || are_letters(&words)
}

/// Whether a text means true or false.
pub(super) fn truth(text: &str) -> Option<bool> {
    let word = text.trim().trim_end_matches(['.', '!']).to_lowercase();
    match word.as_str() {
        "true" | "t" | "wahr" | "richtig" | "vrai" | "verdadero" | "vero" | "verdadeiro" => {
            Some(true)
        }
        "false" | "f" | "falsch" | "faux" | "falso" => Some(false),
        _ => None,
    }
}
