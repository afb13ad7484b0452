"""Danger in words: a linear ear beside the rules. Its thresholds are set by the false alarms that it may give.

It learns from lines of danger, and from quiet ones: single lines, ordinary reflections, and lines that only sound like
danger, the last two also in the windows in which a talk is heard.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tagger.data import Line, Reflection
from tagger.heard import Heard
from tagger.linear import Vectoriser, fit, packed
from tagger.split import FOLDS, folds

from assistant.adapters.tagger.danger_model import LEVELS, DangerModel, Window, spans
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


@dataclass(frozen=True)
class Rows:
    """Lines of danger and of what only sounds like it. All teach; some also judge, by parts that were not read."""

    judging: Sequence[Row]
    teaching: Sequence[Row]

    @property
    def all(self) -> list[Row]:
        return [*self.judging, *self.teaching]


class Work:
    """`calm` reflections and lines have no danger in them."""

    def __init__(
        self,
        rows: Rows,
        reflections: Sequence[Reflection],
        lines: Sequence[Line],
        heard: Mapping[str, Heard],
        *,
        features: Features,
    ) -> None:
        self.rows = rows.all
        self.judged = len(rows.judging)
        self.calm = [r for r in reflections if r.safety == "none"]
        self.lines = [line.text for line in lines]
        self.heard = heard
        self.features = features
        self.truth = np.array([[row["safety"] == "crisis", row["safety"] != "none"] for row in self.rows])
        self.pieces = {r.text: self._pieces(r.text) + [line.text for line in r.lines] for r in self.calm}
        self.pieces |= {row["text"]: self._pieces(row["text"]) for row in self.rows if row["safety"] == "none"}
        texts = chain((row["text"] for row in self.rows), self.lines, *self.pieces.values())
        self.groups = {text: features.of(tokens(text)) for text in texts}

    def _pieces(self, text: str) -> list[str]:
        one = self.heard[text]
        return [one.text[a:b] for a, b in spans(one.scene.talk)]

    def block(self, rows: Sequence[int], calm: Sequence[int], *, told: Callable[[], None]) -> Block:
        dangerous = [self.rows[k]["text"] for k in rows]
        still = [self.calm[k].text for k in calm] + [text for text in dangerous if text in self.pieces]
        quiet = self.lines + [piece for text in still for piece in self.pieces[text]]
        groups = [self.groups[text] for text in dangerous + quiet]
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
        rows: list[list[Window]] = [[] for _ in range(self.judged)]
        calm: list[list[Window]] = [[] for _ in self.calm]
        for fold, (others, unread) in enumerate(folds([r.writer for r in self.calm])):
            kept = [k for k in range(len(self.rows)) if k >= self.judged or k % FOLDS != fold]
            block = self.block(kept, others.tolist(), told=told)
            for k in range(fold, self.judged, FOLDS):
                rows[k] = self.windows(self.rows[k]["text"], block)
            for k in unread.tolist():
                calm[k] = self.windows(self.calm[k].text, block)
        clear = {level: float(np.quantile(_loud(calm, level), 1 - share)) for level, share in ALARMS.items()}
        final = self.block(range(len(self.rows)), range(len(calm)), told=told)
        model = DangerModel(self.features, final, clear, "")
        return final, {"clear": clear}, self._figures(model, rows, calm)

    def _figures(self, model: DangerModel, rows: list[list[Window]], calm: list[list[Window]]) -> dict[str, object]:
        alone = [self.danger(row["text"]) for row in self.rows[: self.judged]]
        said = [model.weigh(by_rules, windows) for by_rules, windows in zip(alone, rows, strict=True)]
        quiet = [model.weigh(self.danger(r.text), windows) for r, windows in zip(self.calm, calm, strict=True)]
        return {
            "rules_alone": self._counts(alone, [self.danger(r.text) for r in self.calm]),
            "with_the_ear": self._counts(said, quiet),
        }

    def _counts(self, said: Sequence[Danger | None], quiet: Sequence[Danger | None]) -> dict[str, list[int]]:
        crises, either = self.truth[: self.judged].T
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
