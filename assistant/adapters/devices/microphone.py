"""The microphone: what the device gives, as 16 kHz mono, and word of it when it goes and comes back."""

import logging
import threading
import time
from collections import deque
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TypeAlias

import numpy as np

from assistant.adapters.devices import sound_system
from assistant.adapters.devices.capture import BLOCK_S, TICK_S, Block, Capture
from assistant.adapters.devices.conversion import ToVoice
from assistant.audio import Samples
from assistant.errors import PartMissing
from assistant.ports import Back, Heard, Lost

UNREAD_BLOCKS = int(30 / BLOCK_S)
"""Half a minute that nobody reads; what comes after it is dropped and counted as an overflow."""

RETRY_S = 1.0
"""Between two attempts to find a lost microphone."""

_Item: TypeAlias = Block | Capture | Lost | Back
"""A Capture stands before its own blocks."""

_log = logging.getLogger("between.sound")


class SystemMicrophone:
    """`device` is a number, (part of) a name, or empty for the system's own choice.

    Not noticed: a muted microphone, which gives zeros like a silent room; and, where `pactl` is missing, that
    PulseAudio has moved the stream to another source.
    """

    def __init__(self, device: str = "") -> None:
        self.name = device
        self.overflows = 0
        self._wanted = device
        self._items: SimpleQueue[_Item] = SimpleQueue()
        self._put_back: deque[_Item] = deque()
        self._converter: ToVoice | None = None
        self._dropping = False
        self._deaf_until = 0.0
        self._latency_s = 0.0
        self._capture: Capture | None = None
        self._leaving = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="between-microphone", daemon=True)

    def __enter__(self) -> "SystemMicrophone":
        capture = self._opened()
        self.name = capture.name
        self._begin(capture)
        self._keeper.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._leaving.set()
        self._keeper.join(2 * sound_system.CALL_S)
        if self._capture:
            self._capture.close()
            self._capture = None
        self._converter = None  # soxr complains on stderr about one that is left when the program ends

    def read(self, timeout_s: float) -> Heard | Lost | Back | None:
        until = time.monotonic() + timeout_s
        while (item := self._next(until)) is not None:
            match item:
                case Back():
                    return item
                case Lost():
                    tail = self._tail()
                    if len(tail):
                        self._put_back.appendleft(item)
                        return Heard(tail)
                    return item
                case Capture():
                    self._converter = ToVoice(rate_hz=item.stream.rate_hz, channels=item.stream.channels)
                    self._latency_s = item.stream.latency_s
                case Block():
                    samples = self._converted(item)
                    if len(samples):
                        return Heard(samples)
        return None

    def flush(self) -> None:
        waiting: list[_Item] = []
        while (item := self._next(0.0)) is not None:
            if not isinstance(item, Block):
                waiting.append(item)
        self._put_back.extend(waiting)
        self._dropping = False
        self._tail()
        # What was spoken until now is still on its way through the system's buffer.
        self._deaf_until = time.monotonic() + self._latency_s

    def _next(self, until: float) -> _Item | None:
        if self._put_back:
            return self._put_back.popleft()
        try:
            return self._items.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            return None

    def _converted(self, first: Block) -> Samples:
        blocks = [first]
        while isinstance(item := self._next(0.0), Block):
            blocks.append(item)
        if item is not None:
            self._put_back.appendleft(item)
        wanted = [b for b in blocks if b.came >= self._deaf_until]
        self.overflows += sum(b.gap for b in wanted)
        assert self._converter is not None, "a Capture stands before its blocks"
        return self._converter.feed(b"".join(b.data for b in wanted))

    def _tail(self) -> Samples:
        return self._converter.rest() if self._converter else np.zeros(0, dtype=np.float32)

    def _take(self, block: Block) -> None:
        """PortAudio's thread: queue, never wait, never log."""
        if self._items.qsize() >= UNREAD_BLOCKS:
            self._dropping = True
            return
        if self._dropping:
            block = replace(block, gap=True)
            self._dropping = False
        self._items.put(block)

    def _opened(self) -> Capture:
        return Capture(sound_system.find("input", self._wanted), self._take)

    def _begin(self, capture: Capture) -> None:
        self._items.put(capture)
        capture.listen()
        self._capture = capture

    def _keep(self) -> None:
        """Looks after the stream, in a thread of its own."""
        while not self._leaving.wait(TICK_S):
            if self._capture is None:
                self._try_again()
                self._leaving.wait(0 if self._capture else RETRY_S)
            elif why := self._capture.trouble():
                _log.warning("the microphone is lost")
                self._items.put(Lost(why))
                self._capture.close()
                self._capture = None

    def _try_again(self) -> None:
        """Opens a microphone if there is one that gives samples."""
        try:
            sound_system.rescan()
            capture = self._opened()
        except PartMissing as e:
            _log.debug("still no microphone: %s", type(e).__name__)
            return
        while not (capture.heard or capture.trouble() or self._leaving.wait(TICK_S)):
            pass
        if not capture.heard or self._leaving.is_set():
            capture.close()
            return
        self.name = capture.name
        self._items.put(Back(capture.name))
        self._begin(capture)
        _log.info("a microphone is back")
