#!/usr/bin/env bash
# Everything is exported, taken back on a fresh profile, and is the same.
source "$(dirname "$0")/lib.sh"
begin
press a Return 3 a Return 3 a Return 3
shot studied
shut
before=$(number_of answers)
[ "${before:-0}" -ge 1 ] || fail "nothing was answered"
tool export "$profile.zip"
fresh=$(mktemp -d)
"$program" --data-dir "$fresh" restore "$profile.zip"
after=$("$program" --data-dir "$fresh" doctor --json | sed -n 's/.*"answers": \([0-9]*\).*/\1/p')
[ "$before" = "$after" ] || fail "$before answers went out, $after came in"
rm -rf "$profile"
profile=$fresh
open
shot taken-back
shut
done_well
