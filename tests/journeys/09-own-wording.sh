#!/usr/bin/env bash
# A wrong question is mended in the program; the deck is updated on disk; the mended wording stays.
source "$(dirname "$0")/lib.sh"
mkdir -p "$profile/decks/evening"
cat > "$profile/decks/evening/deck.ron" <<'R'
Deck(
    format: 1, id: "evening", title: "Evening notes", language: "en",
    outline: [Topic(id: "a", title: "All of it")],
    items: [
        Card(id: "e-1", topic: "a", front: "Who owns the charter?", back: "The team"),
        Card(id: "e-2", topic: "a", front: "What is float?", back: "Days that can be lost"),
    ],
)
R
begin
press Escape ctrl+4
write "/"
sleep 0.5
write "charter deck:evening"
sleep 1
shot found
click 309 313
sleep 0.5
shot selected
click 950 127
shot editor
click 400 340
press ctrl+a
write "The sponsor"
shot mended
press ctrl+s
sleep 0.5
shot saved
# The deck's author sends a new version: another card is new, this one is as wrong as before.
sed -i 's/        Card(id: "e-2"/        Card(id: "e-3", topic: "a", front: "What is slack?", back: "Float"),\n        Card(id: "e-2"/' \
    "$profile/decks/evening/deck.ron"
sleep 2
shot updated
shut
tool export "$profile/out.md" --deck evening >/dev/null || true
grep -q "The sponsor" "$profile/out.md" || fail "the mended wording is lost"
grep -q "What is slack" "$profile/out.md" || fail "the new card of the update is missing"
done_well
