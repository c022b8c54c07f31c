#!/usr/bin/env bash
# A CSM mock exam by keyboard alone: the choice, the instructions, fifty answers, a flag, the review page,
# handing in, the result.
source "$(dirname "$0")/lib.sh"
begin
press Escape ctrl+3
# Six places of the rail, the commands, Start, the first certificate, then CSM.
press Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab space
shot csm-chosen
press shift+Tab shift+Tab Return
shot instructions
press Return
shot first-question
press f
for _ in $(seq 50); do xdotool key b; sleep 0.12; xdotool key Return; sleep 0.12; done
sleep 1
shot review
press Return
shot hand-in
press Return
sleep 1
shot result
shut
at_least answers 50
done_well
