//! What packages hold beside the program: the names in it agree with each other.

use std::path::{Path, PathBuf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

const ID: &str = "alt.certdeck.certdeck";
const KIND: &str = "application/x-certdeck-deck";

#[test]
fn the_type_of_a_deck_has_one_name() {
    let metainfo = format!("assets/{ID}.metainfo.xml");
    let files = [
        "assets/certdeck.desktop",
        "assets/certdeck-mime.xml",
        &metainfo,
        "packaging/macos/Info.plist",
        "packaging/linux/try-deb",
    ];
    for name in files {
        assert!(text(name).contains(KIND), "{name} does not name {KIND}");
    }
    assert!(text(&metainfo).contains(&format!("<id>{ID}</id>")));
    assert!(text("packaging/macos/Info.plist").contains(&format!("<string>{ID}</string>")));
}

#[test]
fn files_of_other_programs_are_not_taken() {
    let mime = text("assets/certdeck-mime.xml");
    let patterns: Vec<&str> = mime.lines().filter(|line| line.contains("<glob ")).collect();
    assert_eq!(patterns.len(), 2, "{patterns:?}");
    assert!(patterns.iter().all(|line| !line.contains("\"*.ron\"")), "{patterns:?}");
    assert!(text("packaging/windows/certdeck.iss").contains(r".ron\OpenWithProgids"));
    assert!(text("packaging/macos/Info.plist").contains("<string>Alternate</string>"));
}

#[test]
fn the_desktop_hands_over_one_file() {
    let entry = text("assets/certdeck.desktop");
    let lines: Vec<&str> = entry.lines().collect();
    for line in ["Exec=certdeck %f", "Icon=certdeck", "StartupWMClass=certdeck"] {
        assert!(lines.contains(&line), "there is no {line}");
    }
    assert!(text("src/main.rs").contains(".with_app_id(\"certdeck\")"), "the class of the window");
}

#[test]
fn every_icon_is_as_large_as_its_name_says() {
    let mut n_found = 0;
    for size in [16_u32, 22, 24, 32, 48, 64, 128, 256, 512] {
        let name = format!("assets/icons/certdeck-{size}.png");
        let icon = image::open(path(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((icon.width(), icon.height()), (size, size), "{name}");
        n_found += 1;
    }
    let entries = std::fs::read_dir(path("assets/icons")).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("an entry").path());
    let n_there = names.filter(|path| path.extension().is_some_and(|end| end == "png")).count();
    assert_eq!(n_found, n_there, "packaging/linux/stage knows every size");
}

#[test]
fn what_the_window_opens_at_run_time_is_named() {
    let manifest = text("Cargo.toml");
    let package = manifest.split("[package.metadata.deb]").nth(1).expect("it is described");
    let libraries = [
        "libx11-6",
        "libx11-xcb1",
        "libxcursor1",
        "libxi6",
        "libxkbcommon0",
        "libxkbcommon-x11-0",
        "libgl1",
        "libegl1",
        "libwayland-client0",
        "libwayland-egl1",
    ];
    for library in libraries {
        assert!(package.contains(&format!("\"{library}\"")), "{library} is not named");
    }
}
