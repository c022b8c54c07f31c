//! Simple arithmetic of service levels.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, plain};

pub(super) fn availability(draw: &mut Draw, _: u8) -> Draft {
    let hours = f64::from([160_u32, 200, 240, 400, 500, 720].choose(draw).copied().unwrap_or(200));
    let down = f64::from(draw.random_range(2_u32..=40)) / 2.0;
    let planned = f64::from(draw.random_range(1_u32..=6));
    let agreed = hours - planned;
    let answer = (agreed - down) / agreed * 100.0;
    let stem = format!(
        "A service was due for {hours:.0} hours a month, {planned:.0} of them agreed as maintenance. \
         Within the agreed service time it was down for {} hours. What was its availability?",
        plain(down)
    );
    Draft::number(stem, Unit::FinePercent, answer)
        .fact("hours", hours)
        .fact("planned", planned)
        .fact("down", down)
        .slip(
            (hours - down) / hours * 100.0,
            "Maintenance that was agreed is no part of the service time.",
        )
        .slip(down / agreed * 100.0, "That is the share of the time in which it was down.")
        .slip(
            (hours - down - planned) / hours * 100.0,
            "Agreed maintenance is counted as downtime.",
        )
        .slip(
            (agreed - down) / (agreed + down) * 100.0,
            "The downtime is added to the service time.",
        )
        .slip(100.0 - down, "Hours are taken for per cent.")
        .step(format!("Agreed service time: {hours:.0} − {planned:.0} = {agreed:.0} hours."))
        .step(format!("({agreed:.0} − {}) ÷ {agreed:.0} = {answer:.2} %.", plain(down)))
}

pub(super) fn allowed_downtime(draw: &mut Draw, _: u8) -> Draft {
    let days = f64::from(draw.random_range(20_u32..=31));
    let hours = f64::from([8_u32, 10, 12, 16, 24].choose(draw).copied().unwrap_or(24));
    let target = 99.0 + f64::from(draw.random_range(0_u32..=9)) / 10.0;
    let minutes = Unit::Of("minute", "minutes");
    let all = days * hours * 60.0;
    let answer = all * (100.0 - target) / 100.0;
    let other = if hours < 24.0 { 24.0 } else { 8.0 };
    let stem = format!(
        "An agreement promises {target:.1} % availability for {hours:.0} hours a day on {days:.0} days of \
         the month. How much downtime within these hours does it allow in the month?"
    );
    Draft::number(stem, minutes, answer)
        .fact("days", days)
        .fact("hours", hours)
        .fact("target", target)
        .slip(answer / 60.0, "These are hours.")
        .slip(answer / days, "That is the downtime of one day.")
        .slip(answer / hours * other, "The agreed hours of a day are not the ones taken here.")
        .slip(answer * 10.0, "The decimal point has moved by one place.")
        .step(format!("{days:.0} × {hours:.0} × 60 = {all:.0} minutes."))
        .step(format!("{:.1} % of that: {}.", 100.0 - target, minutes.show(answer)))
}
