"""How well faster-whisper's word times fit what espeak-ng really did.

usage: python word_times.py ../../models/whisper-nano unseen.txt [--rate 175] [--most 60]

espeak-ng tells, in the sound that it makes, where each word begins; only sentences whose words were all heard
count. Run it over models converted with different `--heads` to find the heads that follow the sound best.
"""

import argparse
import ctypes
import sys
from pathlib import Path

import numpy as np
import soxr
from faster_whisper import WhisperModel
from pyttsx3.drivers import _espeak
from synthesise import ESPEAK_RATE, SAMPLE_RATE
from text import words

LEAD = 0.6  # seconds of silence before the sentence, so that a constant answer cannot be right


class Espeak:
    """espeak-ng in this process, where it says when each word starts. Once a process: it cannot start twice."""

    def __init__(self, rate: int) -> None:
        self.samples: list[bytes] = []
        self.starts: list[float] = []
        _espeak.Initialize(_espeak.AUDIO_OUTPUT_RETRIEVAL, 1000)
        _espeak.SetSynthCallback(self._collect)
        _espeak.SetVoiceByName(b"gmw/en")
        _espeak.SetParameter(_espeak.RATE, rate, 0)

    def _collect(self, wave, count, events) -> int:
        if count > 0:
            self.samples.append(ctypes.string_at(wave, 2 * count))
        i = 0
        while events[i].type != _espeak.EVENT_LIST_TERMINATED:
            if events[i].type == _espeak.EVENT_WORD:
                self.starts.append(events[i].audio_position / 1000)
            i += 1
        return 0

    def say(self, sentence: str) -> tuple[np.ndarray, list[float]]:
        """16 kHz samples with LEAD before them, and the start of each word in seconds."""
        self.samples, self.starts = [], []
        _espeak.Synth(sentence.encode(), flags=_espeak.ENDPAUSE | _espeak.CHARS_UTF8)
        _espeak.Synchronize()
        sound = np.frombuffer(b"".join(self.samples), np.int16).astype(np.float32) / 32768
        sound = soxr.resample(sound, ESPEAK_RATE, SAMPLE_RATE).astype(np.float32)
        silence = np.zeros(int(LEAD * SAMPLE_RATE), np.float32)
        return np.concatenate([silence, sound]), [LEAD + start for start in self.starts]


def distances(model: WhisperModel, espeak: Espeak, sentence: str) -> list[float]:
    """Seconds between each word's start as told and as it was; empty where the words differ.

    Without the first word: Whisper's way to align always begins it where the window begins.
    """
    sound, starts = espeak.say(sentence)
    segments, _ = model.transcribe(sound, language="en", condition_on_previous_text=False, word_timestamps=True)
    told = [word for segment in segments for word in segment.words or ()]
    if words("".join(word.word for word in told)) != words(sentence) or len(told) != len(starts):
        return []
    return [word.start - start for word, start in zip(told, starts, strict=True)][1:]


def main() -> int:
    """Print how far the told word starts lie from the true ones."""
    parser = argparse.ArgumentParser(description="word times against the synthesiser's own")
    parser.add_argument("model", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--rate", type=int, default=175, help="words a minute")
    parser.add_argument("--most", type=int, default=60, help="sentences")
    options = parser.parse_args()
    model = WhisperModel(str(options.model), device="cpu", compute_type="int8", cpu_threads=1)
    espeak = Espeak(options.rate)
    lines = options.sentences.read_text().splitlines()
    found = [distances(model, espeak, line) for line in lines[:: max(1, len(lines) // options.most)][: options.most]]
    far = np.array([distance for sentence in found for distance in sentence])
    if not len(far):
        print("no sentence was heard whole, so no word time could be compared")
        return 1
    print(
        f"word starts of {len(far)} words in {sum(map(bool, found))} of {len(found)} sentences: "
        f"half within {np.median(np.abs(far)):.2f} s, nine of ten within {np.quantile(np.abs(far), 0.9):.2f} s, "
        f"on average {far.mean():+.2f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
