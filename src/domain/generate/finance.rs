//! Comparing investments.

use rand::Rng as _;
use rand::seq::SliceRandom as _;

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

pub(super) fn irr(draw: &mut Draw, difficulty: u8) -> Draft {
    let years = if difficulty < 3 { 2 } else { 3 };
    let rate = f64::from(draw.random_range(8_u32..=60)) / 2.0;
    let cost = f64::from(draw.random_range(4_u32..=90)) * 10_000.0;
    let back = (cost * (1.0 + rate / 100.0).powi(years) / 100.0).round() * 100.0;
    let answer = ((back / cost).powf(1.0 / f64::from(years)) - 1.0) * 100.0;
    let whole = (back / cost - 1.0) * 100.0;
    let stem = format!(
        "An investment of {} brings back {} in one sum after {years} years and nothing else. What is its internal \
         rate of return a year?",
        money(cost),
        money(back)
    );
    let root = if years == 2 { "square" } else { "cube" };
    Draft::number(stem, Unit::Percent, answer)
        .fact("cost", cost)
        .fact("back", back)
        .fact("years", years.into())
        .slip(whole / f64::from(years), "The gain is divided by the years without compounding.")
        .slip(whole, "That is the gain over all years, not of one.")
        .slip((back - cost) / back * 100.0, "The gain is divided by what comes back.")
        .slip(
            (1.0 - (cost / back).powf(1.0 / f64::from(years))) * 100.0,
            "That is the discount, not the interest.",
        )
        .slip(answer * 2.0, "The years are counted twice.")
        .step(format!(
            "Growth over {years} years: {} ÷ {} = {:.4}.",
            money(back),
            money(cost),
            back / cost
        ))
        .step(format!(
            "Its {root} root: {:.4}, so the rate is {answer:.1} %.",
            1.0 + answer / 100.0
        ))
}

/// A project: what it costs, brings back in one sum, and after how many years.
struct Offer {
    name: &'static str,
    cost: f64,
    back: f64,
    years: i32,
}

impl Offer {
    fn rate(&self) -> f64 {
        ((self.back / self.cost).powf(1.0 / f64::from(self.years)) - 1.0) * 100.0
    }

    fn gain(&self) -> f64 {
        self.back - self.cost
    }
}

pub(super) fn best_irr(draw: &mut Draw, _: u8) -> Draft {
    let mut years = [1, 2, 3, 4];
    years.shuffle(draw);
    let offers: Vec<Offer> = ["Project K", "Project L", "Project M", "Project N"]
        .into_iter()
        .zip(years)
        .map(|(name, years)| {
            let cost = f64::from(draw.random_range(4_u32..=30)) * 10_000.0;
            let rate = f64::from(draw.random_range(6_u32..=34)) / 100.0;
            let back = (cost * (1.0 + rate).powi(years) / 1000.0).round() * 1000.0;
            Offer { name, cost, back, years }
        })
        .collect();
    let rows: Vec<String> = offers
        .iter()
        .map(|o| format!("| {} | {} | {} | {} |", o.name, money(o.cost), money(o.back), o.years))
        .collect();
    let stem = format!(
        "Each project brings back one sum and nothing else.\n\n| Project | Cost | Comes back | After years |\n\
         | --- | --- | --- | --- |\n{}\n\nWhich project has the highest internal rate of return?",
        rows.join("\n")
    );
    let mut ranked: Vec<&Offer> = offers.iter().collect();
    ranked.sort_by(|a, b| b.rate().total_cmp(&a.rate()));
    let (Some(best), Some(second)) = (ranked.first(), ranked.get(1)) else {
        return Draft::word(stem, String::new(), f64::NAN);
    };
    let most = offers.iter().map(Offer::gain).fold(0.0, f64::max);
    let mut draft = Draft::word(stem, best.name.to_owned(), best.rate());
    for ((cost, back), (years, offer)) in [("c1", "b1"), ("c2", "b2"), ("c3", "b3"), ("c4", "b4")]
        .into_iter()
        .zip(["y1", "y2", "y3", "y4"].into_iter().zip(&offers))
    {
        draft = draft.fact(cost, offer.cost).fact(back, offer.back).fact(years, offer.years.into());
    }
    for offer in offers.iter().filter(|offer| offer.name != best.name) {
        let why = if (offer.gain() - most).abs() < 1.0 {
            "It brings the largest gain in dollars, on more money or over more years."
        } else if offer.years == 1 {
            "It pays back first, but at a lower rate a year."
        } else {
            "Its gain is spread over more years or a higher cost."
        };
        draft = draft.wrong(offer.name.to_owned(), why);
    }
    for offer in &offers {
        let line = format!(
            "{}: ({} ÷ {})^(1/{}) − 1 = {:.1} %.",
            offer.name,
            money(offer.back),
            money(offer.cost),
            offer.years,
            offer.rate()
        );
        draft = draft.step(line);
    }
    draft
        .step(format!("The highest is that of {}.", best.name))
        .only_if(best.rate() > second.rate() + 1.5 && best.gain() < most - 1.0)
}
