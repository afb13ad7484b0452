"""The journal's files as they are at one moment, for a backup. They are copied as they lie, which takes no key."""

import fcntl
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from assistant.adapters.store import faults
from assistant.adapters.store.access import Access
from assistant.adapters.store.connection import write_ahead_log
from assistant.adapters.store.copies import pour
from assistant.errors import NO_ROOM

_RETRY_S = 0.02


@contextmanager
def taken(access: Access, *, aside: Sequence[Path]) -> Iterator[dict[str, IO[bytes]]]:
    """Copies of the files that make the journal as it is at one moment, by name: its database, and keys.json with it.

    They lie in the first of the folders `aside` that has room, and have no name there, so that a kill leaves nothing.
    The journal's lock is held while they are made (0.1 s for 150 MB), and no longer. Raises OSError.
    """
    home = access.home
    with ExitStack() as stack:
        with access.held() as deadline, left_alone(home.database, deadline=deadline) as database:
            copied = {home.database.name: stack.enter_context(_nameless(database, aside=aside))}
            # A log that a crash left comes as it is: to put it into the file would take a locked journal's key.
            for path in (write_ahead_log(home), home.keys):
                with suppress(FileNotFoundError), path.open("rb") as file:
                    copied[path.name] = stack.enter_context(_nameless(file, aside=aside))
        yield copied


@contextmanager
def _nameless(file: IO[bytes], *, aside: Sequence[Path]) -> Iterator[IO[bytes]]:
    for folder in aside:
        with tempfile.TemporaryFile(dir=folder) as copied:
            try:
                file.seek(0)
                pour(file, copied)
            except OSError as e:
                if e.errno in NO_ROOM and folder != aside[-1]:
                    continue
                raise
            copied.seek(0)
            yield copied
            return


@contextmanager
def left_alone(database: Path, *, deadline: float) -> Iterator[IO[bytes]]:
    """While it lasts no foreign program writes in the file; our own are kept away by the journal's lock.

    Read it by what this yields: to open and close it once more would let the others in. Raises JournalBusy where one
    still does at `deadline`, by `time.monotonic()`.
    """
    with database.open("rb") as file:
        while True:
            with suppress(BlockingIOError, PermissionError):  # both mean that somebody holds it (fcntl(2))
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                break
            if time.monotonic() >= deadline:
                raise faults.held_elsewhere("")
            time.sleep(_RETRY_S)
        yield file
