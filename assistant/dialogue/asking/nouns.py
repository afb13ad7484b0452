"""The nouns of asking."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from assistant.journal import PRACTICES, Nights, Table, TagKind

SlotKind = Literal["doing", "practice", "pattern", "emotion", "theme", "person", "nights"]
SLOTS: tuple[SlotKind, ...] = ("doing", "practice", "pattern", "emotion", "theme", "person", "nights")
FORMS: Mapping[SlotKind, tuple[str, ...]] = {
    "doing": ("", "base", "ing"),
    "practice": ("", "base", "ing"),
    "pattern": ("", "base", "ing"),
    "emotion": ("", "name"),
    "theme": ("",),
    "person": ("",),
    "nights": ("",),
}
"""How a slot may be written: `{doing}` is "set a boundary", `{doing.ing}` "setting a boundary"."""


ONLY_IF = re.compile(r"\s*-- if ([a-z]+)\s*$")
"""At the end of a line of SQL: the line is left out where this slot was not said."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A label of the codebook, or a person by the journal's own word for them."""

    kind: TagKind
    label: str

    def fills(self, slot: str) -> bool:
        if self.kind != "behaviour":
            return slot == self.kind
        return slot in ("doing", "practice" if self.label in PRACTICES else "pattern")


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a question that name something; `love` is a feeling and a theme. Either `means` or `nights` is there."""

    words: tuple[str, ...]
    means: tuple[Meaning, ...] = ()
    nights: Nights | None = None

    def filling(self, slot: str) -> "Slot | None":
        if self.nights is not None:
            return Slot(" ".join(self.words), nights=self.nights) if slot == "nights" else None
        meaning = next((m for m in self.means if m.fills(slot)), None)
        return Slot(" ".join(self.words), meaning) if meaning else None


Token: TypeAlias = str | Found
"""A piece of a typed question."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What fills a slot of a question."""

    words: str
    """As typed, in small letters."""
    meaning: Meaning | None = None
    nights: Nights | None = None


Slots: TypeAlias = Mapping[SlotKind, Slot]


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """One file of `prompts/questions/*.sql`."""

    id: str
    """The name of its file."""
    file: Path
    group: str
    phrasings: tuple[str, ...]
    """With slots such as `{person}`; the first is how Between itself puts it."""
    needs: tuple[SlotKind, ...]
    may: tuple[SlotKind, ...]
    example: str
    one: str
    """The answer where there is one row."""
    some: str
    """Where there are more."""
    none: str
    empty: str
    """What an answer with no rows means, and does not mean."""
    sql: str

    def sql_for(self, slots: Slots) -> str:
        lines = ((line, ONLY_IF.search(line)) for line in self.sql.splitlines())
        return "\n".join(ONLY_IF.sub("", line) for line, only in lines if only is None or only[1] in slots)


@dataclass(frozen=True, slots=True)
class Answer:
    question: NamedQuestion
    understood: str
    """The question, as it was understood: `When did I last set a boundary with mother?`"""
    slots: Slots
    sentence: str
    """For the screen and the voice."""
    table: Table
    sql: str
    """What was run."""
    meaning: str = ""
    """Where there are no rows: what that means."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the SQL's `$names` stood for."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The question is known, and a word in it is missing."""

    question: NamedQuestion
    slot: SlotKind


@dataclass(frozen=True, slots=True)
class Unknown:
    nearest: tuple[NamedQuestion, ...]
