"""Who works with a home now, so that nobody changes its lock under their hands.

`flock` on the home's own folder. The system lets go of it when a process dies, however it does.
"""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError


class InUse:
    """Once begun, until it is gone: whether the home is locked does not change meanwhile."""

    def __init__(self, root: Path) -> None:
        self._folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self.close = weakref.finalize(self, os.close, self._folder)

    def begin(self) -> None:
        """Raises AssistantError while the lock of the home is being changed."""
        self._take(
            fcntl.LOCK_SH,
            AssistantError("Another Between is just changing the journal's lock.", "Wait until it is done."),
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Raises AssistantError where anybody else works with the home."""
        self._take(
            fcntl.LOCK_EX,
            AssistantError(
                "Another Between is at work with this journal.", "End it first: an evening, a page, a prompt."
            ),
        )
        try:
            yield
        finally:
            fcntl.flock(self._folder, fcntl.LOCK_SH)

    def _take(self, kind: int, others: AssistantError) -> None:
        try:
            fcntl.flock(self._folder, kind | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise others from e
        except OSError as e:  # some network disks know none
            raise AssistantError(
                f"The disk that the journal is on can't lock files ({e.strerror}), and without that two programs could "
                "write over each other.",
                "Move the journal's folder to a disk of this machine, and name it with BETWEEN_HOME.",
            ) from e
