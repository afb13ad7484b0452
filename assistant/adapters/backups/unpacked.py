"""A backup's journal in a folder of the home, for as long as it is looked into."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.adapters.backups import manifest as form
from assistant.adapters.backups.manifest import Part
from assistant.adapters.backups.reading import Backup
from assistant.adapters.store import leftovers
from assistant.errors import NO_ROOM, AssistantError, NoSpace
from assistant.ports import Home


@contextmanager
def unpacked(backup: Backup, *, beside: Home) -> Iterator[Home]:
    """Its database and its keys; `sound` brings its recordings, one by one. Raises AssistantError.

    It lies on the disk of the journal, so that a file takes its place there by a new name alone.
    """
    folder = leftovers.unpacked(beside)
    try:
        with leftovers.looking_into_a_backup(beside), _emptied(folder):
            home = Home(folder)
            for part in backup.manifest.parts:
                if backup.manifest.cannot_do_without(part):
                    backup.extract(part, folder / part.name)
            yield home
    except OSError as e:
        if e.errno in NO_ROOM:
            raise NoSpace("There is not enough room to look into this backup.", "Make some room, then again.") from e
        raise AssistantError(f"The folder {beside.root} can't be written.", "Give it back to your user.") from e


def sound(backup: Backup, part: Part, *, into: Home) -> Path:
    """One recording as it lies in the backup."""
    into.recordings.mkdir(mode=0o700, exist_ok=True)
    path = into.recordings / part.name.removeprefix(form.RECORDINGS)
    path.unlink(missing_ok=True)
    backup.extract(part, path)
    return path


@contextmanager
def _emptied(folder: Path) -> Iterator[None]:
    """What a killed process left in it goes first, and all of it at the end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
