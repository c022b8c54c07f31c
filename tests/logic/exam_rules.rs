//! Rules of the sitting that the plain course of an exam does not meet, and points for every type.

use certdeck::domain::deck::digest::digest;
use certdeck::domain::deck::{
    Blueprint, Body, Breaks, Dropdown, Estimate, Hotspot, Item, Match, Order, Pair, Pass, Region,
    Response, Validity,
};
use certdeck::domain::exam::attempt::{Attempt, Phase, Refusal};
use certdeck::domain::exam::loss::Loss;
use certdeck::domain::exam::report::{changes, pacing_gain, reworded, section_pace};
use certdeck::domain::exam::score::{Marked, Verdict, mark_all, score};
use certdeck::domain::exam::shape::Length;
use certdeck::domain::exam::step::{
    Act, AttemptPlan, AttemptStep, Ending, PlanQuestion, PlanSection,
};
use proptest::prelude::*;

use crate::sched_make::{choice, item};

/// A plan with these items in sections of these sizes.
fn plan(items: &[&str], sizes: &[usize], breaks: Breaks) -> AttemptPlan {
    let mut left = items.iter();
    let question = |item: &&str| PlanQuestion {
        item: (*item).to_owned(),
        digest: String::new(),
        domain: 0,
        is_seen: false,
        recall: None,
        n_right: 0,
        seed: None,
    };
    let mut section = |n: &usize| PlanSection {
        title: String::new(),
        questions: left.by_ref().take(*n).map(question).collect(),
    };
    AttemptPlan {
        deck: "d".to_owned(),
        blueprint: "b".to_owned(),
        title: "B".to_owned(),
        length: Length::Full,
        extra_percent: 0,
        seed: 1,
        sections: sizes.iter().map(&mut section).collect(),
        unscored: Vec::new(),
        domains: vec!["x".to_owned()],
        limit_ms: 600_000,
        breaks,
        can_pause: true,
        shortfalls: Vec::new(),
    }
}

/// Does the acts, a second apart, and gives what the last one said.
fn run(attempt: &mut Attempt, acts: &[Act]) -> Result<(), Refusal> {
    let mut last = Ok(());
    for act in acts {
        let step =
            AttemptStep { spent_ms: attempt.spent_ms() + 1_000, break_ms: 0, act: act.clone() };
        last = attempt.apply(&step);
    }
    last
}

fn choose(option: usize) -> Response {
    Response::Options(vec![option])
}

const ITEMS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

#[test]
fn sections_that_stay_open_are_left_and_entered_without_a_second_break() {
    let breaks = Breaks::Between { minutes: 10, on_the_clock: false, section_closes: false };
    let mut attempt = Attempt::new(plan(&ITEMS, &[2, 2, 2], breaks));
    assert_eq!(run(&mut attempt, &[Act::Begin, Act::Show(2)]), Err(Refusal::NotNow));
    run(&mut attempt, &[Act::EndSection, Act::EndBreak]).unwrap();
    assert_eq!(attempt.phase(), Phase::Question(2));
    // Back to the first section, which is open, and forward again without its break.
    run(&mut attempt, &[Act::Show(1)]).unwrap();
    assert_eq!(run(&mut attempt, &[Act::Show(3)]), Ok(()), "a section that was reached");
    assert_eq!(run(&mut attempt, &[Act::Show(4)]), Err(Refusal::NotNow), "one that was not");
    run(&mut attempt, &[Act::Show(0), Act::EndSection]).unwrap();
    assert_eq!(attempt.phase(), Phase::Question(2), "its break was taken");
    run(&mut attempt, &[Act::EndSection]).unwrap();
    assert_eq!(attempt.phase(), Phase::Break(1));
}

#[test]
fn every_break_but_the_last_sections_is_offered_once() {
    let breaks = Breaks::Between { minutes: 10, on_the_clock: false, section_closes: true };
    let mut attempt = Attempt::new(plan(&ITEMS, &[2, 2, 2], breaks));
    run(&mut attempt, &[Act::Begin]).unwrap();
    let mut n_breaks = 0;
    while !attempt.is_over() {
        run(&mut attempt, &[Act::Review, Act::EndSection]).unwrap();
        if let Phase::Break(section) = attempt.phase() {
            assert_eq!(attempt.break_limit_ms(), 600_000);
            run(&mut attempt, &[Act::EndBreak]).unwrap();
            let question = attempt.plan().range(section).start;
            let refused = [Act::Show(question), Act::Flag(question, true)];
            for act in refused {
                assert_eq!(run(&mut attempt, &[act]), Err(Refusal::Closed));
            }
            n_breaks += 1;
        }
    }
    assert_eq!(n_breaks, 2);
    assert_eq!(attempt.phase(), Phase::Submitted(Ending::ByLearner));
}

