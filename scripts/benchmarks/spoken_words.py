"""Where the words of talk lie in its sound: told by espeak-ng for its own, found by likeness to that for a person's."""

import ctypes
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.devices.conversion import at_rate
from assistant.audio import SAMPLE_RATE, Samples

ESPEAK_RATE = 22_050
HOP = 160
"""Samples: 10 ms."""
Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Spoken:
    """One sentence, from its first sound to its last."""

    samples: Samples
    words: tuple[str, ...]
    starts: tuple[int, ...]
    """Samples; of each word."""
    could_end: frozenset[int] = frozenset()
    """The numbers of the words before which it could have ended; marked by hand."""


class Espeak:
    """espeak-ng in this process, where it says when each word starts. It cannot start twice: see `espeak`."""

    def __init__(self) -> None:
        from pyttsx3.drivers import _espeak

        self._espeak = _espeak
        self._samples: list[bytes] = []
        self._starts: list[float] = []
        _espeak.Initialize(_espeak.AUDIO_OUTPUT_RETRIEVAL, 1000)
        _espeak.SetSynthCallback(self._collect)

    def _collect(self, wave: object, count: int, events: object) -> int:
        if count > 0:
            self._samples.append(ctypes.string_at(wave, 2 * count))  # type: ignore[arg-type]
        i = 0
        while events[i].type != self._espeak.EVENT_LIST_TERMINATED:  # type: ignore[index]
            if events[i].type == self._espeak.EVENT_WORD:  # type: ignore[index]
                self._starts.append(events[i].audio_position / 1000)  # type: ignore[index]
            i += 1
        return 0

    def say(self, words: tuple[str, ...], *, voice: str = "gmw/en", rate: int = 165) -> Spoken:
        """As one sentence. espeak-ng runs some small words together: these share a start."""
        self._samples, self._starts = [], []
        self._espeak.SetVoiceByName(voice.encode())
        self._espeak.SetParameter(self._espeak.RATE, rate, 0)
        self._espeak.Synth(f"{' '.join(words)}.".encode(), flags=self._espeak.CHARS_UTF8)
        self._espeak.Synchronize()
        sound = np.frombuffer(b"".join(self._samples), np.int16).astype(np.float32) / 32768
        samples = at_rate(sound, rate_hz=ESPEAK_RATE, wanted_hz=SAMPLE_RATE)
        starts = [round(s * SAMPLE_RATE) for s in self._starts[: len(words)]]
        starts += [starts[-1]] * (len(words) - len(starts))
        return Spoken(samples, words, tuple(starts))


@cache
def espeak() -> Espeak:
    return Espeak()


def found_in(samples: Samples, *, model: Spoken) -> Spoken:
    """The model's words in a person's sound of the same sentence, by warping time; each start at the softest near."""
    path = _warped(_likeness(model.samples), _likeness(samples))
    starts = []
    for start in model.starts:
        at = path[min(start // (2 * HOP), len(path) - 1)] * 2 * HOP
        starts.append(_softest(samples, near=at))
    return Spoken(samples, model.words, tuple(np.maximum.accumulate(starts).tolist()))


def _likeness(samples: Samples) -> Rows:
    """Cepstra of bands that lie as the ear's do, a row for 20 ms, each column normalised."""
    padded = np.pad(samples, (0, 1024))
    frames = np.stack([padded[i : i + 640] for i in range(0, len(samples), 2 * HOP)]) * np.hanning(640)
    power = np.abs(np.fft.rfft(frames, 1024)) ** 2
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 7000 / 700), 28) / 2595) - 1) / SAMPLE_RATE * 1024
    bins = np.arange(power.shape[1])
    bands = [np.interp(bins, edges[i : i + 3], [0, 1, 0], left=0, right=0) for i in range(26)]
    logs = np.log(power @ np.stack(bands).T + 1e-7)
    wave = np.cos(np.pi / 26 * np.outer(np.arange(26) + 0.5, np.arange(13)))
    cepstra = logs @ wave
    cepstra = (cepstra - cepstra.mean(0)) / (cepstra.std(0) + 1e-6)
    change = np.gradient(cepstra, axis=0)
    return np.hstack([cepstra, change])


def _warped(one: Rows, other: Rows) -> list[int]:
    """For each row of `one` the row of `other` that it falls on."""
    cost = np.sqrt(((one[:, None, :] - other[None, :, :]) ** 2).mean(2))
    total = np.full((len(one) + 1, len(other) + 1), np.inf)
    total[0, 0] = 0
    for i in range(len(one)):
        row, before = total[i + 1], total[i]
        for j in range(len(other)):
            row[j + 1] = cost[i, j] + min(before[j] + 0.0, before[j + 1] + 0.3, row[j] + 0.3)
    i, j, path = len(one), len(other), [0] * len(one)
    while i > 0 and j > 0:
        path[i - 1] = j - 1
        step = int(np.argmin([total[i - 1, j - 1], total[i - 1, j], total[i, j - 1]]))
        i, j = i - (step != 2), j - (step != 1)
    return path


def _softest(samples: Samples, *, near: int) -> int:
    """Within 70 ms."""
    low, high = max(0, near - 1120), min(len(samples), near + 1120)
    if near < 1120 or high - low < 2 * HOP:
        return near
    power = np.convolve(samples[low:high] ** 2, np.ones(HOP) / HOP, "same")
    return low + int(np.argmin(power))
