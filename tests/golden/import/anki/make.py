"""Makes the Anki fixtures of this folder with Anki's own backend.

    pip install anki pillow
    python tests/golden/import/anki/make.py

The contents were written for this project. Run it again only when Anki's format changes: ids and
guids differ at each run, so `expected.json` is written anew as well.
"""

import io
import json
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import time
import zipfile

from anki.collection import Collection, ExportAnkiPackageOptions
from anki.consts import QUEUE_TYPE_SUSPENDED
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
DAY = 86_400_000


def png(width, height, text):
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).text((4, 4), text, fill="black")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def notetype(col, name, fields, templates, cloze=False):
    model = col.models.new(name)
    for field in fields:
        col.models.add_field(model, col.models.new_field(field))
    for template_name, front, back in templates:
        template = col.models.new_template(template_name)
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(model, template)
    if cloze:
        model["type"] = 1
    col.models.add(model)
    return col.models.by_name(name)


def add(col, model, deck, *fields, tags=()):
    note = col.new_note(model if isinstance(model, dict) else col.models.by_name(model))
    for place, text in enumerate(fields):
        note.fields[place] = text
    note.tags = list(tags)
    col.add_note(note, col.decks.id(deck))
    return note


def packages(col, name):
    """The three generations of one collection, and the bare one."""
    folder = pathlib.Path(tempfile.mkdtemp())
    options = dict(with_scheduling=True, with_deck_configs=True, with_media=True)
    for legacy, ending in ((False, "new"), (True, "old")):
        target = folder / f"{name}-{ending}.apkg"
        col.export_anki_package(
            out_path=str(target),
            options=ExportAnkiPackageOptions(legacy=legacy, **options),
            limit=None,
        )
        shutil.copy(target, HERE / target.name)
    # The first generation: the collection under its first name, no meta, no stub.
    with zipfile.ZipFile(folder / f"{name}-old.apkg") as old:
        with zipfile.ZipFile(HERE / f"{name}-first.apkg", "w", zipfile.ZIP_DEFLATED) as first:
            for entry in old.namelist():
                if entry == "collection.anki21":
                    first.writestr("collection.anki2", old.read(entry))
                    small = folder / "bare.anki2"
                    small.write_bytes(old.read(entry))
                    db = sqlite3.connect(small)
                    db.execute("PRAGMA page_size = 1024")
                    db.execute("VACUUM")
                    db.close()
                    shutil.copy(small, HERE / f"{name}-bare.anki2")
                elif entry not in ("meta", "collection.anki2"):
                    first.writestr(entry, old.read(entry))


