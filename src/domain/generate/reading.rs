//! Questions that are read off a figure: control charts, Pareto charts, flow diagrams, matrices, bars.

use rand::Rng as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};

use super::Draw;
use super::draft::{Draft, Unit, figure, plain};

const ITEMS: Unit = Unit::Of("item", "items");

/// Names of measurements in the facts.
const VALUES: [&str; 14] =
    ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14"];

/// Measurements around 10 with limits at three times 0.3, in tenths of tenths.
struct Chart {
    values: Vec<f64>,
    /// Place, from 0, of the measurement that first says that something is wrong.
    signal: usize,
    is_run: bool,
}

const MEAN: f64 = 10.0;
const LIMITS: (f64, f64) = (9.1, 10.9);
/// So many in a row on one side of the mean are a signal (the rule of seven).
const RUN: usize = 7;

fn chart(draw: &mut Draw, is_run: bool) -> Chart {
    let n = VALUES.len();
    let side = |draw: &mut Draw| if draw.random_range(0_u32..2) == 0 { 1.0 } else { -1.0 };
    // Sides change at least every third time, so that nothing but the planned signal stands out.
    let mut values = Vec::with_capacity(n);
    let (mut sign, mut length) = (side(draw), 0);
    for _ in 0..n {
        if length >= draw.random_range(1_u32..=3) {
            (sign, length) = (-sign, 0);
        }
        length += 1;
        values.push(MEAN + sign * f64::from(draw.random_range(5_u32..=70)) / 100.0);
    }
    let sign = side(draw);
    let signal = if is_run {
        let first = draw.random_range(1..=n - RUN - 1);
        for value in values.iter_mut().skip(first).take(RUN) {
            *value = MEAN + sign * f64::from(draw.random_range(8_u32..=55)) / 100.0;
        }
        // What stands beside the run lies on the other side.
        for place in [first.checked_sub(1), Some(first + RUN)].into_iter().flatten() {
            if let Some(value) = values.get_mut(place) {
                *value = MEAN - sign * 0.2;
            }
        }
        first + RUN - 1
    } else {
        let at = draw.random_range(3..n - 1);
        if let Some(value) = values.get_mut(at) {
            *value = MEAN + sign * f64::from(draw.random_range(98_u32..=130)) / 100.0;
        }
        at
    };
    Chart { values, signal, is_run }
}

pub(super) fn control_chart(draw: &mut Draw, difficulty: u8) -> Draft {
    let Chart { values, signal, is_run } = chart(draw, difficulty >= 3);
    let told: Vec<String> = values.iter().map(|value| format!("{value:.2}")).collect();
    let source = format!(
        "Control(mean: {MEAN}, limits: ({}, {}), measure: \"mm\", values: [{}])",
        LIMITS.0,
        LIMITS.1,
        told.join(", ")
    );
    let stem = format!(
        "A control chart shows the diameter of a part.\n\n{}\n\nWhich measurement is the first to say that the \
         process is out of control?",
        figure(&source)
    );
    let name = |place: usize| format!("Measurement {}", place + 1);
    let mut draft = Draft::word(stem, name(signal), signal as f64).fact("run", is_run.into());
    for (name, value) in VALUES.into_iter().zip(&values) {
        draft = draft.fact(name, *value);
    }
    let far =
        |place: &usize| values.get(*place).map_or(0, |value| ((value - MEAN).abs() * 100.0) as i64);
    let mut others: Vec<usize> = (0..values.len()).filter(|place| *place != signal).collect();
    others.sort_by_key(|place| -far(place));
    let farthest = others.first().copied().unwrap_or(0);
    draft =
        draft.wrong(name(farthest), "It lies far from the mean, but inside the control limits.");
    if is_run {
        draft = draft
            .wrong(name(signal + 1 - RUN), "Here the run begins; it is no signal before seven are in a row.")
            .wrong(name(signal + 1), "The run has ended before it.")
            .wrong(name(signal - 1), "These are six in a row; the rule asks for seven.")
            .step(format!(
                "All measurements lie between {} and {}: no single one is out of control.",
                LIMITS.0, LIMITS.1
            ))
            .step(format!(
                "Measurements {} to {} lie on one side of the mean: seven in a row, the rule of seven.",
                signal + 2 - RUN,
                signal + 1
            ));
    } else {
        draft = draft
            .wrong(name(signal - 1), "It lies inside the control limits; the next one does not.")
            .wrong(name(signal + 1), "It comes after the signal.")
            .wrong(name(0), "The first measurement lies inside the control limits.")
            .step(format!(
                "Measurement {} is {}, outside the limits {} and {}.",
                signal + 1,
                told.get(signal).map_or("", String::as_str),
                LIMITS.0,
                LIMITS.1
            ))
            .step("Before it no seven in a row lie on one side of the mean.".to_owned());
    }
    draft
}

