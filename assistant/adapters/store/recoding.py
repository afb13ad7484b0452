"""The journal's file encrypted, or plain again: copied by DuckDB into a fresh one that then takes its name.

Until that moment nothing has happened, and afterwards all of it has.
"""

import logging
import os
from contextlib import closing
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import connection, encrypted, faults
from assistant.adapters.store.access import Access
from assistant.adapters.syncing import sync_folder
from assistant.errors import AssistantError, JournalBusy, NoSpace
from assistant.ports import Home

log = logging.getLogger("between.store")

FRESH = ".recoded"
"""Ends the name of a copy that is not whole yet."""

_SAME = {
    "duckdb_tables()": "table_name, comment, column_count, index_count, check_constraint_count",
    "duckdb_columns()": "table_name, column_name, data_type, is_nullable, comment",
    "duckdb_views()": "view_name, sql, comment",
    "duckdb_functions()": "function_name, macro_definition, comment",
    "duckdb_sequences()": "sequence_name, comment",
}
"""What has to be there after as before, in the same words."""


def recode(access: Access, *, key: bytes, encrypting: bool) -> None:
    """`access` opens the file as it is now. Does nothing where it is as it should be, or where there is none.

    Raises AssistantError, and then the journal is as it was.
    """
    home = access.home
    with access.held(), connection.private_files(), faults.in_plain_words(home):
        if not home.database.exists():
            return
        with access.open():  # a log that a crash left is in the file then
            pass
        if encrypted.is_encrypted(home.database) == encrypting:
            return
        _replace(home, home.database, key=key, encrypting=encrypting)
    log.info("the journal's file is now %s", "encrypted" if encrypting else "plain")


def recode_copy(home: Home, copy: Path, *, key: bytes, encrypting: bool) -> bool:
    """The same for a copy from before the tables changed. False where it is damaged or of another key, and stays so.

    Raises AssistantError where the fault lies not in the copy, such as a full disk.
    """
    try:
        if encrypted.is_encrypted(copy) != encrypting:
            with connection.private_files():
                _replace(home, copy, key=key, encrypting=encrypting)
    except duckdb.Error as error:
        elsewhere = faults.around_the_file(str(error), home)
        if isinstance(elsewhere, NoSpace | JournalBusy):
            raise elsewhere from error
        return False
    return True


def _replace(home: Home, path: Path, *, key: bytes, encrypting: bool) -> None:
    fresh = path.with_name(path.name + FRESH)
    for left in (fresh, fresh.with_name(fresh.name + ".wal")):  # of a kill
        left.unlink(missing_ok=True)
    try:
        _copy(path, fresh, key=key, encrypting=encrypting, aside=home.root / "tmp")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _copy(old: Path, new: Path, *, key: bytes, encrypting: bool, aside: Path) -> None:
    with closing(duckdb.connect(":memory:", config={**connection.writing(aside), **encrypted.NEEDED})) as db:
        encrypted.load(db)
        encrypted.attach(db, old, name="old", key=b"" if encrypting else key, read_only=True)
        encrypted.attach(db, new, name="new", key=key if encrypting else b"")
        db.execute("COPY FROM DATABASE old TO new")
        if _described(db, "old") != _described(db, "new"):
            raise AssistantError("The journal could not be copied whole.", "It was left as it is.")


def _described(db: DuckDBPyConnection, name: str) -> list[object]:
    """All that it has besides its rows, and how many those are."""
    of = f"WHERE database_name = '{name}'"
    shape = [db.execute(f"SELECT {what} FROM {kind} {of} ORDER BY ALL").fetchall() for kind, what in _SAME.items()]
    counts = [(table, db.execute(f"SELECT count(*) FROM {name}.{table}").fetchone()) for table, *_ in shape[0]]
    return [*shape, counts]
