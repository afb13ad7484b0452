"""`prompts/wishes.toml`, read strictly."""

from collections.abc import Set
from dataclasses import fields
from pathlib import Path

from assistant.adapters.prompt_file import read
from assistant.dialogue.wish_words import WishWords

_SLOTS: dict[str, Set[str]] = {"name_hidden": {"name"}, "guides_are": {"guides"}, "one_word_missing": {"what"}}


def load(path: Path) -> WishWords:
    """Raises UsageError with the line."""
    top = read(path)
    names = [field.name for field in fields(WishWords)]
    top.only("version", *names)
    return WishWords(**{name: top.text(name, slots=_SLOTS.get(name, frozenset())) for name in names})
