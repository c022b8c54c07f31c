//! Communication channels: n × (n − 1) ÷ 2.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::Draw;
use super::draft::{Draft, Unit};

fn pairs(n: f64) -> f64 {
    n * (n - 1.0) / 2.0
}

/// Who is on a project: two roles and the project manager among the first.
const ROLES: [(&str, &str); 5] = [
    ("planners", "surveyors"),
    ("developers", "testers"),
    ("nurses", "clerks"),
    ("engineers", "buyers"),
    ("teachers", "designers"),
];

pub(super) fn channels(draw: &mut Draw, difficulty: u8) -> Draft {
    let most = if difficulty < 3 { 8_u32 } else { 16 };
    let (one, other) = (draw.random_range(3..=most), draw.random_range(2..=most));
    let n = f64::from(one + other);
    let (first, second) = ROLES.choose(draw).copied().unwrap_or(("planners", "testers"));
    let stem = match draw.random_range(0_u32..2) {
        0 => format!(
            "{one} {first}, one of whom leads the project, work with {other} {second}. How many \
             communication channels are there among them?"
        ),
        _ => format!(
            "A project brings {one} {first} and {other} {second} together; the project manager is one of \
             the {first}. How many communication channels connect them all?"
        ),
    };
    Draft::number(stem, Unit::Of("channel", "channels"), pairs(n))
        .fact("n", n)
        .slip(n * (n - 1.0), "Each channel is counted from both ends.")
        .slip(pairs(n + 1.0), "The project manager is counted twice.")
        .slip(
            pairs(one.into()) + pairs(other.into()),
            "Channels between the two groups are left out.",
        )
        .slip(n * n / 2.0, "Nobody needs a channel to themselves: n − 1, not n.")
        .slip(n, "The number of people is not the number of channels.")
        .step(format!("n × (n − 1) ÷ 2 = {n:.0} × {:.0} ÷ 2 = {:.0}.", n - 1.0, pairs(n)))
}

pub(super) fn more_channels(draw: &mut Draw, _: u8) -> Draft {
    let before = f64::from(draw.random_range(5_u32..=30));
    let more = f64::from(draw.random_range(2_u32..=12));
    let after = before + more;
    let stem = match draw.random_range(0_u32..2) {
        0 => format!(
            "A team of {before:.0} people, the project manager included, is joined by {more:.0} others. \
             How many communication channels are added?"
        ),
        _ => format!(
            "{before:.0} people run a project, the project manager among them. A supplier sends {more:.0} \
             more. By how many does the number of communication channels grow?"
        ),
    };
    let answer = pairs(after) - pairs(before);
    Draft::number(stem, Unit::Of("channel", "channels"), answer)
        .fact("before", before)
        .fact("more", more)
        .slip(pairs(after), "That is the number of all channels afterwards.")
        .slip(pairs(more), "The newcomers also talk with those who were there.")
        .slip(more * before, "The newcomers also talk with one another.")
        .slip(2.0 * answer, "Each channel is counted from both ends.")
        .step(format!("Before: {before:.0} × {:.0} ÷ 2 = {:.0}.", before - 1.0, pairs(before)))
        .step(format!("After: {after:.0} × {:.0} ÷ 2 = {:.0}.", after - 1.0, pairs(after)))
        .step(format!("Added: {:.0} − {:.0} = {answer:.0}.", pairs(after), pairs(before)))
}
