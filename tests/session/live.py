"""`between talk`, or another command, as a real process on a terminal of its own, on the virtual devices."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from virtual_audio import VirtualAudio

ROOT = Path(__file__).resolve().parents[2]
LISTENING = "\x1b[2mlistening"
"""The word that stands on the last line; the greeting has it too, in another style."""
CURSOR_HIDDEN, CURSOR_SHOWN = "\x1b[?25l", "\x1b[?25h"
"""Not on the screen; and a question mark is what many a test waits for."""


class Live:
    """One run of `between` in a home. A model copied by hand counts as the person's own, so it may listen to them."""

    def __init__(
        self, home: Path, audio: VirtualAudio, *, model: bool = True, command: Sequence[str] = ("talk",)
    ) -> None:
        self.home = home
        here = home / "models" / "synthetic"
        if model and not here.exists():
            shutil.copytree(ROOT / "models" / "whisper-nano", here)
        home.mkdir(mode=0o700, exist_ok=True)
        self._env = os.environ | audio.env | {"BETWEEN_HOME": str(home), "TERM": "xterm-256color", "COLUMNS": "100"}
        self._env["PYTHONPATH"] = str(ROOT)
        self._terminal, child = pty.openpty()
        self.process = subprocess.Popen(
            ["setsid", "-c", sys.executable, "-m", "assistant", *command],  # ^C reaches whoever owns the terminal
            stdin=child,
            stdout=child,
            stderr=child,
            env=self._env,
        )
        os.close(child)
        self._seen = ""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                data = os.read(self._terminal, 4096)
            except OSError:  # the terminal closes with its process
                return
            seen = self._seen + data.decode("utf-8", "replace")
            self._seen = seen.replace(CURSOR_HIDDEN, "").replace(CURSOR_SHOWN, "")

    @property
    def screen(self) -> str:
        return self._seen

    def wait_for(self, what: str, *, within_s: float = 30.0, times: int = 1) -> None:
        until = time.monotonic() + within_s
        while self._seen.count(what) < times:
            assert time.monotonic() < until, f"“{what}” did not come. Seen:\n{self._seen}"
            assert self.process.poll() is None or self._seen.count(what) >= times, f"ended early:\n{self._seen}"
            time.sleep(0.05)

    def press(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def kill(self) -> None:
        """As a power cut would, for this process."""
        self.process.kill()
        self.process.wait(10)

    def ended(self, *, within_s: float = 30.0) -> int:
        return self.process.wait(within_s)

    def sql(self, query: str) -> list[dict[str, Any]]:
        asked = subprocess.run(
            [sys.executable, "-m", "assistant", "sql", query, "--json"],
            env=self._env,
            capture_output=True,
            text=True,
            check=True,
        )
        rows: list[dict[str, Any]] = json.loads(asked.stdout)
        return rows

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
        os.close(self._terminal)
