//! Incentive contracts: share ratio, ceiling, point of total assumption.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, money};

struct Terms {
    cost: f64,
    fee: f64,
    /// The seller's share of overruns and savings, 0..1.
    seller: f64,
    ceiling: f64,
    actual: f64,
}

fn terms(draw: &mut Draw) -> Terms {
    let cost = f64::from(draw.random_range(10_u32..=80)) * 10_000.0;
    let fee = (cost * f64::from(draw.random_range(6_u32..=12)) / 100.0 / 1000.0).round() * 1000.0;
    let seller = f64::from([20_u32, 25, 30, 40, 50].choose(draw).copied().unwrap_or(20)) / 100.0;
    let ceiling = ((cost + fee) * f64::from(draw.random_range(106_u32..=116)) / 100.0 / 1000.0)
        .round()
        * 1000.0;
    let actual =
        (cost * f64::from(draw.random_range(88_u32..=112)) / 100.0 / 1000.0).round() * 1000.0;
    Terms { cost, fee, seller, ceiling, actual }
}

impl Terms {
    fn ratio(&self) -> String {
        format!("{:.0}/{:.0}", (1.0 - self.seller) * 100.0, self.seller * 100.0)
    }

    fn draft(&self, stem: String, answer: f64) -> Draft {
        Draft::number(stem, Unit::Money, answer)
            .fact("cost", self.cost)
            .fact("fee", self.fee)
            .fact("seller", self.seller)
            .fact("ceiling", self.ceiling)
            .fact("actual", self.actual)
    }

    /// What the seller gains from a saving, negative after an overrun.
    fn share(&self) -> f64 {
        (self.cost - self.actual) * self.seller
    }
}

pub(super) fn final_fee(draw: &mut Draw, _: u8) -> Draft {
    let t = terms(draw);
    let stem = format!(
        "A cost-plus-incentive-fee contract has a target cost of {}, a target fee of {} and a share \
         ratio of {} (buyer/seller). The work costs {}. What fee does the seller get?",
        money(t.cost),
        money(t.fee),
        t.ratio(),
        money(t.actual)
    );
    let (answer, saving) = (t.fee + t.share(), t.cost - t.actual);
    t.draft(stem, answer)
        .slip(t.fee + saving * (1.0 - t.seller), "That is the buyer's share of the difference.")
        .slip(
            t.fee - t.share(),
            "The sign is turned round: a saving raises the fee, an overrun lowers it.",
        )
        .slip(t.fee + saving, "The whole difference goes to the seller; it is shared.")
        .slip(t.fee, "The target fee is paid only at the target cost.")
        .step(format!("Difference: {} − {} = {}.", money(t.cost), money(t.actual), money(saving)))
        .step(format!(
            "Seller's share: {} × {:.2} = {}.",
            money(saving),
            t.seller,
            money(t.share())
        ))
        .step(format!("Fee: {} + ({}) = {}.", money(t.fee), money(t.share()), money(answer)))
        .only_if(saving.abs() > 1.0 && answer > 0.0)
}

pub(super) fn final_price(draw: &mut Draw, _: u8) -> Draft {
    let t = terms(draw);
    let stem = format!(
        "A fixed-price-incentive-fee contract has a target cost of {}, a target fee of {}, a share \
         ratio of {} (buyer/seller) and a ceiling price of {}. The work costs {}. What does the buyer pay?",
        money(t.cost),
        money(t.fee),
        t.ratio(),
        money(t.ceiling),
        money(t.actual)
    );
    let shared = t.actual + t.fee + t.share();
    let answer = shared.min(t.ceiling);
    let other = t.actual + t.fee + (t.cost - t.actual) * (1.0 - t.seller);
    let last = if shared > t.ceiling {
        format!("That is above the ceiling: the buyer pays {}.", money(t.ceiling))
    } else {
        format!("That is not above the ceiling of {}: the buyer pays it.", money(t.ceiling))
    };
    t.draft(stem, answer)
        .slip(
            if shared > t.ceiling { shared } else { t.ceiling },
            "The ceiling limits the price; it is not the price.",
        )
        .slip(other, "The shares of buyer and seller are swapped.")
        .slip(t.actual + t.fee, "The fee changes with the difference from the target cost.")
        .slip(t.cost + t.fee, "That is the target price; the cost came out differently.")
        .step(format!(
            "Fee: {} + ({} − {}) × {:.2} = {}.",
            money(t.fee),
            money(t.cost),
            money(t.actual),
            t.seller,
            money(t.fee + t.share())
        ))
        .step(format!(
            "Cost and fee: {} + {} = {}.",
            money(t.actual),
            money(t.fee + t.share()),
            money(shared)
        ))
        .step(last)
        .only_if((t.cost - t.actual).abs() > 1.0 && t.fee + t.share() > 0.0)
}

pub(super) fn total_assumption(draw: &mut Draw, _: u8) -> Draft {
    let t = terms(draw);
    let buyer = 1.0 - t.seller;
    let price = t.cost + t.fee;
    let stem = format!(
        "A fixed-price-incentive-fee contract has a target cost of {}, a target price of {}, a ceiling \
         price of {} and a share ratio of {} (buyer/seller). At which cost does the seller begin to bear \
         every further dollar?",
        money(t.cost),
        money(price),
        money(t.ceiling),
        t.ratio()
    );
    let answer = t.cost + (t.ceiling - price) / buyer;
    t.draft(stem, answer)
        .slip(
            t.cost + (t.ceiling - price) / t.seller,
            "The difference is divided by the buyer's share, not the seller's.",
        )
        .slip(t.ceiling, "The ceiling is a price; the point is a cost.")
        .slip(
            t.cost + (t.ceiling - t.cost) / buyer,
            "The ceiling is compared with the target price, not the target cost.",
        )
        .slip(
            t.cost + (t.ceiling - price) * buyer,
            "The difference is divided by the share, not multiplied.",
        )
        .step(format!(
            "Ceiling − target price = {} − {} = {}.",
            money(t.ceiling),
            money(price),
            money(t.ceiling - price)
        ))
        .step(format!(
            "Divided by the buyer's share: {} ÷ {buyer:.2} = {}.",
            money(t.ceiling - price),
            money((t.ceiling - price) / buyer)
        ))
        .step(format!(
            "PTA = {} + {} = {}.",
            money(t.cost),
            money((t.ceiling - price) / buyer),
            money(answer)
        ))
}
