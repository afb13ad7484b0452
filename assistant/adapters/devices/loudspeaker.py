"""The loudspeaker: plays a sound, and is silent the moment that it is asked to be."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.devices import pulse, sound_system
from assistant.adapters.devices.conversion import at_rate
from assistant.audio import Samples, Sound
from assistant.errors import PartMissing

LATENCY_S = 0.03
"""What the system may hold ahead: it is heard after the stop, so it is part of the 50 ms."""

BLOCK_S = 0.01
FADE_S = 0.005
"""So that a stop does not click."""

TAIL_S = 0.05
"""Of silence after a sound, in which the system plays what it holds beyond the latency that it admits."""

ASK_S = 0.01
"""How often `stop` is asked."""

STUCK_S = 2.0
"""Without a single sample taken, after which the loudspeaker is taken for gone."""

FIRST_ROUTE_S = 0.1
ROUTE_S = 0.5
"""Between two questions to PulseAudio."""

_log = logging.getLogger("between.sound")


class SystemLoudspeaker:
    """`device` is a number, (part of) a name, or empty for the system's own choice.

    Under PulseAudio a sound that is moved to another loudspeaker ends with PartMissing, where `pactl` can tell it:
    headphones that were pulled out must not have the room hear the question.
    """

    def __init__(self, device: str = "") -> None:
        self._wanted = device

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        if len(sound.samples) == 0:
            return True
        device = self._found()
        samples = sound.samples
        if device.rate_hz != sound.rate_hz:
            samples = at_rate(samples, rate_hz=sound.rate_hz, wanted_hz=device.rate_hz)
        playing = _Playing(samples, device)
        try:
            return playing.watch(stop)
        finally:
            playing.close()

    def close(self) -> None:
        """Nothing is held between two sounds."""

    def _found(self) -> sound_system.Device:
        try:
            return sound_system.find("output", self._wanted)
        except PartMissing:
            if sound_system.rescan():  # one that was connected after PortAudio started
                return sound_system.find("output", self._wanted)
            raise


class _Playing:
    """One sound on its way out."""

    def __init__(self, samples: Samples, device: sound_system.Device) -> None:
        self._samples = samples
        self._at = 0
        self._fade = round(FADE_S * device.rate_hz)
        self._underflows = 0
        self._stopping = threading.Event()
        self._handed_over = threading.Event()
        """All of the sound, or its fading end, is with the system."""
        self._ended = threading.Event()
        """There is no stream any more."""
        self._moved = threading.Event()
        self._stream = sound_system.open_stream(
            device,
            "output",
            dtype="float32",
            latency=LATENCY_S,
            blocksize=round(BLOCK_S * device.rate_hz),
            callback=self._fill,
            finished_callback=self._ended.set,
        )
        threading.Thread(target=self._follow, name="between-loudspeaker", daemon=True).start()

    def watch(self, stop: Callable[[], bool]) -> bool:
        """True when played to the end, False when stopped."""
        at, since = 0, time.monotonic()
        while not self._handed_over.wait(ASK_S):
            if stop():
                self._stopping.set()
                if self._handed_over.wait(2 * BLOCK_S):
                    self._ended.wait(self._stream.latency_s + FADE_S)
                return False
            if self._at != at:
                at, since = self._at, time.monotonic()
            if self._ended.is_set() or self._moved.is_set() or time.monotonic() - since > STUCK_S:
                raise _gone()
        self._ended.wait(self._stream.latency_s + TAIL_S)
        return True

    def close(self) -> None:
        self._ended.set()
        self._stream.close()
        if self._underflows:
            _log.info("the loudspeaker ran dry %d times", self._underflows)

    def _fill(self, out: NDArray[np.float32], frames: int, times: Any, status: Any) -> None:
        """PortAudio's thread. Goes on with silence at the end: PortAudio's own way to end, CallbackStop, drops under
        PulseAudio what was not yet heard."""
        self._underflows += bool(status.output_underflow)
        block = self._samples[self._at : self._at + frames]
        self._at += len(block)
        if self._stopping.is_set() and not self._handed_over.is_set():
            block = block[: self._fade] * np.linspace(1, 0, self._fade, dtype=np.float32)[: len(block)]
            self._at = len(self._samples)
        out[: len(block)] = block[:, np.newaxis]
        out[len(block) :] = 0
        if self._at >= len(self._samples):
            self._handed_over.set()

    def _follow(self) -> None:
        """Whether PulseAudio moves the stream, which PortAudio never hears of."""
        follower = pulse.Follower("output")
        wait_s = FIRST_ROUTE_S  # soon: a stream that has moved before it is known is never missed
        while not self._ended.wait(wait_s):
            wait_s = ROUTE_S
            if not follower.found() and follower.moved():
                self._moved.set()


def _gone() -> PartMissing:
    return PartMissing("The loudspeaker went away while I was talking.", "Connect it again; until then, please read.")
