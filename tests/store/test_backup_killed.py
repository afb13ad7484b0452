"""`kill -9` at any moment of striking or restoring: the journal opens, and each entry is whole or not there."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import store_nouns as some
from store_processes import ENVIRONMENT, ROOT

from assistant.adapters.backups import writing
from assistant.adapters.sound_files import RecordingsFolder
from assistant.adapters.store import DuckDBJournal, checking
from assistant.journal import Recording
from assistant.ports import Home, Selection

BEGINS = """
import sys
from functools import partial
from pathlib import Path
import store_nouns as some
from assistant.adapters.backups import reading, restoring, unpacked
from assistant.adapters.sound_files import RecordingsFolder
from assistant.adapters.store import DuckDBJournal, moving, rewriting
from assistant.adapters.store.leftovers import Leaving
from assistant.adapters.store.striking import strike_entry
from assistant.journal import Recording
from assistant.ports import Home, Selection
home = Home(Path(sys.argv[1]))
journal = DuckDBJournal(home, now=some.fixed_now)
moving.BATCH = 2
"""
STRIKES = f"""{BEGINS}
print("ready", flush=True)
for entry in journal.entries(Selection()):
    change = partial(strike_entry, entry=entry, moment=some.MOMENT)
    rewriting.rewrite(journal.access, change, Leaving((entry.recording.file_name,)))
    print(entry.uid, flush=True)
"""
RESTORES = f"""{BEGINS}
silent = lambda done, total: None
with reading.opened(Path(sys.argv[2])) as backup, unpacked.unpacked(backup, beside=home) as there:
    theirs = DuckDBJournal(there, now=some.fixed_now)
    sounds = RecordingsFolder(there.recordings), RecordingsFolder(home.recordings)
    uids = [entry.uid for entry in theirs.entries(Selection())]
    print("ready", flush=True)
    if restoring.has_room_for(there, home):
        restoring.put_whole(backup, unpacked=there, access=journal.access, settings=home.root, at=silent)
    else:
        merging = restoring.Merging(backup, theirs.access, sounds[0], journal.access, sounds[1])
        merging.run(uids, at=silent)
print("done", flush=True)
"""


def killed(code: str, *arguments: object, after_s: float) -> list[str]:
    """What it said before the end, its own if `after_s` is below 0."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    if after_s >= 0:
        time.sleep(after_s)
        os.kill(process.pid, signal.SIGKILL)
    rest, _ = process.communicate()
    return rest.split()


def filled(home: Home, *, entries: int) -> DuckDBJournal:
    journal = DuckDBJournal(home, now=some.fixed_now)
    home.recordings.mkdir(parents=True)
    for number in range(entries):
        sound = Recording(f"{uuid.uuid4().hex}.opus", 1.0, hashlib.sha256(b"sound").hexdigest(), 5)
        entry = replace(some.an_entry(f"Wilhelmine said number {number}.", sentences=3), recording=sound)
        (home.recordings / sound.file_name).write_bytes(b"sound")
        journal.add_reading(journal.keep(entry), some.a_reading(tags=3))
    return journal


def is_whole(journal: DuckDBJournal) -> bool:
    return not [fault for fault in checking.faults(journal.access) if "what was found in" not in fault.what]


def test_killed_while_striking(tmp_path: Path) -> None:
    """What was told to be gone is gone, at most one more is, and of what is left nothing is missing."""
    home = Home(tmp_path / "home")
    before = {e.uid: e for e in filled(home, entries=6).entries(Selection())}
    gone = killed(STRIKES, home.root, after_s=random.Random(1).uniform(0, 0.6))
    journal = DuckDBJournal(home, now=some.fixed_now)
    after = {e.uid: e for e in journal.entries(Selection())}
    assert not set(gone) & set(after)
    assert len(before) - len(after) - len(gone) in (0, 1)
    assert all(before[uid] == entry and journal.reading(uid) for uid, entry in after.items())
    assert is_whole(journal)
    names = {e.recording.file_name for e in after.values() if e.recording}
    assert {path.name for path in home.recordings.iterdir()} == names
    assert {path.name for path in home.root.iterdir()} <= {"journal.duckdb", "journal.lock", "recordings"}
    bytes_there = home.database.read_bytes()
    for uid in before.keys() - after.keys():
        transcript = before[uid].transcript
        assert transcript is not None
        assert transcript.text.encode() not in bytes_there


@pytest.mark.parametrize("into", ["nothing", "a journal"])
def test_killed_while_restoring(tmp_path: Path, into: str) -> None:
    """What was here stays whole; the same restore a second time brings the rest, and no entry twice."""
    home, theirs = Home(tmp_path / "home"), filled(Home(tmp_path / "theirs"), entries=5)
    made = writing.make(tmp_path / "b.zip", access=theirs.access, settings={}, at=lambda *_: None)
    mine = filled(home, entries=2).entries(Selection()) if into == "a journal" else ()
    said = killed(RESTORES, home.root, made.path, after_s=random.Random(into).uniform(0, 0.4))
    assert said in ([], ["done"])
    journal = DuckDBJournal(home, now=some.fixed_now)
    if home.database.exists():
        assert is_whole(journal)
        assert not (home.root / "restoring").exists()
        assert set(mine) <= set(journal.entries(Selection()))
    assert killed(RESTORES, home.root, made.path, after_s=-1) == ["done"]
    kept = journal.entries(Selection())
    assert sorted(e.uid for e in kept) == sorted(e.uid for e in (*mine, *theirs.entries(Selection())))
    assert is_whole(journal)
    sounds = RecordingsFolder(home.recordings)
    assert all(sounds.has(recording) for _, recording in checking.recordings(journal.access))
    assert not (home.root / "restoring").exists()
