"""A device's own rate and channels to 16 kHz mono, as a stream; and back to a device's rate."""

import numpy as np
from numpy.typing import NDArray

from assistant.audio import SAMPLE_RATE, Samples

MEMORY_S = 2.0
"""Time over which the channels' loudness is compared, so that the choice does not follow syllables."""

CANCELLED = 10 ** (-4.5 / 10)
"""Share of the loudest channel's power below which the mean loses too much. Two channels of unlike noise lose 3 dB,
a dead channel beside a live one costs 6 dB, two channels of opposite sign cost everything."""


class ToVoice:
    """One stream from a device to 16 kHz mono.

    The mean of the channels, as long as it is about as loud as the loudest of them; else that loudest one: interfaces
    bring one live channel of two, and some laptops two microphones of opposite sign.
    """

    def __init__(self, *, rate_hz: int, channels: int) -> None:
        import soxr

        self._rate_hz = rate_hz
        self._channels = channels
        self._powers = np.zeros(channels + 1)
        """Of each channel, and last of their mean."""
        self._resampler = soxr.ResampleStream(rate_hz, SAMPLE_RATE, 1, dtype="float32", quality="HQ")

    def feed(self, data: bytes) -> Samples:
        """Interleaved float32 from the device; what comes out lags by the filter's few milliseconds."""
        mono = self._mixed(np.frombuffer(data, dtype=np.float32).reshape(-1, self._channels))
        resampled: Samples = self._resampler.resample_chunk(mono)
        return resampled

    def rest(self) -> Samples:
        """The end of the stream, that the filter still holds; it starts afresh after that."""
        tail: Samples = self._resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
        self._resampler.clear()
        return tail

    def _mixed(self, block: NDArray[np.float32]) -> Samples:
        if self._channels == 1 or len(block) == 0:
            return block[:, 0]
        every = np.column_stack((block, block.mean(axis=1)))
        keep = float(np.exp(-len(block) / (MEMORY_S * self._rate_hz)))
        self._powers = keep * self._powers + (1 - keep) * np.mean(np.square(every, dtype=np.float64), axis=0)
        loudest = int(np.argmax(self._powers[:-1]))
        chosen = loudest if self._powers[-1] < CANCELLED * self._powers[loudest] else -1
        return np.ascontiguousarray(every[:, chosen])


def at_rate(samples: Samples, *, rate_hz: int, wanted_hz: int) -> Samples:
    import soxr

    resampled: Samples = soxr.resample(samples, rate_hz, wanted_hz, quality="HQ")
    return resampled
