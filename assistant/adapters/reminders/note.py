"""What is shown, when, and by which program."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import time
from typing import Protocol

from assistant.errors import AssistantError, PartMissing

ASK_S = 15.0
"""Longest wait for one of the system's own programs."""


@dataclass(frozen=True, slots=True)
class Note:
    at: time
    title: str
    text: str

    @property
    def command(self) -> tuple[str, ...]:
        """Raises PartMissing where nothing can show it."""
        if osascript := shutil.which("osascript"):
            return osascript, "-e", f"display notification {quoted(self.text)} with title {quoted(self.title)}"
        if notify_send := shutil.which("notify-send"):
            return notify_send, f"--app-name={self.title}", self.title, self.text
        raise PartMissing(
            "Nothing here can show a note on the screen (`notify-send`).",
            "Install it: sudo apt-get install libnotify-bin. Then try again.",
        )


@dataclass(frozen=True, slots=True)
class Reminder:
    """One that is set."""

    at: time
    by: str
    where: str
    """A file, or words for a person."""


class Scheduler(Protocol):
    def here(self) -> bool: ...

    def set(self, note: Note) -> Reminder:
        """In place of the one that it has. Raises AssistantError, and has none then."""
        ...

    def set_to(self) -> Reminder | None: ...

    def off(self) -> None:
        """Nothing to do where none is set."""
        ...


def ask(*command: str, given: str = "") -> "subprocess.CompletedProcess[str] | None":
    """What the system's own program said; None where it is not here or does not answer."""
    program = shutil.which(command[0])
    if program is None:
        return None
    plain = {**os.environ, "LC_ALL": "C"}  # what it says is read here
    try:
        return subprocess.run(
            (program, *command[1:]), input=given, capture_output=True, timeout=ASK_S, check=False, env=plain, text=True
        )
    except (OSError, subprocess.SubprocessError):
        return None


def must(done: "subprocess.CompletedProcess[str] | None", *, of: str) -> None:
    """Raises AssistantError where it was refused."""
    if done is None or done.returncode != 0:
        said = f" It said: {done.stderr.strip()[:200]}" if done is not None and done.stderr.strip() else ""
        raise AssistantError(f"{of} would not do it.{said}", "An alarm of your phone does the same.")


def hour(hours: object, minutes: object) -> time | None:
    """None for what somebody has changed by hand into something else."""
    try:
        return time(int(str(hours)), int(str(minutes)))
    except ValueError:
        return None


def quoted(text: str) -> str:
    """In double quotes, as AppleScript and systemd read it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
