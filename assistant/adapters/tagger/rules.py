"""Rules from the data files, and where they are found in a talk."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.adapters.tagger.patterns import Compiler, Pattern
from assistant.adapters.tagger.talk import Talk
from assistant.errors import PartMissing, UsageError


@dataclass(frozen=True, slots=True)
class Rule:
    """One group of patterns under one name."""

    id: str
    """Such as `paused.phone_away`."""
    label: str
    kind: str
    """How it is used: `state`, `said`, `shown`, `done`, a context's effect."""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match: words [first, last) of the talk."""

    rule: Rule
    first: int
    last: int


class RuleBook:
    """Patterns by the words that they need."""

    def __init__(self, entries: Iterable[tuple[Rule, Pattern]]) -> None:
        self._near: dict[str, list[tuple[Rule, Pattern]]] = defaultdict(list)
        self._far: dict[str, list[tuple[Rule, Pattern]]] = defaultdict(list)
        for rule, pattern in entries:
            index = self._far if pattern.spans_sentences else self._near
            for anchor in pattern.anchors:
                index[anchor].append((rule, pattern))
        self._beginnings = {a[:-1] for a in (*self._near, *self._far) if a.endswith("*")}

    def find(self, talk: Talk) -> list[Hit]:
        """All matches, in the order of the text."""
        hits = [hit for s in talk.sentences for hit in self._within(talk, self._near, s.first, s.last)]
        if self._far:
            hits += self._within(talk, self._far, 0, len(talk.words))
        return sorted(hits, key=lambda h: (h.first, h.last))

    def _within(
        self, talk: Talk, index: Mapping[str, list[tuple[Rule, Pattern]]], first: int, last: int
    ) -> Iterator[Hit]:
        words = talk.words[first:last]
        wanted: dict[int, tuple[Rule, Pattern]] = {}
        for key in self._keys(words):
            for pair in index.get(key, ()):
                wanted[id(pair[1])] = pair
        if not wanted:
            return
        text = " " + " ".join(words) + " "
        word_at: dict[int, int] = {}
        at = 1
        for number, word in enumerate(words):
            word_at[at] = first + number
            at += len(word) + 1
        word_at[at] = last
        for rule, pattern in wanted.values():
            for match in pattern.regex.finditer(text):
                yield Hit(rule, word_at[match.start()], word_at[match.end()])

    def _keys(self, words: Iterable[str]) -> Iterator[str]:
        for word in set(words):
            yield word
            for size in range(3, len(word) + 1):
                if word[:size] in self._beginnings:
                    yield word[:size] + "*"


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise PartMissing(
            f"The tagger's file {path} cannot be read, so nothing is tagged for now.",
            "Install the program again; your entries are kept and can be tagged later.",
        ) from e
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise UsageError(f"The tagger's file {path} has a mistake.", str(e)) from e


def lines(value: object) -> list[str]:
    """The patterns of a block: one a line, or several between semicolons."""
    text = value if isinstance(value, str) else "\n".join(str(v) for v in value) if isinstance(value, list) else ""
    return [part.strip() for line in text.splitlines() for part in line.split(";") if part.strip()]


def rule_lines(
    table: Mapping[str, Any], *, compiler: Compiler, label: str, where: str, scores: Mapping[str, float]
) -> Iterator[tuple[Rule, Pattern]]:
    """A label's table: each kind holds one block, or named blocks."""
    for kind, value in table.items():
        if kind not in scores:
            known = ", ".join(scores)
            raise UsageError(f"{where} has an unknown kind of rule: “{kind}” under “{label}”.", f"Known are: {known}.")
        groups = value if isinstance(value, dict) else {"": value}
        for name, block in groups.items():
            rule = Rule(f"{label}.{kind}.{name}".rstrip("."), label, kind, scores[kind])
            for line in lines(block):
                yield rule, compiler.compile(line, where=f"{where}, {rule.id}")
