"""Sound that is made softer or louder."""

import numpy as np
import pytest

from assistant.audio import Sound, at_loudness, level_db

TONE = Sound((np.sin(np.arange(8_000) * 0.2) * 0.5).astype(np.float32), 16_000)


@pytest.mark.parametrize(("factor", "by_db"), [(0.5, -6.02), (1.0, 0.0), (1.9, 5.58)])
def test_a_factor_is_a_difference_in_decibels(factor: float, by_db: float) -> None:
    """Its rate, its length and its kind of numbers stay."""
    changed = at_loudness(TONE, factor)
    assert level_db(changed.samples) - level_db(TONE.samples) == pytest.approx(by_db, abs=0.05)
    assert (changed.rate_hz, len(changed.samples), changed.samples.dtype) == (16_000, 8_000, np.float32)


def test_full_scale_is_never_left() -> None:
    """Too much is clipped: a loudspeaker would wrap it round into noise."""
    assert np.abs(at_loudness(TONE, 10.0).samples).max() == 1.0


def test_the_sound_itself_is_left_as_it_was() -> None:
    """It may be played again at another loudness."""
    before = TONE.samples.copy()
    at_loudness(TONE, 0.1)
    np.testing.assert_array_equal(TONE.samples, before)
