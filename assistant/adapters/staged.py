"""Stand-ins for the devices and the clock of an evening: for the demo, for benchmarks, for tests of the loop."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from assistant.audio import SAMPLE_RATE, Samples, Sound
from assistant.journal import Moment
from assistant.ports import Heard

BLOCK = 1_600
"""Samples: 0.1 s, about what a sound card hands over at a time."""

PATIENCE_S = 20.0
"""Of quiet; longer than a turn takes to be held for done, shorter than it takes to be held for gone."""


BREATH_S = 0.2
"""Between the last word of ours and the first of theirs; nobody answers faster."""


class PlayedMicrophone:
    """Each `flush` (Between has just spoken) begins the next turn, and so does PATIENCE_S of quiet after one.

    `speed` 0 hands blocks over as fast as they are read, 1 as fast as a person speaks, 20 twenty times as fast.
    """

    name = "recorded turns"

    def __init__(self, turns: Sequence[Samples], *, speed: float = 0.0) -> None:
        self.overflows = 0
        self._turns = list(turns)
        self._speed = speed
        self._rest: Samples = np.zeros(0, np.float32)
        self._quiet = 0
        self._due = 0.0

    def __enter__(self) -> "PlayedMicrophone":
        self._due = time.monotonic()
        return self

    def __exit__(self, *exc: object) -> None:
        return

    def read(self, timeout_s: float) -> Heard | None:
        if self._speed:
            wait = self._due - time.monotonic()
            if wait > timeout_s:
                time.sleep(timeout_s)
                return None
            time.sleep(max(0.0, wait))
            self._due += BLOCK / SAMPLE_RATE / self._speed
        self._quiet = 0 if len(self._rest) else self._quiet + BLOCK
        if self._turns and self._quiet > PATIENCE_S * SAMPLE_RATE:
            self.flush()
        block, self._rest = self._rest[:BLOCK], self._rest[BLOCK:]
        return Heard(np.pad(block, (0, BLOCK - len(block))))

    def flush(self) -> None:
        self._due = time.monotonic()
        breath = np.zeros(round(BREATH_S * SAMPLE_RATE), np.float32)
        self._rest = np.concatenate([breath, self._turns.pop(0)]) if self._turns else breath[:0]


class SilentLoudspeaker:
    """Plays everything at once, to nobody."""

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        return not stop()

    def close(self) -> None:
        return


class StagedClock:
    """A clock that was set to `began` when it was made, and goes on from there."""

    def __init__(self, began: Moment) -> None:
        self._began = began
        self._made = time.monotonic()

    def now(self) -> Moment:
        passed = timedelta(seconds=time.monotonic() - self._made)
        later: datetime = self._began.utc + passed
        return Moment(later.astimezone(UTC), self._began.offset_minutes, self._began.zone)

    def monotonic(self) -> float:
        return time.monotonic()
