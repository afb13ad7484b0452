"""A backup back into the journal: whole where there is none, and otherwise by entry. Nothing is ever written over."""

import json
import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.adapters.backups import manifest as form
from assistant.adapters.backups.manifest import Part
from assistant.adapters.backups.reading import Backup
from assistant.adapters.backups.unpacked import sound
from assistant.adapters.backups.writing import Progress
from assistant.adapters.sound_files import RecordingsFolder
from assistant.adapters.store import checking, faults, moving, moving_practices
from assistant.adapters.store.access import Access
from assistant.adapters.store.connection import write_ahead_log
from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.rows import Row
from assistant.adapters.syncing import sync_folder
from assistant.errors import AssistantError
from assistant.journal import Recording
from assistant.ports import Home

log = logging.getLogger("between.backups")


def has_room_for(unpacked: Home, home: Home) -> bool:
    """Nothing was ever kept in the home: what is unpacked can be put there as it is.

    Its keys may be there already, of a restore that was killed.
    """
    if home.database.exists():
        return False
    return not home.keys.exists() or (unpacked.keys.exists() and home.keys.read_bytes() == unpacked.keys.read_bytes())


def put_whole(backup: Backup, *, unpacked: Home, access: Access, settings: Path, at: Progress) -> None:
    """The very same journal: numbers, versions and lock as they were. `settings`: the folder of the settings' file.

    The database comes last: until then there is no journal, and the same command begins again.
    """
    home = access.home
    with access.held(), faults.in_plain_words(home):
        if not has_room_for(unpacked, home):
            raise AssistantError("A journal was begun here meanwhile, so nothing was put in its place.", "Try again.")
        home.recordings.mkdir(mode=0o700, parents=True, exist_ok=True)
        parts = backup.manifest.parts
        total, done = sum(part.size_bytes for part in parts), 0
        for part in parts:
            if part.name.startswith(form.RECORDINGS):
                sound(backup, part, into=unpacked).rename(home.recordings / part.name.removeprefix(form.RECORDINGS))
            elif part.name.startswith(form.SETTINGS):
                _put_setting(backup, part, settings / part.name.removeprefix(form.SETTINGS))
            done += part.size_bytes
            at(done, total)
        sync_folder(home.recordings)
        if unpacked.keys.exists():
            unpacked.keys.rename(home.keys)
            sync_folder(home.root)  # a locked database without its key would be lost for good
        unpacked.database.rename(home.database)
        sync_folder(home.root)
    log.info("restored %d parts", len(parts))


def _put_setting(backup: Backup, part: Part, path: Path) -> None:
    """Where there is one already it stays."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        backup.extract(part, path)


def has_log(unpacked: Home) -> bool:
    """A crash had left one when the backup was made."""
    return write_ahead_log(unpacked).exists()


def bring_in_log(theirs: Access) -> None:
    """It goes into its database; which takes the key where that is locked."""
    with theirs.open():
        pass


@dataclass(frozen=True, slots=True)
class Came:
    entries: int
    unheard: int = 0
    """Recordings that were damaged before the backup was made: their entries are here, their files only in it."""


@dataclass(frozen=True, slots=True)
class Merging:
    """Two journals: what is unpacked, and the one here."""

    backup: Backup
    theirs: Access
    their_sound: RecordingsFolder
    ours: Access
    our_sound: RecordingsFolder
    _unheard: set[str] = field(default_factory=set)

    def run(self, uids: Collection[str], *, at: Progress) -> Came:
        """What came in. Each batch is whole when it is done; the rest is for the next time.

        Raises NoSpace or JournalBusy.
        """
        self._leave_out_others(uids)
        done = 0
        for batch in _batches(moving.take_out(self.theirs), size=moving.BATCH):
            came = moving.put_in(self.ours, [self._with_sound(entry) for entry in batch])
            done += sum(came)
            at(done, len(uids))
        here = self._uids()
        moving.put_in_asked(self.ours, [row for row in moving.take_out_asked(self.theirs) if _fits(row, here)])
        moving_practices.put_in(self.ours, moving_practices.take_out(self.theirs))
        with self.ours.writing("restore") as db:  # what was struck, and is wished for again
            db.execute("DELETE FROM struck WHERE uid IN (SELECT uid FROM entries)")
        self._bring_sound_back()
        log.info("restored %d entries", done)
        return Came(done, len(self._unheard))

    def lost(self) -> list[Recording]:
        """Of entries here; their files are gone, and the backup has them."""
        there = self.backup.manifest.recordings
        return [
            recording
            for _, recording in checking.recordings(self.ours)
            if recording.file_name in there and not (self.ours.home.recordings / recording.file_name).exists()
        ]

    def _bring_sound_back(self) -> None:
        for recording in self.lost():
            self._take_in(self.backup.manifest.recordings[recording.file_name], recording)

    def _leave_out_others(self, uids: Collection[str]) -> None:
        """What is unpacked is ours to change."""
        with self.theirs.writing("leave out") as db:
            wished = "SELECT unnest(from_json(?, '[\"VARCHAR\"]'))"
            db.execute(f"DELETE FROM entries WHERE uid NOT IN ({wished})", [json.dumps(list(uids))])

    def _uids(self) -> set[str]:
        with self.ours.open() as db:
            return {uid for (uid,) in db.execute("SELECT uid FROM entries").fetchall()}

    def _with_sound(self, entry: EntryRows) -> EntryRows:
        rows = tuple(self._recording(row) for row in entry.tables.get("recordings", ()))
        return replace(entry, tables={**entry.tables, "recordings": rows})

    def _recording(self, row: Row) -> Row:
        """Its file comes first: a kill in between leaves a file that nobody names, and never a name without one."""
        part = self.backup.manifest.recordings.get(str(row["file_name"]))
        if part is None:
            return row
        return {**row, "file_name": self._take_in(part, _as_recording(row)).file_name}

    def _take_in(self, part: Part, recording: Recording) -> Recording:
        path = sound(self.backup, part, into=self.theirs.home)
        try:
            try:
                file = self.their_sound.opened(recording)
            except AssistantError:  # one damaged recording may cost no words, neither its own nor others'
                self._unheard.add(recording.file_name)
                return recording
            with file:
                return self.our_sound.take_in(recording, file)
        finally:
            path.unlink()


def _as_recording(row: Any) -> Recording:
    return Recording(row["file_name"], row["seconds"], row["sha256"], row["size_bytes"])


def _fits(asked: Row, here: set[str]) -> bool:
    """A question that followed an entry which stays out (struck, say) may have named what was said in it."""
    return asked["after_entry"] is None or asked["after_entry"] in here


def _batches(entries: Iterator[EntryRows], *, size: int) -> Iterator[Sequence[EntryRows]]:
    batch: list[EntryRows] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
