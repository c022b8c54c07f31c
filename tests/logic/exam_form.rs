//! Shapes and forms: quotas exact, cases whole, nothing twice, the same again from the same seed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use certdeck::domain::deck::parse::SourceFile;
use certdeck::domain::deck::parse::read_deck;
use certdeck::domain::deck::{Blueprint, Breaks, SectionKind};
use certdeck::domain::exam::assemble::{Shortfall, assemble};
use certdeck::domain::exam::bank::BankItem;
use certdeck::domain::exam::shape::{Fit, Length, Shape, blueprint_on, largest_remainder};
use certdeck::domain::library::Library;
use certdeck::domain::seed::Seed;
use chrono::NaiveDate;
use proptest::prelude::*;

/// The blueprints of all shipped decks.
fn blueprints() -> Vec<Blueprint> {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(decks).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("exam.ron").is_file() {
            continue;
        }
        let files = ["deck.ron", "exam.ron"].map(|name| SourceFile {
            path: name.to_owned(),
            bytes: std::fs::read(folder.join(name)).unwrap(),
        });
        let (deck, _) = read_deck(&files);
        all.extend(deck.unwrap().blueprints);
    }
    assert!(all.len() >= 6, "{}", all.len());
    all
}

/// A bank with `singles` questions of each domain, and cases of four to six questions over all domains.
fn bank(n_domains: usize, singles: usize, cases: usize) -> Vec<BankItem> {
    let mut bank = Vec::new();
    let item = |item: u32, domain: usize, case: Option<u32>| BankItem {
        item,
        domain,
        case,
        kind: (item % 7) as u8,
        n_seen: item % 3,
        last_seen: (item % 11) as i32,
    };
    for case in 0..cases {
        let first = bank.len() as u32;
        for at in 0..(4 + case % 3) {
            bank.push(item(bank.len() as u32, (case + at) % n_domains, Some(first)));
        }
    }
    for domain in 0..n_domains {
        for _ in 0..singles {
            bank.push(item(bank.len() as u32, domain, None));
        }
    }
    bank
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn remainders_go_to_the_largest_fraction_and_all_is_given_out() {
    let table: [(&[f64], u32, &[u32]); 6] = [
        (&[33.0, 41.0, 26.0], 180, &[59, 74, 47]),
        (&[12.0, 4.0, 4.0, 16.0, 2.0, 1.0, 1.0], 40, &[12, 4, 4, 16, 2, 1, 1]),
        (&[1.0, 1.0, 1.0], 10, &[4, 3, 3]),
        (&[0.0, 0.0], 3, &[2, 1]),
        (&[], 5, &[]),
        (&[f64::NAN, 1.0], 4, &[0, 4]),
    ];
    for (weights, total, expect) in table {
        assert_eq!(largest_remainder(weights, total), expect, "{weights:?} {total}");
    }
}

#[test]
fn the_version_of_the_date_is_chosen() {
    let all = blueprints();
    let pmp: Vec<Blueprint> =
        all.into_iter().filter(|blueprint| blueprint.id.starts_with("pmp")).collect();
    let on = |day: &str| {
        let (at, fit) = blueprint_on(&pmp, date(day)).unwrap();
        (pmp[at].id.as_str(), fit)
    };
    assert_eq!(on("2026-07-08"), ("pmp-2021", Fit::InForce));
    assert_eq!(on("2026-07-09"), ("pmp-2026", Fit::InForce));
    assert!(blueprint_on(&[], date("2026-07-09")).is_none());
}

#[test]
fn shapes_keep_the_exams_proportions() {
    for blueprint in blueprints() {
        let full = Shape::of(&blueprint, Length::Full, 0);
        assert_eq!(full.n_questions(), blueprint.questions(), "{}", blueprint.id);
        assert_eq!(full.limit_ms, i64::from(blueprint.minutes) * 60_000);
        assert_eq!(full.quotas.iter().map(|(_, n)| n).sum::<u32>(), full.n_questions());
        let half = Shape::of(&blueprint, Length::Half, 0);
        assert_eq!(half.n_questions(), blueprint.questions().div_ceil(2));
        let ten = Shape::of(&blueprint, Length::Questions(10), 50);
        assert_eq!((ten.n_questions(), ten.sections.len(), ten.breaks), (10, 1, Breaks::None));
        let share = 10.0 / f64::from(blueprint.questions());
        let expect = f64::from(blueprint.minutes) * 60_000.0 * share * 1.5;
        assert!((ten.limit_ms as f64 - expect).abs() <= 1.0);
    }
}

#[test]
fn every_shipped_exam_fills_from_a_bank_that_is_large_enough() {
    for blueprint in blueprints() {
        for length in [Length::Full, Length::Half, Length::Questions(20)] {
            let shape = Shape::of(&blueprint, length, 0);
            let bank = bank(shape.quotas.len(), 200, 40);
            let form = assemble(&shape, &bank, Seed(7));
            assert_eq!(form.shortfalls, [], "{} {length:?}", blueprint.id);
            check_form(&shape, &bank, &form.sections);
            assert_eq!(form.unscored.len() as u32, shape.n_unscored);
        }
    }
}

/// Quotas exact, kinds kept, nothing twice, cases whole and in their order.
fn check_form(shape: &Shape, bank: &[BankItem], sections: &[Vec<u32>]) {
    let find = |item: &u32| bank.iter().find(|other| other.item == *item).unwrap();
    let all: Vec<u32> = sections.concat();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "nothing twice");
    for (section, items) in shape.sections.iter().zip(sections) {
        assert_eq!(items.len() as u32, section.n_questions, "{}", section.title);
        let n_cases = items.iter().filter(|item| find(item).case.is_some()).count();
        match section.kind {
            SectionKind::Cases => assert_eq!(n_cases, items.len(), "{}", section.title),
            SectionKind::Independent => assert_eq!(n_cases, 0, "{}", section.title),
            SectionKind::Any => {}
        }
        let mut at = 0;
        while let Some(item) = items.get(at) {
            let Some(case) = find(item).case else {
                at += 1;
                continue;
            };
            let whole: Vec<u32> =
                bank.iter().filter(|other| other.case == Some(case)).map(|b| b.item).collect();
            assert_eq!(items.get(at..at + whole.len()), Some(whole.as_slice()), "case {case}");
            at += whole.len();
        }
    }
    let mut counts = BTreeMap::new();
    for item in &all {
        *counts.entry(find(item).domain).or_insert(0_u32) += 1;
    }
    for (domain, (id, quota)) in shape.quotas.iter().enumerate() {
        assert_eq!(counts.get(&domain).copied().unwrap_or(0), *quota, "{id}");
    }
}

