//! Review rows become our history, with the states that Anki itself computes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use certdeck::domain::event::{Mode, Rating};
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::time::StudyDay;
use certdeck::port::{History, Imported, apkg};

use super::anki_make::*;

/// Replays a history; gives stability and difficulty for each item.
fn replay(imported: &Imported) -> BTreeMap<String, (f32, f32)> {
    let model = Model::standard();
    let mut memories: BTreeMap<usize, Memory> = BTreeMap::new();
    for step in &imported.history {
        let (item, day, state) = match step {
            History::Review { mode: Mode::Drill, .. } | History::Due { .. } => continue,
            History::Review { item, at, rating, .. } => {
                let day = at.study_day(4);
                (*item, day, model.next_state(memories.get(item), day, *rating))
            }
            History::Seed { item, at, stability, difficulty, .. } => {
                (*item, at.study_day(4), (*stability, *difficulty))
            }
        };
        let memory = Memory {
            stability: state.0,
            difficulty: state.1,
            first_day: day,
            last_day: day,
            due: day,
            n_answers: 1,
            n_lapses: 0,
            n_again_today: 0,
            is_relearning: false,
            is_confident_error: false,
        };
        memories.insert(item, memory);
    }
    let prompt = |item: usize| imported.items[item].item.prompt().to_owned();
    memories.into_iter().map(|(item, m)| (prompt(item), (m.stability, m.difficulty))).collect()
}

fn expected() -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(fixture("expected.json")).unwrap()).unwrap()
}

fn history(generation: &str, now: i64) -> Imported {
    let staging = tempfile::tempdir().unwrap();
    let file = std::fs::File::open(fixture(&format!("history-{generation}"))).unwrap();
    apkg::read(generation, file, staging.path(), options(now), &mut |_| ControlFlow::Continue(()))
        .unwrap()
}

#[test]
fn states_are_those_that_anki_computes() {
    let expected = expected();
    let now = expected["now"].as_i64().unwrap() + 3_600_000;
    for generation in ["new.apkg", "old.apkg", "first.apkg", "bare.anki2"] {
        let imported = history(generation, now);
        let states = replay(&imported);
        for (name, card) in expected["cards"].as_object().unwrap() {
            let Some(stability) = card["stability"].as_f64() else { continue };
            let difficulty = card["difficulty"].as_f64().unwrap();
            let (s, d) = states[name];
            let off = (f64::from(s) / stability - 1.0).abs().max((f64::from(d) - difficulty).abs());
            assert!(off < 1e-2, "{generation} {name}: {s} {d}, Anki has {stability} {difficulty}");
        }
        assert!(!states.contains_key("new card"));
        // Without rows the state is estimated from ease and interval.
        assert!((states["no rows"].0 - 10.0).abs() < 0.1);
    }
}

#[test]
fn due_days_stay() {
    let expected = expected();
    let now = expected["now"].as_i64().unwrap();
    let imported = history("old.apkg", now);
    let today = StudyDay(((now - 4 * 3_600_000) / 86_400_000) as i32);
    let mut n_checked = 0;
    for step in &imported.history {
        let History::Due { item, at, .. } = step else { continue };
        let name = imported.items[*item].item.prompt();
        let due_in = expected["cards"][name]["due_in"].as_i64().unwrap();
        assert_eq!(at.utc_ms, i64::from(today.plus(due_in as i32).0) * 86_400_000, "{name}");
        n_checked += 1;
    }
    assert_eq!(n_checked, expected["cards"].as_object().unwrap().len());
    let places: Vec<i64> = imported
        .history
        .iter()
        .map(|step| match step {
            History::Due { .. } => i64::MAX,
            History::Review { at, .. } | History::Seed { at, .. } => at.utc_ms,
        })
        .collect();
    assert!(places.is_sorted(), "oldest first, then what is due");
}

const DAY: i64 = 86_400_000;

/// Steps of one card with these rows: (id, ease, ivl, factor, kind).
fn steps(card: &str, rows: &[(i64, i64, i64, i64, i64)]) -> Vec<History> {
    let mut sql = note(1, "g", 1, &["front", "back"]);
    sql.push_str(card);
    for (id, ease, ivl, factor, kind) in rows {
        let row = format!("{id}, 1, -1, {ease}, {ivl}, 0, {factor}, 9000000, {kind}");
        sql.extend(["INSERT INTO revlog VALUES (", &row, ");"]);
    }
    let mut history = read_bytes(&package(&sql)).0.unwrap().history;
    history.retain(|step| !matches!(step, History::Due { .. }));
    history
}

fn summary(steps: &[History]) -> Vec<String> {
    steps
        .iter()
        .map(|step| match step {
            History::Review { at, rating, mode, .. } => {
                format!("{} {rating:?} {mode:?}", (at.utc_ms - NOW) / DAY)
            }
            History::Seed { at, stability, .. } => {
                format!("{} seed {stability:.0}", (at.utc_ms - NOW) / DAY)
            }
            History::Due { .. } => unreachable!("left out"),
        })
        .collect()
}

/// What it shows, rows of a card, and the steps that they are.
type Case = (&'static str, Vec<(i64, i64, i64, i64, i64)>, Vec<&'static str>);

