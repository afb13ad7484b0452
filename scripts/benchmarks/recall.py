"""A journal of ten years: how fast it answers, finds, keeps, opens and is written out; beside it grep and jrnl."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np

from assistant.adapters.staged import StagedClock
from assistant.adapters.store import DuckDBJournal
from assistant.audio import SAMPLE_RATE
from assistant.dialogue.asking.nouns import Answer
from assistant.journal import Asked, Entry, Evidence, Moment, Reading, Recording, Tag, Transcript, Utterance, night_of
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House
from assistant.wiring.asking import asking
from benchmarks.stage import percentile
from benchmarks.ten_years import make

AFTER = Moment(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), 0, "Europe/London")
BETWEEN = str(Path(sys.executable).parent / "between")
TIMES = 20
PROCESSES = 10
WORDS = (
    "mother garden|sunday|phone tea|boundary|crying in the car|swimming|angry boss|said no|sleep|dentist|"
    "i felt calm|walked home|kitchen|my sister rang|the old pattern|therapy homework|rain|birthday|letter|breathe"
).split("|")


def measure(arguments: list[str]) -> dict[str, object]:
    """`short` takes a tenth of the nights, and leaves jrnl out."""
    short = "short" in arguments
    with tempfile.TemporaryDirectory(prefix="between-bench-") as folder:
        root = Path(folder)
        plain = _house(root / "home")
        make(plain.journal, nights=365 if short else 3_650)
        locked = DuckDBJournal(Home(root / "locked"), now=plain.clock.now, key=os.urandom(32))
        make(locked, nights=365 if short else 3_650)
        return {
            "unit": "seconds",
            "nights": 365 if short else 3_650,
            "megabytes": round(plain.home.database.stat().st_size / 1e6, 1),
            "megabytes_locked": round(locked.access.home.database.stat().st_size / 1e6, 1),
            "open": _opened(plain.home, key=b""),
            "open_locked": _opened(locked.access.home, key=locked.access.opening.key),
            **_asked(plain),
            **_found(plain),
            "kept": _spread(_timed(lambda _: _keep(plain.journal), range(TIMES))),
            "kept_locked": _spread(_timed(lambda _: _keep(locked), range(TIMES))),
            "disk_flush": _spread(_flushes(root)),
            "sound_of_a_minute": _spread(_timed(lambda _: _keep_sound(plain), range(5))),
            "ask_process": _spread(_processes(root, "ask", "when did I last set a boundary with mother?")),
            "find_process": _spread(_processes(root, "find", "garden")),
            **_out(root),
            **({} if short else _jrnl(root)),
        }


def _house(root: Path) -> House:
    return House(Home(root), Settings(), root / "settings.toml", clock=StagedClock(AFTER)).open()


def _timed(what: Callable[[object], object], over: Iterable[object]) -> list[float]:
    took = []
    for one in over:
        began = time.monotonic()
        what(one)
        took.append(time.monotonic() - began)
    return took


def _spread(took: list[float]) -> dict[str, float]:
    return {"p50": percentile(took, 0.5), "p95": percentile(took, 0.95)}


def _opened(home: Home, *, key: bytes) -> dict[str, float]:
    """By a journal that is made for it, so that DuckDB and what encrypts are loaded each time."""
    return _spread(_timed(lambda _: DuckDBJournal(home, now=StagedClock(AFTER).now, key=key).has(""), range(TIMES)))


def _asked(house: House) -> dict[str, object]:
    """Each named question by its own example, three times; the first asking reads the files of questions."""
    parts = asking(house)
    parts.answer("when did I last rest?")
    slow: dict[str, float] = {}
    took = []
    for question in parts.questions:
        times = _timed(lambda _, q=question: _answered(parts.answer(q.example)), range(3))  # type: ignore[misc]
        slow[question.id] = sorted(times)[1]
        took += times
    slowest = sorted(slow, key=lambda name: slow[name])[-3:]
    return {"questions": len(slow), "question": _spread(took), "slowest": {n: round(slow[n], 3) for n in slowest}}


def _answered(found: object) -> None:
    assert isinstance(found, Answer), "the example of a question is not understood"


def _found(house: House) -> dict[str, object]:
    began = time.monotonic()
    house.search.refresh()
    return {
        "index_made": round(time.monotonic() - began, 2),
        "find": _spread(_timed(lambda words: house.search.find([str(words)]), WORDS * 2)),
    }


def _keep(journal: DuckDBJournal) -> None:
    """One turn of an evening, as it is stored: its words, its sound, what was heard in it, and the question."""
    said = Transcript(tuple(Utterance("I said no to her, and then I was calm.") for _ in range(16)), "bench", "bench")
    tags = (Tag("emotion", "calm", "said", 0.9, Evidence(0, 5, 7, "no"), "bench"),) * 100
    sound = Recording(f"{uuid4().hex}.opus", 60.0, "0" * 64, 180_000)
    entry = journal.keep(Entry(uuid4().hex, AFTER, night_of(AFTER), "talk", "words", said))
    journal.add_reading(entry, Reading(tags, "none", None, "", "bench"))
    journal.add_asked(Asked(uuid4().hex, "bench.question", "What helped?", AFTER, entry.night, after=entry.uid))
    journal.add_recording(entry.uid, sound)


def _flushes(root: Path) -> list[float]:
    """What the disk alone takes for one of the eight flushes of `kept`: two for each of its four commits."""
    with (root / "flushed").open("wb") as file:

        def flush(_: object) -> None:
            file.write(b"x" * 16_384)
            file.flush()
            os.fsync(file.fileno())

        return _timed(flush, range(TIMES))


def _keep_sound(house: House) -> None:
    """Behind the evening's back: a minute of it becomes a file of Opus."""
    noise = np.random.default_rng(1).normal(0, 0.05, SAMPLE_RATE).astype(np.float32)
    house.sound_files.keep(noise for _ in range(60))


