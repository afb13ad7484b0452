"""What a talk is about: words of a theme are weighed, one mention is not enough."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Any

from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, RuleBook, rule_lines
from assistant.adapters.tagger.talk import Talk
from assistant.journal import THEMES

SCORES = {"strong": 2.0, "plain": 1.0, "weak": 0.5}
FADING = 4.0
"""What is told first says best what a talk is about: at its end a word counts e^-4 of what it does at the start."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What the rules found of a theme."""

    whole: float
    faded: float
    """The same, each word by how near the start it stands."""
    best: Hit
    """The word that says it best."""


class Themes:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._book = RuleBook(
            pair
            for label in THEMES
            for pair in rule_lines(
                data.get(label, {}), compiler=compiler, label=label, where="themes.toml", scores=SCORES
            )
        )

    def weigh(self, talk: Talk) -> dict[str, Weight]:
        """By theme; only those of which a word was found."""
        whole: dict[str, float] = defaultdict(float)
        faded: dict[str, float] = defaultdict(float)
        best: dict[str, Hit] = {}
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for hit in self._book.find(talk):
            label = hit.rule.label
            words = (label, *talk.words[hit.first : hit.last])
            seen[words] += 1
            score = hit.rule.score / seen[words]  # the same word again adds less and less
            whole[label] += score
            faded[label] += score * exp(-FADING * hit.first / len(talk.words))
            if label not in best or hit.rule.score > best[label].rule.score:
                best[label] = hit
        return {label: Weight(whole[label], faded[label], hit) for label, hit in best.items()}
