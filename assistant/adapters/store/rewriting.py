"""The journal's file written anew, so that what was deleted is in none of its bytes.

DuckDB leaves deleted rows in its file. So a change is made in a copy, what that shows then goes into a fresh file, and
this one takes the journal's name: until then nothing has happened, and afterwards all of it has.
"""

import logging
import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import IO

from duckdb import DuckDBPyConnection

from assistant.adapters.store import connection, copies, encrypted, faults, leftovers
from assistant.adapters.store.access import Access
from assistant.adapters.store.leftovers import Leaving
from assistant.adapters.store.snapshot import left_alone
from assistant.adapters.syncing import sync_folder
from assistant.ports import Home

log = logging.getLogger("between.store")

Change = Callable[[DuckDBPyConnection], None]


def rewrite(access: Access, change: Change, *leaving: Leaving) -> None:
    """`change` is one transaction. `leaving`: files that go with it.

    Raises what `change` raises, and then the journal is as it was.
    """
    began = time.monotonic()
    home = access.home
    with access.held() as deadline, connection.private_files(), faults.in_plain_words(home):
        with access.open():
            pass  # what a crash left is brought in, and the tables are of this version
        key = access.opening.key if encrypted.is_encrypted(home.database) else b""
        with left_alone(home.database, deadline=deadline) as database:
            before = leftovers.announced(home)
            with ExitStack() as undone:
                undone.callback(_call_off, home, database, before=before)
                leftovers.announce(home, (*before, *leaving))
                fresh = _changed(access, change, database=database, key=key)
                fresh.replace(home.database)
                undone.pop_all()
            sync_folder(home.root)
        with access.open():
            pass  # which removes what is left
    log.info("wrote the journal anew in %.1f s", time.monotonic() - began)


def _call_off(home: Home, database: IO[bytes], *, before: Sequence[Leaving]) -> None:
    """^C may come just after the new name: then it has happened, and the next opening ends it."""
    if os.path.samestat(home.database.stat(), os.fstat(database.fileno())):
        leftovers.call_off(home, before=before)


def _changed(access: Access, change: Change, *, database: IO[bytes], key: bytes) -> Path:
    """A new file, on disk."""
    changed, fresh = leftovers.aside(access.home)
    leftovers.sweep(access.home)
    copies.copy(database, changed)
    with closing(connection.connect_to_write(access.opening, changed)) as db:
        db.begin()
        change(db)
        db.commit()
        _write_fresh(db, fresh, key=key)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    return fresh


def _write_fresh(db: DuckDBPyConnection, path: Path, *, key: bytes) -> None:
    ((here,),) = db.execute("SELECT current_database()").fetchall()
    encrypted.attach(db, path, name="fresh", key=key)
    db.execute(f"COPY FROM DATABASE {here} TO fresh")
    for (table,) in db.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'fresh'").fetchall():
        counts = f"SELECT (SELECT count(*) FROM {here}.{table}) = (SELECT count(*) FROM fresh.{table})"
        assert db.execute(counts).fetchone() == (True,), "a table was not copied whole"
    db.execute("CHECKPOINT fresh")  # all of it is in the file, and none in a log beside it
    db.execute("DETACH fresh")
