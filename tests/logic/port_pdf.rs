//! Reports as PDF.

use certdeck::port::pdf::{Block, Document, write};

fn report(n_rows: usize) -> Document {
    let row = |n: usize| vec![format!("Domain {n} → ✓"), format!("{n} of 40"), "Target".to_owned()];
    Document {
        title: "PMP mock 3".to_owned(),
        blocks: vec![
            Block::Muted("22 November 2026, full form, seed 8814".to_owned()),
            Block::Heading("Domains".to_owned()),
            Block::Table {
                head: vec!["Domain".to_owned(), "Right".to_owned(), "Band".to_owned()],
                rows: (0..n_rows).map(row).collect(),
                shares: vec![0.5, 0.2, 0.3],
            },
            Block::Bar { label: "Did not know".to_owned(), share: 0.4, value: "21".to_owned() },
            Block::Line(vec![(0.0, 0.0), (0.5, 0.4), (1.0, 0.98)]),
            Block::Text("word ".repeat(400)),
            Block::Text("x".repeat(3_000)),
            Block::NewPage,
            Block::Strong("Questions".to_owned()),
            Block::Space(10.0),
        ],
    }
}

#[test]
fn a_report_is_a_file_that_grows_with_what_it_says() {
    let small = write(&report(3)).expect("a file");
    let large = write(&report(300)).expect("a file");
    assert!(small.starts_with(b"%PDF-"), "it is a PDF");
    assert!(small.len() < 200_000, "fonts are cut down to what is used: {}", small.len());
    assert!(
        large.len() > small.len() + 3_000,
        "every row is in it: {} {}",
        small.len(),
        large.len()
    );
}

#[test]
fn an_empty_report_and_strange_letters_are_no_trouble() {
    for text in ["", "日本語", "\u{0}\u{7}", "👍🏽", "a\n\n\nb"] {
        let blocks = vec![
            Block::Text(text.to_owned()),
            Block::Bar { label: text.to_owned(), share: f32::NAN, value: text.to_owned() },
        ];
        let file = write(&Document { title: text.to_owned(), blocks }).expect("a file");
        assert!(file.starts_with(b"%PDF-"));
    }
}
