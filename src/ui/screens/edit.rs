//! The editor of one item: fields on the left, how it will look and what is missing on the right.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::edit::EditView;
use crate::domain::deck::{Body, Choice, ChoiceOption, Item, Match, Numeric, Pair};
use crate::ui::outbox::Outbox;
use crate::ui::screens::library::kind_words;
use crate::ui::theme;
use crate::ui::widgets::{self, MarkdownSize};

/// Draws the screen. The item in the view is the draft: each change comes back as a command.
pub(crate) fn ui(ui: &mut Ui, view: &EditView, out: &mut Outbox) {
    let mut item = view.item.clone();
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(0, 14));
    egui::Panel::bottom("edit-bottom").show_separator_line(false).frame(frame).show(ui, |ui| {
        footer(ui, view, out);
    });
    let is_wide = ui.available_width() > 720.0 * theme::text_scale(ui);
    if is_wide {
        let margin = egui::Margin { left: 20, right: 4, top: 8, bottom: 8 };
        egui::Panel::right("edit-preview")
            .default_size(ui.available_width() * 0.42)
            .frame(egui::Frame::NONE.inner_margin(margin))
            .show(ui, |ui| preview(ui, view));
    }
    egui::CentralPanel::no_frame().show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt("edit").auto_shrink(false).show(ui, |ui| {
            ui.set_width(ui.available_width() - 8.0);
            ui.add_space(theme::SPACE_8);
            let verb = if view.is_new { "New" } else { "Edit" };
            let title = format!("{verb}: {}", kind_words(item.type_name()).to_lowercase());
            widgets::screen_header(ui, &title, &view.deck, |_| {});
            ui.add_space(theme::SPACE_12);
            topic(ui, view, &mut item);
            body(ui, &mut item.body);
            common(ui, &mut item);
            if !is_wide {
                ui.add_space(theme::SPACE_16);
                preview(ui, view);
            }
        });
    });
    if item != view.item {
        out.push(Command::ChangeEdited(Box::new(item)));
    }
}

fn footer(ui: &mut Ui, view: &EditView, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let can_save = view.problems.is_empty();
        let save = ui
            .add_enabled_ui(can_save, |ui| widgets::primary_button(ui, "Save", Some("Ctrl+S")))
            .inner;
        let save_key = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::S);
        let is_key = can_save && ui.input_mut(|i| i.consume_shortcut(&save_key));
        out.push_if(save.clicked() || is_key, || Command::SaveEdited);
        let is_off = widgets::button(ui, "Cancel", None).clicked();
        out.push_if(is_off, || Command::CancelEdit);
    });
}

fn preview(ui: &mut Ui, view: &EditView) {
    egui::ScrollArea::vertical().id_salt("edit-preview").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        if !view.problems.is_empty() {
            widgets::section_title(ui, "Still missing");
            for problem in &view.problems {
                ui.add(egui::Label::new(theme::warn(ui, problem)).wrap());
            }
            ui.add_space(theme::SPACE_12);
        }
        widgets::section_title(ui, "As it will look");
        ui.add_space(theme::SPACE_4);
        widgets::card_box(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::markdown(ui, &view.markdown, MarkdownSize::Body);
        });
    });
}

fn topic(ui: &mut Ui, view: &EditView, item: &mut Item) {
    let shown = view.topics.iter().find(|(id, _)| *id == item.topic);
    let shown = shown.map_or("Choose", |(_, title)| title);
    label(ui, "Topic");
    let menu = egui::ComboBox::from_id_salt("topic")
        .selected_text(shown)
        .width(ui.available_width().min(420.0))
        .truncate();
    let response = menu.show_ui(ui, |ui| {
        for (id, title) in &view.topics {
            if ui.selectable_label(item.topic == *id, title).clicked() {
                item.topic.clone_from(id);
            }
        }
    });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Topic"));
    ui.add_space(theme::SPACE_8);
}

