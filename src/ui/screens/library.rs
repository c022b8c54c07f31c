//! Library: decks, search over everything, a table and a preview.

use egui::Ui;
use egui_extras::{Column, TableBuilder};

use crate::app::command::{Command, SortColumn};
use crate::app::edit::KINDS;
use crate::app::exports::ExportFormat;
use crate::app::view::library::{DeckRow, ItemRow, LibraryView};
use crate::app::view::{grouped, plural};
use crate::ui::outbox::Outbox;
use crate::ui::screens::preview;
use crate::ui::theme;
use crate::ui::widgets;

/// Unsaved text on this screen.
#[derive(Debug, Default)]
pub(crate) struct LibraryDraft {
    query: String,
    is_synced: bool,
    wants_focus: bool,
    are_problems_open: bool,
    new_title: String,
}

impl LibraryDraft {
    /// Puts the cursor into the search field at the next frame.
    pub(crate) fn focus_search(&mut self) {
        self.wants_focus = true;
    }

    /// Empties the search; whether there was anything in it.
    pub(crate) fn clear(&mut self) -> bool {
        !std::mem::take(&mut self.query).is_empty()
    }
}

/// Draws the screen. `row` makes the table row of an item when it is drawn; `exporting` says how much of an
/// export is written.
pub(crate) fn ui(
    ui: &mut Ui,
    view: &LibraryView,
    row: &dyn Fn(u32) -> ItemRow,
    exporting: Option<(usize, usize)>,
    draft: &mut LibraryDraft,
    out: &mut Outbox,
) {
    if !draft.is_synced {
        draft.query.clone_from(&view.query);
        draft.is_synced = true;
    }
    if let Some(item) = &view.preview {
        egui::Panel::right("library-preview")
            .default_size(340.0)
            .size_range(260.0..=520.0)
            .frame(egui::Frame::NONE.inner_margin(egui::Margin {
                left: 16,
                right: 4,
                top: 8,
                bottom: 8,
            }))
            .show(ui, |ui| preview::ui(ui, item, out));
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        ui.add_space(theme::SPACE_8);
        let line = format!(
            "{} in {}",
            plural(view.total, "item", "items"),
            plural(view.decks.len(), "deck", "decks")
        );
        widgets::screen_header(ui, "Library", &line, |ui| {
            let is_clicked = widgets::button(ui, "Import", Some("Ctrl+O")).clicked();
            out.push_if(is_clicked, || Command::PickImport);
            match exporting {
                Some(written) => export_progress(ui, written, out),
                None => export_menu(ui, view, draft, out),
            }
            new_menu(ui, view, draft, out);
        });
        ui.add_space(theme::SPACE_12);
        decks(ui, &view.decks, draft, out);
        problems(ui, view, draft);
        ui.add_space(theme::SPACE_12);
        search(ui, view, draft, out);
        ui.add_space(theme::SPACE_8);
        if view.found.is_empty() {
            nothing(ui, view, draft, out);
        } else {
            table(ui, view, row, out);
        }
    });
}

/// A new deck, or a new item in the deck that is searched in.
fn new_menu(ui: &mut Ui, view: &LibraryView, draft: &mut LibraryDraft, out: &mut Outbox) {
    let is_chosen = |deck: &&DeckRow| draft.query.starts_with(&format!("deck:{} ", deck.id));
    let chosen = view.decks.iter().find(is_chosen);
    let button = widgets::button(ui, "New", None);
    let menu =
        egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    menu.show(|ui| {
        ui.set_max_width(260.0);
        if let Some(deck) = chosen {
            ui.label(theme::muted(ui, &format!("In {}", deck.title)));
            for kind in KINDS {
                if ui.button(kind_words(kind)).clicked() {
                    out.push(Command::NewItem(deck.id.clone(), kind));
                    ui.close();
                }
            }
            ui.separator();
        } else {
            let text = "Choose a deck above to write an item for it.";
            ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
        }
        ui.label(theme::muted(ui, "A new deck"));
        let edit =
            egui::TextEdit::singleline(&mut draft.new_title).hint_text("Title").char_limit(120);
        let response = ui.add(edit).accessible_name("Title of the new deck");
        let is_enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        if (ui.button("Make the deck").clicked() || is_enter) && !draft.new_title.trim().is_empty()
        {
            out.push(Command::NewDeck(std::mem::take(&mut draft.new_title)));
            draft.is_synced = false;
            ui.close();
        }
    });
}

