"""SQL of the person's own, on a connection that can change nothing and reach nothing.

A read-only connection, and not a read-only ATTACH: from there the same file could be attached again for writing. DuckDB
takes a key by ATTACH alone, so a locked journal is attached read-only all the same: there it is the checks of this file
that hold (a SELECT and nothing else, no file system, no setting changed), and the tests of them run over both kinds.
"""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection, Statement, StatementType

from assistant.adapters.store import names
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
_OF_VALUES = (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException)
_BATCH = 2_000
_SHOWN = 400
"""Characters of DuckDB's own words that a person is shown."""


def ask(
    db: DuckDBPyConnection, sql: str, values: Mapping[str, object] | None = None, *, limit_s: float | None = None
) -> Table:
    """`db` must be a read-only connection; it is locked down here, and good for nothing else afterwards.

    `values` fill `$name` in the SQL, as prepared parameters; those that it does not name are left out. `limit_s` is
    LIMIT_S where it is not given: for a copy that keeps nobody waiting.
    """
    for setting in _LOCKED_DOWN:
        db.execute(setting)
    with _stopped_after(db, LIMIT_S if limit_s is None else limit_s) as limit:
        statement = _only_one(db, sql, limit=limit)
        with _explained(db, sql, limit=limit):
            filled = {name: values[name] for name in statement.named_parameters if name in values} if values else None
            db.execute(statement, filled)
            columns = tuple(str(column[0]) for column in db.description)
            zoned = [i for i, column in enumerate(db.description) if "WITH TIME ZONE" in str(column[1])]
            if zoned:
                db.execute(_zones_as_text(statement, zoned, of=len(columns)), filled)
            types = tuple(str(column[1]) for column in db.description)
            return Table(columns, tuple(_fetched(db, limit=limit)), types)


def statements(sql: str) -> tuple[str, ...]:
    """One text each. Nothing is run."""
    with duckdb.connect(":memory:") as db:
        try:
            return tuple(statement.query.strip() for statement in db.extract_statements(sql))
        except duckdb.Error as error:
            raise _wrong(error) from error


def _only_one(db: DuckDBPyConnection, sql: str, *, limit: "_Limit") -> Statement:
    with _explained(db, sql, limit=limit):
        statements = db.extract_statements(sql)
    if not statements:
        raise UsageError("There is no SQL in that.", 'For example: between sql "SELECT * FROM entries"')
    if not all(_only_reads(db, statement) for statement in statements):
        raise UsageError(
            "That would do more than read, and SQL here only reads.",
            "Begin with SELECT, FROM, WITH, EXPLAIN, DESCRIBE, SHOW or SUMMARIZE.",
        )
    if len(statements) > 1:
        raise UsageError("Those are several statements, and SQL here takes one at a time.", "Ask them one by one.")
    return statements[0]


def _only_reads(db: DuckDBPyConnection, statement: Statement) -> bool:
    """DESCRIBE, SHOW, SUMMARIZE, VALUES and FROM come as SELECT.

    EXPLAIN takes nearly every statement, and with ANALYZE it runs it: so what it is about has to be a SELECT.
    """
    if statement.type == StatementType.SELECT:
        return True
    return statement.type == StatementType.EXPLAIN and any(
        _is_select(db, about) for about in _explained_statements(statement.query)
    )


def _explained_statements(sql: str) -> Iterator[str]:
    """What stands behind EXPLAIN, ANALYZE and their options, by DuckDB's own tokens: comments may stand anywhere.

    A bracket begins options or the statement itself; only one of the two readings can be a statement.
    """
    text = sql.encode()  # tokens are counted in bytes
    starts = [start for start, _ in duckdb.tokenize(sql)]
    words = [
        text[start:end].split(maxsplit=1)[0].lower() for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]
    first = 2 if words[1:2] == [b"analyze"] else 1
    yield text[starts[first] :].decode()
    depth = 0
    for place in range(first, len(starts)):
        depth += words[place].startswith(b"(") - words[place].startswith(b")")
        if depth == 0:
            if words[first].startswith(b"(") and place + 1 < len(starts):
                yield text[starts[place + 1] :].decode()
            return


