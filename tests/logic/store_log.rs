//! Histories: what is derived step by step is what a rebuild gives, and undo takes everything back.

use certdeck::domain::event::{EventBody, SettingName};
use certdeck::domain::ids::{EventId, MemoryKey};
use certdeck::store::{Store, StoreError};
use proptest::prelude::*;
use serde_json::json;

use crate::store_make::{answer, at, model, note, options, set};

/// One thing that a learner does.
#[derive(Debug, Clone)]
enum Action {
    Step(Vec<EventBody>),
    Undo,
    Redo,
    /// Retracts the event that stands at this share of the log, whatever it is.
    Retract(prop::sample::Index),
}

fn body() -> impl Strategy<Value = EventBody> {
    prop_oneof![
        4 => (0..4usize, 0..6i32, 0..4usize).prop_map(|(i, day, r)| answer(i, day, r)),
        1 => (0..3usize, 0..4i32).prop_map(|(i, n)| note(i, if n == 0 { json!(null) } else { json!(n) })),
        1 => any::<f64>().prop_map(|x| set(SettingName::Retention("pmp".to_owned()), json!(x))),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        5 => prop::collection::vec(body(), 1..4).prop_map(Action::Step),
        3 => Just(Action::Undo),
        2 => Just(Action::Redo),
        1 => any::<prop::sample::Index>().prop_map(Action::Retract),
    ]
}

fn ids(store: &Store) -> Vec<EventId> {
    let mut ids = Vec::new();
    store.events(|event| ids.push(event.id)).unwrap();
    ids
}

fn perform(store: &mut Store, action: &Action, n: i64) {
    let model = model();
    match action {
        Action::Step(bodies) => drop(store.append(at(n), bodies, &model).unwrap()),
        Action::Undo => drop(store.undo(at(n), "step", None, &model).unwrap()),
        Action::Redo => drop(store.redo(at(n), &model).unwrap()),
        Action::Retract(index) => {
            let ids = ids(store);
            if !ids.is_empty() {
                let target = *index.get(&ids);
                let body = EventBody::Retract { target, label: "one".to_owned() };
                store.append(at(n), &[body], &model).unwrap();
            }
        }
    }
}

fn values(store: &Store) -> certdeck::store::Derived {
    let mut derived = store.derived().unwrap();
    derived.retracted.clear();
    derived
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn derived_tables_equal_a_rebuild(actions in prop::collection::vec(action(), 1..40)) {
        let mut store = Store::in_memory(at(0), options()).unwrap();
        for (n, action) in (0..).zip(&actions) {
            perform(&mut store, action, n);
        }
        let report = store.doctor(&model()).unwrap();
        prop_assert!(report.is_sound(), "{report:?}");
        let before = store.derived().unwrap();
        store.rebuild(&model()).unwrap();
        prop_assert_eq!(before, store.derived().unwrap());
    }

    #[test]
    fn undo_takes_a_step_back_and_redo_brings_it_again(
        actions in prop::collection::vec(action(), 0..25),
        bodies in prop::collection::vec(body(), 1..5),
    ) {
        let mut store = Store::in_memory(at(0), options()).unwrap();
        for (n, action) in (0..).zip(&actions) {
            perform(&mut store, action, n);
        }
        let before = values(&store);
        let ids = store.append(at(100), &bodies, &model()).unwrap();
        let after = values(&store);
        for _ in 0..2 {
            let undone = store.undo(at(101), "the step", None, &model()).unwrap().unwrap();
            prop_assert_eq!(undone.events.iter().map(|event| event.id).collect::<Vec<_>>(), &ids[..]);
            prop_assert_eq!(&before, &values(&store));
            let redone = store.redo(at(102), &model()).unwrap().unwrap();
            prop_assert_eq!((redone.label, redone.events), (undone.label, undone.events));
            prop_assert_eq!(&after, &values(&store));
        }
        prop_assert_eq!(store.last_redoable().unwrap(), None);
    }

    #[test]
    fn undoing_all_steps_and_redoing_them_walks_the_same_states(
        steps in prop::collection::vec(prop::collection::vec(body(), 1..4), 1..12),
    ) {
        let mut store = Store::in_memory(at(0), options()).unwrap();
        let mut states = vec![values(&store)];
        for bodies in &steps {
            store.append(at(1), bodies, &model()).unwrap();
            states.push(values(&store));
        }
        for state in states.iter().rev().skip(1) {
            store.undo(at(2), "s", None, &model()).unwrap().unwrap();
            prop_assert_eq!(state, &values(&store));
        }
        prop_assert!(store.undo(at(2), "s", None, &model()).unwrap().is_none());
        for state in states.iter().skip(1) {
            store.redo(at(3), &model()).unwrap().unwrap();
            prop_assert_eq!(state, &values(&store));
        }
        prop_assert!(store.redo(at(3), &model()).unwrap().is_none());
        prop_assert!(store.doctor(&model()).unwrap().is_sound());
    }
}

