"""From a device's rate and channels to 16 kHz mono."""

import numpy as np
import pytest

from assistant.adapters.devices.conversion import ToVoice, at_rate
from assistant.audio import SAMPLE_RATE, Samples, level_db

SECONDS = 2


def tone(rate_hz: int, *, loud: float = 0.3) -> Samples:
    return (loud * np.sin(2 * np.pi * 440 * np.arange(SECONDS * rate_hz) / rate_hz)).astype(np.float32)


def noise(seed: int) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.1, SECONDS * 48_000).astype(np.float32)


def converted(channels: list[Samples], *, rate_hz: int = 48_000) -> Samples:
    """Fed in blocks of 20 ms, as a device gives them."""
    to_voice = ToVoice(rate_hz=rate_hz, channels=len(channels))
    blocks = np.array_split(np.stack(channels, axis=1), SECONDS * 50)
    return np.concatenate([*(to_voice.feed(block.tobytes()) for block in blocks), to_voice.rest()])


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_a_tone_stays_itself(rate_hz: int) -> None:
    """From any rate: not a sample too many or too few, and the same wave."""
    heard = converted([tone(rate_hz)], rate_hz=rate_hz)
    assert len(heard) == pytest.approx(SECONDS * SAMPLE_RATE, abs=2)
    middle = slice(1_000, SECONDS * SAMPLE_RATE - 1_000)
    np.testing.assert_allclose(heard[middle], tone(SAMPLE_RATE)[middle], atol=0.01)


def test_two_good_channels_are_mixed() -> None:
    """Each with noise of its own: the mean has less of it than either."""
    voice = tone(48_000)
    heard = converted([voice + noise(1), voice + noise(2)])
    alone = converted([voice + noise(1)])
    assert level_db(heard - converted([voice])) < level_db(alone - converted([voice])) - 2


@pytest.mark.parametrize("live", [0, 1])
def test_a_dead_channel_does_not_halve_the_voice(live: int) -> None:
    """One live channel of two, as from an interface with one microphone: heard as loud as it is."""
    channels = [np.zeros(SECONDS * 48_000, dtype=np.float32)] * 2
    channels[live] = tone(48_000)
    assert level_db(converted(channels)) == pytest.approx(level_db(tone(48_000)), abs=0.3)


def test_opposite_signs_do_not_silence_the_voice() -> None:
    """Some laptops have two microphones whose mean is silence."""
    assert level_db(converted([tone(48_000), -tone(48_000)])) == pytest.approx(level_db(tone(48_000)), abs=0.3)


def test_nothing_comes_of_nothing() -> None:
    """An empty block is no fault."""
    assert len(ToVoice(rate_hz=48_000, channels=2).feed(b"")) == 0


def test_to_the_rate_of_a_loudspeaker() -> None:
    """As long as before."""
    assert len(at_rate(tone(22_050), rate_hz=22_050, wanted_hz=48_000)) == pytest.approx(SECONDS * 48_000, abs=2)
