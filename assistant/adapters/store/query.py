"""SQL of the person's own, on a connection that can change nothing and reach nothing.

A read-only connection, and not a read-only ATTACH: from there the same file could be attached again for writing.
"""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
from duckdb import DuckDBPyConnection, Statement, StatementType

from assistant.errors import UsageError
from assistant.journal import Table

LIMIT_S = 2.0
"""A reader keeps the evening's writer waiting, so it may not read for longer."""

_LOCKED_DOWN = (
    "SET enable_external_access = false",
    # Outside access alone still allows the journal's own file, and closing such a handle drops DuckDB's lock on it.
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)
_READS = (StatementType.SELECT, StatementType.EXPLAIN)
"""DESCRIBE, SHOW, SUMMARIZE, VALUES and FROM come as SELECT."""

_BATCH = 2_000
_SHOWN = 400
"""Characters of DuckDB's own words that a person is shown."""


def ask(db: DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None) -> Table:
    """`db` must be a read-only connection; it is locked down here, and good for nothing else afterwards.

    `values` fill `$name` in the SQL, as prepared parameters; those that it does not name are left out.
    """
    for setting in _LOCKED_DOWN:
        db.execute(setting)
    with _stopped_after(db, LIMIT_S) as until:
        statement = _only_one(db, sql, until=until)
        with _explained(until):
            filled = {name: values[name] for name in statement.named_parameters if name in values} if values else None
            db.execute(statement, filled)
            columns = tuple(str(column[0]) for column in db.description)
            zoned = [i for i, column in enumerate(db.description) if "WITH TIME ZONE" in str(column[1])]
            if zoned:
                db.execute(_zones_as_text(statement, zoned, of=len(columns)), filled)
            return Table(columns, tuple(_fetched(db, until=until)))


def _only_one(db: DuckDBPyConnection, sql: str, *, until: float) -> Statement:
    with _explained(until):
        statements = db.extract_statements(sql)
    if not statements:
        raise UsageError("There is no SQL in that.", 'For example: between sql "SELECT * FROM entries"')
    if any(statement.type not in _READS for statement in statements):
        raise UsageError(
            "That would do more than read, and SQL here only reads.",
            "Begin with SELECT, FROM, WITH, EXPLAIN, DESCRIBE, SHOW or SUMMARIZE.",
        )
    if len(statements) > 1:
        raise UsageError("Those are several statements, and SQL here takes one at a time.", "Ask them one by one.")
    return statements[0]


def _zones_as_text(statement: Statement, zoned: list[int], *, of: int) -> str:
    """The same with its TIMESTAMP WITH TIME ZONE as text: DuckDB wants pytz to hand these to Python."""
    names = [f"c{i}" for i in range(of)]
    shown = [f"{name}::VARCHAR" if i in zoned else name for i, name in enumerate(names)]
    asked = statement.query.rstrip().rstrip(";")
    return f"SELECT {', '.join(shown)} FROM ({asked}\n) AS asked({', '.join(names)})"


def _fetched(db: DuckDBPyConnection, *, until: float) -> Iterator[tuple[object, ...]]:
    while batch := db.fetchmany(_BATCH):
        yield from batch
        if time.monotonic() > until:
            raise _too_long()


@contextmanager
def _stopped_after(db: DuckDBPyConnection, seconds: float) -> Iterator[float]:
    """Yields when that is by `time.monotonic()`. DuckDB has no statement timeout of its own."""
    timer = threading.Timer(seconds, db.interrupt)
    timer.daemon = True
    until = time.monotonic() + seconds
    timer.start()
    try:
        yield until
    finally:
        timer.cancel()
        timer.join()  # an interrupt must not meet a closed connection


@contextmanager
def _explained(until: float) -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, ValueError, OverflowError) as error:  # the last two: a date beyond Python's calendar
        if time.monotonic() >= until:  # an interrupt comes as more than one kind of error
            raise _too_long() from error
        raise UsageError(
            f"That SQL did not work: {_shortened(_without_words(error))}",
            'Tables: between sql "SHOW TABLES". Columns: between sql "DESCRIBE entries".',
        ) from error


def _too_long() -> UsageError:
    return UsageError(
        f"That took longer than {LIMIT_S:g} seconds and was stopped, since an evening may be waiting to be kept.",
        "Ask for less: fewer nights, fewer columns, or a LIMIT.",
    )


def _without_words(error: Exception) -> str:
    """A failed cast names the value that it failed on, which may be a sentence of the journal."""
    said = str(error)
    return re.sub(r"'.*'", "'…'", said, flags=re.DOTALL) if isinstance(error, duckdb.ConversionException) else said


def _shortened(said: str) -> str:
    """DuckDB's message with what it suggests, and the line with the place that it points at."""
    message, _, place = said.partition("\n\nLINE ")
    told = message if len(message) <= _SHOWN else message[:_SHOWN] + "…"
    return f"{told}\nLINE {place[:_SHOWN]}" if place else told
