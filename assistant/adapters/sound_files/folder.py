"""The port `SoundFiles`: the folder of recordings, one Opus file each."""

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import IO

import numpy as np

from assistant.adapters.locking import sealing
from assistant.adapters.locking.sealed_format import Unopenable
from assistant.adapters.sound_files import opus
from assistant.adapters.sound_files.decoding import Faults, in_blocks, open_container, samples_from
from assistant.adapters.sound_files.incoming import Incoming
from assistant.adapters.sound_files.likeness import alike
from assistant.adapters.sound_files.new_file import NewFile
from assistant.adapters.sound_files.probing import Probe, probe
from assistant.audio import SAMPLE_RATE, Samples, Sound
from assistant.errors import NO_ROOM, AssistantError, NoSpace
from assistant.journal import Recording

log = logging.getLogger("between.sound_files")

PIECE = 65_536
"""Bytes that are copied at a time."""


class RecordingsFolder:
    """Files are named at random and readable by their person alone. With a key new ones are sealed; both are read."""

    def __init__(self, folder: Path, *, key: bytes | None = None) -> None:
        self._folder = folder
        self._key = key

    def keep(self, blocks: Iterable[Samples]) -> Recording:
        """One pass; holds a second of sound at a time. What `blocks` raises comes through, and nothing is left.

        Raises NoSpace when the disk is full, AssistantError when it can't be written or there is no sound.
        """
        name = f"{token_hex(16)}.opus"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._new_file() as sink:
                samples = opus.encode(sink.guarding(blocks), sink=sink)
                if samples == 0:
                    raise AssistantError("There was no sound to keep.")
                sink.become(self._folder / name)
        except OSError as e:
            raise _unwritable(e) from e
        log.info("kept %.1f s in %d bytes", samples / SAMPLE_RATE, sink.size_bytes)
        return Recording(
            file_name=name,
            seconds=samples / SAMPLE_RATE,
            sha256=sink.sha256,
            size_bytes=sink.size_bytes,
        )

    def load(self, recording: Recording, *, start_s: float = 0.0, end_s: float | None = None) -> Sound:
        """All of it, or from `start_s` to `end_s` seconds. Raises AssistantError when it is gone or changed."""
        blocks = list(self.stream(recording, start_s=start_s, end_s=end_s))
        samples = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
        return Sound(samples=samples, rate_hz=SAMPLE_RATE)

    def stream(self, recording: Recording, *, start_s: float = 0.0, end_s: float | None = None) -> Iterator[Samples]:
        """As `load`, a second at a time, for recordings of hours."""
        end_s = recording.seconds if end_s is None else min(end_s, recording.seconds)
        left = round(end_s * SAMPLE_RATE) - round(start_s * SAMPLE_RATE)
        with self._verified(recording) as file, open_container(file) as container:
            pieces = samples_from(container, container.streams.audio[0], faults=Faults(), start_s=start_s)
            for block in in_blocks(pieces):
                if left <= 0:
                    return
                yield block[:left]
                left -= len(block)

    def blocks(self, path: Path) -> Incoming:
        """A file from elsewhere. Raises AssistantError when it is no sound; `notice` and hash are there at the end."""
        return Incoming(path)

    def probe(self, path: Path) -> Probe:
        """Its length and time, without reading it through."""
        return probe(path)

    def opened(self, recording: Recording) -> IO[bytes]:
        """Its Opus file as it was kept. Raises AssistantError when it is gone or changed."""
        return self._verified(recording)

    def names(self) -> frozenset[str]:
        """Of all files that are here, whole or not."""
        return frozenset(path.name for path in self._folder.glob("*.opus"))

    def like(self, blocks: Callable[[], Iterable[Samples]], *, among: Collection[str]) -> tuple[str, ...]:
        """Those of the files that hold this sound, as it is or with silence in a part. What can't be read is none.

        Raises what `blocks` raises.
        """
        return tuple(name for name in sorted(among) if alike(blocks(), self._as_far_as_readable(name)))

    def _as_far_as_readable(self, name: str) -> Iterator[Samples]:
        import av

        with (
            suppress(OSError, Unopenable, av.error.FFmpegError),
            sealing.open_either(self._folder / name, key=self._key) as file,
            open_container(file) as container,
        ):
            yield from samples_from(container, container.streams.audio[0], faults=Faults())

    def has(self, recording: Recording) -> bool:
        """Whole, and not only a file of that name."""
        try:
            self._verified(recording).close()
        except AssistantError:
            return False
        return True

    def take_in(self, recording: Recording, source: IO[bytes]) -> Recording:
        """What `opened` gave out of another folder. Under its name, or a new one where another file has that.

        Raises NoSpace when the disk is full, AssistantError when it can't be written or `source` is not this recording.
        """
        if self.has(recording):
            return recording
        taken = (self._folder / recording.file_name).exists()
        name = f"{token_hex(16)}.opus" if taken else recording.file_name
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._new_file() as sink:
                while piece := source.read(PIECE):
                    sink.write(piece)
                if sink.sha256 != recording.sha256:
                    raise AssistantError(
                        "A recording was changed or damaged on its way.", "Its words are not affected."
                    )
                sink.become(self._folder / name)
        except OSError as e:
            raise _unwritable(e) from e
        return replace(recording, file_name=name)

    def discard(self, recording: Recording) -> None:
        """Deletes the file; it may be gone already."""
        (self._folder / recording.file_name).unlink(missing_ok=True)

    def let_go(self, names: Collection[str]) -> None:
        """Deletes those of the files that are here. Raises AssistantError; the rest is deleted all the same."""
        failed: OSError | None = None
        for path in self._folder.iterdir() if names and self._folder.is_dir() else ():
            if path.name in names:
                try:
                    path.unlink(missing_ok=True)
                except OSError as e:
                    failed = e
        if failed is not None:
            raise _unwritable(failed) from failed

    def sweep(self) -> int:
        """Removes what a killed process left half written (its sound is in the spool still); says how many."""
        return sealing.sweep(self._folder)

    def _new_file(self) -> NewFile:
        """Raises OSError."""
        return NewFile(self._folder / f".{token_hex(16)}{sealing.UNFINISHED}", key=self._key)

    def _verified(self, recording: Recording) -> IO[bytes]:
        hint = f"Its words are kept. If you have a copy of {recording.file_name}, put it back."
        try:
            file = sealing.open_either(self._folder / recording.file_name, key=self._key)
            digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except FileNotFoundError as e:
            raise AssistantError("The sound of this entry is not in its folder any more.", hint) from e
        except OSError as e:
            raise AssistantError("The sound of this entry can't be read.", hint) from e
        except Unopenable as e:
            raise AssistantError(f"The sound of this entry can't be opened. {e.message}", hint) from e
        if digest != recording.sha256:
            file.close()
            raise AssistantError("The sound of this entry was changed or damaged since it was kept.", hint)
        file.seek(0)
        return file


def _unwritable(error: OSError) -> AssistantError:
    if error.errno in NO_ROOM:
        return NoSpace("The disk is full: this recording could not be kept.", "Make some room, then start again.")
    return AssistantError("The folder of recordings can't be written.", "Are you allowed to write there?")
