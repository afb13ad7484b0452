"""`kill -9` at any moment: the journal opens, and what was acknowledged is there, whole."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
import store_nouns as some
from store_processes import ENVIRONMENT, KEY, ROOT

from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home, Selection

KEEPS = """
import sys
from pathlib import Path
import store_nouns as some
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home
journal = DuckDBJournal(Home(Path(sys.argv[1])), now=some.fixed_now, key=bytes.fromhex(sys.argv[2]))
while True:
    entry = journal.keep(some.an_entry("I said no to mother.", sentences=3))
    print(entry.uid, flush=True)
    journal.add_reading(entry, some.a_reading(tags=3))
"""


def killed_while_keeping(home: Home, *, key: bytes, after_s: float) -> list[str]:
    """Uids that were acknowledged before the end."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS, str(home.root), key.hex()],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(after_s)
    os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return (first + rest).split()


@pytest.mark.parametrize(("key", "seed"), [(b"", 0), (b"", 1), (KEY, 2)], indirect=["key"])
def test_killed_while_keeping(home: Home, key: bytes, seed: int) -> None:
    """Twice at random moments, on top of each other: nothing acknowledged is missing or half there."""
    chance = random.Random(seed)
    acknowledged = [
        uid for _ in range(2) for uid in killed_while_keeping(home, key=key, after_s=chance.uniform(0, 0.3))
    ]
    journal = DuckDBJournal(home, now=some.fixed_now, key=key)
    kept = {entry.uid: entry for entry in journal.entries(Selection())}
    assert set(acknowledged) <= set(kept)
    assert len(kept) - len(acknowledged) <= 2  # kept, and killed before it could say so
    for uid, entry in kept.items():
        assert entry.transcript == some.a_transcript(sentences=3)
        assert journal.reading(uid) in (None, some.a_reading(tags=3))
    assert journal.keep(some.an_entry()).number > max(entry.number for entry in kept.values())
