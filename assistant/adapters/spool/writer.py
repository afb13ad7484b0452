"""Writing one turn's sound while it is spoken."""

import contextlib
import os
import threading
from collections.abc import Iterator

from assistant.adapters.locking.sealing import Writer
from assistant.audio import Samples, to_pcm16
from assistant.errors import NO_ROOM, AssistantError, NoSpace

SYNC_S = 0.2
"""Between two fsyncs of a turn that is being spoken."""

SAMPLE_BYTES = 2


class TurnWriter:
    """Writes at once, so that a killed process loses nothing; a thread has the disk make it last.

    A slow disk holds up that thread and not the one that listens. What fails there is raised by the next `write` or
    by `close`.
    """

    def __init__(self, uid: str, sound: int, *, writer: Writer) -> None:
        """`sound` is the file that `writer` writes to."""
        self.uid = uid
        self.samples = 0
        self._sound = sound
        self._writer = writer
        self._dirty = False
        self._failed: OSError | None = None
        self._closing = threading.Event()
        self._syncer = threading.Thread(target=self._sync_until_closed, name="between-spool", daemon=True)
        self._syncer.start()

    def write(self, samples: Samples) -> None:
        self._raise_what_failed()
        try:
            with told_kindly():
                self._writer.append(to_pcm16(samples))
        finally:
            self.samples = self._writer.length // SAMPLE_BYTES
            self._dirty = True

    def close(self) -> None:
        """Returns when all of it is on disk."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._syncer.join()
        self._sync()
        os.close(self._sound)
        self._raise_what_failed()

    def _sync_until_closed(self) -> None:
        while not self._closing.wait(SYNC_S):
            self._sync()

    def _sync(self) -> None:
        if not self._dirty:
            return
        self._dirty = False
        try:
            os.fsync(self._sound)
        except OSError as e:
            self._failed = e

    def _raise_what_failed(self) -> None:
        failed, self._failed = self._failed, None
        if failed:
            with told_kindly():
                raise failed


@contextlib.contextmanager
def told_kindly() -> Iterator[None]:
    try:
        yield
    except OSError as e:
        if e.errno in NO_ROOM:
            raise NoSpace("The disk is full.", "Make some room on it, then start again.") from e
        raise AssistantError(
            f"The folder for recordings can't be written ({e.strerror}).",
            f"Look whether {e.filename or 'it'} belongs to you and the disk is well, then start again.",
        ) from e
