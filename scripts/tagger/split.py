"""Lines by their writers: nobody is judged by lines of a hand that was read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
Of = TypeVar("Of")


def folds(writers: Sequence[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Places of the others, and of those held out."""
    known = sorted(set(writers))
    of = np.array([known.index(w) % FOLDS for w in writers])
    for fold in range(FOLDS):
        yield np.flatnonzero(of != fold), np.flatnonzero(of == fold)


def pick(items: Sequence[Of], places: Iterable[int]) -> list[Of]:
    return [items[int(place)] for place in places]
