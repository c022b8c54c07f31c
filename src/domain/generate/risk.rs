//! Expected monetary value and decision trees.

use rand::Rng as _;
use rand::seq::SliceRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, figure, money};

const THREATS: [&str; 4] =
    ["a late permit", "a supplier's failure", "rock in the subsoil", "a change of the tax rules"];
const CHANCES: [&str; 3] = ["a volume discount", "an early delivery", "a grant of the region"];

pub(super) fn emv(draw: &mut Draw, difficulty: u8) -> Draft {
    let (mut threats, mut chances) = (THREATS, CHANCES);
    threats.shuffle(draw);
    chances.shuffle(draw);
    let n_chances = usize::from(difficulty >= 3);
    let names = threats.iter().take(2).map(|name| (*name, -1.0));
    let names = names.chain(chances.iter().take(n_chances).map(|name| (*name, 1.0)));
    let risks: Vec<(&str, f64, f64)> = names
        .map(|(name, sign)| {
            let impact = f64::from(draw.random_range(4_u32..=60)) * 1000.0;
            (name, f64::from(draw.random_range(1_u32..=9)) * 10.0, sign * impact)
        })
        .collect();
    let rows: Vec<String> = risks
        .iter()
        .map(|(name, chance, impact)| format!("| {name} | {chance:.0} % | {} |", money(*impact)))
        .collect();
    let stem = format!(
        "A register holds these risks; a negative impact is a loss.\n\n| Risk | Probability | Impact |\n\
         | --- | --- | --- |\n{}\n\nWhat is their expected monetary value together?",
        rows.join("\n")
    );
    let value = |(_, chance, impact): &(&str, f64, f64)| chance / 100.0 * impact;
    let answer: f64 = risks.iter().map(value).sum();
    let sum: f64 = risks.iter().map(|risk| risk.2).sum();
    let mean = risks.iter().map(|risk| risk.1).sum::<f64>() / risks.len() as f64 / 100.0;
    let mut draft = Draft::number(stem, Unit::Money, answer);
    for ((name, chance), risk) in [("p1", "i1"), ("p2", "i2"), ("p3", "i3")].into_iter().zip(&risks)
    {
        draft = draft.fact(name, risk.1).fact(chance, risk.2);
    }
    for risk in &risks {
        let line =
            format!("{}: {:.0} % × {} = {}.", risk.0, risk.1, money(risk.2), money(value(risk)));
        draft = draft.step(line);
    }
    let largest =
        risks.iter().map(value).fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    draft
        .slip(
            risks.iter().map(|risk| value(risk).abs()).sum(),
            "Losses and gains are added without their signs.",
        )
        .slip(sum, "The impacts are added without their probabilities.")
        .slip(sum * mean, "The sum of the impacts is weighted with the mean probability.")
        .slip(largest, "That is the largest single value.")
        .slip(
            risks.iter().map(|risk| (1.0 - risk.1 / 100.0) * risk.2).sum(),
            "The chance that it does not happen was taken.",
        )
        .step(format!("Sum: {}.", money(answer)))
        .only_if(answer.abs() > 500.0)
}

struct Branch {
    name: &'static str,
    cost: f64,
    chance: f64,
    loss: f64,
}

impl Branch {
    fn expected(&self) -> f64 {
        self.cost + self.chance / 100.0 * self.loss
    }
}

fn table(build: &Branch, buy: &Branch) -> String {
    let row = |b: &Branch| {
        format!("| {} | {} | {:.0} % | {} |", b.name, money(b.cost), b.chance, money(b.loss))
    };
    format!(
        "| Way | Cost for certain | Chance of rework | Cost of rework |\n| --- | --- | --- | --- |\n{}\n{}",
        row(build),
        row(buy)
    )
}

fn tree(build: &Branch, buy: &Branch) -> String {
    let way = |b: &Branch| {
        format!(
            "(name: \"{}\", value: {}, to: Chance([(name: \"Rework\", chance: {:.1}, to: End({})), \
             (name: \"None\", chance: {:.1}, to: End(0))]))",
            b.name,
            b.cost,
            b.chance / 100.0,
            b.loss,
            1.0 - b.chance / 100.0
        )
    };
    let source = format!(
        "DecisionTree(measure: \"dollars of cost\", root: Decision([{}, {}]))",
        way(build),
        way(buy)
    );
    figure(&source)
}

pub(super) fn decision_tree(draw: &mut Draw, difficulty: u8) -> Draft {
    let mut branch = |name, low, high| Branch {
        name,
        cost: f64::from(draw.random_range(low..=high)) * 5000.0,
        chance: f64::from(draw.random_range(1_u32..=8)) * 10.0,
        loss: f64::from(draw.random_range(10_u32..=60)) * 5000.0,
    };
    let (build, buy) = (branch("Build it", 8_u32, 30_u32), branch("Buy it", 10_u32, 40_u32));
    let shown = if difficulty < 3 { table(&build, &buy) } else { tree(&build, &buy) };
    let stem = format!(
        "Two ways are compared by their expected cost.\n\n{shown}\n\nWhat is the expected cost of the better way?"
    );
    let (best, other) =
        if build.expected() < buy.expected() { (&build, &buy) } else { (&buy, &build) };
    Draft::number(stem, Unit::Money, best.expected())
        .fact("c1", build.cost)
        .fact("p1", build.chance)
        .fact("l1", build.loss)
        .fact("c2", buy.cost)
        .fact("p2", buy.chance)
        .fact("l2", buy.loss)
        .slip(other.expected(), "That is the expected cost of the other way.")
        .slip(best.cost, "Rework is left out.")
        .slip(best.cost + best.loss, "Rework is taken as certain.")
        .slip(best.chance / 100.0 * best.loss, "The cost for certain is left out.")
        .step(format!(
            "{}: {} + {:.0} % × {} = {}.",
            build.name,
            money(build.cost),
            build.chance,
            money(build.loss),
            money(build.expected())
        ))
        .step(format!(
            "{}: {} + {:.0} % × {} = {}.",
            buy.name,
            money(buy.cost),
            buy.chance,
            money(buy.loss),
            money(buy.expected())
        ))
        .step(format!("The smaller one: {}, {}.", best.name, money(best.expected())))
        .only_if((build.expected() - buy.expected()).abs() > 0.04 * other.expected())
}
