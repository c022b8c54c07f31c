//! Forms are honest: every departure from the outline is said, and nothing is left out that would fit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use certdeck::domain::deck::parse::{SourceFile, read_deck};
use certdeck::domain::deck::{Body, Breaks, Case, Deck, SectionKind};
use certdeck::domain::exam::assemble::{Form, Shortfall, assemble};
use certdeck::domain::exam::bank::{BankItem, bank};
use certdeck::domain::exam::shape::{Length, SectionShape, Shape, largest_remainder};
use certdeck::domain::library::Library;
use certdeck::domain::seed::Seed;
use proptest::prelude::*;

use crate::sched_make::{card, case, choice, deck, item};

/// A shape with these quotas and sections.
fn shape(quotas: &[u32], sections: &[(u32, SectionKind)]) -> Shape {
    let section = |(n_questions, kind): &(u32, SectionKind)| SectionShape {
        title: String::new(),
        n_questions: *n_questions,
        kind: *kind,
        basis: certdeck::domain::deck::Basis::Assumed,
    };
    Shape {
        sections: sections.iter().map(section).collect(),
        limit_ms: 60_000,
        breaks: Breaks::None,
        n_unscored: 0,
        n_made: 0,
        quotas: quotas.iter().enumerate().map(|(n, q)| (format!("d{n}"), *q)).collect(),
    }
}

/// A bank from cases (each a list of its questions' domains) and single questions a domain.
fn bank_of(cases: &[&[usize]], singles: &[usize]) -> Vec<BankItem> {
    let mut bank: Vec<BankItem> = Vec::new();
    let mut add = |domain: usize, case: Option<u32>| {
        let item = bank.len() as u32;
        let case = case.map(|back| item - back);
        bank.push(BankItem { item, domain, case, kind: 0, n_seen: 0, last_seen: 0 });
    };
    for case in cases {
        for (at, domain) in case.iter().enumerate() {
            add(*domain, Some(at as u32));
        }
    }
    for (domain, n) in singles.iter().enumerate() {
        (0..*n).for_each(|_| add(domain, None));
    }
    bank
}

fn counts(form: &Form, bank: &[BankItem], n_domains: usize) -> Vec<u32> {
    let mut counts = vec![0; n_domains];
    for item in form.sections.iter().flatten() {
        let found = bank.iter().find(|other| other.item == *item).unwrap();
        counts[found.domain] += 1;
    }
    counts
}

/// Every domain that fell short is named, with the numbers of the outline and of the form.
fn is_honest(form: &Form, shape: &Shape, bank: &[BankItem]) -> Result<(), String> {
    let counts = counts(form, bank, shape.quotas.len());
    let said: BTreeMap<usize, (u32, u32)> = form
        .shortfalls
        .iter()
        .filter_map(|shortfall| match shortfall {
            Shortfall::Domain { domain, wanted, found } => Some((*domain, (*wanted, *found))),
            _ => None,
        })
        .collect();
    let quotas = shape.quotas.iter().map(|(_, quota)| *quota).zip(counts).enumerate();
    let expect: BTreeMap<usize, (u32, u32)> =
        quotas.filter(|(_, (quota, count))| count < quota).collect();
    if said == expect { Ok(()) } else { Err(format!("said {said:?}, true {expect:?}")) }
}

#[test]
fn cases_of_one_domain_do_not_push_a_quota_aside() {
    // 40 case questions, all of one domain, against a quota of 5 for it.
    let cases: Vec<&[usize]> = vec![&[0, 0, 0, 0]; 10];
    let bank = bank_of(&cases, &[20, 60]);
    let shape = shape(&[5, 25], &[(30, SectionKind::Any)]);
    for seed in 0..50 {
        let form = assemble(&shape, &bank, Seed(seed));
        assert_eq!(counts(&form, &bank, 2), [5, 25], "seed {seed}");
        assert_eq!(form.shortfalls, []);
    }
}

#[test]
fn a_section_of_cases_says_which_domains_it_costs() {
    let cases: Vec<&[usize]> = vec![&[0, 0, 0, 0]; 10];
    let bank = bank_of(&cases, &[20, 60]);
    let shape = shape(&[10, 30], &[(20, SectionKind::Cases), (20, SectionKind::Independent)]);
    let form = assemble(&shape, &bank, Seed(1));
    assert_eq!(counts(&form, &bank, 2), [20, 20]);
    assert_eq!(form.shortfalls, [Shortfall::Domain { domain: 1, wanted: 30, found: 20 }]);
}

