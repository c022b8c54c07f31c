//! Made questions: over many seeds the key is worked out again by a second method, options differ,
//! texts are sound, and networks agree with an enumeration of all paths.

use std::collections::BTreeSet;

use certdeck::domain::deck::{Body, Choice};
use certdeck::domain::figure::{Part, parts, without_figures};
use certdeck::domain::generate::{Facts, GENERATORS, Made, Network, Unit, make};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

const SEEDS: u64 = 10_000;

fn choice(made: &Made) -> &Choice {
    match &made.body {
        Body::Choice(choice) => choice,
        other => panic!("{other:?}"),
    }
}

/// Runs a check over all seeds of every generator, on all cores.
fn each(check: impl Fn(&str, u64, &Made) + Sync) {
    std::thread::scope(|scope| {
        for half in 0..2 {
            let check = &check;
            scope.spawn(move || {
                for generator in GENERATORS.iter().skip(half).step_by(2) {
                    for seed in 0..SEEDS {
                        let difficulty = (seed % 5) as u8 + 1;
                        let made = make(generator.name, seed.wrapping_mul(0x9E37), difficulty);
                        let made = made.unwrap_or_else(|| panic!("{} {seed}", generator.name));
                        check(generator.name, seed, &made);
                    }
                }
            });
        }
    });
}

