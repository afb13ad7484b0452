"""What a talk is about: words of a theme are weighed, one mention is not enough."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, RuleBook, rule_lines
from assistant.adapters.tagger.talk import Talk
from assistant.journal import THEMES

SCORES = {"strong": 2.0, "plain": 1.0, "weak": 0.5}


class Themes:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._book = RuleBook(
            pair
            for label in THEMES
            for pair in rule_lines(
                data.get(label, {}), compiler=compiler, label=label, where="themes.toml", scores=SCORES
            )
        )

    def weigh(self, talk: Talk) -> dict[str, tuple[float, Hit]]:
        """By theme: how much was found, and the word that says it best."""
        weight: dict[str, float] = defaultdict(float)
        first: dict[str, Hit] = {}
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for hit in self._book.find(talk):
            words = (hit.rule.label, *talk.words[hit.first : hit.last])
            seen[words] += 1
            weight[hit.rule.label] += hit.rule.score / seen[words]  # the same word again adds less and less
            if hit.rule.label not in first or hit.rule.score > first[hit.rule.label].rule.score:
                first[hit.rule.label] = hit
        return {label: (weight[label], first[label]) for label in weight}
