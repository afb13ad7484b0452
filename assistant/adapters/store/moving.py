"""Entries out of one journal and into another, with everything that the tables hold of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns, rows
from assistant.adapters.store.access import Access
from assistant.adapters.store.columns import COLUMNS
from assistant.adapters.store.rows import Row
from assistant.ports import Selection

PARTS = tuple(table for table, columns in COLUMNS.items() if "entry" in columns)
"""The tables that hold something of an entry, by its number."""

BATCH = 200
"""Entries in one opening: a fraction of a second, so that an evening that is being kept hardly waits."""

_PLACE = ("version", "position")


@dataclass(frozen=True, slots=True)
class EntryRows:
    """One entry, with every version of its recordings, words and readings, and all that the person said of these."""

    uid: str
    tables: Mapping[str, tuple[Row, ...]]
    """`entries` with its one row, and each of PARTS. Columns as in columns.py; the rows of PARTS have no `entry`."""


def take_out(access: Access, *, selection: Selection | None = None) -> Iterator[EntryRows]:
    """Oldest first. Each batch is one short opening; an entry that is gone by then is left out."""
    with access.open() as db:
        numbers = nouns.numbers(db, selection or Selection())
    for first in range(0, len(numbers), BATCH):
        with access.open() as db:
            taken = _entries(db, numbers[first : first + BATCH])
        yield from taken


def take_out_asked(access: Access, *, selection: Selection | None = None) -> tuple[Row, ...]:
    """The questions that were asked, oldest first: all, or those that lie before or after the chosen entries."""
    with access.open() as db:
        if selection is None:
            return _fetched(db, f"SELECT {_columns('asked')} FROM asked ORDER BY utc, uid")
        chosen = f"FROM entries WHERE number IN ({listed(nouns.numbers(db, selection))})"
        return _fetched(
            db,
            f"SELECT {_columns('asked')} FROM asked WHERE uid IN (SELECT answers {chosen}) "
            f"OR after_entry IN (SELECT uid {chosen}) ORDER BY utc, uid",
        )


def put_in(access: Access, entries: Sequence[EntryRows]) -> tuple[bool, ...]:
    """All of them in one transaction. True for each that was new; one whose uid is here already stays as it is.

    Their numbers are new ones, in the order given. What is put in is taken to fit together.
    """
    if not entries:
        return ()
    with access.writing("put_in") as db:
        new = _new(db, "entries", [entry.uid for entry in entries])
        fresh = [entry for entry, is_new in zip(entries, new, strict=True) if is_new]
        numbers = [n for (n,) in db.execute("SELECT nextval('entry_numbers') FROM range(?)", [len(fresh)]).fetchall()]
        numbered = list(zip(numbers, fresh, strict=True))
        rows.insert(db, "entries", [{**row, "number": n} for n, e in numbered for row in e.tables["entries"]])
        for table in PARTS:
            rows.insert(db, table, [{**row, "entry": n} for n, e in numbered for row in e.tables.get(table, ())])
    return new


def put_in_asked(access: Access, asked: Sequence[Row]) -> tuple[bool, ...]:
    """As `put_in`."""
    if not asked:
        return ()
    with access.writing("put_in_asked") as db:
        new = _new(db, "asked", [str(row["uid"]) for row in asked])
        rows.insert(db, "asked", [row for row, is_new in zip(asked, new, strict=True) if is_new])
    return new


def new_asked(access: Access, asked: Sequence[Row]) -> tuple[bool, ...]:
    """What `put_in_asked` would say; changes nothing. The journal has to be there."""
    with access.reading() as db:
        return _new(db, "asked", [str(row["uid"]) for row in asked])


def _new(db: DuckDBPyConnection, table: str, uids: Sequence[str]) -> tuple[bool, ...]:
    """Also False for the second of two."""
    among = "SELECT unnest(from_json(?, '[\"VARCHAR\"]'))"
    known = {
        uid for (uid,) in db.execute(f"SELECT uid FROM {table} WHERE uid IN ({among})", [json.dumps(uids)]).fetchall()
    }
    first = {uid: i for i, uid in reversed(list(enumerate(uids)))}
    return tuple(uid not in known and first[uid] == i for i, uid in enumerate(uids))


def _entries(db: DuckDBPyConnection, numbers: Sequence[int]) -> list[EntryRows]:
    rows_of = {table: _by_entry(db, table, numbers) for table in PARTS}
    found = _fetched(db, f"SELECT {_columns('entries')} FROM entries WHERE number IN ({listed(numbers)})")
    taken = {
        row["number"]: EntryRows(
            uid=str(row["uid"]),
            tables={"entries": (row,)} | {table: tuple(rows_of[table].get(row["number"], ())) for table in PARTS},
        )
        for row in found
    }
    return [taken[number] for number in numbers if number in taken]


def _by_entry(db: DuckDBPyConnection, table: str, numbers: Sequence[int]) -> dict[object, list[Row]]:
    place = ", ".join(column for column in ("entry", *_PLACE) if column in COLUMNS[table])
    found: dict[object, list[Row]] = {}
    sql = f"SELECT {_columns(table)} FROM {table} WHERE entry IN ({listed(numbers)}) ORDER BY {place}"
    for row in _fetched(db, sql):
        found.setdefault(row.pop("entry"), []).append(row)
    return found


def listed(numbers: Iterable[int]) -> str:
    """As SQL. Bound as a parameter, each of them would have Python look for pandas: most of an export's time."""
    return f"SELECT unnest([{', '.join(str(int(number)) for number in numbers)}]::INTEGER[])"


def _columns(table: str) -> str:
    return ", ".join(COLUMNS[table])


def _fetched(db: DuckDBPyConnection, sql: str) -> tuple[dict[str, object], ...]:
    found = db.execute(sql)
    names = [str(column[0]) for column in found.description]
    return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
