"""`prompts/asking.toml`, and the persons whom the journal knows, as the words that a question is read by."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.asking.nouns import Meaning
from assistant.dialogue.asking.words import Wording, Words, person, wording
from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, TagKind

_FORMS: Mapping[TagKind, tuple[str, ...]] = {
    "emotion": ("feel", "name"),
    "behaviour": ("base", "past", "ing"),
    "theme": ("name",),
}
_LABELS: Mapping[TagKind, tuple[str, ...]] = {"emotion": EMOTIONS, "behaviour": BEHAVIOURS, "theme": THEMES}


@dataclass(frozen=True, slots=True)
class Files:
    words: Path
    """`prompts/asking.toml`."""
    kin: Path
    """The tagger's `people.toml`."""


def load(files: Files) -> Words:
    """Raises UsageError."""
    top = read(files.words)
    top.only("version", "same", "contractions", "fillers", "plain", "never", "lead_ins", *_LABELS)
    wordings: list[Wording] = []
    forms: dict[Meaning, dict[str, str]] = {}
    for kind, labels in _LABELS.items():
        section = top.part(kind)
        section.only(*labels)
        for label in labels:
            part = section.part(label)
            part = Part(part.path, part.lines, part.table, f"{kind}.{label}")
            meaning = Meaning(kind, label)
            forms[meaning] = {form: part.text(form) for form in _FORMS[kind]}
            wordings += [wording(text, meaning) for text in part.texts("words")]
    return Words(
        wordings=(*wordings, *_persons(files.kin)),
        forms=forms,
        same=dict(_same(top.part("same"))),
        contractions=dict(_contractions(top.part("contractions"))),
        fillers=_words(top.part("fillers")),
        plain=_words(top.part("plain")),
        never=_words(top.part("never")),
        lead_ins=tuple(tuple(text.split()) for text in top.part("lead_ins").texts("words")),
    )


def _same(part: Part) -> Iterator[tuple[str, str]]:
    for canonical in part.table:
        for word in part.text(canonical).split():
            yield word, canonical


def _contractions(part: Part) -> Iterator[tuple[str, tuple[str, ...]]]:
    """With their apostrophe and without, but where that is another word."""
    for drawn in part.table:
        whole = tuple(part.text(drawn).split())
        yield drawn, whole
        if (bare := drawn.replace("'", "")) not in ("id", "ill", "were", "its"):
            yield bare, whole


def _words(part: Part) -> frozenset[str]:
    return frozenset(part.text("words").split())


def _persons(kin: Path) -> Iterator[Wording]:
    """Kin and roles, by every word for them."""
    with kin.open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    for label, also in data["kin"].items():
        for word in (label, *also.split()):
            yield person(word, label)
    for role in _between_semicolons(data["roles"]["words"]):
        yield person(role, role.removeprefix("best "))


def _between_semicolons(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
