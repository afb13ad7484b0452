"""Rules from the data files, and where they are found in a talk."""

import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.adapters.tagger.patterns import Compiler, Pattern
from assistant.adapters.tagger.talk import Talk
from assistant.adapters.tagger.weights import AGAIN
from assistant.errors import PartMissing, UsageError

WORDS = 4096
"""So many words are remembered with the patterns that need them: people use few words for most of what they say."""


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
        self._entries = list(entries)
        self._near: dict[str, list[int]] = defaultdict(list)
        self._far: dict[str, list[int]] = defaultdict(list)
        for number, (_rule, pattern) in enumerate(self._entries):
            index = self._far if pattern.spans_sentences else self._near
            for anchor in pattern.anchors:
                index[anchor].append(number)
        self._beginnings = {a[:-1] for a in (*self._near, *self._far) if a.endswith("*")}
        self._wanted_by = lru_cache(maxsize=WORDS)(self._look_up)

    def find(self, talk: Talk) -> list[Hit]:
        """All matches, in the order of the text; of the same words, in the order of the rules."""
        found = [self._wanted_by(word) for word in talk.words]
        hits: list[Hit] = []
        for s in talk.sentences:
            wanted = set().union(*(near for near, _far in found[s.first : s.last]))
            if wanted:
                hits += self._within(talk, wanted, s.first, s.last)
        if self._far:
            hits += self._within(talk, set().union(*(far for _near, far in found)), 0, len(talk.words))
        return sorted(hits, key=_place)

    def _within(self, talk: Talk, wanted: Iterable[int], first: int, last: int) -> Iterator[Hit]:
        line, spaces = talk.line, talk.spaces
        start, end = spaces[first], spaces[last] + 1
        words = frozenset(talk.words[first:last])
        for number in sorted(wanted):
            rule, pattern = self._entries[number]
            if any(map(words.isdisjoint, pattern.also)):
                continue
            match = pattern.regex.search(line, start, end)
            while match:
                behind = match.end() - 1  # the space that the next match may begin with
                yield Hit(rule, bisect_left(spaces, match.start()), bisect_left(spaces, behind))
                match = pattern.regex.search(line, behind, end)

    def _look_up(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Numbers of the patterns that need this word: those within a sentence, and those across several."""
        keys = [word, *(f"{word[:k]}*" for k in range(3, len(word) + 1) if word[:k] in self._beginnings)]
        near, far = (tuple(n for key in keys for n in index.get(key, ())) for index in (self._near, self._far))
        return near, far


def _place(hit: Hit) -> tuple[int, int]:
    return hit.first, hit.last


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise PartMissing(f"The tagger's file {path} cannot be read, so nothing is tagged for now.", AGAIN) from e
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise UsageError(f"The tagger's file {path} has a mistake.", str(e)) from e


def lines(value: object) -> list[str]:
    """The patterns of a block: one a line, or several between semicolons."""
    text = value if isinstance(value, str) else "\n".join(str(v) for v in value) if isinstance(value, list) else ""
    return [part.strip() for line in text.splitlines() for part in line.split(";") if part.strip()]


def rule_book(
    data: Mapping[str, Any], labels: Iterable[str], *, compiler: Compiler, where: str, scores: Mapping[str, float]
) -> RuleBook:
    """Of a file with a table for each label."""
    return RuleBook(
        pair
        for label in labels
        for pair in rule_lines(data.get(label, {}), compiler=compiler, label=label, where=where, scores=scores)
    )


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