const CAUSES: [&str; 8] = [
    "Late delivery",
    "Wrong address",
    "Damaged box",
    "Wrong item",
    "Billing error",
    "Missing part",
    "No answer by phone",
    "Wrong colour",
];

pub(super) fn pareto(draw: &mut Draw, difficulty: u8) -> Draft {
    let n = if difficulty < 3 { 6 } else { 8 };
    let mut names = CAUSES;
    names.shuffle(draw);
    let mut counts: Vec<u32> = Vec::new();
    let mut next = draw.random_range(70_u32..=120);
    for _ in 0..n {
        counts.push(next.max(2));
        next = next * draw.random_range(45_u32..=85) / 100;
    }
    let total: u32 = counts.iter().sum();
    let mut sum = 0;
    let sums: Vec<f64> = counts
        .iter()
        .map(|count| {
            sum += count;
            f64::from(sum) / f64::from(total) * 100.0
        })
        .collect();
    let answer = sums.iter().filter(|share| **share < 80.0).count() + 1;
    let rows: Vec<String> = names
        .iter()
        .zip(&counts)
        .map(|(name, count)| format!("(name: \"{name}\", count: {count})"))
        .collect();
    let source = format!("Pareto(measure: \"complaints\", causes: [{}])", rows.join(", "));
    let stem = format!(
        "A team sorts the complaints of a quarter by cause.\n\n{}\n\nHow many causes must it remove, beginning \
         with the largest, to be rid of at least 80 % of the complaints?",
        figure(&source)
    );
    let share = |n: usize| n.checked_sub(1).and_then(|at| sums.get(at)).copied().unwrap_or(0.0);
    let mut draft = Draft::number(stem, Unit::Count, answer as f64);
    for (name, count) in VALUES.into_iter().zip(&counts) {
        draft = draft.fact(name, f64::from(*count));
    }
    for n in [answer - 1, answer + 1, answer.saturating_sub(2), answer + 2] {
        let why = if n < answer {
            format!("Together they make up {:.1} % only.", share(n))
        } else {
            format!("{:.1} % are reached with fewer.", share(answer))
        };
        if n >= 1 && n <= counts.len() {
            draft = draft.slip(n as f64, &why);
        }
    }
    let told: Vec<String> = sums.iter().take(answer).map(|share| format!("{share:.1} %")).collect();
    draft
        .step(format!("Running shares from the largest cause on: {}.", told.join(", ")))
        .step(format!("80 % is reached with cause {answer}."))
        // A share on the edge of 80 could be read both ways.
        .only_if(sums.iter().all(|share| (share - 80.0).abs() > 0.5) && answer >= 2)
        .only_if(counts.windows(2).all(|pair| matches!(pair, [one, two] if one > two)))
}

pub(super) fn in_progress(draw: &mut Draw, _: u8) -> Draft {
    let n = draw.random_range(6_usize..=9);
    let mut stages = [draw.random_range(25_u32..=40), 0, 0, 0];
    let mut rows: [Vec<u32>; 4] = Default::default();
    for _ in 0..n {
        for (row, count) in rows.iter_mut().zip(stages) {
            row.push(count);
        }
        let [to_do, build, test, done] = stages;
        let pull = draw.random_range(1_u32..=4).min(to_do);
        let (coded, tested) =
            (draw.random_range(0_u32..=3).min(build), draw.random_range(0_u32..=3).min(test));
        let added = draw.random_range(0_u32..=2);
        stages = [to_do - pull + added, build + pull - coded, test + coded - tested, done + tested];
    }
    let day = draw.random_range(n / 2..n);
    let at = |row: &Vec<u32>| f64::from(row.get(day).copied().unwrap_or(0));
    let [to_do, build, test, done] = rows.each_ref().map(at);
    let told = ["To do", "Build", "Test", "Done"].iter().zip(&rows).map(|(name, row)| {
        let items: Vec<String> = row.iter().map(u32::to_string).collect();
        format!("(name: \"{name}\", items: [{}])", items.join(", "))
    });
    let told: Vec<String> = told.collect();
    let source = format!("CumulativeFlow(unit: \"day\", stages: [{}])", told.join(", "));
    let answer = build + test;
    let stem = format!(
        "The diagram shows how many items stand in each stage at the end of each day.\n\n{}\n\nHow much work is \
         in progress at the end of day {day}, that is, begun and not done?",
        figure(&source)
    );
    Draft::number(stem, ITEMS, answer)
        .fact("to do", to_do)
        .fact("build", build)
        .fact("test", test)
        .fact("done", done)
        .slip(build, "Items in test are begun and not done either.")
        .slip(build + test + done, "Items that are done are no longer in progress.")
        .slip(to_do + build + test, "Items to do have not been begun.")
        .slip(to_do + build + test + done, "That is the height of the whole diagram.")
        .slip(test, "Items that are being built are in progress as well.")
        .step(format!("Build holds {}, test {}.", ITEMS.show(build), ITEMS.show(test)))
        .step(format!("In progress: {} + {} = {}.", plain(build), plain(test), plain(answer)))
        .only_if(build >= 3.0 && test >= 3.0 && done >= 1.0)
}

