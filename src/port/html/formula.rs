//! Formulas: simple ones are written with Unicode, others stand as their source. Nothing is run.

use std::borrow::Cow;

use super::code::{gap_signs, in_code};
use super::flow::IsCell;
use super::plain::plain_text;
use super::{GAP_CLOSE, GAP_OPEN, HtmlNotes};

/// Stand around the number of a formula that was cut out.
const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';
/// Deepest nesting of groups; deeper ones stay as source.
const MAX_DEPTH: usize = 8;
/// Longest formula, in bytes.
const MAX_BYTES: usize = 4096;

const PAIRS: [(&str, &str); 7] = [
    ("\\(", "\\)"),
    ("\\[", "\\]"),
    ("[$$]", "[/$$]"),
    ("[$]", "[/$]"),
    ("[latex]", "[/latex]"),
    ("<anki-mathjax", "</anki-mathjax>"),
    ("$$", "$$"),
];
/// Elements whose text is for machines or code.
const VERBATIM: [&str; 7] = ["code", "pre", "kbd", "samp", "tt", "script", "style"];

/// The formulas of one field, as Markdown.
#[derive(Debug, Default)]
pub(super) struct Formulas(Vec<String>);

impl Formulas {
    /// The formula whose sign `letter` and number begin `rest`, and what follows.
    pub(super) fn at<'a>(&self, letter: char, rest: &'a str) -> Option<(String, &'a str)> {
        let (number, after) = rest.split_once(CLOSE).filter(|_| letter == OPEN)?;
        let formula = self.0.get(number.parse::<usize>().ok()?)?;
        Some((formula.clone(), after))
    }

    /// The text with the formulas back in it.
    pub(super) fn restored(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before);
            rest = match self.at(OPEN, after) {
                Some((formula, after)) => {
                    out.push_str(&formula);
                    after
                }
                None => after,
            };
        }
        out.push_str(rest);
        out
    }
}

/// Cuts formulas out of a field and puts signs in their place.
pub(super) fn cut_out<'a>(html: &'a str, notes: &mut HtmlNotes) -> (Cow<'a, str>, Formulas) {
    let mut formulas = Formulas::default();
    if !PAIRS.iter().any(|(open, _)| html.contains(open)) {
        return (html.into(), formulas);
    }
    let mut out = String::with_capacity(html.len());
    let mut unclosed: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['\\', '$', '[', '<']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let skipped = verbatim(here, &mut unclosed);
        if skipped > 0 {
            let (passed, after) = here.split_at(skipped);
            out.push_str(passed);
            rest = after;
            continue;
        }
        let pair =
            PAIRS.iter().find(|(open, _)| here.starts_with(open) && !unclosed.contains(open));
        let found = pair.and_then(|(open, close)| {
            let inner = formula_at(here, open, close);
            if inner.is_none() {
                unclosed.push(open);
            }
            inner
        });
        if let Some((source, after)) = found {
            out.push(OPEN);
            out.push_str(&formulas.0.len().to_string());
            out.push(CLOSE);
            formulas.0.push(written(source, notes));
            rest = after;
        } else {
            let length = here.chars().next().map_or(1, char::len_utf8);
            let (letter, after) = here.split_at(length);
            out.push_str(letter);
            rest = after;
        }
    }
    out.push_str(rest);
    (out.into(), formulas)
}

fn formula_at<'a>(here: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    let mut inner = here.get(open.len()..)?;
    if open.starts_with('<') {
        inner = inner.split_once('>')?.1;
    }
    let (source, after) = inner.split_once(close)?;
    Some((source, after)).filter(|_| !source.trim().is_empty() && source.len() <= MAX_BYTES)
}

/// Length of the tag, or of the whole element if its text is not ours to read.
fn verbatim(here: &str, unclosed: &mut Vec<&str>) -> usize {
    if !here.starts_with('<') || here.starts_with("<anki-mathjax") {
        return 0;
    }
    let bytes = here.as_bytes().iter().skip(1).take_while(|b| b.is_ascii_alphanumeric());
    let name: String = bytes.map(|b| b.to_ascii_lowercase() as char).collect();
    let end_of_tag = here.find('>').map_or(here.len(), |at| at + 1);
    let element = VERBATIM.iter().find(|known| **known == name && !unclosed.contains(known));
    if let Some(element) = element {
        let end = format!("</{name}");
        let found = here.find(&end).map(|at| at + end.len());
        if found.is_none() {
            unclosed.push(element);
        }
        return found.unwrap_or(end_of_tag);
    }
    if here.get(1..2).is_some_and(|c| c.starts_with(|c: char| c.is_alphabetic() || c == '/')) {
        end_of_tag
    } else {
        0
    }
}

