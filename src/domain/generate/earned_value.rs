//! Earned value: variances, indices and forecasts. Formulas as in the PMBOK Guide and its Practice
//! Standard for Earned Value Management.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, figure, money};

/// The numbers of one status date.
struct Status {
    bac: f64,
    pv: f64,
    ev: f64,
    ac: f64,
    /// What the learner is told, with a capital at the beginning.
    told: String,
}

const PROJECTS: [&str; 8] = [
    "A warehouse conversion",
    "A payroll migration",
    "A bridge inspection programme",
    "A hospital wing refit",
    "A fibre rollout",
    "A museum catalogue project",
    "A water treatment upgrade",
    "A booking portal",
];

fn status(draw: &mut Draw, difficulty: u8) -> Status {
    let bac = f64::from(draw.random_range(8_u32..=90)) * 10_000.0;
    let planned = draw.random_range(30_u32..=80);
    let done = (planned as i32 + draw.random_range(-14_i32..=9)).clamp(15, 92) as u32;
    let (pv, ev) = (bac * f64::from(planned) / 100.0, bac * f64::from(done) / 100.0);
    let factor = f64::from(draw.random_range(82_u32..=128)) / 100.0;
    let ac = (ev * factor / 500.0).round() * 500.0;
    let project = PROJECTS.choose(draw).copied().unwrap_or("A project");
    let told = match (difficulty, draw.random_range(0_u32..2)) {
        (1..=2, 0) => format!(
            "{project} has a budget of {}. To date, work worth {} was planned, work worth {} is \
             finished, and {} has been spent.",
            money(bac),
            money(pv),
            money(ev),
            money(ac)
        ),
        (1..=2, _) => format!(
            "{project} reports a budget at completion of {}, a planned value of {}, an earned value \
             of {} and an actual cost of {}.",
            money(bac),
            money(pv),
            money(ev),
            money(ac)
        ),
        (_, 0) => format!(
            "{project} has a budget of {}. By now {planned} % of the work should be finished; {done} % \
             is. So far {} has been spent.",
            money(bac),
            money(ac)
        ),
        (_, _) => format!(
            "{project} was budgeted at {}. The schedule calls for {planned} % complete today, the team \
             has completed {done} %, and the invoices come to {}.",
            money(bac),
            money(ac)
        ),
    };
    Status { bac, pv, ev, ac, told }
}

impl Status {
    fn cpi(&self) -> f64 {
        self.ev / self.ac
    }

    fn spi(&self) -> f64 {
        self.ev / self.pv
    }

    fn draft(&self, question: &str, unit: Unit, answer: f64) -> Draft {
        let stem = format!("{} {question}", self.told);
        Draft::number(stem, unit, answer)
            .fact("bac", self.bac)
            .fact("pv", self.pv)
            .fact("ev", self.ev)
            .fact("ac", self.ac)
            .step(format!(
                "EV = {}, PV = {}, AC = {}.",
                money(self.ev),
                money(self.pv),
                money(self.ac)
            ))
    }
}

pub(super) fn cv(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (cv, sv) = (s.ev - s.ac, s.ev - s.pv);
    s.draft("What is the cost variance?", Unit::Money, cv)
        .slip(-cv, "Cost minus earned value: the sign is turned round.")
        .slip(sv, "That is the schedule variance: EV − PV.")
        .slip(s.pv - s.ac, "Spending is compared with the plan, not with what was earned.")
        .slip(s.bac - s.ac, "That is the part of the budget that is not spent yet.")
        .step(format!("CV = EV − AC = {} − {} = {}.", money(s.ev), money(s.ac), money(cv)))
}

pub(super) fn sv(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (cv, sv) = (s.ev - s.ac, s.ev - s.pv);
    s.draft("What is the schedule variance?", Unit::Money, sv)
        .slip(-sv, "Plan minus earned value: the sign is turned round.")
        .slip(cv, "That is the cost variance: EV − AC.")
        .slip(s.ac - s.pv, "Spending is compared with the plan; it says nothing about progress.")
        .slip(s.bac - s.ev, "That is the work that remains.")
        .step(format!("SV = EV − PV = {} − {} = {}.", money(s.ev), money(s.pv), money(sv)))
}

