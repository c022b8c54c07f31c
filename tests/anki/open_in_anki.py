"""Opens a package written by Certdeck in Anki's own backend and checks what is in it.

    pip install anki
    python tests/anki/open_in_anki.py PACKAGE EXPECTED.json

EXPECTED.json: {"notes": n, "cards": n, "reviews": n, "media": [names], "decks": [names],
"tags": [tags], "suspended": n, "flagged": n, "states": [{"deck": name, "ord": n, "sort": start of
the first field, "stability": s, "difficulty": d, "due_in": days}]}. Prints what Anki found and ends
with 1 if anything differs. Then it exports the collection again as Anki's newest kind of package, so
that the way back can be tested: PACKAGE with the ending .back.apkg.
"""

import json
import os
import sys
import tempfile

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)


def main(package, expected_path):
    with open(expected_path) as file:
        expected = json.load(file)
    folder = tempfile.mkdtemp()
    col = Collection(os.path.join(folder, "c.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))
    found = {
        "notes": col.note_count(),
        "cards": col.card_count(),
        "reviews": col.db.scalar("select count() from revlog where type < 4"),
        "media": sorted(os.listdir(col.media.dir())),
        "decks": sorted(d.name for d in col.decks.all_names_and_ids() if d.name != "Default"),
        "tags": sorted(col.tags.all()),
        "suspended": len(col.find_cards("is:suspended")),
        "flagged": len(col.find_cards("flag:1")),
    }
    faults = [
        f"{key}: Anki has {value}, expected {expected[key]}"
        for key, value in found.items()
        if key in expected and value != expected[key]
    ]
    by_place = {}
    for card_id in col.find_cards(""):
        card = col.get_card(card_id)
        rendered = card.question() and card.answer()
        if not rendered:
            faults.append(f"card {card_id} shows nothing")
        if "Certdeck" in card.note() and '"see"' in card.question() + card.answer():
            faults.append(f"card {card_id} shows our JSON")
        sort = card.note().fields[0]
        by_place[(col.decks.name(card.did), card.ord, sort)] = card
    for state in expected.get("states", []):
        matches = [
            card
            for (deck, ord, sort), card in by_place.items()
            if deck == state["deck"] and ord == state["ord"] and sort.startswith(state["sort"])
        ]
        if len(matches) != 1:
            faults.append(f"{state}: {len(matches)} cards")
            continue
        card = matches[0]
        due_in = card.due - col.sched.today
        memory = card.memory_state
        if due_in != state["due_in"]:
            faults.append(f"{state}: Anki has it due in {due_in} days")
        if memory is None:
            faults.append(f"{state}: Anki has no memory of it")
        elif abs(memory.stability / state["stability"] - 1) > 1e-2 or abs(memory.difficulty - state["difficulty"]) > 1e-2:
            faults.append(f"{state}: Anki has {memory.stability} {memory.difficulty}")
        else:
            computed = col.compute_memory_state(card.id)
            if abs(computed.stability / state["stability"] - 1) > 1e-2 or abs(computed.difficulty - state["difficulty"]) > 1e-2:
                faults.append(f"{state}: Anki computes {computed.stability} {computed.difficulty}")
    problems = col.fix_integrity()
    if not problems[1]:
        faults.append(f"Check Database: {problems[0]}")
    col.export_anki_package(
        out_path=package.replace(".apkg", ".back.apkg"),
        options=ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False
        ),
        limit=None,
    )
    col.close()
    print(json.dumps(found, indent=1, ensure_ascii=False))
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