def contents():
    folder = tempfile.mkdtemp()
    col = Collection(os.path.join(folder, "c.anki2"))
    media = pathlib.Path(col.media.dir())
    (media / "plain.png").write_bytes(png(40, 20, "plain"))
    (media / "two words.png").write_bytes(png(41, 20, "words"))
    (media / "übersicht.png").write_bytes(png(42, 20, "ue"))
    (media / "bell.mp3").write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00bell")
    (media / "unused.png").write_bytes(png(43, 20, "unused"))
    (media / "map.png").write_bytes(png(100, 50, "map"))
    add(col, "Basic", "Risk::Plan", "What is <b>risk</b>?", "An uncertain event", tags=["pmp", "level:apply"])
    add(col, "Basic", "Risk::Plan", '<img src="plain.png"> &lt;p&gt; &amp;lt;', '<img src="two words.png"><img src="missing.png">')
    add(col, "Basic", "Risk", "Überblick<br>zwei", '<img src="übersicht.png">[sound:bell.mp3]')
    add(col, "Basic", "Risk::Plan", "<script>alert(1)</script>Script", '<a href="javascript:x()">gone</a>')
    add(col, "Basic", "Risk::Plan", "Code", "<code>a&nbsp;b</code>")
    add(col, "Basic (and reversed card)", "Risk::Plan", "Sponsor", "Pays for it")
    add(col, "Basic (optional reversed card)", "Risk::Plan", "Scope", "What is in", "")
    add(col, "Basic (optional reversed card)", "Risk::Plan", "Cost", "What it takes", "y")
    add(col, "Basic (type in the answer)", "Risk::Plan", "Type me", "typed")
    add(col, "Cloze", "Risk::Gaps", "The {{c1::sponsor::who}} signs the {{c3::charter}}.", "Page 4")
    add(col, "Cloze", "Risk::Gaps", "{{c1::Outer {{c2::inner}} text}} end", "")
    add(col, "Cloze", "Risk::Gaps", "<b>{{c1::bold</b> half}} {{c2::\\(a}{b\\)}}", "")
    many = notetype(
        col,
        "Certdeck test: many sides",
        ["Word", "Meaning", "Hint", "Reading", "Secret"],
        [
            ("Ask", "{{#Word}}{{Word}}{{/Word}}{{^Hint}} no hint{{/Hint}}{{hint:Hint}}<!-- {{Secret}} -->", "{{FrontSide}}<hr id=answer>{{text:Meaning}} {{furigana:Reading}} {{Tags}}"),
            ("Kana", "{{kana:Reading}}", "{{kanji:Reading}} {{tts en_US:Word}}"),
            ("Repeat", "{{Meaning}}", "{{Meaning}}\n<hr id=answer>\n{{Word}}"),
        ],
    )
    add(col, many, "Risk::Sides", "hund", "<i>dog</i>", "barks", "漢字[かんじ]", "hidden")
    broken = notetype(col, "Certdeck test: broken", ["Front", "Back", "More"], [("Card 1", "{{Front}}", "{{Back}}")])
    broken_note = add(col, broken, "Risk::Sides", "broken front", "broken back", "more")
    one = notetype(
        col,
        "AllInOne (kprim, mc, sc)",
        ["Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Q_4", "Answers", "Sources", "Extra 1"],
        [("AllInOne", "{{Question}}<div hidden>{{Q_1}}{{Q_2}}{{Q_3}}{{Q_4}}</div><script>x()</script>", "{{Answers}}")],
    )
    add(col, one, "Choice", "Which two?", "", "1", "Alpha", "Beta", "Gamma", "Delta", "1 0 0 1", "PMBOK 4", "Because")
    add(col, one, "Choice", "Which one?", "", "2", "Alpha", "Beta", "Gamma", "", "0 1 0", "", "")
    add(col, one, "Choice", "Statements", "", "0", "S1", "S2", "S3", "S4", "1 1 0 1", "", "")
    letters = notetype(
        col,
        "Letters",
        ["question", "optionA", "optionB", "optionC", "optionD", "answer", "note", "noteA"],
        [("Card 1", "{{question}}{{optionA}}{{optionB}}", "{{answer}}")],
    )
    add(col, letters, "Choice", "Pick C", "one", "two", "<b>three</b>", "four", "C", "overall", "not it")
    add(col, letters, "Choice", "Pick AC", "one", "two", "three", "All of the above", "AC", "", "")
    add(col, letters, "Choice", "No key", "one", "two", "three", "four", "Z", "", "")
    add(
        col,
        "Image Occlusion",
        "Pictures",
        "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.4:oi=1}}<br>{{c2::image-occlusion:ellipse:left=.6:top=.2:rx=.1:ry=.2:oi=1}}<br>",
        '<img src="map.png">',
        "Header",
        "Extra",
    )
    # Flags, suspension, burying, marks.
    ids = lambda text: col.find_cards(text)
    col.set_user_flag_for_cards(3, ids("front:Code"))
    col.sched.suspend_cards(ids('"front:Type me"'))
    col.sched.bury_cards(ids("front:Scope"))
    marked = col.get_note(col.find_notes("front:Sponsor")[0])
    marked.tags = ["marked", "leech"]
    col.update_note(marked)
    # A filtered deck that holds a card of another.
    filtered = col.sched.get_or_create_filtered_deck(0)
    filtered.name = "Cram"
    del filtered.config.search_terms[:]
    term = filtered.config.search_terms.add()
    term.search, term.limit, term.order = "front:Code", 10, 0
    col.sched.add_or_update_filtered_deck(filtered)
    # Templates that Anki itself would not let through.
    def templates(notetype, ord, front, back):
        config = b"\n%c%b\x12%c%b" % (len(front), front, len(back), back)
        col.db.execute(f"update templates set config = x'{config.hex()}' where ntid = ? and ord = ?", notetype["id"], ord)

    templates(broken, 0, b"{{#Front}}oops", b"{{Back}}")
    templates(many, 1, b"{{kana:Reading}}", b"{{kanji:Reading}} {{tts en_US:Word}} {{foo:Meaning}} {{Nobody}}")
    assert broken_note.id
    packages(col, "contents")
    col.close()