/// A deck of the shipped ones, alone in a library.
fn shipped(name: &str) -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks").join(name);
    let files: Vec<SourceFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .map(|path| SourceFile {
            path: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(path).unwrap(),
        })
        .collect();
    Library::new(vec![read_deck(&files).0.unwrap()])
}

#[test]
fn shipped_decks_fill_disjoint_forms() {
    for (name, n_forms) in [
        ("pmp", 3),
        ("csm", 5),
        ("itil-foundation", 6),
        ("itil-4-foundation", 5),
        ("project-plus", 4),
    ] {
        let library = shipped(name);
        let all = &library.deck(0).unwrap().blueprints;
        let in_force = all.iter().find(|one| one.valid.contains(date("2026-12-01")));
        let blueprint = in_force.unwrap().clone();
        let shape = Shape::of(&blueprint, Length::Full, 0);
        let mut used: BTreeSet<u32> = BTreeSet::new();
        for round in 0..n_forms {
            let seen = |item: u32| if used.contains(&item) { (1, 20_000) } else { (0, 0) };
            let bank =
                certdeck::domain::exam::bank::bank(&library, 0, &shape, date("2026-12-01"), seen);
            let form = assemble(&shape, &bank, Seed(round));
            assert_eq!(form.shortfalls, [], "{name}, form {round}");
            check_form(&shape, &bank, &form.sections);
            for item in form.sections.concat() {
                assert!(used.insert(item), "{name}, form {round}: an item comes back");
            }
        }
    }
}

