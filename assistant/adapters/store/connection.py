"""Opening the database for one operation. Everything here happens under the journal's lock."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from assistant.adapters.store import broken_log, copies, encrypted, faults, leftovers, schema_steps
from assistant.adapters.store.engine import Engine
from assistant.adapters.syncing import sync_folder
from assistant.journal import Moment
from assistant.ports import Home

log = logging.getLogger("between.store")

RETRY_S = 0.02
OFFLINE = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What it takes to open the database."""

    home: Home
    now: Callable[[], Moment]
    tell: Callable[[str], None]
    """Gets a sentence that the person should see."""
    engine: Engine
    key: bytes = field(default=b"", repr=False)
    """Of a locked journal; empty where it is not."""


@contextmanager
def opened(opening: Opening, *, deadline: float) -> Iterator[DuckDBPyConnection]:
    """With the tables of this version. Waits for a foreign process until `deadline` by `time.monotonic()`."""
    home = opening.home
    with private_files(), faults.in_plain_words(home):
        if not home.database.exists():
            _create(opening)
        _tighten(home)
        leftovers.remove_unpacked(home)
        if broken_log.is_left_behind(write_ahead_log(home)):
            _replay_or_set_aside(opening, deadline=deadline)
        with ExitStack() as stack:
            db = stack.enter_context(_attached(opening, deadline=deadline))
            version = schema_steps.version(db)
            if version > schema_steps.newest_known():
                raise faults.newer(home)
            if version < schema_steps.newest_known():
                stack.close()  # nothing else may open the file while DuckDB has it
                _keep_a_copy(opening)
                db = stack.enter_context(_attached(opening, deadline=deadline))
                schema_steps.apply(db, after=version, utc=opening.now().utc)
                log.info("brought the journal from step %d to %d", version, schema_steps.newest_known())
            if leftovers.are_there(home):
                leftovers.finish(home, db)
            yield db


def _attached(opening: Opening, *, deadline: float) -> AbstractContextManager[DuckDBPyConnection]:
    database = opening.home.database
    key = opening.key if encrypted.is_encrypted(database) else b""  # while it is being locked both kinds occur
    return opening.engine.attached(database, key=key, patiently=partial(patiently, deadline=deadline))


@contextmanager
def private_files() -> Iterator[None]:
    """New files are for the owner alone. The mask belongs to the process; two threads can only make it stricter."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write_ahead_log(home: Home) -> Path:
    return home.database.with_name(home.database.name + ".wal")


def connect_to_write(opening: Opening, path: Path) -> DuckDBPyConnection:
    return connect(path, key=opening.key, config=writing(opening.home.root / "tmp"))


def writing(aside: Path) -> dict[str, str]:
    """DuckDB's settings. In `aside` it puts what its memory does not hold."""
    return {
        **OFFLINE,
        "threads": "1",
        "memory_limit": "512MB",
        "temp_directory": str(aside),
        # A commit then goes straight into the file, and a crash leaves no log that could fail to replay.
        "checkpoint_threshold": "0KB",
        "auto_checkpoint_skip_wal_threshold": "0",
        # For a new file. Each commit writes the last block of every column again: 256 KiB each took twice as long.
        "default_block_size": "16384",
        # The same, in DuckDB's newest form: half the size, and a third less to store. Encrypted files have it anyway.
        "storage_compatibility_version": "latest",
    }


def connect_to_read(home: Home, *, key: bytes = b"") -> DuckDBPyConnection:
    """Call it only under the journal's lock."""
    config = {**OFFLINE, "threads": "2", "memory_limit": "512MB", "temp_directory": ""}
    return connect(home.database, key=key, config=config, read_only=True)


def connect(path: Path, *, key: bytes, config: Mapping[str, str], read_only: bool = False) -> DuckDBPyConnection:
    """With the key where the file is encrypted, or is to be made. While a journal is being locked both kinds occur."""
    if key and (encrypted.is_encrypted(path) or not path.exists()):
        return encrypted.connect(path, key=key, config=config, read_only=read_only)
    return duckdb.connect(str(path), read_only=read_only, config=dict(config))


def patiently(connect: Callable[[], DuckDBPyConnection], *, deadline: float) -> DuckDBPyConnection:
    """Again until no foreign process holds the file."""
    while True:
        try:
            return connect()
        except duckdb.IOException as error:
            if not faults.is_locked(str(error)) or time.monotonic() >= deadline:
                raise
        time.sleep(RETRY_S)


def _create(opening: Opening) -> None:
    """Whole under another name first: a crash in between must not leave a file that is no database yet."""
    home = opening.home
    new = home.database.with_name(home.database.name + ".new")
    for left in (new, new.with_name(new.name + ".wal")):
        left.unlink(missing_ok=True)
    db = connect_to_write(opening, new)
    try:
        schema_steps.apply(db, after=0, utc=opening.now().utc)
    finally:
        db.close()
    new.replace(home.database)
    sync_folder(home.root)
    log.info("began a new journal")


def _tighten(home: Home) -> None:
    """Files that came from elsewhere, such as a backup, may be open to others. (chmod opens nothing.)"""
    for path in (home.database, write_ahead_log(home)):
        if path.exists() and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _replay_or_set_aside(opening: Opening, *, deadline: float) -> None:
    home, wal = opening.home, write_ahead_log(opening.home)
    replay = broken_log.replay(home.database, key=opening.key)
    while faults.is_locked(replay.said) and time.monotonic() < deadline:
        time.sleep(RETRY_S)
        replay = broken_log.replay(home.database, key=opening.key)
    if replay.whole:
        return
    elsewhere = faults.around_the_file(replay.said, home)
    if elsewhere:
        raise elsewhere
    aside = broken_log.name_aside(wal, moment=opening.now())
    wal.replace(aside)
    try:
        patiently(lambda: connect_to_write(opening, home.database), deadline=deadline).close()
    except duckdb.Error:
        aside.replace(wal)  # it was not the log that is broken
        raise
    log.warning("a log of %d bytes could not be replayed and was set aside", aside.stat().st_size)
    opening.tell(
        f"A crash left a note in the journal that cannot be read. It was set aside as {aside.name}. "
        "What the journal had finished keeping is here; only its very last change may be missing. "
        "There is nothing that you need to do."
    )


def _keep_a_copy(opening: Opening) -> None:
    """Before the tables change. Where there is no room for it nothing changes, and nothing is read either:

    this version asks tables of its own, and half of its answers from older ones would be worse than a plain word.
    """
    copy = copies.before_change(opening.home, step=schema_steps.newest_known(), moment=opening.now())
    opening.tell(
        f"The journal's tables were brought up to date for this version of Between. A copy from before lies in "
        f"{copy.parent}; the newest three are kept."
    )
