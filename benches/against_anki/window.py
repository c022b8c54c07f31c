"""Start and memory of both windows, measured in the same way on a display of their own."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sides import HERE, Failed, Figures, Work

TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_SECS = 120
# Memory is read this long after the window was seen, and not before the program rests.
AFTER_SECS = 5
# A program rests when it used less than a tenth of one processor over this time.
REST_SECS, REST_SHARE = 1.0, 0.1


def missing() -> str | None:
    """What is not here of what the windows need."""
    tools = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    tools += [] if importlib.util.find_spec("aqt") else ["the Python package aqt"]
    return ", ".join(tools) or None


@contextmanager
def display() -> Iterator[str]:
    """A display in memory; its name."""
    reader, writer = os.pipe()
    size = ["-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), *size], pass_fds=[writer], stderr=subprocess.DEVNULL
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as file:
            yield f":{file.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def stat_of(pid: str) -> list[str]:
    """Fields of a process after its name: state, parent, group, session, ...; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def tree(root: int) -> list[str]:
    """Process `root`, what it started, and what these started."""
    stats = {pid: stat_of(pid) for pid in os.listdir("/proc") if pid.isdigit()}
    found = [str(root)]
    for pid in found:
        found += [child for child, stat in stats.items() if stat and stat[1] == pid]
    return [pid for pid in found if stats.get(pid)]


def processor_secs(root: int) -> float:
    """Seconds of the processor that the tree has used."""
    stats = [stat_of(pid) for pid in tree(root)]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats if stat) / TICKS


def memory_mb(root: int, kind: str) -> float:
    """Memory of the tree in MB: `Rss` counts shared pages in each process, `Pss` divides them."""
    n_kib = 0
    for pid in tree(root):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        n_kib += sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
    return n_kib * 1_024 / 1e6


def is_visible(name: str, env: dict[str, str]) -> bool:
    command = ["xdotool", "search", "--onlyvisible", "--name", name]
    return subprocess.run(command, env=env, capture_output=True).returncode == 0


def rest(root: int, started: float) -> float:
    """Seconds from the start until the program rests."""
    seen = [(time.perf_counter(), processor_secs(root))]
    while seen[-1][0] - started < LONGEST_SECS:
        time.sleep(0.05)
        seen.append((time.perf_counter(), processor_secs(root)))
        before = [one for one in seen if seen[-1][0] - one[0] >= REST_SECS]
        if before and seen[-1][1] - before[-1][1] < REST_SHARE * REST_SECS:
            return before[-1][0] - started
    raise Failed("The program never came to rest")


def measure(command: list[str], name: str, screen: str) -> Figures:
    """Starts a program, waits for its window, for rest, and reads its memory."""
    env = {**os.environ, "DISPLAY": screen}
    env.pop("WAYLAND_DISPLAY", None)
    if os.geteuid() == 0:
        env["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = time.perf_counter()
    child = subprocess.Popen(command, env=env, start_new_session=True, **quiet)
    try:
        while not is_visible(name, env):
            if child.poll() is not None or time.perf_counter() - started > LONGEST_SECS:
                raise Failed(f"No window: {' '.join(command)}")
            time.sleep(0.005)
        visible = time.perf_counter() - started
        rested = rest(child.pid, started)
        time.sleep(max(0.0, started + visible + AFTER_SECS - time.perf_counter()))
        return {
            "start: window visible": visible,
            "start: at rest": rested,
            "memory, resident": memory_mb(child.pid, "Rss"),
            "memory, shared pages divided": memory_mb(child.pid, "Pss"),
        }
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def certdeck(work: Work, program: str, screen: str) -> Figures:
    """Certdeck's window on a copy of the data folder."""
    data = work.copy(work.data, "certdeck-window")
    return measure([program, "--data-dir", str(data)], "^Certdeck$", screen)


def anki(work: Work, screen: str) -> Figures:
    """Anki's window on a copy of the collection."""
    base = work.fresh("anki-window")
    script = [sys.executable, str(HERE / "anki_side.py"), "profile", str(base)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    found = json.loads(subprocess.check_output(script, env=env, text=True).splitlines()[-1])
    Path(found["collection"]).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(work.collection, found["collection"])
    os.sync()
    start = [sys.executable, "-c", "import aqt; aqt.run()"]
    return measure([*start, "-b", str(base), "-p", found["profile"]], " - Anki$", screen)