/// Levels of a matrix: name and value.
const CHANCES: [(&str, f64); 5] =
    [("very low", 0.1), ("low", 0.3), ("medium", 0.5), ("high", 0.7), ("very high", 0.9)];
const IMPACTS: [(&str, f64); 5] =
    [("very low", 0.05), ("low", 0.1), ("medium", 0.2), ("high", 0.4), ("very high", 0.8)];

fn level(levels: &[(&str, f64)], at: usize) -> f64 {
    at.checked_sub(1).and_then(|at| levels.get(at)).map_or(0.0, |(_, value)| *value)
}

/// Probability times impact; a field is two levels from 1.
fn score((chance, impact): (usize, usize)) -> f64 {
    level(&CHANCES, chance) * level(&IMPACTS, impact)
}

/// Four fields of the matrix, the highest score first, and the risks in them by name.
fn placed(draw: &mut Draw) -> Vec<(&'static str, (usize, usize))> {
    let mut fields: Vec<(usize, usize)> =
        (1..=5).flat_map(|chance| (1..=5).map(move |impact| (chance, impact))).collect();
    fields.shuffle(draw);
    fields.truncate(4);
    fields.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
    let mut names = ["R1", "R2", "R3", "R4"];
    names.shuffle(draw);
    names.into_iter().zip(fields).collect()
}

fn matrix_figure(risks: &[(&str, (usize, usize))]) -> String {
    let levels = |levels: &[(&str, f64)]| {
        let told: Vec<String> =
            levels.iter().map(|(name, value)| format!("(\"{name}\", {value})")).collect();
        told.join(", ")
    };
    let told: Vec<String> = risks
        .iter()
        .map(|(name, (chance, impact))| {
            format!("(name: \"{name}\", probability: {chance}, impact: {impact})")
        })
        .collect();
    figure(&format!(
        "Matrix(probability: [{}], impact: [{}], limits: (0.05, 0.18), risks: [{}])",
        levels(&CHANCES),
        levels(&IMPACTS),
        told.join(", ")
    ))
}

pub(super) fn matrix(draw: &mut Draw, _: u8) -> Draft {
    let mut risks = placed(draw);
    let best = risks.first().copied().unwrap_or(("R1", (1, 1)));
    let second = risks.get(1).map_or(0.0, |(_, field)| score(*field));
    risks.sort_unstable();
    let stem = format!(
        "The levels of probability stand for 0.1, 0.3, 0.5, 0.7 and 0.9, those of impact for 0.05, 0.1, 0.2, 0.4 \
         and 0.8.\n\n{}\n\nWhich risk has the highest score?",
        matrix_figure(&risks)
    );
    let most =
        |pick: fn(&(&str, (usize, usize))) -> usize| risks.iter().map(pick).max().unwrap_or(0);
    let (top_chance, top_impact) = (most(|risk| risk.1.0), most(|risk| risk.1.1));
    let mut draft = Draft::word(stem, best.0.to_owned(), score(best.1));
    for ((chance, impact), (_, field)) in
        [("p1", "i1"), ("p2", "i2"), ("p3", "i3"), ("p4", "i4")].into_iter().zip(&risks)
    {
        draft = draft.fact(chance, field.0 as f64).fact(impact, field.1 as f64);
    }
    for (name, field) in risks.iter().filter(|(name, _)| *name != best.0) {
        let why = if field.0 == top_chance {
            "It is the most probable, but probability alone is no score."
        } else if field.1 == top_impact {
            "Its impact is the largest, but impact alone is no score."
        } else {
            "Its product of probability and impact is smaller."
        };
        draft = draft.wrong((*name).to_owned(), why);
    }
    for (name, (chance, impact)) in &risks {
        draft = draft.step(format!(
            "{name}: {} × {} = {:.3}.",
            level(&CHANCES, *chance),
            level(&IMPACTS, *impact),
            score((*chance, *impact))
        ));
    }
    draft
        .step(format!("The largest is that of {}.", best.0))
        // The highest score is neither trivial nor nearly shared.
        .only_if(score(best.1) > second * 1.08)
        .only_if(best.1.0 < top_chance || best.1.1 < top_impact)
}

