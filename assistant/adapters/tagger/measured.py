"""What the two measures share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Rule, RuleBook, lines
from assistant.journal import MeasureKind

NOT_TOLD = frozenset(["other", "past", "quoted", "general", "hypothetical", "intended", "wished"])
"""What takes a measure away, by the table of contexts."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What becomes a `Measure` once its characters are evidence."""

    kind: MeasureKind
    value: str
    lower_s: float
    upper_s: float
    start: int
    """Characters of the joined text."""
    end: int
    made_by: str


def book_of(data: Mapping[str, Any], kinds: Iterable[str], compiler: Compiler) -> RuleBook:
    entries = []
    for kind in kinds:
        label = kind.partition("_")[2]
        for name, block in data.get(kind, {}).items():
            rule = Rule(f"{label or kind}.{name}", label, kind)
            entries += [(rule, compiler.compile(line, where=f"measures.toml, {rule.id}")) for line in lines(block)]
    return RuleBook(entries)
