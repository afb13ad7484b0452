"""A backup that is there: what it holds, and whether it is whole."""

import hashlib
import os
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.adapters.backups import manifest as form
from assistant.adapters.backups.manifest import Manifest, Part
from assistant.adapters.backups.writing import Progress
from assistant.adapters.store import schema_steps
from assistant.adapters.syncing import sync_folder
from assistant.errors import NO_ROOM, AssistantError, NoSpace, UsageError

_CHUNK = 1 << 20
_LONGEST_MANIFEST = 64 << 20
_NOT_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError)
"""What `zipfile` raises on bytes that are none, or are damaged; OSError where it was told to look before the start."""


class _Damaged(Exception):
    pass


@dataclass(frozen=True)
class Backup:
    path: Path
    manifest: Manifest
    _zip: zipfile.ZipFile

    def damaged(self, *, at: Progress) -> tuple[Part, ...]:
        """Reads every byte; gives the parts that are not what they were when the backup was made."""
        total, done = sum(part.size_bytes for part in self.manifest.parts), 0
        broken = []
        for part in self.manifest.parts:
            try:
                for block in self._blocks(part):
                    done += len(block)
                    at(done, total)
            except _Damaged:
                broken.append(part)
        return tuple(broken)

    def without(self, parts: Collection[Part]) -> "Backup":
        """The same, with these left aside."""
        rest = tuple(part for part in self.manifest.parts if part not in parts)
        return replace(self, manifest=replace(self.manifest, parts=rest))

    def extract(self, part: Part, target: Path) -> None:
        """A new file, on disk when it returns. Raises AssistantError where the part is damaged or there is no room."""
        try:
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
                for block in self._blocks(part):
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(target.parent)
        except (_Damaged, OSError) as e:
            target.unlink(missing_ok=True)
            if isinstance(e, OSError) and e.errno in NO_ROOM:
                raise NoSpace("There is not enough room to restore this backup.", "Make some room, then again.") from e
            raise broken(self.path) from e

    def _blocks(self, part: Part) -> Iterator[bytes]:
        """Raises _Damaged, at the latest after the last of them."""
        digest = hashlib.sha256()
        try:
            with self._zip.open(part.name) as file:
                while block := file.read(_CHUNK):
                    digest.update(block)
                    yield block
        except (*_NOT_ZIP, KeyError) as e:
            raise _Damaged from e
        if digest.hexdigest() != part.sha256:
            raise _Damaged


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Raises UsageError where there is no such file, AssistantError where it is no whole backup, or a newer one."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Name a backup that `between backup` made.")
    try:
        file = path.open("rb")
    except OSError as e:
        raise AssistantError(f"{path} can't be read ({e.strerror}).", "Are you allowed to read it?") from e
    with file:
        try:
            packed = zipfile.ZipFile(file)
        except _NOT_ZIP as e:
            raise _no_backup(path) from e
        with packed:
            yield Backup(path, _manifest(packed, path), packed)


def _manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    version = form.format_of(packed.comment)
    if version > form.FORMAT:
        raise _newer(path)
    if not version:
        raise _no_backup(path)
    try:
        told = _told(packed)
        if form.seal(told) != packed.comment:
            raise broken(path)
        manifest = form.from_json(told)
    except (*_NOT_ZIP, KeyError) as e:
        raise broken(path) from e
    if manifest.tables > schema_steps.newest_known():
        raise _newer(path)
    # Nothing but what the list names, and nothing packed: it can't become bigger than it is.
    there = {info.filename: info for info in packed.infolist() if info.compress_type == zipfile.ZIP_STORED}
    if len(packed.infolist()) != len(there) or set(there) != {form.NAME, *(part.name for part in manifest.parts)}:
        raise broken(path)
    return manifest


def _told(packed: zipfile.ZipFile) -> bytes:
    with packed.open(form.NAME) as file:
        return file.read(_LONGEST_MANIFEST)


def _no_backup(path: Path) -> AssistantError:
    return AssistantError(
        f"{path.name} is no backup of Between, or only the beginning of one.",
        "Was it copied to the end? Try another one.",
    )


def broken(path: Path) -> AssistantError:
    return AssistantError(
        f"{path.name} was damaged or changed since it was made.",
        f"`between check {path}` says what of it is whole. Restore another one if you can.",
    )


def _newer(path: Path) -> AssistantError:
    return AssistantError(f"{path.name} was made by a newer Between than this one.", "Update Between, then try again.")
