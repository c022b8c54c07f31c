//! The report of a mock exam as PDF, Markdown or CSV, written to the data folder.

use crate::app::command::ReportFormat;
use crate::app::notice::Severity;
use crate::app::state::State;
use crate::app::view::preview::markdown_of;
use crate::app::view::result::{QuestionRow, ResultView};
use crate::domain::figure::{Part, parts, written_out};
use crate::port::pdf::{self, Block, Document};

impl State {
    /// Number, and question with its answer, of what was not right.
    fn missed(&self, view: &ResultView) -> Vec<(usize, String)> {
        let Some(mock) = self.mocks.iter().find(|mock| mock.id == view.id) else {
            return Vec::new();
        };
        let wrong = view.rows.iter().filter(|row| !row.is_right);
        let told = wrong.filter_map(|row| {
            let plan = mock.attempt.plan();
            let question = plan.questions().nth(row.number)?;
            let item = self.library.item(self.find_item(&plan.deck, &question.item)?)?;
            let made = question.made(item);
            Some((row.number, markdown_of(made.as_ref().unwrap_or(item))))
        });
        told.collect()
    }

    pub(super) fn export_report(&mut self, format: ReportFormat) {
        // The report holds every question, whatever the list on the screen shows.
        let filter = std::mem::take(&mut self.result.filter);
        let view = crate::app::view::result::build(self);
        self.result.filter = filter;
        let Some(view) = view else { return };
        let made = match format {
            ReportFormat::Pdf => {
                pdf::write(&document(&view, &self.missed(&view))).map_err(|error| error.to_string())
            }
            ReportFormat::Markdown => Ok(markdown(&view, &self.missed(&view)).into_bytes()),
            ReportFormat::Csv => csv(&view),
        };
        let extension = match format {
            ReportFormat::Pdf => "pdf",
            ReportFormat::Markdown => "md",
            ReportFormat::Csv => "csv",
        };
        let folder = self.services.data_dir.join("reports");
        let path = folder.join(format!("mock-{}.{extension}", view.id));
        let written = made.and_then(|bytes| {
            std::fs::create_dir_all(&folder)
                .and_then(|()| std::fs::write(&path, bytes))
                .map_err(|error| error.to_string())
        });
        match written {
            Ok(()) => self.tell(Severity::Info, "Report written", &path.display().to_string()),
            Err(error) => {
                let detail = format!("{}: {error}. The result is kept.", path.display());
                self.tell(Severity::Error, "The report was not written", &detail);
            }
        }
    }
}

fn headline(view: &ResultView) -> String {
    format!("{} of {} scored questions right, {} %", view.right.0, view.right.1, view.percent)
}

fn changes_line(view: &ResultView) -> String {
    let changes = view.changes;
    format!(
        "Changed answers: {}, of which {} from wrong to right, {} from right to wrong.",
        changes.n_all(),
        changes.to_right,
        changes.to_wrong
    )
}

fn row_words(row: &QuestionRow) -> [String; 5] {
    let unscored = if row.is_unscored { ", does not count" } else { "" };
    [
        (row.number + 1).to_string(),
        row.text.clone(),
        format!("{}{unscored}", row.outcome),
        row.loss.map_or_else(String::new, |loss| loss.label().to_owned()),
        row.seconds.to_string(),
    ]
}

const HEAD: [&str; 5] = ["No", "Question", "Outcome", "Lost because", "Seconds"];