fn label(ui: &mut Ui, text: &str) {
    ui.label(theme::muted(ui, text));
}

/// A field of several lines under its label.
fn long(ui: &mut Ui, name: &str, text: &mut String, rows: usize) {
    label(ui, name);
    let edit = egui::TextEdit::multiline(text)
        .desired_rows(rows)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(10, 8));
    ui.add(edit).accessible_name(name);
    ui.add_space(theme::SPACE_8);
}

/// A field of one line; `name` is its name for screen readers and its hint.
fn short(ui: &mut Ui, name: &str, text: &mut String, width: f32) {
    let edit = egui::TextEdit::singleline(text)
        .hint_text(name)
        .desired_width(width)
        .margin(egui::Margin::symmetric(10, 6));
    ui.add(edit).accessible_name(name);
}

fn body(ui: &mut Ui, body: &mut Body) {
    match body {
        Body::Card(card) => {
            long(ui, "Front", &mut card.front, 3);
            long(ui, "Back", &mut card.back, 3);
            ui.checkbox(&mut card.reverse, "Ask the other way round too");
        }
        Body::Cloze(cloze) => {
            long(ui, "Text; hide a part as {{c1::part}}", &mut cloze.text, 4);
            long(ui, "Explanation", &mut cloze.explain, 2);
        }
        Body::Choice(choice) => self::choice(ui, choice),
        Body::Order(order) => {
            long(ui, "Question", &mut order.stem, 3);
            label(ui, "Steps in the right order");
            rows(ui, "Step", &mut order.steps);
            long(ui, "Explanation", &mut order.explain, 2);
        }
        Body::Match(matching) => pairs(ui, matching),
        Body::Dropdown(dropdown) => {
            long(ui, "Text; a menu is [[*right|wrong|wrong]]", &mut dropdown.text, 4);
            long(ui, "Explanation", &mut dropdown.explain, 2);
        }
        Body::Numeric(numeric) => number(ui, numeric),
        Body::Hotspot(hotspot) => {
            long(ui, "Question", &mut hotspot.stem, 3);
            long(ui, "Explanation", &mut hotspot.explain, 2);
        }
        Body::Case(case) => long(ui, "Scenario", &mut case.scenario, 8),
        Body::Generated(_) => {
            label(ui, "Questions with new numbers each time are changed in the deck's file.");
        }
    }
}

fn choice(ui: &mut Ui, choice: &mut Choice) {
    long(ui, "Question", &mut choice.stem, 3);
    label(ui, "Options; tick the right ones");
    let mut gone = None;
    for (place, option) in choice.options.iter_mut().enumerate() {
        let letter = char::from(b'A' + (place as u8).min(25));
        ui.horizontal(|ui| {
            ui.checkbox(&mut option.is_key, "").on_hover_text("Right").widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::CheckBox, true, format!("{letter} is right"))
            });
            let width = (ui.available_width() - 90.0 * theme::text_scale(ui)).max(120.0);
            short(ui, &format!("Option {letter}"), &mut option.text, width);
            if widgets::quiet_button(ui, "Remove").clicked() {
                gone = Some(place);
            }
        });
        ui.horizontal(|ui| {
            // As far in as the field above: the box and the space behind it.
            ui.add_space(40.0);
            let width = (ui.available_width() - 90.0 * theme::text_scale(ui)).max(120.0);
            short(ui, &format!("Why {letter} is right or wrong"), &mut option.why, width);
        });
        ui.add_space(theme::SPACE_4);
    }
    if let Some(place) = gone.filter(|_| choice.options.len() > 2) {
        choice.options.remove(place);
    }
    if choice.options.len() < 26 && widgets::button(ui, "Add an option", None).clicked() {
        let text = String::new;
        choice.options.push(ChoiceOption { text: text(), is_key: false, why: text(), trap: None });
    }
    choice.select = choice.options.iter().filter(|option| option.is_key).count();
    let mut is_fixed = !choice.shuffle;
    ui.checkbox(&mut is_fixed, "Keep the order of the options");
    choice.shuffle = !is_fixed;
    long(ui, "Explanation", &mut choice.explain, 3);
}