#[test]
fn a_shortfall_counts_the_questions_of_cases_too() {
    let cases: Vec<&[usize]> = vec![&[0, 1, 0, 1]; 2];
    let bank = bank_of(&cases, &[3, 60]);
    let shape = shape(&[20, 20], &[(8, SectionKind::Cases), (32, SectionKind::Independent)]);
    let form = assemble(&shape, &bank, Seed(1));
    assert_eq!(form.shortfalls, [Shortfall::Domain { domain: 0, wanted: 20, found: 7 }]);
    assert_eq!(form.n_questions(), 40);
}

#[test]
fn nothing_that_fits_is_left_out_of_a_short_form() {
    // Two cases of five and ten singles: nineteen are possible, though half of 19 is not a sum of fives.
    let bank = bank_of(&[&[0, 0, 0, 0, 0], &[0, 0, 0, 0, 0]], &[10]);
    for n in 10..=20 {
        let form = assemble(&shape(&[n], &[(n, SectionKind::Any)]), &bank, Seed(3));
        assert_eq!((form.n_questions() as u32, form.shortfalls), (n, Vec::new()), "{n} of 20");
    }
}

#[test]
fn domains_of_equal_weight_are_spread_over_the_sections() {
    for (quotas, sizes) in [
        (vec![20, 20], vec![20, 20]),
        (vec![30, 30, 30], vec![30, 30, 30]),
        (vec![59, 74, 47], vec![40, 70, 70]),
        (vec![76, 90, 14], vec![60, 60, 60]),
        (vec![1, 1, 38], vec![20, 20]),
    ] {
        let sections: Vec<(u32, SectionKind)> =
            sizes.iter().map(|size| (*size, SectionKind::Any)).collect();
        let singles: Vec<usize> = quotas.iter().map(|quota| *quota as usize + 9).collect();
        let bank = bank_of(&[], &singles);
        let shape = shape(&quotas, &sections);
        let form = assemble(&shape, &bank, Seed(2));
        let total: u32 = sizes.iter().sum();
        for (section, size) in form.sections.iter().zip(&sizes) {
            let part = Form { sections: vec![section.clone()], ..Form::default() };
            for (count, quota) in counts(&part, &bank, quotas.len()).into_iter().zip(&quotas) {
                let even = f64::from(*quota) * f64::from(*size) / f64::from(total);
                assert!((f64::from(count) - even).abs() <= 1.0, "{count} for {even} of {quotas:?}");
            }
        }
    }
}

#[test]
fn cases_stand_in_for_a_domain_that_has_no_single_questions() {
    let bank = bank_of(&[&[1; 5], &[0; 5]], &[0, 20]);
    let shape = shape(&[5, 5], &[(10, SectionKind::Any)]);
    for seed in 0..20 {
        let form = assemble(&shape, &bank, Seed(seed));
        assert_eq!((counts(&form, &bank, 2), form.shortfalls), (vec![5, 5], Vec::new()));
    }
}

