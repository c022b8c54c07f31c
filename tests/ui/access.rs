//! What a screen reader meets: every control has a role and a name.

use certdeck::app::{Command, Screen};
use egui::accesskit::{Action, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::study::begun;
use crate::support::{Desk, Setup};

/// Controls without a name or with a role that says nothing.
pub(crate) fn nameless(desk: &Desk) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![desk.harness.root()];
    while let Some(node) = waiting.pop() {
        let kit = node.accesskit_node();
        let is_control = kit.data().supports_action(Action::Click)
            || matches!(kit.role(), Role::TextInput | Role::SpinButton | Role::Slider);
        let name = kit.label().or_else(|| kit.value()).unwrap_or_default();
        let is_mute = matches!(kit.role(), Role::Unknown | Role::GenericContainer);
        // Cells of a table have no bounds of their own: the row is the control, and it has a name.
        let is_drawn = kit.bounding_box().is_none_or(|bounds| bounds.x0.is_finite());
        let is_control = is_control && is_drawn && kit.role() != Role::ScrollBar;
        if is_control && !kit.is_hidden() && (name.trim().is_empty() || is_mute) {
            found.push(format!("{:?} at {:?}", kit.role(), kit.bounding_box()));
        }
        waiting.extend(node.children());
    }
    found
}

fn go(desk: &mut Desk, screen: Screen) {
    let state = desk.harness.state_mut().state_mut().expect("the program runs");
    state.apply(Command::Go(screen));
    desk.settle();
}

#[test]
fn every_control_of_every_screen_has_a_role_and_a_name() {
    let mut desk = begun(Setup::default());
    assert_eq!(nameless(&desk), Vec::<String>::new(), "Study");
    for screen in [Screen::Today, Screen::Practice, Screen::Library, Screen::Settings] {
        go(&mut desk, screen);
        assert_eq!(nameless(&desk), Vec::<String>::new(), "{screen:?}");
    }
    let mut fresh = Desk::fresh(Setup::default());
    fresh.settle();
    assert_eq!(nameless(&fresh), Vec::<String>::new(), "first start");
}

#[test]
fn tab_reaches_the_controls_of_a_screen_in_reading_order() {
    let mut desk = begun(Setup::default());
    go(&mut desk, Screen::Practice);
    let mut tops = Vec::new();
    for _ in 0..12 {
        desk.press(egui::Key::Tab);
        let focused = desk.harness.root().children_recursive().find(egui_kittest::Node::is_focused);
        if let Some(node) = focused {
            tops.push((node.rect().left() / 430.0).floor() * 10_000.0 + node.rect().top());
        }
    }
    assert!(tops.len() >= 10, "Tab moves the focus: {tops:?}");
    assert!(desk.harness.query_by_label("Start").is_some());
}
