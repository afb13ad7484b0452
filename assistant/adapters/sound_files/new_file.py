"""A new recording on its way to the disk."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.adapters.locking.sealing import new_writer
from assistant.adapters.syncing import sync_folder
from assistant.audio import Samples


class NewFile:
    """Locked while it is written; on disk under its name at the end, or not at all. With a key it is sealed."""

    def __init__(self, path: Path, *, key: bytes | None) -> None:
        """Raises OSError."""
        self._path: Path | None = path
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._hash = hashlib.sha256()
        self._fault: OSError | None = None
        self.size_bytes = 0
        """Of what was written, without what a seal adds; so is the hash."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX)
            self._writer = new_writer(self._fd, key=key)
        except OSError:
            self.__exit__()
            raise

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __enter__(self) -> "NewFile":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def write(self, data: bytes, /) -> int:
        """Never raises: what passes through FFmpeg comes out as another error. `guarding` and `become` raise it."""
        try:
            if self._fault is None:
                self._writer.write(data)
        except OSError as e:
            self._fault = e
        self._hash.update(data)
        self.size_bytes += len(data)
        return len(data)

    def guarding(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same blocks, until a write has failed."""
        for block in blocks:
            yield block
            self._raise_fault()

    def become(self, path: Path) -> None:
        assert self._path is not None
        self._raise_fault()
        self._writer.finish()
        os.fsync(self._fd)
        self._path = self._path.rename(path)
        sync_folder(path.parent)
        self._path = None

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise self._fault
