"""The port `Voice` on pyttsx3: a warm worker, a deadline for each sentence, a new worker after a fault."""

import logging
import sys
import threading
import time

import numpy as np

from assistant.adapters.voice.pieces import pieces
from assistant.adapters.voice.process import Died, Late, Refused, Worker
from assistant.adapters.voice.reading import sound_of
from assistant.adapters.voice.worker import NO_ENGINE, NO_VOICE
from assistant.audio import Sound
from assistant.errors import PartMissing

log = logging.getLogger("between.voice")

RATE_WPM = 170
"""A little slower than talk by day."""

GRACE_S = 1.0


class Voice:
    """`name` is a voice's name, id or language as the engine lists them; empty: British English, or macOS's own."""

    def __init__(
        self, *, rate_wpm: int = RATE_WPM, volume: float = 1.0, name: str = "", deadline_s: float = 5.0
    ) -> None:
        self._rate_wpm, self._volume, self._name, self._deadline_s = rate_wpm, volume, name, deadline_s
        self._one_at_a_time = threading.Lock()
        self._worker: Worker | None = None
        self._warm()

    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        """Text to sound; the deadline is for each piece of a sentence or a few. Nothing to say is no samples.

        Raises PartMissing; the engine is then being replaced, and the next sentence may be spoken.
        """
        rate_wpm = round(self._rate_wpm * pace)
        with self._one_at_a_time:
            sounds = [self._spoken(piece, rate_wpm=rate_wpm) for piece in pieces(text)]
        if not sounds:
            return Sound(samples=np.zeros(0, dtype=np.float32), rate_hz=22_050)
        return Sound(samples=np.concatenate([s.samples for s in sounds]), rate_hz=sounds[0].rate_hz)

    def close(self) -> None:
        with self._one_at_a_time:
            self._drop(grace_s=GRACE_S)

    def _warm(self) -> None:
        try:
            self._worker = Worker(rate_wpm=self._rate_wpm, volume=self._volume, name=self._name)
        except (OSError, Died) as e:
            log.warning("the voice's process could not be started: %s", type(e).__name__)

    def _drop(self, *, grace_s: float = 0.0) -> None:
        if self._worker is not None:
            self._worker.end(grace_s=grace_s)
            self._worker = None

    def _ready_worker(self) -> Worker:
        """The warm one, or a new one where it died between two sentences or never started."""
        if self._worker is not None and self._worker.ready and not self._worker.alive:
            log.warning("the voice died between two sentences; it is started anew")
            self._drop()
        if self._worker is None:
            self._warm()
        if self._worker is None:
            raise PartMissing("The voice could not be started.", "Is the disk full, or its folder for temporary files?")
        return self._worker

    def _spoken(self, piece: str, *, rate_wpm: int) -> Sound:
        worker = self._ready_worker()
        began = time.monotonic()
        try:
            data = worker.save(piece, rate_wpm=rate_wpm, deadline_s=self._deadline_s)
            sound = _whole(sound_of(data), piece)
        except Refused as e:
            raise self._replaced(worker, _refusal(e.kind, self._name)) from e
        except Late as e:
            late = PartMissing(f"The voice said nothing for {self._deadline_s:g} seconds.", "It is being started anew.")
            raise self._replaced(worker, late) from e
        except Died as e:
            raise self._replaced(worker, _death(was_ready=worker.ready)) from e
        except (OSError, ValueError) as e:
            lost = PartMissing("The voice's sound could not be read.", "Is the disk for temporary files full?")
            raise self._replaced(worker, lost) from e
        log.info("spoke %.1f s in %.3f s", sound.seconds, time.monotonic() - began)
        return sound

    def _replaced(self, worker: Worker, fault: PartMissing) -> PartMissing:
        """A worker that worked once is worth a warm successor; one that never came up waits for the next asking."""
        log.warning("the voice failed: %s", fault.message)
        self._drop()
        if worker.ready:
            self._warm()
        return fault


def _whole(sound: Sound, piece: str) -> Sound:
    """A sentence that comes out as nothing is a fault, never a pause."""
    if len(sound.samples) == 0 and any(c.isalnum() for c in piece):
        raise ValueError("no samples")
    return sound


def _refusal(kind: str, name: str) -> PartMissing:
    if kind == NO_ENGINE:
        return PartMissing("There is no voice on this machine.", _how_to_install())
    if kind == NO_VOICE:
        return PartMissing(
            f"There is no voice called “{name}” here." if name else "The English voice is missing here.",
            "Leave the voice's name empty in the settings for the usual one." if name else _how_to_install(),
        )
    return PartMissing("The voice could not say this sentence.", "It is being started anew.")


def _death(*, was_ready: bool) -> PartMissing:
    if was_ready:
        return PartMissing("The voice stopped in the middle of a sentence.", "It is being started anew.")
    return PartMissing("The voice ended as soon as it was started.", _how_to_install())


def _how_to_install() -> str:
    if sys.platform == "darwin":
        return "Install Between again: its bridge to the voices of macOS (pyobjc) does not load."
    return "Install it: sudo apt-get install espeak-ng. Until then the questions are shown."
