"""A daily note on the screen, by what the system has for that."""

from datetime import time

from assistant.adapters import reminders
from assistant.adapters.prompt_file import read
from assistant.adapters.reminders import Reminder, off, shown
from assistant.wiring import data_folder

__all__ = ["Reminder", "off", "remind", "shown", "text"]


def remind(at: time) -> Reminder:
    """Raises AssistantError."""
    words = read(data_folder("prompts") / "remind.toml")
    words.only("version", "title", "text")
    return reminders.remind(reminders.Note(at, words.text("title"), words.text("text")))


def text() -> str:
    """What it says."""
    return read(data_folder("prompts") / "remind.toml").text("text")