#[expect(clippy::too_many_lines, reason = "one table of second methods")]
/// The answer by another road than the generator's, where there is one.
fn again(name: &str, facts: &Facts) -> f64 {
    let f = |name: &str| facts[name];
    let pairs = |n: f64| (1..n as u32).map(f64::from).sum::<f64>();
    match name {
        "earned-value/cv" => -(f("ac") - f("ev")),
        "earned-value/sv" => -(f("pv") - f("ev")),
        "earned-value/cpi" => (f("ev") / f("bac")) / (f("ac") / f("bac")),
        "earned-value/spi" => (f("ev") / f("bac")) / (f("pv") / f("bac")),
        // Spending so far and the rest at the same rate per unit of work.
        "earned-value/eac-typical" => f("ac") + (f("bac") - f("ev")) * f("ac") / f("ev"),
        "earned-value/eac-atypical" => f("bac") - (f("ev") - f("ac")),
        "earned-value/eac-both" => {
            f("ac") + (f("bac") - f("ev")) * f("ac") * f("pv") / (f("ev") * f("ev"))
        }
        "earned-value/etc" => (f("bac") - f("ev")) * f("ac") / f("ev"),
        "earned-value/vac" => f("bac") * (1.0 - f("ac") / f("ev")),
        "earned-value/chart" => {
            let of = if f("cost") > 0.5 { f("ac") } else { f("pv") };
            -(of - f("ev"))
        }
        "earned-value/tcpi-bac" => (f("ev") - f("bac")) / (f("ac") - f("bac")),
        "earned-value/tcpi-eac" => (f("ev") - f("bac")) / (f("ac") - f("eac")),
        "estimates/pert" | "estimates/range" => {
            let triangular = (f("low") + f("likely") + f("high")) / 3.0;
            f64::midpoint(triangular, f("likely"))
        }
        "estimates/triangular" => {
            f("likely") + (f("low") - f("likely") + f("high") - f("likely")) / 3.0
        }
        "estimates/sigma" => (f("high") - f("low")) / 2.0 / 3.0,
        "risk/emv" => {
            [("p1", "i1"), ("p2", "i2"), ("p3", "i3")]
                .iter()
                .filter_map(|(p, i)| Some(facts.get(p)? * facts.get(i)?))
                .sum::<f64>()
                / 100.0
        }
        "risk/decision-tree" => {
            // Weighted over both ends of each branch.
            let way = |c: f64, p: f64, l: f64| (p * (c + l) + (100.0 - p) * c) / 100.0;
            way(f("c1"), f("p1"), f("l1")).min(way(f("c2"), f("p2"), f("l2")))
        }
        "people/channels" => pairs(f("n")),
        "people/more-channels" => pairs(f("before") + f("more")) - pairs(f("before")),
        "contract/final-fee" => f("fee") + f("seller") * f("cost") - f("seller") * f("actual"),
        "contract/final-price" => {
            // The buyer's side: the target price and the buyer's share of the difference.
            let price = f("cost") + f("fee") + (1.0 - f("seller")) * (f("actual") - f("cost"));
            price.min(f("ceiling"))
        }
        // Where the shared price meets the ceiling, found by halving.
        "contract/total-assumption" => {
            let price = |cost: f64| f("cost") + f("fee") + (1.0 - f("seller")) * (cost - f("cost"));
            let (mut low, mut high) = (f("cost"), f("cost") * 20.0);
            for _ in 0..200 {
                let middle = f64::midpoint(low, high);
                if price(middle) < f("ceiling") { low = middle } else { high = middle }
            }
            low
        }
        "finance/present-value" => {
            (0..f("years") as u32).fold(f("future"), |sum, _| sum * 100.0 / (100.0 + f("rate")))
        }
        "finance/payback" => (1..100)
            .map(|half| f64::from(half) / 2.0)
            .find(|years| (f("yearly") - f("upkeep")) * years + 1e-6 >= f("cost"))
            .unwrap(),
        "finance/benefit-cost" => f("benefit") / f("cost"),
        "finance/depreciation" => f("price") / f("years") - f("rest") / f("years"),
        "agile/velocity" => {
            let (mut left, mut n) = (f("points"), 0.0);
            while left > 1e-9 {
                left -= f("sum") / f("n");
                n += 1.0;
            }
            n
        }
        "agile/littles-law" => f("wip") / f("rate"),
        "agile/throughput" => f("wip") * f("weeks") * 5.0 / f("days"),
        "agile/burn-up" => {
            let (mut left, mut n) = (f("scope") - f("done"), 0.0);
            while left > 1e-9 {
                left -= f("done") / f("n");
                n += 1.0;
            }
            n
        }
        // All that is on the board without what waits and what is finished.
        "agile/in-progress" => {
            f("to do") + f("build") + f("test") + f("done") - f("to do") - f("done")
        }
        // Walked day by day: each activity begins by its link.
        "schedule/lead-and-lag" => {
            let second = f("a") - f("lead") + f("b");
            (second + f("lag")) + f("c")
        }
        "schedule/behind" => {
            let weeks = f("end") - f("start");
            (f("today") - f("start") - f("done") * weeks) / weeks
        }
        "quality/control-chart" => signal_again(facts),
        "quality/pareto" => {
            let counts: Vec<f64> =
                (1..=14).filter_map(|at| facts.get(format!("v{at}").as_str()).copied()).collect();
            let total: f64 = counts.iter().sum();
            let (mut left, mut n) = (total, 0.0);
            for count in counts {
                if left <= total * 0.2 {
                    break;
                }
                left -= count;
                n += 1.0;
            }
            n
        }
        "risk/matrix" => {
            let p = [0.1, 0.3, 0.5, 0.7, 0.9];
            let i = [0.05, 0.1, 0.2, 0.4, 0.8];
            [("p1", "i1"), ("p2", "i2"), ("p3", "i3"), ("p4", "i4")]
                .iter()
                .map(|(chance, impact)| p[f(chance) as usize - 1] * i[f(impact) as usize - 1])
                .fold(0.0, f64::max)
        }
        // The rate at which the present value of what comes back is the cost, found by halving.
        "finance/irr" => rate_again(f("cost"), f("back"), f("years")),
        "finance/best-irr" => (1..=4)
            .map(|at| {
                let f = |letter: &str| facts[format!("{letter}{at}").as_str()];
                rate_again(f("c"), f("b"), f("y"))
            })
            .fold(0.0, f64::max),
        "agile/burn-down" => {
            let rate = (f("total") - f("left")) / f("passed");
            (1..1000).map(f64::from).find(|day| rate * day + 1e-9 >= f("left")).unwrap()
        }
        "service/availability" => 100.0 - 100.0 * f("down") / (f("hours") - f("planned")),
        "service/allowed-downtime" => 0.6 * f("hours") * f("days") * (100.0 - f("target")),
        _ => network_again(name, facts),
    }
}

fn rate_again(cost: f64, back: f64, years: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1000.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let worth = (0..years as u32).fold(back, |sum, _| sum / (1.0 + middle / 100.0));
        if worth > cost { low = middle } else { high = middle }
    }
    low
}

/// The first measurement beyond a limit, or the seventh in a row on one side; from 0.
fn signal_again(facts: &Facts) -> f64 {
    let (mut above, mut below) = (0, 0);
    for at in 0..14 {
        let value = facts[format!("v{}", at + 1).as_str()];
        above = if value > 10.0 { above + 1 } else { 0 };
        below = if value < 10.0 { below + 1 } else { 0 };
        if !(9.1..=10.9).contains(&value) || above == 7 || below == 7 {
            return f64::from(at);
        }
    }
    panic!("no signal");
}

/// Longest way from a beginning to the end of an activity.
fn upto(at: usize, days: &[f64], before: &[u32]) -> f64 {
    let earlier = (0..at).filter(|other| before[at] & (1 << other) != 0);
    days[at] + earlier.map(|other| upto(other, days, before)).fold(0.0, f64::max)
}

/// Longest way from the beginning of an activity to the end of all.
fn after(at: usize, days: &[f64], before: &[u32]) -> f64 {
    let later = (at + 1..days.len()).filter(|other| before[*other] & (1 << at) != 0);
    days[at] + later.map(|other| after(other, days, before)).fold(0.0, f64::max)
}

