//! The command line: the file to open, completions and manual.

use std::path::Path;

use certdeck::cli::{Args, Command, manual, to_open};
use clap::{CommandFactory as _, Parser as _};

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

/// Names of the subcommands that a learner is told of.
fn subcommands() -> Vec<String> {
    let all = Args::command();
    let told = all.get_subcommands().filter(|one| !one.is_hide_set());
    let names: Vec<String> = told.map(|one| one.get_name().to_owned()).collect();
    assert!(names.len() >= 6, "{names:?}");
    names
}

fn written(line: &[&str]) -> String {
    let mut out = Vec::new();
    match Args::parse_from(line).command.expect("a subcommand") {
        Command::Completions(args) => manual::completions(&args, &mut out),
        Command::Manual(args) => manual::manual(&args, &mut out),
        other => panic!("{other:?}"),
    }
    .expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn the_arguments_do_not_contradict_themselves() {
    Args::command().debug_assert();
}

#[test]
fn one_word_is_a_file_unless_it_is_a_subcommand() {
    let table = [
        (vec!["certdeck"], None, false),
        (vec!["certdeck", "risk.certdeck.ron"], Some("risk.certdeck.ron"), false),
        (vec!["certdeck", "--data-dir", "/d", "a b.ron"], Some("a b.ron"), false),
        (vec!["certdeck", "--", "check"], Some("check"), false),
        (vec!["certdeck", "check", "decks"], None, true),
        (vec!["certdeck", "doctor", "--data-dir", "/d"], None, true),
    ];
    for (line, file, is_command) in table {
        let args = Args::try_parse_from(&line).expect("it can be read");
        assert_eq!(args.file.as_deref(), file.map(Path::new), "{line:?}");
        assert_eq!(args.command.is_some(), is_command, "{line:?}");
    }
    assert!(Args::try_parse_from(["certdeck", "one.ron", "two.ron"]).is_err());
}

#[test]
fn a_file_to_open_is_whole_and_the_head_of_a_deck_stands_for_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    for name in ["own.certdeck.ron", "deck.ron"] {
        std::fs::write(path(name), "Deck()").expect("written");
    }
    assert_eq!(to_open(&path("own.certdeck.ron")), Ok(path("own.certdeck.ron")));
    assert_eq!(to_open(&path("deck.ron")), Ok(folder.path().to_owned()));
    assert_eq!(to_open(folder.path()), Ok(folder.path().to_owned()));
    let problem = to_open(Path::new("chekc")).expect_err("there is no such file");
    assert!(problem.contains("chekc") && problem.contains("--help"), "{problem}");
    let relative = to_open(Path::new("Cargo.toml")).expect("tests run beside it");
    assert!(relative.is_absolute());
}

#[test]
fn completions_name_every_subcommand() {
    for shell in SHELLS {
        let text = written(&["certdeck", "completions", shell]);
        for name in subcommands() {
            assert!(text.contains(&name), "{shell} does not name {name}");
        }
        assert!(text.contains("data-dir"), "{shell} does not name --data-dir");
        assert!(!text.contains("completions for packages"), "{shell} tells what is hidden");
    }
}

#[test]
fn the_manual_names_every_subcommand() {
    let page = written(&["certdeck", "manual"]);
    assert!(page.contains(".TH certdeck 1"), "{page}");
    for name in subcommands() {
        assert!(page.contains(&name), "the manual does not name {name}");
    }
    for word in ["FILE", "CERTDECK_DATA_DIR"] {
        assert!(page.contains(word), "the manual does not name {word}");
    }
    assert!(!page.contains("for packages"), "the manual tells what is hidden");
}

#[test]
fn the_manual_has_a_page_for_every_subcommand() {
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().join("man1");
    let text = written(&["certdeck", "manual", into.to_str().expect("UTF-8")]);
    assert!(text.is_empty(), "{text}");
    let mut expected: Vec<String> =
        subcommands().iter().map(|name| format!("certdeck-{name}.1")).collect();
    expected.push("certdeck.1".to_owned());
    expected.sort();
    let entries = std::fs::read_dir(&into).expect("the folder was made");
    let mut found: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    found.sort();
    assert_eq!(found, expected);
    for name in &found {
        let page = std::fs::read_to_string(into.join(name)).expect("a page");
        assert!(page.contains(".SH NAME") && page.len() > 300, "{name}: {page}");
    }
}
