"""A trained ear for danger beside the rules of `safety`.

What the rules find stands, whatever the ear makes of it; and what sounds like danger very clearly is heard without any
rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.model import units
from assistant.adapters.tagger.safety import Danger, gravest
from assistant.adapters.tagger.talk import Talk
from assistant.adapters.tagger.weights import Block
from assistant.journal import SafetyLevel

LEVELS: tuple[SafetyLevel, ...] = ("crisis", "concern")


@dataclass(frozen=True, slots=True)
class Window:
    """Characters [start, end) with the log-odds that they tell of a crisis, and of a crisis or a concern."""

    start: int
    end: int
    sounds: Mapping[SafetyLevel, float]


@dataclass(frozen=True, slots=True)
class DangerModel:
    features: Features
    block: Block
    """`crisis`, and `concern`, which is either of them."""
    clear: Mapping[SafetyLevel, float]
    """Log-odds from which a window is heard without a rule."""
    version: str

    def windows(self, text: str, talk: Talk) -> Iterator[Window]:
        """Each sentence, and each with the next: danger is often told in two breaths."""
        places = list(units(talk))
        places += [(a, d) for (a, _), (_, d) in pairwise(places)]
        spans = [(talk.at[first][0], talk.at[last - 1][1]) for first, last in places]
        groups = [self.features.of(tokens(text[start:end])) for start, end in spans]
        for (start, end), scores in zip(spans, self.block.all_scores(groups), strict=True):
            yield Window(start, end, dict(zip(LEVELS, map(float, scores), strict=True)))

    def find(self, text: str, talk: Talk, by_rules: Danger | None) -> Danger | None:
        return self.weigh(by_rules, list(self.windows(text, talk)))

    def weigh(self, by_rules: Danger | None, windows: list[Window]) -> Danger | None:
        """The gravest of what the rules found and of what sounds like it."""
        heard = [self._heard(windows, level) for level in LEVELS]
        return gravest(by_rules, *heard)

    def _heard(self, windows: list[Window], level: SafetyLevel) -> Danger | None:
        best = max(windows, key=lambda w: w.sounds[level], default=None)
        if best is None or best.sounds[level] < self.clear[level]:
            return None
        return Danger(level, best.start, best.end, f"model:{self.version}")
