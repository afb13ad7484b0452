"""espeak-ng as the person who talks, for the demo and the benchmarks; the brought speech model understands it."""

import shutil
import subprocess

import numpy as np

from assistant.audio import Samples, Sound
from assistant.errors import PartMissing

PAUSE_S = 0.7
RATE_HZ = 22_050
"""espeak-ng's own."""
WAV_HEADER = 44
"""Bytes. Into a pipe espeak-ng writes a header with a made-up length: what follows it is all samples."""


def speak(text: str, *, words_per_minute: int = 170, voice: str = "en") -> Sound:
    """The text aloud; a line break in it is a pause of PAUSE_S."""
    pause = np.zeros(int(PAUSE_S * RATE_HZ), np.float32)
    parts: list[Samples] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts += [_one(line, words_per_minute, voice), pause]
    return Sound(np.concatenate(parts[:-1]) if parts else pause, RATE_HZ)


def _one(text: str, words_per_minute: int, voice: str) -> Samples:
    if shutil.which("espeak-ng") is None:
        raise PartMissing(
            "The demo's voice, espeak-ng, is not here.",
            "Install it: sudo apt-get install espeak-ng, or on a Mac brew install espeak-ng.",
        )
    command = ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "--stdin", "--stdout"]
    wav = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    return np.frombuffer(wav[WAV_HEADER:], "<i2").astype(np.float32) / 32768.0
