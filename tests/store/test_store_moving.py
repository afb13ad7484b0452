"""An entry goes from one journal to another with everything that the tables hold of it."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest
import store_nouns as some
import store_rows
from hypothesis import HealthCheck, given, settings
from store_rows import everything, renamed

from assistant.adapters.store import DuckDBJournal, moving
from assistant.adapters.store.columns import BESIDE_ENTRIES, COLUMNS, NULLABLE
from assistant.adapters.store.moving import EntryRows, put_in, put_in_asked, take_out, take_out_asked
from assistant.journal import Nights
from assistant.ports import Home, Selection

quick = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def other(tmp_path: Path) -> DuckDBJournal:
    return DuckDBJournal(Home(tmp_path / "other"), now=some.fixed_now)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> DuckDBJournal:
    return DuckDBJournal(Home(tmp_path_factory.mktemp("shelf") / "home"), now=some.fixed_now)


def moved(journal: DuckDBJournal, other: DuckDBJournal) -> tuple[bool, ...]:
    put_in_asked(other.access, take_out_asked(journal.access))
    return put_in(other.access, list(take_out(journal.access)))


def test_no_column_is_forgotten(journal: DuckDBJournal) -> None:
    """columns.py names every column of every table, and whether it may be empty."""
    with journal.access.open() as db:
        rows = db.execute("SELECT table_name, column_name, is_nullable FROM duckdb_columns()").fetchall()
        tables = {name for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    there = {(t, c): nullable for t, c, nullable in rows if t in tables and t not in ("schema_steps", "struck")}
    known = ((table, column) for table, columns in COLUMNS.items() for column in columns)
    assert there == {(t, c): c in NULLABLE.get(t, ()) for t, c in known}
    assert {*moving.PARTS, *BESIDE_ENTRIES, "entries", "asked"} == set(COLUMNS)


@quick
@given(entry=store_rows.entries, asked=store_rows.askeds)
def test_whatever_a_row_may_hold(shelf: DuckDBJournal, entry: EntryRows, asked: dict[str, object]) -> None:
    """Rows come out as they were put in, each value the same to the last digit."""
    entry, asked = renamed(entry), asked | {"uid": uuid.uuid4().hex}  # hypothesis repeats itself, and the shelf stays
    assert put_in(shelf.access, [entry]) == (True,)
    (out,) = (e for e in take_out(shelf.access) if e.uid == entry.uid)
    same = [{**row, "number": 0} for row in entry.tables["entries"]]
    assert [{**row, "number": 0} for row in out.tables["entries"]] == same
    assert {t: out.tables[t] for t in moving.PARTS} == {t: entry.tables[t] for t in moving.PARTS}
    assert put_in_asked(shelf.access, [asked]) == (True,)
    assert asked in take_out_asked(shelf.access)


def test_every_version(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """Words made again, readings of them, corrections and questions: all tables are the same afterwards."""
    asked = some.an_asked()
    journal.add_asked(asked)
    entry = journal.keep(replace(some.an_entry(), answers=asked.uid))
    journal.add_reading(entry, some.a_reading())
    journal.add_recording(entry.uid, replace(some.an_entry().recording, file_name="b.opus"))  # type: ignore[type-var]
    journal.add_transcript(entry.uid, some.a_transcript("I said no to her.", sentences=2))
    journal.add_reading(journal.entries(Selection(last=1))[0], some.a_reading(tags=3))
    journal.keep(some.an_entry("Nothing more."))
    assert moved(journal, other) == (True, True)
    assert everything(other) == everything(journal)
    assert other.reading(entry.uid) == journal.reading(entry.uid)


def test_the_same_one_twice(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """An entry that is there already is not put in again, nor twice of one go; nothing of it changes."""
    kept = journal.keep(some.an_entry())
    journal.add_asked(some.an_asked())
    (rows,) = take_out(journal.access)
    assert put_in(other.access, [rows, rows]) == (True, False)
    assert put_in_asked(other.access, [*take_out_asked(journal.access)] * 2) == (True, False)
    before = everything(other)
    journal.add_transcript(kept.uid, some.a_transcript("Something else."))
    assert moved(journal, other) == (False,)
    assert everything(other) == before


def test_numbers_go_on(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """What comes in gets the next numbers, and an entry that was there keeps its own."""
    mine = other.keep(some.an_entry("Mine."))
    theirs = journal.keep(some.an_entry("Theirs."))
    moved(journal, other)
    assert {e.uid: e.number for e in other.entries(Selection())} == {mine.uid: 1, theirs.uid: 2}
    assert other.keep(some.an_entry("Next.")).number == 3


def test_only_what_is_chosen(journal: DuckDBJournal) -> None:
    """A selection takes its entries, and of the questions those around them."""
    nights = [replace(some.an_entry(), night=some.MOMENT.utc.date().replace(day=day)) for day in (1, 2, 3)]
    for entry in nights:
        journal.keep(entry)
        journal.add_asked(replace(some.an_asked(entry.night), after=entry.uid))
    second = Selection(nights=Nights(nights[1].night, nights[1].night))
    assert [e.uid for e in take_out(journal.access, selection=second)] == [nights[1].uid]
    assert [a["after_entry"] for a in take_out_asked(journal.access, selection=second)] == [nights[1].uid]


def test_more_than_a_batch(journal: DuckDBJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches follow each other; what is kept in between does no harm."""
    monkeypatch.setattr(moving, "BATCH", 2)
    kept = [journal.keep(some.an_entry()).uid for _ in range(5)]
    out = take_out(journal.access)
    first = next(out).uid
    journal.keep(some.an_entry())
    assert [first, *(e.uid for e in out)] == kept


def test_nothing_to_move(journal: DuckDBJournal) -> None:
    """An empty journal has nothing to take out, and nothing put in is no fault."""
    assert list(take_out(journal.access)) == []
    assert take_out_asked(journal.access) == ()
    assert put_in(journal.access, []) == put_in_asked(journal.access, []) == ()
