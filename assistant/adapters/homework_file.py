"""Reads `prompts/homework.toml`; a slip in it is named with its line."""

from dataclasses import fields
from pathlib import Path

from assistant.adapters.prompt_file import read
from assistant.dialogue.homework import HomeworkWords

_SLOTS = {
    "whole": {"what"},
    "small": {"smallest"},
    "halve": {"what"},
    "half_is_enough": {"smallest"},
    "halved": {"smallest"},
    "noted": {"what"},
}


def load(path: Path) -> HomeworkWords:
    """Raises UsageError with the line."""
    top = read(path)
    names = [field.name for field in fields(HomeworkWords)]
    top.only("version", *names)
    return HomeworkWords(**{name: top.texts(name, slots=_SLOTS.get(name, set())) for name in names})
