//! A sitting: comebacks, undo, taking items out.

use certdeck::domain::event::Rating;
use certdeck::domain::schedule::queue::{Entry, Kind, Queue};
use certdeck::domain::schedule::session::{COMEBACK_MS, Session};
use proptest::prelude::*;

fn queue(n: u32) -> Queue {
    let entry = |unit| Entry { unit, item: unit, kind: Kind::Due, secs: 10.0, n_again: 0 };
    Queue { entries: (0..n).map(entry).collect(), ..Queue::default() }
}

/// Answers everything, `wrong` says which answers are wrong; gives the units in their order.
fn run(session: &mut Session, mut wrong: impl FnMut(u32) -> bool) -> Vec<u32> {
    let mut asked = Vec::new();
    while let Some(entry) = session.next(0) {
        let rating = if wrong(entry.unit) { Rating::Again } else { Rating::Good };
        assert!(session.answer(entry.unit, rating, 0));
        asked.push(entry.unit);
        assert!(asked.len() < 10_000);
    }
    asked
}

#[test]
fn a_wrong_item_comes_back_after_eight_others() {
    let mut session = Session::new(&queue(20));
    let mut first = true;
    let asked = run(&mut session, |unit| unit == 2 && std::mem::take(&mut first));
    let places: Vec<usize> = (0..asked.len()).filter(|place| asked[*place] == 2).collect();
    assert_eq!(places, [2, 11]);
    assert_eq!(asked.len(), 21);
}

#[test]
fn or_after_five_minutes_or_at_the_end() {
    let mut session = Session::new(&queue(20));
    assert_eq!(session.next(0).unwrap().unit, 0);
    session.answer(0, Rating::Again, 1_000);
    assert_eq!(session.next(1_000).unwrap().unit, 1);
    session.answer(1, Rating::Good, 2_000);
    let back = session.next(1_000 + COMEBACK_MS).unwrap();
    assert_eq!((back.unit, back.kind), (0, Kind::Relearn));
    let mut short = Session::new(&queue(3));
    let mut first = true;
    let asked = run(&mut short, |unit| unit == 0 && std::mem::take(&mut first));
    assert_eq!(asked, [0, 1, 2, 0]);
}

#[test]
fn twice_a_day_is_enough() {
    let asked = run(&mut Session::new(&queue(4)), |unit| unit == 1);
    assert_eq!(asked.iter().filter(|unit| **unit == 1).count(), 3);
    let mut taken_over = queue(2);
    taken_over.entries[0].kind = Kind::Relearn;
    taken_over.entries[0].n_again = 2;
    let asked = run(&mut Session::new(&taken_over), |unit| unit == 0);
    assert_eq!(asked, [0, 1], "it came back once in the sitting before, and once in this one");
}

#[test]
fn the_item_stays_until_it_is_answered() {
    let mut session = Session::new(&queue(3));
    let shown = session.next(0);
    assert_eq!(session.next(900_000), shown);
    assert!(!session.answer(2, Rating::Good, 0));
    assert_eq!(session.current(), shown);
    assert_eq!(session.remaining().total(), 3);
}

#[test]
fn taking_an_item_out_takes_its_siblings() {
    let mut entries = queue(5);
    entries.entries[3].item = 1;
    let mut session = Session::new(&entries);
    session.next(0);
    session.answer(0, Rating::Again, 0);
    session.next(0);
    assert_eq!(session.remove(1), 2, "the one on the screen and the one in wait");
    assert_eq!(session.remove(0), 1, "one that was to come back");
    assert_eq!(run(&mut session, |_| false), [2, 4]);
    assert!(session.is_done());
}

proptest! {
    #[test]
    fn sittings_end_and_count_down(n in 0_u32..40, wrong in proptest::collection::vec(any::<bool>(), 40)) {
        let mut session = Session::new(&queue(n));
        let mut n_asked = vec![0_u32; n as usize];
        let mut turn = 0_usize;
        let mut right = vec![false; n as usize];
        while let Some(entry) = session.next(0) {
            let before = session.clone();
            let (unit, left) = (entry.unit as usize, session.remaining().total());
            prop_assert!(!right[unit], "asked again after it was right");
            let is_wrong = wrong[turn % wrong.len()];
            session.answer(entry.unit, if is_wrong { Rating::Again } else { Rating::Good }, 0);
            n_asked[unit] += 1;
            right[unit] = !is_wrong;
            let now = session.remaining().total();
            prop_assert!(now == left - 1 || (is_wrong && now == left));
            // Undo: the snapshot goes on exactly as the sitting did.
            let mut again = before.clone();
            again.answer(entry.unit, if is_wrong { Rating::Again } else { Rating::Good }, 0);
            prop_assert_eq!(&again, &session);
            turn += 1;
            prop_assert!(turn < 500);
        }
        prop_assert!(n_asked.iter().all(|asked| (1..=3).contains(asked)));
        prop_assert!(session.is_done());
    }
}
