"""Sound on disk: on its way there, kept, and from elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from assistant.audio import Samples, Sound, Stretch
from assistant.journal import Moment, Recording


class SpoolWriter(Protocol):
    """One turn's sound on its way to disk. Closed or not, what was written half a second ago survives."""

    uid: str
    samples: int
    """Written so far."""

    def write(self, samples: Samples) -> None:
        """Raises NoSpace when the disk is full; what was written stays readable."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Spooled:
    """A turn found on disk that nobody finished."""

    uid: str
    moment: Moment
    seconds: float
    answers: str


class Spool(Protocol):
    def begin(self, uid: str, *, moment: Moment, answers: str) -> SpoolWriter: ...

    def blocks(self, uid: str) -> Iterator[Samples]:
        """A turn's samples at 16 kHz from its start, a second at a time."""
        ...

    def stretch(self, uid: str, stretch: Stretch) -> Samples:
        """A part of a turn that was written at least a second ago."""
        ...

    def discard(self, uid: str) -> None:
        """The turn is kept elsewhere, or held nothing."""
        ...

    def unfinished(self) -> tuple[Spooled, ...]:
        """Turns that no living process is writing, oldest first."""
        ...


class Incoming(Protocol):
    """A file from elsewhere on its way in: one pass of 16 kHz mono blocks."""

    notice: str
    """After the last block: a sentence where the file was cut off or damaged, else empty."""

    @property
    def seconds(self) -> float:
        """Read so far."""
        ...

    @property
    def origin_sha256(self) -> str:
        """Of the samples read so far; after the last block, of the recording."""
        ...

    def __iter__(self) -> Iterator[Samples]: ...

    def close(self) -> None: ...


class Probe(Protocol):
    """What a file says of itself."""

    @property
    def seconds(self) -> float | None:
        """None where nobody knows before the end."""
        ...

    @property
    def made_at(self) -> datetime:
        """UTC; when it was recorded, or else last changed."""
        ...


class SoundFiles(Protocol):
    """Recordings on disk, and files from elsewhere."""

    def keep(self, blocks: Iterable[Samples]) -> Recording:
        """Writes 16 kHz blocks as one Opus file under a random name, fsynced before it returns; raises NoSpace."""
        ...

    def load(self, recording: Recording, *, start_s: float = 0.0, end_s: float | None = None) -> Sound:
        """Raises AssistantError when the file is gone or does not match its hash."""
        ...

    def stream(self, recording: Recording) -> Iterator[Samples]:
        """As `load`, a second at a time."""
        ...

    def discard(self, recording: Recording) -> None: ...

    def names(self) -> frozenset[str]:
        """Of all recordings that are here."""
        ...

    def take_in(self, recording: Recording, source: IO[bytes]) -> Recording:
        """A file that was kept in another folder; its name changes where another file has it.

        Raises NoSpace, and AssistantError when `source` is not this recording.
        """
        ...

    def blocks(self, path: Path) -> Incoming:
        """Raises AssistantError when it is no sound."""
        ...

    def probe(self, path: Path) -> Probe:
        """Raises AssistantError when it is no sound."""
        ...