/// A type in words.
pub(crate) fn kind_words(kind: &str) -> &'static str {
    match kind {
        "Cloze" => "Text with gaps",
        "Choice" => "Question with options",
        "Order" => "Steps to put in order",
        "Match" => "Pairs to match",
        "Dropdown" => "Text with menus",
        "Numeric" => "A number to work out",
        "Hotspot" => "Place on a picture",
        "Case" => "Case with questions",
        _ => "Card",
    }
}

/// How far an export is, and its end.
fn export_progress(ui: &mut Ui, (done, total): (usize, usize), out: &mut Outbox) {
    let is_stopped = widgets::button(ui, "Stop the export", None).clicked();
    out.push_if(is_stopped, || Command::CancelExport);
    let percent = (done * 100 / total.max(1)).min(100);
    ui.label(theme::muted(ui, &format!("Writing, {percent} %")));
    ui.request_repaint_after(std::time::Duration::from_millis(100));
}

/// Forms in which the deck that is searched in can be written.
fn export_menu(ui: &mut Ui, view: &LibraryView, draft: &LibraryDraft, out: &mut Outbox) {
    let is_chosen = |deck: &&DeckRow| draft.query.starts_with(&format!("deck:{} ", deck.id));
    let chosen = view.decks.iter().find(is_chosen);
    let button = widgets::button(ui, "Export", None);
    egui::Popup::menu(&button).show(|ui| {
        let Some(deck) = chosen else {
            ui.set_max_width(260.0);
            let text = "Choose a deck above to export it.";
            ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
            if ui.button("Everything, for another machine").clicked() {
                out.push(Command::ExportEverything);
            }
            return;
        };
        ui.label(theme::muted(ui, &deck.title));
        let is_narrowed = draft.query.trim() != format!("deck:{}", deck.id);
        if is_narrowed {
            let line = format!("Only what is found: {}", plural(deck.n_found, "item", "items"));
            ui.label(theme::strong(&line));
        }
        ui.add_enabled_ui(deck.n_found > 0, |ui| {
            for format in ExportFormat::ALL {
                let is_clicked = ui.button(format.label()).clicked();
                out.push_if(is_clicked && is_narrowed, || {
                    Command::ExportFound(deck.id.clone(), format)
                });
                out.push_if(is_clicked && !is_narrowed, || {
                    Command::Export(deck.id.clone(), format)
                });
            }
        });
    });
}

fn decks(ui: &mut Ui, decks: &[DeckRow], draft: &mut LibraryDraft, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        for deck in decks {
            let query = format!("deck:{} ", deck.id);
            let is_it = draft.query.starts_with(&query);
            let (cards, questions) = deck.counts;
            let label = format!("{}  {}", deck.title, grouped(cards + questions));
            let tip = format!(
                "{}: version {}, {cards} cards, {questions} questions, {} seen, {} while reading",
                deck.title,
                deck.version,
                deck.seen,
                plural(deck.problems, "problem", "problems")
            );
            if widgets::choice_chip(ui, &label, &tip, is_it).on_hover_text(&tip).clicked() {
                draft.query = if is_it { String::new() } else { query };
                out.push(Command::Search(draft.query.clone()));
            }
        }
    });
}

fn problems(ui: &mut Ui, view: &LibraryView, draft: &mut LibraryDraft) {
    if view.problems.is_empty() {
        return;
    }
    let label =
        format!("{} found while reading decks", plural(view.problems.len(), "problem", "problems"));
    if widgets::quiet_button(ui, &label).clicked() {
        draft.are_problems_open = !draft.are_problems_open;
    }
    if draft.are_problems_open {
        egui::ScrollArea::vertical().id_salt("problems").max_height(140.0).show(ui, |ui| {
            for problem in &view.problems {
                ui.add(egui::Label::new(theme::warn(ui, problem)).wrap());
            }
        });
    }
}

