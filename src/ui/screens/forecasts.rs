//! The parts of Progress that look ahead: readiness, the record of forecasts, misconceptions.

use egui::Ui;
use egui_plot::{Line, Plot, PlotPoints, Points};

use super::progress::part;
use crate::app::command::{Command, Enrolment};
use crate::app::profile::RealResult;
use crate::app::view::progress::{LedgerView, ProgressView, TrapRow};
use crate::ui::outbox::Outbox;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets;

/// What the learner has typed as the result of the real exam.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct ResultDraft {
    percent: Option<u32>,
}

/// The exam, once its day is over.
pub(super) fn past_exam(
    ui: &mut Ui,
    view: &ProgressView,
    draft: &mut ResultDraft,
    out: &mut Outbox,
) {
    let Some((date, real)) = &view.past_exam else { return };
    let title = format!("The exam of {}", date.format("%-d %B %Y"));
    let text = match real {
        Some(real) => {
            let how = if real.is_passed { "Passed" } else { "Not passed" };
            let percent = real.percent.map_or_else(String::new, |p| format!(", {p:.0} % right"));
            format!("{how}{percent}. What next?")
        }
        None => "How did it go? The result is the best check of what was forecast.".to_owned(),
    };
    part(ui, &title, &text, |ui| {
        if real.is_none() {
            answer(ui, view, *date, draft, out);
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let deck = || view.deck.clone();
            let is_keep = widgets::button(ui, "Keep it with few reviews", None).clicked();
            out.push_if(is_keep, || Command::SetExamDate(deck(), None));
            let is_away = widgets::button(ui, "Put it away", None).clicked();
            out.push_if(is_away, || Command::Enrol(deck(), Enrolment::Left));
            let is_wrong = widgets::quiet_button(ui, "The result was entered wrongly").clicked();
            out.push_if(is_wrong, || Command::SetRealResult(deck(), None));
        });
    });
}

fn answer(
    ui: &mut Ui,
    view: &ProgressView,
    date: chrono::NaiveDate,
    draft: &mut ResultDraft,
    out: &mut Outbox,
) {
    ui.horizontal_wrapped(|ui| {
        let mut has_percent = draft.percent.is_some();
        ui.checkbox(&mut has_percent, "The report says how much was right");
        if has_percent {
            let percent = draft.percent.get_or_insert(70);
            let drag = egui::DragValue::new(percent).range(0..=100).suffix(" %");
            ui.add(drag).accessible_name("Per cent right in the exam");
        } else {
            draft.percent = None;
        }
    });
    ui.add_space(theme::SPACE_8);
    ui.horizontal_wrapped(|ui| {
        for (label, is_passed) in [("Passed", true), ("Not passed", false)] {
            if widgets::button(ui, label, None).clicked() {
                let percent = draft.percent.map(f64::from);
                let result = RealResult { date, percent, is_passed };
                out.push(Command::SetRealResult(view.deck.clone(), Some(result)));
            }
        }
    });
}

/// The score if the exam were today, and by domain.
pub(super) fn readiness(ui: &mut Ui, view: &ProgressView) {
    let Some(ready) = &view.readiness else { return };
    let title = format!("Readiness: {}", ready.label.to_lowercase());
    part(ui, &title, &ready.text, |ui| {
        ui.label(theme::title_small(&ready.value));
        if let Some((low, high, line)) = ready.bar {
            widgets::range_bar(ui, low, high, Some(line), &ready.value, ready.is_old);
        }
        if view.domains.is_empty() {
            return;
        }
        ui.add_space(theme::SPACE_12);
        ui.add(egui::Label::new(theme::muted(ui, &view.domains_text)).wrap());
        for domain in &view.domains {
            ui.add_space(theme::SPACE_8);
            let line = format!(
                "{}: {:.0} %, weight {:.0} %, {:.0} % of it seen",
                domain.title,
                domain.chance * 100.0,
                domain.weight * 100.0,
                domain.seen * 100.0
            );
            ui.add(egui::Label::new(&line).wrap());
            widgets::bar(ui, domain.chance as f32, &line, Tokens::of(ui).accent);
        }
    });
}

