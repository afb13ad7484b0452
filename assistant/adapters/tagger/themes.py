"""What a talk is about: words of a theme are weighed, one mention is not enough."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, RuleBook, rule_lines
from assistant.adapters.tagger.talk import Talk
from assistant.journal import THEMES

SCORES = {"strong": 2.0, "plain": 1.0, "weak": 0.5}
ENOUGH = 2.0
ENOUGH_LONG = 2.5
LONG = 60
"""Words; a longer talk brushes more things that it is not about."""
AT_MOST = 3
SHARE = 0.34
"""A theme with less than this of the strongest theme's weight is in passing."""


class Themes:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._book = RuleBook(
            pair
            for label in THEMES
            for pair in rule_lines(
                data.get(label, {}), compiler=compiler, label=label, where="themes.toml", scores=SCORES
            )
        )

    def find(self, talk: Talk) -> list[Found]:
        weight: dict[str, float] = defaultdict(float)
        first: dict[str, Hit] = {}
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for hit in self._book.find(talk):
            words = (hit.rule.label, *talk.words[hit.first : hit.last])
            seen[words] += 1
            weight[hit.rule.label] += hit.rule.score / seen[words]  # the same word again adds less and less
            if hit.rule.label not in first or hit.rule.score > first[hit.rule.label].rule.score:
                first[hit.rule.label] = hit
        enough = ENOUGH if len(talk.words) < LONG else ENOUGH_LONG
        top = max(weight.values(), default=0.0)
        strongest = sorted(weight, key=lambda label: -weight[label])[:AT_MOST]
        return [
            _found(label, first[label], weight[label], talk)
            for label in strongest
            if weight[label] >= max(enough, SHARE * top)
        ]


def _found(label: str, hit: Hit, weight: float, talk: Talk) -> Found:
    start, end = talk.chars(hit.first, hit.last)
    score = round(min(0.95, 0.4 + 0.1 * weight), 2)
    return Found("theme", label, "", score, start, end, f"rule:{hit.rule.id}")
