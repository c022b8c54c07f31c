#!/usr/bin/env bash
# Every question on "change control" that was missed twice is found.
source "$(dirname "$0")/lib.sh"
mkdir -p "$profile/decks/evening"
cat > "$profile/decks/evening/deck.ron" <<'R'
Deck(
    format: 1, id: "evening", title: "Evening notes", language: "en",
    outline: [Topic(id: "a", title: "All of it")],
    items: [
        // Whoever takes the first option misses the first two and the last.
        Choice(id: "e-1", topic: "a", stem: "Who decides in change control?", shuffle: false, options: [
            Option(text: "Whoever asks first", why: "Asking is not deciding."),
            Option(text: "The change board", correct: true, why: "It is made for that."),
        ]),
        Choice(id: "e-2", topic: "a", stem: "What does change control keep?", shuffle: false, options: [
            Option(text: "The mood", why: "Nobody measures it."),
            Option(text: "The baselines", correct: true, why: "Only approved changes touch them."),
        ]),
        Choice(id: "e-3", topic: "a", stem: "Where does change control begin?", shuffle: false, options: [
            Option(text: "With a change request", correct: true, why: "It is the way in."),
            Option(text: "With the audit", why: "That comes much later."),
        ]),
        Choice(id: "e-4", topic: "a", stem: "What is float?", shuffle: false, options: [
            Option(text: "Money", why: "It is time."),
            Option(text: "Days that can be lost", correct: true, why: "So it is defined."),
        ]),
    ],
)
R
more='        Choice(id: "e-5", topic: "a", stem: "What ends change control?", shuffle: false, options: [
            Option(text: "Nothing", why: "It is closed."),
            Option(text: "The change log", correct: true, why: "All of it is there."),
        ]),'
# Takes the first option of so many questions in Practice: Enter checks, Enter goes on. What was missed would come
# again in the same set, so Escape ends it; Enter leaves the summary.
answer() {
    shot "$1-set"
    press Return
    sleep 1
    for _ in $(seq "$2"); do press a Return; shot "$1-answer"; press Return; done
    press Escape
    shot "$1-summary"
    press Return
}

begin
press Escape ctrl+2
click 300 341
answer first 4
shut
# The fifth is there for the second set only, so it is missed once.
sed -i "s/^    items: \[/&\n${more//$'\n'/\\n}/" "$profile/decks/evening/deck.ron"
open
press ctrl+2
sleep 1
answer second 5
write "/"
write '"change control" missed:2'
sleep 0.5
shot found
shut
at_least answers 9

tool export "$profile/out.md" --deck evening --search '"change control" missed:2'
found=$(sed -n 's/^## [0-9]*\. //p' "$profile/out.md" | sort | tr '\n' ' ')
[ "$found" = "What does change control keep? Who decides in change control? " ] || fail "found: $found"
done_well
