"""Before the tables change, the journal as it was is copied."""

import os

import duckdb
import pytest
import store_nouns as some

from assistant.adapters.store import DuckDBJournal, copies, schema_steps
from assistant.errors import NoSpace
from assistant.ports import Home, Selection


@pytest.fixture
def older(home: Home, monkeypatch: pytest.MonkeyPatch) -> DuckDBJournal:
    """A journal with an entry, to which this version has a step to add; opened by nobody yet."""
    DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry())
    add_step(monkeypatch)
    return DuckDBJournal(home, now=some.fixed_now)


def add_step(monkeypatch: pytest.MonkeyPatch, sql: str = "CREATE TABLE newer (i INTEGER)") -> None:
    every = schema_steps.steps()
    step = schema_steps.Step(len(every) + 1, "newer", sql)
    monkeypatch.setattr(schema_steps, "steps", lambda: (*every, step))


def test_a_copy_as_it_was(older: DuckDBJournal, home: Home) -> None:
    """The copy opens, holds the entry and no newer table, is for its owner alone, and is told of once."""
    (entry,) = older.entries(Selection())
    (copy,) = copies.automatic(home)
    assert copy.name == f"before-step-{schema_steps.newest_known():04}-2026-03-01-223000.duckdb"
    assert (home.backups.stat().st_mode & 0o777, copy.stat().st_mode & 0o777) == (0o700, 0o600)
    with duckdb.connect(str(copy), read_only=True) as db:
        assert db.execute("SELECT uid FROM entries").fetchall() == [(entry.uid,)]
        assert not db.execute("FROM duckdb_tables() WHERE table_name = 'newer'").fetchall()
    (told,) = older.notices()
    assert str(home.backups) in told
    assert older.notices() == ()


def test_a_new_journal(journal: DuckDBJournal, home: Home) -> None:
    """There is nothing to copy when a journal begins."""
    journal.keep(some.an_entry())
    assert not home.backups.exists()
    assert journal.notices() == ()


def test_only_three_stay(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fifth change the two oldest copies are gone."""
    journal.keep(some.an_entry())
    for n in range(5):
        add_step(monkeypatch, f"CREATE TABLE newer_{n} (i INTEGER)")
        assert len(DuckDBJournal(home, now=some.fixed_now).entries(Selection())) == 1
    newest = schema_steps.newest_known()
    assert [path.name.split("-")[2] for path in copies.automatic(home)] == [f"{newest - i:04}" for i in range(3)]
    assert len(list(home.backups.iterdir())) == 3


def test_locked_since(home: Home) -> None:
    """Which is the newest lies in the name: a copy that was written anew when it was locked is no newer for that."""
    home.backups.mkdir(parents=True)
    names = [f"before-step-0002-2026-0{n}-01-223000.duckdb" for n in (1, 2)] + [
        f"before-step-{step}-2026-01-01-000000.duckdb" for step in ("0009", "0010")
    ]
    for at, name in zip((9, 8, 7, 6), names, strict=True):
        (home.backups / name).touch()
        os.utime(home.backups / name, (at, at))
    assert [path.name for path in copies.automatic(home)] == names[::-1]


def test_no_room_for_it(older: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without room for the copy nothing changes, and one sentence says so; with room it goes on."""
    before = home.database.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(copies.os, "fsync", full)
        with pytest.raises(NoSpace, match="no room for a copy") as told:
            older.entries(Selection())
    assert "MB of room" in told.value.hint
    assert home.database.read_bytes() == before
    assert list(home.backups.iterdir()) == []
    assert len(older.entries(Selection())) == 1


def test_a_step_that_fails_after_the_copy(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy stays, and the journal as well."""
    journal.keep(some.an_entry())
    with monkeypatch.context() as broken:
        add_step(broken, "DROP TABLE utterances; SELECT nonsense")
        with pytest.raises(duckdb.Error):
            DuckDBJournal(home, now=some.fixed_now).entries(Selection())
    assert len(copies.automatic(home)) == 1
    assert len(DuckDBJournal(home, now=some.fixed_now).entries(Selection())) == 1
