#!/usr/bin/env bash
# A week of study with a missed day: Monday to Wednesday, nothing on Thursday, Friday to Sunday.
source "$(dirname "$0")/lib.sh"
for need in faketime python3; do
    command -v "$need" >/dev/null || fail "$need is missing, which this journey needs to let days pass"
done
clock=$(faketime tomorrow printenv LD_PRELOAD)
real=$program
# The program in the evening of `today`.
in_the_evening() {
    set -- env LD_PRELOAD="$clock" FAKETIME="@$today 19:30:00" FAKETIME_DONT_FAKE_MONOTONIC=1 "$real" "$@"
    # In the background this shell becomes the program, so that ending the one ends the other.
    if [ "$BASHPID" = "$$" ]; then "$@"; else exec "$@"; fi
}
program=in_the_evening

# One value out of the log, also while the window is open.
look_up() {
    python3 -c 'import sqlite3, sys
log = sqlite3.connect(f"file:{sys.argv[1]}/certdeck.sqlite3?mode=ro", uri=True)
print(*(row[0] for row in log.execute(sys.argv[2])))' "$profile" "$1"
}
given() { look_up "SELECT count(*) FROM log WHERE kind = 'answer'"; }
# Answers so many items: a question by its first option, a card by a grade, which also goes on. A second round is
# for two options and for numbers; what takes more than that waits for tomorrow.
answer() {
    local goal=$(($(given) + $1)) before
    for place in $(seq $((3 * $1))); do
        before=$(given)
        press a Return $((place % 3 + 1))
        [ "$(given)" -gt "$before" ] || press Return $((place % 3 + 1))
        [ "$(given)" -gt "$before" ] || click 812 92
        [ "$(given)" -lt "$goal" ] || return 0
    done
    (shot stuck) || true
    fail "only $(given) answers, $goal were to be given"
}
# Closes the window; the answers of this evening came on top of all earlier ones, and what is derived agrees with
# the log.
evening() {
    shut
    at_least answers $((total + 6))
    total=$(number_of answers)
    tool doctor --json | tr -d ' \n' | grep -q '"integrity":\[\],"differences":\[\]' ||
        fail "doctor complains on $today"
}

total=0
today=2026-10-05
open
# While a client stays, the X server does not start over between two windows.
xprop -root -spy >/dev/null 2>&1 &
xdotool mousemove 1099 400
[ "$theme" = Light ] || palette "Dark colours"
press Return
# Past Back, Next, "Not yet" and two weeks to four weeks, and back to Next.
press Tab Tab Tab Tab Tab space
shot exam-in-four-weeks
press shift+Tab shift+Tab shift+Tab Return
shot minutes
press Return
shot mon-first-item
answer 6
press Escape
shot mon-summary
press Return
shot mon-today-again
evening

for day in 06-tue 07-wed 09-fri 10-sat 11-sun; do
    today=2026-10-${day%-*}
    open
    shot "${day#*-}-today"
    press Return
    answer 6
    press Escape
    shot "${day#*-}-summary"
    evening
done

# What was answered, by day after the first: all but Thursday.
days=$(look_up "SELECT DISTINCT day - (SELECT min(day) FROM log) FROM log WHERE kind = 'answer' ORDER BY 1")
[ "$days" = "0 1 2 4 5 6" ] || fail "studied on the days $days, expected 0 1 2 4 5 6"
open
press ctrl+5
shot progress
xdotool mousemove 640 560 click --repeat 5 --delay 60 5 mousemove 1099 400
sleep 0.5
shot calendar
shut
[ "$(number_of answers)" = "$total" ] || fail "$total answers were given, $(number_of answers) are there"
done_well
