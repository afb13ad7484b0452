"""Every byte of the home, of the temporary folder and of the logs, searched for what was said.

Each search is made in a plain journal first, where it must find it: one that finds nothing proves nothing.
"""

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import lock_keys
import pytest
from test_lock_killed import a_house, in_a_process, tone

from assistant.adapters.locking import keys_file
from assistant.adapters.store import connection, encrypted
from assistant.audio import to_pcm16
from assistant.journal import Entry, Transcript, Utterance
from assistant.ports import Home, Selection
from assistant.wiring import House, locking

ROOT = Path(__file__).resolve().parents[2]
SAID = "I told the ferryman about the marzipan."
SPOKEN = to_pcm16(tone(1))[4_000:4_200]
"""A fortieth of a second of a turn as it is spoken."""
OPUS = b"OpusHead"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return Home(tmp_path / "home")


@pytest.fixture(params=["plain", "locked"])
def house(request: pytest.FixtureRequest, home: Home) -> House:
    if request.param == "plain":
        return a_house(home).open()
    made = lock_keys.lock(a_house(home).open())
    return a_house(home, key=made.key)


def found(home: Home, *needles: bytes) -> set[bytes]:
    """Those that stand in any file beside or in the home, in either of the ways that text is written."""
    data = [path.read_bytes() for path in home.root.parent.rglob("*") if path.is_file()]
    return {needle for needle in needles if any(needle in held for held in data)}


def an_entry(house: House, *, uid: str = "1" * 32, sound: bool = False) -> Entry:
    said = Transcript((Utterance(SAID, 0.0, 1.0),), "keyboard", "")
    recording = house.sound_files.keep(iter([tone(1)])) if sound else None
    return Entry(uid, house.clock.now(), house.tonight(), "talk", "words", said, recording)


def is_plain(house: House) -> bool:
    return house.key is None


def test_an_evening(house: House) -> None:
    """Spoken, kept and read; typed and still in the draft; asked of, and put into the index of words."""
    turn = house.spool.begin("2" * 32, moment=house.clock.now(), answers="")
    turn.write(tone(1))
    house.drafts.add("3" * 32, f"half a thought: {SAID}")
    there = found(house.home, SPOKEN, SAID.encode())
    assert there == ({SPOKEN, SAID.encode()} if is_plain(house) else set())
    turn.close()
    house.drafts.discard("3" * 32)
    house.journal.keep(an_entry(house, sound=True))
    assert house.journal.query("SELECT text FROM utterances").rows == ((SAID,),)
    house.search.refresh()
    assert house.home.search.exists()
    house.close()
    there = found(house.home, SAID.encode(), b"marzipan", OPUS)
    assert there == ({SAID.encode(), b"marzipan", OPUS} if is_plain(house) else set())


def test_killed_while_storing(house: House) -> None:
    """A crash leaves a log, a turn and a draft."""

    def store() -> None:
        house.spool.begin("2" * 32, moment=house.clock.now(), answers="").write(tone(1))
        house.drafts.add("3" * 32, SAID)
        for number in range(1000):
            house.journal.keep(an_entry(house, uid=f"{number:032x}"))

    process = in_a_process(store)
    deadline = time.monotonic() + 20
    while not (house.home.database.exists() and list(house.home.drafts.glob("*"))) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    assert found(house.home, SAID.encode(), SPOKEN) == ({SAID.encode(), SPOKEN} if is_plain(house) else set())
    assert house.journal.entries(Selection(last=1))[0].transcript == an_entry(house).transcript


CRASHES = """
import os, sys
from pathlib import Path
from assistant.adapters.store import connection
db = connection.connect(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]), config={})
for _ in range(3):
    db.execute("UPDATE utterances SET text = text || ?", [sys.argv[3]])
os._exit(9)
"""


def test_a_log_that_a_crash_leaves(house: House) -> None:
    """DuckDB's log before it came into the file, and after."""
    house.journal.keep(an_entry(house))
    key = house.key_for("database") or b""
    command = [sys.executable, "-c", CRASHES, str(house.home.database), key.hex(), " pistachio ice"]
    subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert connection.write_ahead_log(house.home).stat().st_size > 100
    for _ in range(2):
        assert found(house.home, b"pistachio ice") == ({b"pistachio ice"} if is_plain(house) else set())
        assert "pistachio" in str(house.journal.query("SELECT text FROM utterances").rows)