fn document(view: &ResultView, missed: &[(usize, String)]) -> Document {
    let most = view.losses.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut blocks = vec![Block::Muted(view.line.clone()), Block::Strong(headline(view))];
    blocks.push(Block::Text(view.verdict.clone()));
    blocks.extend(view.notes.iter().cloned().map(Block::Muted));
    blocks.push(Block::Heading("Domains".to_owned()));
    blocks.push(Block::Table {
        head: owned(&["Domain", "Right", "Band"]),
        rows: view
            .domains
            .iter()
            .map(|row| {
                let right = format!("{} of {}", row.right.0, row.right.1);
                vec![row.title.clone(), right, row.band.clone()]
            })
            .collect(),
        shares: vec![0.5, 0.2, 0.3],
    });
    blocks.push(Block::Heading("Where marks went".to_owned()));
    for (loss, n) in &view.losses {
        let share = *n as f32 / most as f32;
        blocks.push(Block::Bar { label: loss.label().to_owned(), share, value: n.to_string() });
    }
    blocks.push(Block::Muted(changes_line(view)));
    blocks.push(Block::Heading("Pace".to_owned()));
    blocks.push(Block::Line(view.pace.iter().map(|(x, y)| (*x as f32, *y as f32)).collect()));
    blocks.push(Block::Muted(view.pace_line.clone()));
    blocks.push(Block::Heading("Topics, weakest first".to_owned()));
    blocks.push(Block::Table {
        head: owned(&["Topic", "Right"]),
        rows: view
            .topics
            .iter()
            .map(|(title, right, asked)| vec![title.clone(), format!("{right} of {asked}")])
            .collect(),
        shares: vec![0.8, 0.2],
    });
    blocks.push(Block::Heading("Questions".to_owned()));
    blocks.push(Block::Table {
        head: owned(&HEAD),
        rows: view.rows.iter().map(|row| row_words(row).to_vec()).collect(),
        shares: vec![0.06, 0.56, 0.14, 0.15, 0.09],
    });
    if !missed.is_empty() {
        blocks.push(Block::NewPage);
        blocks.push(Block::Heading("What was missed".to_owned()));
    }
    for (number, text) in missed {
        blocks.push(Block::Space(6.0));
        blocks.push(Block::Strong(format!("Question {}", number + 1)));
        blocks.extend(told(text));
    }
    Document { title: view.title.clone(), blocks }
}

/// A question with its answer: texts without their signs, and figures.
fn told(text: &str) -> Vec<Block> {
    let block = |part: Part<'_>| match part {
        Part::Text(text) => {
            Some(Block::Text(text.replace("**", "").replace('*', "").trim().to_owned()))
        }
        Part::Figure(_, Ok(figure)) => Some(Block::Figure(Box::new(figure))),
        Part::Figure(_, Err(_)) => None,
    };
    parts(text).into_iter().filter_map(block).collect()
}

fn markdown(view: &ResultView, missed: &[(usize, String)]) -> String {
    let mut text = format!(
        "# {}\n\n{}\n\n**{}**\n\n{}\n",
        view.title,
        view.line,
        headline(view),
        view.verdict
    );
    let mut push = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    for note in &view.notes {
        push(format!("\n{note}"));
    }
    push("\n## Domains\n\n| Domain | Right | Band |\n| --- | --- | --- |".to_owned());
    for row in &view.domains {
        push(format!(
            "| {} | {} of {} | {} |",
            cell(&row.title),
            row.right.0,
            row.right.1,
            row.band
        ));
    }
    push("\n## Where marks went\n\n| Reason | Marks |\n| --- | --- |".to_owned());
    for (loss, n) in &view.losses {
        push(format!("| {} | {n} |", loss.label()));
    }
    push(format!("\n{}\n\n{}", changes_line(view), view.pace_line));
    push("\n## Topics\n\n| Topic | Right |\n| --- | --- |".to_owned());
    for (title, right, asked) in &view.topics {
        push(format!("| {} | {right} of {asked} |", cell(title)));
    }
    push(format!("\n## Questions\n\n| {} |\n| --- | --- | --- | --- | --- |", HEAD.join(" | ")));
    for row in &view.rows {
        push(format!("| {} |", row_words(row).map(|text| cell(&text)).join(" | ")));
    }
    if !missed.is_empty() {
        push("\n## What was missed".to_owned());
        push(missed_markdown(missed));
    }
    text
}

/// The questions that were not right, with their answers and reasons.
fn missed_markdown(missed: &[(usize, String)]) -> String {
    let told = missed
        .iter()
        .map(|(number, text)| format!("\n### Question {}\n\n{}\n", number + 1, written_out(text)));
    told.collect()
}

/// A text that does not break out of its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn csv(view: &ResultView) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer
        .write_record(HEAD)
        .and_then(|()| view.rows.iter().try_for_each(|row| writer.write_record(row_words(row))));
    written.map_err(|error| error.to_string())?;
    writer.into_inner().map_err(|error| error.to_string())
}
