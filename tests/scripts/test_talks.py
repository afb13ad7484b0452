"""The talk that `scripts/bench turns` listens to: its pauses are as long, and of the kind, as it says."""

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from assistant.audio import SAMPLE_RATE, Samples

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture
def talks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(SCRIPTS)
    import benchmarks.talks

    return benchmarks.talks


def spoken(seconds: float) -> Samples:
    """Something between the pitches that a voice has, as loud as a reader."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(0.2 * np.sin(2 * np.pi * 400 * time), np.float32)


def test_a_reader_in_a_loud_room_is_cut_to_the_voice(talks: ModuleType) -> None:
    """Half a second of a rumbling, hissing room on either side is no part of a sentence."""
    draw, half = np.random.default_rng(1), SAMPLE_RATE // 2
    sound = np.concatenate([np.zeros(half), spoken(2.0), np.zeros(half)])
    time = np.arange(len(sound)) / SAMPLE_RATE
    room = 0.05 * np.sin(2 * np.pi * 60 * time) + 0.005 * draw.standard_normal(len(sound))
    assert len(talks.trimmed((sound + room).astype(np.float32))) == pytest.approx(2.0 * SAMPLE_RATE, abs=2048)


def test_a_soft_ending_stays(talks: ModuleType) -> None:
    """In a quiet room a last syllable 30 dB below the loudest is heard."""
    draw, half = np.random.default_rng(1), SAMPLE_RATE // 2
    sound = np.concatenate([np.zeros(half), spoken(1.0), spoken(0.5) * 10 ** (-30 / 20), np.zeros(half)])
    hiss = 0.00003 * draw.standard_normal(len(sound))
    assert len(talks.trimmed((sound + hiss).astype(np.float32))) == pytest.approx(1.5 * SAMPLE_RATE, abs=2048)


def test_a_pause_lies_where_it_is_said_to(talks: ModuleType) -> None:
    """Before a word that is marked, and before one that is not; never twice where two words run together."""
    from benchmarks.spoken_words import Spoken

    starts = tuple(SAMPLE_RATE * second for second in (0, 1, 1, 2, 3))
    sentence = Spoken(talks.at_level(spoken(4.0), talks.SPEECH_DB), tuple("abcde"), starts, frozenset({3}))
    assert talks.boundaries(sentence, kind="could_end") == [3]
    assert talks.boundaries(sentence, kind="inside") == [1, 4]
