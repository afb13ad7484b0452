"""A database that DuckDB itself encrypts (AES-256-GCM): file, log and what it puts aside.

It can't be named to `duckdb.connect`, which takes no key: it is attached to a connection that holds nothing else.
"""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store.extensions import extension
from assistant.adapters.store.quoting import literal

CATALOG = "journal"
"""What DuckDB calls a journal that is not locked, after its file."""

_FLAGS = slice(20, 28)
"""After a checksum, the letters DUCK and the version."""
_ENCRYPTED = 1


def is_encrypted(database: Path) -> bool:
    """By the file's beginning. Nobody in this process may have it open: closing it would drop DuckDB's lock."""
    return bool((_flags(database) or 0) & _ENCRYPTED)


def is_plain(database: Path) -> bool:
    """A database of DuckDB that is not encrypted; with the same danger."""
    flags = _flags(database)
    return flags is not None and not flags & _ENCRYPTED


def _flags(database: Path) -> int | None:
    """None where there is no database, or its beginning is damaged."""
    try:
        with database.open("rb") as file:
            start = file.read(_FLAGS.stop)
    except FileNotFoundError:
        return None
    return int.from_bytes(start[_FLAGS], "little") if start[8:12] == b"DUCK" else None


def connect(database: Path, *, key: bytes, config: Mapping[str, str], read_only: bool = False) -> DuckDBPyConnection:
    """Raises duckdb.Error without the key in it, also where the file is there and not encrypted."""
    with ExitStack() as closed:
        db = closed.enter_context(closing(duckdb.connect(":memory:", config={**config, **NEEDED})))
        load(db)
        attach(db, database, name=CATALOG, key=key, read_only=read_only)
        db.execute(f"USE {CATALOG}")
        closed.pop_all()
    return db


NEEDED = {
    # To check the signature of a file that lies among our own takes 80 ms at each opening.
    "allow_unsigned_extensions": "true",
}


def load(db: DuckDBPyConnection) -> None:
    """The part of DuckDB that encrypts what is written: from here on also what it puts aside. Raises PartMissing."""
    db.execute(f"LOAD {literal(str(extension('httpfs')))}")
    db.execute("SET temp_file_encryption = true")  # before, it would refuse to put anything aside


def attach(db: DuckDBPyConnection, database: Path, *, name: str, key: bytes, read_only: bool = False) -> None:
    """An empty `key` for a database that is not encrypted."""
    options = [*([f"ENCRYPTION_KEY '{key.hex()}'"] if key else []), *(["READ_ONLY"] if read_only else [])]
    sql = f"ATTACH {literal(str(database))} AS {name}" + (f" ({', '.join(options)})" if options else "")
    fault = _fault_of(db, sql, key=key)
    if fault:
        raise fault  # out here, where nothing of what DuckDB raised is chained to it: that could carry the key


def _fault_of(db: DuckDBPyConnection, sql: str, *, key: bytes) -> duckdb.Error | None:
    try:
        db.execute(sql)
    except duckdb.Error as error:
        said = str(error)
        return type(error)(said.replace(key.hex(), "…") if key else said)
    return None
