#!/bin/sh
# Installs Certdeck for one user: install.sh [PREFIX], ~/.local without one. `install.sh --remove
# [PREFIX]` takes it away again; what was learnt stays. Nothing outside PREFIX is written.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
wish=install
if [ "${1:-}" = "--remove" ]; then
    wish=remove
    shift
fi
prefix=${1:-"$HOME/.local"}

# Every file of the package, relative to its folder.
files() { (cd "$here" && find bin share -type f); }

# Told to desktops where their tools are there; others find the files at the next login.
refresh() {
    if command -v update-mime-database >/dev/null 2>&1 && [ -d "$prefix/share/mime/packages" ]; then
        update-mime-database "$prefix/share/mime" || true
    fi
    if command -v update-desktop-database >/dev/null 2>&1; then
        update-desktop-database "$prefix/share/applications" || true
    fi
    if command -v gtk-update-icon-cache >/dev/null 2>&1; then
        gtk-update-icon-cache --quiet --ignore-theme-index "$prefix/share/icons/hicolor" || true
    fi
}

if [ "$wish" = remove ]; then
    files | while IFS= read -r file; do rm -f "$prefix/$file"; done
    rmdir "$prefix/share/doc/certdeck" 2>/dev/null || true
    refresh
    echo "Certdeck is removed from $prefix. Your data is kept."
    exit 0
fi

files | while IFS= read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    # A running program keeps its file: the new one takes the name.
    cp "$here/$file" "$prefix/$file.new"
    mv -f "$prefix/$file.new" "$prefix/$file"
done
# Desktops do not look into PREFIX/bin, so the entry names the whole path.
program=$(printf '%s' "$prefix/bin/certdeck" | sed 's/[\\"`$]/\\&/g; s/%/%%/g; s/[\\&|]/\\&/g')
sed "s|^Exec=certdeck|Exec=\"$program\"|" "$here/share/applications/certdeck.desktop" \
    >"$prefix/share/applications/certdeck.desktop"
refresh
echo "Certdeck is installed: $prefix/bin/certdeck"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "Add $prefix/bin to PATH to start it by name." ;;
esac
