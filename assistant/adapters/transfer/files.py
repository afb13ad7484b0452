"""The files of an export, in a folder or in a ZIP. Nothing is ever unpacked: a file is read by its name, to a limit."""

import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, cast

from assistant.errors import NO_ROOM, AssistantError, NoSpace

ZIP = b"PK\x03\x04"
"""How a ZIP begins, if anything is in it."""
MOST_FILES = 200_000
MOST_TEXT = 256 * 2**20
"""Bytes of one file that is read whole: twenty times what a long life writes."""
MOST_SOUND = 4 * 2**30
"""Bytes of one recording, about a week of speech."""
MOST_RATIO = 100
"""Text packs to a tenth, sound not at all."""
NO_RATIO_BELOW = 2**20
_CHUNK = 2**20
_OPEN_FILES = Path("/proc/self/fd")
"""Where Linux has a path for a file without a name."""
_UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a kind of packing that is not known
    RuntimeError,  # a password is wanted
    ValueError,
    OverflowError,
    OSError,
)


class Files(Protocol):
    @property
    def names(self) -> tuple[str, ...]:
        """With forward slashes, from the top of the export."""
        ...

    @property
    def hidden(self) -> tuple[str, ...]:
        """Folders and files that were passed over since their names begin with a dot, and links."""
        ...

    def size(self, name: str) -> int: ...

    def changed(self, name: str) -> datetime | None:
        """UTC; None where nobody knows."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Raises AssistantError."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    root: Path
    names: tuple[str, ...]
    hidden: tuple[str, ...]

    def size(self, name: str) -> int:
        try:
            return (self.root / name).stat().st_size
        except OSError as e:
            raise unreadable(name) from e

    def changed(self, name: str) -> datetime | None:
        try:
            return datetime.fromtimestamp((self.root / name).stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):  # a time that no calendar has
            return None

    def open(self, name: str) -> IO[bytes]:
        try:
            return (self.root / name).open("rb")
        except OSError as e:
            raise unreadable(name) from e


def folder(root: Path) -> Folder:
    """Raises AssistantError where there are more than MOST_FILES."""
    names, hidden = list[str](), list[str]()

    def refuse(e: OSError) -> None:
        raise AssistantError(f"A folder in {root} can't be read ({e.strerror}).", "Is it yours?") from e

    for where, folders, files in os.walk(root, onerror=refuse):
        here = PurePosixPath(Path(where).relative_to(root).as_posix())
        passed = [f for f in folders if _passed_over(Path(where) / f)]
        folders[:] = sorted(set(folders) - set(passed))
        hidden += [f"{here / f}/" for f in sorted(passed)]
        for file in sorted(files):
            path = Path(where) / file
            odd = file.startswith(".") or path.is_symlink() or not path.is_file()  # a pipe would be waited on for ever
            (hidden if odd else names).append(str(here / file))
        if len(names) > MOST_FILES:
            raise AssistantError(f"There are more than {MOST_FILES:,} files in that folder.", "Name a smaller one.")
    return Folder(root, tuple(names), tuple(hidden))


def single(path: Path) -> Folder:
    """One file, as a folder that holds nothing else."""
    return Folder(path.parent, (path.name,), ())


def _passed_over(path: Path) -> bool:
    """What Logseq keeps in its own folder are settings and old versions of the same pages."""
    if path.name.startswith(".") or path.name == "__MACOSX" or path.is_symlink():
        return True
    return path.name == "logseq" and (path / "config.edn").is_file()


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP whose list of contents was looked through. It stays open until `close`."""

    zip: zipfile.ZipFile
    names: tuple[str, ...]
    hidden: tuple[str, ...] = field(default=())

    def size(self, name: str) -> int:
        return self.zip.getinfo(name).file_size

    def changed(self, name: str) -> datetime | None:
        return None

    def open(self, name: str) -> IO[bytes]:
        info = self.zip.getinfo(name)
        if info.flag_bits & 1:
            raise AssistantError("This ZIP is locked with a password.", "Unpack it, then import the folder.")
        if info.file_size > max(NO_RATIO_BELOW, MOST_RATIO * info.compress_size):
            raise _blows_up()
        try:
            return self.zip.open(info)
        except _UNREADABLE_ZIP as e:
            raise damaged() from e


