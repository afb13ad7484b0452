"""Samples, rates and seconds. No I/O.

numpy takes a tenth of a second to import, and most commands only want a rate of it: it is imported where it is used.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hz. Everything behind the microphone and before the recogniser runs at this rate, mono."""

FRAME = 512
"""Samples in one frame of voice activity: 32 ms, the only size that Silero VAD takes at 16 kHz."""

FRAME_S = FRAME / SAMPLE_RATE

Samples: TypeAlias = "NDArray[np.float32]"
"""Shape (n,), mono, full scale is ±1.0."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples with their own rate, as an engine of speech makes them."""

    samples: Samples
    rate_hz: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate_hz


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of speech inside a turn, in samples at SAMPLE_RATE from the turn's first sample."""

    start: int
    end: int

    @property
    def start_s(self) -> float:
        return self.start / SAMPLE_RATE

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / SAMPLE_RATE


def at_loudness(sound: Sound, factor: float) -> Sound:
    """The same with its amplitude times `factor`: 0.5 is 6 dB softer. What would go over full scale is clipped."""
    import numpy as np

    if factor == 1.0:
        return sound
    return Sound(samples=np.clip(sound.samples * np.float32(factor), -1.0, 1.0), rate_hz=sound.rate_hz)


def to_pcm16(samples: Samples) -> bytes:
    """Little-endian signed 16-bit, clipped."""
    import numpy as np

    return (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()


def from_pcm16(data: bytes) -> Samples:
    """The inverse of `to_pcm16`; an odd last byte, as a torn write leaves it, is dropped."""
    import numpy as np

    whole = len(data) - len(data) % 2
    return np.frombuffer(data[:whole], dtype="<i2").astype(np.float32) / 32767.0


def level_db(samples: Samples) -> float:
    """Root mean square in dB of full scale; -120 for digital silence or nothing."""
    import numpy as np

    if len(samples) == 0:
        return -120.0
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(-120.0, 10.0 * float(np.log10(power + 1e-20)))
