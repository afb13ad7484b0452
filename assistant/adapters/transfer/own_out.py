"""Between's own JSON, entry by entry, alone or in a ZIP with its recordings. `own.py` reads it back."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Protocol

from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.moving_practices import Practices
from assistant.adapters.store.rows import Row
from assistant.adapters.transfer.own_format import FORMAT, JOURNAL, RECORDINGS, VERSION, entry_as_json, row_as_json
from assistant.errors import AssistantError
from assistant.journal import Recording

_PIECE = 2**20


class Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class Sound(Protocol):
    def opened(self, recording: Recording) -> IO[bytes]: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    entries: Iterable[EntryRows]
    asked: Callable[[], Iterable[Row]]
    """Called after the last entry: none then answers a question that is not there."""
    practices: Callable[[], Practices]
    """Called last, for the same reason."""
    made_utc: datetime
    program: str
    """Version of Between."""
    whole: bool
    """False where only some entries were chosen."""


def write(sink: Sink, outgoing: Outgoing, *, saw: Callable[[EntryRows], None]) -> None:
    """One entry in the memory at a time; `saw` is told each that is written."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "between": outgoing.program,
        "made_utc": outgoing.made_utc.replace(tzinfo=None),
        "whole": outgoing.whole,
    }
    sink.write(f'{row_as_json(head)[:-1]}, "entries": ['.encode())
    before = "\n"
    for entry in outgoing.entries:
        sink.write(f"{before}{entry_as_json(entry)}".encode())
        saw(entry)
        before = ",\n"
    sink.write(b"\n]")
    for table, rows in (("asked", outgoing.asked()), *outgoing.practices().items()):
        lines = ",\n".join(row_as_json(row) for row in rows)
        sink.write(f', "{table}": [\n{lines}\n]'.encode())
    sink.write(b"}\n")


def write_with_sound(
    sink: IO[bytes], outgoing: Outgoing, *, sound: Sound, saw: Callable[[EntryRows], None]
) -> tuple[str, ...]:
    """A ZIP. Gives back which entries' sound could not be read: it is left out."""
    recordings: list[tuple[str, Recording]] = []

    def note(entry: EntryRows) -> None:
        (one,) = entry.tables["entries"]
        kept = (row for row in entry.tables["recordings"] if not row.get("let_go_utc"))
        recordings.extend((f"entry {one['number']}", _recording(row)) for row in kept)
        saw(entry)

    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as target:
        with target.open(JOURNAL, "w", force_zip64=True) as file:
            write(file, outgoing, saw=note)
        return tuple(place for place, recording in recordings if not _add(target, recording, sound=sound))


def _add(target: zipfile.ZipFile, recording: Recording, *, sound: Sound) -> bool:
    name = f"{RECORDINGS}/{recording.file_name}"
    with suppress(KeyError):  # two versions of one file
        target.getinfo(name)
        return True
    try:
        source = sound.opened(recording)
    except AssistantError:
        return False
    info = zipfile.ZipInfo(name)  # stored: Opus packs no further
    info.external_attr = 0o600 << 16
    with source, target.open(info, "w", force_zip64=True) as file:
        while data := source.read(_PIECE):
            file.write(data)
    return True


def _recording(row: Mapping[str, Any]) -> Recording:
    return Recording(row["file_name"], row["seconds"], row["sha256"], row["size_bytes"])