fn search(ui: &mut Ui, view: &LibraryView, draft: &mut LibraryDraft, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let edit = egui::TextEdit::singleline(&mut draft.query)
            .hint_text("Search: words, \"a phrase\", deck:pmp, topic:risk, missed:2, -tag:formula")
            .margin(egui::Margin::symmetric(12, 8));
        let width = (ui.available_width() - 110.0).max(160.0);
        let response = ui.add_sized([width, 36.0], edit).accessible_name("Search the library");
        if std::mem::take(&mut draft.wants_focus) {
            response.request_focus();
        }
        out.push_if(response.changed(), || Command::Search(draft.query.clone()));
        ui.label(theme::muted(ui, &plural(view.found.len(), "item", "items")));
    });
    if let Some(problem) = &view.query_problem {
        ui.add(egui::Label::new(theme::warn(ui, problem)).wrap());
    }
}

fn nothing(ui: &mut Ui, view: &LibraryView, draft: &mut LibraryDraft, out: &mut Outbox) {
    let (title, text) = if view.total == 0 {
        ("No deck could be read", "The problems above say what is wrong and where.")
    } else {
        (
            "Nothing found",
            "Fewer words find more. “deck:”, “topic:” and “is:” narrow a search down.",
        )
    };
    let action = (view.total > 0).then_some("Clear the search");
    if widgets::empty_state(ui, title, text, action) {
        draft.query.clear();
        out.push(Command::Search(String::new()));
    }
}

/// Titles and columns of the table.
const COLUMNS: [(&str, SortColumn); 6] = [
    ("Item", SortColumn::Text),
    ("Topic", SortColumn::Topic),
    ("Type", SortColumn::Type),
    ("Due", SortColumn::Due),
    ("Stability", SortColumn::Stability),
    ("Lapses", SortColumn::Lapses),
];

fn table(ui: &mut Ui, view: &LibraryView, row: &dyn Fn(u32) -> ItemRow, out: &mut Outbox) {
    let selected = view.preview.as_ref().map(|item| item.item);
    let scale = theme::text_scale(ui).max(1.0);
    let is_narrow = ui.available_width() < 620.0 * scale;
    let mut builder = TableBuilder::new(ui)
        .id_salt("items")
        .striped(false)
        .sense(egui::Sense::click())
        .auto_shrink(false)
        .column(Column::remainder().clip(true).at_least(140.0));
    let shown = if is_narrow { 3 } else { COLUMNS.len() };
    for (place, _) in COLUMNS.iter().enumerate().take(shown).skip(1) {
        let width = match place {
            1 => 150.0,
            2 => 74.0,
            5 => 64.0,
            _ => 88.0,
        };
        builder = builder.column(Column::exact(width * scale).clip(true));
    }
    builder
        .header(32.0 * scale, |mut header| {
            for (title, column) in COLUMNS.iter().take(shown) {
                header.col(|ui| {
                    let name = format!("Sort by {title}");
                    let is_clicked =
                        widgets::quiet_button(ui, title).accessible_name(name).clicked();
                    out.push_if(is_clicked, || Command::Sort(*column));
                });
            }
        })
        .body(|body| {
            body.rows(30.0 * scale, view.found.len(), |mut table_row| {
                let Some(&item) = view.found.get(table_row.index()) else { return };
                let cells = row(item);
                table_row.set_selected(selected == Some(item));
                draw_cells(&mut table_row, &cells, shown);
                let response = table_row.response();
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, &cells.text)
                });
                out.push_if(response.clicked(), || Command::SelectItem(Some(item)));
            });
        });
}

fn draw_cells(row: &mut egui_extras::TableRow<'_, '_>, cells: &ItemRow, shown: usize) {
    let texts = [
        &cells.text,
        &cells.topic,
        &cells.kind.to_owned(),
        &cells.due,
        &cells.stability,
        &cells.lapses,
    ];
    for (place, text) in texts.into_iter().enumerate().take(shown) {
        row.col(|ui| {
            let text = if place == 0 { egui::RichText::new(text) } else { theme::muted(ui, text) };
            ui.add(egui::Label::new(text).truncate().selectable(false));
        });
    }
}
