"""Listening that keeps nothing: the same ears as an evening's, with nothing behind them that could write.

What is heard lies in memory until its words are made, and is let go of then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from assistant.audio import SAMPLE_RATE, Samples, Stretch
from assistant.journal import Entry, Moment
from assistant.ports import (
    Clock,
    Forgetting,
    Heard,
    Journal,
    Practices,
    SoundFiles,
    Spooled,
    SpoolWriter,
    Tagger,
    Transcriber,
    VoiceActivity,
)
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping


@dataclass(slots=True)
class _Turn:
    """In memory. Implements `ports.SpoolWriter`."""

    uid: str
    samples: int = 0
    blocks: list[Samples] = field(default_factory=list)

    def write(self, samples: Samples) -> None:
        self.blocks.append(samples)
        self.samples += len(samples)

    def close(self) -> None:
        """Nothing is open."""


class MemorySpool:
    """One turn at a time; the next one takes the place of the one before. Implements `ports.Spool`."""

    def __init__(self) -> None:
        self._turn = _Turn("")

    def begin(self, uid: str, *, moment: Moment, answers: str) -> SpoolWriter:
        self._turn = _Turn(uid)
        return self._turn

    def blocks(self, uid: str) -> Iterator[Samples]:
        return iter(tuple(self._turn.blocks) if uid == self._turn.uid else ())

    def stretch(self, uid: str, stretch: Stretch) -> Samples:
        import numpy as np

        return np.concatenate([np.zeros(0, np.float32), *self.blocks(uid)])[stretch.start : stretch.end]

    def discard(self, uid: str) -> None:
        if uid == self._turn.uid:
            self._turn = _Turn("")

    def unfinished(self) -> tuple[Spooled, ...]:
        return ()


class _Nothing:
    """Where the journal, its practices and its recordings would be. To reach for it is a fault of ours."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"off the record there is no `{name}`")


class NothingKept(Keeper):
    """Takes what was heard, and keeps none of it."""

    def keep(self, entry: Entry) -> Entry:
        """As it is, without a number."""
        return entry

    def keep_sound(self, uid: str) -> None:
        self._parts.spool.discard(uid)


def off_the_record(
    clock: Clock,
    *,
    voice_activity: Callable[[], VoiceActivity],
    transcriber: Callable[[], Transcriber] | None,
    tagger: Callable[[], Tagger],
    danger: Callable[[], Tagger],
) -> Keeping:
    """What hears and understands, and nothing that writes."""
    nothing = _Nothing()
    return Keeping(
        clock=clock,
        journal=cast(Journal, nothing),
        practices=cast(Practices, nothing),
        forgetting=cast(Forgetting, nothing),
        sound_files=cast(SoundFiles, nothing),
        spool=MemorySpool(),
        voice_activity=voice_activity,
        transcriber=transcriber,
        tagger=tagger,
        danger=danger,
    )


class NoMicrophone:
    """A room where nothing is heard, and time goes by all the same. Implements `ports.Microphone`."""

    name = ""
    overflows = 0

    def __init__(self) -> None:
        import threading

        self._time = threading.Event()

    def __enter__(self) -> "NoMicrophone":
        return self

    def __exit__(self, *exc: object) -> None:
        return

    def read(self, timeout_s: float) -> Heard:
        import numpy as np

        self._time.wait(timeout_s)
        return Heard(np.zeros(round(timeout_s * SAMPLE_RATE), np.float32))

    def flush(self) -> None:
        return


class NoVoiceHeard:
    """For that room: nothing has to be loaded to hear nothing. Implements `ports.VoiceActivity`."""

    def probability(self, frame: Samples) -> float:
        return 0.0

    def reset(self) -> None:
        return


def deaf() -> VoiceActivity:
    return NoVoiceHeard()
