"""Broken logs, broken files, full disks: one sentence each, and the journal as it was."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import store_nouns as some
from store_processes import CONNECT, ENVIRONMENT, ROOT, over_both

from assistant.adapters.store import DuckDBJournal, broken_log, faults
from assistant.errors import AssistantError, JournalBusy, NoSpace
from assistant.ports import Home, Selection

CRASHES = f"""{CONNECT}
import os
for i in range(40):
    db.execute("INSERT INTO asked SELECT uuid()::VARCHAR, DATE '2026-03-01', now()::TIMESTAMP, 'q', 't', NULL, "
               "now()::TIMESTAMP, 0, '', ''")
os._exit(9)
"""
SMALL_DISK = """
mount -t tmpfs -o size=1500k,mode=700 none "$1" && exec "$2" -c "$3" "$1" "$4"
"""
FILLS = """
import os, sys
from pathlib import Path
import store_nouns as some
from assistant.adapters.store import DuckDBJournal
from assistant.errors import NoSpace
from assistant.ports import Home, Selection
root = Path(sys.argv[1])
journal = DuckDBJournal(Home(root), now=some.fixed_now)
kept = [journal.keep(some.an_entry())]
if sys.argv[2] == "kept":
    with open(root / "filler", "wb", buffering=0) as filler:
        try:
            while filler.write(bytes(1024)): pass
        except OSError: pass
for _ in range(200):
    entry = some.an_entry(os.urandom(2000).hex() + " word", sentences=4)
    try:
        kept.append(journal.keep(entry))
    except NoSpace as error:
        told = error
        break
assert journal.entries(Selection()) == tuple(kept), "a full disk can still be read, and nothing kept is missing"
if sys.argv[2] == "kept": assert len(kept) == 1
(root / "filler").unlink(missing_ok=True) if sys.argv[2] == "kept" else None
if sys.argv[2] == "kept": assert journal.keep(entry).number > 1, "with room again, it is kept"
print(told.message)
"""
READ_ONLY = """
import subprocess, sys
from pathlib import Path
import store_nouns as some
from assistant.adapters.store import DuckDBJournal
from assistant.errors import AssistantError, NoSpace
from assistant.ports import Home
journal = DuckDBJournal(Home(Path(sys.argv[1])), now=some.fixed_now)
journal.keep(some.an_entry())
subprocess.run(["mount", "-o", "remount,ro", sys.argv[1]], check=True)
try:
    journal.keep(some.an_entry())
except NoSpace:
    raise
except AssistantError as error:
    print(error.message)
"""


def with_log_left_behind(home: Home, *, key: bytes = b"") -> Path:
    """A real one: a foreign program wrote forty rows and died before they reached the file."""
    subprocess.run([sys.executable, "-c", CRASHES, str(home.database), key.hex()], check=False, env=ENVIRONMENT)
    wal = home.root / "journal.duckdb.wal"
    assert wal.stat().st_size > 1000
    return wal


def damage(wal: Path) -> None:
    """In its last change. Where a length stands DuckDB takes it for a torn end, and replays what is before."""
    data = bytearray(wal.read_bytes())
    data[-30:-10] = b"\xff" * 20
    wal.write_bytes(data)


@over_both
def test_a_log_left_behind(home: Home, journal: DuckDBJournal, key: bytes) -> None:
    """A whole log is replayed, also when the first to come only asks."""
    journal.keep(some.an_entry())
    wal = with_log_left_behind(home, key=key)
    assert journal.query("SELECT count(*) FROM asked").rows == ((40,),)
    assert not wal.exists()
    assert journal.notices() == ()


@over_both
def test_a_broken_log(home: Home, journal: DuckDBJournal, key: bytes) -> None:
    """A log that cannot be replayed is set aside and told, once; the journal opens with what was kept."""
    kept = journal.keep(some.an_entry())
    wal = with_log_left_behind(home, key=key)
    damage(wal)
    before = wal.read_bytes()
    assert journal.entries(Selection()) == (kept,)
    aside = home.root / "journal.duckdb.wal.broken-2026-03-01-223000"
    assert aside.read_bytes() == before
    assert aside.stat().st_mode & 0o777 == 0o600
    (told,) = journal.notices()
    assert aside.name in told
    assert journal.notices() == ()
    assert journal.keep(some.an_entry()).number == 2


def test_a_second_broken_log(home: Home, journal: DuckDBJournal) -> None:
    """A second one in the same second does not overwrite the first."""
    journal.keep(some.an_entry())
    for _ in range(2):
        damage(with_log_left_behind(home))
        journal.has("")
    assert len(list(home.root.glob("*.broken-*"))) == 2


def test_a_log_that_ends_the_process(home: Home, journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log whose replay aborts the process ends a process made for that, and is set aside."""
    kept = journal.keep(some.an_entry())
    with_log_left_behind(home)
    monkeypatch.setattr(broken_log, "_REPLAY", "import os; os.abort()")
    assert journal.entries(Selection()) == (kept,)
    assert len(journal.notices()) == 1


