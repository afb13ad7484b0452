"""F1 as the codebook counts it, and thresholds."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

ENOUGH = 5
"""True tags from which on a label counts in the macro F1."""

Marks = NDArray[np.bool_]
Values = NDArray[np.float64]


def f1(truth: Marks, said: Marks) -> Values:
    """One a column."""
    both = (truth & said).sum(axis=0)
    return 2 * both / np.maximum(truth.sum(axis=0) + said.sum(axis=0), 1)


def micro(truth: Marks, said: Marks) -> float:
    return float(f1(truth.reshape(-1, 1), said.reshape(-1, 1))[0])


def macro(truth: Marks, said: Marks) -> float:
    common = truth.sum(axis=0) >= ENOUGH
    return float(f1(truth, said)[common].mean()) if common.any() else 0.0


def both(truth: Marks, said: Marks) -> dict[str, float]:
    return {"micro_f1": round(micro(truth, said), 3), "macro_f1": round(macro(truth, said), 3)}


def best_threshold(truth: Marks, values: Values, *, over: Iterable[float] = np.arange(0.05, 0.9, 0.01)) -> float:
    """Of all columns together, by micro F1; of equals the highest, since in doubt a tag is not said."""
    return max((micro(truth, values >= t), float(t)) for t in over)[1]


def thresholds(truth: Marks, values: Values) -> Values:
    """One a column, by its F1. Midway between the last one said and the next."""
    found = []
    for wanted, value in zip(truth.T, values.T, strict=True):
        order = np.argsort(-value, kind="stable")
        right = np.cumsum(wanted[order])
        quality = 2 * right / (np.arange(1, len(order) + 1) + wanted.sum())
        at = int(np.argmax(quality))
        found.append((value[order[at]] + value[order[min(at + 1, len(order) - 1)]]) / 2)
    return np.array(found)


def by_label(labels: Sequence[str], truth: Marks, said: Marks) -> dict[str, list[float]]:
    """F1, true tags, said tags."""
    quality = f1(truth, said)
    return {
        label: [round(float(quality[k]), 2), int(truth[:, k].sum()), int(said[:, k].sum())]
        for k, label in enumerate(labels)
    }
