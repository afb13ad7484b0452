"""A small file that remembers what the person was told of letting sound go, and in which night."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Told:
    keep: str
    """As the settings had it."""
    night: date


def read(path: Path) -> Told | None:
    """None where nothing was told. A note that can't be read is none: better told twice than never."""
    try:
        note = json.loads(path.read_bytes())
        return Told(str(note["keep"]), date.fromisoformat(note["night"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path: Path, told: Told) -> None:
    """All of it or nothing. Raises AssistantError."""
    new = path.with_name(path.name + ".new")
    try:
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with open(file, "w", encoding="utf-8") as text:
            json.dump({"keep": told.keep, "night": told.night.isoformat()}, text)
        new.replace(path)
    except OSError as e:
        raise AssistantError(f"The folder {path.parent} can't be written ({e.strerror}).", "Is there room?") from e


def forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