# Each: name, rows of (days ago, minutes, ease, ivl, factor, kind), and what is asserted of it.
HISTORIES = {
    "learned": [(30, 0, 3, -600, 0, 0), (30, 11, 3, 1, 0, 0), (29, 0, 3, 4, 2500, 1), (25, 0, 2, 8, 2350, 1), (15, 0, 3, 20, 2350, 1)],
    "lapsed": [(60, 0, 1, -60, 0, 0), (60, 2, 3, 1, 0, 0), (59, 0, 3, 5, 2500, 1), (50, 0, 1, -600, 2300, 1), (50, 12, 3, 1, 2300, 2), (49, 0, 3, 6, 2300, 1), (40, 0, 4, 30, 2450, 1)],
    "easy": [(20, 0, 4, 4, 2500, 0), (12, 0, 3, 14, 2500, 1)],
    "crammed": [(20, 0, 3, 1, 0, 0), (19, 0, 3, 5, 2500, 1), (18, 0, 3, 5, 0, 3), (10, 0, 3, 12, 2500, 1)],
    "reset": [(80, 0, 3, 1, 0, 0), (79, 0, 1, -600, 2300, 1), (40, 0, 0, 0, 0, 4), (20, 0, 3, 1, 0, 0), (18, 0, 3, 6, 2500, 1)],
    "relearned": [(90, 0, 3, 1, 0, 0), (89, 0, 3, 3, 2500, 1), (30, 0, 2, -330, 0, 0), (30, 8, 3, 1, 0, 0), (28, 0, 3, 5, 2500, 1)],
    "truncated": [(50, 0, 3, 30, 2300, 1), (20, 0, 3, 75, 2300, 1), (2, 0, 2, 90, 2150, 1)],
    "difficulty": [(50, 0, 3, 30, 650, 1), (20, 0, 3, 75, 640, 1)],
    "moved": [(40, 0, 3, 1, 0, 0), (39, 0, 3, 5, 2500, 1), (30, 0, 0, 9, 2500, 4), (21, 0, 3, 20, 2500, 1), (20, 0, 0, 25, 2500, 5)],
}


def histories():
    folder = tempfile.mkdtemp()
    col = Collection(os.path.join(folder, "c.anki2"))
    now = int(time.time() * 1000)
    expected = {}
    for n, (name, rows) in enumerate(HISTORIES.items()):
        note = add(col, "Basic", "History", name, f"back of {name}")
        card = note.cards()[0]
        last = 0
        for days, minutes, ease, ivl, factor, kind in rows:
            at = now - days * DAY - 6 * 60_000 * 60 + minutes * 60_000 + n
            col.db.execute(
                "insert into revlog values (?,?,-1,?,?,?,?,?,?)", at, card.id, ease, ivl, last, factor, 4000, kind
            )
            last = ivl
        card.type, card.queue, card.reps = 2, 2, len(rows)
        card.ivl, card.factor = max(rows[-1][3], 1), 2500
        card.due = col.sched.today + card.ivl - rows[-1][0]
        col.update_card(card)
        expected[name] = {"due_in": card.ivl - rows[-1][0]}
    add(col, "Basic", "History", "new card", "back")
    bare = add(col, "Basic", "History", "no rows", "back").cards()[0]
    bare.type, bare.queue, bare.ivl, bare.factor, bare.due = 2, 2, 10, 2500, col.sched.today + 3
    col.update_card(bare)
    col.set_config("fsrs", True)
    for name in [*HISTORIES, "no rows"]:
        card = col.get_card(col.find_cards(f'front:"{name}"')[0])
        state = col.compute_memory_state(card.id)
        expected.setdefault(name, {"due_in": 3})
        expected[name].update(stability=state.stability, difficulty=state.difficulty)
    expected = {"now": now, "cards": expected}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
    packages(col, "history")
    col.close()


def stub():
    """Only the notice for old programs, as a careless tool may leave it."""
    with zipfile.ZipFile(HERE / "contents-old.apkg") as old:
        with zipfile.ZipFile(HERE / "stub.apkg", "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr("collection.anki2", old.read("collection.anki2"))
            target.writestr("media", "{}")


if __name__ == "__main__":
    print("anki", __import__("anki.buildinfo").buildinfo.version, file=sys.stderr)
    contents()
    histories()
    stub()
