"""Whether two recordings are of the same sound: one of them may be encoded once more, with a part made silent."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest

import numpy as np

from assistant.adapters.sound_files.decoding import in_blocks
from assistant.audio import SAMPLE_RATE, Samples

_FRAME = 320
_SILENT = 1e-3
"""Root mean square of a frame of 20 ms; what was made silent comes out of Opus below it."""

_ENDS_WITHIN = SAMPLE_RATE // 10
_ALIKE = 0.8
"""Correlation. Sound that went through Opus twice has more than 0.9 with itself, and other sound near 0."""

_EARLY_S = 5


def alike(one: Iterable[Samples], other: Iterable[Samples]) -> bool:
    """As long as each other, and the same wherever neither is silent. False where there is no such place.

    Stops reading once that is clear.
    """
    sums = np.zeros(3)
    heard = 0
    for a, b in zip_longest(in_blocks(iter(one)), in_blocks(iter(other)), fillvalue=np.zeros(0, np.float32)):
        size = min(len(a), len(b))
        if abs(len(a) - len(b)) > _ENDS_WITHIN:
            return False
        for x, y in _both_loud(a[:size], b[:size]):
            sums += (np.dot(x, y), np.dot(x, x), np.dot(y, y))
            heard += len(x)
        if heard > _EARLY_S * SAMPLE_RATE and not _fits(sums):
            return False
    return heard > 0 and _fits(sums)


def _both_loud(a: Samples, b: Samples) -> Iterator[tuple[Samples, Samples]]:
    for start in range(0, len(a) - _FRAME + 1, _FRAME):
        x, y = a[start : start + _FRAME], b[start : start + _FRAME]
        if min(np.dot(x, x), np.dot(y, y)) > _FRAME * _SILENT**2:
            yield x, y


def _fits(sums: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> bool:
    product, of_one, of_other = sums
    return bool(product > _ALIKE * np.sqrt(of_one * of_other))
