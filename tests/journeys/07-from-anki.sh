#!/usr/bin/env bash
# Moving from Anki with history: its package is the first thing that the program ever sees.
source "$(dirname "$0")/lib.sh"
package=$root/tests/golden/import/anki/history-new.apkg
# What an import says: `says new` is a number.
says() { tool import "$package" "${@:2}" --json | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"; }
reviews=$(says reviews --dry-run)
items=$(says new --dry-run)
[ "${reviews:-0}" -ge 30 ] || fail "${reviews:-no} reviews would come along"

open "$package"
[ "$theme" = Light ] || palette "Dark colours"
sleep 1
shot preview
click 294 726
until_works test -f "$profile/decks/history/deck.ron"
sleep 2
shot imported
write "/"
write "deck:history "
sleep 0.5
shot in-library
click 309 303
sleep 0.5
shot one-card
press Escape ctrl+1
sleep 1
shot today
press ctrl+5
sleep 1
shot progress
press ctrl+7
sleep 1
shot plan
shut
at_least memories $((items - 1))
# What is counted there also holds a practice that moved nothing and three cards whose beginning is not told.
at_least answers $((reviews - 4))
before=$(number_of answers)

open "$package"
sleep 1
shot again
click 400 280
shot again-into-the-same-deck
shut
[ "$(says new --deck history)" = 0 ] || fail "the same file brings something new"
[ "$(number_of answers)" = "$before" ] || fail "$(number_of answers) answers, $before before"
[ "$(number_of memories)" = $((items - 1)) ] || fail "$(number_of memories) memories, $((items - 1)) before"
done_well
