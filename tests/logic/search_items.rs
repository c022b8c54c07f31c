//! Search.

use certdeck::domain::deck::Topic;
use certdeck::domain::library::Library;
use certdeck::domain::search::{Is, Query, SearchIndex, fold, search};
use proptest::prelude::*;

use crate::sched_make::{card, case, choice, cloze, deck, item};

fn library() -> Library {
    let mut items = vec![
        item("cpi", "evm", card("Cost performance index?", "Earned value ÷ actual cost")),
        item("esc", "risk-1", choice("The École de Paris escalates a risk. What next?", 4, 1)),
        item("gap", "risk-1", cloze("A {{c1::risk::what?}} is an {{c2::uncertain event}}.")),
        case("plant", "evm", 2),
    ];
    items[0].tags = vec!["formula".into(), "level:apply".into()];
    items[1].tags = vec!["level:analyse".into()];
    let mut pmp = deck("pmp", &["evm"], items);
    let part = Topic { id: "risk-1".into(), title: "Plan responses".into(), ..Topic::default() };
    pmp.outline.push(Topic {
        id: "risk".into(),
        title: "Uncertainty".into(),
        topics: vec![part],
        ..Topic::default()
    });
    let csm = deck(
        "csm",
        &["scrum"],
        vec![item(
            "po",
            "scrum",
            card("Who orders the backlog?", "The product owner, who may use earned value"),
        )],
    );
    Library::new(vec![pmp, csm])
}

fn found(query: &str) -> Vec<String> {
    let library = library();
    let index = SearchIndex::new(&library);
    let state = |item: u32, is: Is| match is {
        Is::Due => item == 0,
        Is::New => item == 1 || item == 5,
        Is::MissedTimes(times) => item + 1 >= times && item < 3,
        _ => false,
    };
    let items = search(&index, &Query::parse(query), &state);
    items.into_iter().map(|item| library.item(item).unwrap().id.clone()).collect()
}

#[test]
fn queries() {
    let all = ["cpi", "esc", "gap", "plant-0", "plant-1", "po"];
    for (query, expected) in [
        ("", &all[..]),
        ("   ", &all),
        ("earned", &["cpi", "po"]),
        ("EARNED Cost", &["cpi"]),
        ("cost earned", &["cpi"]),
        ("\"actual cost\"", &["cpi"]),
        ("\"cost actual\"", &[]),
        ("ecole", &["esc"]),
        ("ÉCOLE", &["esc"]),
        ("lodz", &["plant-0", "plant-1"]),
        ("\"a risk is an uncertain event\"", &["gap"]),
        ("deck:csm", &["po"]),
        ("deck:pmp earned", &["cpi"]),
        ("topic:risk", &["esc", "gap"]),
        ("topic:uncertainty", &["esc", "gap"]),
        ("topic:\"plan resp\"", &["esc", "gap"]),
        ("type:choice", &["esc", "plant-0", "plant-1"]),
        ("type:card", &["cpi", "po"]),
        ("type:case", &["plant-0", "plant-1"]),
        ("tag:formula", &["cpi"]),
        ("tag:level", &["cpi", "esc"]),
        ("tag:level:apply", &["cpi"]),
        ("-earned", &["esc", "gap", "plant-0", "plant-1"]),
        ("earned -deck:csm", &["cpi"]),
        ("-\"actual cost\" earned", &["po"]),
        ("is:due", &["cpi"]),
        ("is:new -is:due", &["esc", "po"]),
        ("missed:1", &["cpi", "esc", "gap"]),
        ("missed:2 -deck:csm", &["esc", "gap"]),
        ("-missed:2 earned", &["cpi", "po"]),
        ("missed:", &all),
        ("nothing-like-it", &[]),
        ("deck:", &all),
        ("IS:Due", &["cpi"]),
        ("\"unclosed phrase", &[]),
        ("-", &all),
        ("index? earned", &["cpi"]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn what_is_not_understood_is_said_and_left_out() {
    let query = Query::parse("colour:red earned");
    assert_eq!(query.messages().len(), 1);
    assert!(query.messages()[0].contains("colour:"));
    assert_eq!(found("colour:red earned"), ["cpi", "po"]);
    let state = Query::parse("is:green");
    assert!(state.messages()[0].contains("leech"));
    for text in ["missed:0", "missed:often", "missed:-1", "missed:99999999999"] {
        assert!(Query::parse(text).messages()[0].contains("missed:2"), "{text}");
        assert!(!Query::parse(text).asks_history());
    }
    assert!(Query::parse("earned -missed:3").asks_history());
    for text in ["10:30", "http://x.org", "deck:pmp", "\"a:b\"", "is:", "ratio"] {
        assert!(Query::parse(text).messages().is_empty(), "{text}");
    }
}

#[test]
fn folding() {
    for (text, folded) in [
        ("École", "ecole"),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("a  \n b", "a b"),
        ("İ", "i"),
        ("don’t", "don't"),
        ("日本", "日本"),
    ] {
        assert_eq!(fold(text), folded);
    }
}

proptest! {
    #[test]
    fn search_agrees_with_looking_at_each_item(words in proptest::collection::vec("[a-e ]{1,3}", 1..3), texts in proptest::collection::vec("[a-eé ]{0,12}", 0..20)) {
        let items = texts.iter().enumerate();
        let items = items.map(|(i, text)| item(&format!("{i}"), "t", card(text, "")));
        let library = Library::new(vec![deck("d", &["t"], items.collect())]);
        let index = SearchIndex::new(&library);
        let query = format!("\"{}\"", words.join("\" \""));
        let found = search(&index, &Query::parse(&query), &|_, _| false);
        let expected: Vec<u32> = (0..texts.len() as u32)
            .filter(|item| {
                let text = fold(&texts[*item as usize]);
                words.iter().all(|word| text.contains(fold(word.trim()).as_str()))
            })
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_query_is_taken(text in ".{0,60}") {
        let query = Query::parse(&text);
        let index = SearchIndex::new(&library());
        prop_assert!(search(&index, &query, &|_, _| true).len() <= 6);
    }
}
