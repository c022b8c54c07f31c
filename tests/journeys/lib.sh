# What the journeys share: a display, a profile, the window, keys, pictures, and what was kept.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${CERTDECK:-$root/target/release/certdeck}
pictures=${PICTURES:-$root/target/journeys}
theme=${THEME:-Light}
journey=$(basename "$0" .sh)
profile=$(mktemp -d)
mkdir -p "$pictures"
running=""
shots=0

close_all() {
    [ -z "$running" ] || kill -KILL "$running" 2>/dev/null || true
    rm -rf "$profile"
}
trap close_all EXIT

say() { echo "$journey: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

# Waits until a command works, for fifteen seconds at most.
until_works() {
    for _ in $(seq 150); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.1
    done
    fail "waited in vain for: $*"
}

# Opens the program on the profile.
open() {
    "$program" --data-dir "$profile" "$@" 2>"$profile.log" &
    running=$!
    until_works xdotool search --onlyvisible --name '^Certdeck$'
    window=$(xdotool search --onlyvisible --name '^Certdeck$' | head -n 1)
    until_works xdotool windowfocus --sync "$window"
    sleep 1.2
}

press() { for key in "$@"; do xdotool key "$key"; sleep 0.35; done; }
write() { xdotool type --delay 25 -- "$1"; sleep 0.5; }
click() { xdotool mousemove "$1" "$2" click 1; sleep 0.5; }
# Runs a command of the palette by the words that find it.
palette() { press ctrl+k; write "$1"; press Return; sleep 0.5; }

# Keeps a picture; no two in a row may be the same, or the step did nothing.
shot() {
    shots=$((shots + 1))
    local file
    file=$(printf '%s/%s-%02d-%s-%s.png' "$pictures" "$journey" "$shots" "$1" "$theme")
    import -window root "$file"
    if [ -n "${last_shot:-}" ] && cmp -s "$last_shot" "$file"; then
        fail "nothing changed before the picture “$1”"
    fi
    last_shot=$file
}

# Closes the window as its close button does.
shut() {
    kill -TERM "$running"
    wait "$running" 2>/dev/null || true
    running=""
}

# Ends the program as a power cut does.
cut_power() {
    kill -KILL "$running"
    wait "$running" 2>/dev/null || true
    running=""
}

tool() { "$program" --data-dir "$profile" "$@"; }
number_of() { tool doctor --json | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"; }
at_least() {
    local found
    found=$(number_of "$1")
    [ "${found:-0}" -ge "$2" ] || fail "$1 is ${found:-none}, expected at least $2"
    say "$1: $found"
}

# First start with everything as offered.
begin() {
    open
    [ "$theme" = Light ] || palette "Dark colours"
    press Return Return Return
}
done_well() { say "ok, $shots pictures"; }