#[test]
fn a_bank_that_is_too_small_is_said_to_be() {
    let blueprint = blueprints().into_iter().find(|blueprint| blueprint.id == "pmp-2026").unwrap();
    let shape = Shape::of(&blueprint, Length::Full, 0);
    let bank = bank(3, 10, 2);
    let form = assemble(&shape, &bank, Seed(1));
    assert_eq!(form.n_questions(), bank.len());
    let has = |test: &dyn Fn(&Shortfall) -> bool| form.shortfalls.iter().any(test);
    assert!(has(&|s| matches!(s, Shortfall::Cases { wanted: 40, .. })));
    assert!(has(&|s| matches!(s, Shortfall::Domain { .. })));
    assert!(has(&|s| matches!(s, Shortfall::Total { wanted: 180, .. })));
    assert_eq!(assemble(&shape, &[], Seed(1)).n_questions(), 0);
}

#[test]
fn unseen_questions_come_before_those_seen_long_ago_before_those_seen_lately() {
    let blueprint = blueprints().into_iter().find(|blueprint| blueprint.id == "csm-2022").unwrap();
    let shape = Shape::of(&blueprint, Length::Full, 0);
    let mut bank = bank(shape.quotas.len(), 60, 0);
    for (at, item) in bank.iter_mut().enumerate() {
        item.kind = 0;
        (item.n_seen, item.last_seen) = match at % 3 {
            0 => (0, 0),
            1 => (1, 100),
            _ => (1, 20_000),
        };
    }
    let form = assemble(&shape, &bank, Seed(5));
    let seen = |item: &u32| bank.iter().find(|other| other.item == *item).unwrap().n_seen;
    assert!(
        form.sections.concat().iter().all(|item| seen(item) == 0),
        "20 unseen a domain suffice"
    );
}

#[test]
fn ten_thousand_seeds_give_whole_forms() {
    let blueprint = blueprints().into_iter().find(|blueprint| blueprint.id == "pmp-2026").unwrap();
    let shape = Shape::of(&blueprint, Length::Full, 0);
    let bank = bank(3, 90, 24);
    let mut first = BTreeSet::new();
    for seed in 0..10_000 {
        let form = assemble(&shape, &bank, Seed(seed));
        assert!(form.shortfalls.is_empty(), "seed {seed}: {:?}", form.shortfalls);
        let sizes: Vec<usize> = form.sections.iter().map(Vec::len).collect();
        assert_eq!(sizes, [40, 70, 70], "seed {seed}");
        let mut counts = [0_u32; 3];
        for item in form.sections.iter().flatten() {
            counts[bank[*item as usize].domain] += 1;
        }
        assert_eq!(counts, [59, 74, 47], "seed {seed}");
        first.insert(form.sections[1][0]);
        if seed % 500 == 0 {
            check_form(&shape, &bank, &form.sections);
            assert_eq!(form, assemble(&shape, &bank, Seed(seed)), "seed {seed} again");
        }
    }
    assert!(first.len() > 50, "seeds give different forms: {}", first.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bank_gives_an_honest_form(
        sizes in prop::collection::vec((0usize..4, 0u8..7, 0u32..3, prop::option::of(0u32..9)), 0..120),
        n in 1u32..80,
        seed in any::<u64>(),
    ) {
        let blueprint = blueprints().into_iter().find(|b| b.id == "pk0-005").unwrap();
        let shape = Shape::of(&blueprint, Length::Questions(n), 0);
        let mut bank: Vec<BankItem> = Vec::new();
        let mut sorted = sizes;
        sorted.sort_by_key(|(_, _, _, case)| *case);
        for (at, (domain, kind, n_seen, case)) in sorted.into_iter().enumerate() {
            bank.push(BankItem { item: at as u32, domain, case, kind, n_seen, last_seen: 0 });
        }
        let form = assemble(&shape, &bank, Seed(seed));
        let all = form.sections.concat();
        prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        prop_assert!(all.len() as u32 <= shape.n_questions());
        if (all.len() as u32) < shape.n_questions() {
            let is_said = form.shortfalls.iter().any(|s| matches!(s, Shortfall::Total { .. }));
            prop_assert!(is_said);
        }
        prop_assert!(form.unscored.iter().all(|item| all.contains(item)));
        prop_assert_eq!(&form, &assemble(&shape, &bank, Seed(seed)));
    }
}
