//! Digests of what carries meaning: a typo in a reason changes nothing, another key does.

use super::model::{Body, Item};

/// Sixteen hex digits over prompt, options, steps, pairs and answers; not over reasons and tags.
pub fn digest(item: &Item) -> String {
    let mut hasher = Meaning::default();
    hasher.add(item.type_name());
    hasher.add(item.prompt());
    match &item.body {
        Body::Card(card) => hasher.add(&card.back),
        Body::Choice(choice) => {
            for option in &choice.options {
                hasher.add(&option.text);
                hasher.add(if option.is_key { "+" } else { "-" });
            }
        }
        Body::Order(order) => order.steps.iter().for_each(|step| hasher.add(step)),
        Body::Match(matching) => {
            for pair in &matching.pairs {
                hasher.add(&pair.left);
                hasher.add(&pair.right);
            }
            matching.extra_rights.iter().for_each(|right| hasher.add(right));
        }
        Body::Numeric(numeric) => {
            hasher.add(&format!("{} {} {}", numeric.answer, numeric.tolerance, numeric.unit));
        }
        Body::Hotspot(hotspot) => {
            for region in &hotspot.regions {
                hasher.add(&format!("{} {:?} {}", region.name, region.rect, region.is_key));
            }
        }
        Body::Generated(generated) => hasher.add(&format!("{:?}", generated.parameters)),
        Body::Cloze(_) | Body::Dropdown(_) | Body::Case(_) => {}
    }
    hasher.finish()
}

/// A hash over texts that keeps their borders.
#[derive(Default)]
struct Meaning(blake3::Hasher);

impl Meaning {
    fn add(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn finish(&self) -> String {
        self.0.finalize().to_hex().chars().take(16).collect()
    }
}
