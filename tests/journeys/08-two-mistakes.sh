#!/usr/bin/env bash
# A deck written in a text editor with two mistakes, mended from the messages.
source "$(dirname "$0")/lib.sh"
mkdir -p "$profile/decks/evening"
cat > "$profile/decks/evening/deck.ron" <<'R'
Deck(
    format: 1, id: "evening", title: "Evening notes", language: "en",
    outline: [Topic(id: "a", title: "All of it")],
)
R
cat > "$profile/decks/evening/questions.ron" <<'R'
[
    Choice(id: "e-1", topic: "a", stem: "Who owns the charter of a project?", options: [
        Option(text: "The sponsor", correct: true, why: "It authorises the project."),
        Option(text: "The team", why: "It works under it."),
    ]),
    Choice(id: "e-2", topic: "b", stem: "What is a float?", options: [
        Option(text: "Slack", correct: true, why: "Days that can be lost."),
        Option(text: "Cost", why: "No money."),
    ]),
    Choice(id: "e-3", topic: "a", stem: "Two and two?", options: [
        Option(text: "Four", why: "Counted."),
        Option(text: "Five", why: "One too many."),
    ]),
]
R
found=$(tool check "$profile/decks/evening" || true)
echo "$found" | grep -q 'questions.ron:6' || fail "the wrong topic is not named with its line: $found"
echo "$found" | grep -q 'e-3' || fail "the question without a right option is not named: $found"
begin
press Escape ctrl+4
shot with-mistakes
sed -i 's/topic: "b"/topic: "a"/; s/Option(text: "Four", why/Option(text: "Four", correct: true, why/' \
    "$profile/decks/evening/questions.ron"
# The deck is read again while the program runs.
sleep 2
shot mended
shut
tool check "$profile/decks/evening" >/dev/null || fail "the mended deck still has errors"
done_well
