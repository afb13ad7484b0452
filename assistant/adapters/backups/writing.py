"""Making a backup, while an evening may be going on."""

import errno
import fcntl
import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from secrets import token_hex
from typing import IO

from assistant.adapters.backups import elsewhere
from assistant.adapters.backups import manifest as form
from assistant.adapters.backups.manifest import Manifest, Part
from assistant.adapters.store import schema_steps, snapshot
from assistant.adapters.store.access import Access
from assistant.adapters.syncing import sync_folder
from assistant.errors import NO_ROOM, AssistantError, NoSpace, UsageError
from assistant.journal import Moment

log = logging.getLogger("between.backups")

Progress = Callable[[int, int], None]
"""Bytes done, and of how many."""

_CHUNK = 1 << 20
_PART = ".between-backup-"


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    size_bytes: int
    manifest: Manifest
    remembered: bool
    """Whether the journal knows where it lies, so that a strike can name it."""


def make(target: Path, *, access: Access, settings: Mapping[str, Path], at: Progress) -> Made:
    """`target`: a new file, or a folder into which a dated name goes. `settings`: files, by their name under settings/.

    Raises AssistantError, and then there is nothing at `target`.
    """
    moment = access.now()
    if not access.home.database.exists():
        raise AssistantError("Nothing is kept yet, so there is nothing to back up.", "Begin with `between`.")
    path = _free_name(target.expanduser().absolute(), moment)
    # Before it is there: whoever strikes something meanwhile is told of this one too.
    remembered = _remembered(access, path)
    with ExitStack() as undone:
        if remembered:
            undone.callback(elsewhere.forget, access, path)
        manifest = _made(path, access=access, settings=settings, at=at)
        undone.pop_all()
    return Made(path, path.stat().st_size, manifest, remembered)


def _remembered(access: Access, path: Path) -> bool:
    """False where the journal's own disk is full: just then a person wants everything out of it."""
    try:
        elsewhere.remember(access, path)
    except NoSpace:
        return False
    return True


def _made(path: Path, *, access: Access, settings: Mapping[str, Path], at: Progress) -> Manifest:
    home, folder = access.home, path.parent
    try:
        with snapshot.taken(access, aside=(home.root, folder)) as journal, _new_file(path) as file:
            # Later than the database, and without the lock: whatever it names was in its folder by then.
            sounds = sorted(home.recordings.glob("*.opus"))
            files = {form.SETTINGS + name: file for name, file in settings.items()}
            files |= {form.RECORDINGS + sound.name: sound for sound in sounds}
            ours = {name: path for name, path in files.items() if form.may_be_called(name)}
            manifest = _Packing(file, journal, ours, at=at).packed(access.now())
    except OSError as e:
        raise _unwritable(e, folder) from e
    log.info("backed up %d parts", len(manifest.parts))
    return manifest


class _Packing:
    """One pass over all files, into the ZIP."""

    def __init__(self, into: IO[bytes], journal: Mapping[str, IO[bytes]], files: Mapping[str, Path], *, at: Progress):
        self._into = into
        self._journal = journal
        self._files = files
        self._at = at
        self._done = 0
        self._total = sum(os.fstat(f.fileno()).st_size for f in journal.values()) + sum(map(_size, files.values()))

    def packed(self, moment: Moment) -> Manifest:
        with zipfile.ZipFile(self._into, "w", zipfile.ZIP_STORED) as packed:
            parts = tuple(self._parts(packed))
            manifest = Manifest(moment.utc.isoformat(), schema_steps.newest_known(), form.KEYS in self._journal, parts)
            told = form.to_json(manifest)
            packed.writestr(form.NAME, told)
            packed.comment = form.seal(told)
        return manifest

    def _parts(self, packed: zipfile.ZipFile) -> Iterator[Part]:
        for name, copy in self._journal.items():
            yield self._put(packed, name, copy)
        for name, path in self._files.items():
            with suppress(FileNotFoundError):  # a recording that was let go, or struck, since we looked
                file = path.open("rb")
                with file:
                    yield self._put(packed, name, file)

    def _put(self, packed: zipfile.ZipFile, name: str, file: IO[bytes]) -> Part:
        digest, size = hashlib.sha256(), 0
        with packed.open(zipfile.ZipInfo(name), "w", force_zip64=True) as written:
            while block := file.read(_CHUNK):
                digest.update(block)
                written.write(block)
                size += len(block)
                self._done += len(block)
                self._at(self._done, max(self._done, self._total))
        return Part(name, size, digest.hexdigest())


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """On disk whole under its name when the block ends well, and otherwise not at all.

    It is locked while it is written; what a killed process left beside it is removed.
    """
    for left in path.parent.glob(f"{_PART}*"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()
    part = path.with_name(f"{_PART}{token_hex(8)}")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w+b") as file:
            with suppress(OSError):  # some network drives know no locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            _become(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def _become(part: Path, path: Path) -> None:
    """Raises FileExistsError where a file has that name by now; a new name alone would write over it."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # many sticks know one name a file
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        part.rename(path)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _free_name(target: Path, moment: Moment) -> Path:
    if target.is_dir():
        stem = f"between-{moment.local:%Y-%m-%d-%H%M%S}"
        names = (target / f"{stem}{again}.zip" for again in chain([""], (f"-{n}" for n in count(2))))
        return next(name for name in names if not os.path.lexists(name))
    if target.exists():
        raise UsageError(
            f"There is a file called {target} already, and it was left as it is.",
            "Name a new file, or a folder: there the backup gets a name with today's date.",
        )
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.", "Make it first, or name another one.")
    return target


def _unwritable(error: OSError, folder: Path) -> AssistantError:
    if error.errno in NO_ROOM:
        return NoSpace(
            "There is not enough room for the backup, so none was made. Your journal is as it was.",
            f"Make room on the disk of {folder}, or name another folder.",
        )
    return AssistantError(
        f"The backup could not be written ({error.strerror}), so none was made. Your journal is as it was.",
        f"Are you allowed to write in {folder}?",
    )