/// All paths of the network in the facts, by recursion from the last activity.
fn network_again(name: &str, facts: &Facts) -> f64 {
    let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];
    let links = [
        "A after", "B after", "C after", "D after", "E after", "F after", "G after", "H after",
        "I after", "J after", "K after", "L after",
    ];
    let n = names.iter().filter(|name| facts.contains_key(**name)).count();
    let days: Vec<f64> = (0..n).map(|at| facts[names[at]]).collect();
    let before: Vec<u32> = (0..n).map(|at| facts[links[at]] as u32).collect();
    let end = (0..n).map(|at| upto(at, &days, &before)).fold(0.0, f64::max);
    let through = |at: usize| upto(at, &days, &before) + after(at, &days, &before) - days[at];
    match name {
        "network/duration" | "network/path" => end,
        "network/total-float" => end - through(facts["asked"] as usize),
        "network/free-float" => {
            let at = facts["asked"] as usize;
            let next = (at + 1..n)
                .filter(|other| before[*other] & (1 << at) != 0)
                .map(|other| upto(other, &days, &before) - days[other])
                .fold(f64::MAX, f64::min);
            (if next == f64::MAX { end } else { next }) - upto(at, &days, &before)
        }
        // The cheapest of those whose longest path is that of the whole.
        "network/crash" => {
            let prices = ["a", "b", "c", "d", "e", "f", "g", "h"];
            (0..n)
                .filter(|at| (through(*at) - end).abs() < 1e-9)
                .map(|at| facts[prices[at]])
                .fold(f64::MAX, f64::min)
        }
        other => panic!("{other} has no second method"),
    }
}

#[test]
fn keys_are_right_by_a_second_method() {
    each(|name, seed, made| {
        let expect = again(name, &made.facts);
        let slack = 1e-6 * expect.abs().max(1.0);
        assert!((made.answer - expect).abs() < slack, "{name} {seed}: {} {expect}", made.answer);
        let key = &choice(made).options[0];
        let is_word = matches!(
            name,
            "network/path"
                | "network/crash"
                | "estimates/range"
                | "schedule/behind"
                | "quality/control-chart"
                | "risk/matrix"
                | "finance/best-irr"
        );
        assert!(is_word || key.text == made.unit.show(expect), "{name} {seed}: {}", key.text);
    });
}

#[test]
fn options_differ_and_one_is_right() {
    each(|name, seed, made| {
        let choice = choice(made);
        let texts: BTreeSet<&str> =
            choice.options.iter().map(|option| option.text.as_str()).collect();
        assert_eq!(texts.len(), 4, "{name} {seed}: {:?}", choice.options);
        assert!(
            choice.options[0].is_key && choice.options[1..].iter().all(|option| !option.is_key)
        );
        assert!(choice.options.iter().all(|option| !option.why.is_empty()), "{name}");
        assert!(!choice.explain.is_empty() && choice.select == 1);
    });
}

#[test]
fn numbers_are_plausible_and_texts_are_sound() {
    each(|name, seed, made| {
        let choice = choice(made);
        let all = format!("{} {}", choice.stem, choice.explain);
        let options = choice
            .options
            .iter()
            .map(|option| option.text.as_str())
            .collect::<Vec<_>>()
            .join(" ; ");
        for wrong in [
            "NaN",
            "inf",
            "{",
            "}",
            " 1 days",
            " 1 weeks",
            " 1 items",
            " 1 iterations",
            "−0 ",
            "-0",
            "  ",
        ] {
            assert!(
                !all.contains(wrong) && !options.contains(wrong),
                "{name} {seed}: {wrong}: {all} {options}"
            );
        }
        assert!(
            without_figures(&choice.stem).len() < 1_000 && choice.stem.ends_with('?'),
            "{name} {seed}: {}",
            choice.stem
        );
        assert!(choice.options.iter().all(|option| option.text.chars().count() <= 40), "{name}");
        let ratio = matches!(made.unit, Unit::Ratio);
        assert!(!ratio || (0.3..4.0).contains(&made.answer), "{name} {seed}: {}", made.answer);
        let may_be_negative = matches!(made.unit, Unit::Money | Unit::Count);
        assert!(may_be_negative || !options.contains('−'), "{name} {seed}: {options}");
        for part in parts(&choice.stem) {
            if let Part::Figure(source, figure) = part {
                let figure =
                    figure.unwrap_or_else(|error| panic!("{name} {seed}: {error} {source}"));
                assert!(figure.words().len() > 40, "{name}");
            }
        }
    });
}

