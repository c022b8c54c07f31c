//! Data that cannot be opened, decks that cannot be read: said in the window, nothing overwritten.

use std::path::Path;

use certdeck::app::Screen;
use certdeck::store::{OpenOptions, Store};
use egui_kittest::kittest::Queryable as _;

use crate::pictures::each;
use crate::study::state;
use crate::support::{Desk, NOW, Setup};

const FILE: &str = "certdeck.sqlite3";

/// Every file under a folder whose bytes are these.
fn copies(folder: &Path, bytes: &[u8]) -> usize {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .map(|path| {
            if path.is_dir() {
                copies(&path, bytes)
            } else {
                usize::from(std::fs::read(&path).is_ok_and(|found| found == bytes))
            }
        })
        .sum()
}

/// A folder with a database that `spoil` has spoilt.
fn spoilt(spoil: impl Fn(&Path)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Store::open(folder.path(), NOW, OpenOptions::default()).expect("a store"));
    spoil(&folder.path().join(FILE));
    folder
}

fn newer(file: &Path) {
    let mut bytes = std::fs::read(file).expect("the file");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(file, bytes).expect("the file can be written");
}

fn junk(file: &Path) {
    std::fs::write(file, vec![0x5a; 40_000]).expect("the file can be written");
}

fn opened(setup: Setup, folder: &Path) -> Desk {
    let mut desk = Desk::over(setup, folder.to_path_buf());
    desk.settle();
    desk
}

#[test]
fn a_newer_file_is_explained_and_untouched() {
    let folder = spoilt(newer);
    let before = std::fs::read(folder.path().join(FILE)).expect("the file");
    let mut desk = opened(Setup::default(), folder.path());
    desk.harness.get_by_label("This data is from a newer Certdeck");
    desk.harness.get_by_label("Study without keeping anything").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::FirstStart);
    drop(desk);
    let after = std::fs::read(folder.path().join(FILE)).expect("the file");
    assert!(before == after, "not a byte was changed");
}

#[test]
fn a_damaged_file_is_kept_aside_byte_for_byte() {
    let folder = spoilt(junk);
    let before = std::fs::read(folder.path().join(FILE)).expect("the file");
    let mut desk = opened(Setup::default(), folder.path());
    desk.harness.get_by_label("Your data file is damaged");
    desk.harness.get_by_label("Start with an empty log").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::FirstStart);
    drop(desk);
    assert_eq!(copies(folder.path(), &before), 1, "the damaged file is still there");
}

#[test]
fn a_second_window_says_so_and_goes_on_when_the_first_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = Store::open(folder.path(), NOW, OpenOptions::default()).expect("a store");
    let mut desk = opened(Setup::default(), folder.path());
    desk.harness.get_by_label("Certdeck is already open");
    drop(first);
    desk.harness.get_by_label("Try again").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::FirstStart);
}

#[test]
fn pictures_of_trouble() {
    each("trouble-damaged", |setup| {
        let folder = spoilt(junk);
        opened(setup, folder.path())
    });
}

#[test]
fn a_deck_of_binary_junk_is_named_and_the_rest_loads() {
    let folder = tempfile::tempdir().expect("a folder");
    let decks = folder.path().join("decks");
    std::fs::create_dir_all(&decks).expect("a folder");
    let junk: Vec<u8> =
        (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(decks.join("junk.ron"), junk).expect("a file");
    let mut desk = opened(Setup::default(), folder.path());
    let state = desk.harness.state_mut().state_mut().expect("the program runs");
    let view = state.library_view();
    assert!(
        view.problems.iter().any(|problem| problem.contains("junk.ron")),
        "{:?}",
        view.problems
    );
    assert!(view.total > 100, "the shipped decks are there");
}