pub(super) fn cpi(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let cpi = s.cpi();
    s.draft("What is the cost performance index?", Unit::Ratio, cpi)
        .slip(1.0 / cpi, "AC ÷ EV: numerator and denominator are swapped.")
        .slip(s.spi(), "That is the schedule performance index: EV ÷ PV.")
        .slip(s.pv / s.ac, "PV ÷ AC compares spending with the plan.")
        .slip(s.ac / s.bac, "AC ÷ BAC is the part of the budget that is spent.")
        .step(format!("CPI = EV ÷ AC = {} ÷ {} = {cpi:.2}.", money(s.ev), money(s.ac)))
}

pub(super) fn spi(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let spi = s.spi();
    s.draft("What is the schedule performance index?", Unit::Ratio, spi)
        .slip(1.0 / spi, "PV ÷ EV: numerator and denominator are swapped.")
        .slip(s.cpi(), "That is the cost performance index: EV ÷ AC.")
        .slip(s.ac / s.pv, "AC ÷ PV compares spending with the plan.")
        .slip(s.ev / s.bac, "EV ÷ BAC is the part of the work that is finished.")
        .step(format!("SPI = EV ÷ PV = {} ÷ {} = {spi:.2}.", money(s.ev), money(s.pv)))
}

const TYPICAL: &str = "What is the estimate at completion if the cost performance so far goes on?";
const ATYPICAL: &str = "The cause of the variance is gone, and the rest will cost what was budgeted. \
                        What is the estimate at completion?";
const BOTH: &str = "The date is fixed, so that cost and schedule performance both bear on the rest. \
                    What is the estimate at completion?";

fn all_eacs(s: &Status) -> (f64, f64, f64) {
    let rest = s.bac - s.ev;
    (s.bac / s.cpi(), s.ac + rest, s.ac + rest / (s.cpi() * s.spi()))
}

pub(super) fn eac_typical(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (typical, atypical, both) = all_eacs(&s);
    s.draft(TYPICAL, Unit::Money, typical)
        .slip(atypical, "AC + (BAC − EV) takes the rest at the budgeted rate.")
        .slip(both, "Dividing the rest by CPI × SPI brings in the schedule too.")
        .slip(s.bac * s.cpi(), "BAC × CPI: an index below 1 would lower the estimate.")
        .slip(s.bac / s.spi(), "BAC ÷ SPI uses the schedule index for cost.")
        .step(format!("CPI = EV ÷ AC = {:.4}.", s.cpi()))
        .step(format!("EAC = BAC ÷ CPI = {} ÷ {:.4} = {}.", money(s.bac), s.cpi(), money(typical)))
}

pub(super) fn eac_atypical(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (typical, atypical, both) = all_eacs(&s);
    s.draft(ATYPICAL, Unit::Money, atypical)
        .slip(typical, "BAC ÷ CPI lets the past performance go on.")
        .slip(both, "CPI × SPI lets cost and schedule performance go on.")
        .slip(s.ac + s.bac - s.pv, "AC + (BAC − PV) takes the plan for what is finished.")
        .slip(s.bac - s.ev, "BAC − EV is the rest alone, without what was spent.")
        .step(format!(
            "The rest: BAC − EV = {} − {} = {}.",
            money(s.bac),
            money(s.ev),
            money(s.bac - s.ev)
        ))
        .step(format!(
            "EAC = AC + rest = {} + {} = {}.",
            money(s.ac),
            money(s.bac - s.ev),
            money(atypical)
        ))
}