/// Lines that can be added and removed.
fn rows(ui: &mut Ui, name: &str, texts: &mut Vec<String>) {
    let mut gone = None;
    for (place, text) in texts.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let width = (ui.available_width() - 90.0 * theme::text_scale(ui)).max(120.0);
            short(ui, &format!("{name} {}", place + 1), text, width);
            if widgets::quiet_button(ui, "Remove").clicked() {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone.filter(|_| texts.len() > 2) {
        texts.remove(place);
    }
    if texts.len() < 26
        && widgets::button(ui, &format!("Add a {}", name.to_lowercase()), None).clicked()
    {
        texts.push(String::new());
    }
    ui.add_space(theme::SPACE_8);
}

fn pairs(ui: &mut Ui, matching: &mut Match) {
    long(ui, "Question", &mut matching.stem, 3);
    label(ui, "Pairs");
    let mut gone = None;
    for (place, pair) in matching.pairs.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let width = ((ui.available_width() - 110.0 * theme::text_scale(ui)) / 2.0).max(80.0);
            short(ui, &format!("Left {}", place + 1), &mut pair.left, width);
            short(ui, &format!("Right {}", place + 1), &mut pair.right, width);
            if widgets::quiet_button(ui, "Remove").clicked() {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone.filter(|_| matching.pairs.len() > 2) {
        matching.pairs.remove(place);
    }
    if matching.pairs.len() < 26 && widgets::button(ui, "Add a pair", None).clicked() {
        let text = String::new;
        matching.pairs.push(Pair { left: text(), right: text(), why: text() });
    }
    let mut extra = matching.extra_rights.join("\n");
    long(ui, "Further texts on the right that fit nothing, one a line", &mut extra, 2);
    let extra = extra.split('\n').map(str::to_owned).collect::<Vec<_>>();
    matching.extra_rights = if extra == [""] { Vec::new() } else { extra };
    long(ui, "Explanation", &mut matching.explain, 2);
}

fn number(ui: &mut Ui, numeric: &mut Numeric) {
    long(ui, "Question", &mut numeric.stem, 3);
    ui.horizontal_wrapped(|ui| {
        for (name, value) in
            [("Answer", &mut numeric.answer), ("Tolerance", &mut numeric.tolerance)]
        {
            label(ui, name);
            let drag = egui::DragValue::new(value).speed(0.1).max_decimals(6);
            ui.add(drag).accessible_name(name);
        }
        label(ui, "Unit");
        short(ui, "Unit", &mut numeric.unit, 90.0);
    });
    ui.add_space(theme::SPACE_8);
    long(ui, "Explanation", &mut numeric.explain, 2);
}

/// Tags, difficulty, sources and the author's note.
fn common(ui: &mut Ui, item: &mut Item) {
    ui.add_space(theme::SPACE_8);
    ui.horizontal_wrapped(|ui| {
        label(ui, "Difficulty");
        ui.add(egui::Slider::new(&mut item.difficulty, 1..=5)).accessible_name("Difficulty");
    });
    let mut tags = item.tags.join(" ");
    label(ui, "Tags, with blanks between");
    short(ui, "Tags, with blanks between", &mut tags, f32::INFINITY);
    if tags != item.tags.join(" ") {
        item.tags = tags.split(' ').map(str::to_owned).collect();
    }
    ui.add_space(theme::SPACE_8);
    let mut sources = item.references.join("\n");
    let before = sources.clone();
    long(ui, "Sources, one a line", &mut sources, 2);
    if sources != before {
        item.references = if sources.is_empty() {
            Vec::new()
        } else {
            sources.split('\n').map(str::to_owned).collect()
        };
    }
    long(ui, "Note for authors", &mut item.note, 2);
}
