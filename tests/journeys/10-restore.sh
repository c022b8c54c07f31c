#!/usr/bin/env bash
# The database is lost; the backup brings the answers back.
source "$(dirname "$0")/lib.sh"
begin
press a Return 3 a Return 3
palette "Back up now"
shot backed-up
shut
at_least answers 1
before=$(number_of answers)
backup=$(find "$profile/backups" -type f | sort | tail -n 1)
[ -n "$backup" ] || fail "no backup was written"
database=$(find "$profile" -maxdepth 1 -name '*.sqlite*' | head -n 1)
[ -n "$database" ] || fail "no database was found"
printf 'not a database' > "$database"
rm -f "$database-wal" "$database-shm"
open
shot damaged
shut || true
rm -f "$database"*
cp "$backup" "$database"
after=$(number_of answers)
[ "$after" = "$before" ] || fail "$after answers after the restore, $before before"
open
shot restored
shut
done_well
