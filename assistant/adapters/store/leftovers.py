"""What a strike leaves to be removed: by itself at its end, or at the next opening where it was killed."""

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from assistant.adapters.store import copies
from assistant.adapters.syncing import sync_folder
from assistant.errors import AssistantError
from assistant.ports import Home

log = logging.getLogger("between.store")

_NAMED = "SELECT count(*) FROM recordings WHERE file_name = ?"
_ROWS = """
SELECT count(*) FROM entries e
LEFT JOIN utterances u ON u.entry = e.number AND u.version = e.transcript_version WHERE e.uid = ?
"""
_HIDDEN = "SELECT count(*) FROM hidden h JOIN entries e ON h.entry = e.number WHERE e.uid = ?"


@dataclass(frozen=True, slots=True)
class Beside:
    """What else holds the words of an entry, and goes once it is shorter than it was: until then nothing is struck."""

    uid: str
    sentences: int
    """Of its words in use, before; an entry without words that is there counts as one."""
    files: tuple[str, ...]
    """By their paths in the home."""
    hidden: bool = False
    """It goes once nothing of the entry is hidden any more, however long it is."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Of one strike."""

    recordings: tuple[str, ...]
    """Names of files; they go where no row names them any more."""
    beside: Beside | None = None


def aside(home: Home) -> tuple[Path, Path]:
    """The copy that a strike works in, and the file that takes the journal's place."""
    return home.root / "striking.duckdb", home.root / "struck.duckdb"


def sweep(home: Home) -> None:
    for path in aside(home):
        for left in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".part")):
            left.unlink(missing_ok=True)
    _new_note(home).unlink(missing_ok=True)


def announced(home: Home) -> tuple[Leaving, ...]:
    """Also those of earlier strikes, whose files could not be removed so far."""
    with suppress(FileNotFoundError, ValueError, LookupError, TypeError):  # one that is none of ours stops no opening
        return tuple(_leaving(told) for told in json.loads(_note(home).read_text(encoding="utf-8")))
    return ()


def announce(home: Home, leaving: Sequence[Leaving]) -> None:
    """From before the change on, so that a kill at any moment leaves word of what to remove. Names of files alone."""
    new = _new_note(home)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in leaving], file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(_note(home))
    sync_folder(home.root)


def call_off(home: Home, *, before: Sequence[Leaving]) -> None:
    """Nothing has happened, and nothing is to be removed but what was `before`."""
    sweep(home)
    if before:
        announce(home, before)
    else:
        _note(home).unlink(missing_ok=True)


def are_there(home: Home) -> bool:
    return _note(home).exists() or _new_note(home).exists()


def finish(home: Home, db: DuckDBPyConnection) -> None:
    """Under the journal's lock. Where the strike itself did not happen, nothing that the journal needs is removed.

    What can't be removed now is tried again at the next opening: the journal can be used all the same.
    """
    told = announced(home)
    gone = [path for leaving in told for path in _to_go(home, leaving, db)]
    try:
        sweep(home)
        if any(_has_happened(leaving, db) for leaving in told):
            gone += _with_words(home)
            if (home.root / "tmp").exists():
                shutil.rmtree(home.root / "tmp")
        for path in gone:
            path.unlink(missing_ok=True)
        for folder in {home.root, *(path.parent for path in gone if path.parent.exists())}:
            sync_folder(folder)  # each of them before the note of it
        _note(home).unlink(missing_ok=True)
        sync_folder(home.root)
    except OSError as error:
        log.warning("what a strike left could not be removed: %s", error.strerror)
    else:
        log.info("removed what a strike left")


def _to_go(home: Home, leaving: Leaving, db: DuckDBPyConnection) -> Iterator[Path]:
    for name in leaving.recordings:
        if db.execute(_NAMED, [name]).fetchone() == (0,):
            yield home.recordings / name
    if leaving.beside and _has_happened(leaving, db):
        yield from (home.root / name for name in leaving.beside.files)


def _has_happened(leaving: Leaving, db: DuckDBPyConnection) -> bool:
    if leaving.beside is None:
        return True
    ((rows,),) = db.execute(_HIDDEN if leaving.beside.hidden else _ROWS, [leaving.beside.uid]).fetchall()
    return bool(rows < (1 if leaving.beside.hidden else leaving.beside.sentences))


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


def _leaving(told: dict[str, Any]) -> Leaving:
    beside = told["beside"]
    names = tuple(Path(str(name)).name for name in told["recordings"])
    return Leaving(names, None if beside is None else Beside(**{**beside, "files": tuple(beside["files"])}))


def _new_note(home: Home) -> Path:
    return _note(home).with_suffix(".new")


def _note(home: Home) -> Path:
    return home.root / "striking.json"
