"""An agent of the person's own on macOS."""

import os
import plistlib
from contextlib import suppress
from pathlib import Path
from xml.parsers.expat import ExpatError

from assistant.adapters.reminders.note import Note, Reminder, ask, hour, must
from assistant.errors import AssistantError

LABEL = "between.remind"


class Launchd:
    def here(self) -> bool:
        return ask("launchctl", "version") is not None

    def set(self, note: Note) -> Reminder:
        agent = {
            "Label": LABEL,
            "ProgramArguments": list(note.command),
            "StartCalendarInterval": {"Hour": note.at.hour, "Minute": note.at.minute},
        }
        self.off()
        try:
            _file().parent.mkdir(parents=True, exist_ok=True)
            _file().write_bytes(plistlib.dumps(agent))
            must(ask("launchctl", "bootstrap", _domain(), str(_file())), of="launchd")
        except OSError as e:
            raise AssistantError(
                f"{_file().parent} can't be written ({e.strerror}).", "Give it back to your user."
            ) from e
        except AssistantError:
            self.off()
            raise
        return Reminder(note.at, "launchd", str(_file()))

    def set_to(self) -> Reminder | None:
        try:
            agent = plistlib.loads(_file().read_bytes())
            when = agent["StartCalendarInterval"]
            at = hour(when["Hour"], when["Minute"])
        except (OSError, plistlib.InvalidFileException, ExpatError, KeyError, TypeError):
            return None
        return Reminder(at, "launchd", str(_file())) if at else None

    def off(self) -> None:
        if _file().exists():
            ask("launchctl", "bootout", f"{_domain()}/{LABEL}")
            with suppress(FileNotFoundError):
                _file().unlink()


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _file() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"
