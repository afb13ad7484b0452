"""Single keys from the terminal, and ^C as a wish rather than an accident."""

import os
import select
import signal
import sys
import termios
import threading
import tty
from collections import deque
from contextlib import suppress
from types import FrameType
from typing import Any

from assistant.ports import Key


class Keyboard:
    """Inside `with`: keys come without Enter and without echo, and ^C, a closed terminal or a polite kill is `end`.

    A second ^C is the ordinary KeyboardInterrupt, for whoever will not wait.
    """

    def __init__(self) -> None:
        self.written = ""
        self._keys: deque[tuple[Key, str]] = deque()
        self._done = threading.Event()
        self._saved: list[Any] | None = None
        self._handlers: dict[int, Any] = {}
        self._asked_to_end = False

    def __enter__(self) -> "Keyboard":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._end)
        if sys.stdin.isatty():
            self._saved = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
            threading.Thread(target=self._listen, name="keyboard", daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._done.set()
        if self._saved is not None:
            with suppress(termios.error):  # the window was closed
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._saved)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def pressed(self) -> Key | None:
        if not self._keys:
            return None
        key, self.written = self._keys.popleft()
        return key

    def _end(self, number: int, frame: FrameType | None) -> None:
        if self._asked_to_end and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._asked_to_end = True
        self._keys.append(("end", ""))

    def _listen(self) -> None:
        source = sys.stdin.fileno()
        while not self._done.is_set():
            ready, _, _ = select.select([source], [], [], 0.1)
            if not ready:
                continue
            pressed = os.read(source, 64)
            if not pressed:
                return  # the terminal is gone; SIGHUP says the rest
            key: Key = "enter" if pressed.endswith((b"\n", b"\r")) else "other"
            self._keys.append((key, pressed.decode("utf-8", "replace")))
