"""A daily note on the screen, kept by what the system has for that: launchd, systemd or cron.

It runs `notify-send` or `osascript` and nothing of Between's: it loads nothing, reads nothing, and goes on working
where Between is moved. Whatever is set can be taken back, also where its system is not there any more.
"""

from assistant.adapters.reminders.cron import Cron
from assistant.adapters.reminders.launchd import Launchd
from assistant.adapters.reminders.note import Note, Reminder, Scheduler
from assistant.adapters.reminders.systemd import Systemd
from assistant.errors import PartMissing

__all__ = ["Note", "Reminder", "off", "remind", "shown"]


def _schedulers() -> tuple[Scheduler, ...]:
    """In the order in which they are asked."""
    return Launchd(), Systemd(), Cron()


def shown() -> tuple[Reminder, ...]:
    """What is set: one, or more where the system was changed in between."""
    return tuple(reminder for one in _schedulers() if (reminder := one.set_to()) is not None)


def remind(note: Note) -> Reminder:
    """Takes the place of what was set. Raises AssistantError, and PartMissing where nothing here could do it."""
    chosen = next((one for one in _schedulers() if one.here()), None)
    if chosen is None:
        raise PartMissing(
            "This machine has no systemd, launchd or cron that would do it for you.",
            "An alarm of your phone does the same.",
        )
    note.command  # noqa: B018 - where nothing can show it, what was set stays
    for one in _schedulers():
        if type(one) is not type(chosen):
            one.off()
    return chosen.set(note)


def off() -> tuple[Reminder, ...]:
    """What was taken back. Raises AssistantError where the system refuses."""
    before = shown()
    for one in _schedulers():
        one.off()
    return before
