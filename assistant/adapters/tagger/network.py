"""A small convolutional network that hears a sentence as a whole: the head for GoEmotions' labels.

A word is the sum of a few rows of a table: its own, those of its Brown clusters, and those of its ends. Filters of
several widths slide over the sentence; the loudest answer of each, and the sum of the words, go to a linear layer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
GAP = 5
"""Rows of nothing around each sentence: as many as the widest filter, so that none hears two sentences."""
WORDS = 20_000
"""Remembered as vectors."""
_BITS = (4, 6, 8, 10)
"""Of a cluster's path: the fewer, the coarser the cluster."""


def pieces(word: str, clusters: Mapping[str, int]) -> Iterator[int]:
    """What a word is made of: CRCs."""
    yield crc32(f"w{word}".encode())
    cluster = clusters.get(word)
    if cluster is not None:
        yield crc32(f"c{cluster}".encode())
        for bits in _BITS:
            yield crc32(f"p{bits}:{cluster & ((1 << bits) - 1)}".encode())
    edged = f"<{word}>"
    for size in (4, 5, 6):
        yield crc32(f"b{edged[:size]}".encode())
    for size in (3, 4, 5):
        yield crc32(f"e{edged[-size:]}".encode())


@dataclass(frozen=True, slots=True)
class Layers:
    """As trained. D numbers a word, H a filter, L labels."""

    keys: NDArray[np.uint32]
    """Sorted."""
    table: NDArray[np.int8]
    """Keys x D."""
    scale: Scores
    """D."""
    filters: tuple[Scores, ...]
    """Each width x D x H."""
    biases: tuple[Scores, ...]
    """Each H."""
    out: Scores
    """(filters x H + D) x L."""
    out_bias: Scores
    labels: tuple[str, ...]

    @classmethod
    def of(cls, file: Mapping[str, NDArray[Any]]) -> "Layers":
        """Out of `arrays`."""
        numbers = range(int(file["network.filters"]))
        return cls(
            keys=file["network.keys"],
            table=file["network.table"],
            scale=file["network.scale"],
            filters=tuple(file[f"network.filters.{k}"].astype(np.float32) for k in numbers),
            biases=tuple(file[f"network.biases.{k}"].astype(np.float32) for k in numbers),
            out=file["network.out"].astype(np.float32),
            out_bias=file["network.out_bias"].astype(np.float32),
            labels=tuple(str(file["network.labels"]).split()),
        )

    def arrays(self) -> dict[str, object]:
        """As they are kept; but for the table, in halves."""
        several = {"filters": self.filters, "biases": self.biases}
        return {
            "network.keys": self.keys,
            "network.table": self.table,
            "network.scale": self.scale,
            "network.filters": len(self.filters),
            **{f"network.{name}.{k}": a.astype(np.float16) for name, of in several.items() for k, a in enumerate(of)},
            "network.out": self.out.astype(np.float16),
            "network.out_bias": self.out_bias.astype(np.float16),
            "network.labels": " ".join(self.labels),
        }


class Network:
    def __init__(self, layers: Layers, clusters: Mapping[str, int]) -> None:
        self.layers = layers
        self._clusters = clusters
        self._vector = lru_cache(maxsize=WORDS)(self._of_word)

    def scores(self, sentences: Sequence[Sequence[str]]) -> Scores:
        """Sentences x L log-odds."""
        layers = self.layers
        if not sentences:
            return np.zeros((0, len(layers.labels)), np.float32)
        lengths = np.array([len(words) for words in sentences])
        ends = np.cumsum(lengths + GAP)  # each sentence has its gap before it
        begins = ends - lengths
        rows = np.zeros((int(ends[-1]) + GAP, len(layers.scale)), np.float32)
        for begin, words in zip(begins, sentences, strict=True):
            for k, word in enumerate(words):
                rows[begin + k] = self._vector(word)
        heard = [
            np.maximum(np.maximum.reduceat(_slid(rows, filters), begins - GAP) + bias, 0)
            for filters, bias in zip(layers.filters, layers.biases, strict=True)
        ]
        total = np.add.reduceat(rows, begins - GAP) / np.sqrt(np.maximum(lengths, 1))[:, None]
        scores: Scores = np.hstack([*heard, total]) @ layers.out + layers.out_bias
        return scores

    def _of_word(self, word: str) -> Scores:
        keys = np.fromiter(pieces(word, self._clusters), np.uint32)
        at = np.minimum(self.layers.keys.searchsorted(keys), len(self.layers.keys) - 1)
        known = at[self.layers.keys[at] == keys]
        vector: Scores = self.layers.table[known].sum(axis=0, dtype=np.float32) * self.layers.scale
        return vector


def _slid(rows: Scores, filters: Scores) -> Scores:
    """What a filter hears from each row on, for all rows that a gap follows."""
    count = len(rows) - GAP
    total = rows[:count] @ filters[0]
    for k in range(1, len(filters)):
        total += rows[k : count + k] @ filters[k]
    heard: Scores = total
    return heard