pub(super) fn eac_both(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (typical, atypical, both) = all_eacs(&s);
    let (rest, product) = (s.bac - s.ev, s.cpi() * s.spi());
    s.draft(BOTH, Unit::Money, both)
        .slip(typical, "BAC ÷ CPI leaves the schedule out.")
        .slip(atypical, "AC + (BAC − EV) takes the rest at the budgeted rate.")
        .slip(rest / product, "That is the rest alone, without what was spent.")
        .slip(s.bac / product, "The whole budget is divided, although part of it is spent.")
        .step(format!("CPI × SPI = {:.4} × {:.4} = {product:.4}.", s.cpi(), s.spi()))
        .step(format!("The rest: BAC − EV = {}.", money(rest)))
        .step(format!(
            "EAC = AC + (BAC − EV) ÷ (CPI × SPI) = {} + {} ÷ {product:.4} = {}.",
            money(s.ac),
            money(rest),
            money(both)
        ))
}

pub(super) fn etc(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (typical, _, _) = all_eacs(&s);
    let question = "If the cost performance so far goes on, what will the rest cost?";
    s.draft(question, Unit::Money, typical - s.ac)
        .slip(typical, "That is the estimate at completion: what was spent is in it.")
        .slip(s.bac - s.ev, "BAC − EV takes the rest at the budgeted rate.")
        .slip(s.bac - s.ac, "BAC − AC is the money that is left, whatever the work costs.")
        .slip(typical - s.ev, "What was spent is taken off, not what was earned.")
        .step(format!("EAC = BAC ÷ CPI = {} ÷ {:.4} = {}.", money(s.bac), s.cpi(), money(typical)))
        .step(format!(
            "ETC = EAC − AC = {} − {} = {}.",
            money(typical),
            money(s.ac),
            money(typical - s.ac)
        ))
}

pub(super) fn vac(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (typical, atypical, _) = all_eacs(&s);
    let question = "If the cost performance so far goes on, what is the variance at completion?";
    s.draft(question, Unit::Money, s.bac - typical)
        .slip(typical - s.bac, "EAC − BAC: the sign is turned round.")
        .slip(s.bac - atypical, "The estimate takes the rest at the budgeted rate.")
        .slip(s.bac - s.ac, "BAC − AC is the money that is left today.")
        .slip(s.ev - s.pv, "That is the schedule variance of today.")
        .step(format!("EAC = BAC ÷ CPI = {} ÷ {:.4} = {}.", money(s.bac), s.cpi(), money(typical)))
        .step(format!(
            "VAC = BAC − EAC = {} − {} = {}.",
            money(s.bac),
            money(typical),
            money(s.bac - typical)
        ))
}

pub(super) fn tcpi_bac(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let (work, funds) = (s.bac - s.ev, s.bac - s.ac);
    let tcpi = work / funds;
    let question = "Which cost performance does the rest need to stay within the budget?";
    s.draft(question, Unit::Ratio, tcpi)
        .slip(funds / work, "Money over work: numerator and denominator are swapped.")
        .slip(s.cpi(), "That is the index so far, not the one that is needed.")
        .slip((s.bac - s.pv) / funds, "The work that is left is BAC − EV, not BAC − PV.")
        .slip(s.bac / s.ac, "The whole budget over what was spent says nothing about the rest.")
        .step(format!("Work left: BAC − EV = {}.", money(work)))
        .step(format!("Money left: BAC − AC = {}.", money(funds)))
        .step(format!("TCPI = {} ÷ {} = {tcpi:.2}.", money(work), money(funds)))
        .only_if(funds > 0.05 * s.bac && (0.6..1.9).contains(&tcpi))
}

