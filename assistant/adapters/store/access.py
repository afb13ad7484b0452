"""The journal's file for one operation at a time. The journal, the search and the backup all go through here."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import broken_log, connection, faults
from assistant.adapters.store.connection import Opening, opened, write_ahead_log
from assistant.adapters.store.engine import Engine
from assistant.adapters.store.lock import JournalLock
from assistant.errors import AssistantError
from assistant.journal import Moment
from assistant.ports import Home

log = logging.getLogger("between.store")


class Access:
    """`command` is what the person started, such as `between talk`: another process tells it while it has to wait.

    `key` opens a locked journal, and is empty where it is not locked.
    """

    def __init__(
        self, home: Home, *, now: Callable[[], Moment], command: str, patience_s: float, key: bytes = b""
    ) -> None:
        self.home = home
        self.now = now
        self._lock = JournalLock(home.lock, command=command, patience_s=patience_s)
        self._told: list[str] = []
        self.opening = Opening(home, now, self._told.append, Engine(connection.writing(home.root / "tmp")), key)
        self._up_to_date = False
        self._shared: DuckDBPyConnection | None = None

    def notices(self) -> tuple[str, ...]:
        """What the person should know, each told once."""
        told = tuple(self._told)
        self._told.clear()
        return told

    @contextmanager
    def held(self) -> Iterator[float]:
        """The lock, which the same thread may take again. Yields until when to wait for others, by `monotonic()`."""
        with ExitStack() as stack:
            with faults.in_plain_words(self.home):
                self.home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
                deadline = stack.enter_context(self._lock.held())
            yield deadline

    @contextmanager
    def open(self) -> Iterator[DuckDBPyConnection]:
        """With the tables of this version, made where there are none."""
        with self.held() as deadline:
            if self._shared is not None:
                with faults.in_plain_words(self.home):
                    yield self._shared
                return
            with opened(self.opening, deadline=deadline) as db:
                self._up_to_date = True
                yield db

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """What this thread does inside shares one opening, which takes longer than most of what is done with it."""
        with self.open() as db:
            before, self._shared = self._shared, db
            try:
                yield
            finally:
                self._shared = before

    @contextmanager
    def writing(self, what: str) -> Iterator[DuckDBPyConnection]:
        """Committed when the block ends well, and undone otherwise."""
        began = time.monotonic()
        with self.open() as db:
            db.begin()
            with ExitStack() as undone:
                undone.callback(_roll_back, db)
                yield db
                db.commit()
                undone.pop_all()
        log.debug("%s took %.3f s", what, time.monotonic() - began)

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """A connection that can't write. Raises AssistantError where nothing is kept yet."""
        with faults.in_plain_words(self.home):
            nothing = not self.home.database.exists()
        if nothing:
            raise AssistantError("Nothing is kept yet, so there is nothing to ask.", "Begin with `between`.")
        with self.held() as deadline:
            self._make_ready()
            with faults.in_plain_words(self.home):
                db = connection.patiently(
                    lambda: connection.connect_to_read(self.home, key=self.opening.key), deadline=deadline
                )
            with closing(db):
                yield db

    def _make_ready(self) -> None:
        """A read-only connection can neither replay a log nor bring the tables up to date."""
        if not self._up_to_date or broken_log.is_left_behind(write_ahead_log(self.home)):
            with self.open():
                pass


def _roll_back(db: DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # a commit that failed has rolled back, and a broken connection is closed next
        db.rollback()