def _is_select(db: DuckDBPyConnection, sql: str) -> bool:
    try:
        return [statement.type for statement in db.extract_statements(sql)] == [StatementType.SELECT]
    except duckdb.Error:
        return False


def _zones_as_text(statement: Statement, zoned: list[int], *, of: int) -> str:
    """The same with its TIMESTAMP WITH TIME ZONE as text: DuckDB wants pytz to hand these to Python."""
    names = [f"c{i}" for i in range(of)]
    shown = [f"{name}::VARCHAR" if i in zoned else name for i, name in enumerate(names)]
    asked = statement.query.rstrip().rstrip(";")
    return f"SELECT {', '.join(shown)} FROM ({asked}\n) AS asked({', '.join(names)})"


def _fetched(db: DuckDBPyConnection, *, limit: "_Limit") -> Iterator[tuple[object, ...]]:
    while batch := db.fetchmany(_BATCH):
        yield from batch
        if limit.is_over():
            raise _too_long(limit)


@dataclass(frozen=True, slots=True)
class _Limit:
    seconds: float
    until: float
    """By `time.monotonic()`."""

    def is_over(self) -> bool:
        return time.monotonic() >= self.until


@contextmanager
def _stopped_after(db: DuckDBPyConnection, seconds: float) -> Iterator[_Limit]:
    """DuckDB has no statement timeout of its own."""
    timer = threading.Timer(seconds, db.interrupt)
    timer.daemon = True
    limit = _Limit(seconds, time.monotonic() + seconds)
    timer.start()
    try:
        yield limit
    finally:
        timer.cancel()
        timer.join()  # an interrupt must not meet a closed connection


@contextmanager
def _explained(db: DuckDBPyConnection, sql: str, *, limit: _Limit) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        if not isinstance(error.__context__, KeyboardInterrupt):
            raise
        # DuckDB hands on the ^C of a person so, and works on: closing would wait for the end of it.
        db.interrupt()
        raise KeyboardInterrupt from error
    except (duckdb.Error, ValueError, OverflowError) as error:  # the last two: a date beyond Python's calendar
        if limit.is_over():  # an interrupt comes as more than one kind of error
            raise _too_long(limit) from error
        near = ""
        if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
            near = names.nearest(str(error), sql=sql, names=names.listed(db))
        raise _wrong(error, near=near) from error


def _wrong(error: Exception, *, near: str = "") -> UsageError:
    where = 'Tables: between sql "SHOW TABLES". Columns: between sql "DESCRIBE nights".'
    return UsageError(
        f"That SQL did not work: {_shortened(_without_words(error))}",
        f"The nearest that there is: {near}. {where}" if near else where,
    )


def _too_long(limit: _Limit) -> UsageError:
    if limit.seconds > LIMIT_S:
        return UsageError(
            f"That took longer than {limit.seconds:g} seconds and was stopped.",
            "Ask for less, or give it more time with --patience.",
        )
    return UsageError(
        f"That took longer than {limit.seconds:g} seconds and was stopped, since an evening may be waiting to be kept.",
        "Ask for less: fewer nights, fewer columns, or a LIMIT. Or give it a minute on a copy: --patience 60",
    )


def _without_words(error: Exception) -> str:
    """A failed cast names the value that it failed on, which may be a sentence of the journal."""
    said, place, line = str(error).partition("\n\nLINE ")
    if isinstance(error, _OF_VALUES):
        said = re.sub(r"(['\"]).*\1", r"\1…\1", said.partition("\n")[0])
    return said + place + line


def _shortened(said: str) -> str:
    """DuckDB's message with what it suggests, and the line with the place that it points at."""
    message, _, place = said.partition("\n\nLINE ")
    told = message if len(message) <= _SHOWN else message[:_SHOWN] + "…"
    return f"{told}\nLINE {place[:_SHOWN]}" if place else told
