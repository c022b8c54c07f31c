//! What a step of the learner makes of the response: display places in, file indices out.

use super::{
    ChoiceView, DropdownPart, DropdownView, HotspotView, MatchView, OrderView, QuestionBody,
    QuestionView, Response, Reveal,
};

impl QuestionView {
    /// Chooses or unchooses the option or region at a display place.
    ///
    /// None where nothing changes: the answer is shown, there is no such place, as many as asked
    /// for are chosen already (of several), or it is the only one to choose and chosen already.
    pub fn toggled(&self, place: usize) -> Option<Response> {
        if self.reveal == Reveal::Shown {
            return None;
        }
        match &self.body {
            QuestionBody::Choice(choice) => choice.toggled(place),
            QuestionBody::Hotspot(hotspot) => hotspot.toggled(place),
            _ => None,
        }
    }

    /// "2 of 2 chosen", when that many are chosen as are asked for, and several are.
    pub fn full_words(&self) -> Option<String> {
        let (chosen, select) = match &self.body {
            QuestionBody::Choice(choice) => {
                (choice.options.iter().filter(|o| o.is_chosen).count(), choice.select)
            }
            QuestionBody::Hotspot(hotspot) => {
                (hotspot.regions.iter().filter(|r| r.is_chosen).count(), hotspot.select)
            }
            _ => return None,
        };
        (select > 1 && chosen >= select).then(|| format!("{chosen} of {select} chosen"))
    }
}

impl ChoiceView {
    fn toggled(&self, place: usize) -> Option<Response> {
        let asked = self.options.get(place)?;
        let chosen = self.options.iter().filter(|option| option.is_chosen);
        let chosen: Vec<usize> = chosen.map(|option| option.index).collect();
        toggle(chosen, asked.index, self.select).map(Response::Options)
    }
}

impl HotspotView {
    fn toggled(&self, place: usize) -> Option<Response> {
        self.regions.get(place)?;
        let chosen = self.regions.iter().enumerate().filter(|(_, region)| region.is_chosen);
        toggle(chosen.map(|(index, _)| index).collect(), place, self.select).map(Response::Regions)
    }
}

/// One to choose: another takes its place. Several: one more than asked for changes nothing.
fn toggle(mut chosen: Vec<usize>, asked: usize, select: usize) -> Option<Vec<usize>> {
    match chosen.iter().position(|&index| index == asked) {
        Some(_) if select == 1 => return None,
        Some(at) => {
            chosen.remove(at);
        }
        None if select == 1 => chosen = vec![asked],
        None if chosen.len() >= select => return None,
        None => chosen.push(asked),
    }
    chosen.sort_unstable();
    Some(chosen)
}

impl OrderView {
    /// The order as it stands, for a learner who confirms it.
    pub fn as_shown(&self) -> Response {
        Response::Sequence(self.steps.iter().map(|step| step.index).collect())
    }

    /// Moves the step at one place to another; both from 0, the second clamped to the list.
    pub fn moved(&self, from: usize, to: usize) -> Response {
        let mut sequence: Vec<usize> = self.steps.iter().map(|step| step.index).collect();
        if from < sequence.len() {
            let step = sequence.remove(from);
            sequence.insert(to.min(sequence.len()), step);
        }
        Response::Sequence(sequence)
    }
}

impl MatchView {
    /// Puts the right at a display place beside a left, or clears the left.
    ///
    /// A right belongs to one left: it is taken away from where it was.
    pub fn paired(&self, left: usize, right: Option<usize>) -> Response {
        let index_of = |place: usize| self.rights.get(place).map(|right| right.index);
        let pairs = self.lefts.iter().enumerate().map(|(place, view)| {
            let given = if place == left {
                right
            } else {
                view.given.filter(|given| Some(*given) != right)
            };
            given.and_then(index_of)
        });
        Response::Pairs(pairs.collect())
    }
}

impl DropdownView {
    /// Chooses in the menu with this number, or clears it.
    pub fn filled(&self, place: usize, choice: Option<usize>) -> Response {
        let blanks = self.parts.iter().filter_map(|part| match part {
            DropdownPart::Text(_) => None,
            DropdownPart::Blank(blank) if blank.place == place => Some(choice),
            DropdownPart::Blank(blank) => Some(blank.given),
        });
        Response::Blanks(blanks.collect())
    }
}