fn written(source: &str, notes: &mut HtmlNotes) -> String {
    let source = plain_text(source);
    let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
    let has_gap = source.contains([GAP_OPEN, GAP_CLOSE]);
    if let Some(simple) = Some(&source).filter(|_| !has_gap).and_then(|s| simple(s)) {
        return simple;
    }
    notes.n_formulas += 1;
    in_code(&gap_signs(&source), IsCell::No)
}

/// The formula in Unicode, if it is simple enough.
pub(super) fn simple(source: &str) -> Option<String> {
    let mut parser = Parser { rest: source };
    let written = parser.group(MAX_DEPTH, Script::Allowed)?;
    parser.rest.is_empty().then(|| written.trim().to_owned())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Allowed,
    Inside,
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = self.rest.get(letter.len_utf8()..)?;
        Some(letter)
    }

    /// Everything up to the end or a closing brace, which stays.
    fn group(&mut self, depth: usize, script: Script) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let mut out = String::new();
        while !self.rest.is_empty() && !self.rest.starts_with('}') {
            let letter = self.next()?;
            match letter {
                '\\' => out.push_str(&self.command(depth, script)?),
                '^' | '_' if script == Script::Allowed => {
                    let inner = self.argument(depth, Script::Inside)?;
                    let sign = if letter == '^' { "^" } else { "~" };
                    out.extend([sign, inner.trim(), sign]);
                }
                '{' => {
                    out.push_str(&self.group(depth, script)?);
                    self.next().filter(|c| *c == '}')?;
                }
                '~' => out.push(' '),
                '*' | '<' => out.extend(['\\', letter]),
                '^' | '_' | '&' | '#' | '$' | '`' => return None,
                letter => out.push(letter),
            }
        }
        Some(out)
    }

    /// `{…}`, one command, or one letter.
    fn argument(&mut self, depth: usize, script: Script) -> Option<String> {
        self.rest = self.rest.trim_start();
        match self.next()? {
            '{' => {
                let inner = self.group(depth, script)?;
                self.next().filter(|c| *c == '}')?;
                Some(inner)
            }
            '\\' => self.command(depth, script),
            letter if letter.is_alphanumeric() || matches!(letter, '+' | '-' | '\'') => {
                Some(letter.to_string())
            }
            _ => None,
        }
    }

    fn command(&mut self, depth: usize, script: Script) -> Option<String> {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            return match self.next()? {
                ',' | ';' | ':' | ' ' => Some(" ".to_owned()),
                '!' => Some(String::new()),
                sign @ ('%' | '#' | '&' | '{' | '}') => Some(sign.to_string()),
                '$' => Some("$".to_owned()),
                '_' => Some("\\_".to_owned()),
                _ => None,
            };
        }
        let (name, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        match name {
            "frac" | "dfrac" | "tfrac" => {
                let above = self.argument(depth, script)?;
                let below = self.argument(depth, script)?;
                Some(format!("({})/({})", above.trim(), below.trim()))
            }
            "sqrt" if !self.rest.starts_with('[') => {
                Some(format!("√({})", self.argument(depth, script)?.trim()))
            }
            "text" | "mathrm" | "textbf" | "mathbf" | "textit" | "operatorname" => {
                self.argument(depth, script)
            }
            "left" | "right" => {
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                Some(String::new())
            }
            "quad" | "qquad" => Some(" ".to_owned()),
            name => sign(name).map(str::to_owned),
        }
    }
}

/// Letters and operators that commands stand for.
const SIGNS: [(&str, &str); 66] = [
    ("times", "×"),
    ("cdot", "·"),
    ("div", "÷"),
    ("pm", "±"),
    ("mp", "∓"),
    ("le", "≤"),
    ("leq", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("approx", "≈"),
    ("equiv", "≡"),
    ("sim", "∼"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("infty", "∞"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("Rightarrow", "⇒"),
    ("leftarrow", "←"),
    ("in", "∈"),
    ("cup", "∪"),
    ("cap", "∩"),
    ("ldots", "…"),
    ("dots", "…"),
    ("degree", "°"),
    ("log", "log"),
    ("ln", "ln"),
    ("exp", "exp"),
    ("max", "max"),
    ("min", "min"),
    ("sin", "sin"),
    ("cos", "cos"),
    ("tan", "tan"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Delta", "Δ"),
    ("Gamma", "Γ"),
    ("Sigma", "Σ"),
    ("Pi", "Π"),
    ("Phi", "Φ"),
    ("Omega", "Ω"),
];

fn sign(name: &str) -> Option<&'static str> {
    SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}
