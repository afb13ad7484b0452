"""`between remind`: set, shown, taken back."""

import re
from collections.abc import Sequence
from datetime import time

from assistant.cli import terminal
from assistant.errors import UsageError
from assistant.wiring import reminding
from assistant.wiring.reminding import Reminder

OFF = ("off", "none", "never", "stop")


def remind(when: str | None, *, as_json: bool) -> None:
    if when is None:
        _show(reminding.shown(), as_json=as_json)
    elif when.strip().lower() in OFF:
        gone = reminding.off()
        if as_json:
            _show((), as_json=True)
        else:
            terminal.answer("It is taken back: nothing reminds you now." if gone else "There was no reminder.")
    else:
        _show((reminding.remind(hour(when)),), as_json=as_json)


def hour(text: str) -> time:
    """`22:15`, `22.15`, `10:15 pm`, `10pm`, `22`; raises UsageError."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]m)?", text.strip().lower())
    if found:
        hours, minutes, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hours <= 12:
            hours = hours % 12 + (12 if half == "pm" else 0)
            half = None
        if half is None and hours < 24 and minutes < 60:
            return time(hours, minutes)
    raise UsageError(f"“{text}” is no hour of the day.", "Write it like this: between remind 22:15")


def _show(reminders: Sequence[Reminder], *, as_json: bool) -> None:
    if as_json:
        terminal.as_json([{"at": f"{r.at:%H:%M}", "by": r.by, "where": r.where} for r in reminders])
        return
    if not reminders:
        terminal.answer("There is no reminder.")
        terminal.note("between remind 22:15 sets one.")
    for reminder in reminders:
        terminal.answer(f"Each day at {reminder.at:%H:%M}: “{reminding.text()}”")
        terminal.note(f"Kept by {reminder.by}, in {reminder.where}. `between remind off` takes it back.")