def test_a_log_of_a_living_program(home: Home, journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that somebody is writing is not broken: it stays where it is."""
    journal.keep(some.an_entry())
    with duckdb.connect(str(home.database)) as db:
        db.execute(
            "INSERT INTO asked SELECT 'x', DATE '2026-03-01', now()::TIMESTAMP, 'q', 't', NULL, "
            "now()::TIMESTAMP, 0, '', ''"
        )
        with pytest.raises(JournalBusy):
            DuckDBJournal(home, now=some.fixed_now, patience_s=0.1).has("")
    assert not list(home.root.glob("*.broken-*"))
    assert journal.query("SELECT count(*) FROM asked").rows == ((1,),)


@over_both
@pytest.mark.parametrize("part", ["all", "start", "middle", "cut", "empty"])
def test_a_broken_file(home: Home, journal: DuckDBJournal, key: bytes, part: str) -> None:
    """A file that is no database any more is told in one sentence, and left byte for byte."""
    journal.keep(some.an_entry())
    data = bytearray(home.database.read_bytes())
    spoiled = {
        "all": b"this is no database " * 5000,
        "start": b"\x55" * 12288 + data[12288:],
        "middle": data[:12288] + b"\x55" * (len(data) - 12288),
        "cut": data[:9000],
        "empty": b"",
    }[part]
    home.database.write_bytes(spoiled)
    for attempt in (lambda j: j.keep(some.an_entry()), lambda j: j.query("FROM entries")):
        with pytest.raises(AssistantError, match="damaged") as told:
            attempt(DuckDBJournal(home, now=some.fixed_now, key=key))
        assert "backup" in told.value.hint
        assert home.database.read_bytes() == spoiled


@over_both
def test_a_broken_file_with_a_log(home: Home, journal: DuckDBJournal, key: bytes) -> None:
    """Where the file itself is broken, its log stays beside it."""
    journal.keep(some.an_entry())
    wal = with_log_left_behind(home, key=key)
    home.database.write_bytes(b"this is no database " * 5000)
    with pytest.raises(AssistantError, match="damaged"):
        journal.has("")
    assert wal.exists()
    assert journal.notices() == ()


def test_a_file_half_made(home: Home, journal: DuckDBJournal) -> None:
    """What a crash left of a journal that was just being made does not stand in the way."""
    home.root.mkdir()
    (home.root / "journal.duckdb.new").write_bytes(b"half")
    (home.root / "journal.duckdb.new.wal").write_bytes(b"half")
    assert journal.keep(some.an_entry()).number == 1
    assert {path.name for path in home.root.iterdir()} == {"journal.duckdb", "journal.lock"}


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    """A home in an impossible place is one sentence with the way out."""
    (tmp_path / "file").write_text("")
    with pytest.raises(AssistantError, match="cannot be written to") as told:
        DuckDBJournal(Home(tmp_path / "file" / "home"), now=some.fixed_now).keep(some.an_entry())
    assert "BETWEEN_HOME" in told.value.hint


def on_a_small_disk(folder: Path, code: str, argument: str = "") -> str:
    folder.mkdir()
    probe = subprocess.run(["unshare", "-rm", "true"], check=False) if shutil.which("unshare") else None
    if probe is None or probe.returncode:
        pytest.skip("needs `unshare -rm` for a disk of its own")
    command = ["unshare", "-rm", "sh", "-c", SMALL_DISK, "sh", str(folder), sys.executable, code, argument]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("filled", ["by others kept", "by itself"])
def test_a_full_disk(tmp_path: Path, filled: str) -> None:
    """A full disk is told; what was kept can still be read, and with room again the rest is kept."""
    assert "disk is full" in on_a_small_disk(tmp_path / "disk", FILLS, filled.rsplit(maxsplit=1)[-1])


def test_a_disk_that_became_read_only(tmp_path: Path) -> None:
    """A disk that can only be read is told as that."""
    assert "cannot be written to" in on_a_small_disk(tmp_path / "disk", READ_ONLY)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("IO Error: Could not set lock on file: Conflicting lock is held in python (PID 12)", JournalBusy, "12"),
        ("IO Error: Could not set lock on file", JournalBusy, "Another program has"),
        ("IO Error: Could not write: No space left on device", NoSpace, "full"),
        ("IO Error: Cannot open file: Permission denied", AssistantError, "cannot be written to"),
        (
            "Trying to read a database file with version number 99, but we can only read",
            AssistantError,
            "newer Between",
        ),
    ],
)
def test_duckdbs_words(home: Home, said: str, kind: type[AssistantError], words: str) -> None:
    """Each known fault becomes its own sentence."""
    with pytest.raises(kind, match=words), faults.in_plain_words(home):
        raise duckdb.IOException(said)


def test_our_own_mistakes_stay_bugs(home: Home) -> None:
    """A mistake in our SQL is not told as a fault of the disk."""
    with pytest.raises(duckdb.BinderException), faults.in_plain_words(home):
        raise duckdb.BinderException("no such column")
