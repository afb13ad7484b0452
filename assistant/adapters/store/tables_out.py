"""The journal's tables and views as Parquet files, written from a copy: the largest view takes a second."""

from collections.abc import Callable
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import aside, faults, nouns
from assistant.adapters.store.access import Access
from assistant.adapters.store.columns import BESIDE_ENTRIES
from assistant.adapters.store.connection import private_files
from assistant.adapters.store.moving import listed
from assistant.adapters.store.quoting import identifier, literal
from assistant.errors import NoSpace
from assistant.ports import Selection

_NAMES = """
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal AND NOT temporary
UNION ALL
SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal AND NOT temporary
ORDER BY ALL
"""
_COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ?"
_OURS = frozenset({"schema_steps", "struck", "hidden", "private_names"})
"""They say how the journal came to be as it is, and nothing of what was said; or what is to stay with the person."""


class NotWritten(Exception):
    """The files could not be written."""


def write(access: Access, selection: Selection, *, into: Path, at: Callable[[float, float], None]) -> int:
    """One file each, called `<name>.parquet`, of the journal as it is now. Raises NoSpace, NotWritten.

    Gives back of how many entries. `at` is told how many files are done, and of how many.
    """
    whole = selection == Selection()
    with aside.copied(access) as db, private_files():
        left_out = _OURS if whole else _OURS.union(BESIDE_ENTRIES)
        names = [name for (name,) in db.execute(_NAMES).fetchall() if name not in left_out]
        numbers = nouns.numbers(db, selection)
        db.execute(f"CREATE TEMP TABLE chosen AS {listed(numbers)} AS number")
        for done, name in enumerate(names, 1):
            which = "" if whole else _where(db, name)
            _copy(db, f"SELECT * FROM {identifier(name)} {which}", into / f"{name}.parquet")
            at(done, len(names))
    return len(numbers)


def _copy(db: DuckDBPyConnection, sql: str, file: Path) -> None:
    try:
        db.execute(f"COPY ({sql}) TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise (NoSpace("The disk is full.") if faults.is_full(str(error)) else NotWritten()) from error


def _where(db: DuckDBPyConnection, name: str) -> str:
    """By the entry that a row belongs to, or by its night."""
    columns = {column for (column,) in db.execute(_COLUMNS, [name]).fetchall()}
    if name == "entries":
        return "WHERE number IN (FROM chosen)"
    if "entry" in columns:
        return "WHERE entry IN (FROM chosen)"
    if "night" in columns:
        return "WHERE night IN (SELECT night FROM entries WHERE number IN (FROM chosen))"
    return ""
