//! The day's queue.

use std::collections::{HashMap, HashSet};

use certdeck::domain::deck::{Item, Validity};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::library::Library;
use certdeck::domain::schedule::memory::{Memory, Model};
use certdeck::domain::schedule::queue::{DeckInput, Kind, Queue, QueueInput, build};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::StudyDay;
use proptest::prelude::*;

use crate::sched_make::{
    answer, both_ways, card, case, choice, cloze, confident_error, deck, fold_all, item, memory,
    model,
};

const TODAY: StudyDay = StudyDay(1000);

#[derive(Debug)]
struct Setup {
    library: Library,
    memories: Vec<Option<Memory>>,
    blocked: Vec<u32>,
    limits: (u32, u32),
    exam: Option<StudyDay>,
    model: Model,
}

impl Setup {
    fn new(items: Vec<Item>) -> Self {
        let library = Library::new(vec![deck("d", &["a", "b", "c"], items)]);
        let memories = vec![None; library.units().len()];
        let (blocked, limits, exam) = (Vec::new(), (20, 200), None);
        Self { library, memories, blocked, limits, exam, model: model() }
    }

    fn queue(&self) -> Queue {
        self.queue_of(Seed(1), 1)
    }

    fn queue_of(&self, seed: Seed, n_decks: u32) -> Queue {
        let (new_limit, review_limit) = self.limits;
        let decks: Vec<DeckInput<'_>> = (0..n_decks)
            .map(|deck| DeckInput {
                deck,
                model: &self.model,
                exam: self.exam,
                new_limit,
                review_limit,
                chosen: None,
            })
            .collect();
        build(&QueueInput {
            library: &self.library,
            memories: &self.memories,
            blocked: &self.blocked,
            decks: &decks,
            today: TODAY,
            seed,
        })
    }
}

fn cards(n: usize) -> Vec<Item> {
    (0..n).map(|i| item(&format!("c{i}"), ["a", "b", "c"][i % 3], card("f", "b"))).collect()
}

fn kinds(queue: &Queue, kind: Kind) -> Vec<u32> {
    queue.entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.unit).collect()
}

#[test]
fn limits_and_weakest_first() {
    let mut setup = Setup::new(cards(100));
    for unit in 0..60 {
        setup.memories[unit] = Some(memory(unit as i32 + 1, if unit < 50 { 990 } else { 1001 }));
    }
    setup.limits = (7, 12);
    let queue = setup.queue();
    assert_eq!(kinds(&queue, Kind::New).len(), 7);
    let due: HashSet<u32> = kinds(&queue, Kind::Due).into_iter().collect();
    assert_eq!(due, (38..50).collect(), "those answered longest ago are known least");
    assert_eq!((queue.n_due_left_out, queue.n_new_left_out), (38, 33));
    assert!((queue.secs() - (7.0 * 15.0 + 12.0 * 8.0)).abs() < 1e-3);
}

#[test]
fn what_was_done_today_counts_towards_the_limits() {
    let mut setup = Setup::new(cards(60));
    setup.limits = (5, 5);
    for unit in 0..3 {
        setup.memories[unit] =
            Some(fold_all(&model(), &[answer(1000, certdeck::domain::event::Rating::Good)]));
    }
    for unit in 3..5 {
        setup.memories[unit] = Some(memory(0, 1004));
    }
    for unit in 5..20 {
        setup.memories[unit] = Some(memory(9, 999));
    }
    let queue = setup.queue();
    assert_eq!(kinds(&queue, Kind::New).len(), 2);
    assert_eq!(kinds(&queue, Kind::Due).len(), 3);
}

#[test]
fn confident_errors_come_first_even_when_not_due() {
    let mut setup = Setup::new(cards(40));
    for unit in 0..20 {
        setup.memories[unit] = Some(memory(9, 999));
    }
    let mut error = confident_error(999);
    error.due = StudyDay(1030);
    setup.memories[7] = Some(fold_all(&model(), &[error]));
    let queue = setup.queue();
    assert_eq!((queue.entries[0].unit, queue.entries[0].kind), (7, Kind::ConfidentError));
    assert_eq!(kinds(&queue, Kind::ConfidentError), [7]);
}