#[test]
fn redo_ends_when_something_new_is_done() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    store.append(at(1), &[answer(0, 1, 2)], &model()).unwrap();
    store.undo(at(2), "answer", None, &model()).unwrap().unwrap();
    assert_eq!(store.last_redoable().unwrap().unwrap().label, "answer");
    store.append(at(3), &[note(0, json!("n"))], &model()).unwrap();
    assert_eq!(store.last_redoable().unwrap(), None);
    assert!(store.redo(at(4), &model()).unwrap().is_none());
}

#[test]
fn undo_stops_at_the_given_event() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    store.append(at(1), &[answer(0, 1, 2)], &model()).unwrap();
    let since = store.last_event().unwrap();
    assert!(store.undo(at(2), "answer", since, &model()).unwrap().is_none());
    store.append(at(3), &[answer(1, 1, 2)], &model()).unwrap();
    assert!(store.undo(at(4), "answer", since, &model()).unwrap().is_some());
    assert!(store.undo(at(5), "answer", since, &model()).unwrap().is_none());
    assert_eq!(store.count_answers().unwrap(), 1);
}

#[test]
fn a_step_with_an_unknown_target_writes_nothing() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    let target = EventId { device: 7, sequence: 7 };
    let retract = EventBody::Retract { target, label: String::new() };
    let before = store.derived().unwrap();
    let error = store.append(at(1), &[answer(0, 1, 2), retract], &model()).unwrap_err();
    assert!(matches!(error, StoreError::UnknownTarget(id) if id == target));
    assert_eq!(store.last_event().unwrap(), None);
    assert_eq!(before, store.derived().unwrap());
}

#[test]
fn history_tells_what_counts_and_events_read_back_as_written() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    let bodies = [answer(0, 1, 2), note(0, json!("mind the gap")), answer(1, 1, 0)];
    store.append(at(5), &bodies, &model()).unwrap();
    store.append(at(6), &[answer(0, 4, 0)], &model()).unwrap();
    store.undo(at(7), "answer", None, &model()).unwrap();
    let history = store.history("d", "item-0").unwrap();
    let flags: Vec<bool> = history.iter().map(|entry| entry.is_effective).collect();
    assert_eq!(flags, [true, true, false]);
    assert_eq!(history[0].event.body, bodies[0]);
    assert_eq!(history[1].event.body, bodies[1]);
    assert_eq!(history[0].event.at, at(5));
    let mut n_answers = 0;
    store.effective_answers(|_, _, _| n_answers += 1).unwrap();
    assert_eq!((n_answers, store.count_answers().unwrap()), (2, 2));
}

#[test]
fn a_setting_falls_back_to_its_last_value() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    let name = SettingName::ExamDate("pmp".to_owned());
    for date in ["2027-01-02", "2027-03-04"] {
        store.append(at(1), &[set(name.clone(), json!(date))], &model()).unwrap();
    }
    store.append(at(1), &[set(name.clone(), json!(null))], &model()).unwrap();
    assert_eq!(store.settings().unwrap().get(&name), None);
    for expected in [Some("2027-03-04"), Some("2027-01-02"), None] {
        store.undo(at(2), "exam date", None, &model()).unwrap();
        let settings = store.settings().unwrap();
        assert_eq!(settings.get(&name).and_then(|value| value.as_str()), expected);
    }
}

#[test]
fn other_parameters_ask_for_a_rebuild() {
    let mut store = Store::in_memory(at(0), options()).unwrap();
    store.append(at(1), &[answer(0, 1, 2), answer(0, 9, 1)], &model()).unwrap();
    assert!(!store.needs_rebuild().unwrap());
    let mut parameters = fsrs_defaults();
    parameters[0] *= 2.0;
    parameters[2] *= 3.0;
    let body = set(SettingName::Parameters("pmp".to_owned()), json!(parameters));
    let other = certdeck::domain::schedule::memory::Model::new(&parameters).unwrap();
    store.append(at(2), &[body], &model()).unwrap();
    assert!(store.needs_rebuild().unwrap());
    assert_eq!(store.doctor(&other).unwrap().differences.len(), 1);
    store.rebuild(&other).unwrap();
    assert!(!store.needs_rebuild().unwrap());
    assert!(store.doctor(&other).unwrap().is_sound());
    let key = MemoryKey::new("d", "item-0", 0);
    assert_eq!(store.memory(&key).unwrap(), Some(store.memories().unwrap()[0].1));
}

/// Parameters that the model takes: those of FSRS-6.
fn fsrs_defaults() -> Vec<f32> {
    vec![
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ]
}