#[test]
fn a_break_on_the_clock_runs_the_exam_down() {
    for (on_the_clock, is_running) in [(true, true), (false, false)] {
        let breaks = Breaks::Between { minutes: 10, on_the_clock, section_closes: true };
        let mut attempt = Attempt::new(plan(&ITEMS, &[3, 3], breaks));
        run(&mut attempt, &[Act::Begin, Act::EndSection]).unwrap();
        assert_eq!(attempt.phase(), Phase::Break(0));
        assert_eq!(attempt.is_clock_running(), is_running);
    }
}

#[test]
fn a_change_made_from_elsewhere_is_a_change_too() {
    let mut attempt = Attempt::new(plan(&ITEMS, &[6], Breaks::None));
    let acts = [
        Act::Begin,
        Act::Respond(0, choose(1)),
        Act::Review,
        Act::Respond(0, choose(2)),
        Act::Submit(Ending::ByLearner),
    ];
    run(&mut attempt, &acts).unwrap();
    assert_eq!(attempt.given()[0].former, [choose(1)]);
    assert_eq!(attempt.given()[0].response, Some(choose(2)));
}

#[test]
fn time_on_the_clock_never_falls_and_never_passes_the_limit() {
    let mut attempt = Attempt::new(plan(&ITEMS, &[6], Breaks::None));
    let steps = [(0, Act::Begin), (5_000, Act::Show(1)), (4_000, Act::Show(2))];
    for (spent_ms, act) in steps {
        attempt.apply(&AttemptStep { spent_ms, break_ms: -5, act }).unwrap();
    }
    assert_eq!((attempt.spent_ms(), attempt.break_ms()), (5_000, 0));
    let act = Act::Submit(Ending::TimeOver);
    attempt.apply(&AttemptStep { spent_ms: 601_000, break_ms: 0, act }).unwrap();
    assert_eq!(attempt.spent_ms(), 600_000);
    let shown: i64 = attempt.given().iter().map(|given| given.shown_ms).sum();
    assert_eq!(shown, 600_000, "every second belongs to a question");
}

