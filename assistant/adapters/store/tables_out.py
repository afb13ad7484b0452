"""The journal's tables and views as Parquet files, each written in one short opening."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import faults, nouns
from assistant.adapters.store.access import Access
from assistant.adapters.store.connection import private_files
from assistant.adapters.store.moving import listed
from assistant.errors import NoSpace
from assistant.ports import Selection

_NAMES = """
SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal AND NOT temporary
UNION ALL
SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal AND NOT temporary
ORDER BY ALL
"""
_COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ?"
_OURS = frozenset({"schema_steps", "struck"})
"""They say how the journal came to be as it is, and nothing of what was said."""


class NotWritten(Exception):
    """The files could not be written."""


@dataclass(frozen=True, slots=True)
class Chosen:
    names: tuple[str, ...]
    """Of tables and views."""
    numbers: tuple[int, ...]
    """Of entries. One that is kept later is in none of the files."""
    whole: bool
    """All entries there are: then rows that belong to no entry go with them."""


def chosen(access: Access, selection: Selection) -> Chosen:
    with access.open() as db:
        names = tuple(name for (name,) in db.execute(_NAMES).fetchall() if name not in _OURS)
        return Chosen(names, nouns.numbers(db, selection), whole=selection == Selection())


def write(access: Access, these: Chosen, *, into: Path) -> Iterator[str]:
    """One file each, called `<name>.parquet`; gives the names as they are done. Raises NoSpace, NotWritten."""
    for name in these.names:
        with access.reading() as db, private_files():
            db.execute(f"CREATE TEMP TABLE chosen AS {listed(these.numbers)} AS number")
            _copy(db, f"SELECT * FROM {_quoted(name)} {_where(db, name, whole=these.whole)}", into / f"{name}.parquet")
        yield name


def _copy(db: DuckDBPyConnection, sql: str, file: Path) -> None:
    try:
        db.execute(f"COPY ({sql}) TO {_text(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    except duckdb.IOException as error:
        raise (NoSpace("The disk is full.") if faults.is_full(str(error)) else NotWritten()) from error


def _where(db: DuckDBPyConnection, name: str, *, whole: bool) -> str:
    """By the entry that a row belongs to, or by its night."""
    columns = {column for (column,) in db.execute(_COLUMNS, [name]).fetchall()}
    if name == "entries":
        return "WHERE number IN (FROM chosen)"
    if "entry" in columns:
        return "WHERE entry IN (FROM chosen)"
    if "night" in columns and not whole:
        return "WHERE night IN (SELECT night FROM entries WHERE number IN (FROM chosen))"
    return ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
