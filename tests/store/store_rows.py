"""Rows of every table as hypothesis can think of them, by the columns alone: a new column is made up as well."""

import uuid
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from assistant.adapters.store import DuckDBJournal
from assistant.adapters.store.columns import BESIDE_ENTRIES, COLUMNS, NULLABLE
from assistant.adapters.store.moving import PARTS, EntryRows

KINDS: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": st.text(max_size=20)
    | st.sampled_from(["", "\x00", "\u202eo\u0308 \U0001f701", "a\r\nb\t", '"\\', "\ud7ff\ue000"]),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE": st.floats(allow_nan=False) | st.sampled_from([-0.0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2]),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "TIMESTAMP": st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)),
}


def values(kind: object) -> st.SearchStrategy[Any]:
    if isinstance(kind, list):
        return st.lists(values(kind[0]), max_size=3)
    return (
        st.fixed_dictionaries({k: values(v) for k, v in kind.items()}) if isinstance(kind, dict) else KINDS[str(kind)]
    )


def rows(table: str) -> st.SearchStrategy[dict[str, Any]]:
    free = NULLABLE.get(table, frozenset())
    return st.fixed_dictionaries(
        {
            column: st.none() | values(kind) if column in free else values(kind)
            for column, kind in COLUMNS[table].items()
            if column != "entry"
        }
    )


def entry(tables: dict[str, list[dict[str, Any]]]) -> EntryRows:
    """Versions and positions count on from 1 and 0; everything else is anything."""
    counted = {table: tuple(_counted(row, i) for i, row in enumerate(made)) for table, made in tables.items()}
    return renamed(EntryRows("", counted))


def _counted(row: dict[str, Any], i: int) -> dict[str, Any]:
    return row | {name: first + i for name, first in (("version", 1), ("position", 0)) if name in row}


entries = st.fixed_dictionaries(
    {"entries": st.lists(rows("entries"), min_size=1, max_size=1)}
    | {table: st.lists(rows(table), max_size=3) for table in PARTS}
).map(entry)


def renamed(entry: EntryRows) -> EntryRows:
    """Another entry with the same in it."""
    uid = uuid.uuid4().hex
    return EntryRows(uid, {**entry.tables, "entries": tuple({**row, "uid": uid} for row in entry.tables["entries"])})


askeds = rows("asked").map(lambda row: row | {"uid": uuid.uuid4().hex})

practices = st.fixed_dictionaries({table: st.lists(rows(table), max_size=2) for table in BESIDE_ENTRIES}).map(
    lambda tables: {
        table: [_unlike_others(_counted(row, i)) for i, row in enumerate(its)] for table, its in tables.items()
    }
)
"""What is not said in one entry, by table."""


def _unlike_others(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"uid": uuid.uuid4().hex} if "uid" in row else row


def everything(journal: DuckDBJournal) -> dict[str, list[tuple[object, ...]]]:
    """All of each table, `number` and `entry` by the entry's uid, whatever columns there are."""
    with journal.access.open() as db:
        whole = {}
        for table in COLUMNS:
            found = db.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in found.description]
            key = {"entries": "number"}.get(table, "entry")
            uids = dict(db.execute("SELECT number, uid FROM entries").fetchall())
            found = db.execute(f"SELECT * FROM {table}")
            whole[table] = sorted(
                (
                    tuple(uids[v] if n == key else v for n, v in zip(names, row, strict=True))
                    for row in found.fetchall()
                ),
                key=repr,
            )
    return whole