#[test]
fn a_queue_built_again_takes_over_what_was_wrong_today() {
    use certdeck::domain::event::Rating::{Again, Good};
    let mut setup = Setup::new(cards(3));
    let again = |n: usize| vec![answer(1000, Again); n];
    setup.memories[0] = Some(fold_all(&model(), &again(2)));
    setup.memories[1] = Some(fold_all(&model(), &again(3)));
    setup.memories[2] = Some(fold_all(&model(), &[again(1), vec![answer(1000, Good)]].concat()));
    let queue = setup.queue();
    assert_eq!(kinds(&queue, Kind::Relearn), [0], "three times wrong is enough for a day");
    assert_eq!((queue.entries.len(), queue.entries[0].n_again), (1, 2));
}

#[test]
fn facets_of_an_item_are_a_day_apart() {
    let gaps = "{{c1::a}} {{c2::b}} {{c3::c}}";
    let items = vec![item("x", "a", cloze(gaps)), item("y", "b", both_ways("f", "b"))];
    let mut setup = Setup::new(items);
    assert_eq!(setup.library.units().len(), 5);
    assert_eq!(setup.queue().entries.len(), 2);
    setup.memories[1] = Some(memory(9, 999));
    let queue = setup.queue();
    assert_eq!(kinds(&queue, Kind::Due), [1], "a due facet goes before a new one");
    setup.memories[3] = Some(memory(0, 1004));
    let queue = setup.queue();
    assert_eq!(queue.entries.len(), 1, "the other side was answered today");
}

#[test]
fn blocked_dated_and_exam_only_items_stay_out() {
    let mut items = cards(6);
    let date = |day: i32| Some(StudyDay(day).date());
    items[1].valid = Validity { from: None, until: date(1010) };
    items[2].valid = Validity { from: date(1005), until: None };
    items[3].is_card = false;
    let mut setup = Setup::new(items);
    assert_eq!(setup.library.units().len(), 5);
    let names = |queue: &Queue| -> Vec<String> {
        let mut names: Vec<String> =
            queue.entries.iter().map(|entry| setup_name(&setup.library, entry.item)).collect();
        names.sort();
        names
    };
    assert_eq!(names(&setup.queue()), ["c0", "c1", "c4", "c5"]);
    setup.exam = Some(StudyDay(1020));
    let queue = setup.queue();
    assert_eq!(queue.entries.len(), 4);
    setup.blocked = vec![0, 4];
    let names: Vec<String> =
        setup.queue().entries.iter().map(|entry| setup_name(&setup.library, entry.item)).collect();
    assert_eq!(
        names.into_iter().collect::<HashSet<_>>(),
        HashSet::from(["c2".into(), "c4".into()])
    );
}

fn setup_name(library: &Library, item: u32) -> String {
    library.item(item).unwrap().id.clone()
}

#[test]
fn neighbours_differ_in_topic_and_new_ones_are_spread() {
    let mut setup = Setup::new(cards(90));
    for unit in 0..60 {
        setup.memories[unit] = Some(memory(9, 999));
    }
    let queue = setup.queue();
    assert_eq!(queue.entries.len(), 80);
    let topic = |index: usize| setup.library.unit(queue.entries[index].unit).unwrap().topic;
    for index in 1..queue.entries.len() {
        assert_ne!(topic(index), topic(index - 1), "at {index}");
    }
    for quarter in queue.entries.chunks(20) {
        let n_new = quarter.iter().filter(|entry| entry.kind == Kind::New).count();
        assert!((3..=7).contains(&n_new), "{n_new}");
    }
    let order: Vec<u32> = queue.entries.iter().map(|entry| entry.unit).collect();
    let other: Vec<u32> =
        setup.queue_of(Seed(2), 1).entries.iter().map(|entry| entry.unit).collect();
    assert_ne!(order, other);
}

