//! Markup of text files as our Markdown: HTML by the same rules as in packages, and plain text whose
//! signs mean themselves.

use super::LossKind;
use super::html::{self, to_markdown_with};
use super::media::Shelf;
use super::report::{At, Report};

pub(super) use super::html::{HtmlNotes, MediaShelf};

/// HTML as our Markdown.
pub(super) fn from_html(html: &str, shelf: &mut dyn MediaShelf, notes: &mut HtmlNotes) -> String {
    to_markdown_with(html, shelf, notes)
}

/// Plain text as our Markdown: it shows as it stands.
pub(super) fn from_plain(text: &str) -> String {
    html::escaped(text)
}

/// Markdown of another program as ours: pictures are looked up, remote ones become their address.
///
/// What is missing or remote is told to the shelf: something of the record is lost.
pub(super) fn from_markdown(text: &str, shelf: &mut Shelf<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("![") {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let Some((alt, address, after)) = picture(here) else {
            out.push_str("![");
            rest = here.get(2..).unwrap_or_default();
            continue;
        };
        let is_remote = address.contains("://") || address.starts_with("data:");
        match shelf.find(address).filter(|_| !is_remote) {
            Some(name) => {
                out.extend(["![", alt, "](", &html::media_address(&name), ")"]);
            }
            None if is_remote => {
                shelf.problem(format!(
                    "a picture on the network is not fetched: {}",
                    short(address)
                ));
                out.push_str(address);
            }
            None => {
                shelf.problem(format!("the picture {} is missing", short(address)));
                out.extend(["[picture missing: ", address, "]"]);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn short(address: &str) -> String {
    address.chars().take(120).collect()
}

/// Alternative text, address and what follows of `![alt](address)`.
fn picture(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix("![")?;
    let (alt, rest) = inner.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    let is_one_line = !alt.contains(['\n', ']']) && !address.contains('\n');
    is_one_line.then_some((alt, address.split(" \"").next().unwrap_or(address).trim(), after))
}

/// Tells what HTML lost in a whole file, one line a cause.
pub(super) fn tell(notes: &HtmlNotes, report: &mut Report) {
    let counted = [
        (notes.n_scripts, "scripts and frames were left out"),
        (notes.n_styles, "colours and sizes of text were left out"),
        (notes.n_formulas, "formulas stand as their source"),
        (notes.n_deep, "tags nested too deep count as their text"),
        (notes.n_sounds, "sounds and films stand as their names"),
    ];
    for (n, cause) in counted {
        report.count(LossKind::Note, At::File, cause, n);
    }
    let lost = "cells that span others are repeated in a table";
    report.count(LossKind::Partial, At::File, lost, notes.n_spans);
    for (names, what) in [
        (&notes.missing, "files are missing"),
        (&notes.remote, "pictures on the network are not fetched"),
    ] {
        if !names.is_empty() {
            let shown: Vec<&str> = names.iter().take(20).map(String::as_str).collect();
            let cause = format!("{what}: {}", shown.join(", "));
            report.count(LossKind::Partial, At::File, cause, names.len());
        }
    }
}
