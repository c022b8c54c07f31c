#!/usr/bin/env bash
# A table comes in: a column is corrected, the import undone and done again; a longer copy of it is pasted.
# Nothing can be dropped from outside, so the file is named at the start, which opens the same preview.
source "$(dirname "$0")/lib.sh"
command -v xclip >/dev/null || fail "xclip is missing, which this journey needs to paste"
table=$profile/evening.csv
kept=$profile/decks/evening
cat > "$table" <<'C'
Question,A,B,Solution,Area
Who approves a new baseline?,The team,The change board,B,Change
What does a float of zero mean?,No slack,No cost,A,Schedule
Which response transfers a threat?,Insurance,A reserve,A,Risk
"Who watches a risk, day by day?",The sponsor,Its owner,B,Risk
C
# What an import would do: `would evening new` is a number.
would() { tool import "$table" "${@:2}" --dry-run --json | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"; }
is_gone() { [ ! -e "$kept" ]; }

begin
press Escape
shut
[ "$(would new)" = 4 ] || fail "$(would new) of 4 questions would come in"
is_gone || fail "the dry run wrote something"

open "$table"
sleep 1
shot preview
# “Area” was not understood: its cells would become notes. It is the topic, the eleventh of the roles.
xdotool mousemove 640 560 click --repeat 20 --delay 60 5
sleep 0.7
click 900 438
shot roles
for _ in $(seq 11); do press Down; done
press Return
click 640 345
shot corrected
xdotool mousemove 640 560 click --repeat 20 --delay 60 4
sleep 0.7
shot first-items-by-topic
click 294 726
until_works grep -q 'title: "Risk"' "$kept/deck.ron"
sleep 2
shot imported
write "/"
write "deck:evening"
sleep 0.5
shot in-library
press Escape ctrl+z
until_works is_gone
sleep 1
shot undone
shut
! tool export "$profile/out.md" --deck evening >/dev/null || fail "the deck can still be exported after the undo"

open
press ctrl+4 ctrl+shift+z
until_works grep -q 'title: "Risk"' "$kept/deck.ron"
sleep 2
shot done-again
# The same table with one more row, as a spreadsheet copies it.
{ cat "$table"; echo 'What closes a project?,The last task,Acceptance,B,Closing'; } | sed 's/,\([^ ]\)/\t\1/g' |
    xclip -selection clipboard >/dev/null 2>&1
press ctrl+v
sleep 1
shot pasted
# The second of the decks offered is the one from before.
click 390 276
sleep 0.5
shot into-the-same-deck
xdotool mousemove 640 560 click --repeat 20 --delay 60 5
sleep 0.7
shot columns-as-last-time
click 294 726
until_works grep -q 'What closes a project' "$kept/items.ron"
sleep 2
shot one-more
shut

tool export "$profile/out.md" --deck evening
for text in 'Who approves a new baseline?' '[x] The change board' 'What closes a project?' '[x] Acceptance'; do
    grep -qF "$text" "$profile/out.md" || fail "“$text” did not come out again"
done
[ "$(grep -c '^## ' "$profile/out.md")" = 5 ] || fail "not exactly five questions came out"
for topic in Change Schedule Risk Closing; do
    grep -q "title: \"$topic\"" "$kept/deck.ron" || fail "the topic $topic is missing"
done
[ "$(would unchanged --deck evening)" = 4 ] || fail "the table is not found again in its deck"
done_well
