//! Questions whose numbers never repeat: pure functions of a seed and a difficulty. Every wrong option is
//! what a named mistake gives, and the solution is worked out step by step.

mod agile;
mod contract;
mod draft;
mod earned_value;
mod finance;
mod network;
mod people;
mod pert;
mod reading;
mod risk;
mod service;
mod timing;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

pub use draft::{Facts, Made, Unit};
pub use network::{Activity, Network};

use crate::domain::deck::{Body, Item};
use draft::Draft;

/// The source of numbers of one question.
pub(super) type Draw = ChaCha8Rng;

/// A generator: its name in decks, what it asks in words, and the function.
pub struct Generator {
    /// Such as "earned-value/cpi".
    pub name: &'static str,
    /// For lists: "Cost performance index".
    pub title: &'static str,
    make: fn(&mut Draw, u8) -> Draft,
}

impl std::fmt::Debug for Generator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const fn generator(
    name: &'static str,
    title: &'static str,
    make: fn(&mut Draw, u8) -> Draft,
) -> Generator {
    Generator { name, title, make }
}

/// All generators, by topic.
pub const GENERATORS: &[Generator] = &[
    generator("earned-value/cv", "Cost variance", earned_value::cv),
    generator("earned-value/sv", "Schedule variance", earned_value::sv),
    generator("earned-value/cpi", "Cost performance index", earned_value::cpi),
    generator("earned-value/spi", "Schedule performance index", earned_value::spi),
    generator(
        "earned-value/eac-typical",
        "Estimate at completion, cost trend goes on",
        earned_value::eac_typical,
    ),
    generator(
        "earned-value/eac-atypical",
        "Estimate at completion, rest as budgeted",
        earned_value::eac_atypical,
    ),
    generator(
        "earned-value/eac-both",
        "Estimate at completion, cost and schedule press",
        earned_value::eac_both,
    ),
    generator("earned-value/etc", "Estimate to complete", earned_value::etc),
    generator("earned-value/chart", "Reading an earned value chart", earned_value::chart),
    generator("earned-value/vac", "Variance at completion", earned_value::vac),
    generator("earned-value/tcpi-bac", "To-complete index for the budget", earned_value::tcpi_bac),
    generator(
        "earned-value/tcpi-eac",
        "To-complete index for the estimate",
        earned_value::tcpi_eac,
    ),
    generator("estimates/pert", "Three-point estimate", pert::mean),
    generator("estimates/triangular", "Triangular estimate", pert::triangular),
    generator("estimates/sigma", "Standard deviation of an estimate", pert::sigma),
    generator("estimates/range", "Range of an estimate", pert::range),
    generator("network/duration", "Length of the critical path", network::duration),
    generator("network/path", "The critical path", network::path),
    generator("network/total-float", "Total float", network::total_float),
    generator("network/free-float", "Free float", network::free_float),
    generator("network/crash", "What to crash first", network::crash),
    generator("schedule/lead-and-lag", "Leads and lags", timing::lead_and_lag),
    generator("schedule/behind", "What is late in a Gantt chart", reading::behind),
    generator("quality/control-chart", "Reading a control chart", reading::control_chart),
    generator("quality/pareto", "Reading a Pareto chart", reading::pareto),
    generator("risk/matrix", "Scores of risks", reading::matrix),
    generator("risk/emv", "Expected monetary value", risk::emv),
    generator("risk/decision-tree", "Decision tree", risk::decision_tree),
    generator("people/channels", "Communication channels", people::channels),
    generator("people/more-channels", "Further communication channels", people::more_channels),
    generator("contract/final-fee", "Fee under a share ratio", contract::final_fee),
    generator("contract/final-price", "Price under a ceiling", contract::final_price),
    generator("contract/total-assumption", "Point of total assumption", contract::total_assumption),
    generator("finance/present-value", "Present value", finance::present_value),
    generator("finance/payback", "Payback period", finance::payback),
    generator("finance/benefit-cost", "Benefit-cost ratio", finance::benefit_cost),
    generator("finance/irr", "Internal rate of return", finance::irr),
    generator("finance/best-irr", "The highest rate of return", finance::best_irr),
    generator("finance/depreciation", "Straight-line depreciation", finance::depreciation),
    generator("agile/velocity", "Iterations that are left", agile::velocity),
    generator("agile/littles-law", "Cycle time by Little's law", agile::littles_law),
    generator("agile/throughput", "Throughput", agile::throughput),
    generator("agile/burn-down", "Forecast from a burn-down", agile::burn_down),
    generator("agile/burn-up", "Forecast from a burn-up", agile::burn_up),
    generator("agile/in-progress", "Reading a cumulative flow diagram", reading::in_progress),
    generator("service/availability", "Availability", service::availability),
    generator(
        "service/allowed-downtime",
        "Downtime that an agreement allows",
        service::allowed_downtime,
    ),
];

/// The generator of this name.
pub fn find(name: &str) -> Option<&'static Generator> {
    GENERATORS.iter().find(|generator| generator.name == name)
}

/// The question that an item becomes with a seed; none for other items and unknown generators.
pub fn made_item(item: &Item, seed: u64) -> Option<Item> {
    let Body::Generated(generated) = &item.body else { return None };
    let made = make(&generated.generator, seed, item.difficulty)?;
    Some(Item { body: made.body, ..item.clone() })
}

/// How often numbers are drawn anew until the options are far enough apart.
const TRIES: u64 = 200;

/// Makes the question of a seed, difficulty 1..=5; none for an unknown generator.
pub fn make(name: &str, seed: u64, difficulty: u8) -> Option<Made> {
    let generator = find(name)?;
    let difficulty = difficulty.clamp(1, 5);
    (0..TRIES).find_map(|attempt| {
        let mut draw = Draw::seed_from_u64(seed ^ attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        (generator.make)(&mut draw, difficulty).finish()
    })
}