pub(super) fn tcpi_eac(draw: &mut Draw, difficulty: u8) -> Draft {
    let s = status(draw, difficulty);
    let extra = f64::from(draw.random_range(4_u32..=18)) / 100.0;
    let eac = (s.bac * (1.0 + extra) / 1000.0).round() * 1000.0;
    let (work, funds) = (s.bac - s.ev, eac - s.ac);
    let tcpi = work / funds;
    let question = format!(
        "The sponsor has accepted {} as the new estimate at completion. Which cost performance does the \
         rest need to meet it?",
        money(eac)
    );
    s.draft(&question, Unit::Ratio, tcpi)
        .fact("eac", eac)
        .slip(work / (s.bac - s.ac), "BAC − AC is the money of the old budget.")
        .slip(funds / work, "Money over work: numerator and denominator are swapped.")
        .slip(
            (eac - s.ev) / funds,
            "The work that is left is BAC − EV: the estimate adds money, not work.",
        )
        .slip(s.cpi(), "That is the index so far, not the one that is needed.")
        .step(format!("Work left: BAC − EV = {}.", money(work)))
        .step(format!("Money left: EAC − AC = {}.", money(funds)))
        .step(format!("TCPI = {} ÷ {} = {tcpi:.2}.", money(work), money(funds)))
        .only_if(funds > 0.05 * s.bac && s.bac > s.ac && (0.6..1.9).contains(&tcpi))
}

/// Months of a project as running sums in thousand dollars, as a chart shows them.
fn growth(draw: &mut Draw, n: usize, pace: f64) -> Vec<u32> {
    let mut sum = 0;
    (0..n)
        .map(|_| {
            sum += (f64::from(draw.random_range(20_u32..=60)) * pace).round() as u32;
            sum
        })
        .collect()
}

pub(super) fn chart(draw: &mut Draw, difficulty: u8) -> Draft {
    let n = draw.random_range(6_usize..=8);
    let now = draw.random_range(3..n - 1);
    let planned = growth(draw, n, 1.0);
    let paces = (draw.random_range(70_u32..=110), draw.random_range(85_u32..=130));
    let earned = growth(draw, now, f64::from(paces.0) / 100.0);
    let actual = growth(draw, now, f64::from(paces.1) / 100.0);
    let total = |values: &[u32]| values.last().copied().map_or(0.0, f64::from) * 1000.0;
    let pv = planned.get(now - 1).copied().map_or(0.0, f64::from) * 1000.0;
    let (bac, ev, ac) = (total(&planned), total(&earned), total(&actual));
    let list = |values: &[u32]| values.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let source = format!(
        "EarnedValue(planned: [{}], earned: [{}], actual: [{}])",
        list(&planned),
        list(&earned),
        list(&actual)
    );
    let is_cost = difficulty < 3 || draw.random_range(0_u32..2) == 0;
    let (cv, sv) = (ev - ac, ev - pv);
    let asked = if is_cost { "cost variance" } else { "schedule variance" };
    let stem = format!(
        "The chart shows a project at the end of month {now}.\n\n{}\n\nWhat is its {asked} at that time?",
        figure(&source)
    );
    let (answer, other) = if is_cost { (cv, sv) } else { (sv, cv) };
    let (formula, why) = if is_cost {
        (
            format!("CV = EV − AC = {} − {}", money(ev), money(ac)),
            "That is the schedule variance: EV − PV.",
        )
    } else {
        (
            format!("SV = EV − PV = {} − {}", money(ev), money(pv)),
            "That is the cost variance: EV − AC.",
        )
    };
    Draft::number(stem, Unit::Money, answer)
        .fact("pv", pv)
        .fact("ev", ev)
        .fact("ac", ac)
        .fact("cost", is_cost.into())
        .slip(-answer, "The sign is turned round.")
        .slip(other, why)
        .slip(pv - ac, "Plan and cost are compared; what was earned is left out.")
        .slip(ev - bac, "What is earned is compared with the whole budget.")
        .step(format!(
            "At the end of month {now}: PV = {}, EV = {}, AC = {}.",
            money(pv),
            money(ev),
            money(ac)
        ))
        .step(format!("{formula} = {}.", money(answer)))
        .only_if(answer.abs() >= 5000.0 && (pv - ev).abs() >= 5000.0 && (ac - ev).abs() >= 5000.0)
}
