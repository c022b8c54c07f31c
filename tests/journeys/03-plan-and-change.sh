#!/usr/bin/env bash
# A plan and its change: an exam in eight weeks, then more minutes and a later date, kept over a restart.
source "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || fail "python3 is missing, which this journey reads the settings with"

# Whether a setting has a value, as another program reads it; quotes in a value are those of JSON.
is_set() {
    [ "$(python3 -c 'import sqlite3, sys
store = sqlite3.connect(f"file:{sys.argv[1]}/certdeck.sqlite3?mode=ro", uri=True)
print(*(row[0] for row in store.execute("SELECT value FROM setting WHERE name = ?", [sys.argv[2]])))' \
        "$profile" "$1")" = "$2" ]
}
exam_in() { is_set '{"ExamDate":"pmp"}' "\"$(date -d "$first + $1 days" +%F)\""; }
minutes_are() { is_set '"WeekMinutes"' "[$1,$1,$1,$1,$1,$1,$1]"; }
# Presses "Use this" once it stands where it belongs, which is when the curve was worked out.
use_this() { exam_in 63 || { click 614 674; exam_in 63; }; }
# Writes a number into a field of the window.
fill() { click "$1" "$2"; press ctrl+a; write "$3"; press Return; xdotool mousemove 1099 400; }

# The day begins at four.
first=$(date -d "4 hours ago" +%F)
open
# While a client stays, the X server does not start over between two windows.
xprop -root -spy >/dev/null 2>&1 &
xdotool mousemove 1099 400
[ "$theme" = Light ] || palette "Dark colours"
press Return
# Past Back, Next, "Not yet", two, four and six weeks to eight weeks, and back to Next.
press Tab Tab Tab Tab Tab Tab Tab space
shot exam-in-eight-weeks
press shift+Tab shift+Tab shift+Tab shift+Tab shift+Tab Return Return
until_works exam_in 56
until_works minutes_are 30
press a Return 3 a Return 3 Escape Return
shot today
press ctrl+7
sleep 3
shot plan

# More minutes and a later exam are tried out, which changes nothing yet; then they are taken over.
fill 603 550 45
shot more-minutes
fill 603 588 7
sleep 3
shot and-a-week-later
exam_in 56 || fail "trying out changed the date"
minutes_are 30 || fail "trying out changed the minutes"
until_works use_this
until_works minutes_are 45
xdotool mousemove 1099 400
sleep 3
shot taken-over
xdotool mousemove 640 400 click --repeat 15 --delay 60 5 mousemove 1099 400
sleep 0.5
shot days-to-come
press ctrl+z
until_works exam_in 56
sleep 3
shot undone
press ctrl+shift+z
until_works exam_in 63
shut

open
xdotool mousemove 1099 400
shot today-after-restart
press ctrl+7
sleep 3
shot plan-after-restart
# Twelve weeks by the button of Settings.
press ctrl+6
shot settings
click 764 227
until_works exam_in 84
minutes_are 45 || fail "the minutes were lost"
press ctrl+7
sleep 3
shot in-twelve-weeks
shut
tool doctor --json | tr -d ' \n' | grep -q '"integrity":\[\],"differences":\[\]' || fail "doctor complains"
exam_in 84 || fail "the date was lost"
done_well
