"""A home encrypted, or plain again: file by file, and each of them at once or not at all.

Whoever reads knows by a file's beginning which kind it is. So this may be killed at any moment, and begun again.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.adapters.locking import sealing
from assistant.adapters.locking.ciphers import derived
from assistant.adapters.locking.sealed_format import Unopenable
from assistant.adapters.locking.sealing import Sealing
from assistant.adapters.store import encrypted, recoding
from assistant.adapters.store.access import Access
from assistant.errors import NO_ROOM, AssistantError, NoSpace
from assistant.ports import Home

At = Callable[[float, float], None]
"""Told how many bytes are done, and how many there are."""


def encrypt(access: Access, *, key: bytes, at: At) -> None:
    """`key` is the journal's own. Raises AssistantError."""
    home, sealer = access.home, Sealing(derived(key, "files"))
    database = derived(key, "database")
    with _told_kindly(home):
        _remove_what_can_be_made_again(home)
        recoding.recode(access, key=database, encrypting=True)
        for path in _counted(home, at=at):
            is_copy = path.parent == home.backups
            if is_copy and recoding.recode_copy(home, path, key=database, encrypting=True):
                continue
            if not sealer.seal_in_place(path):
                raise AssistantError(f"{path} is being written by another program.", "End that first, then go on.")
        _remove_what_can_be_made_again(home)


def decrypt(access: Access, *, key: bytes, at: At) -> tuple[Path, ...]:
    """The other way. Returns what is damaged, and stayed as it was."""
    home, sealer = access.home, Sealing(derived(key, "files"))
    database, damaged = derived(key, "database"), list[Path]()
    with _told_kindly(home):
        _remove_what_can_be_made_again(home)
        recoding.recode(access, key=database, encrypting=False)
        for path in _counted(home, at=at):
            is_copy = path.parent == home.backups
            opened = _opened(sealer, path)
            if not opened or (is_copy and not recoding.recode_copy(home, path, key=database, encrypting=False)):
                damaged.append(path)
    return tuple(damaged)


def left_plain(home: Home) -> list[Path]:
    """What `encrypt` has still to do, by the files' first bytes: what came in plain since, or before."""
    found = [path for path in _files(home) if path.suffix != sealing.UNFINISHED and _is_plain(path)]
    return [home.database, *found] if encrypted.is_plain(home.database) else found


def _is_plain(path: Path) -> bool:
    """An empty file was begun this moment: it has no beginning yet. One that is gone was done with."""
    try:
        return path.stat().st_size > 0 and not (sealing.is_sealed(path) or encrypted.is_encrypted(path))
    except FileNotFoundError:
        return False


def _counted(home: Home, *, at: At) -> Iterator[Path]:
    """The files, and what they come to on the way. The database comes first, and is done when this begins."""
    sizes = {path: path.stat().st_size for path in _files(home)}
    done = home.database.stat().st_size if home.database.exists() else 0
    total = done + sum(sizes.values())
    for path, size in sizes.items():
        at(done, total)
        yield path
        done += size
    at(total, total)


def _files(home: Home) -> list[Path]:
    """Whatever holds words or sound of the person, besides the database."""
    folders = (home.recordings, home.spool, home.drafts)
    found = [path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())]
    copies = home.backups.glob("*.duckdb")
    logs_set_aside = home.root.glob(f"{home.database.name}.wal.broken-*")
    return [path for path in (*found, *copies, *logs_set_aside) if path.is_file()]


def _remove_what_can_be_made_again(home: Home) -> None:
    """Also what kills left behind: half a file, and what DuckDB put aside. A history of SQL goes for good."""
    for folder in (home.recordings, home.spool, home.drafts, home.backups):
        sealing.sweep(folder)
    half = [
        *home.root.glob(f"*{recoding.FRESH}*"),
        *home.backups.glob(f"*{recoding.FRESH}*"),
        *home.backups.glob("*.part"),
    ]
    for path in (*half, *home.root.glob(f"{home.search.name}*"), home.sql_history):
        path.unlink(missing_ok=True)
    shutil.rmtree(home.root / "tmp", ignore_errors=True)


def _opened(sealer: Sealing, path: Path) -> bool:
    try:
        return sealer.open_in_place(path)
    except Unopenable:
        return False


@contextmanager
def _told_kindly(home: Home) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        rest = "What was done so far is safe, and the rest waits: start the same again."
        if e.errno in NO_ROOM:
            raise NoSpace("The disk is full.", f"Make some room. {rest}") from e
        raise AssistantError(f"{home.root} can't be written ({e.strerror}).", f"Are you allowed to? {rest}") from e
