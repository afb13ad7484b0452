"""Reflections recorded elsewhere: kept whole first, then written down and read."""

import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from uuid import uuid4

from assistant.audio import SAMPLE_RATE, Samples, level_db
from assistant.errors import AssistantError
from assistant.journal import Entry, Moment, Transcript, night_of
from assistant.ports import Incoming
from assistant.session.events import Event, Kept, Notice, Progress, Read, Refused
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners

SUFFIXES = frozenset(
    """.aac .aif .aiff .amr .caf .flac .m4a .m4b .mka .mkv .mov .mp3 .mp4 .oga .ogg .opus .wav .webm .wma""".split()
)
"""What is taken from a folder. A file that is named is tried, whatever it is called."""

SILENT_DB = -60.0
"""A second louder than this is no silence: a quiet room's microphone lies around it."""


@dataclass(frozen=True, slots=True)
class Adding:
    """One `between add`."""

    keeping: Keeping
    manners: Manners
    moment_of: Callable[[datetime], Moment]
    at: Moment | None = None
    """For all files; else each file's own time."""

    def run(self, paths: Sequence[Path]) -> Iterator[Event]:
        """A file that can't be added is told and passed over; the others are added."""
        keeper = Keeper(self.keeping, self.manners)
        for path in files_in(paths):
            try:
                yield from self._add(path, keeper=keeper)
            except AssistantError as e:
                yield Refused(_shown(path), e.message, e.hint)

    def _add(self, path: Path, *, keeper: Keeper) -> Iterator[Event]:
        """In two passes: the first knows a recording again, and knows silence, before anything is kept."""
        probe = self.keeping.sound_files.probe(path)
        incoming = self.keeping.sound_files.blocks(path)
        heard = yield from _listened_through(incoming, name=_shown(path), total_s=probe.seconds or 0.0)
        known = self.keeping.journal.find_origin(incoming.origin_sha256)
        if known is not None:
            yield Notice(f"{_shown(path)} is here already, as entry {known.number}.")
            if known.state == "pending":  # an earlier run was cut short, or there was no model then
                yield from keeper.make_words(known)
            elif self.keeping.journal.reading(known.uid) is None and (reading := keeper.read(known)) is not None:
                yield Read(known, reading)
            return
        if not heard:
            raise AssistantError(f"{_shown(path)} is silent, so there is nothing to keep.", "Was the microphone on?")
        moment = self.at or self.moment_of(probe.made_at)
        if incoming.notice:
            yield Notice(incoming.notice)
        yield from self._add_new(path, moment=moment, origin=incoming, keeper=keeper)

    def _add_new(self, path: Path, *, moment: Moment, origin: Incoming, keeper: Keeper) -> Iterator[Event]:
        """Keeps the sound on one thread while its words are made on others; ^C leaves neither half of it behind."""
        stopped = threading.Event()
        with ThreadPoolExecutor(1, thread_name_prefix="recordings") as encoder:
            finished = False
            try:
                keeping = encoder.submit(self._kept, path, moment=moment, origin=origin, stopped=stopped)
                words = yield from self._words(path, seconds=origin.seconds, keeper=keeper)
                entry = keeping.result()
                finished = True
            finally:
                if not finished:
                    stopped.set()
        yield Kept(entry, _shown(path))
        if isinstance(words, AssistantError):
            raise words
        if words is not None:
            yield from keeper.words_made(entry, words)

    def _words(
        self, path: Path, *, seconds: float, keeper: Keeper
    ) -> Generator[Event, None, Transcript | AssistantError | None]:
        """None without a model. A fault of the words alone is handed back: the sound is kept all the same."""
        if self.keeping.transcriber is None:
            return None
        what = f"Writing down {_shown(path)}"
        try:
            return (yield from keeper.write_down(self.keeping.sound_files.blocks(path), what=what, seconds=seconds))
        except AssistantError as e:
            return e

    def _kept(self, path: Path, *, moment: Moment, origin: Incoming, stopped: threading.Event) -> Entry:
        blocks = takewhile(lambda _: not stopped.is_set(), self.keeping.sound_files.blocks(path))
        recording = self.keeping.sound_files.keep(blocks)
        night = night_of(moment, turns_at=self.manners.night_turns_at)
        entry = Entry(
            uuid4().hex, moment, night, "add", "pending", recording=recording, origin_sha256=origin.origin_sha256
        )
        try:
            if stopped.is_set():
                raise AssistantError("Adding was stopped.")
            return self.keeping.journal.keep(entry)
        except AssistantError:
            self.keeping.sound_files.discard(recording)
            raise


def _listened_through(incoming: Incoming, *, name: str, total_s: float) -> Generator[Event, None, bool]:
    """Whether there is any sound in it."""
    done, heard = 0.0, False
    for block in incoming:
        done += len(block) / SAMPLE_RATE
        heard = heard or _is_sound(block)
        yield Progress(f"Opening {name}", done, max(total_s, done))
    return heard


def _shown(path: Path) -> str:
    """Bytes in a name that are no UTF-8 become question marks."""
    return f"“{os.fsencode(path.name).decode('utf-8', 'replace')}”"


def _is_sound(block: Samples) -> bool:
    return level_db(block) > SILENT_DB


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Named files as they come; of a folder, and the folders in it, all that look like sound, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        else:
            yield path


def retranscribe_all(keeping: Keeping, *, manners: Manners, entries: Sequence[Entry]) -> Iterator[Event]:
    """New words for kept recordings, oldest first; what can't be done is told and passed over."""
    keeper = Keeper(keeping, manners)
    for entry in entries:
        try:
            yield from keeper.make_words(entry)
        except AssistantError as e:
            yield Refused(f"entry {entry.number}", e.message, e.hint)