def test_what_memory_does_not_hold(house: House) -> None:
    """DuckDB puts it aside in a file of the home, while a question is answered."""
    house.journal.keep(an_entry(house))
    with house.journal.access.open() as db:
        db.execute("SET memory_limit = '20MB'")
        big = "SELECT text || range || repeat('.', 200) FROM utterances, range(150_000)"
        db.execute(f"CREATE TEMP TABLE put_aside AS {big}")
        files = list((house.home.root / "tmp").iterdir())
        assert sum(path.stat().st_size for path in files) > 100_000
        assert any(SAID.encode() in path.read_bytes() for path in files) == is_plain(house)


def test_locking_a_plain_journal(home: Home) -> None:
    """What was plain in the home before is in none of its files after; and the other way round."""
    house = a_house(home).open()
    house.journal.keep(an_entry(house, sound=True))
    house.search.refresh()
    turn = house.spool.begin("2" * 32, moment=house.clock.now(), answers="")
    turn.write(tone(1))
    turn.close()
    os.waitpid(in_a_process(lambda: house.drafts.add("3" * 32, SAID)), 0)
    (home.root / "tmp").mkdir()
    (home.root / "tmp" / "duckdb_temp_storage_DEFAULT-0.tmp").write_text(SAID)
    (home.root / "journal.duckdb.wal.broken-2026-03-01-223000").write_text(SAID)
    home.backups.mkdir()
    (home.backups / "before-step-0001.duckdb").write_bytes(home.database.read_bytes())
    (home.backups / "before-step-0002.duckdb").write_text(f"no database, but {SAID}")
    (home.database.with_name("journal.duckdb.recoded")).write_text(SAID)
    needles = (SAID.encode(), b"marzipan", SPOKEN, OPUS)
    assert found(home, *needles) == set(needles)
    del house
    made = lock_keys.lock(a_house(home))
    assert found(home, *needles) == set()
    house = a_house(home)
    with locking.undisturbed(house):
        locking.unlock(house, made.keys, key=made.key, at=lambda *_: None)
    assert found(home, SAID.encode(), SPOKEN, OPUS) == {SAID.encode(), SPOKEN, OPUS}
    assert (home.backups / "before-step-0002.duckdb").read_text() == f"no database, but {SAID}"
    assert keys_file.read(home.keys) is None


def test_unlocking_what_is_damaged(home: Home) -> None:
    """A recording that a disk has spoiled stays as it is, with its key beside; all else is plain again."""
    made = lock_keys.lock(a_house(home).open())
    house = a_house(home, key=made.key)
    entry = an_entry(house, sound=True)
    house.journal.keep(entry)
    (path,) = home.recordings.iterdir()
    spoiled = path.read_bytes()[:-40] + bytes(40)
    path.write_bytes(spoiled)
    del house
    gc.collect()
    house = a_house(home)
    with locking.undisturbed(house):
        assert locking.unlock(house, made.keys, key=made.key, at=lambda *_: None) == (path,)
    assert path.read_bytes() == spoiled
    assert [kept.name for kept in home.root.glob("keys*")] == [f"keys-{made.keys.uid}.json"]
    assert a_house(home).journal.entries(Selection())[0].transcript == entry.transcript


def test_the_key_is_nowhere(house: House) -> None:
    """Neither in a file, nor in what DuckDB tells of itself, nor in what it says when a file can't be opened."""
    house.journal.keep(an_entry(house))
    key = house.key_for("database")
    if key is None:
        pytest.skip("a plain journal has no key")
    assert found(house.home, key, key.hex().encode(), house.given_key, house.given_key.hex().encode()) == set()
    tables = ("duckdb_settings()", "duckdb_databases()", "duckdb_logs", "pragma_database_list", "duckdb_variables()")
    for table in tables:
        assert key.hex() not in str(house.journal.query(f"SELECT * FROM {table}").rows)
    for attempt in (attach_elsewhere, attach_twice):
        with pytest.raises(Exception, match=r".") as told:
            attempt(house.home, key)
        assert key.hex() not in str(told.getrepr(chain=True, style="native", showlocals=False))


def attach_elsewhere(home: Home, key: bytes) -> None:
    encrypted.connect(home.root / "no folder" / "x.duckdb", key=key, config={}).close()


def attach_twice(home: Home, key: bytes) -> None:
    with encrypted.connect(home.database, key=key, config={}) as db:
        encrypted.attach(db, home.database, name="again", key=key)
