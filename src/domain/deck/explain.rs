//! Words for the errors of the RON reader.

use ron::error::Error;

use super::source::clip;

/// What is wrong, in a sentence, and what to do about it.
pub(super) fn explain(error: &Error) -> (String, String) {
    let hint = match error {
        Error::ExpectedComma => "A comma may be missing before this place.",
        Error::ExpectedString | Error::ExpectedStringEnd => "Put text in quotation marks.",
        Error::InvalidEscape(_) => {
            "In text write \\\\ for a backslash, or use r#\"…\"# for text as it stands."
        }
        Error::ExpectedBoolean => "Write true or false.",
        Error::ExpectedInteger | Error::ExpectedFloat | Error::InvalidIntegerDigit { .. } => {
            "Write a number without quotation marks."
        }
        Error::IntegerOutOfBounds => "The number is too large or below zero.",
        Error::ExpectedArray => "Write a list in square brackets: [ … ].",
        Error::ExpectedMapColon => "A field is written as name: value.",
        Error::ExpectedMap => "Write names and values in braces: { \"name\": 1 }.",
        Error::MissingStructField { .. } => "Add the field.",
        Error::DuplicateStructField { .. } => "Keep one of the two.",
        Error::ExceededRecursionLimit => "Brackets are nested too deeply.",
        Error::TrailingCharacters => "A comma may be missing, or there is a bracket too many.",
        Error::NoSuchEnumVariant { expected, .. } => {
            return (sentence(error), format!("Known here: {}.", expected.join(", ")));
        }
        Error::Message(text) if text.contains("input") || text.contains("date") => {
            "Write dates as \"2026-07-09\"."
        }
        _ => "The rest of the file was read.",
    };
    (sentence(error), hint.to_owned())
}

fn sentence(error: &Error) -> String {
    let text = error.to_string();
    let text = text.trim_end_matches('.');
    clip(text, 300) + "."
}
