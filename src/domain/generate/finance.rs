//! Comparing investments.

use rand::Rng as _;

use super::Draw;
use super::draft::{Draft, Unit, money};

const YEARS: Unit = Unit::Of("year", "years");

pub(super) fn present_value(draw: &mut Draw, _: u8) -> Draft {
    let future = f64::from(draw.random_range(10_u32..=90)) * 10_000.0;
    let (rate, years) = (f64::from(draw.random_range(3_u32..=12)), draw.random_range(2_i32..=5));
    let growth = 1.0 + rate / 100.0;
    let answer = future / growth.powi(years);
    let stem = format!(
        "A project will return {} in {years} years. What is that worth today at a discount rate of \
         {rate:.0} % a year, rounded to the dollar?",
        money(future)
    );
    Draft::number(stem, Unit::Money, answer)
        .fact("future", future)
        .fact("rate", rate)
        .fact("years", years.into())
        .slip(
            future * growth.powi(years),
            "The sum is compounded forward in place of being discounted.",
        )
        .slip(
            future * (1.0 - rate / 100.0 * f64::from(years)),
            "Simple interest is taken off for each year.",
        )
        .slip(future / growth, "It is discounted for one year only.")
        .slip(
            future / (1.0 + rate / 100.0 * f64::from(years)),
            "Simple interest is used, not compound interest.",
        )
        .step(format!("Factor: (1 + {:.2})^{years} = {:.4}.", rate / 100.0, growth.powi(years)))
        .step(format!("PV = {} ÷ {:.4} = {}.", money(future), growth.powi(years), money(answer)))
}

pub(super) fn payback(draw: &mut Draw, _: u8) -> Draft {
    let yearly = f64::from(draw.random_range(4_u32..=30)) * 10_000.0;
    let half_years = draw.random_range(3_u32..=12);
    let answer = f64::from(half_years) / 2.0;
    let upkeep = f64::from(draw.random_range(1_u32..=6)) * 5000.0;
    let cost = (yearly - upkeep) * answer;
    let stem = format!(
        "A system costs {} and saves {} a year; running it costs {} a year. After how many years is the \
         investment paid back?",
        money(cost),
        money(yearly),
        money(upkeep)
    );
    Draft::number(stem, YEARS, answer)
        .fact("cost", cost)
        .fact("yearly", yearly)
        .fact("upkeep", upkeep)
        .slip(cost / yearly, "The running cost is left out.")
        .slip(cost / (yearly + upkeep), "The running cost is added to the saving.")
        .slip((cost + upkeep) / yearly, "The running cost is taken once, not each year.")
        .slip(answer + 1.0, "One year too many is counted.")
        .slip(answer * 2.0, "That is the number of half-years.")
        .step(format!(
            "Net saving a year: {} − {} = {}.",
            money(yearly),
            money(upkeep),
            money(yearly - upkeep)
        ))
        .step(format!("{} ÷ {} = {}.", money(cost), money(yearly - upkeep), YEARS.show(answer)))
        .only_if(yearly > 1.5 * upkeep)
}

pub(super) fn benefit_cost(draw: &mut Draw, _: u8) -> Draft {
    let cost = f64::from(draw.random_range(8_u32..=60)) * 10_000.0;
    let ratio = f64::from(draw.random_range(105_u32..=260)) / 100.0;
    let benefit = (cost * ratio / 1000.0).round() * 1000.0;
    let answer = benefit / cost;
    let stem = format!(
        "Over its life a project brings benefits of {} at costs of {}, both in today's money. What is its \
         benefit-cost ratio?",
        money(benefit),
        money(cost)
    );
    Draft::number(stem, Unit::Ratio, answer)
        .fact("benefit", benefit)
        .fact("cost", cost)
        .slip(cost / benefit, "Costs over benefits: the ratio is turned round.")
        .slip((benefit - cost) / cost, "The profit is divided by the costs: that is the return.")
        .slip(
            (benefit - cost) / benefit,
            "The profit is divided by the benefits: that is the margin.",
        )
        .slip((benefit + cost) / cost, "Costs are added to the benefits.")
        .step(format!("BCR = {} ÷ {} = {answer:.2}.", money(benefit), money(cost)))
}

pub(super) fn depreciation(draw: &mut Draw, _: u8) -> Draft {
    let years = draw.random_range(4_u32..=10);
    let yearly = f64::from(draw.random_range(4_u32..=40)) * 1000.0;
    let rest = f64::from(draw.random_range(2_u32..=20)) * 1000.0;
    let price = yearly * f64::from(years) + rest;
    let stem = format!(
        "A machine is bought for {}, serves {years} years and is then sold for {}. How much is written off \
         each year by the straight line?",
        money(price),
        money(rest)
    );
    Draft::number(stem, Unit::Money, yearly)
        .fact("price", price)
        .fact("rest", rest)
        .fact("years", years.into())
        .slip(price / f64::from(years), "The price at which it is sold is left out.")
        .slip((price + rest) / f64::from(years), "The price at which it is sold is added.")
        .slip(
            2.0 * price / f64::from(years),
            "That is the first year of the double declining balance.",
        )
        .slip((price - rest) / f64::from(years + 1), "The years are counted one too many.")
        .step(format!(
            "To be written off: {} − {} = {}.",
            money(price),
            money(rest),
            money(price - rest)
        ))
        .step(format!("Each year: {} ÷ {years} = {}.", money(price - rest), money(yearly)))
}
