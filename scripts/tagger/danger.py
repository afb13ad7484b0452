"""Danger in words: a linear ear beside the rules. Its thresholds are set by the false alarms that it may give."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from tagger.data import Line, Reflection
from tagger.heard import Heard
from tagger.linear import Vectoriser, fit, packed
from tagger.split import FOLDS

from assistant.adapters.tagger.danger_model import LEVELS, DangerModel, Window
from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.safety import Danger
from assistant.adapters.tagger.weights import Block
from assistant.journal import SafetyLevel

HEADS = 2
AT_LEAST = (2, 3, 4)
COST = 6.0
ALARMS: dict[SafetyLevel, float] = {"crisis": 0.003, "concern": 0.005}
"""Of ordinary reflections so many may be heard as danger without a rule."""

Row = Mapping[str, str]


class Work:
    """`rows` are lines of danger and of what only sounds like it; `calm` reflections and lines have none."""

    def __init__(
        self,
        rows: Sequence[Row],
        reflections: Sequence[Reflection],
        lines: Sequence[Line],
        heard: Mapping[str, Heard],
        *,
        features: Features,
    ) -> None:
        self.rows = rows
        self.calm = [r for r in reflections if r.safety == "none"]
        self.lines = [line.text for line in lines]
        self.heard = heard
        self.features = features
        texts = [row["text"] for row in rows] + self.lines + [line.text for r in self.calm for line in r.lines]
        self.groups = {text: features.of(tokens(text)) for text in texts}
        self.truth = np.array([[row["safety"] == "crisis", row["safety"] != "none"] for row in rows])

    def block(self, rows: Sequence[int], calm: Sequence[int], *, told: Callable[[], None]) -> Block:
        quiet = self.lines + [line.text for k in calm for line in self.calm[k].lines]
        groups = [self.groups[text] for text in [self.rows[k]["text"] for k in rows] + quiet]
        truth = np.vstack([self.truth[list(rows)], np.zeros((len(quiet), HEADS), np.bool_)])
        seen = Vectoriser(groups, at_least=AT_LEAST)
        return packed(LEVELS, seen, *fit(seen(groups), truth, cost=COST, told=told))

    def windows(self, text: str, block: Block) -> list[Window]:
        one = self.heard[text]
        model = DangerModel(self.features, block, {}, "")
        return list(model.windows(one.text, one.scene.talk))

    def danger(self, text: str) -> Danger | None:
        return self.heard[text].danger

    def train(self, *, told: Callable[[], None]) -> tuple[Block, dict[str, object], dict[str, object]]:
        """The head, its thresholds, and figures of lines that it had not read (all of one writer)."""
        rows: list[list[Window]] = [[] for _ in self.rows]
        calm: list[list[Window]] = [[] for _ in self.calm]
        for fold in range(FOLDS):
            kept = [[k for k in range(len(part)) if k % FOLDS != fold] for part in (rows, calm)]
            block = self.block(*kept, told=told)
            for k in range(fold, len(rows), FOLDS):
                rows[k] = self.windows(self.rows[k]["text"], block)
            for k in range(fold, len(calm), FOLDS):
                calm[k] = self.windows(self.calm[k].text, block)
        clear = {level: float(np.quantile(_loud(calm, level), 1 - share)) for level, share in ALARMS.items()}
        final = self.block(range(len(rows)), range(len(calm)), told=told)
        model = DangerModel(self.features, final, clear, "")
        return final, {"clear": clear}, self._figures(model, rows, calm)

    def _figures(self, model: DangerModel, rows: list[list[Window]], calm: list[list[Window]]) -> dict[str, object]:
        said = [model.weigh(self.danger(row["text"]), windows) for row, windows in zip(self.rows, rows, strict=True)]
        quiet = [model.weigh(self.danger(r.text), windows) for r, windows in zip(self.calm, calm, strict=True)]
        alone = [self.danger(row["text"]) for row in self.rows]
        return {
            "rules_alone": self._counts(alone, [self.danger(r.text) for r in self.calm]),
            "with_the_ear": self._counts(said, quiet),
        }

    def _counts(self, said: Sequence[Danger | None], quiet: Sequence[Danger | None]) -> dict[str, list[int]]:
        crises, either = self.truth[:, 0], self.truth[:, 1]
        heard = np.array([d is not None for d in said])
        grave = np.array([d is not None and d.level == "crisis" for d in said])
        return {
            "crises_said": [int((grave & crises).sum()), int(crises.sum())],
            "crises_heard": [int((heard & crises).sum()), int(crises.sum())],
            "concerns_heard": [int((heard & either & ~crises).sum()), int((either & ~crises).sum())],
            "decoys_taken": [int((heard & ~either).sum()), int((~either).sum())],
            "reflections_taken": [sum(d is not None for d in quiet), len(quiet)],
            "reflections_taken_for_a_crisis": [sum(d is not None and d.level == "crisis" for d in quiet), len(quiet)],
        }


def _loud(found: Sequence[Sequence[Window]], level: SafetyLevel) -> NDArray[np.float64]:
    return np.array([max((w.sounds[level] for w in windows), default=-99.0) for windows in found])
