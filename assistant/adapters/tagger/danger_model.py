"""A trained ear for danger beside the rules of `safety`.

What sounds like danger very clearly is heard without any rule; but what the rules took for a concern (denied, past,
another's) the ear makes no crisis. What a phrase of the rules says stands, whatever it sounds like. A combination of
words, which in a longer talk may meet by chance, weighs one step less where the whole talk sounds nothing like danger.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.model import units
from assistant.adapters.tagger.safety import Danger, gravest
from assistant.adapters.tagger.talk import Talk
from assistant.adapters.tagger.weights import Block
from assistant.journal import SafetyLevel

LEVELS: tuple[SafetyLevel, ...] = ("crisis", "concern")
UNLIKE = 2.5
"""So much in log-odds below what is clear a talk sounds nothing like danger. Chosen on lines that the ear had not read:
below 2 crises are lost, from 3 on everyday talk is taken for one."""
SHORT = 9
"""Words; a shorter sentence is heard with its neighbours only, since alone it sounds like anything."""
LONG_TALK = 5
"""Windows: those of three sentences, each of SHORT words or more."""


@dataclass(frozen=True, slots=True)
class Window:
    """Characters [start, end) with the log-odds that they tell of a crisis, and of a crisis or a concern.

    There is a head for each, and a crisis is what both are sure of: one alone is now and then sure where there is none.
    """

    start: int
    end: int
    sounds: Mapping[SafetyLevel, float]

    def touches(self, danger: Danger) -> bool:
        return self.start < danger.end and danger.start < self.end


@dataclass(frozen=True, slots=True)
class DangerModel:
    features: Features
    block: Block
    """`crisis`, and `concern`, which is either of them."""
    clear: Mapping[SafetyLevel, float]
    """Log-odds from which a window is heard without a rule."""
    version: str

    def windows(self, text: str, talk: Talk) -> Iterator[Window]:
        places = spans(talk)
        groups = [self.features.of(tokens(text[start:end])) for start, end in places]
        for (start, end), scores in zip(places, self.block.all_scores(groups), strict=True):
            crisis, either = map(float, scores)
            yield Window(start, end, {"crisis": min(crisis, either), "concern": either})

    def find(self, text: str, talk: Talk, by_rules: Danger | None) -> Danger | None:
        return self.weigh(by_rules, list(self.windows(text, talk)))

    def weigh(self, by_rules: Danger | None, windows: list[Window]) -> Danger | None:
        """The gravest of what the rules found and of what sounds like it."""
        said = self._sifted(by_rules, windows)
        free = [w for w in windows if not (said and said.level == "concern" and w.touches(said))]
        return gravest(said, self._heard(free, "crisis"), self._heard(windows, "concern"))

    def _sifted(self, by_rules: Danger | None, windows: list[Window]) -> Danger | None:
        if by_rules is None or not by_rules.is_combined or len(windows) < LONG_TALK:
            return by_rules
        if self._may_be(windows, by_rules.level):
            return by_rules
        return replace(by_rules, level="concern") if by_rules.level == "crisis" else None

    def _may_be(self, windows: list[Window], level: SafetyLevel) -> bool:
        return any(w.sounds[level] >= self.clear[level] - UNLIKE for w in windows)

    def _heard(self, windows: list[Window], level: SafetyLevel) -> Danger | None:
        best = max(windows, key=lambda w: w.sounds[level], default=None)
        if best is None or best.sounds[level] < self.clear[level]:
            return None
        inner = [w for w in windows if w is not best and best.start <= w.start and w.end <= best.end]
        # of two sentences the one that says it; where one was too short to be heard alone, both: it may be that one
        words = max(inner, key=lambda w: w.sounds[level]) if len(inner) > 1 else best
        return Danger(level, words.start, words.end, f"model:{self.version}")


def spans(talk: Talk) -> list[tuple[int, int]]:
    """Characters [start, end) of each sentence, and of each with the next: danger is often told in two breaths. What is
    short is heard with so many of the next ones, or of those before it, that it is not."""
    single = list(units(talk))
    several = [_with_neighbours(single, k) for k in range(len(single) - 1)]
    places = dict.fromkeys([p for p in [*single, *several] if p[1] - p[0] >= SHORT])
    return [(talk.at[first][0], talk.at[last - 1][1]) for first, last in places]


def _with_neighbours(single: Sequence[tuple[int, int]], k: int) -> tuple[int, int]:
    before, after = k, k + 1
    while single[after][1] - single[before][0] < SHORT and (after + 1 < len(single) or before):
        if after + 1 < len(single):
            after += 1
        else:
            before -= 1
    return single[before][0], single[after][1]
