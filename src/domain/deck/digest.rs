//! Digests of what carries meaning: a typo in a reason changes nothing, another key does.

use super::model::{Body, Choice, Item};
use crate::domain::item::text::{DropSegment, cloze_plain, dropdown_segments};

/// Sixteen hex digits over prompt, options, steps, pairs and answers; not over reasons and tags.
pub fn digest(item: &Item) -> String {
    let mut meaning = Meaning::default();
    meaning.add(item.type_name());
    meaning.add(item.prompt());
    match &item.body {
        Body::Choice(choice) => {
            for option in &choice.options {
                meaning.add(&option.text);
                meaning.flag(option.is_key);
            }
        }
        Body::Match(matching) => {
            right_answer(&mut meaning, &item.body);
            for right in &matching.extra_rights {
                meaning.add(right);
            }
        }
        Body::Hotspot(hotspot) => {
            meaning.add(hotspot.image.as_deref().unwrap_or_default());
            meaning.add(hotspot.figure.as_deref().unwrap_or_default());
            for region in &hotspot.regions {
                meaning.add(&format!("{} {:?}", region.name, region.rect));
                meaning.flag(region.is_key);
            }
        }
        Body::Case(case) => {
            for question in &case.questions {
                meaning.add(&digest(question));
            }
        }
        body => right_answer(&mut meaning, body),
    }
    meaning.finish()
}

/// Sixteen hex digits over the right answer alone: when they change, an old answer may be wrong now.
///
/// The order in which options, pairs and regions stand does not matter.
pub fn key_digest(item: &Item) -> String {
    let mut meaning = Meaning::default();
    meaning.add(item.type_name());
    right_answer(&mut meaning, &item.body);
    meaning.finish()
}

fn right_answer(meaning: &mut Meaning, body: &Body) {
    match body {
        Body::Card(card) => {
            meaning.add(&card.back);
            if card.reverse {
                meaning.add(&card.front);
            }
        }
        Body::Cloze(cloze) => meaning.add(&cloze_plain(&cloze.text)),
        Body::Choice(choice) => meaning.all(keys(choice)),
        Body::Order(order) => {
            for step in &order.steps {
                meaning.add(step);
            }
        }
        Body::Match(matching) => {
            let pairs = matching.pairs.iter();
            meaning.all(pairs.map(|pair| format!("{}\u{1f}{}", pair.left, pair.right)).collect());
        }
        Body::Dropdown(dropdown) => {
            for segment in dropdown_segments(&dropdown.text) {
                if let DropSegment::Blank { choices, key } = segment {
                    meaning.add(choices.get(key).map_or("", String::as_str));
                }
            }
        }
        Body::Numeric(numeric) => {
            meaning.add(&format!("{} {} {}", numeric.answer, numeric.tolerance, numeric.unit));
        }
        Body::Hotspot(hotspot) => {
            let keys = hotspot.regions.iter().filter(|region| region.is_key);
            meaning.all(keys.map(|region| region.name.clone()).collect());
        }
        Body::Case(case) => {
            for question in &case.questions {
                meaning.add(&key_digest(question));
            }
        }
        Body::Generated(generated) => {
            meaning.add(&generated.generator);
            meaning.add(&format!("{:?}", generated.parameters));
        }
    }
}

fn keys(choice: &Choice) -> Vec<String> {
    let keys = choice.options.iter().filter(|option| option.is_key);
    keys.map(|option| option.text.clone()).collect()
}

/// A hash over texts that keeps their borders.
#[derive(Default)]
struct Meaning(blake3::Hasher);

impl Meaning {
    fn add(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn flag(&mut self, is_key: bool) {
        self.add(if is_key { "+" } else { "-" });
    }

    /// Texts whose order does not matter.
    fn all(&mut self, mut texts: Vec<String>) {
        texts.sort_unstable();
        for text in &texts {
            self.add(text);
        }
    }

    fn finish(&self) -> String {
        self.0.finalize().to_hex().chars().take(16).collect()
    }
}
