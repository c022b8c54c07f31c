//! Rules about the source itself.

use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("source is text");
                found.push((path, text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found
}

/// What the code of each layer must not mention.
const FORBIDDEN: [(&str, &[&str]); 6] = [
    (
        "src/domain",
        &["std::fs", "rusqlite", "egui", "std::thread", "crate::store", "crate::app", "crate::ui"],
    ),
    ("src/store", &["egui", "crate::port", "crate::app", "crate::ui", "crate::cli"]),
    ("src/app", &["egui", "rusqlite", "crate::ui", "crate::cli"]),
    (
        "src/ui",
        &["rusqlite", "std::fs", "crate::store", "crate::cli", "SystemTime", "Instant::now"],
    ),
    ("src/cli", &["egui", "crate::ui", "rusqlite"]),
    ("src", &["todo!(", "unimplemented!(", "std::net", "TcpStream", "UdpSocket"]),
];

#[test]
fn dependencies_point_one_way() {
    for (folder, words) in FORBIDDEN {
        for (path, text) in sources(folder) {
            for word in words {
                assert!(!text.contains(word), "{} mentions {word}", path.display());
            }
        }
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in sources("src") {
        let n_lines = text.lines().count();
        assert!(n_lines <= 500, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn every_test_file_is_listed() {
    for folder in ["tests/logic", "tests/ui"] {
        let files = sources(folder);
        let main = files.iter().find(|(path, _)| path.ends_with("main.rs")).expect("a main.rs");
        for (path, _) in &files {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_listed = name == "main" || main.1.contains(&format!("mod {name};"));
            assert!(is_listed, "{} is not listed in main.rs", path.display());
        }
    }
}

#[test]
fn every_asset_has_a_licence_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let index = std::fs::read_to_string(root.join("README.md")).expect("assets/README.md");
    for entry in std::fs::read_dir(root.join("fonts")).expect("assets/fonts") {
        let name = entry.expect("readable").file_name().into_string().expect("UTF-8");
        assert!(index.contains(&name), "assets/README.md does not name fonts/{name}");
    }
}
