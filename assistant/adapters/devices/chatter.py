"""What ALSA, PortAudio and JACK write on file descriptor 2, kept from a person's terminal."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def aside(log: Path) -> Iterator[None]:
    """C libraries write to `log` meanwhile, and so do child processes; `sys.stderr` stays with the terminal.

    They print when a device is lost (`Expression '…' failed in 'src/hostapi/alsa/pa_linux_alsa.c'`) and offer no way
    to turn it off. To be entered before any thread prints.
    """
    terminal = os.dup(2)
    ours = os.fdopen(os.dup(2), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    python_stderr = sys.stderr
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    os.dup2(target, 2)
    os.close(target)
    sys.stderr = ours
    try:
        yield
    finally:
        sys.stderr = python_stderr
        os.dup2(terminal, 2)
        os.close(terminal)
        ours.close()
