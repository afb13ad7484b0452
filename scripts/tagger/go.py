"""The head for GoEmotions' 28 labels: its comments train it, its dev split sets thresholds, its test split judges."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from tagger.data import goemotions, labels_of_goemotions
from tagger.linear import Vectoriser, fit, packed
from tagger.scoring import by_label, f1, thresholds

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.weights import Block

AT_LEAST = (2, 2, 5)
COST = 1.5


def train(folder: Path, features: Features, *, told: Callable[[], None]) -> tuple[Block, dict[str, object]]:
    """The block, and its figures."""
    labels = labels_of_goemotions(folder)
    parts = {split: goemotions(folder, split) for split in ("train", "dev", "test")}
    groups = {split: [features.of(tokens(t)) for t in part.texts] for split, part in parts.items()}
    seen = Vectoriser(groups["train"], at_least=AT_LEAST)
    weights, bias = fit(seen(groups["train"]), parts["train"].truth, cost=COST, told=told)
    block = packed(labels, seen, weights, bias)
    scores = {split: np.array([block.scores(g) for g in groups[split]]) for split in ("dev", "test")}
    cuts = thresholds(parts["dev"].truth, scores["dev"])
    quality = {split: f1(parts[split].truth, scores[split] > cuts) for split in scores}
    figures = {
        "test_macro_f1": round(float(quality["test"].mean()), 4),
        "dev_macro_f1": round(float(quality["dev"].mean()), 4),
        "by_label": by_label(labels, parts["test"].truth, scores["test"] > cuts),
    }
    return block, figures
