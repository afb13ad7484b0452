"""Recordings out of the folder, under names that say when they were spoken."""

import os
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, Protocol

import numpy as np

from assistant.adapters.store.whole_nights import Night
from assistant.audio import SAMPLE_RATE, Samples
from assistant.errors import AssistantError
from assistant.journal import Entry, Recording

Form = Literal["opus", "wav"]
"""As it was kept, or 16 kHz mono for programs that know nothing else."""

_PIECE = 2**20


class Sound(Protocol):
    def opened(self, recording: Recording) -> IO[bytes]: ...
    def stream(self, recording: Recording) -> Iterator[Samples]: ...


@dataclass
class Sounds:
    """Writes into a folder, which is made with the first of them."""

    sound: Sound
    folder: Path
    form: Form = "opus"
    written: int = 0
    missing: list[str] = field(default_factory=list)
    """Entries whose recording could not be read."""
    _taken: set[str] = field(default_factory=set)

    def of(self, night: Night) -> dict[str, str]:
        """The file's name of each entry that has one, by uid. Raises OSError."""
        return {entry.uid: name for entry in night.entries if (name := self._one(entry))}

    def _one(self, entry: Entry) -> str:
        if entry.recording is None:
            return ""
        name = self._free(f"{entry.night.isoformat()} {entry.moment.local:%H-%M}")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        target = self.folder / name
        try:
            with _private(target) as file:
                _wav(self.sound.stream(entry.recording), file) if self.form == "wav" else self._as_kept(
                    entry.recording, file
                )
        except AssistantError:  # its own words would be of a file in a folder that nobody asked for
            target.unlink()
            self.missing.append(f"entry {entry.number}")
            return ""
        self._taken.add(name)
        self.written += 1
        return name

    def _free(self, stem: str) -> str:
        """Two in one minute are told apart by a number."""
        names = (f"{stem}.{self.form}", *(f"{stem} ({n}).{self.form}" for n in range(2, len(self._taken) + 3)))
        return next(name for name in names if name not in self._taken)

    def _as_kept(self, recording: Recording, file: IO[bytes]) -> None:
        with self.sound.opened(recording) as source:
            while data := source.read(_PIECE):
                file.write(data)


def _wav(blocks: Iterator[Samples], file: IO[bytes]) -> None:
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(SAMPLE_RATE)
        for block in blocks:
            target.writeframes((np.clip(block, -1, 1) * 32_767).astype("<i2").tobytes())


def _private(path: Path) -> IO[bytes]:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
