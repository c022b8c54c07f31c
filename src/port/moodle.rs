//! Moodle XML.
//!
//! Read as a stream: no DTD is expanded, nothing recurses beyond 64 levels, and entities arrive as
//! events of their own, so that texts are joined from all of them.

mod markers;
mod question;
mod tree;

use super::Refusal;
use super::gather::Gather;
use super::refuse::{incomplete, no_questions, refusal};
use super::report::At;
use tree::{Fault, Questions};

/// Reads all questions; a file that ends inside an element is refused, none of it is taken.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let name = gather.name().to_owned();
    let read: Result<Vec<tree::Node>, Fault> = Questions::new(text).collect();
    let nodes = read.map_err(|fault| match fault {
        Fault::Doctype => {
            refusal(format!("{name} declares entities of its own, which is not read."))
        }
        Fault::Deep => super::refuse::larger(&name, "its nesting", "64 levels"),
        Fault::Broken(why) => incomplete(&name, &why),
    })?;
    let mut path = Vec::new();
    for node in &nodes {
        let kind = node.attribute("type").to_owned();
        if kind == "category" {
            path = category(&node.child("category").map(tree::Node::text).unwrap_or_default());
            continue;
        }
        for (file, bytes) in node.files() {
            match bytes {
                Some(bytes) => gather.shelf.put(&file, bytes),
                None => gather.shelf.problem(format!("the file {file} is damaged")),
            }
        }
        let raw = node.plain();
        let source = gather.source(At::Line(node.line), &raw)?;
        match question::drafts(gather, source, node, &kind) {
            Ok(mut drafts) => {
                for draft in &mut drafts {
                    draft.path.clone_from(&path);
                    draft.item.tags = node.tags();
                }
                if let [one] = drafts.as_mut_slice() {
                    one.item.id = node.get("idnumber");
                }
                gather.add_all(source, drafts);
            }
            Err(reason) => gather.dropped(source, &reason),
        }
    }
    if gather.n_records() == 0 {
        return Err(no_questions(&name, "It is Moodle XML without questions."));
    }
    Ok(())
}

/// `$course$/top/A/B` as levels.
fn category(path: &str) -> Vec<String> {
    let parts = path.trim().split('/').map(|part| part.trim().to_owned());
    let is_root = |part: &String| part.is_empty() || part == "top" || part.starts_with('$');
    parts.skip_while(is_root).filter(|part| !part.is_empty()).collect()
}
