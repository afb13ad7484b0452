"""`between export`: the journal, or the chosen part of it, in one of four forms."""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Literal, Protocol, cast

from assistant.adapters.locking.sealed_format import SealedWriter
from assistant.adapters.store import moving_practices, tables_out
from assistant.adapters.store.access import Access
from assistant.adapters.store.moving import EntryRows, take_out, take_out_asked
from assistant.adapters.store.whole_nights import nights
from assistant.adapters.transfer import markdown_out, own_out
from assistant.adapters.transfer.aside import file_aside, folder_aside, no_room, unwritable
from assistant.adapters.transfer.audio_out import Form as SoundForm
from assistant.adapters.transfer.audio_out import Sound, Sounds
from assistant.errors import NoSpace
from assistant.ports import Selection

log = logging.getLogger("between.transfer")

Form = Literal["markdown", "json", "parquet", "audio"]
At = Callable[[float, float], None]
"""Gets how much is done, and of how much."""
AUDIO = "audio"
"""Folder of the sounds beside the pages."""


class SoundFiles(Sound, own_out.Sound, Protocol): ...


@dataclass(frozen=True, slots=True)
class Source:
    access: Access
    sound_files: SoundFiles
    made_utc: datetime
    program: str
    """Version of Between."""
    seal: Callable[[int], SealedWriter] | None = None
    """Of a locked journal: makes a sealed file of an open, empty one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    target: Path
    form: Form
    selection: Selection
    """Empty for all."""
    with_sound: bool = False
    sound_form: SoundForm = "opus"
    replace: bool = False
    sealed: bool = False
    """JSON alone can be: nobody but Between opens it again."""


@dataclass(frozen=True, slots=True)
class Done:
    written: int
    """Entries; of `audio` recordings."""
    missing: tuple[str, ...] = ()
    """Entries whose recording could not be read."""


def export(source: Source, wanted: Wanted, *, total: int, at: At) -> Done:
    """`total` entries are expected. Raises UsageError where the target is there already, NoSpace, AssistantError."""
    began = time.monotonic()
    done = _FORMS[wanted.form](source, wanted, total, at)
    log.info("exported %d in %.1f s, %d missing", done.written, time.monotonic() - began, len(done.missing))
    return done


def _markdown(source: Source, wanted: Wanted, total: int, at: At) -> Done:
    written = 0
    with folder_aside(wanted.target) as folder:
        sounds = Sounds(source.sound_files, folder / AUDIO, wanted.sound_form)
        for night in nights(source.access, selection=wanted.selection):
            names = sounds.of(night) if wanted.with_sound else {}
            linked = {uid: f"{AUDIO}/{name}" for uid, name in names.items()}
            _write(folder / markdown_out.file_name(night.date), markdown_out.page(night, sounds=linked))
            written += len(night.entries)
            at(written, total)
    return Done(written, tuple(sounds.missing))


def _audio(source: Source, wanted: Wanted, total: int, at: At) -> Done:
    seen = 0
    with folder_aside(wanted.target) as folder:
        sounds = Sounds(source.sound_files, folder, wanted.sound_form)
        for night in nights(source.access, selection=wanted.selection):
            sounds.of(night)
            seen += len(night.entries)
            at(seen, total)
    return Done(sounds.written, tuple(sounds.missing))


def _parquet(source: Source, wanted: Wanted, total: int, at: At) -> Done:
    with folder_aside(wanted.target) as folder:
        try:
            return Done(tables_out.write(source.access, wanted.selection, into=folder, at=at))
        except NoSpace as e:
            raise no_room() from e
        except tables_out.NotWritten as e:
            raise unwritable(wanted.target) from e


def _json(source: Source, wanted: Wanted, total: int, at: At) -> Done:
    written = 0

    def saw(_: EntryRows) -> None:
        nonlocal written
        written += 1
        at(written, total)

    whole = wanted.selection == Selection()
    selection = None if whole else wanted.selection
    outgoing = own_out.Outgoing(
        entries=take_out(source.access, selection=selection),
        asked=lambda: take_out_asked(source.access, selection=selection),
        practices=lambda: moving_practices.take_out(source.access) if whole else {},
        made_utc=source.made_utc,
        program=source.program,
        whole=whole,
    )
    missing: tuple[str, ...] = ()
    with file_aside(wanted.target, replace=wanted.replace) as file, _sink(file, source, wanted) as sink:
        if wanted.with_sound:
            missing = own_out.write_with_sound(sink, outgoing, sound=source.sound_files, saw=saw)
        else:
            own_out.write(sink, outgoing, saw=saw)
    return Done(written, missing)


_FORMS: dict[Form, Callable[[Source, Wanted, int, At], Done]] = {
    "markdown": _markdown,
    "json": _json,
    "parquet": _parquet,
    "audio": _audio,
}


@contextmanager
def _sink(file: BinaryIO, source: Source, wanted: Wanted) -> Iterator[IO[bytes]]:
    if not wanted.sealed:
        yield file
        return
    if source.seal is None:
        raise ValueError("a journal that is not locked has no key to seal with")
    writer = source.seal(file.fileno())
    yield cast(IO[bytes], _Sealing(writer))
    writer.finish()


class _Sealing:
    """As much of a file as `zipfile` needs for one that it can't go back in."""

    def __init__(self, writer: SealedWriter) -> None:
        self._writer = writer

    def write(self, data: bytes) -> int:
        self._writer.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        return


def _write(path: Path, text: str) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