/// What was forecast and how it turned out.
pub(super) fn ledger(ui: &mut Ui, ledger: &LedgerView) {
    let title = "What we said, and how it turned out";
    part(ui, title, &ledger.exams_text, |ui| {
        for (label, mean, (low, high), result) in &ledger.exams {
            let line = format!(
                "{label}: forecast {mean:.0} % ({low:.0}\u{2013}{high:.0}), result {result:.0} %"
            );
            ui.add(egui::Label::new(&line).wrap());
            let (low, high, result) = (*low as f32, *high as f32, *result as f32);
            widgets::range_bar(ui, low / 100.0, high / 100.0, Some(result / 100.0), &line, false);
            ui.add_space(theme::SPACE_8);
        }
        ui.add(egui::Label::new(theme::muted(ui, &ledger.calls_text)).wrap());
        if !ledger.calls.bins.is_empty() {
            ui.add_space(theme::SPACE_8);
            ui.scope(|ui| reliability(ui, ledger));
        }
    });
}

/// Called chance against the share that was right, with the even line.
fn reliability(ui: &mut Ui, ledger: &LedgerView) {
    let tokens = Tokens::of(ui);
    let percent = |share: f64| share * 100.0;
    let bins = &ledger.calls.bins;
    super::plan::quiet_grid(ui);
    let response = Plot::new("reliability")
        .height(240.0)
        .width(ui.available_width().min(420.0))
        .show_background(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .include_x(0.0)
        .include_x(100.0)
        .include_y(0.0)
        .include_y(100.0)
        .x_axis_label("called, per cent")
        .y_axis_label("right, per cent")
        .show(ui, |plot| {
            let even = PlotPoints::from(vec![[0.0, 0.0], [100.0, 100.0]]);
            plot.line(Line::new("even", even).color(tokens.line).width(1.5));
            for bin in bins {
                let (x, low, high) =
                    (percent(bin.called), percent(bin.range.0), percent(bin.range.1));
                let range = PlotPoints::from(vec![[x, low], [x, high]]);
                plot.line(Line::new("90 % range", range).color(tokens.muted).width(1.5));
            }
            let points: Vec<[f64; 2]> =
                bins.iter().map(|bin| [percent(bin.called), percent(bin.right)]).collect();
            let points = Points::new("right", PlotPoints::from(points)).radius(4.0);
            plot.points(points.color(tokens.accent));
        });
    let (reliability, resolution, uncertainty) = ledger.calls.parts;
    let words: Vec<String> = bins
        .iter()
        .map(|bin| {
            format!(
                "called {:.0} %, right {:.0} % of {}",
                percent(bin.called),
                percent(bin.right),
                bin.n
            )
        })
        .collect();
    let text = words.join("; ");
    response.response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("Reliability: {text}"))
    });
    response.response.on_hover_text(format!(
        "Brier score {:.3} = reliability {reliability:.3} \u{2212} resolution {resolution:.3} + \
         uncertainty {uncertainty:.3}, up to rounding within the groups.",
        ledger.calls.brier
    ));
    ui.add(egui::Label::new(theme::muted(ui, &format!("{text}."))).wrap());
}

/// Misconceptions and pairs that are mixed up.
pub(super) fn traps(ui: &mut Ui, view: &ProgressView, out: &mut Outbox) {
    if view.traps.is_empty() && view.pairs.is_empty() {
        return;
    }
    part(ui, "Traps you fall for", &view.traps_text, |ui| {
        for trap in &view.traps {
            trap_row(ui, trap, "Practise the pattern", out);
        }
        if view.pairs.is_empty() {
            return;
        }
        ui.label(theme::strong("Mixed up"));
        ui.add_space(theme::SPACE_4);
        for pair in &view.pairs {
            trap_row(ui, pair, "Tell them apart", out);
        }
    });
}

fn trap_row(ui: &mut Ui, trap: &TrapRow, action: &str, out: &mut Outbox) {
    let (chosen, offered) = trap.count;
    ui.add(egui::Label::new(theme::strong(&trap.title)).wrap());
    let text = format!("Chosen {chosen} of {offered} times. {}", trap.advice);
    ui.add(egui::Label::new(theme::muted(ui, &text)).wrap());
    let name = format!("{action}: {}", trap.title);
    let is_clicked = widgets::button_named(ui, action, &name).clicked();
    out.push_if(is_clicked, || trap.command.clone());
    ui.add_space(theme::SPACE_12);
}

/// Whose memory the schedule follows.
pub(super) fn fitted(ui: &mut Ui, view: &ProgressView, out: &mut Outbox) {
    if view.fitted.is_empty() {
        return;
    }
    part(ui, "Memory model", &view.fitted, |ui| {
        let deck = view.deck.clone();
        let is_clicked = widgets::button(ui, "Use the standard model again", None).clicked();
        out.push_if(is_clicked, || Command::RevertParameters(deck));
    });
}
