"""Files of a locked journal. A sealed file is known by its first bytes: plain and sealed may lie side by side."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader, FileIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Protocol

from assistant.adapters.locking.sealed_format import (
    MAGIC,
    PIECE,
    SealedReader,
    SealedWriter,
    Unopenable,
    envelope_of,
)
from assistant.adapters.syncing import sync_folder

UNFINISHED = ".part"
"""`.<random>.part`, locked while it is written; `sweep` removes those that a killed process left."""


class Writer(Protocol):
    """Of a file that grows. After an OSError what was written before is whole, and writing may go on."""

    @property
    def length(self) -> int:
        """Bytes of what was given that are in the file."""
        ...

    def append(self, data: bytes) -> None:
        """In the file when this returns."""
        ...

    def write(self, data: bytes) -> None:
        """In the file after `finish` at the latest."""
        ...

    def finish(self) -> None:
        """Nothing can be written after it. A file that is cut short by a kill has none."""
        ...


class Sealing:
    """`key` is the house's for files: 32 random bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def writer(self, file: int, *, envelope: bytes = b"") -> SealedWriter:
        """Into a new, empty file that is open for writing; the beginning is written at once. Raises OSError."""
        return SealedWriter(file, key=self._key, envelope=envelope)

    def reader(self, file: BinaryIO) -> BinaryIO:
        """Of a finished file. Takes the file over; raises Unopenable, here or while it is read."""
        return BufferedReader(SealedReader(file, key=self._key), PIECE)

    def growing(self, file: BinaryIO) -> BinaryIO:
        """Of a file that somebody writes or wrote without an end, as far as it goes; what is damaged in it is zeros."""
        return BufferedReader(SealedReader(file, key=self._key, growing=True), PIECE)

    def seal_in_place(self, path: Path) -> bool:
        """False where somebody is writing the file just now. A sealed one stays as it is. Raises OSError."""
        with _held(path) as plain:
            if plain is None or _begins_sealed(plain):
                return plain is not None
            with _beside(path) as target:
                _copy(plain, self.writer(target))
                _like(path, target)
        return True

    def open_in_place(self, path: Path) -> bool:
        """The other way, and a torn end is left out.

        Raises Unopenable, and leaves the file as it is, where it is damaged or of another key.
        """
        with _held(path) as sealed:
            if sealed is None or not _begins_sealed(sealed):
                return sealed is not None
            # Growing, since a kill may have left it without an end; but its key may go next, so no silence for damage.
            reader = SealedReader(path.open("rb", buffering=0), key=self._key, growing=True)
            with BufferedReader(reader, PIECE) as opened, _beside(path) as target:
                _copy(opened, new_writer(target, key=None))
                reader.need_whole()
                _like(path, target)
        return True


def new_writer(file: int, *, key: bytes | None, unit: int = 1) -> Writer:
    """Into a new, empty file that is open for writing: sealed with a key, plain without. Raises OSError.

    A plain file that is cut short by a full disk holds whole units of so many bytes.
    """
    return PlainWriter(file, unit=unit) if key is None else Sealing(key).writer(file)


class PlainWriter:
    def __init__(self, file: int, *, unit: int) -> None:
        self._file = file
        self._unit = unit
        self.length = 0

    def append(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                written = os.write(self._file, rest)
                rest = rest[written:]
                self.length += written
        except OSError:
            if torn := self.length % self._unit:
                os.ftruncate(self._file, os.fstat(self._file).st_size - torn)
                self.length -= torn
            raise

    def write(self, data: bytes) -> None:
        self.append(data)

    def finish(self) -> None:
        pass


def is_sealed(path: Path) -> bool:
    """By its first bytes alone. Raises OSError."""
    with path.open("rb", buffering=0) as file:
        return _begins_sealed(file)


def open_either(path: Path, *, key: bytes | None, growing: bool = False) -> BinaryIO:
    """A plain file, or what is in a sealed one: finished and whole, or `growing` as far as it goes.

    Raises OSError, and Unopenable where it is sealed and can't be opened, by no key or by this one.
    """
    return either(path.open("rb", buffering=0), key=key, growing=growing)


def either(file: FileIO, *, key: bytes | None, growing: bool = False) -> BinaryIO:
    """As `open_either`, of a file that is open; it is taken over."""
    with ExitStack() as closed:
        closed.enter_context(file)
        reader = _reader(file, key=key, growing=growing)
        closed.pop_all()
    return reader


def _reader(file: FileIO, *, key: bytes | None, growing: bool) -> BinaryIO:
    if not _begins_sealed(file):
        return BufferedReader(file, PIECE)
    if key is None:
        raise Unopenable("A file is locked, and this journal is not.", "It opens with the key that locked it.")
    return Sealing(key).growing(file) if growing else Sealing(key).reader(file)


def left_where_it_is(path: Path, fault: Unopenable) -> str:
    """What a person is told of a file that is passed over."""
    return f"{fault.message} It was left where it is: {path}. Move it away if you have no use for it."


def envelope(path: Path) -> bytes:
    """What lies in the clear in a sealed file. Raises OSError, and Unopenable."""
    with path.open("rb") as file:
        return envelope_of(file)


def sweep(folder: Path) -> int:
    """Removes what killed processes left half written in it; the whole file is under its own name. Says how many."""
    found = 0
    for part in folder.glob(f".*{UNFINISHED}"):
        with suppress(FileNotFoundError), part.open("rb") as file:  # its writer may have ended a moment ago
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # somebody is writing it
                continue
            part.unlink(missing_ok=True)
            found += 1
    return found


def _begins_sealed(file: BinaryIO) -> bool:
    file.seek(0)
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO | None]:
    """The file, kept from those who would write it; None where one of them has it already."""
    with path.open("rb", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield file


@contextmanager
def _beside(path: Path) -> Iterator[int]:
    """A new private file that takes the name when the block ends well, and is gone otherwise."""
    part = path.with_name(f".{token_hex(16)}{UNFINISHED}")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
        os.fsync(file)
        part.replace(path)
        sync_folder(path.parent)
    finally:
        os.close(file)
        part.unlink(missing_ok=True)


def _like(path: Path, file: int) -> None:
    """The time of the file that it replaces: it may say when something was typed."""
    was = path.stat()
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def _copy(source: BinaryIO, target: Writer) -> None:
    while data := source.read(PIECE):
        target.write(data)
    target.finish()
