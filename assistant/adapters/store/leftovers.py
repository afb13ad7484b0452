"""What a strike leaves to be removed: by itself at its end, or at the next opening where it was killed."""

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from duckdb import DuckDBPyConnection

from assistant.adapters.store import copies
from assistant.adapters.syncing import sync_folder
from assistant.errors import AssistantError
from assistant.ports import Home

log = logging.getLogger("between.store")

_NAMED = "SELECT count(*) FROM recordings WHERE file_name = ?"


def aside(home: Home) -> tuple[Path, Path]:
    """The copy that a strike works in, and the file that takes the journal's place."""
    return home.root / "striking.duckdb", home.root / "struck.duckdb"


def sweep(home: Home) -> None:
    for path in aside(home):
        for left in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".part")):
            left.unlink(missing_ok=True)


def announce(home: Home, *, recordings: Sequence[str]) -> None:
    """From before the change on, so that a kill at any moment leaves word of what to remove. Names of files alone."""
    note = _note(home)
    with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(list(recordings), file)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(home.root)


def call_off(home: Home) -> None:
    """Nothing has happened, and nothing is to be removed."""
    sweep(home)
    _note(home).unlink(missing_ok=True)


def are_there(home: Home) -> bool:
    return _note(home).exists()


def finish(home: Home, db: DuckDBPyConnection) -> None:
    """Under the journal's lock. Where the strike itself did not happen, nothing that the journal needs is removed.

    What can't be removed now is tried again at the next opening: the journal can be used all the same.
    """
    unnamed = [name for name in _announced(home) if db.execute(_NAMED, [name]).fetchone() == (0,)]
    try:
        sweep(home)
        for path in (*(home.recordings / name for name in unnamed), *_with_words(home)):
            path.unlink(missing_ok=True)
        if (home.root / "tmp").exists():
            shutil.rmtree(home.root / "tmp")
        sync_folder(home.root)
        _note(home).unlink()
    except OSError as error:
        log.warning("what a strike left could not be removed: %s", error.strerror)
    else:
        log.info("removed what a strike left")


def _with_words(home: Home) -> list[Path]:
    """What else in the home may hold words that were struck, and can go: copies, logs of crashes, indexes."""
    return [
        *copies.automatic(home),
        *home.backups.glob("*.part"),
        *home.root.glob(f"{home.database.name}.wal.broken-*"),
        *home.root.glob(f"{home.search.name}*"),
    ]


def unpacked(home: Home) -> Path:
    """The folder for a backup that is looked into."""
    return home.root / "restoring"


@contextmanager
def looking_into_a_backup(home: Home) -> Iterator[None]:
    """One process at a time; raises AssistantError for the second."""
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(home.root / "restoring.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise AssistantError("Another Between looks into a backup just now.", "Wait until that is done.") from e
        yield
    finally:
        os.close(lock)


def remove_unpacked(home: Home) -> None:
    """Of a process that was killed; one that is at work keeps its own. Cheap where there is none."""
    if unpacked(home).exists():
        with suppress(AssistantError), looking_into_a_backup(home):
            shutil.rmtree(unpacked(home), ignore_errors=True)


def _announced(home: Home) -> list[str]:
    with suppress(ValueError):  # cut off while it was written: then nothing had happened yet
        names = json.loads(_note(home).read_text(encoding="utf-8"))
        return [Path(str(name)).name for name in names]
    return []


def _note(home: Home) -> Path:
    return home.root / "striking.json"
