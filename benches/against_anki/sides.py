"""The two programs as the comparison drives them: each method is one run on fresh copies."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import material

HERE = Path(__file__).parent
N_REVIEWS = 1_000
# What one run measured: value by the name of its row.
Figures = dict[str, float]


class Failed(Exception):
    """A program did something other than the work that is compared."""


@dataclass(frozen=True)
class Work:
    """The folder of one comparison, and how many notes it is about."""

    folder: Path
    n_notes: int

    @property
    def table(self) -> Path:
        return self.folder / "notes.tsv"

    @property
    def package(self) -> Path:
        return self.folder / "notes.apkg"

    @property
    def collection(self) -> Path:
        return self.folder / "anki" / "collection.anki2"

    @property
    def data(self) -> Path:
        return self.folder / "certdeck"

    def fresh(self, name: str) -> Path:
        """An empty folder; what is still to be written goes to the disk before the next run."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.sync()
        return folder

    def copy(self, source: Path, name: str) -> Path:
        """A copy of a file or of what is in a folder, inside an empty folder."""
        folder = self.fresh(name)
        if source.is_dir():
            shutil.copytree(source, folder, dirs_exist_ok=True)
        else:
            shutil.copy(source, folder)
        os.sync()
        return folder

    def check(self, what: str, n_found: int, n_wanted: int) -> None:
        """Refuses a time for work that was not done."""
        if n_found != n_wanted:
            raise Failed(f"{what}: {n_found} instead of {n_wanted}")


def finished(command: list[str], **extra: str) -> tuple[str, float, float]:
    """Output, seconds of the whole process, and seconds of the processor."""
    started = time.perf_counter()
    env = {**os.environ, **extra}
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    text = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    secs = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise Failed(f"{' '.join(command)} ended with {child.returncode}: {text[-500:]}")
    return text, secs, usage.ru_utime + usage.ru_stime


@dataclass(frozen=True)
class Certdeck:
    """The program and the built bench; times of the program are those of its whole process."""

    work: Work
    program: str
    bench: str | None

    def _import(self, file: Path, name: str, row: str) -> Figures:
        data = self.work.fresh(name)
        command = [self.program, "--data-dir", str(data), "import", str(file)]
        text, secs, cpu = finished([*command, "--deck", material.DECK, "--json"])
        self.work.check(f"Certdeck, {row}", json.loads(text)["new"], self.work.n_notes)
        return {row: secs, f"{row}, processor": cpu}

    def import_table(self) -> Figures:
        return self._import(self.work.table, "certdeck-table", "import of a table")

    def import_package(self) -> Figures:
        """The folder that comes of it is what all that follows works on."""
        return self._import(self.work.package, "certdeck", "import of a package")

    def export(self, form: str = "apkg", row: str = "export as a package") -> Figures:
        (deck,) = [path.name for path in (self.work.data / "decks").iterdir() if path.is_dir()]
        file = self.work.fresh("certdeck-out") / "out.apkg"
        command = [self.program, "--data-dir", str(self.work.data), "export", str(file)]
        _, secs, cpu = finished([*command, "--deck", deck, "--as", form])
        if not file.is_file():
            raise Failed("Certdeck wrote no package")
        return {row: secs, f"{row}, processor": cpu}

    def export_older(self) -> Figures:
        return self.export("apkg-older", "export, older form")

    def _bench(self, data: Path, **extra: str) -> dict[str, Any]:
        text, _, _ = finished([self.bench or ""], AGAINST_ANKI_DATA=str(data), **extra)
        return json.loads(text)

    def search(self) -> Figures:
        queries = json.dumps(material.queries())
        found = self._bench(self.work.data, AGAINST_ANKI_QUERIES=queries)["search"]
        each = {f"search: {name}": run["ms"] for name, run in found["queries"].items()}
        n_found = {f"found: {name}": run["found"] for name, run in found["queries"].items()}
        return {**each, **n_found, "search: before the first": found["index_ms"]}

    def reviews(self, durability: str = "full", row: str = "1,000 reviews") -> Figures:
        data = self.work.copy(self.work.data, "certdeck-reviews")
        extra = {"AGAINST_ANKI_REVIEWS": str(N_REVIEWS), "AGAINST_ANKI_DURABILITY": durability}
        found = self._bench(data, **extra)
        self.work.check("reviews of Certdeck", found["reviews"]["kept"], N_REVIEWS)
        alone = found["appends"]["ms"] / 1_000
        return {row: found["reviews"]["ms"] / 1_000, f"{row}, store alone": alone}

    def reviews_fast(self) -> Figures:
        return self.reviews("fast", "1,000 reviews, no fsync")


@dataclass(frozen=True)
class Anki:
    """Anki's backend in Python; times are taken inside its process, around the call alone."""

    work: Work

    def _run(self, kind: str, *paths: Path) -> dict[str, Any]:
        script = [sys.executable, str(HERE / "anki_side.py"), kind]
        text, secs, _ = finished([*script, *map(str, paths)])
        return {**json.loads(text.splitlines()[-1]), "whole": secs}

    def prepare(self) -> dict[str, Any]:
        self.work.fresh("anki")
        return self._run("prepare", self.work.collection, self.work.folder)

    def _import(self, kind: str, file: Path, row: str) -> Figures:
        found = self._run(kind, self.work.fresh("anki-import") / "collection.anki2", file)
        self.work.check(f"Anki, {row}", found["result"], self.work.n_notes)
        return self._figures(row, found)

    def _figures(self, row: str, found: dict[str, Any]) -> Figures:
        whole = f"{row}, whole process"
        return {row: found["secs"], f"{row}, processor": found["cpu"], whole: found["whole"]}

    def import_table(self) -> Figures:
        return self._import("import-table", self.work.table, "import of a table")

    def import_package(self) -> Figures:
        return self._import("import-package", self.work.package, "import of a package")

    def export(self, kind: str = "export", row: str = "export as a package") -> Figures:
        file = self.work.fresh("anki-out") / "out.apkg"
        found = self._run(kind, self.work.collection, file)
        self.work.check(f"Anki, {row}", found["result"], self.work.n_notes)
        return self._figures(row, found)

    def export_older(self) -> Figures:
        return self.export("export-legacy", "export, older form")

    def search(self) -> Figures:
        found = self._run("search", self.work.collection)
        runs = {name: run for name, run in found.items() if name != "whole"}
        each = {f"search: {name}": run["secs"] * 1_000 for name, run in runs.items()}
        return {**each, **{f"found: {name}": run["result"] for name, run in runs.items()}}

    def reviews(self, kind: str = "reviews", row: str = "1,000 reviews") -> Figures:
        copy = self.work.copy(self.work.collection, "anki-reviews") / self.work.collection.name
        found = self._run(kind, copy)
        self.work.check("reviews of Anki", found["result"], N_REVIEWS)
        # One call stands against both of Certdeck's: Anki has no store by itself.
        return {row: found["secs"], f"{row}, store alone": found["secs"]}

    def reviews_fast(self) -> Figures:
        return self.reviews("reviews-fast", "1,000 reviews, no fsync")
