"""Many at once on one home: two writers, five readers, and an evening that is being recorded."""

import subprocess
import sys

import store_nouns as some
from store_processes import ENVIRONMENT, ROOT, over_both

from assistant.adapters.spool import FileSpool
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home, Selection

GOES_ON_S = 4.0
WAITS_S = 2.0
"""The longest that anybody may have to wait: who waits longer fails."""

PROCESS = f"""
import sys, time
from pathlib import Path
import numpy as np
import store_nouns as some
from assistant.adapters.spool import FileSpool
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home, Selection

home, key = Home(Path(sys.argv[2])), bytes.fromhex(sys.argv[3])
journal = DuckDBJournal(home, now=some.fixed_now, command=sys.argv[1], patience_s={WAITS_S}, key=key)
until = time.monotonic() + {GOES_ON_S}

def write():
    entry = journal.keep(some.an_entry(sentences=3))
    journal.add_reading(entry, some.a_reading(tags=3))
    print(entry.uid, flush=True)

def read():
    journal.query("SELECT label, count(*) FROM current_tags JOIN current_utterances USING (entry) GROUP BY label")
    print(len(journal.entries(Selection(last=3))), flush=True)

def evening():
    uid = some.an_entry().uid
    turn = FileSpool(home.spool, key=key or None).begin(uid, moment=some.MOMENT, answers="")
    for second in range(2):
        for _ in range(50):
            turn.write(np.full(320, 0.1, np.float32))
            time.sleep(0.02)
    turn.close()
    journal.keep(some.an_entry(uid=uid))
    journal.add_asked(some.an_asked())
    print(uid, flush=True)

while time.monotonic() < until:
    {{"write": write, "read": read, "evening": evening}}[sys.argv[1]]()
"""


@over_both
def test_many_at_once(home: Home, key: bytes) -> None:
    """Nobody fails, nobody waits for longer than two seconds, and nothing is lost."""
    journal = DuckDBJournal(home, now=some.fixed_now, key=key)
    journal.keep(some.an_entry())
    all_of_them = {
        what: [_started(what, home, key) for _ in range(count)]
        for what, count in {"write": 2, "read": 5, "evening": 1}.items()
    }
    said: dict[str, list[str]] = {what: [] for what in all_of_them}
    for what, processes in all_of_them.items():
        for process in processes:
            out, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors[-600:]
            said[what] += out.split()
            assert out, f"one of those who {what} never had a turn"
    kept = {entry.uid: entry for entry in journal.entries(Selection())}
    assert {*said["write"], *said["evening"]} <= set(kept)
    assert len(kept) == 1 + len(said["write"]) + len(said["evening"])
    spool = FileSpool(home.spool, key=key or None)
    for uid in said["evening"]:
        assert sum(len(block) for block in spool.blocks(uid)) == 2 * 50 * 320


def _started(what: str, home: Home, key: bytes) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS, what, str(home.root), key.hex()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
