"""A backup's journal in a folder of the home, for as long as it is looked into."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.adapters.backups import manifest as form
from assistant.adapters.backups.manifest import Part
from assistant.adapters.backups.reading import Backup
from assistant.adapters.store import leftovers
from assistant.errors import AssistantError
from assistant.ports import Home


@contextmanager
def unpacked(backup: Backup, *, beside: Home) -> Iterator[Home]:
    """Its database and its keys; `sound` brings its recordings, one by one. Raises AssistantError.

    It lies on the disk of the journal, so that a file takes its place there by a new name alone.
    """
    with leftovers.looking_into_a_backup(beside):
        try:
            yield _unpacked(backup, leftovers.unpacked(beside))
        finally:
            shutil.rmtree(leftovers.unpacked(beside), ignore_errors=True)


def _unpacked(backup: Backup, folder: Path) -> Home:
    try:
        shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed
        folder.mkdir(mode=0o700)
    except OSError as e:
        raise AssistantError(f"The folder {folder} can't be made ({e.strerror}).", "Give it back to your user.") from e
    for part in backup.manifest.parts:
        if backup.manifest.cannot_do_without(part):
            backup.extract(part, folder / part.name)
    return Home(folder)


def sound(backup: Backup, part: Part, *, into: Home) -> Path:
    """One recording as it lies in the backup."""
    into.recordings.mkdir(mode=0o700, exist_ok=True)
    path = into.recordings / part.name.removeprefix(form.RECORDINGS)
    path.unlink(missing_ok=True)
    backup.extract(part, path)
    return path
