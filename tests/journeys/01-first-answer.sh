#!/usr/bin/env bash
# First start to first answered question: six keys at most, nothing typed.
source "$(dirname "$0")/lib.sh"
open
shot first-start
# Three questions taken as offered, then a key for each kind of first item: A and Enter answer a question,
# Enter does nothing more to a card than Space would, 3 grades it or says that it was known.
press Return Return Return
shot first-item
press a Return 3
shot answered
shut
at_least answers 1
done_well
