"""The synthetic person, and the brought model that understands it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.synthetic_person import speak
from assistant.adapters.whisper.engine import Compute, WhisperTranscriber
from assistant.audio import SAMPLE_RATE, Samples


@pytest.fixture
def say() -> Callable[[str], Samples]:
    """A sentence in espeak-ng's voice, at 16 kHz; no silence around it but its own."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")

    def at_our_rate(text: str) -> Samples:
        import soxr

        sound = speak(text)
        return np.asarray(soxr.resample(sound.samples, sound.rate_hz, SAMPLE_RATE), np.float32)

    return at_our_rate


@pytest.fixture(scope="session")
def nano_folder() -> Path:
    return Path(__file__).resolve().parents[2] / "models" / "whisper-nano"


@pytest.fixture(scope="session")
def nano(nano_folder: Path) -> WhisperTranscriber:
    return WhisperTranscriber(nano_folder, compute=Compute("cpu", "int8", "a test"))
