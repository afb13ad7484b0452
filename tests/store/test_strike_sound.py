"""The sound of a struck sentence becomes silence, and nothing else moves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.sound_files.silencing import silenced
from assistant.audio import SAMPLE_RATE
from assistant.journal import Utterance
from assistant.wiring.striking import place


def said(*times: tuple[float, float]) -> tuple[Utterance, ...]:
    return tuple(Utterance("Hm.", start, end) for start, end in times)


@pytest.mark.parametrize(
    ("times", "position", "silent"),
    [
        pytest.param([(1.0, 2.0)], 0, (0.9, 2.1), id="a little around it"),
        pytest.param([(0.05, 2.0)], 0, (0.0, 2.1), id="not before the beginning"),
        pytest.param([(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)], 1, (1.0, 2.0), id="nothing of its neighbours"),
        pytest.param([(0.0, 0.95), (1.0, 2.0), (2.04, 3.0)], 1, (0.95, 2.04), id="as much as lies between"),
        pytest.param([(0.0, 1.5), (1.0, 2.0), (1.8, 3.0)], 1, (1.0, 2.0), id="all of it where they overlap"),
    ],
)
def test_where_it_is(times: list[tuple[float, float]], position: int, silent: tuple[float, float]) -> None:
    """A tenth of a second before and after, but nothing that another sentence holds."""
    assert place(said(*times), position) == pytest.approx(silent)


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 3000), max_size=8),
    start=st.floats(0, 0.5, allow_nan=False),
    length=st.floats(0.001, 0.5, allow_nan=False),
)
def test_only_that_part(sizes: list[int], start: float, length: float) -> None:
    """In whatever blocks it comes: as many samples, zeros from the start to the end of it, and the rest as it was."""
    blocks = [np.ones(size, dtype=np.float32) for size in sizes]
    out = np.concatenate([*silenced(blocks, start_s=start, end_s=start + length), np.zeros(0, np.float32)])
    at = np.arange(sum(sizes)) / SAMPLE_RATE
    assert len(out) == sum(sizes)
    assert not out[(at >= start) & (at < start + length)].any()
    assert out[(at < start - 1 / SAMPLE_RATE) | (at > start + length + 1 / SAMPLE_RATE)].all()
    assert all(block.all() for block in blocks)
