"""A line in the person's own crontab, marked as ours. All other lines stay as they are."""

import os
import re
import shlex

from assistant.adapters.reminders.note import Note, Reminder, ask, hour, must
from assistant.errors import AssistantError

MARK = "# between remind"
_OURS = re.compile(rf"(\d+) (\d+) \* \* \* .*{MARK}")


class Cron:
    def here(self) -> bool:
        done = ask("crontab", "-l")
        return done is not None and (done.returncode == 0 or _is_empty(done.stderr))

    def set(self, note: Note) -> Reminder:
        # cron knows nothing of the desktop: the note finds it by the bus of the person's session.
        bus = f"DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/{os.getuid()}/bus "
        command = shlex.join(note.command).replace("%", r"\%")  # a bare one would end the command
        line = f"{note.at.minute} {note.at.hour} * * * {bus}{command} {MARK}"
        _write([*_others(_lines()), line])
        return Reminder(note.at, "cron", "your crontab")

    def set_to(self) -> Reminder | None:
        done = ask("crontab", "-l")
        for line in done.stdout.splitlines() if done is not None and done.returncode == 0 else ():
            found = _OURS.match(line)
            at = hour(found[2], found[1]) if found else None
            if at:
                return Reminder(at, "cron", "your crontab")
        return None

    def off(self) -> None:
        if self.set_to() is not None:
            _write(_others(_lines()))


def _lines() -> list[str]:
    """Raises AssistantError where they can't be read: written anew from nothing, all others would be gone."""
    done = ask("crontab", "-l")
    if done is not None and done.returncode == 0:
        return done.stdout.splitlines()
    if done is not None and _is_empty(done.stderr):
        return []
    raise AssistantError("Your crontab can't be read.", "Nothing was changed. An alarm of your phone does the same.")


def _others(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.endswith(MARK)]


def _write(lines: list[str]) -> None:
    must(ask("crontab", "-", given="".join(f"{line}\n" for line in lines)), of="cron")


def _is_empty(said: str) -> bool:
    """It was never written: cron's own words, and BusyBox's."""
    return "no crontab" in said or "No such file" in said
