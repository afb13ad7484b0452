"""`prompts/calm.toml`."""

from dataclasses import fields
from pathlib import Path

from assistant.adapters.prompt_file import read
from assistant.dialogue.calm_words import CalmWords


def load(path: Path) -> CalmWords:
    """Raises UsageError with the line."""
    top = read(path)
    names = [field.name for field in fields(CalmWords)]
    top.only("version", *names)
    plain = {name: top.text(name) for name in names if name not in ("staying", "closing_in_danger")}
    closing_in_danger = top.text("closing_in_danger", slots={"line"})
    return CalmWords(**plain, staying=top.texts("staying"), closing_in_danger=closing_in_danger)
