"""Backups of one person's house: made, checked, brought back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.ports import Home
from assistant.wiring import House

if TYPE_CHECKING:
    from assistant.adapters.backups.manifest import Part
    from assistant.adapters.backups.reading import Backup
    from assistant.adapters.backups.restoring import Came, Merging
    from assistant.adapters.backups.writing import Made
    from assistant.adapters.store.access import Access
    from assistant.adapters.store.comparing import Comparison, There

__all__ = ["At", "Comparison", "Restoring", "There", "back_up", "backups_elsewhere", "opened", "restoring", "unpacked"]

At = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def back_up(house: House, target: Path, *, at: At) -> "Made":
    """Takes no key: what is locked goes into the backup as it lies. Raises AssistantError."""
    from assistant.adapters.backups import writing
    from assistant.adapters.store import encrypted, faults
    from assistant.wiring import locking

    house.in_use.begin()
    keys = locking.state(house)
    if keys is not None and (keys.state != "locked" or locking.left_plain(house)):
        command = "between unlock" if keys.state == "unlocking" else "between lock"
        raise AssistantError(
            "Not all of the journal is locked now, so a part of the backup would be readable by anybody.",
            f"`{command}` goes on where it stopped. Then back up.",
        )
    database = house.home.database
    if database.exists() and not (encrypted.is_plain(database) or encrypted.is_encrypted(database)):
        raise faults.damaged(house.home)  # or good backups would give way to bad ones, night after night
    return writing.make(target, access=_keyless(house), settings=_settings(house), at=at)


def backups_elsewhere(house: House) -> tuple[Path, ...]:
    """Where backups went, oldest first."""
    from assistant.adapters.backups import elsewhere

    return elsewhere.known(house.home)


def broken_lists(house: House) -> tuple[Path, ...]:
    """Lists of where backups went that can't be read."""
    from assistant.adapters.backups import elsewhere

    return elsewhere.lists_set_aside(house.home)


def _keyless(house: House) -> "Access":
    """Of the lock and of files as they lie; it opens no journal."""
    from assistant.adapters.store import DuckDBJournal

    return DuckDBJournal(house.home, now=house.clock.now, command=house.command).access


def _settings(house: House) -> dict[str, Path]:
    """With BETWEEN_HOME they lie in the home, with questions, guides and lines of the person's own."""
    folder = house.settings_file.parent
    if folder != house.home.root:
        return {}
    own = ("questions/*.toml", "questions/*.sql", "guides/*.toml", "lines/*.toml")
    files = (house.settings_file, *(file for pattern in own for file in folder.glob(pattern)))
    return {str(file.relative_to(folder)): file for file in files if file.is_file()}


def opened(path: Path) -> "AbstractContextManager[Backup]":
    """Raises AssistantError where it is none, or only a part of one."""
    from assistant.adapters.backups import reading

    return reading.opened(path)


@contextmanager
def unpacked(house: House, backup: "Backup") -> Iterator[House]:
    """A house of its own in which the backup's journal lies for that long. Raises AssistantError."""
    from assistant.adapters.backups import unpacked

    house.in_use.begin()
    with unpacked.unpacked(backup, beside=house.home) as home:
        yield _house_of(home, house)


def _house_of(home: Home, house: House) -> House:
    from assistant.wiring import locking

    made = replace(house, home=home, given_key=b"")
    theirs, ours = locking.state(made), locking.state(house)
    same = theirs is not None and ours is not None and theirs.uid == ours.uid
    # Of a backup of this very journal nobody is asked again.
    return replace(made, given_key=house.key or b"") if same else made


@dataclass(frozen=True)
class Restoring:
    """A backup that may come back. Nothing has changed yet."""

    house: House
    backup: "Backup"
    damaged: int
    """Parts that are left aside: sound, or settings."""
    comparison: "Comparison | None"
    """What of it is not here. None where there is no journal here: then it comes back as it was."""
    _merging: "Merging | None"
    _unpacked: Home

    def run(self, *, struck_too: bool, at: At) -> "Came":
        """What came in; no entries where the journal came whole. Raises AssistantError; what came in is whole."""
        from assistant.adapters.backups import restoring as work
        from assistant.wiring import locking

        if self.comparison is None or self._merging is None:
            access, settings = _keyless(self.house), self.house.settings_file.parent
            work.put_whole(self.backup, unpacked=self._unpacked, access=access, settings=settings, at=at)
            locking.came_in(self.house)
            return work.Came(0)
        return self._merging.run([*self.comparison.new, *(self.comparison.struck if struck_too else ())], at=at)

    def lost_sound(self) -> int:
        """Recordings of entries here whose files are gone, and that the backup has."""
        return len(self._merging.lost()) if self._merging else 0


@contextmanager
def restoring(house: House, backup: "Backup", *, damaged: "Sequence[Part]") -> Iterator[Restoring]:
    """Compared, and nothing done yet. `damaged`: what `Backup.damaged` said; raises AssistantError for too much."""
    from assistant.adapters.backups import reading
    from assistant.adapters.backups import restoring as work
    from assistant.adapters.store.comparing import compare

    if any(map(backup.manifest.cannot_do_without, damaged)):
        raise reading.broken(backup.path)
    backup = backup.without(damaged)
    with unpacked(house, backup) as theirs:
        if work.has_room_for(theirs.home, house.home):
            if work.has_log(theirs.home):
                work.bring_in_log(theirs.journal.access)
            yield Restoring(house, backup, len(damaged), None, None, theirs.home)
            return
        comparison = compare(theirs.journal.access, house.journal.access)
        merging = work.Merging(
            backup, theirs.journal.access, theirs.sound_files, house.journal.access, house.sound_files
        )
        yield Restoring(house, backup, len(damaged), comparison, merging, theirs.home)
