"""The lock that every operation holds first.

DuckDB's own lock is dropped as soon as anything in the process opens and closes the database's file, so ours lies on
a file beside it.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.adapters.store import waiting
from assistant.errors import JournalBusy

_RETRY_S = 0.01


class JournalLock:
    """One process and one thread at a time; the thread that holds it may take it again."""

    def __init__(self, path: Path, *, command: str, patience_s: float) -> None:
        self._path = path
        self._queue = path.with_name("waiting")
        self._command = command
        self._patience_s = patience_s
        self._threads = threading.RLock()
        self._depth = 0
        self._descriptor = -1

    @contextmanager
    def held(self) -> Iterator[float]:
        """Yields the time by `time.monotonic()` until which the caller may go on waiting; raises JournalBusy."""
        deadline = time.monotonic() + self._patience_s
        if not self._threads.acquire(timeout=self._patience_s):
            raise _busy("Between itself is still at work on the journal", self._patience_s)
        try:
            if self._depth == 0:
                self._descriptor = self._take(deadline)
            self._depth += 1
            try:
                yield deadline
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._let_go()
        finally:
            self._threads.release()

    def _take(self, deadline: float) -> int:
        if waiting.is_empty(self._queue) and (descriptor := self._try()) is not None:
            return descriptor
        with waiting.place(self._queue) as is_first:
            while True:
                if is_first() and (descriptor := self._try()) is not None:
                    return descriptor
                if time.monotonic() >= deadline:
                    raise _busy(self._holder(), self._patience_s)
                time.sleep(_RETRY_S)

    def _try(self) -> int | None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if _locked(descriptor) and _still_named(descriptor, self._path):
            _write_note(descriptor, f"{os.getpid()} {self._command}".rstrip())
            return descriptor
        os.close(descriptor)
        return None

    def _holder(self) -> str:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            return _read_note(descriptor)
        finally:
            os.close(descriptor)

    def _let_go(self) -> None:
        _write_note(self._descriptor, "")
        # Not left to close(): a worker process forked meanwhile holds a copy of the descriptor, and with it the lock.
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _still_named(descriptor: int, path: Path) -> bool:
    """False when somebody removed the file between our opening and locking it: then we hold a lock on nothing."""
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(descriptor), named)


def _write_note(descriptor: int, note: str) -> None:
    # Only for the sentence that another process tells its person: on a full disk the journal can still be read.
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, note.encode(), 0)


def _read_note(descriptor: int) -> str:
    process, _, command = os.pread(descriptor, 200, 0).decode(errors="replace").partition(" ")
    if not process:
        return "Another Between is at work on the journal"
    if not command:
        return f"Another Between (process {process}) is at work on the journal"
    return f"Another Between (`{command}`, process {process}) is at work on the journal"


def _busy(who: str, patience_s: float) -> JournalBusy:
    return JournalBusy(f"{who}, and did not finish within {patience_s:g} seconds.", "Wait a moment, then try again.")
