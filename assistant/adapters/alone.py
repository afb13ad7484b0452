"""One evening at a time in one home."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Raises AssistantError, naming the process, where another evening has the lock. A killed process frees it."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            who = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise AssistantError(
                f"Another evening is going on already (process {who}).", "End that one first, or go on there."
            ) from e
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
