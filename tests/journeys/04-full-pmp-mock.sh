#!/usr/bin/env bash
# A full PMP mock exam: three sections, both breaks, the window closed in the middle, the report as PDF.
source "$(dirname "$0")/lib.sh"
answer() { for _ in $(seq "$1"); do xdotool key b; sleep 0.1; xdotool key Return; sleep 0.1; done; sleep 1; }
begin
press Escape ctrl+3 Return Return
shot first-case
answer 40
shot review-of-cases
press Return Return
sleep 1
shot first-break
press Return
answer 30
shut
say "closed in the middle of the second section"
open
shot offered-again
# Go on is what Enter does on the page of mock exams while one waits.
press ctrl+3 Return
sleep 1
shot resumed
answer 40
shot review-of-second
press Return Return
sleep 1
shot second-break
press Return
answer 70
shot review-of-third
press Return Return
sleep 2
shot result
click 849 52
shot export-menu
press Down Return
sleep 1
shut
at_least answers 170
find "$profile/reports" -name '*.pdf' | grep -q . || { shot no-pdf || true; fail "no PDF was written"; }
done_well