#[test]
fn a_large_topic_still_alternates_where_it_can() {
    let items =
        (0..15).map(|i| item(&format!("i{i}"), if i < 8 { "a" } else { "b" }, card("f", "b")));
    let setup = Setup::new(items.collect());
    let queue = setup.queue();
    let topics: Vec<u32> =
        queue.entries.iter().map(|entry| setup.library.unit(entry.unit).unwrap().topic).collect();
    assert!(topics.windows(2).all(|pair| pair[0] != pair[1]), "{topics:?}");
}

#[test]
fn questions_of_a_case_stay_together_in_order() {
    let mut items = cards(12);
    items.insert(5, case("k", "a", 4));
    items.insert(0, case("m", "b", 3));
    let setup = Setup::new(items);
    let queue = setup.queue();
    for name in ["k", "m"] {
        let places: Vec<usize> = queue
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| setup_name(&setup.library, entry.item).starts_with(name))
            .map(|(place, _)| place)
            .collect();
        assert!(places.windows(2).all(|pair| pair[1] == pair[0] + 1), "{places:?}");
        assert_eq!(setup_name(&setup.library, queue.entries[places[0]].item), format!("{name}-0"));
        assert!(queue.entries[places[0]].secs > 90.0);
        assert!(queue.entries[places[1]].secs < 90.0);
    }
}

#[test]
fn library_finds_units_by_their_names() {
    let items = vec![
        item("x", "a", cloze("{{c1::a}} {{c7::b}}")),
        case("k", "b", 2),
        item("y", "nowhere", choice("?", 4, 1)),
        item("x", "a", card("second of the same name", "")),
    ];
    let library = Library::new(vec![deck("d", &["a", "b"], items), deck("e", &["a"], cards(2))]);
    for unit in 0..library.units().len() as u32 {
        let key = library.key(unit).unwrap();
        let found = library.find(&key).unwrap();
        assert_eq!(library.key(found).unwrap(), key);
        let is_shadowed = library.unit(unit).unwrap().is_shadowed;
        assert_eq!(found == unit, !is_shadowed);
    }
    assert_eq!(library.find(&MemoryKey::new("d", "x", 7)), Some(1));
    assert_eq!(library.find(&MemoryKey::new("d", "x", 2)), None);
    assert_eq!(library.find(&MemoryKey::new("e", "x", 1)), None);
    assert_eq!(library.case_of(1).unwrap().0.id, "k");
    assert_eq!(library.item(2).unwrap().id, "k-1");
    assert_eq!((library.units_of(0), library.units_of(2)), (0..2, 3..4));
    assert_eq!(library.topics()[library.topic_of(3).unwrap() as usize].id, "nowhere");
}

/// Any small library with any memories.
fn any_setup() -> impl Strategy<Value = Setup> {
    let shape = proptest::collection::vec((0_u8..4, 0_usize..3, 0_u8..5), 1..60);
    (shape, 0_u32..30, 0_u32..30, 1_u32..3).prop_map(|(shape, new, reviews, n_decks)| {
        let mut decks: Vec<Vec<Item>> = vec![Vec::new(); n_decks as usize];
        for (number, (kind, topic, _)) in shape.iter().enumerate() {
            let (id, topic) = (format!("i{number}"), ["a", "b", "c"][*topic]);
            decks[number % n_decks as usize].push(match kind {
                0 => item(&id, topic, card("f", "b")),
                1 => item(&id, topic, both_ways("f", "b")),
                2 => item(&id, topic, cloze("{{c1::x}} {{c2::y}}")),
                _ => case(&id, topic, 3),
            });
        }
        let names = ["d", "e"];
        let decks =
            decks.into_iter().zip(names).map(|(items, id)| deck(id, &["a", "b", "c"], items));
        let library = Library::new(decks.collect());
        let state = |unit: usize| match shape[unit % shape.len()].2 {
            0 => Some(memory(5, 998)),
            1 => Some(memory(3, 1003)),
            2 => Some(memory(0, 1002)),
            3 => Some(fold_all(&model(), &[confident_error(999)])),
            _ => None,
        };
        let memories = (0..library.units().len()).map(state).collect();
        let (blocked, limits, exam) = (vec![1, 4], (new, reviews), None);
        Setup { library, memories, blocked, limits, exam, model: model() }
    })
}

