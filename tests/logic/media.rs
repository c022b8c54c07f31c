//! Files beside decks, and pictures.

use std::io::Cursor;

use certdeck::app::decks::{DeckFolders, load};
use certdeck::app::media::MediaHome;
use certdeck::app::picture::{Picture, decode};
use image::{DynamicImage, ImageFormat, RgbaImage};
use proptest::prelude::*;

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture =
        RgbaImage::from_fn(width, height, |x, y| image::Rgba([x as u8, y as u8, 90, 255]));
    let picture = DynamicImage::ImageRgba8(picture);
    let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[test]
fn four_formats_are_read() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
        let Picture::Ready(pixels) = decode(&encoded(31, 17, format)) else {
            panic!("{format:?} is read")
        };
        assert_eq!(pixels.size, [31, 17]);
        assert_eq!(pixels.rgba.len(), 31 * 17 * 4);
    }
}

#[test]
fn a_large_picture_is_kept_smaller() {
    let Picture::Ready(pixels) = decode(&encoded(5_000, 1_000, ImageFormat::Png)) else {
        panic!("it is read")
    };
    assert_eq!(pixels.size[0], 2_048);
    assert!((409..=410).contains(&pixels.size[1]), "{:?}", pixels.size);
}

/// A PNG header that claims a size, with nothing behind it.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(1, 1, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

/// CRC-32 as PNG defines it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused() {
    for (width, height) in [(16_385, 1), (1, 20_000), (9_000, 9_000), (u32::MAX >> 1, 2)] {
        let Picture::Broken(reason) = decode(&claiming(width, height)) else {
            panic!("{width} × {height} is refused")
        };
        assert!(!reason.is_empty());
    }
    let Picture::Broken(reason) = decode(&claiming(9_000, 9_000)) else { panic!("refused") };
    assert_eq!(reason, "It is too large: 9000 × 9000 pixels.");
}

proptest! {
    #[test]
    fn junk_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0..100_usize) {
        let mut picture = encoded(9, 9, ImageFormat::Png);
        let at = at.min(picture.len());
        picture.truncate(at);
        picture.extend(&bytes);
        prop_assert!(!matches!(decode(&picture), Picture::Loading | Picture::Missing));
    }
}

#[test]
fn names_stay_inside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let media = folder.path().join("media");
    std::fs::create_dir_all(media.join("sub")).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "s").unwrap();
    std::fs::write(media.join("a.png"), "a").unwrap();
    std::fs::write(media.join("sub/b.png"), "b").unwrap();
    let home = MediaHome::Folder(media.clone());
    assert_eq!(home.read("a.png").as_deref(), Some(&b"a"[..]));
    assert_eq!(home.read("media/a.png").as_deref(), Some(&b"a"[..]));
    assert_eq!(home.read("sub/b.png").as_deref(), Some(&b"b"[..]));
    let outside = folder.path().join("secret.txt").display().to_string();
    for name in
        ["", ".", "..", "../secret.txt", "sub/../../secret.txt", &outside, "none.png", "sub"]
    {
        assert_eq!(home.read(name), None, "{name}");
    }
}

#[test]
fn every_deck_knows_its_media() {
    const HEAD: &str = r#"format: 1, title: "T", outline: [Topic(id: "t", title: "T")]"#;
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("big/deck.ron", format!(r#"Deck(id: "big", {HEAD})"#));
    put("big/media/a.png", "of the folder".to_owned());
    put("small.ron", format!(r#"Deck(id: "small", {HEAD})"#));
    put("media/a.png", "beside the file".to_owned());
    let folders =
        DeckFolders { shipped: Some(folder.path().to_path_buf()), own: folder.path().join("none") };
    let loaded = load(&folders);
    let read = |deck: &str| loaded.media[deck].read("a.png").map(|bytes| bytes.to_vec());
    assert_eq!(read("big"), Some(b"of the folder".to_vec()));
    assert_eq!(read("small"), Some(b"beside the file".to_vec()));
}
