"""One DuckDB of a process, to which the journal's file is attached for one operation after another.

To make a DuckDB takes 16 ms of a core and to attach a file to it 4; and what encrypts is loaded into it once.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import encrypted

Attach = Callable[[], DuckDBPyConnection]
Patiently = Callable[[Attach], DuckDBPyConnection]
"""Again until no foreign process holds the file."""


class Engine:
    """For one thread at a time, as everything under the journal's lock is."""

    def __init__(self, config: Mapping[str, str]) -> None:
        self._config: dict[str, str | bool | int | float | list[str]] = {**config, **encrypted.NEEDED}
        self._db: DuckDBPyConnection | None = None
        self._encrypts = False

    @contextmanager
    def attached(
        self, database: Path, *, key: bytes, patiently: Callable[[Attach], DuckDBPyConnection]
    ) -> Iterator[DuckDBPyConnection]:
        """The file is let go of at the end, whatever happens. An empty `key` for one that is not encrypted."""
        db = patiently(lambda: self._attach(database, key=key))
        try:
            yield db
        finally:
            self._detach(db)

    def _attach(self, database: Path, *, key: bytes) -> DuckDBPyConnection:
        db = self._ready(key).cursor()
        encrypted.attach(db, database, name=encrypted.CATALOG, key=key)
        db.execute(f"USE {encrypted.CATALOG}")
        return db

    def _ready(self, key: bytes) -> DuckDBPyConnection:
        if self._db is None:
            self._db, self._encrypts = duckdb.connect(":memory:", config=self._config), False
        if key and not self._encrypts:
            encrypted.load(self._db)
            self._encrypts = True
        return self._db

    def _detach(self, db: DuckDBPyConnection) -> None:
        with suppress(duckdb.Error):  # there is nothing to undo, mostly
            db.rollback()
        try:
            db.execute("USE memory")
            db.execute(f"DETACH {encrypted.CATALOG}")
            db.close()
        except duckdb.Error:  # after a fatal fault it takes no word any more; the next operation makes a new one
            self._close(db)

    def _close(self, db: DuckDBPyConnection) -> None:
        db.close()
        if self._db is not None:
            self._db.close()
        self._db = None
