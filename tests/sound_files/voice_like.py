"""A sound with a voice's shape, and how late it comes back."""

import numpy as np

from assistant.audio import SAMPLE_RATE, Samples


def voice_like(seconds: float) -> Samples:
    """Syllables of a buzzing tone that glides, each unlike the others, over a little noise."""
    random = np.random.default_rng(7)
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 120 + 30 * np.sin(2 * np.pi * 0.7 * t) + 10 * np.sin(2 * np.pi * 2.3 * t)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 20))
    syllables = np.arange(0, seconds + 1, 0.15)
    loudness = np.interp(t, syllables, random.uniform(0, 0.3, len(syllables)))
    return (buzz * loudness + random.normal(0, 0.002, len(t))).astype(np.float32)


def lag(heard: Samples, said: Samples, *, most: int = 800) -> int:
    """Samples by which `heard` is late, by the best correlation within ±`most`."""
    middle = said[most : len(said) - most]
    found = [float(np.dot(heard[most + d : most + d + len(middle)], middle)) for d in range(-most, most)]
    return int(np.argmax(found)) - most
