"""One worker process, seen from the evening's side: every wait has an end."""

import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from secrets import token_hex
from typing import IO, Any

WORKER = Path(__file__).with_name("worker.py")
SUFFIX = ".aiff" if sys.platform == "darwin" else ".wav"
KEPT_ENVIRONMENT = (
    "PATH HOME LANG LC_ALL LC_CTYPE TMPDIR PYTHONPATH PYTHONHOME LD_LIBRARY_PATH DYLD_LIBRARY_PATH ESPEAK_DATA_PATH"
).split()
"""What an engine needs to be found. Proxies, displays and the home of the journal stay out."""

NO_SOUND_SERVER = {"PULSE_SERVER": "unix:/dev/null"}
"""espeak-ng greets the sound server even when it only makes files; a server may be on another machine."""


class Late(Exception):
    """The worker said nothing within its time."""


class Died(Exception):
    """The worker is no longer there."""


class Refused(Exception):
    """The worker answered with a fault; `kind` is one of the worker's three."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Worker:
    """Starts at once and does not wait: the engine loads while the evening goes on. Raises OSError."""

    def __init__(self, *, rate_wpm: int, volume: float, name: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="between-voice-"))
        try:
            self._process = _spawn()
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        os.set_blocking(self._in.fileno(), False)
        self._unsent = _line({"rate_wpm": rate_wpm, "volume": volume, "name": name, "folder": str(self._folder)})
        self._unread = b""
        self._send(time.monotonic())
        self.ready = False
        """It has answered once: the engine and the voice are there."""

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def save(self, text: str, *, rate_wpm: int, deadline_s: float) -> bytes:
        """The sound file's bytes; the file itself is gone when this returns. Raises Late, Died or Refused."""
        until = time.monotonic() + deadline_s
        if not self.ready:
            self._answer(until)
            self.ready = True
        file = self._folder / (token_hex(8) + SUFFIX)
        try:
            self._unsent = _line({"text": text, "rate_wpm": rate_wpm, "file": str(file)})
            self._answer(until)
            return file.read_bytes()
        finally:
            file.unlink(missing_ok=True)

    def end(self, *, grace_s: float = 0.0) -> None:
        """Closes its input, which ends a healthy worker, and kills one that is still there after the grace."""
        self._in.close()
        self._out.close()
        try:
            self._process.wait(timeout=grace_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answer(self, until: float) -> None:
        self._send(until)
        while b"\n" not in self._unread:
            _wait(self._out, selectors.EVENT_READ, until)
            data = self._out.read(4096)
            if not data:
                raise Died
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        if error := json.loads(line).get("error"):
            raise Refused(error)

    def _send(self, until: float) -> None:
        """A stopped worker reads nothing, and a pipe holds little: even writing may have to wait."""
        while self._unsent:
            try:
                written = self._in.write(self._unsent) or 0
            except BrokenPipeError as e:
                raise Died from e
            self._unsent = self._unsent[written:]
            if self._unsent:
                _wait(self._in, selectors.EVENT_WRITE, until)


def _spawn() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ} | NO_SOUND_SERVER,
        process_group=0,  # ^C on the terminal is for the evening, not for its voice
    )


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _wait(stream: IO[bytes], event: int, until: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, event)
        if not selector.select(timeout=max(0.0, until - time.monotonic())):
            raise Late
