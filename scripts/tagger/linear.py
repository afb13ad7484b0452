"""Linear heads: sparse features in, one logistic regression a label, packed as a block of the weights."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from tagger.data import Truth

from assistant.adapters.tagger.features import Groups
from assistant.adapters.tagger.weights import Block

Logits = NDArray[np.float64]


class Vectoriser:
    """Groups of hashes to rows, each group of length one. `at_least`: in how many lines a feature must be, a group."""

    def __init__(self, lines: Sequence[Groups], *, at_least: tuple[int, int, int]) -> None:
        kept: dict[int, int] = {}
        for number, least in enumerate(at_least):
            seen = Counter(key for groups in lines for key in groups[number])
            kept |= {key: count for key, count in seen.items() if count >= least}
        self.keys = np.array(sorted(kept), np.uint32)
        self._at = {int(key): row for row, key in enumerate(self.keys)}
        counts = np.array([kept[int(key)] for key in self.keys])
        # as float16 already here, so that training sees what the tagger will
        self.rarity = (np.log((1 + len(lines)) / (1 + counts)) + 1).astype(np.float16).astype(np.float64)

    def __call__(self, lines: Sequence[Groups]) -> csr_matrix:
        starts, places, values = [0], [], []
        for groups in lines:
            for group in groups:
                rows = sorted(self._at[key] for key in group if key in self._at)
                rarity = self.rarity[rows]
                places += rows
                values.append(rarity / max(np.sqrt(rarity @ rarity), 1e-9))
            starts.append(len(places))
        made = csr_matrix((np.concatenate(values), places, starts), shape=(len(lines), len(self.keys)))
        made.sum_duplicates()
        return made


def fit(rows: csr_matrix, truth: Truth, *, cost: float, told: Callable[[], None]) -> tuple[Logits, Logits]:
    """Weights (features x labels) and biases. `told` once a label."""
    found = []
    both_cores = Parallel(n_jobs=2, mmap_mode="c", return_as="generator")
    # processes, since liblinear's random numbers are one row for all threads
    for made in both_cores(delayed(_one)(rows, wanted, cost) for wanted in truth.T):
        found.append(made)
        told()
    return np.stack([w for w, _ in found], axis=1), np.array([b for _, b in found])


def _one(rows: csr_matrix, wanted: Truth, cost: float) -> tuple[Logits, float]:
    if wanted.sum() < 2:
        return np.zeros(rows.shape[1]), -9.0
    # the dual form takes a tenth of the time of the primal one where there are more features than lines
    model = LogisticRegression(C=cost, solver="liblinear", dual=True, tol=0.02, max_iter=300, random_state=1)
    model.fit(rows, wanted)
    return model.coef_[0], float(model.intercept_[0])


def packed(labels: Sequence[str], seen: Vectoriser, weights: Logits, bias: Logits) -> Block:
    """In a byte a weight. Features that weigh next to nothing are left out."""
    matter = np.abs(weights).max(axis=1) > 0.02
    # weights stand for features of length one; the runtime multiplies by the rarity itself
    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    return Block(
        labels=tuple(labels),
        keys=seen.keys[matter],
        rarity=seen.rarity[matter].astype(np.float32),
        matrix=np.round(weights[matter] / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
    )
