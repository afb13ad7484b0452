"""The database's file, copied as a file. DuckDB keeps all of it in one, and a copy takes no key of a locked journal."""

import logging
import os
from pathlib import Path
from typing import IO

from assistant.adapters.syncing import sync_folder
from assistant.errors import NO_ROOM, NoSpace
from assistant.journal import Moment
from assistant.ports import Home

log = logging.getLogger("between.store")

KEPT = 3
"""So many copies from before a change of the tables stay."""

_CHUNK = 1 << 20
_PART = ".part"


def before_change(home: Home, *, step: int, moment: Moment) -> Path:
    """Copies the database before its tables change; older copies than the newest three go.

    Under the journal's lock, and only while no connection of this process has the file open: to close any other handle
    on it drops DuckDB's own lock. Raises NoSpace, and then nothing has changed.
    """
    target = home.backups / f"before-step-{step:04}-{moment.local:%Y-%m-%d-%H%M%S}.duckdb"
    try:
        home.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        with home.database.open("rb") as file:
            copy(file, target)
    except OSError as e:
        if e.errno not in NO_ROOM:
            raise
        megabytes = max(1, round(home.database.stat().st_size / 1e6))
        raise NoSpace(
            "This version of Between has to change the journal's tables, and there is no room for a copy of it first. "
            "Nothing was changed.",
            f"Make {megabytes} MB of room on the disk of {home.root}, then try again.",
        ) from e
    for old in automatic(home)[KEPT:]:
        old.unlink(missing_ok=True)
    log.info("copied the journal before step %d", step)
    return target


def automatic(home: Home) -> list[Path]:
    """The copies that were made before the tables changed, newest first."""
    # By their names: to lock them writes them anew.
    return sorted(home.backups.glob("before-step-*.duckdb"), reverse=True)


def copy(file: IO[bytes], target: Path) -> None:
    """On disk whole under its name, or not at all. Raises OSError."""
    part = target.with_name(target.name + _PART)
    part.unlink(missing_ok=True)  # of a process that was killed: nobody else makes one under the journal's lock
    try:
        with _created(part) as written:
            pour(file, written)
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def pour(read: IO[bytes], written: IO[bytes]) -> None:
    while block := read.read(_CHUNK):
        written.write(block)
    written.flush()


def _created(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
