"""What both programs work on: a table of notes, and a collection of Anki's with reviews.

Words, tags, intervals and lapses come from one seed; only the days count back from today.
"""

import itertools
import random
import time
from pathlib import Path
from typing import Any

SEED = 7
N_TOPICS = 50
N_LEVELS = 5
DECK = "Bench"
# Words of the front and of the back: 360 bytes a note with its tags.
N_FRONT, N_BACK = 16, 32
# Reviews of a note, from never seen to well known: 3.7 on average.
N_REVIEWS = (0, 1, 2, 2, 3, 4, 4, 5, 6, 10)
LAPSE_CHANCE = 0.1
DAY_MS = 86_400_000
HEAD = "#separator:tab\n#html:false\n#columns:Front\tBack\tTags\n#tags column:3\n"
NEW_REVIEW = "insert into revlog values (?, ?, -1, ?, ?, ?, ?, ?, ?)"
NEW_STATE = """
    update cards set type = 2, queue = 2, factor = 2500, ivl = ?, due = ?, reps = ?, lapses = ?
    where id = ?"""


def vocabulary(n_words: int = 4_000) -> list[str]:
    """Words of two to four syllables, the most common ones first."""
    rng = random.Random(SEED)
    syllables = [a + b for a, b in itertools.product("bcdfglmnprstv", "aeiou")]
    words: dict[str, None] = {}
    while len(words) < n_words:
        words["".join(rng.choices(syllables, k=rng.randint(2, 4)))] = None
    return list(words)


def queries() -> dict[str, str]:
    """What is searched for, by name: the same words mean the same in both programs."""
    words = vocabulary()
    return {
        "one word": words[300],
        "a common word": words[20],
        "two words": f"{words[20]} {words[60]}",
        "a tag": "tag:topic-7",
        "a tag and a word": f"tag:topic-7 {words[100]}",
        "a word not there": "xylograph",
    }


def table(path: Path, n_notes: int) -> None:
    """Writes the notes as a table of front, back and tags, with the head that both programs read."""
    rng = random.Random(SEED)
    words = vocabulary()
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        for number in range(n_notes):
            drawn = rng.choices(words, cum_weights=weights, k=N_FRONT + N_BACK)
            front, back = " ".join(drawn[:N_FRONT]), " ".join(drawn[N_FRONT:])
            tags = f"topic-{rng.randrange(N_TOPICS)} level-{rng.randrange(N_LEVELS)}"
            file.write(f"What is {number}: {front}?\t{back}.\t{tags}\n")


def intervals(n_reviews: int, rng: random.Random) -> list[int]:
    """Days after each review: they grow, and begin again after a lapse."""
    days: list[int] = []
    for _ in range(n_reviews):
        is_lapse = bool(days) and rng.random() < LAPSE_CHANCE
        last = days[-1] if days and not is_lapse else 0
        days.append(max(1, round(last * rng.uniform(1.8, 2.8))))
    return days


def history(card: int, now_ms: int, rng: random.Random) -> tuple[list[tuple], tuple]:
    """Rows of Anki's log for one card, and its interval, due day from today, reviews and lapses."""
    days = intervals(rng.choice(N_REVIEWS), rng)
    if not days:
        return [], ()
    since_last = rng.randint(0, days[-1])
    at_day, rows, n_lapses = since_last + sum(days[:-1]), [], 0
    for step, interval in enumerate(days):
        last = days[step - 1] if step else 0
        is_lapse = step > 0 and interval == 1 and last > 1
        n_lapses += is_lapse
        at_ms = now_ms - at_day * DAY_MS - rng.randrange(DAY_MS // 8)
        took_ms = rng.randint(2_000, 30_000)
        ease, kind = (1 if is_lapse else 3), (1 if step else 0)
        rows.append((at_ms, card, ease, interval, last, 2500, took_ms, kind))
        at_day -= interval
    return rows, (days[-1], days[-1] - since_last, len(days), n_lapses)


def give_reviews(col: Any) -> int:
    """Writes reviews and states of cards into a collection; gives the number of reviews."""
    rng = random.Random(SEED)
    now_ms = int(time.time() * 1_000) - DAY_MS // 2
    log: dict[int, tuple] = {}
    states = []
    for card in col.db.list("select id from cards order by id"):
        rows, state = history(card, now_ms, rng)
        for at_ms, *rest in rows:
            while at_ms in log:
                at_ms += 1
            log[at_ms] = (at_ms, *rest)
        if state:
            interval, due, *counts = state
            states.append((interval, col.sched.today + due, *counts, card))

    def write() -> None:
        col.db.executemany(NEW_REVIEW, log.values())
        col.db.executemany(NEW_STATE, states)

    col.db.transact(write)
    return len(log)


def use_fsrs(col: Any, n_reviews: int) -> None:
    """Switches FSRS on as Anki's options do, which computes memories, and sets the day's reviews."""
    from anki.decks import UpdateDeckConfigs

    deck = col.decks.id_for_name(DECK)
    config = col.decks.get_deck_configs_for_update(deck).all_config[0].config
    config.config.reviews_per_day = n_reviews
    config.config.new_per_day = 0
    change = UpdateDeckConfigs(target_deck_id=deck, configs=[config], fsrs=True)
    col.decks.update_deck_configs(change)
