"""Count what the model mishears, through faster-whisper, when espeak-ng says sentences that it never saw.

usage: python word_errors.py ../../models/whisper-nano unseen.txt [--rate 175] [--beam 5] [--pyttsx3]

`--pyttsx3` speaks through pyttsx3 as the program does (its default voice); without it espeak-ng is called itself.
"""

import argparse
import contextlib
import io
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import jiwer
import numpy as np
import pyttsx3
import soxr
from faster_whisper import WhisperModel
from synthesise import SAMPLE_RATE, Voice, speak
from text import words

PAUSE = np.zeros(SAMPLE_RATE // 4, np.float32)  # before and after a sentence, as a recorder would leave it


def pyttsx3_speaker(rate: int) -> Callable[[str], np.ndarray]:
    """A speaker with the default voice: sentence to mono float32 samples at 16 kHz."""
    engine = pyttsx3.init()
    engine.setProperty("rate", rate)
    folder = Path(tempfile.mkdtemp())

    def say(sentence: str) -> np.ndarray:
        path = folder / "said.wav"
        with contextlib.redirect_stdout(io.StringIO()):
            engine.save_to_file(sentence, str(path))
            engine.runAndWait()
        with wave.open(str(path)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.float32) / 32768
            return soxr.resample(samples, file.getframerate(), SAMPLE_RATE).astype(np.float32)

    return say


def heard(model: WhisperModel, samples: np.ndarray, *, beam: int) -> str:
    """The text of one sentence, alone in its window."""
    sound = np.concatenate([PAUSE, samples, PAUSE])
    segments, _ = model.transcribe(sound, language="en", beam_size=beam, condition_on_previous_text=False)
    return "".join(segment.text for segment in segments).strip()


def pairs(options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Each sentence with what was heard."""
    model = WhisperModel(str(options.model), device="cpu", compute_type="int8", cpu_threads=1)
    voice = Voice(options.voice, options.rate)
    say = pyttsx3_speaker(options.rate) if options.pyttsx3 else lambda sentence: speak(sentence, voice)
    for sentence in options.sentences.read_text().splitlines():
        yield sentence, heard(model, say(sentence), beam=options.beam)


def main() -> int:
    """Print the word error rate with its counts; the misheard sentences with --show."""
    parser = argparse.ArgumentParser(description="word error rate on espeak-ng speech")
    parser.add_argument("model", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--rate", type=int, default=175, help="words a minute")
    parser.add_argument("--voice", default="en", help="of espeak-ng, without --pyttsx3")
    parser.add_argument("--beam", type=int, default=5)
    parser.add_argument("--pyttsx3", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    found = list(pairs(options))
    if options.show:
        for said, got in found:
            if words(said) != words(got):
                print(f"  {said}\n→ {got}")
    score = jiwer.process_words([words(said) for said, _ in found], [words(got) for _, got in found])
    wrong = score.substitutions + score.deletions + score.insertions
    total = score.hits + score.substitutions + score.deletions
    exact = sum(words(said) == words(got) for said, got in found)
    print(
        f"word error rate {score.wer:.3f}: {wrong} of {total} words ({score.substitutions} other, "
        f"{score.deletions} missing, {score.insertions} added); {exact} of {len(found)} sentences without a fault"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
