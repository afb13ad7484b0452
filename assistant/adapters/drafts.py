"""Typed lines on disk until the journal has them, so that a killed process loses at most the line it was in.

Whoever types holds `flock` on the draft; the system lets go of it when that process dies, however it does.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.adapters.locking.sealed_format import Unopenable
from assistant.adapters.locking.sealing import Writer, either, left_where_it_is, new_writer
from assistant.errors import NO_ROOM, AssistantError, NoSpace

_UID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class _Held:
    file: int
    """Locked until it is closed."""
    writer: Writer


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """What a process that is gone had typed and not kept."""

    uid: str
    typed_at: datetime
    """UTC, of its last line."""
    text: str


class Drafts:
    """One file for each turn that is being typed, named by the entry's uid. With a key new ones are sealed.

    `tell` gets a sentence about each one that can't be opened: it is left where it is, and costs no other.
    """

    def __init__(self, folder: Path, *, key: bytes | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
        self._folder = folder
        self._key = key
        self._tell = tell
        self._held: dict[str, _Held] = {}

    def add(self, uid: str, line: str) -> None:
        """On disk when it returns. Raises NoSpace or AssistantError; the lines before stay."""
        with _told_kindly():
            if uid not in self._held:
                self._held[uid] = self._begun(uid)
            self._held[uid].writer.append(f"{line}\n".encode())
            os.fsync(self._held[uid].file)

    def discard(self, uid: str) -> None:
        """The journal has it. There may be no such draft."""
        self._path(uid).unlink(missing_ok=True)
        if uid in self._held:
            os.close(self._held.pop(uid).file)

    @property
    def holding(self) -> bool:
        """Whether anything typed here waits for the journal."""
        return bool(self._held)

    def left_behind(self) -> tuple[LeftDraft, ...]:
        """Drafts that no living process holds, oldest first."""
        with _told_kindly():
            found = [self._left(path) for path in self._folder.glob("*.txt") if _UID.fullmatch(path.stem)]
        return tuple(sorted((draft for draft in found if draft), key=lambda draft: draft.typed_at))

    def _begun(self, uid: str) -> _Held:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path(uid), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            return _Held(file, new_writer(file, key=self._key))
        except OSError:
            self._path(uid).unlink(missing_ok=True)
            os.close(file)
            raise

    def _left(self, path: Path) -> LeftDraft | None:
        try:
            return _left(path, key=self._key)
        except Unopenable as e:
            self._tell(left_where_it_is(path, e))
            return None

    def _path(self, uid: str) -> Path:
        return self._folder / f"{uid}.txt"


def _left(path: Path, *, key: bytes | None) -> LeftDraft | None:
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:  # another start has just kept it
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:  # somebody is typing it now
            return None
        changed = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
        with either(file, key=key, growing=True) as opened:
            text = opened.read().decode("utf-8", "replace").replace("\0", " ")
        return LeftDraft(path.stem, changed, text) if text.strip() else None


@contextlib.contextmanager
def _told_kindly() -> Iterator[None]:
    try:
        yield
    except OSError as e:
        if e.errno in NO_ROOM:
            raise NoSpace("The disk is full.", "Make some room soon: what you type can't be kept without.") from e
        raise AssistantError("What you type can't be put on the disk.", "Are you allowed to write there?") from e
