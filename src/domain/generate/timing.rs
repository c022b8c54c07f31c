//! Leads and lags between activities.

use rand::Rng as _;

use super::Draw;
use super::draft::{Draft, Unit};

const DAYS: Unit = Unit::Of("day", "days");
/// Where a lead or a lag is counted in days of one or more.
fn days(n: i32) -> String {
    DAYS.show(n.into())
}

const CHAINS: [[&str; 3]; 5] = [
    ["Painting", "furnishing", "moving in"],
    ["Drafting the manual", "translating it", "printing it"],
    ["Digging", "laying the pipe", "paving"],
    ["Building the service", "testing it", "training its users"],
    ["Pouring the floor", "levelling it", "laying the tiles"],
];

pub(super) fn lead_and_lag(draw: &mut Draw, difficulty: u8) -> Draft {
    use rand::seq::IndexedRandom as _;
    let [first, second, third] = CHAINS.choose(draw).copied().unwrap_or(["A", "b", "c"]);
    let (a, b, c) = (
        draw.random_range(6_i32..=14),
        draw.random_range(5_i32..=12),
        draw.random_range(2_i32..=9),
    );
    let (lead, lag) = (draw.random_range(2_i32..=4), draw.random_range(2_i32..=5));
    let is_plain = difficulty < 3;
    let lead = if is_plain { 0 } else { lead };
    let answer = a - lead + b + lag + c;
    let link = if is_plain {
        "begins when that is finished".to_owned()
    } else {
        format!("may begin {} before that is finished", days(lead))
    };
    let stem = format!(
        "{first} takes {}. After it, {second} takes {} and {link}. Then {third} takes {} and begins {} after \
         the work before it is finished. How long does the whole take?",
        days(a),
        days(b),
        days(c),
        days(lag)
    );
    let mut draft = Draft::number(stem, DAYS, answer.into())
        .fact("a", a.into())
        .fact("b", b.into())
        .fact("c", c.into())
        .fact("lead", lead.into())
        .fact("lag", lag.into())
        .slip(
            (a + lead + b - lag + c).into(),
            "Lead and lag are mixed up: a lead saves days, a lag costs them.",
        )
        .slip((a + b + c).into(), "Lead and lag are left out.");
    if is_plain {
        draft = draft
            .slip((a + b + lag).into(), "The last activity is left out.")
            .slip((a + b + 2 * lag + c).into(), "The lag is counted at both links.");
    } else {
        draft = draft
            .slip((a + b + lag + c).into(), "The lead is left out: work that overlaps saves days.")
            .slip((a - lead + b + c).into(), "The lag is left out: waiting takes days as well.");
    }
    let start = a - lead;
    draft
        .slip((answer + 1).into(), "One day too many is counted.")
        .step(format!("{second} begins after {} and ends after {}.", days(start), days(start + b)))
        .step(format!("With the lag, {third} begins after {}.", days(start + b + lag)))
        .step(format!("{} + {} = {}.", start + b + lag, c, days(answer)))
}
