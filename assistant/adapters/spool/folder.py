"""The folder of turns: which there are, and what they hold."""

import contextlib
import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from assistant.adapters.locking.sealed_format import Unopenable
from assistant.adapters.locking.sealing import left_where_it_is, new_writer, open_either
from assistant.adapters.spool.writer import SAMPLE_BYTES, TurnWriter, told_kindly
from assistant.audio import SAMPLE_RATE, Samples, Stretch, from_pcm16
from assistant.errors import AssistantError
from assistant.journal import Moment
from assistant.ports import Spooled

_UID = re.compile(r"[0-9a-f]{32}")


class FileSpool:
    """Turns in one folder, 0700. Two processes may share it. With a key new turns are sealed; both are read.

    `tell` gets a sentence about each turn that can't be opened: it is left where it is, and costs no other.
    """

    def __init__(self, folder: Path, *, key: bytes | None = None, tell: Callable[[str], None] = lambda _: None) -> None:
        self._folder = folder
        self._key = key
        self._tell = tell

    def begin(self, uid: str, *, moment: Moment, answers: str) -> TurnWriter:
        """Raises NoSpace or AssistantError; then there is no such turn."""
        with told_kindly():
            _make_private(self._folder)
        with self._alone() as folder:
            sound = _created(self._sound(uid))
            try:
                with told_kindly():
                    fcntl.flock(sound, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _write_whole(self._about(uid), _described(moment, answers), key=self._key)
                    writer = new_writer(sound, key=self._key, unit=SAMPLE_BYTES)
                    os.fsync(folder)
            except AssistantError:
                os.close(sound)
                self._remove(uid)
                raise
        return TurnWriter(uid, sound, writer=writer)

    def blocks(self, uid: str) -> Iterator[Samples]:
        with self._opened(uid) as sound:
            while data := sound.read(SAMPLE_BYTES * SAMPLE_RATE):
                yield from_pcm16(data)

    def stretch(self, uid: str, stretch: Stretch) -> Samples:
        with self._opened(uid) as sound:
            sound.seek(stretch.start * SAMPLE_BYTES)
            return from_pcm16(sound.read((stretch.end - stretch.start) * SAMPLE_BYTES))

    def discard(self, uid: str) -> None:
        if not self._folder.is_dir():
            return
        with self._alone() as folder, told_kindly():
            self._remove(uid)
            os.fsync(folder)

    def unfinished(self) -> tuple[Spooled, ...]:
        """Turns that hold nothing are removed on the way, and those that can't be opened are told and left."""
        if not self._folder.is_dir():
            return ()
        with self._alone():
            found = [self._left_behind(uid) for uid in self._uids()]
        return tuple(sorted((turn for turn in found if turn), key=lambda turn: turn.moment.utc))

    def _uids(self) -> list[str]:
        return sorted({path.stem for path in self._folder.iterdir() if _UID.fullmatch(path.stem)})

    def _left_behind(self, uid: str) -> Spooled | None:
        sound = self._sound(uid)
        if _is_being_written(sound):
            return None
        try:
            size = self._size(uid)
        except Unopenable as e:
            self._tell(left_where_it_is(sound, e))
            return None
        if size < SAMPLE_BYTES:
            self._remove(uid)
            return None
        seconds = size // SAMPLE_BYTES / SAMPLE_RATE
        moment, answers = _about(self._about(uid), sound, seconds, key=self._key)
        return Spooled(uid=uid, moment=moment, seconds=seconds, answers=answers)

    def _size(self, uid: str) -> int:
        """Bytes of sound; 0 where there is no file."""
        if not self._sound(uid).exists():
            return 0
        with self._opened(uid) as sound:
            return sound.seek(0, os.SEEK_END)

    def _opened(self, uid: str) -> BinaryIO:
        """Raises AssistantError."""
        try:
            return open_either(self._sound(uid), key=self._key, growing=True)
        except OSError as e:
            raise AssistantError("That recording is not on the disk any more.") from e

    def _remove(self, uid: str) -> None:
        self._sound(uid).unlink(missing_ok=True)
        self._about(uid).unlink(missing_ok=True)

    def _sound(self, uid: str) -> Path:
        return self._folder / f"{uid}.pcm"

    def _about(self, uid: str) -> Path:
        return self._folder / f"{uid}.json"

    @contextlib.contextmanager
    def _alone(self) -> Iterator[int]:
        """The folder's descriptor, locked: nobody looks for turns between the making of a file and its lock."""
        with told_kindly():
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with told_kindly():
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(folder)


def _make_private(folder: Path) -> None:
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def _created(path: Path) -> int:
    with told_kindly():
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)


def _write_whole(path: Path, text: str, *, key: bytes | None) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        writer = new_writer(file, key=key)
        writer.write(text.encode())
        writer.finish()
        os.fsync(file)
    finally:
        os.close(file)


def _described(moment: Moment, answers: str) -> str:
    return json.dumps(
        {
            "utc": moment.utc.isoformat(),
            "offset_minutes": moment.offset_minutes,
            "zone": moment.zone,
            "answers": answers,
        }
    )


def _about(path: Path, sound: Path, seconds: float, *, key: bytes | None) -> tuple[Moment, str]:
    """When the turn began and what it answers; from the sound's own time where that was not written down whole."""
    try:
        with open_either(path, key=key) as file:
            about = json.loads(file.read())
        utc = datetime.fromisoformat(about["utc"])
        return Moment(utc.astimezone(UTC), int(about["offset_minutes"]), str(about["zone"])), str(about["answers"])
    except (OSError, ValueError, KeyError, TypeError, Unopenable):
        began = datetime.fromtimestamp(sound.stat().st_mtime - seconds, tz=UTC)
        offset = began.astimezone().utcoffset()
        return Moment(began, round(offset.total_seconds() / 60) if offset else 0, ""), ""


def _is_being_written(sound: Path) -> bool:
    try:
        file = os.open(sound, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False
