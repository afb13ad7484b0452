"""Reads `prompts/threads.toml`; a wrong file is named with its line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.thread_words import Kind, ThreadTexts
from assistant.insight.thread import GOOD
from assistant.journal import PATTERNS, PRACTICES

_TABLES: Mapping[Kind, tuple[str, Sequence[str]]] = {
    "plan": ("plans", PRACTICES),
    "done": ("doings", PRACTICES),
    "averted": ("averted_doings", PATTERNS),
    "felt": ("feelings", sorted(GOOD)),
}


def load(path: Path) -> ThreadTexts:
    """Raises UsageError with the line, also where a label that may come up has no words."""
    top = read(path)
    top.only("version", "kindly", *_TABLES, *(table for table, _ in _TABLES.values()))
    return ThreadTexts(
        kindly=top.texts("kindly"),
        ways={kind: top.texts(kind, slots={"ago", "when", "what"}) for kind in _TABLES},
        what={kind: _words(top.part(table), labels) for kind, (table, labels) in _TABLES.items()},
    )


def _words(part: Part, labels: Sequence[str]) -> dict[str, str]:
    part.only(*labels)
    return {label: part.text(label) for label in labels}
