"""Say sentences with espeak-ng and keep what Whisper's ears would get of them.

usage: python synthesise.py SENTENCES.txt OUT [--times 4] [--usual]

Writes OUT.npy (frames, 80; float16; log10 of mel power, not yet normalised) and OUT.json
([[sentence, frames], ...] in the same order). A frame is 10 ms. Whisper normalises by the loudest point of
what it hears, so that is left until sentences have been joined to windows.
"""

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import soxr
from faster_whisper.feature_extractor import FeatureExtractor

SAMPLE_RATE = 16_000
ESPEAK_RATE = 22_050
FFT, HOP = 400, 160
QUIET = 0.002  # of full scale: below it espeak-ng's edges are only the pause that it leaves around a sentence
FILTERS = FeatureExtractor().mel_filters.astype(np.float32)
WINDOW = np.hanning(FFT + 1)[:-1].astype(np.float32)


@dataclass(frozen=True)
class Voice:
    """How espeak-ng speaks. pyttsx3 2.99 on Linux starts with `en` (its `gmw/en`), 200 words a minute, pitch 50."""

    name: str = "en"
    rate: int = 175  # words a minute
    pitch: int = 50  # 0 to 99
    quality: str = "HQ"  # of the resampling to 16 kHz, in soxr's words


def any_voice(rng: random.Random, *, usual: bool) -> Voice:
    """Mostly the voice that the program speaks with; `usual` leaves the others out."""
    other = not usual and rng.random() < 0.2
    return Voice(
        name="en-us" if other else "en",
        rate=rng.randint(148, 212),
        pitch=50 if rng.random() < 0.6 else rng.randint(40, 60),
        quality=rng.choice(["HQ", "HQ", "MQ", "QQ"]),
    )


def speak(sentence: str, voice: Voice) -> np.ndarray:
    """Mono float32 samples at 16 kHz, without the pauses around the sentence."""
    command = ["espeak-ng", "-v", voice.name, "-s", str(voice.rate), "-p", str(voice.pitch), "--stdout", "--"]
    wave = subprocess.run([*command, sentence], capture_output=True, check=True).stdout
    samples = np.frombuffer(wave[44:], np.int16).astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return np.zeros(0, np.float32)
    said = samples[max(0, loud[0] - 200) : loud[-1] + 200]
    return soxr.resample(said, ESPEAK_RATE, SAMPLE_RATE, quality=voice.quality).astype(np.float32)


def log_mel(samples: np.ndarray) -> np.ndarray:
    """(frames, 80) float16 log10 mel power, the same numbers as faster-whisper's extractor before it normalises."""
    padded = np.pad(samples, FFT // 2, mode="reflect")
    starts = HOP * np.arange((len(padded) - FFT) // HOP)
    frames = padded[np.arange(FFT) + starts[:, None]]
    power = np.abs(np.fft.rfft(frames * WINDOW, axis=1)).astype(np.float32) ** 2
    return np.log10(np.maximum(power @ FILTERS.T, 1e-10)).astype(np.float16)


def _spoken(job: tuple[int, str], *, usual: bool) -> tuple[str, np.ndarray]:
    seed, sentence = job
    return sentence, log_mel(np.pad(speak(sentence, any_voice(random.Random(seed), usual=usual)), (0, FFT)))


def all_spoken(jobs: list[tuple[int, str]], *, usual: bool, processes: int) -> Iterator[tuple[str, np.ndarray]]:
    """Each (seed, sentence) with its frames, in order."""
    with Pool(processes) as pool:
        yield from pool.imap(partial(_spoken, usual=usual), jobs, chunksize=32)


def main() -> int:
    """Speak every sentence of a file, several times if asked, each time in another voice."""
    parser = argparse.ArgumentParser(description="sentences to espeak-ng speech to mel frames")
    parser.add_argument("sentences", type=Path)
    parser.add_argument("out", type=Path, help="without ending")
    parser.add_argument("--times", type=int, default=1, help="how often each is said, each time in another voice")
    parser.add_argument("--usual", action="store_true", help="only the voice `en`")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    lines = options.sentences.read_text().splitlines() * options.times
    jobs = [(i, line) for i, line in enumerate(lines) if line]
    kept, mels = [], []
    for sentence, mel in all_spoken(jobs, usual=options.usual, processes=options.processes):
        kept.append((sentence, len(mel)))
        mels.append(mel)
    np.save(options.out.with_suffix(".npy"), np.concatenate(mels))
    options.out.with_suffix(".json").write_text(json.dumps(kept))
    print(f"{len(kept)} sentences, {sum(n for _, n in kept) / 360_000:.1f} hours", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
