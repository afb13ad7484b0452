"""Themes, weighed by a trained head and by the rules together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.model import units
from assistant.adapters.tagger.network import Scores
from assistant.adapters.tagger.talk import BRIEF, Talk
from assistant.adapters.tagger.themes import Weight
from assistant.adapters.tagger.weights import Block
from assistant.journal import THEMES

AT_MOST = 3
ENOUGH = 2.0
"""A rule's weight from which on a brief talk is about it: one mention in passing is not enough."""
SCANT, SCANT_EARLY = 6.0, 2.0
"""Added to all that the rules found (and to the faded weights): a share of very little says little."""

Weighed = Mapping[str, Weight]
"""By theme: what the rules found."""


def inputs(scores: Scores, weighed: Weighed) -> Scores:
    """Themes x 3: the head's log-odds, the theme's share of all that the rules found, and of what they found early."""
    whole = np.array([weighed[t].whole if t in weighed else 0.0 for t in THEMES], np.float32)
    faded = np.array([weighed[t].faded if t in weighed else 0.0 for t in THEMES], np.float32)
    return np.stack([scores, whole / (whole.sum() + SCANT), faded / (faded.sum() + SCANT_EARLY)], axis=1)


@dataclass(frozen=True, slots=True)
class ThemeModel:
    features: Features
    block: Block
    weights: Scores
    """Theme by theme, three each."""
    bias: Scores
    threshold: float
    version: str

    def find(self, text: str, talk: Talk, weighed: Weighed) -> list[Found]:
        if not talk.words:
            return []
        given = inputs(self.block.scores(self.features.of(tokens(text))), weighed)
        logits = (given * self.weights.reshape(given.shape)).sum(axis=1) + self.bias
        values = 1 / (1 + np.exp(-logits))
        if len(talk.words) <= BRIEF:
            values = np.array(
                [values[k] if t in weighed and weighed[t].whole >= ENOUGH else 0 for k, t in enumerate(THEMES)]
            )
        likely = [int(k) for k in np.argsort(-values)[:AT_MOST] if values[k] >= self.threshold]
        return [self._found(THEMES[k], float(values[k]), text, talk, weighed) for k in likely]

    def _found(self, theme: str, value: float, text: str, talk: Talk, weighed: Weighed) -> Found:
        if theme in weighed:
            hit = weighed[theme].best
            start, end = talk.chars(hit.first, hit.last)
            return Found("theme", theme, "", round(value, 3), start, end, f"rule:{hit.rule.id}")
        start, end = self._best(THEMES.index(theme), text, [*units(talk)], talk)
        return Found("theme", theme, "", round(value, 3), start, end, f"model:{self.version}")

    def _best(self, column: int, text: str, pieces: Sequence[tuple[int, int]], talk: Talk) -> tuple[int, int]:
        places = [(talk.at[a][0], talk.at[b - 1][1]) for a, b in pieces]
        scores = self.block.all_scores([self.features.of(tokens(text[start:end])) for start, end in places])
        return places[int(np.argmax(scores[:, column]))]