fn any_act() -> impl Strategy<Value = Act> {
    let question = 0usize..8;
    prop_oneof![
        4 => Just(Act::Begin),
        4 => question.clone().prop_map(Act::Show),
        4 => (question.clone(), 0usize..4).prop_map(|(q, o)| Act::Respond(q, choose(o))),
        1 => question.clone().prop_map(|q| Act::Respond(q, Response::Options(Vec::new()))),
        1 => (question, any::<bool>()).prop_map(|(q, on)| Act::Flag(q, on)),
        2 => Just(Act::Review),
        2 => Just(Act::EndSection),
        2 => Just(Act::EndBreak),
        1 => Just(Act::Pause),
        1 => Just(Act::Resume),
        1 => Just(Act::Submit(Ending::ByLearner)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn refused_steps_in_the_log_change_nothing(
        acts in prop::collection::vec((any_act(), 0i64..90_000), 0..80),
        closes in any::<bool>(),
    ) {
        let breaks =
            Breaks::Between { minutes: 10, on_the_clock: false, section_closes: closes };
        let plan = plan(&ITEMS, &[2, 2, 2], breaks);
        let mut attempt = Attempt::new(plan.clone());
        let first = Act::Plan(Box::new(plan));
        let mut steps = vec![AttemptStep { spent_ms: 0, break_ms: 0, act: first }];
        let (mut spent_ms, mut n_breaks) = (0, 0);
        for (act, ms) in acts {
            spent_ms += if attempt.is_clock_running() { ms } else { 0 };
            steps.push(AttemptStep { spent_ms, break_ms: 0, act });
            let before = attempt.phase();
            attempt.apply(&steps[steps.len() - 1]).ok();
            let is_break = |phase: Phase| matches!(phase, Phase::Break(_));
            n_breaks += usize::from(is_break(attempt.phase()) && !is_break(before));
        }
        prop_assert_eq!(Attempt::replay(&steps), Some(attempt.clone()));
        prop_assert!(n_breaks <= 2, "{n_breaks} breaks between three sections");
        let shown: i64 = attempt.given().iter().map(|given| given.shown_ms).sum();
        prop_assert!(shown <= attempt.spent_ms() && attempt.spent_ms() <= 600_000);
    }
}

fn region(name: &str, is_key: bool) -> Region {
    Region { name: name.to_owned(), rect: [0.0, 0.0, 0.1, 0.1], is_key, why: String::new() }
}

fn pair(left: &str, right: &str) -> Pair {
    Pair { left: left.to_owned(), right: right.to_owned(), why: String::new() }
}

/// One item of each type that has parts, and a choice of several.
fn items() -> Vec<Item> {
    let text = String::new;
    let hotspot = |keys: [bool; 5]| {
        let regions = keys.into_iter().enumerate();
        Body::Hotspot(Hotspot {
            stem: text(),
            image: None,
            figure: None,
            regions: regions.map(|(at, is_key)| region(&at.to_string(), is_key)).collect(),
            explain: text(),
        })
    };
    let steps = ["1", "2", "3", "4"].map(str::to_owned).to_vec();
    let pairs = vec![pair("a", "A"), pair("b", "B"), pair("c", "C"), pair("d", "D")];
    vec![
        item("several", "t", choice("?", 5, 2)),
        item("order", "t", Body::Order(Order { stem: text(), steps, explain: text() })),
        item(
            "match",
            "t",
            Body::Match(Match {
                stem: text(),
                pairs,
                extra_rights: vec!["E".to_owned()],
                explain: text(),
            }),
        ),
        item(
            "menus",
            "t",
            Body::Dropdown(Dropdown { text: "[[*a|b]] and [[a|*b]]".to_owned(), explain: text() }),
        ),
        item("place", "t", hotspot([true, false, false, false, false])),
        item("places", "t", hotspot([true, true, false, false, false])),
    ]
}

fn blueprint(pass: Pass) -> Blueprint {
    Blueprint {
        id: "b".to_owned(),
        title: "B".to_owned(),
        code: None,
        valid: Validity::default(),
        minutes: 60,
        is_open_book: false,
        is_pausable: false,
        sections: Vec::new(),
        breaks: Breaks::None,
        unscored: 0,
        calculations: 0,
        mix: Vec::new(),
        pass,
        accommodations: Vec::new(),
        sources: Vec::new(),
    }
}

fn scaled() -> Pass {
    Pass::Scaled { from: 100.0, to: 900.0, pass: 710.0, estimate: Estimate::Linear }
}

/// Marks one response by the rule of an exam.
fn marked(pass: Pass, id: &str, response: Option<Response>) -> Marked {
    let items = items();
    let mut attempt = Attempt::new(plan(&[id], &[1], Breaks::None));
    run(&mut attempt, &[Act::Begin]).unwrap();
    if let Some(response) = response {
        run(&mut attempt, &[Act::Respond(0, response)]).unwrap();
    }
    run(&mut attempt, &[Act::Submit(Ending::ByLearner)]).unwrap();
    let find = |id: &str| items.iter().find(|item| item.id == id);
    mark_all(&attempt, &blueprint(pass), find).remove(0)
}

#[test]
fn parts_count_where_the_exam_has_performance_questions_and_nowhere_else() {
    let some = |list: &[usize]| list.iter().copied().map(Some).collect::<Vec<_>>();
    let table = [
        ("several", Response::Options(vec![0, 1]), 1.0, true),
        ("several", Response::Options(vec![0, 2]), 0.0, false),
        ("order", Response::Sequence(vec![0, 1, 2, 3]), 1.0, true),
        ("order", Response::Sequence(vec![0, 1, 3, 2]), 0.5, false),
        ("order", Response::Sequence(vec![3, 2, 1, 0]), 0.0, false),
        ("match", Response::Pairs(some(&[0, 1, 2, 3])), 1.0, true),
        ("match", Response::Pairs(some(&[0, 2, 1, 4])), 0.25, false),
        ("match", Response::Pairs(vec![Some(0), None, None, None]), 0.25, false),
        ("menus", Response::Blanks(some(&[0, 1])), 1.0, true),
        ("menus", Response::Blanks(some(&[0, 0])), 0.5, false),
        // Places that were rightly left alone earn nothing.
        ("place", Response::Regions(vec![0]), 1.0, true),
        ("place", Response::Regions(vec![3]), 0.0, false),
        ("places", Response::Regions(vec![0, 1]), 1.0, true),
        ("places", Response::Regions(vec![0, 4]), 0.5, false),
        ("places", Response::Regions(vec![3, 4]), 0.0, false),
        // Responses that do not belong to the item.
        ("place", Response::Options(vec![0]), 0.0, false),
        ("order", Response::Sequence(vec![9]), 0.0, false),
        ("menus", Response::Blanks(some(&[0])), 0.0, false),
    ];
    for (id, response, points, is_right) in table {
        let what = format!("{id} {response:?}");
        let parts = marked(scaled(), id, Some(response.clone()));
        assert_eq!((parts.points, parts.is_right), (points, is_right), "{what}");
        let whole = marked(Pass::Fraction(1, 1), id, Some(response));
        assert_eq!((whole.points, whole.is_right), (points.floor(), is_right), "{what}, whole");
    }
    for item in items() {
        let blank = marked(scaled(), &item.id, None);
        assert_eq!((blank.points, blank.is_blank), (0.0, true), "{}", item.id);
    }
    assert!(!marked(scaled(), "gone", None).is_scored, "no longer in the deck");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn scores_stay_within_their_bounds(
        rows in prop::collection::vec((0usize..3, any::<bool>(), 0.0f64..=1.0), 0..200),
        kind in 0usize..3,
    ) {
        let marks: Vec<Marked> = rows
            .into_iter()
            .map(|(domain, is_scored, points)| Marked {
                domain,
                topic: String::new(),
                is_scored,
                is_blank: false,
                is_right: points >= 1.0,
                points,
            })
            .collect();
        let bands: Vec<String> = ["A", "T", "B", "N"].map(str::to_owned).to_vec();
        let pass = [Pass::Fraction(26, 40), scaled(), Pass::Unpublished { bands: bands.clone() }];
        let score = score(&blueprint(pass[kind].clone()), 3, &marks);
        let n_scored = marks.iter().filter(|marked| marked.is_scored).count() as u32;
        prop_assert_eq!(score.all.n_scored, n_scored);
        prop_assert_eq!(score.domains.iter().map(|tally| tally.n_scored).sum::<u32>(), n_scored);
        for tally in score.domains.iter().chain([&score.all]) {
            prop_assert!((0.0..=1.0).contains(&tally.share()) && tally.n_right <= tally.n_scored);
        }
        match score.verdict {
            Verdict::Scaled { score, is_passed, .. } => {
                prop_assert!((100..=900).contains(&score));
                prop_assert_eq!(is_passed, score >= 710);
            }
            Verdict::Fraction { needed, is_passed } => {
                prop_assert!(needed <= n_scored && !(is_passed && n_scored == 0));
            }
            Verdict::Bands { band } => prop_assert!(bands.contains(&band)),
        }
    }
}

#[test]
fn each_section_has_its_own_pace() {
    let mut attempt = Attempt::new(plan(&ITEMS, &[2, 4], Breaks::None));
    run(&mut attempt, &[Act::Begin, Act::Show(1), Act::Show(2), Act::Show(1), Act::Show(5)])
        .unwrap();
    run(&mut attempt, &[Act::Submit(Ending::ByLearner)]).unwrap();
    let pace = section_pace(&attempt);
    assert_eq!(pace[0].spent_ms, [1_000, 3_000]);
    assert_eq!(pace[1].spent_ms, [1_000, 1_000, 1_000, 2_000]);
    assert_eq!((pace[0].even_ms, pace[1].even_ms), (200_000, 400_000));
}

#[test]
fn better_pacing_wins_back_only_what_the_clock_took() {
    let lost = [
        (Loss::OutOfTime, 0.75),
        (Loss::OutOfTime, 0.5),
        (Loss::DidNotKnow, 0.9),
        (Loss::OutOfTime, 7.0),
    ];
    assert_eq!(pacing_gain(lost), 2.25);
    assert_eq!(pacing_gain([]), 0.0);
}

#[test]
fn questions_reworded_since_are_named_and_changes_counted_by_the_first_and_last_answer() {
    let items = items();
    let find = |id: &str| items.iter().find(|item| item.id == id);
    let mut plan = plan(&["several", "order", "gone"], &[3], Breaks::None);
    plan.sections[0].questions[0].digest = digest(&items[0]);
    let mut attempt = Attempt::new(plan);
    assert_eq!(reworded(&attempt, find), [1]);
    let right = Response::Options(vec![0, 1]);
    let wrong = Response::Options(vec![3, 4]);
    let acts = [
        Act::Begin,
        Act::Respond(0, wrong.clone()),
        Act::Show(1),
        Act::Respond(1, Response::Sequence(vec![0, 1, 2, 3])),
        Act::Show(0),
        Act::Respond(0, right.clone()),
        Act::Show(1),
        Act::Respond(1, Response::Sequence(vec![3, 1, 2, 0])),
        Act::Show(0),
        Act::Submit(Ending::ByLearner),
    ];
    run(&mut attempt, &acts).unwrap();
    let found = changes(&attempt, find);
    assert_eq!((found.to_right, found.to_wrong, found.wrong_to_wrong), (1, 1, 0));
}