def _processes(root: Path, *command: str) -> list[float]:
    env = os.environ | {"BETWEEN_HOME": str(root / "home")}
    return _timed(lambda _: _run([BETWEEN, *command], env), range(PROCESSES))


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-300:]}")


def _out(root: Path) -> dict[str, object]:
    """Everything written out, without its sound; and grep over the Markdown."""
    env = os.environ | {"BETWEEN_HOME": str(root / "home")}
    took = {}
    for form in ("markdown", "json", "parquet"):
        command = [BETWEEN, "export", str(root / form), "--format", form]
        took[f"export_{form}"] = round(_timed(lambda _, c=command: _run(c, env), [None])[0], 2)  # type: ignore[misc]
    grep = ["grep", "-riF", "--regexp"]
    seen = _timed(lambda w: subprocess.run([*grep, str(w), root / "markdown"], check=False, stdout=-3), WORDS)
    return {**took, "grep_markdown": _spread(seen)}


def _jrnl(root: Path) -> dict[str, object]:
    """The same words in jrnl, in an environment of its own."""
    venv = root / "jrnl-venv"
    fetch = f"{sys.executable} -m venv {venv} && {venv}/bin/python -m pip install -q jrnl"
    made = subprocess.run(fetch, check=False, shell=True, capture_output=True)
    if made.returncode:
        return {"jrnl": "can't be fetched here"}
    config = root / "jrnl.yaml"
    text = "\n".join(_as_jrnl(root))
    (root / "jrnl.txt").write_text(text, "utf-8")
    config.write_text(
        f"version: v4.6\njournals:\n  default:\n    journal: {root / 'jrnl.txt'}\nencrypt: false\n"
        "linewrap: 79\ndefault_hour: 9\ndefault_minute: 0\nhighlight: false\nindent_character: '|'\ntagsymbols: '@'\n"
        "template: false\ntimeformat: '%Y-%m-%d %H:%M'\neditor: ''\n"
        "colors: {body: none, date: none, tags: none, title: none}\n",
        "utf-8",
    )
    drawn = random.Random(1).sample(WORDS, 3)
    jrnl = [str(venv / "bin" / "jrnl"), "--config-file", str(config)]
    env = os.environ | {"HOME": str(root)}
    return {
        "jrnl_contains": _spread(_timed(lambda word: _run([*jrnl, "-contains", str(word)], env), drawn)),
        "jrnl_newest": _spread(_timed(lambda _: _run([*jrnl, "-n", "1"], env), range(3))),
    }


def _as_jrnl(root: Path) -> Iterable[str]:
    for entry in json.loads((root / "json").read_text("utf-8"))["entries"]:
        words = " ".join(row["text"] for row in entry["utterances"])
        yield f"[{entry['entries']['said_at'][:16].replace('T', ' ')}] {words}\n"
