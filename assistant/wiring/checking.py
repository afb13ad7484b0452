"""Whether everything that is kept is whole: the journal's, or a backup's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.journal import Recording
from assistant.wiring import House, backups

if TYPE_CHECKING:
    from assistant.adapters.backups.manifest import Part
    from assistant.adapters.backups.reading import Backup
    from assistant.adapters.store.checking import Fault, Held

_CHUNK = 2**20
_THE_REST_IS_KEPT = "The next start keeps the rest of it. If you have a copy of that file, put it back before."


@dataclass(frozen=True, slots=True)
class Report:
    held: "Held | None"
    """None where the words could not be read."""
    recordings: int
    recorded_bytes: int
    orphans: int
    """Recordings that no entry names. Where a crash left one its sound is in the spool still, and is kept again."""
    index_made: datetime | None
    """Of the words, for `between find`; None where there is none yet."""
    waiting: int
    """Turns and typed lines that no living process holds, to be kept at the next start."""
    faults: "tuple[Fault, ...]"
    copies: int = 0
    """Of the journal's file, from before its tables changed."""


def check(house: House, *, at: backups.At) -> Report:
    """Reads everything. Raises AssistantError where nothing is kept yet, or the journal can't be opened."""
    from assistant.adapters.store import checking

    access = house.journal.access
    found = list(checking.faults(access))
    waiting, unopened = _waiting(house)
    copies, broken = checking.copies(access)
    found += (*unopened, *broken, *_lock_faults(house))
    if any(fault.unreadable for fault in found):
        return Report(None, 0, 0, 0, _index_made(house), waiting, tuple(found), copies)
    named = checking.recordings(access)
    found += _sound_faults(house, named, at=at)
    there = {path.name for path in house.home.recordings.glob("[!.]*")}
    return Report(
        held=checking.held(access),
        recordings=len(named),
        recorded_bytes=sum(recording.size_bytes for _, recording in named),
        orphans=len(there - {recording.file_name for _, recording in named}),
        index_made=_index_made(house),
        waiting=waiting,
        faults=tuple(found),
        copies=copies,
    )


def _waiting(house: House) -> "tuple[int, list[Fault]]":
    """How many turns and drafts can be kept at the next start, and what is to be said of the others."""
    from assistant.adapters.drafts import Drafts
    from assistant.adapters.spool import FileSpool
    from assistant.adapters.store.checking import Fault

    unopened = list[str]()
    key, home = house.key_for("files"), house.home
    turns = FileSpool(home.spool, key=key, tell=unopened.append).unfinished()
    drafts = Drafts(home.drafts, key=key, tell=unopened.append).left_behind()
    files = [*(home.spool / f"{turn.uid}.pcm" for turn in turns), *(home.drafts / f"{one.uid}.txt" for one in drafts)]
    damaged = [file for file in files if not _is_whole(file, key=key)]
    return len(files), [
        *(Fault(said, "") for said in unopened),
        *(Fault(f"What waits to be kept is damaged in part: {file}.", _THE_REST_IS_KEPT) for file in damaged),
    ]


def _is_whole(file: Path, *, key: bytes | None) -> bool:
    """As far as it goes: a kill may have left it without an end. Also where another start has kept it meanwhile."""
    from assistant.adapters.locking.sealed_format import SealedReader, Unopenable
    from assistant.adapters.locking.sealing import open_either

    try:
        with open_either(file, key=key, growing=True) as opened:
            while opened.read(_CHUNK):
                pass
            if isinstance(opened, BufferedReader) and isinstance(opened.raw, SealedReader):
                opened.raw.need_whole()
    except FileNotFoundError:
        return True
    except (OSError, Unopenable):
        return False
    return True


def _lock_faults(house: House) -> "Iterator[Fault]":
    """Where files of a locked journal lie plain, or the lock was interrupted."""
    from assistant.adapters.store.checking import Fault
    from assistant.wiring import locking

    try:
        locking.doctor_says(house)
    except AssistantError as e:
        said = f"{e.message} {e.hint}"
        house.told[:] = [told for told in house.told if told != said]  # once is enough
        yield Fault(e.message, e.hint)


def _index_made(house: House) -> datetime | None:
    file = house.home.search
    return house.moment_of(datetime.fromtimestamp(file.stat().st_mtime, UTC)).local if file.exists() else None


def _sound_faults(house: House, named: tuple[tuple[int, Recording], ...], *, at: backups.At) -> "Iterator[Fault]":
    from assistant.adapters.store.checking import Fault

    gone, broken = list[int](), list[int]()
    total, done = sum(recording.size_bytes for _, recording in named), 0
    for entry, recording in named:
        try:
            house.sound_files.opened(recording).close()
        except AssistantError:
            is_there = (house.home.recordings / recording.file_name).exists()
            (broken if is_there else gone).append(entry)
        done += recording.size_bytes
        at(done, total)
    back = "`between restore BACKUP` brings it back from a backup that has it."
    for entry in gone:
        yield Fault(f"The sound of entry {entry} is not in its folder any more. Its words are kept.", back, (entry,))
    for entry in broken:
        hint = f"Move the file away, and {back}"
        yield Fault(f"The sound of entry {entry} was changed or damaged. Its words are kept.", hint, (entry,))


def check_backup(house: House, backup: "Backup", *, damaged: "Sequence[Part]") -> Report:
    """Its words as in `check`. `damaged`: what `Backup.damaged` said. Changes nothing; raises AssistantError."""
    from assistant.adapters.store import checking

    found = [_damaged_part(part.name) for part in damaged]
    there = backup.manifest.recordings
    size = sum(part.size_bytes for part in there.values())
    if any(map(backup.manifest.cannot_do_without, damaged)):
        return Report(None, len(there), size, 0, None, 0, tuple(found))
    with backups.unpacked(house, backup) as theirs:
        access = theirs.journal.access
        found += checking.faults(access)
        if any(fault.unreadable for fault in found):
            return Report(None, len(there), size, 0, None, 0, tuple(found))
        found += [
            checking.Fault(f"The sound of entry {entry} is not in this backup.", "Another one may have it.", (entry,))
            for entry, recording in checking.recordings(access)
            if recording.file_name not in there
        ]
        return Report(checking.held(access), len(there), size, 0, None, 0, tuple(found))


def _damaged_part(name: str) -> "Fault":
    from assistant.adapters.store.checking import Fault

    return Fault(f"{name} was damaged since the backup was made.", "Use another backup, if you have one.")
