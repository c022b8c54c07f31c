"""Anki's side: one piece of work in a process of its own, timed inside it.

    python anki_side.py WORK COLLECTION [FILE]

Prints one line of JSON. Start of Python, opening and closing of the collection stay outside the time.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import material
from anki.buildinfo import version
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)
from anki.scheduler.v3 import CardAnswer

N_REVIEWS = 1_000
# How often each query is asked; the median counts.
N_RUNS = 5


def timed(work: Callable[[], Any]) -> dict[str, Any]:
    """What `work` gives, its seconds by the wall, and those of the processor, all threads together."""
    before, started = time.process_time(), time.perf_counter()
    result = work()
    secs = time.perf_counter() - started
    return {"result": result, "secs": secs, "cpu": time.process_time() - before}


def import_table(col: Collection, file: str) -> dict[str, Any]:
    """Metadata as the dialog asks for it, then the import."""
    deck = col.decks.id(material.DECK)

    def work() -> int:
        metadata = col.get_csv_metadata(file, None)
        metadata.deck_id = deck
        return len(col.import_csv(ImportCsvRequest(path=file, metadata=metadata)).log.new)

    return timed(work)


def import_package(col: Collection, file: str) -> dict[str, Any]:
    """The whole package: notes, cards, reviews, options."""
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    request = ImportAnkiPackageRequest(package_path=file, options=options)
    return timed(lambda: len(col.import_anki_package(request).log.new))


def export(col: Collection, file: str, is_legacy: bool) -> dict[str, Any]:
    """The whole collection with its reviews."""
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=is_legacy
    )
    return timed(lambda: col.export_anki_package(out_path=file, options=options, limit=None))


def searches(col: Collection) -> dict[str, Any]:
    """Every query several times; the ids of notes, not sorted."""
    found = {}
    for name, query in material.queries().items():
        runs = [timed(lambda: len(col.find_notes(query))) for _ in range(N_RUNS)]
        found[name] = sorted(runs, key=lambda run: run["secs"])[N_RUNS // 2]
    return found


def reviews(col: Collection, is_durable: bool) -> dict[str, Any]:
    """Next card, its four states, answered Good, kept; each answer is a transaction of Anki's."""
    if not is_durable:
        col.db.execute("pragma synchronous = off")
    col.decks.select(col.decks.id_for_name(material.DECK))
    before = col.db.scalar("select count() from revlog")

    def work() -> None:
        for _ in range(N_REVIEWS):
            queued = col.sched.get_queued_cards(fetch_limit=1).cards[0]
            answer = CardAnswer(
                card_id=queued.card.id,
                current_state=queued.states.current,
                new_state=queued.states.good,
                rating=CardAnswer.GOOD,
                answered_at_millis=int(time.time() * 1_000),
                milliseconds_taken=9_000,
            )
            col.sched.answer_card(answer)

    found = timed(work)
    return {**found, "result": col.db.scalar("select count() from revlog") - before}


def prepare(col: Collection, folder: str) -> dict[str, Any]:
    """Fills the collection from the table, with reviews and FSRS, and writes it as a package."""
    import_table(col, os.path.join(folder, "notes.tsv"))
    n_reviews = material.give_reviews(col)
    material.use_fsrs(col, N_REVIEWS)
    is_due = f"queue = 2 and due <= {col.sched.today}"
    n_due = col.db.scalar(f"select count() from cards where {is_due}")
    export(col, os.path.join(folder, "notes.apkg"), is_legacy=False)
    return {"version": version, "reviews": n_reviews, "due": n_due}


def profile(base: str) -> None:
    """A folder of Anki's window with one profile that is set up and asks nothing at the start."""
    import anki.lang
    from aqt.profiles import ProfileManager

    anki.lang.set_lang("en_US")
    manager = ProfileManager(Path(base))
    manager.setupMeta()
    name = manager.profiles()[0]
    manager.meta.update(defaultLang="en_US", firstRun=False)
    manager.load(name)
    manager.profile["autoSync"] = False
    manager.set_update_check(False)
    manager.set_check_for_addon_updates(False)
    manager.save()
    print(json.dumps({"collection": manager.collectionPath(), "profile": name}))


WORKS: dict[str, Callable[[Collection, str], dict[str, Any]]] = {
    "prepare": prepare,
    "import-table": import_table,
    "import-package": import_package,
    "export": lambda col, file: export(col, file, is_legacy=False),
    "export-legacy": lambda col, file: export(col, file, is_legacy=True),
    "search": lambda col, _: searches(col),
    "reviews": lambda col, _: reviews(col, is_durable=True),
    "reviews-fast": lambda col, _: reviews(col, is_durable=False),
}


def main(work: str, path: str, file: str = "") -> None:
    if work == "profile":
        return profile(path)
    col = Collection(path)
    found = WORKS[work](col, file)
    col.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