fn any_kind() -> impl Strategy<Value = SectionKind> {
    prop_oneof![Just(SectionKind::Any), Just(SectionKind::Cases), Just(SectionKind::Independent)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sections_of_every_kind_keep_their_rules(
        cases in prop::collection::vec(prop::collection::vec(0usize..3, 1..6), 0..12),
        singles in prop::collection::vec(0usize..40, 3),
        sections in prop::collection::vec((1u32..30, any_kind()), 1..4),
        weights in prop::collection::vec(1.0f64..50.0, 3),
        seed in any::<u64>(),
    ) {
        let cases: Vec<&[usize]> = cases.iter().map(Vec::as_slice).collect();
        let bank = bank_of(&cases, &singles);
        let n: u32 = sections.iter().map(|(n, _)| n).sum();
        let shape = shape(&largest_remainder(&weights, n), &sections);
        let form = assemble(&shape, &bank, Seed(seed));
        prop_assert_eq!(is_honest(&form, &shape, &bank), Ok(()));
        let case_of = |item: &u32| bank.iter().find(|b| b.item == *item).unwrap().case;
        for (items, (size, kind)) in form.sections.iter().zip(&sections) {
            prop_assert!(items.len() as u32 <= *size);
            let mut at = 0;
            while let Some(first) = items.get(at) {
                let Some(case) = case_of(first) else { at += 1; continue };
                prop_assert!(*kind != SectionKind::Independent);
                let whole: Vec<u32> =
                    bank.iter().filter(|b| b.case == Some(case)).map(|b| b.item).collect();
                prop_assert_eq!(items.get(at..at + whole.len()), Some(whole.as_slice()));
                at += whole.len();
            }
        }
        let all = form.sections.concat();
        prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        let is_short = form.shortfalls.iter().any(|s| matches!(s, Shortfall::Total { .. }));
        prop_assert_eq!(is_short, (all.len() as u32) < n);
    }

    #[test]
    fn any_form_is_honest_and_as_full_as_it_can_be(
        cases in prop::collection::vec(prop::collection::vec(0usize..3, 1..6), 0..12),
        singles in prop::collection::vec(0usize..40, 3),
        weights in prop::collection::vec(0u32..40, 3),
        seed in any::<u64>(),
    ) {
        let cases: Vec<&[usize]> = cases.iter().map(Vec::as_slice).collect();
        let bank = bank_of(&cases, &singles);
        let n: u32 = weights.iter().sum();
        prop_assume!(n > 0);
        let any = shape(&weights, &[(n, SectionKind::Any)]);
        let form = assemble(&any, &bank, Seed(seed));
        prop_assert_eq!(is_honest(&form, &any, &bank), Ok(()));
        // Whole cases may leave a gap smaller than the largest case, and no other gap.
        let possible = bank.len().min(n as usize);
        let n_largest = cases.iter().map(|case| case.len()).max().unwrap_or(1);
        prop_assert!(form.n_questions() + n_largest > possible);
        let is_short = form.shortfalls.iter().any(|s| matches!(s, Shortfall::Total { .. }));
        prop_assert_eq!(is_short, form.n_questions() < n as usize);
        // Single questions that suffice for every domain leave no reason for any shortfall.
        if singles.iter().zip(&weights).all(|(n, quota)| *n >= *quota as usize) {
            prop_assert_eq!(&form.shortfalls, &Vec::new());
        }
    }
}

#[test]
fn questions_for_exams_only_stay_in_their_case() {
    let mut exam_only = case("plant", "t", 4);
    exam_only.is_card = false;
    let mut mixed = case("office", "t", 3);
    if let Body::Case(Case { questions, .. }) = &mut mixed.body {
        questions[0].is_card = false;
    }
    let single = item("single", "t", choice("What?", 4, 1));
    let items = vec![single, exam_only, mixed, item("card", "t", card("a", "b"))];
    let library = Library::new(vec![deck("x", &["t"], Vec::new()), deck("d", &["t"], items)]);
    let mut shape = shape(&[8], &[(8, SectionKind::Any)]);
    "t".clone_into(&mut shape.quotas[0].0);
    let date = "2026-11-22".parse().unwrap();
    let found = bank(&library, 1, &shape, date, |_| (0, 0));
    let cases: Vec<Option<u32>> = found.iter().map(|item| item.case).collect();
    let (first, second) = (Some(1), Some(5));
    assert_eq!(cases, [None, first, first, first, first, second, second, second]);
}

/// The shipped decks with an exam.
fn shipped() -> Vec<Deck> {
    let decks = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(decks).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("exam.ron").is_file() {
            continue;
        }
        let mut files = Vec::new();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "ron") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                files.push(SourceFile { path: name, bytes: std::fs::read(&path).unwrap() });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        all.extend(read_deck(&files).0);
    }
    all
}

#[test]
fn forms_of_the_shipped_decks_say_what_they_lack() {
    let library = Library::new(shipped());
    let mut n_forms = 0;
    for number in 0..library.decks().len() as u32 {
        for blueprint in library.deck(number).unwrap().blueprints.clone() {
            let date = blueprint.valid.from.or(blueprint.valid.until).unwrap();
            for length in [Length::Full, Length::Half, Length::Questions(20)] {
                let shape = Shape::of(&blueprint, length, 0);
                let bank = bank(&library, number, &shape, date, |_| (0, 0));
                assert!(!bank.is_empty(), "{}", blueprint.id);
                for seed in 0..20 {
                    let form = assemble(&shape, &bank, Seed(seed));
                    let honest = is_honest(&form, &shape, &bank);
                    assert_eq!(honest, Ok(()), "{} {length:?} seed {seed}", blueprint.id);
                    let is_total = |s: &Shortfall| matches!(s, Shortfall::Total { .. });
                    let is_full = form.n_questions() as u32 == shape.n_questions();
                    assert_eq!(form.shortfalls.iter().any(is_total), !is_full);
                    n_forms += 1;
                }
            }
        }
    }
    assert!(n_forms >= 360, "{n_forms}");
}
