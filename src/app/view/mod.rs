//! View models: what a screen shows, ready to draw. Made when something changed, not at every frame.

pub(in crate::app) mod cache;
pub mod edit;
pub mod exam;
pub mod import;
pub mod library;
pub mod mock;
pub mod plan;
pub mod practice;
pub(in crate::app) mod preview;
pub mod progress;
pub mod question;
pub mod readiness;
pub mod result;
pub mod settings;
pub mod study;
pub mod summary;
pub mod today;

/// How long an interval is, in words for a button: "10 min", "3 days", "2 months".
pub fn interval_words(days: i32) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "1 day".to_owned(),
        2..=59 => format!("{days} days"),
        60..=729 => format!("{:.0} months", f64::from(days) / 30.4),
        _ => format!("{:.1} years", f64::from(days) / 365.25),
    }
}

/// "1 item", "2 items".
pub fn plural(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(count)) }
}

/// A count with thin groups of three: "12 345".
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A clock of minutes and seconds, with hours when there are any: "09:42", "1:02:03".
pub fn clock(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes:02}:{rest:02}")
    }
}
