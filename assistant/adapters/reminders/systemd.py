"""A timer of the person's own systemd. It fires while they are logged in."""

import os
import re
from contextlib import suppress
from pathlib import Path

from assistant.adapters.reminders.note import Note, Reminder, ask, hour, must, quoted
from assistant.errors import AssistantError

NAME = "between-remind"
TIMER = f"{NAME}.timer"

_SERVICE = """[Unit]
Description=A quiet note in the evening

[Service]
Type=oneshot
ExecStart={command}
"""
_TIMER = """[Unit]
Description=A quiet note in the evening

[Timer]
OnCalendar=*-*-* {at:%H:%M}:00

[Install]
WantedBy=timers.target
"""


class Systemd:
    def here(self) -> bool:
        """A systemd may be installed and manage nobody, as in a container."""
        done = ask("systemctl", "--user", "show-environment")
        return done is not None and done.returncode == 0

    def set(self, note: Note) -> Reminder:
        # A percent sign begins one of systemd's own words, and a dollar one of the environment's.
        command = " ".join(map(quoted, note.command)).replace("%", "%%").replace("$", "$$")
        try:
            _folder().mkdir(parents=True, exist_ok=True)
            _file(f"{NAME}.service").write_text(_SERVICE.format(command=command), "utf-8")
            _file(TIMER).write_text(_TIMER.format(at=note.at), "utf-8")
            must(ask("systemctl", "--user", "daemon-reload"), of="systemd")
            must(ask("systemctl", "--user", "enable", TIMER), of="systemd")
            # `start` alone would leave a timer that runs already at its old hour.
            must(ask("systemctl", "--user", "restart", TIMER), of="systemd")
        except OSError as e:
            raise AssistantError(f"{_folder()} can't be written ({e.strerror}).", "Give it back to your user.") from e
        except AssistantError:
            self.off()
            raise
        return Reminder(note.at, "systemd", str(_file(TIMER)))

    def set_to(self) -> Reminder | None:
        try:
            found = re.search(r"^OnCalendar=\S+ (\d+):(\d+)", _file(TIMER).read_text("utf-8"), re.MULTILINE)
        except (OSError, UnicodeDecodeError):
            return None
        at = hour(found[1], found[2]) if found else None
        return Reminder(at, "systemd", str(_file(TIMER))) if at else None

    def off(self) -> None:
        files = (_file(TIMER), _file(f"{NAME}.service"), _folder() / "timers.target.wants" / TIMER)
        if not any(os.path.lexists(file) for file in files):
            return
        ask("systemctl", "--user", "disable", "--now", TIMER)
        for file in files:
            with suppress(FileNotFoundError):
                file.unlink()
        ask("systemctl", "--user", "daemon-reload")


def _folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "systemd" / "user"


def _file(name: str) -> Path:
    return _folder() / name
