#!/usr/bin/env python3
"""Compares Certdeck with Anki: the same work in turn, several times, and the ratios as a table.

    python benches/against_anki/run.py --certdeck target/release/certdeck --bench BENCH

What is compared and how stands in README.md beside this file. What is missing is passed over.
"""

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import material
import window
from sides import Anki, Certdeck, Failed, Figures, Work

ROOT = Path(__file__).parents[2]
# Highest ratio that Certdeck asks of itself, by the beginning of a row's name.
TARGETS = {
    "import of a table": 0.6,
    "import of a package": 0.6,
    "export as a package": 0.6,
    "search: ": 0.3,
    "1,000 reviews": 0.6,
    "start: window visible": 0.4,
    "memory, resident": 0.4,
}
UNITS = {"search": "ms", "memory": "MB"}
# The figures of all runs, by row.
Runs = dict[str, list[float]]
Pair = tuple[Callable[[], Figures], Callable[[], Figures]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compares Certdeck with Anki.")
    parser.add_argument("--certdeck", default=str(ROOT / "target/release/certdeck"))
    parser.add_argument("--bench", help="the built bench against_anki; without it no search, no reviews")
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--only", default="", help="only rows of works whose name holds this")
    parser.add_argument("--folder", type=Path, help="keep all files here instead of in a temporary folder")
    parser.add_argument("--json", type=Path, help="write every figure of every run to this file")
    return parser.parse_args()


def works(work: Work, args: argparse.Namespace, screen: str | None) -> dict[str, Pair]:
    """Every work that can be compared here, in an order in which each finds what it needs."""
    ours, theirs = Certdeck(work, args.certdeck, args.bench), Anki(work)
    found: dict[str, Pair] = {
        "import-table": (ours.import_table, theirs.import_table),
        "import-package": (ours.import_package, theirs.import_package),
        "export": (ours.export, theirs.export),
        "export-older": (ours.export_older, theirs.export_older),
    }
    if args.bench:
        found["search"] = (ours.search, theirs.search)
        found["reviews"] = (ours.reviews, theirs.reviews)
        found["reviews-fast"] = (ours.reviews_fast, theirs.reviews_fast)
    if screen:
        found["window"] = (
            lambda: window.certdeck(work, args.certdeck, screen),
            lambda: window.anki(work, screen),
        )
    return {name: pair for name, pair in found.items() if args.only in name}


def compare(pair: Pair, n_pairs: int) -> tuple[Runs, Runs]:
    """One run of each that does not count, then `n_pairs` in turn; who begins changes every time."""
    sides: tuple[Runs, Runs] = ({}, {})
    for number in range(n_pairs + 1):
        for side in (0, 1) if number % 2 else (1, 0):
            figures = pair[side]()
            for row, value in figures.items() if number else ():
                sides[side].setdefault(row, []).append(value)
    return sides


def target(row: str) -> float | None:
    """The target of a row; rows that only explain another have none."""
    if row.endswith((", processor", ", store alone", ", no fsync")):
        return None
    return next((value for start, value in TARGETS.items() if row.startswith(start)), None)


def line(row: str, ours: list[float], theirs: list[float]) -> str:
    """One line of the table."""
    unit = next((unit for start, unit in UNITS.items() if row.startswith(start)), "s")
    ratios = [mine / other for mine, other in zip(ours, theirs) if other]
    wanted, ratio = target(row), median(ratios) if ratios else float("nan")
    verdict = "" if wanted is None else f"{wanted:.1f}" + ("" if ratio <= wanted else "  missed")
    numbers = f"{median(ours):>10,.2f} {median(theirs):>10,.2f} {unit:<3} {ratio:>7.3f}"
    return f"{row:<40} {numbers}  {verdict}".rstrip()


def show(sides: tuple[Runs, Runs]) -> None:
    """Rows that both have, then what only one has; differing hits of a search are said."""
    ours, theirs = sides
    for row in (row for row in ours if row in theirs):
        if not row.startswith("found: "):
            print(line(row, ours[row], theirs[row]), flush=True)
        elif ours[row][0] != theirs[row][0]:
            print(f"  {row}: {ours[row][0]:.0f} by Certdeck, {theirs[row][0]:.0f} by Anki")
    for name, one, other in (("Certdeck", ours, theirs), ("Anki", theirs, ours)):
        for row in (row for row in one if row not in other):
            print(f"  {row}, {name} only: {median(one[row]):,.2f}")


def run(args: argparse.Namespace, folder: Path, screen: str | None) -> dict[str, object]:
    """Prepares, compares and prints; gives everything that was measured."""
    work = Work(folder, args.notes)
    if not work.collection.exists():
        material.table(work.table, args.notes)
        (folder / "about.json").write_text(json.dumps(Anki(work).prepare()))
    about = json.loads((folder / "about.json").read_text())
    print(
        f"{args.notes:,} notes, {about['reviews']:,} reviews, {about['due']:,} due; "
        f"Anki {about['version']}; {os.cpu_count()} processors; medians of {args.pairs} pairs\n"
    )
    print(f"{'':<40} {'Certdeck':>10} {'Anki':>10}     {'ratio':>7}  target")
    found: dict[str, object] = {"about": about}
    if not any((work.data / "decks").glob("*/")):
        Certdeck(work, args.certdeck, args.bench).import_package()
    for name, pair in works(work, args, screen).items():
        try:
            sides = compare(pair, args.pairs)
        except Failed as problem:
            print(f"{name}: not compared. {problem}")
            continue
        show(sides)
        found[name] = {"certdeck": sides[0], "anki": sides[1]}
    return found


def main() -> int:
    args = arguments()
    if not importlib.util.find_spec("anki"):
        print("Anki is not here (pip install anki): nothing is compared.")
        return 0
    if not Path(args.certdeck).is_file():
        print(f"{args.certdeck} is not here (cargo build --release): nothing is compared.")
        return 0
    if not args.bench:
        print("No --bench: search and reviews are passed over.")
    missing = window.missing()
    if missing:
        print(f"Windows are passed over, for want of: {missing}.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if missing:
            found = run(args, folder.resolve(), None)
        else:
            with window.display() as screen:
                found = run(args, folder.resolve(), screen)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
