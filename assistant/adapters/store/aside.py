"""A question that may take its time: asked of a copy, so that nobody waits for the journal meanwhile."""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from assistant.adapters.store import connection, copies, faults, query
from assistant.adapters.store.access import Access
from assistant.errors import NO_ROOM, NoSpace
from assistant.journal import Table
from assistant.ports import Home

log = logging.getLogger("between.store")

_NAME = "asked-"


def ask(access: Access, sql: str, values: Mapping[str, object] | None = None, *, patience_s: float) -> Table:
    """Up to `query.LIMIT_S` of the journal itself, above it of a copy."""
    if patience_s <= query.LIMIT_S:
        with access.reading() as db:
            return query.ask(db, sql, values, limit_s=patience_s)
    with copied(access) as db:
        return query.ask(db, sql, values, limit_s=patience_s)


def sweep(access: Access) -> None:
    """Takes away what a killed process left. Copies that somebody is asking stay."""
    if any(_left(access.home)):
        with access.held(), faults.in_plain_words(access.home):
            _sweep(access)


def _left(home: Home) -> Iterator[Path]:
    return (home.root / "tmp").glob(f"{_NAME}*")


def _sweep(access: Access) -> None:
    """Only under the journal's lock: a folder is made and claimed under it."""
    for folder in _left(access.home):
        claim = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if _claimed(claim):
                _remove(folder, tell=access.opening.tell)
        finally:
            os.close(claim)


@contextmanager
def copied(access: Access) -> Iterator[DuckDBPyConnection]:
    """A copy as of now, which can't be changed. The journal is free again once it is made. Raises NoSpace."""
    home = access.home
    with ExitStack() as gone:
        with access.held():
            with access.reading():
                pass  # it is there, of this version, and no log is left that the copy would miss
            with faults.in_plain_words(home):
                _sweep(access)
                folder = _folder(home)
                claim = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            gone.callback(os.close, claim)
            gone.callback(_remove, folder, tell=access.opening.tell)
            _claimed(claim)
            # By its own name: that is what DuckDB calls it.
            copy = _copy(home, folder / home.database.name)
        config = {**connection.OFFLINE, "threads": "2", "memory_limit": "512MB", "temp_directory": ""}
        with faults.in_plain_words(home):
            db = connection.connect(copy, key=access.opening.key, config=config, read_only=True)
        with closing(db):
            yield db


def _folder(home: Home) -> Path:
    above = home.root / "tmp"
    above.mkdir(mode=0o700, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=_NAME, dir=above))


def _copy(home: Home, target: Path) -> Path:
    try:
        with home.database.open("rb") as file:
            copies.copy(file, target)
    except OSError as e:
        if e.errno not in NO_ROOM:
            raise
        raise NoSpace(
            "There is no room for a copy of the journal on this disk, and a long question is asked of a copy.",
            "Make some room, or ask without --patience.",
        ) from e
    return target


def _claimed(folder: int) -> bool:
    """Held until it is closed, by the end of the process at the latest."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(folder: Path, *, tell: Callable[[str], None]) -> None:
    """The answer stands, so a copy that stays is told of, and raises nothing. The next question tries again."""
    try:
        shutil.rmtree(folder)
    except OSError as error:
        log.warning("a copy of the journal could not be removed: %s", error.strerror)
        tell(f"A copy of your journal, made for a long question, could not be removed. Delete it yourself: {folder}.")