@contextmanager
def archive(path: Path | IO[bytes]) -> Iterator[Archive]:
    """Raises AssistantError for one that is damaged, climbs out of its folder or blows up."""
    try:
        opened = zipfile.ZipFile(path)
    except _UNREADABLE_ZIP as e:
        raise damaged() from e
    with opened:
        yield _looked_through(opened)


def _looked_through(opened: zipfile.ZipFile) -> Archive:
    infos = opened.infolist()
    # files that lie on each other in the ZIP, each to be unpacked by itself
    overlapping = sum(info.compress_size for info in infos) > opened.start_dir
    if len(infos) > MOST_FILES or overlapping:
        raise _blows_up()
    for info in infos:
        if _climbs(info):
            raise AssistantError(
                "This ZIP holds names that lead out of its own folder, as no journal's export does. It was not read.",
                "Export the journal once more, and import that.",
            )
    files = [info.filename for info in infos if not info.is_dir() and not _is_hidden(info.filename)]
    hidden = [info.filename for info in infos if not info.is_dir() and _is_hidden(info.filename)]
    return Archive(opened, tuple(dict.fromkeys(files)), tuple(hidden))


def _climbs(info: zipfile.ZipInfo) -> bool:
    # a name that is cut at a zero byte, or that has backslashes, means another file elsewhere
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    absolute = name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")
    return ".." in parts or absolute or "\0" in name or stat.S_ISLNK(info.external_attr >> 16)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))


def whole(files: Files, name: str, *, most: int = MOST_TEXT) -> bytes:
    """All bytes of one file. Raises AssistantError where it can't be read or is larger than `most`."""
    with files.open(name) as file:
        try:
            data = file.read(most + 1)
        except _UNREADABLE_ZIP as e:
            raise unreadable(name) from e
    if len(data) > most:
        raise AssistantError(f"“{last(name)}” is larger than {most // 2**20} MB, and no text is.", "It was not read.")
    return data


@contextmanager
def on_disk(files: Files, name: str) -> Iterator[Path]:
    """A path that one file can be opened by; of a ZIP a copy that is gone at the end.

    On Linux the copy has no name from the start, so that a kill leaves nothing of it behind.
    """
    if isinstance(files, Folder):
        yield files.root / name
        return
    with _temporary() as copy:
        _copy(files, name, copy)
        yield _OPEN_FILES / str(copy.fileno()) if _OPEN_FILES.is_dir() else Path(copy.name)


def _temporary() -> IO[bytes]:
    try:
        # in Python's type library the two are of different kinds
        return tempfile.TemporaryFile() if _OPEN_FILES.is_dir() else cast(IO[bytes], tempfile.NamedTemporaryFile())
    except OSError as e:
        raise _no_temporary(e) from e


def _copy(files: Files, name: str, copy: IO[bytes]) -> None:
    left = MOST_SOUND
    with files.open(name) as source:
        while True:
            try:
                chunk = source.read(_CHUNK)
            except _UNREADABLE_ZIP as e:
                raise unreadable(name) from e
            left -= len(chunk)
            if left < 0:
                raise _blows_up()
            if not chunk:
                break
            _write(copy, chunk)
    _write(copy, b"", flush=True)


def _write(copy: IO[bytes], chunk: bytes, *, flush: bool = False) -> None:
    try:
        copy.write(chunk)
        if flush:
            copy.flush()
    except OSError as e:
        raise _no_temporary(e) from e


def _no_temporary(e: OSError) -> AssistantError:
    if e.errno in NO_ROOM:
        return NoSpace("The disk is full. What came in before is whole.", "Make some room, then start again.")
    return AssistantError(
        f"The folder for temporary files can't be written ({e.strerror}).", "Name another one in TMPDIR."
    )


def shown(name: str) -> str:
    """With what is no text in it as question marks: a name can hold any bytes, and commands to a terminal too."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def last(name: str) -> str:
    """A file's own name."""
    return shown(name.rpartition("/")[2])


def unreadable(name: str) -> AssistantError:
    return AssistantError(f"“{last(name)}” can't be read.", "Is it whole, and are you allowed to read it?")


def damaged() -> AssistantError:
    return AssistantError("This ZIP is damaged or cut off, so nothing was read.", "Export once more, and import that.")


def _blows_up() -> AssistantError:
    return AssistantError(
        "This ZIP would grow to far more than a journal when unpacked, so it was not read.",
        "Export the journal once more, and import that.",
    )
