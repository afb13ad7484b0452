"""What a reflection is about: a linear head over all of its words, weighed with the words that the rules count."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tagger.data import ROOT, Reflection, Truth
from tagger.heard import Heard
from tagger.linear import Vectoriser, fit, packed
from tagger.scoring import best_threshold, both, by_label
from tagger.split import folds, pick

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.theme_model import inputs
from assistant.adapters.tagger.themes import Themes
from assistant.adapters.tagger.weights import Block
from assistant.journal import THEMES

HEADS = len(THEMES)
AT_LEAST = (2, 3, 4)
COST = 3.0
INPUTS = 3


def train(
    reflections: Sequence[Reflection], heard: Mapping[str, Heard], *, features: Features, told: Callable[[], None]
) -> tuple[Block, dict[str, object], dict[str, object]]:
    """The head, the second step, and figures of reflections by writers whom neither had read."""
    truth = np.array([[theme in r.themes for theme in THEMES] for r in reflections])
    groups = [features.of(tokens(r.text)) for r in reflections]
    folder = ROOT / "models" / "tagger"
    lists = read_toml(folder, "lists.toml")
    rules = Themes(read_toml(folder, "themes.toml"), compiler=Compiler(lists["list"], lists["verb"]))
    weighed = [rules.weigh(heard[r.text].scene.talk) for r in reflections]

    def block_of(places: Sequence[int]) -> Block:
        seen = Vectoriser(pick(groups, places), at_least=AT_LEAST)
        return packed(THEMES, seen, *fit(seen(pick(groups, places)), truth[places], cost=COST, told=told))

    rows = np.zeros((len(reflections), HEADS, INPUTS))
    writers = [r.writer for r in reflections]
    for others, held in folds(writers):
        block = block_of(others)  # type: ignore[arg-type]
        for k in held:
            rows[k] = inputs(block.scores(groups[k]), weighed[k])
    said = np.zeros_like(truth)
    for others, held in folds(writers):
        step = _step(rows[others], truth[others])
        said[held] = _values(step, rows[held]) >= step["threshold"]
    figures = {**both(truth, said), "by_label": by_label(THEMES, truth, said)}
    step = _step(rows, truth)
    plain = {"weights": step["weights"].ravel().tolist(), "bias": step["bias"].tolist(), "threshold": step["threshold"]}
    return block_of(range(len(reflections))), plain, figures


def _step(rows: NDArray[np.float64], truth: Truth) -> dict[str, NDArray[np.float64]]:
    """A theme's own weights: of friends its words say less than of sleep."""
    models = [LogisticRegression(C=10, max_iter=2000).fit(rows[:, k], truth[:, k]) for k in range(HEADS)]
    made = {"weights": np.stack([m.coef_[0] for m in models]), "bias": np.array([m.intercept_[0] for m in models])}
    return made | {"threshold": best_threshold(truth, _values(made, rows))}  # type: ignore[dict-item]


def _values(step: Mapping[str, NDArray[np.float64]], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = 1 / (1 + np.exp(-((rows * step["weights"]).sum(axis=2) + step["bias"])))
    return made
