"""`between` as a person runs it: in this process where that is enough, as a process, and at a real terminal."""

import fcntl
import io
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import pytest

from assistant.__main__ import main
from assistant.journal import Entry
from assistant.ports import Home, Selection
from assistant.wiring import House, knobs

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    out: str
    err: str


def between(*arguments: str | Path, stdin: bytes = b"") -> Answer:
    """In this process, through the one entry: quick, since models and libraries are loaded already."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    mask = os.umask(0o077)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["between", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            main()
        except SystemExit as e:
            code = int(e.code or 0)
        finally:
            os.umask(mask)
    for stream in (out, err):
        stream.flush()
    return Answer(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())


def process(
    *arguments: str | Path, stdin: bytes = b"", first: str = "", seconds: float = 60, **environment: str
) -> Answer:
    """As a process of its own. `first`: Python that is run in it before `between` begins."""
    done = subprocess.run(
        command(*arguments, first=first),
        input=stdin,
        capture_output=True,
        env=env(**environment),
        timeout=seconds,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def command(*arguments: str | Path, first: str = "") -> list[str]:
    said = [os.fspath(a) for a in arguments]
    if not first:
        return [sys.executable, "-m", "assistant", *said]
    return [sys.executable, "-c", f"{first}\nfrom assistant.__main__ import main\nmain()", *said]


def env(**more: str) -> dict[str, str]:
    # Tests that run side by side are told a size of terminal that is not theirs.
    plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    return {**plain, "PYTHONPATH": str(ROOT), "TERM": "xterm", **more}


class Terminal:
    """`between` at a pseudo-terminal of its own."""

    def __init__(self, *arguments: str, first: str = "", columns: int = 80, **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self._seen = ""
        self._at = 0
        self._process = subprocess.Popen(
            command(*arguments, first=first),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=env(**environment),
            start_new_session=True,
            # Without a controlling terminal ^C would be a character like any other.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - nothing but a system call
        )
        os.close(theirs)

    def write(self, text: str | bytes) -> None:
        rest = text.encode() if isinstance(text, str) else text
        if rest.startswith(b"\x03"):
            # Python's line editor waits for the next key when a signal comes between its prompt and its waiting, which
            # takes a few microseconds. Nobody is as fast as that.
            time.sleep(0.1)
        while rest:
            rest = rest[os.write(self._ours, rest) :]
            self._read(0.01)

    def until(self, text: str, *, seconds: float = 30) -> None:
        """Waits until the text is shown, later than what was waited for before."""
        deadline = time.monotonic() + seconds
        while (found := self._seen.find(text, self._at)) < 0:
            assert time.monotonic() < deadline, f"{text!r} was not shown, but {self._seen[self._at :]!r}"
            assert self._read(0.1), f"it ended without {text!r}, but with {self._seen[self._at :]!r}"
        self._at = found + len(text)

    @property
    def shown(self) -> str:
        """All so far."""
        return self._seen

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        self._process.send_signal(number)
        self._process.wait(30)

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self._ours)
        self._process.wait(30)

    def end(self, *, seconds: float = 30) -> Answer:
        """All that was shown, once it has ended by itself."""
        deadline = time.monotonic() + seconds
        while self._read(0.1):
            assert time.monotonic() < deadline, f"it did not end, and showed {self._seen!r}"
        code = self._process.wait(10)
        os.close(self._ours)
        return Answer(code, self._seen, "")

    def _read(self, timeout_s: float) -> bool:
        """False at the end."""
        ready, _, _ = select.select([self._ours], [], [], timeout_s)
        if not ready:
            return True
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # how Linux says that nobody is at the other side any more
            return False
        self._seen += data.decode("utf-8", "replace")
        return bool(data)


def house() -> House:
    """The one that the commands of this test work in."""
    file = knobs.settings_file()
    return House(knobs.home(), knobs.load(file), file)


def home() -> Home:
    return knobs.home()


def entries() -> tuple[Entry, ...]:
    return house().journal.entries(Selection())


def rows(sql: str) -> tuple[tuple[object, ...], ...]:
    return house().journal.query(sql).rows


def sounds() -> list[Path]:
    """Files in the folder of recordings, half-written ones included."""
    return sorted(home().recordings.iterdir()) if home().recordings.is_dir() else []


def transcode(source: Path, target: Path, *, codec: str, rate_hz: int, metadata: dict[str, str] | None = None) -> Path:
    with av.open(str(source)) as read, av.open(str(target), "w") as written:
        written.metadata.update(metadata or {})
        # FFmpeg's own Vorbis calls itself experimental, and only knows stereo.
        layout = "stereo" if codec == "vorbis" else "mono"
        stream = written.add_stream(codec, rate=rate_hz, layout=layout, options={"strict": "experimental"})
        for frame in read.decode(audio=0):
            frame.pts = None
            for packet in stream.encode(frame):
                written.mux(packet)
        for packet in stream.encode(None):
            written.mux(packet)
    return target


@contextmanager
def small_disk(at: Path, *, kilobytes: int) -> Iterator[Path]:
    """A file system of its own; skips where nobody may mount one."""
    at.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "tmpfs", str(at)]
    try:
        done = subprocess.run(mounted, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("`mount` is not here")
    if done.returncode != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def fill(disk: Path, *, leave_kilobytes: int) -> Path:
    file = disk / "filler"
    free = os.statvfs(disk)
    file.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - leave_kilobytes * 1024)))
    return file