fn cases() -> Vec<Case> {
    let at = |days: i64| NOW - days * DAY;
    vec![
        (
            "learn, review, relearn, filtered",
            vec![
                (at(9), 3, -60, 0, 0),
                (at(8), 1, -60, 2500, 1),
                (at(7), 3, 1, 2500, 2),
                (at(6), 3, 2, 2500, 3),
            ],
            vec!["-9 Good Study", "-8 Again Study", "-7 Good Relearn", "-6 Good Study"],
        ),
        (
            "cramming is practice",
            vec![(at(9), 3, 1, 0, 0), (at(8), 2, 1, 0, 3)],
            vec!["-9 Good Study", "-8 Hard Drill"],
        ),
        (
            "a reset forgets all before",
            vec![(at(9), 3, 1, 0, 0), (at(8), 0, 0, 0, 4), (at(7), 4, 4, 0, 0)],
            vec!["-7 Easy Study"],
        ),
        (
            "dates set by hand and rescheduling move nothing",
            vec![
                (at(9), 3, 1, 0, 0),
                (at(8), 0, 5, 2500, 4),
                (at(7), 0, 6, 2500, 5),
                (at(6), 3, 9, 2500, 1),
            ],
            vec!["-9 Good Study", "-6 Good Study"],
        ),
        (
            "the last block of learning counts",
            vec![
                (at(20), 3, 1, 0, 0),
                (at(19), 3, 5, 2500, 1),
                (at(9), 3, -60, 0, 0),
                (at(9) + 1, 3, 1, 0, 0),
            ],
            vec!["-9 Good Study", "-8 Good Study"],
        ),
        (
            "a truncated history begins with an estimate",
            vec![(at(9), 3, 12, 2500, 1), (at(2), 4, 40, 2500, 1)],
            vec!["-9 seed 12", "-2 Easy Study"],
        ),
        (
            "what cannot be is left out",
            vec![
                (at(9), 3, 1, 0, 0),
                (at(8), 7, 1, 0, 1),
                (at(-3), 3, 1, 0, 1),
                (-5, 3, 1, 0, 1),
                (at(7), 0, 1, 0, 1),
                (at(6), 3, 1, 0, 99),
            ],
            vec!["-9 Good Study"],
        ),
    ]
}

#[test]
fn each_kind_of_row_counts_as_it_should() {
    let reset = [(NOW - 9 * DAY, 3, 1, 0, 0), (NOW - 8 * DAY, 0, 0, 0, 4)];
    assert_eq!(steps("", &[]), []);
    assert_eq!(steps("", &reset), []);
    for (what, rows, expected) in cases() {
        assert_eq!(summary(&steps("", &rows)), expected, "{what}");
    }
    let long = steps("", &[(NOW - 9 * DAY, 3, 1, 0, 0)]);
    assert!(matches!(long[0], History::Review { elapsed_ms: 600_000, .. }), "ten minutes at most");
}

#[test]
fn old_schedulers_had_three_buttons() {
    let old = "UPDATE col SET conf = '{}'; UPDATE cards SET type = 2, queue = 2, ivl = 5, due = 9;";
    let rows =
        [(NOW - 9 * DAY, 2, 1, 0, 0), (NOW - 8 * DAY, 3, 5, 2500, 1), (NOW - 7 * DAY, 3, 5, 0, 2)];
    let ratings: Vec<Rating> = steps(old, &rows)
        .iter()
        .filter_map(|step| match step {
            History::Review { rating, .. } => Some(*rating),
            _ => None,
        })
        .collect();
    assert_eq!(ratings, [Rating::Good, Rating::Good, Rating::Easy]);
}

#[test]
fn a_card_without_rows_speaks_for_itself() {
    let state = r#"UPDATE cards SET type = 2, queue = 2, ivl = 30, due = 100, factor = 2500,
        data = '{"s":44.5,"d":6.25,"lrt":1799000000}';"#;
    let [History::Seed { stability, difficulty, at, .. }] = steps(state, &[])[..] else {
        panic!("one seed")
    };
    assert_eq!((stability, difficulty, at.utc_ms), (44.5, 6.25, 1_799_000_000_000));
    for odd in ["{\"s\":\"NaN\"}", "[1]", "nonsense", "{\"s\":1e99,\"d\":0}"] {
        let card = format!("UPDATE cards SET type = 2, queue = 2, ivl = 30, data = '{odd}';");
        let [History::Seed { stability, .. }] = steps(&card, &[])[..] else { panic!("{odd}") };
        assert!((stability - 30.0).abs() < 0.1, "{odd}");
    }
}

#[test]
fn reviews_before_the_date_of_the_options_count_as_absent() {
    let options = r#"UPDATE col SET dconf = '{"1":{"ignoreRevlogsBeforeDate":"2027-01-01"}}';"#;
    let rows = [
        (NOW - 60 * DAY, 3, 1, 0, 0),
        (NOW - 59 * DAY, 3, 5, 2500, 1),
        (NOW - 2 * DAY, 3, 9, 2500, 1),
    ];
    assert_eq!(summary(&steps(options, &rows)), ["-2 seed 9"]);
    assert_eq!(summary(&steps("", &rows)).len(), 3);
}
