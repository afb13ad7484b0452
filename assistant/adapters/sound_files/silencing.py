"""A part of a recording made silent, with the rest where it was."""

import math
from collections.abc import Iterable, Iterator

from assistant.audio import SAMPLE_RATE, Samples


def silenced(blocks: Iterable[Samples], *, start_s: float, end_s: float) -> Iterator[Samples]:
    """The same number of samples; those from `start_s` to `end_s` are zero."""
    first, last, done = math.floor(start_s * SAMPLE_RATE), math.ceil(end_s * SAMPLE_RATE), 0
    for block in blocks:
        start, end = max(0, first - done), min(len(block), last - done)
        done += len(block)
        if start < end:
            block = block.copy()  # noqa: PLW2901 - the caller's stays as it is
            block[start:end] = 0
        yield block