#[test]
fn the_same_seed_gives_the_same_question_and_others_differ() {
    for generator in GENERATORS {
        assert_eq!(make(generator.name, 7, 3), make(generator.name, 7, 3));
        let stems: BTreeSet<String> = (0..5000)
            .filter_map(|seed| make(generator.name, seed, 1 + (seed % 5) as u8))
            .map(|made| format!("{} {}", choice(&made).stem, choice(&made).options[0].text))
            .collect();
        assert!(stems.len() >= 500, "{}: {} of 5,000 differ", generator.name, stems.len());
    }
    assert!(make("earned-value/nothing", 1, 1).is_none());
}

#[test]
fn critical_paths_and_floats_agree_with_an_enumeration() {
    for seed in 0..SEEDS {
        let mut draw = ChaCha8Rng::seed_from_u64(seed);
        let network = Network::random(&mut draw, 2 + (seed % 11) as usize);
        let paths = network.paths();
        let longest = paths.iter().map(|(_, days)| *days).max().unwrap();
        assert_eq!(network.duration(), longest, "{network:?}");
        for (activity, dates) in network.activities.iter().zip(network.dates()) {
            let through = paths.iter().filter(|(path, _)| path.contains(activity.name));
            let most = through.map(|(_, days)| *days).max().unwrap();
            assert_eq!(dates.total_float, longest - most, "{} of {network:?}", activity.name);
            assert!(0 <= dates.free_float && dates.free_float <= dates.total_float, "{network:?}");
            assert_eq!(dates.early.1 - dates.early.0, activity.days);
            assert_eq!(dates.late.1 - dates.late.0, activity.days);
        }
    }
}

/// A piece between two equals signs as a number; none where it has words.
fn value_of(piece: &str) -> Option<f64> {
    let piece = piece.rsplit(": ").next()?.trim().trim_end_matches('.');
    let units = ["days", "day", "years", "year", "items", "item", "iterations", "iteration"];
    let units = units.iter().chain(&["minutes", "minute", "hours", "hour", "a day"]);
    let plain = units.fold(piece.to_owned(), |text, unit| {
        text.strip_suffix(unit).map_or(text.clone(), str::to_owned)
    });
    let plain = plain
        .replace(['$', ','], "")
        .replace('\u{2212}', "-")
        .replace('×', "*")
        .replace('÷', "/")
        .replace('²', "^2")
        .replace(" %", "*0.01");
    if plain.chars().any(|letter| letter.is_alphabetic() && letter != '√') {
        return None;
    }
    exmex::eval_str::<f64>(plain.trim()).ok().filter(|value| value.is_finite())
}

/// Equations of a line of the solution: pairs of pieces that are both numbers.
fn equations(step: &str) -> Vec<(String, f64, f64)> {
    let mut found = Vec::new();
    for sentence in step.split("; ").flat_map(|part| part.split(", ")) {
        let pieces: Vec<&str> = sentence.split(" = ").collect();
        for pair in pieces.windows(2) {
            if let (Some(one), Some(other)) = (value_of(pair[0]), value_of(pair[1])) {
                found.push((sentence.to_owned(), one, other));
            }
        }
    }
    found
}

#[test]
fn the_arithmetic_of_solutions_holds_line_by_line() {
    let checked = std::sync::Mutex::new(std::collections::BTreeMap::<String, usize>::new());
    each(|name, seed, made| {
        let mut n_here = 0;
        for step in choice(made).explain.lines() {
            // The number of the line is no part of it.
            let step = step.split_once(". ").map_or(step, |(_, rest)| rest);
            for (text, one, other) in equations(step) {
                // Shown numbers are rounded: to the dollar, to two or to four places.
                let size = one.abs().max(other.abs());
                let slack = if size >= 1000.0 { 1.0 + size * 0.0006 } else { 0.051 + size * 0.004 };
                let is_percent = (one * 0.01 - other).abs() < slack * 0.01
                    || (other * 0.01 - one).abs() < slack * 0.01;
                let is_equal = (one - other).abs() <= slack || is_percent;
                assert!(is_equal, "{name} {seed}: {text}: {one} and {other}");
                n_here += 1;
            }
        }
        *checked.lock().unwrap().entry(name.to_owned()).or_default() += n_here;
    });
    let checked = checked.into_inner().unwrap();
    // Lines of these are in words: which path, which bar, which measurement.
    let worded = ["network/path", "network/duration", "network/crash", "schedule/behind"];
    let worded =
        [&worded[..], &["quality/control-chart", "quality/pareto", "agile/in-progress"]].concat();
    for generator in GENERATORS.iter().filter(|one| !worded.contains(&one.name)) {
        let n = checked.get(generator.name).copied().unwrap_or(0);
        assert!(n >= SEEDS as usize, "{}: {n} lines were checked", generator.name);
    }
}
