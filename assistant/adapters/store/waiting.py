"""The queue before the journal's lock, so that whoever has waited longest is next.

The system gives a lock to whoever happens to ask first once it is free: with seven others at work somebody waited for
longer than two seconds. Each waiter has a file here, named by when it came, and holds `flock` on it; the system lets
go of it when that process dies, however it does.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def place(folder: Path) -> Iterator[Callable[[], bool]]:
    """A place in the queue while the body runs. Yields a function: whether nobody alive came earlier."""
    folder.mkdir(mode=0o700, exist_ok=True)
    ours = folder / f"{time.monotonic_ns():020d}-{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = os.open(ours, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield lambda: not any(_alive(folder / name) for name in sorted(os.listdir(folder)) if name < ours.name)
    finally:
        ours.unlink(missing_ok=True)
        os.close(descriptor)


def is_empty(folder: Path) -> bool:
    try:
        return not os.listdir(folder)
    except FileNotFoundError:
        return True


def _alive(waiter: Path) -> bool:
    """Removes the place of a process that is gone."""
    try:
        descriptor = os.open(waiter, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    with contextlib.suppress(FileNotFoundError):
        waiter.unlink()
    return False
