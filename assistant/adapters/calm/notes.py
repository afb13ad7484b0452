"""What calm keeps beside the journal, since it must not ask for a passphrase: numbers, and names of tools.

Each use of a tool is a file of its own until the journal takes it: no two processes ever write the same one. The
order of the tools is worked out where the journal is open, and only read in calm.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex

from assistant.errors import AssistantError
from assistant.journal import Moment
from assistant.practice import ToolUse


class CalmNotes:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._order = folder / "order.json"

    def add(self, use: ToolUse) -> None:
        """Raises AssistantError where the disk takes nothing."""
        note = {
            "tool": use.tool,
            "utc": use.moment.utc.isoformat(),
            "offset_minutes": use.moment.offset_minutes,
            "zone": use.moment.zone,
            "night": use.night.isoformat(),
            "before": use.before,
            "after": use.after,
        }
        self._write(self._folder / f"{token_hex(8)}.use", note)

    def waiting(self) -> tuple[tuple[Path, ToolUse], ...]:
        """For the journal, oldest first, each with its file. What can't be read is passed over."""
        found = [(path, use) for path in self._files() if (use := _use(path)) is not None]
        return tuple(sorted(found, key=lambda one: one[1].moment.utc))

    def done_with(self, note: Path) -> None:
        with suppress(OSError):
            note.unlink(missing_ok=True)

    def order(self) -> tuple[str, ...]:
        """Names of tools, the most helpful first; empty before anybody has worked it out."""
        try:
            names = json.loads(self._order.read_bytes())
        except (OSError, ValueError):
            return ()
        return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()

    def set_order(self, tools: Sequence[str]) -> None:
        """Raises AssistantError where the disk takes nothing."""
        if tuple(tools) != self.order():
            self._write(self._order, list(tools))

    def _files(self) -> list[Path]:
        try:
            return list(self._folder.glob("*.use"))
        except OSError:
            return []

    def _write(self, path: Path, value: object) -> None:
        unfinished = path.with_name(path.name + ".new")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(value, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as e:
            raise AssistantError(
                f"The folder {self._folder} can't be written ({e.strerror}).", "Is there room on the disk?"
            ) from e


def _use(path: Path) -> ToolUse | None:
    try:
        note = json.loads(path.read_bytes())
        utc = datetime.fromisoformat(note["utc"]).astimezone(UTC)
        moment = Moment(utc, int(note["offset_minutes"]), str(note["zone"]))
        night = date.fromisoformat(note["night"])
        return ToolUse(str(note["tool"]), moment, night, _number(note["before"]), _number(note["after"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _number(value: object) -> int | None:
    if value is None or (isinstance(value, int) and 0 <= value <= 10):
        return value
    raise ValueError("no number from 0 to 10")
