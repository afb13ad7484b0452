"""What goes out is made under another name, and gets its own when it is whole: a kill or a full disk leaves no half."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from assistant.adapters.syncing import sync_folder
from assistant.errors import NO_ROOM, AssistantError, NoSpace, UsageError

UNFINISHED = ".between-export"
"""`.between-export-<random>`, locked while it is written; what is written beside it next removes what a kill left."""


@contextmanager
def file_aside(path: Path, *, replace: bool) -> Iterator[BinaryIO]:
    """For its person alone, and with its path as its name. Raises UsageError where `path` is there, NoSpace."""
    with _in_plain_words(path):
        _check_free(path, replace=replace)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path.parent)
        part = path.with_name(f"{UNFINISHED}-{token_hex(8)}")
        try:
            with open(part, "xb", opener=_for_its_person) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield file
                file.flush()
                os.fsync(file.fileno())
                _check_free(path, replace=replace)
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)


@contextmanager
def folder_aside(path: Path) -> Iterator[Path]:
    """As `file_aside`. A folder with something in it is never replaced: that could be anything of a person's."""
    with _in_plain_words(path):
        _check_free_for_folder(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(path.parent)
        part = path.with_name(f"{UNFINISHED}-{token_hex(8)}")
        part.mkdir(mode=0o700)
        lock = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield part
            os.sync()  # of thousands of files one by one would take longer than writing them
            _check_free_for_folder(path)
            part.replace(path)
        finally:
            os.close(lock)
            shutil.rmtree(part, ignore_errors=True)
        sync_folder(path.parent)


def _for_its_person(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def _check_free(path: Path, *, replace: bool) -> None:
    if path.is_dir() and any(path.iterdir()):
        raise UsageError(f"{path} is a folder with something in it.", "Name a new one; nothing in it was touched.")
    if path.exists() and not (path.is_dir() or path.is_file()):
        raise UsageError(f"{path} is a device or the like, and no file.", "Name a file; it was not touched.")
    if path.exists() and not path.is_dir() and not replace:
        raise UsageError(f"{path} is there already.", "`--force` replaces it, or name another one.")


def _check_free_for_folder(path: Path) -> None:
    _check_free(path, replace=True)
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file.", "Name a new folder; the file was not touched.")


def _sweep(folder: Path) -> None:
    for part in folder.glob(f"{UNFINISHED}-*"):
        with suppress(OSError):
            descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused where somebody is writing it
                shutil.rmtree(part) if part.is_dir() else part.unlink()
            finally:
                os.close(descriptor)


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise (no_room() if e.errno in NO_ROOM else unwritable(path)) from e


def no_room() -> NoSpace:
    return NoSpace(
        "The disk filled up before that was written whole, so nothing of it stays. Your journal is as it was.",
        "Make some room, or name a place on another disk.",
    )


def unwritable(path: Path) -> AssistantError:
    return AssistantError(f"{path} can't be written.", "Name another place, one that is yours.")
