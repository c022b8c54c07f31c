//! Our notetypes: plain templates, no script. Ids and names never change, so that a second export
//! updates what the first one brought.

use serde_json::{Value, json};

use crate::port::apkg::certdeck::{FIELD, SCENARIO};

/// Letters of the options that a note has fields for.
pub(super) const LETTERS: [char; 8] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

const CSS: &str = ".card { font-family: sans-serif; font-size: 18px; line-height: 1.5; \
    text-align: left; max-width: 44em; margin: 0 auto; }\n\
    .scenario { border-left: 3px solid #999; padding-left: 1em; margin-bottom: 1em; }\n\
    .cloze { font-weight: bold; }\n\
    table { border-collapse: collapse; }\ntd, th { border: 1px solid #999; padding: 2px 8px; }";
const LATEX_PRE: &str = "\\documentclass[12pt]{article}\n\\begin{document}\n";
const LATEX_POST: &str = "\\end{document}";

/// A notetype of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notetype {
    Card,
    BothWays,
    Cloze,
    Choice,
    Text,
}

impl Notetype {
    pub(super) const ALL: [Self; 5] =
        [Self::Card, Self::BothWays, Self::Cloze, Self::Choice, Self::Text];

    pub(super) fn id(self) -> i64 {
        match self {
            Self::Card => 1_700_000_000_001,
            Self::BothWays => 1_700_000_000_002,
            Self::Cloze => 1_700_000_000_003,
            Self::Choice => 1_700_000_000_004,
            Self::Text => 1_700_000_000_005,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Card => "Certdeck Card",
            Self::BothWays => "Certdeck Card both ways",
            Self::Cloze => "Certdeck Cloze",
            Self::Choice => "Certdeck Choice",
            Self::Text => "Certdeck Text",
        }
    }

    fn fields(self) -> Vec<String> {
        let mut fields: Vec<String> = match self {
            Self::Card | Self::BothWays => vec!["Front".to_owned(), "Back".to_owned()],
            Self::Cloze => vec!["Text".to_owned(), "Explanation".to_owned()],
            Self::Choice => {
                let options = LETTERS.iter().map(char::to_string);
                let whys = LETTERS.iter().map(|letter| format!("Why {letter}"));
                let rest = ["Explanation", SCENARIO].map(str::to_owned);
                std::iter::once("Question".to_owned())
                    .chain(options)
                    .chain(std::iter::once("Correct".to_owned()))
                    .chain(whys)
                    .chain(rest)
                    .collect()
            }
            Self::Text => ["Question", "Answer", "Explanation", SCENARIO].map(str::to_owned).into(),
        };
        fields.push(FIELD.to_owned());
        fields
    }

    /// Name, question and answer of each template.
    fn templates(self) -> Vec<(&'static str, String, String)> {
        const ANSWER: &str = "{{FrontSide}}\n\n<hr id=answer>\n\n";
        let one = |front: &str, back: String| vec![("Card 1", front.to_owned(), back)];
        let scenario = format!(
            "{{{{#{SCENARIO}}}}}<div class=scenario>{{{{{SCENARIO}}}}}</div>{{{{/{SCENARIO}}}}}"
        );
        match self {
            Self::Card => one("{{Front}}", format!("{ANSWER}{{{{Back}}}}")),
            Self::BothWays => vec![
                ("Card 1", "{{Front}}".to_owned(), format!("{ANSWER}{{{{Back}}}}")),
                ("Card 2", "{{Back}}".to_owned(), format!("{ANSWER}{{{{Front}}}}")),
            ],
            Self::Cloze => one(
                "{{cloze:Text}}",
                "{{cloze:Text}}{{#Explanation}}<hr>{{Explanation}}{{/Explanation}}".to_owned(),
            ),
            Self::Choice => one(&choice_front(&scenario), format!("{ANSWER}{}", choice_back())),
            Self::Text => one(
                &format!("{scenario}{{{{Question}}}}"),
                format!("{ANSWER}{{{{Answer}}}}\n\n{{{{Explanation}}}}"),
            ),
        }
    }

    /// The notetype as Anki keeps it; keys that look idle are asked for by one version or another.
    pub(super) fn json(self, mod_s: i64) -> Value {
        let fields = self.fields();
        let fields = fields.iter().enumerate().map(|(ord, name)| {
            json!({"name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial",
                "size": 20, "media": [], "description": "", "plainText": name == FIELD,
                "collapsed": name == FIELD, "excludeFromSearch": name == FIELD})
        });
        let templates = self.templates();
        let requirements: Vec<Value> =
            (0..templates.len()).map(|ord| json!([ord, "any", [ord]])).collect();
        let templates = templates.iter().enumerate().map(|(ord, (name, front, back))| {
            json!({"name": name, "ord": ord, "qfmt": front, "afmt": back, "did": null,
                "bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0})
        });
        json!({"id": self.id(), "name": self.name(), "type": i32::from(self == Self::Cloze),
            "mod": mod_s, "usn": -1, "sortf": 0, "did": 1, "flds": fields.collect::<Vec<_>>(),
            "tmpls": templates.collect::<Vec<_>>(), "css": CSS, "latexPre": LATEX_PRE,
            "latexPost": LATEX_POST, "latexsvg": false, "req": requirements, "vers": [],
            "tags": []})
    }
}

fn choice_front(scenario: &str) -> String {
    let option =
        |letter: &char| format!("{{{{#{letter}}}}}<li>{{{{{letter}}}}}</li>{{{{/{letter}}}}}");
    let options: String = LETTERS.iter().map(option).collect();
    format!("{scenario}{{{{Question}}}}<ol type=A>{options}</ol>")
}

fn choice_back() -> String {
    let why = |letter: &char| {
        format!(
            "{{{{#Why {letter}}}}}<p><b>{letter}</b> {{{{Why {letter}}}}}</p>{{{{/Why {letter}}}}}"
        )
    };
    let whys: String = LETTERS.iter().map(why).collect();
    format!("<b>{{{{Correct}}}}</b>{whys}{{{{Explanation}}}}")
}
