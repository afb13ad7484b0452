"""One stream of the microphone, from its opening to its loss."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.adapters.devices import pulse, sound_system
from assistant.errors import PartMissing

LATENCY_S = 0.1
"""What the system may hold back. Long enough for a busy machine, short beside the half second of the spool."""

BLOCK_S = 0.02
TICK_S = 0.2
"""How often a stream is looked after."""

SILENT_TICKS = 5
"""Looks without a single sample after which the device has gone. Looks and not seconds: a machine that slept or was
too busy to run our callback was too busy to look, too."""

FIRST_TICKS = 20
"""The same before the first sample: Bluetooth takes seconds to wake."""

AWAKE_S = 0.25
"""Longest wait for the first sample before PulseAudio is asked where it comes from."""

ROUTE_TICKS = 5
"""Looks between two questions to PulseAudio."""

GONE = "The microphone is gone. Plug it in again or connect another, and I will listen on."
SILENT = "The microphone gives no sound any more. Check its cable or its switch; I will listen on when it is back."
OWN_VOICE = "I can't find a microphone: all there is to hear is this machine's own loudspeaker."
MOVED = "The microphone was unplugged, or the system chose another. One moment, I am looking for one to go on with."


@dataclass(frozen=True, slots=True)
class Block:
    """Interleaved float32, as the device gave it."""

    data: bytes
    gap: bool
    """Samples are missing before these."""
    came: float
    """Monotonic seconds."""


class Capture:
    """Gives every block to `take`, in PortAudio's own thread, which must do no more than queue it.

    Raises PartMissing where there is no microphone, or only the sound of the machine's own loudspeaker.
    """

    def __init__(self, device: sound_system.Device, take: Callable[[Block], None]) -> None:
        self._take = take
        self._listening = False
        self._blocks = 0
        self._finished = False
        self._first = threading.Event()
        self._looks = 0
        self._seen = 0
        self._silent_looks = 0
        self.stream = sound_system.open_stream(
            device,
            "input",
            dtype="float32",
            latency=LATENCY_S,
            blocksize=int(device.rate_hz * BLOCK_S),
            callback=self._came,
            finished_callback=self._ended,
        )
        self.name = device.name
        self._follower = pulse.Follower("input")
        self._first.wait(AWAKE_S)
        if self._only_own_voice():
            self.stream.close()
            raise PartMissing(OWN_VOICE, "Connect a microphone, or switch it on in the sound settings.")

    def listen(self) -> None:
        """From here on the blocks are given; those that came while the stream was looked over are not."""
        self._listening = True

    @property
    def heard(self) -> bool:
        """Samples have come."""
        return self._blocks > 0

    def trouble(self) -> str:
        """A sentence when the microphone is lost, empty while it is well. To be asked every TICK_S."""
        self._looks += 1
        self._silent_looks = 0 if self._blocks > self._seen else self._silent_looks + 1
        self._seen = self._blocks
        if self._finished:
            return GONE
        if self._silent_looks >= (SILENT_TICKS if self.heard else FIRST_TICKS):
            return SILENT
        if self._looks % ROUTE_TICKS:
            return ""
        return OWN_VOICE if self._only_own_voice() else MOVED if self._follower.moved() else ""

    def close(self) -> None:
        self.stream.close()

    def _only_own_voice(self) -> bool:
        end = self._follower.end() if self._follower.found() else None
        if end is None:
            return False
        self.name = end.name
        return end.own_voice

    def _came(self, data: Any, frames: int, times: Any, status: Any) -> None:
        self._blocks += 1
        self._first.set()
        if self._listening:
            self._take(Block(bytes(data), bool(status.input_overflow), time.monotonic()))

    def _ended(self) -> None:
        self._finished = True
