"""Soft tones: one to breathe by, one for the moment before the first word. Pure, made when they are needed."""

from typing import TYPE_CHECKING

from assistant.audio import Samples, Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE_HZ = 22_050
LOW_HZ = 174.0
HIGH_HZ = 262.0
"""Where a breath begins and where it turns: a fifth apart, below the voice."""
PEAK = 0.22
"""Of full scale, at volume 1: softer than the voice."""
FADE_S = 0.25


def breath(in_s: float, hold_s: float, out_s: float, *, volume: float) -> Sound:
    """One breath: the tone rises and grows while one breathes in, stays, and falls away as it goes out."""
    import numpy as np

    def span(seconds: float, start: float, end: float) -> "NDArray[np.float64]":
        """Slow at both ends, as a breath is."""
        at = np.linspace(0.0, 1.0, round(seconds * RATE_HZ), endpoint=False)
        return start + (end - start) * (1 - np.cos(np.pi * at)) / 2

    pitch = np.concatenate([span(in_s, LOW_HZ, HIGH_HZ), span(hold_s, HIGH_HZ, HIGH_HZ), span(out_s, HIGH_HZ, LOW_HZ)])
    swell = np.concatenate([span(in_s, 0.1, 1.0), span(hold_s, 1.0, 1.0), span(out_s, 1.0, 0.0)])
    return _sounding(pitch, swell, volume=volume)


def here(*, volume: float, seconds: float = 2.0) -> Sound:
    """Heard where no voice is ready yet: somebody is here."""
    import numpy as np

    at = np.linspace(0.0, 1.0, round(seconds * RATE_HZ), endpoint=False)
    return _sounding(np.full(len(at), LOW_HZ), np.sin(np.pi * at) ** 0.5, volume=volume)


def _sounding(pitch: "NDArray[np.float64]", swell: "NDArray[np.float64]", *, volume: float) -> Sound:
    import numpy as np

    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    warm = np.sin(phase) + 0.3 * np.sin(2 * phase) + 0.1 * np.sin(3 * phase)
    fade = round(FADE_S * RATE_HZ)
    ends = np.minimum(1.0, np.minimum(np.arange(len(warm)), np.arange(len(warm))[::-1]) / fade)
    samples: Samples = (PEAK * volume / 1.4 * warm * swell * ends).astype(np.float32)
    return Sound(samples, RATE_HZ)