proptest! {
    #[test]
    fn queues_keep_their_promises(setup in any_setup(), seed in 0_u64..100) {
        let n_decks = setup.library.decks().len() as u32;
        let queue = setup.queue_of(Seed(seed), n_decks);
        prop_assert_eq!(&queue, &setup.queue_of(Seed(seed), n_decks));
        let mut items = HashSet::new();
        let mut new: HashMap<u32, u32> = HashMap::new();
        let mut reviews: HashMap<u32, u32> = HashMap::new();
        for entry in &queue.entries {
            prop_assert!(items.insert(entry.item), "an item twice");
            prop_assert!(!setup.blocked.contains(&entry.unit));
            let memory = setup.memories[entry.unit as usize];
            let deck = setup.library.unit(entry.unit).unwrap().deck;
            match entry.kind {
                Kind::New => {
                    prop_assert!(memory.is_none());
                    *new.entry(deck).or_default() += 1;
                }
                Kind::Due => prop_assert!(memory.unwrap().due <= TODAY),
                Kind::ConfidentError => prop_assert!(memory.unwrap().is_confident_error),
                Kind::Relearn => prop_assert!(memory.unwrap().is_relearning),
            }
            if matches!(entry.kind, Kind::Due | Kind::ConfidentError) {
                *reviews.entry(deck).or_default() += 1;
            }
            for sibling in setup.library.units_of(entry.item) {
                let sibling = setup.memories[sibling as usize];
                prop_assert!(sibling.is_none_or(|memory| memory.last_day < TODAY));
            }
        }
        prop_assert!(new.values().all(|n| *n <= setup.limits.0));
        prop_assert!(reviews.values().all(|n| *n <= setup.limits.1));
    }

    #[test]
    fn the_set_does_not_depend_on_the_order_of_decks(setup in any_setup()) {
        let decks = setup.library.decks().len() as u32;
        let of = |order: &[u32]| {
            let decks: Vec<DeckInput<'_>> = order
                .iter()
                .map(|deck| DeckInput {
                    deck: *deck,
                    model: &setup.model,
                    exam: None,
                    new_limit: setup.limits.0,
                    review_limit: setup.limits.1,
                    chosen: None,
                })
                .collect();
            build(&QueueInput {
                library: &setup.library,
                memories: &setup.memories,
                blocked: &setup.blocked,
                decks: &decks,
                today: TODAY,
                seed: Seed(3),
            })
        };
        let forward: Vec<u32> = (0..decks).collect();
        let backward: Vec<u32> = (0..decks).rev().collect();
        prop_assert_eq!(of(&forward), of(&backward));
    }
}

#[test]
fn a_case_is_taken_whole_where_it_fits() {
    let mut items = cards(30);
    items.extend((0..6).map(|i| case(&format!("k{i}"), "a", 4)));
    for limit in [3, 10, 17] {
        let mut setup = Setup::new(items.clone());
        setup.limits = (limit, 0);
        for seed in 0..20 {
            let queue = setup.queue_of(Seed(seed), 1);
            assert_eq!(queue.entries.len(), limit as usize);
            let mut n_by_case: HashMap<u32, u32> = HashMap::new();
            for entry in &queue.entries {
                if let Some(case) = setup.library.unit(entry.unit).unwrap().case() {
                    *n_by_case.entry(case).or_default() += 1;
                }
            }
            assert!(n_by_case.values().all(|n| *n == 4), "{n_by_case:?}");
        }
    }
}