const WORK: [&str; 7] =
    ["Survey", "Design", "Procurement", "Cabling", "Software", "Training", "Handover"];

/// A bar: start, end and the share that is done.
type Bar = (f64, f64, f64);

/// What should be done of a bar by a day, if its work is spread evenly.
fn planned((start, end, _): Bar, today: f64) -> f64 {
    ((today - start) / (end - start)).clamp(0.0, 1.0)
}

/// One that is finished, one that is late, one on its plan, one that begins today and one that begins later.
fn bars(draw: &mut Draw, today: f64) -> Vec<Bar> {
    let mut bars = vec![(0.0, f64::from(draw.random_range(2_u32..=4)), 1.0)];
    for is_late in [true, false] {
        let length = f64::from(*[4_u32, 5, 8, 10].choose(draw).unwrap_or(&4));
        let passed = f64::from(draw.random_range(1_u32..=3)).min(length - 1.0);
        let share = passed / length;
        let done = if is_late { share * 0.4 } else { share };
        bars.push((today - passed, today - passed + length, (done * 20.0).round() / 20.0));
    }
    let later = today + f64::from(draw.random_range(1_u32..=3));
    bars.extend([(today, today + 4.0, 0.0), (later, later + 3.0, 0.0)]);
    bars
}

fn gantt_figure(names: &[&str], bars: &[Bar], today: f64) -> String {
    let mut rows: Vec<(i32, String)> = names
        .iter()
        .zip(bars)
        .map(|(name, (start, end, done))| {
            let row = format!("(name: \"{name}\", start: {start}, end: {end}, done: {done:.2})");
            (*start as i32, row)
        })
        .collect();
    rows.sort();
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    figure(&format!("Gantt(today: {today}, bars: [{}])", rows.join(", ")))
}

pub(super) fn behind(draw: &mut Draw, _: u8) -> Draft {
    let today = f64::from(draw.random_range(6_u32..=10));
    let mut names = WORK.to_vec();
    names.shuffle(draw);
    names.truncate(5);
    let bars = bars(draw, today);
    let stem = format!(
        "The filled part of each bar is done; the work of a bar is spread evenly over its \
         weeks.\n\n{}\n\nWhich work is behind its schedule today?",
        gantt_figure(&names, &bars, today)
    );
    let name = |at: usize| names.get(at).copied().unwrap_or_default().to_owned();
    let bar = |at: usize| bars.get(at).copied().unwrap_or_default();
    let (late, even) = (bar(1), bar(2));
    let share = |value: f64| format!("{:.0} %", value * 100.0);
    let gap = planned(late, today) - late.2;
    Draft::word(stem, name(1), gap)
        .fact("today", today)
        .fact("start", late.0)
        .fact("end", late.1)
        .fact("done", late.2)
        .wrong(
            name(2),
            "It is not finished, and does not have to be: it has done what was planned by today.",
        )
        .wrong(name(3), "It begins today, so nothing of it is due yet.")
        .wrong(name(4), "It begins after today.")
        .wrong(name(0), "It is finished.")
        .step(format!(
            "{}: by today {} should be done, {} is.",
            name(1),
            share(planned(late, today)),
            share(late.2)
        ))
        .step(format!(
            "{}: by today {} should be done, and {} is.",
            name(2),
            share(planned(even, today)),
            share(even.2)
        ))
        .only_if(gap > 0.14 && even.2 >= planned(even, today) - 0.001)
        .only_if(late.0 > 0.0 && even.0 > 0.0)
}
